"""Delimiter, heading and records of a text."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.intake.asked import MOST_COLUMNS
from subsidy.intake.bodies import LONGEST_RECORD
from subsidy.intake.files import as_utf8
from subsidy.intake.text_table import TextTable, open_table

HEADINGS = ["统一社会信用代码", "进口日期", "人民币"]
HEAD = ",".join(HEADINGS) + "\n"
A = "913101180000000004"


def opened(tmp_path: Path, content: str | bytes, **mapping: str) -> TextTable:
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(as_utf8(str(path), None, tmp_path), "imports", mapping)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_one_that_gives_headings(tmp_path: Path, delimiter: str) -> None:
    table = opened(tmp_path, delimiter.join(HEADINGS) + "\n" + delimiter.join([A, "2024-05-01", "1;2,3\t4"]) + "\n")
    assert table.delimiter == delimiter
    assert [cells[:2] for _, cells in table.records()] == [[A, "2024-05-01"]]


def test_titles_above_the_heading_are_no_records_and_give_the_unit(tmp_path: Path) -> None:
    table = opened(tmp_path, f'进口明细,,\n"单位：万元\n（2024年）",,\n\n{HEAD}{A},2024-05-01,1\n')
    assert (table.heading.line, table.heading.last_line, table.layout.units) == (5, 5, {"rmb": 10000})
    assert list(table.records()) == [(6, [A, "2024-05-01", "1"])]


def test_a_byte_order_mark_is_no_part_of_a_heading(tmp_path: Path) -> None:
    for mark in ("\ufeff", '\ufeff"', "\ufeff\n"):
        content = mark + (HEAD.replace(",", '",', 1) if mark.endswith('"') else HEAD)
        assert opened(tmp_path, content + "x,y,z\n").layout.headings == tuple(HEADINGS)


def test_a_trailing_comma_on_every_line_is_a_column_without_heading(tmp_path: Path) -> None:
    table = opened(tmp_path, HEAD.replace("\n", ",\n") + f"{A},2024-05-01,1,\n")
    assert table.layout.headings == (*HEADINGS, "")
    assert table.layout.fits(next(table.records())[1])


def test_the_users_headings_are_taken(tmp_path: Path) -> None:
    assert opened(tmp_path, "code,date,paid\n1,2,3\n", uscc="code", rmb="paid").layout.columns["rmb"] == 2


@pytest.mark.parametrize("last", ['"x', 'a,"x', '"', '"x\ny,z\n', '""""', '"x""\n'])
def test_a_quote_never_closed_is_an_error_with_the_line_where_its_record_begins(tmp_path: Path, last: str) -> None:
    table = opened(tmp_path, HEAD + f'{A},"2024\n-05-01",1\n' + (last if last != '""""' else '"""'))
    with pytest.raises(errors.UnclosedQuote, match=r"a\.csv, line 4: "):
        list(table.records())


def test_a_quote_within_a_cell_is_only_a_quote(tmp_path: Path) -> None:
    assert [cells for _, cells in opened(tmp_path, HEAD + 'a "b" c",5",""\n').records()] == [['a "b" c"', '5"', ""]]


@pytest.fixture(params=[1 << 17, 1 << 30], ids=["as Python sets it", "raised"])
def limit_of_cells(request: pytest.FixtureRequest) -> Iterator[None]:
    """The limit that the csv module keeps for the whole process, which anybody may have raised."""
    before = csv.field_size_limit(request.param)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("limit_of_cells")
def test_a_cell_without_end_is_an_error_with_its_line(tmp_path: Path) -> None:
    table = opened(tmp_path, HEAD + f'{A},2024-05-01,1\n"x,' + "y,\n" * (1 << 20))
    with pytest.raises(errors.LineTooLong, match=r"line 3: .*the quote that ends a cell"):
        list(table.records())


@pytest.mark.usefixtures("limit_of_cells")
def test_only_a_record_of_several_lines_is_held_to_the_limit_of_a_record(tmp_path: Path) -> None:
    """A line has a limit of its own; what of it stands in columns without a heading is let go."""
    surplus = "x" * (LONGEST_RECORD + 1)
    table = opened(tmp_path, f'{surplus}\n{HEAD}{A},"2024\n-05-01",1,{surplus}\n{A},2024-05-02,2\n')
    assert [(line, cells[2]) for line, cells in table.records()] == [(3, "1"), (5, "2")]


@pytest.mark.parametrize("columns", [MOST_COLUMNS + 1, 1_000_000])
def test_columns_without_end_are_an_error(tmp_path: Path, columns: int) -> None:
    with pytest.raises(errors.TooManyColumns, match=rf"a\.csv, line 2: {columns} columns; accepted: at most {MOST_COLUMNS}"):
        opened(tmp_path, "title\n" + ",".join(map(str, range(columns))) + "\n")


def test_many_columns_are_accepted(tmp_path: Path) -> None:
    table = opened(tmp_path, HEAD.strip() + ",x" * (MOST_COLUMNS - 3) + "\n")
    assert len(table.layout.headings) == MOST_COLUMNS


def test_a_long_line_in_another_cut_does_not_keep_a_table_from_being_read(tmp_path: Path) -> None:
    title = ";" * MOST_COLUMNS
    assert opened(tmp_path, f"{title}\n{HEAD}").delimiter == ","


@pytest.mark.parametrize("content", ["\n\n", "\r\n", "\ufeff"])
def test_a_file_without_records_is_empty(tmp_path: Path, content: str) -> None:
    with pytest.raises(errors.EmptyFile):
        opened(tmp_path, content)


def test_headings_that_are_not_known_in_gb18030_may_be_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownEncoding, match=r"a\.csv: not UTF-8 \(line 1\), and as GB18030 without known headings.*--encoding"):
        opened(tmp_path, "進口日期,人民幣\n".encode("big5"))
    with pytest.raises(errors.UnknownHeadings) as raised:
        opened(tmp_path, "甲,乙\n")
    assert type(raised.value) is errors.UnknownHeadings


def test_old_line_breaks_end_lines(tmp_path: Path) -> None:
    table = opened(tmp_path, (HEAD + f"{A},2024-05-01,1\n{A},2024-05-02,2").replace("\n", "\r"))
    assert [line for line, _ in table.records()] == [2, 3]
    assert not table.is_plain


@pytest.mark.parametrize("content", [" \n\t\n", ",,,\n,,\n", '""\n'])
def test_a_file_whose_cells_are_all_blank_is_empty(tmp_path: Path, content: str) -> None:
    with pytest.raises(errors.EmptyFile):
        opened(tmp_path, content)
