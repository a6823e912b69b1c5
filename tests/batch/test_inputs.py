"""From files to the records that the engine reads: nothing is added, lost or changed, and every record has its line."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidy import errors
from subsidy.batch.engine import Engine
from subsidy.batch.inputs import FileInput, Input, ParquetInput, WideInput, file_inputs

HEADINGS = ["统一社会信用代码", "进口日期", "人民币"]
HEAD = ",".join(HEADINGS) + "\n"
A = "913101180000000004"
Rows = Sequence[Sequence[object]]


def inputs_of(engine: Engine, *files: Path | str, **options: object) -> list[Input]:
    asked = {"mapping": {}, "encoding": None, **options}
    return file_inputs(engine.workspace, [str(file) for file in files], **asked)  # type: ignore[arg-type]


def only(engine: Engine, file: Path, **options: object) -> Input:
    (found,) = inputs_of(engine, file, **options)
    return found


def cells_of(engine: Engine, source: Input) -> list[list[str]]:
    """The records as the engine reads them, each cut where it ends."""
    rows = [list(row.values()) for row in engine.fetch(source.read(engine))]
    assert source.records(len(rows)) == len(rows)
    return [row[: next((n for n, cell in enumerate(row) if cell is None), len(row))] for row in rows]


def lines_of(source: Input, count: int) -> list[int | None]:
    return list(source.lines(range(count), count))


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def parquet(path: Path, columns: dict[str, object]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def as_csv_module_reads(content: str) -> list[tuple[int, list[str]]]:
    """Records and the lines on which they begin, by the reader of the standard library over the whole text."""
    reader = csv.reader(io.StringIO(content, newline=""))
    found, line = [], 1
    for cells in reader:
        if cells:
            found.append((line, cells))
        line = reader.line_num + 1
    return found


def _filled(records: Iterable[tuple[int | None, list[str]]]) -> list[tuple[int | None, list[str]]]:
    """Without records of one empty cell, which hold no text: readers differ on whether they are records."""
    return [(line, cells) for line, cells in records if cells != [""]]


PARTS = ["a", "青", ",", ",", '"', '""', '"b"', '"b,c"', '"b\n"', " ", "\t", "\n", "\n", "\r\n", "\r", "1", "'", ";"]


BODIES = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


@pytest.mark.parametrize("engine_name", ["duckdb"], indirect=True)
@given(BODIES, st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_engine_reads_what_the_standard_library_reads(tmp_path: Path, engine: Engine, body: str, has_returns: bool) -> None:
    compare_with_the_standard_library(tmp_path, engine, body, has_returns)


@pytest.mark.spark
@pytest.mark.parametrize("engine_name", ["spark"], indirect=True)
@given(BODIES, st.booleans())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spark_reads_what_the_standard_library_reads(tmp_path: Path, engine: Engine, body: str, has_returns: bool) -> None:
    compare_with_the_standard_library(tmp_path, engine, body, has_returns)


def compare_with_the_standard_library(tmp_path: Path, engine: Engine, body: str, has_returns: bool) -> None:
    content = HEAD + body + ("\n" if body.endswith("\n") else "")
    if has_returns:
        content = content.replace("\r\n", "\n").replace("\n", "\r\n")
    source = only(engine, text(tmp_path / "x.csv", content))
    try:
        found = cells_of(engine, source)
    except errors.UnclosedQuote:
        assert as_csv_module_reads(content + "\n")[-1][1][-1].endswith("\n")
        return
    placed = zip(lines_of(source, len(found)), found, strict=True)
    expected = [(line, cells[:5]) for line, cells in as_csv_module_reads(content)[1:]]
    assert _filled(placed) == _filled(expected)


@pytest.mark.parametrize(
    ("body", "is_read_without_quotes"),
    [
        (f"{A},2024-05-01,1\n", True),
        (f'"{A}","2024-05-01","1"\n', True),
        (f'"{A}",2024-05-01,1\n', True),
        (f'"{A}",2024-05-01,"1,000"\n', True),
        (f'{A}"",2024-05-01,1\n', False),
        (f'"{A}\n",2024-05-01,1\n', False),
        (f"{A},2024-05-01\r,1\n", False),
    ],
)
def test_only_what_needs_it_is_read_with_quotes(tmp_path: Path, engine: Engine, body: str, is_read_without_quotes: bool) -> None:
    source = only(engine, text(tmp_path / "a.csv", HEAD + body))
    assert isinstance(source, FileInput)
    assert source.body.is_quoted is not is_read_without_quotes
    assert len(cells_of(engine, source)) == (2 if "\r" in body else 1)


def test_lines_count_titles_empty_lines_and_newlines_in_cells(tmp_path: Path, engine: Engine) -> None:
    content = f'标题\n\n{HEAD}{A},2024-05-01,1\n\n\n"{A}","2024\n-05-02",2\n{A},2024-05-03,3'
    source = only(engine, text(tmp_path / "a.csv", content))
    assert lines_of(source, 3) == [4, 7, 9]
    plain = only(engine, text(tmp_path / "b.csv", content.replace('"2024\n-05-02"', "2024-05-02").replace('"', "")))
    assert len(cells_of(engine, plain)) == 3
    assert lines_of(plain, 3) == [4, 7, 8]
    assert plain.describe()["heading_line"] == 3


def test_a_heading_alone_is_a_table_without_rows(tmp_path: Path, engine: Engine) -> None:
    for name, content in (
        ("a.csv", HEAD),
        ("b.csv", HEAD.strip()),
        ("c.csv", HEAD.replace(",", '","').replace("统", '"统', 1).strip() + '"'),
    ):
        source = only(engine, text(tmp_path / name, content))
        assert cells_of(engine, source) == []


def test_an_input_says_what_it_is(tmp_path: Path, engine: Engine) -> None:
    file = text(tmp_path / "a.csv", HEAD + f"{A},2024-05-01,1\n", "gb18030")
    source = only(engine, file)
    assert (source.name, source.sheet, source.size) == (str(file), None, file.stat().st_size)
    described = source.describe()
    assert (described["encoding"], described["unit"], described["unit_stated"], described["heading_line"]) == ("gb18030", "元", False, 1)
    assert described["columns"] == {"uscc": HEADINGS[0], "date": HEADINGS[1], "rmb": HEADINGS[2]}
    assert (source.heading_of(0, "rmb"), source.heading_of(0, "mode")) == (HEADINGS[2], None)


def test_gzip_is_known_by_the_file_that_the_user_has(tmp_path: Path, engine: Engine) -> None:
    content = (HEAD + f"{A},2024-05-01,1\n").encode()
    plain, packed, odd = tmp_path / "a.csv", tmp_path / "b.csv.gz", tmp_path / "c.csv"
    plain.write_bytes(content)
    packed.write_bytes(gzip.compress(content))
    odd.write_bytes(gzip.compress(content))
    found = inputs_of(engine, plain, packed, odd)
    assert [cells_of(engine, source) for source in found] == [[[A, "2024-05-01", "1"]]] * 3
    assert found[0].identity != found[1].identity == found[2].identity
    assert found[1].size == packed.stat().st_size


def test_each_sheet_is_an_input_of_its_own(tmp_path: Path, engine: Engine) -> None:
    rows: Rows = [HEADINGS, [A, "2024-05-01", 1]]
    book = workbook(tmp_path / "a.xlsx", {"一": rows, "说明": [["see", "below"]], "二": rows})
    found = inputs_of(engine, book)
    assert [source.sheet for source in found] == ["一", "二"]
    assert len({source.identity for source in found}) == 2
    assert [cells_of(engine, source) for source in found] == [[[A, "2024-05-01", "1"]]] * 2
    assert lines_of(found[0], 1) == [2]


def test_sheets_are_chosen_over_all_workbooks(tmp_path: Path, engine: Engine) -> None:
    rows: Rows = [HEADINGS, [A, "2024-05-01", 1]]
    first = workbook(tmp_path / "a.xlsx", {"一": rows, "三": rows})
    second = workbook(tmp_path / "b.xlsx", {"二": rows, "三": rows})
    assert [source.sheet for source in inputs_of(engine, first, second, sheet=("一", "二"))] == ["一", "二"]
    with pytest.raises(errors.UnknownSheet, match=r"四.*一, 三, 二"):
        inputs_of(engine, first, second, sheet=("三", "四"))
    with pytest.raises(errors.UnknownSheet, match="一: no such sheet; there are: 二, 三"):
        inputs_of(engine, first, second, sheet=("一",))


def test_parquet_has_the_same_text_read_by_the_engine_and_rewritten(tmp_path: Path, engine: Engine) -> None:
    columns = {
        HEADINGS[0]: pa.array([A, None]).dictionary_encode(),
        HEADINGS[1]: pa.array([date(2024, 5, 1), None]),
        HEADINGS[2]: pa.array([Decimal("-12.30"), None], pa.decimal128(18, 2)),
        "商品序号": pa.array([1.0, None]),
        "监管方式": pa.array([5015, None], pa.int32()),
        "数量": pa.array([[1], None]),
        "报关单号": pa.array([221820240000000001.0, None]),
        "备注": pa.array([True, None]),
    }
    source = only(engine, parquet(tmp_path / "a.parquet", columns))
    assert isinstance(source, ParquetInput)
    direct = [list(row.values())[:8] for row in engine.fetch(source.read(engine))]
    assert direct == [[A, "2024-05-01", "-12.30", "1", "5015", "", "2.2182024e+17", "true"], [""] * 8]
    assert [cells for _, cells in source.table.records()] == direct
    assert source.records(2) == 2
    assert lines_of(source, 2) == [1, 2]
    assert source.describe()["heading_line"] is None


def test_a_moment_with_a_time_zone_is_a_day_in_china(tmp_path: Path, engine: Engine) -> None:
    moments = pa.array([1709222400000000, 1709251200000000], pa.timestamp("us", "UTC"))  # 2024-02-29 16:00 and 2024-03-01 00:00
    source = only(engine, parquet(tmp_path / "a.parquet", {HEADINGS[0]: [A, A], HEADINGS[1]: moments, HEADINGS[2]: [1, 2]}))
    assert [cells[1][:10] for cells in cells_of(engine, source)] == ["2024-03-01", "2024-03-01"]


WIDE = f"统一社会信用代码,2024年进口额（万元）,2025-01,备注\n{A},1.5,-,x\n\n{A},2,3,y\n{A},4\n"


def test_a_wide_table_is_read_by_its_cells(tmp_path: Path, engine: Engine) -> None:
    found = inputs_of(engine, text(tmp_path / "w.csv", WIDE))
    assert all(isinstance(source, WideInput) for source in found)
    assert len({source.identity for source in found}) == len(found) == 2
    records = {str(source.describe()["unit"]): cells_of(engine, source) for source in found}
    assert records == {"万元": [[A, "x", "2024", "1.5"], [A, "y", "2024", "2"], [A]], "元": [[A, "y", "2025-01", "3"]]}
    assert [lines_of(source, len(records[str(source.describe()["unit"])])) for source in found] == [[2, 4, 5], [4]]
    assert [source.heading_of(0, "rmb") for source in found] == ["2024年进口额（万元）", "2025-01"]
    assert found[0].heading_of(0, "uscc") == HEADINGS[0]


def test_a_wide_sheet_headed_by_days_is_read_by_its_cells(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "w.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, month = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm"})
        sheet.write_row(0, 0, ["统一社会信用代码"])
        sheet.write_datetime(0, 1, date(2024, 1, 1), month)
        sheet.write_datetime(0, 2, date(2024, 2, 1), month)
        sheet.write_row(1, 0, [A, 0.1 + 0.2, 5])
    source = only(engine, path)
    assert cells_of(engine, source) == [[A, "2024-01", "0.3"], [A, "2024-02", "5"]]
    assert (lines_of(source, 2), source.sheet) == ([2, 2], "Sheet1")


def test_files_of_every_kind_come_out_of_one_folder_in_path_order(tmp_path: Path, engine: Engine) -> None:
    text(tmp_path / "c.TXT", HEAD.replace(",", "\t") + f"{A}\t2024-05-01\t3\n", "utf-16")
    workbook(tmp_path / "a.xlsx", {"x": [HEADINGS, [A, "2024-05-01", 1]]})
    (tmp_path / "sub").mkdir()
    parquet(tmp_path / "sub" / "d.parquet", dict(zip(HEADINGS, [[A], ["2024-05-01"], [4]], strict=True)))
    text(tmp_path / "b.tsv", HEAD.replace(",", ";") + f"{A};2024-05-01;2\n")
    found = inputs_of(engine, tmp_path)
    assert [Path(source.name).name for source in found] == ["a.xlsx", "b.tsv", "c.TXT", "d.parquet"]
    assert [cells_of(engine, source)[0][2] for source in found] == ["1", "2", "3", "4"]


def test_names_and_headings_that_would_be_commands_are_only_text(tmp_path: Path, engine: Engine) -> None:
    name = "it's [1] *?\"; DROP TABLE x; --"
    folder = tmp_path / name
    folder.mkdir()
    odd = '"); DROP TABLE rows; --'
    quoted = '"' + odd.replace('"', '""') + '"'
    sources = [
        only(engine, text(folder / f"{name}.csv", HEAD.strip() + f",{quoted}\n{A},2024-05-01,1,{quoted}\n")),
        only(engine, parquet(folder / f"{name}.parquet", {**dict(zip(HEADINGS, [[A], ["2024-05-01"], [1]], strict=True)), odd: [odd]})),
    ]
    for source in sources:
        assert cells_of(engine, source)[0][:4] == [A, "2024-05-01", "1", odd]
        assert list(source.layout.unknown) == [odd]
