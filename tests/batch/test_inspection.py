"""What is found in files before a batch: every kind of table, what its rows would come to, and no file stops another."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from subsidy import errors
from subsidy.batch.inspection.columns import hints
from subsidy.batch.inspection.inspect import Asked, Inspected, Inspection, inspect
from subsidy.batch.inspection.kind import KINDS, likeliest
from subsidy.batch.inspection.rows import MOST_REJECTS
from subsidy.batch.inspection.warnings import WARNINGS
from subsidy.money import ZERO, text
from subsidy.report.inspection_data import inspection_data
from subsidy.report.labels import label
from tests.batch.files import AS_OF, NO_YEAR, A, B, batch, numbered, row, write

PARK = Path("scenarios/park")
TABLES: Mapping[str, str] = {
    "imports": f"统一社会信用代码,年月,进口额（万元）\n{A},2025-01,1.5\n",
    "register": f"统一社会信用代码,企业名称,综保区\n{A},甲公司,青浦\n",
    "firsts": f"统一社会信用代码,业务名称,类型\n{A},保税维修,首创\n",
    "warehousing": f"统一社会信用代码,起始日期,截止日期,仓储费（万元）\n{A},2024-05-01,2024-05-31,1\n",
    "prior": f"单位：人民币元\n统一社会信用代码,条款,年度,金额\n{A},qingpu-2024-1/import-growth,2025,1\n",
    "quantities": f"统一社会信用代码,指标,期间,数值\n{A},exports_usd,2025,1.5\n",
    "rates": "月份,币种,汇率\n2025-01,USD,7.1\n2025-03,EUR,7.8\n",
}


def made(path: Path, content: str, encoding: str = "utf-8") -> str:
    path.write_bytes(content.encode(encoding))
    return str(path)


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> str:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return str(path)


def cells(kind: str) -> list[list[str]]:
    return [line.split(",") for line in TABLES[kind].splitlines()]


def look(*files: str, **options: Any) -> Inspection:
    return inspect(Asked(files, AS_OF, **options))


def only(*files: str, **options: Any) -> Inspected:
    (found,) = look(*files, **options).files
    return found


def codes(found: Inspected) -> list[str]:
    return [code for code, _ in found.warnings]


def test_files_and_total_are_what_a_batch_says_of_the_same_files(tmp_path: Path) -> None:
    files = sorted(map(str, PARK.glob("declarations-*.csv")))
    options = {"register": str(PARK / "register.csv")}
    said = batch(tmp_path, files, coverage=(), year=NO_YEAR, **options).reconciliation
    found = inspection_data(look(*files, **options), "en")
    total = found["total"]
    assert {name: total[name] for name in ("rows", "amount", "imports", "covered")} == {
        name: said[name] for name in ("rows", "amount", "imports", "covered")
    }
    parts = [entry for entry in found["files"] if entry["kind"] == "imports"]
    assert [part["rows"]["read"] for part in parts] == [802, 891, 1035]
    for side in ("excluded", "rejected"):
        assert sum((Counter(part["rows"][side]) for part in parts), Counter()) == said["rows"][side]
    assert text(sum((Decimal(part["amount"]["counted"]) for part in parts), ZERO)) == said["amount"]["counted"]


def test_the_first_rejects_are_those_of_the_batch_with_their_lines(tmp_path: Path) -> None:
    files = sorted(map(str, PARK.glob("declarations-*.csv")))
    said = batch(tmp_path, files, year=NO_YEAR).rejects
    for name, found in zip(files, look(*files).files, strict=True):
        expected = [(int(reject["line"]), reject["code"]) for reject in said if reject["file"] == name][:MOST_REJECTS]
        assert found.outcome
        assert [(issue.line, issue.code) for issue in found.outcome.rejects] == expected
        assert len(expected) == MOST_REJECTS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dress", ["csv", "gz", "xlsx", "parquet"])
def test_every_kind_of_table_is_known_in_every_dress(tmp_path: Path, kind: str, dress: str) -> None:
    path = tmp_path / f"x.{dress}"
    heading, *rows = [line for line in cells(kind) if len(line) > 1]
    if dress == "csv":
        made(path, TABLES[kind])
    elif dress == "gz":
        path.write_bytes(gzip.compress(TABLES[kind].encode("gb18030")))
    elif dress == "xlsx":
        workbook(path, {"表": cells(kind)})
    else:
        pq.write_table(pa.table({name: list(column) for name, column in zip(heading, zip(*rows, strict=True), strict=True)}), path)
    found = only(str(path))
    assert (found.kind, found.error) == (kind, None)
    assert list(found.described["columns"].values()) == heading
    read = found.outcome.rows["counted"] if found.outcome else found.side and found.side.rows
    assert read == len(rows)
    assert found.described["delimiter"] == ("," if dress in ("csv", "gz") else None)


def test_a_file_that_cannot_be_read_stands_in_its_place_and_stops_no_other(tmp_path: Path) -> None:
    bad = {
        "b.csv": ("统一社会信用代码,年月,进口额（元）\n" + f'{A},2025-01,"1\n', "UnclosedQuote"),
        "c.csv": ("hello,world\n1,2\n", "UnknownHeadings"),
        "d.csv": ("", "EmptyFile"),
        "e.csv": ("统一社会信用代码,企业名称,进囗日期,进口额\n", "MissingHeading"),
        "f.csv": ("商品编码,商品名称,贸易伙伴名称,人民币\n1,2,3,4\n", "StatisticsExport"),
        "g.xlsx": ("PK\x03\x04 and nothing more", "UnreadableFile"),
        "h.csv": ("统一社会信用代码,业务名称,企业名称\n", "MissingHeading"),
    }
    files = [made(tmp_path / name, content) for name, (content, _) in bad.items()]
    good = [made(tmp_path / name, TABLES["imports"].replace("-01", month)) for name, month in (("a.csv", "-02"), ("z.csv", "-03"))]
    found = look(*files, *good, str(tmp_path / "missing.csv"))
    assert [(Path(one.name).name, type(one.error).__name__) for one in found.files] == [
        ("a.csv", "NoneType"), *((name, error) for name, (_, error) in bad.items()), ("z.csv", "NoneType"), ("missing.csv", "MissingFile"),
    ]  # fmt: skip
    assert found.unreadable == 8
    assert found.total
    assert found.total.rows["counted"] == 2
    assert {Path(one.name).name: one.kind for one in found.files if one.error} == {
        "b.csv": "imports", "c.csv": None, "d.csv": None, "e.csv": "imports", "f.csv": None, "g.xlsx": None, "h.csv": "firsts",
        "missing.csv": None,
    }  # fmt: skip


def test_nothing_but_what_cannot_be_read_gives_no_total(tmp_path: Path) -> None:
    found = look(made(tmp_path / "a.csv", f'统一社会信用代码,年月,进口额（元）\n{A},2025-01,"1\n'))
    assert (found.total, found.unreadable) == (None, 1)
    assert inspection_data(found, "en")["total"] is None


def test_rows_are_settled_beside_those_of_other_files(tmp_path: Path) -> None:
    rows = numbered([row(), row()])
    one, same = write(tmp_path / "a.csv", rows), write(tmp_path / "b.csv", rows)
    year = made(tmp_path / "c.csv", f"统一社会信用代码,年度,进口额（元）\n{A},2024,5\n{B},2025,7\n")
    alone, twice = look(one).files[0], look(one, same).files[1]
    assert alone.outcome
    assert alone.outcome.rows["counted"] == 2
    assert twice.outcome
    assert twice.outcome.rows["excluded"] == {"duplicate_file": 2}
    beside = look(one, year).files
    assert [found.outcome and found.outcome.rows["rejected"] for found in beside] == [{"overlap": 2}, {"overlap": 1}]
    assert beside[1].outcome
    assert (beside[1].outcome.granularity, beside[1].outcome.imports) == ({"year": 2}, {2025: Decimal("7.00")})
    assert list(beside[1].outcome.enterprises) == [B]


def test_granularity_months_gaps_and_sums_of_a_file(tmp_path: Path) -> None:
    head = "统一社会信用代码,企业名称,年月,进口额（万元）\n"
    file = made(
        tmp_path / "a.csv", head + f"{A},甲公司,2024-11,1\n{A},甲公司,2025-02,2.5\n{A},甲公司,2026-04,3\n合计,,,6.5\n{A},,2025-03,?\n"
    )
    found = inspection_data(look(file), "en")["files"][0]
    assert found["rows"] == {"read": 5, "counted": 2, "excluded": {"total_row": 1, "after_as_of": 1}, "rejected": {"amount": 1}}
    assert found["granularity"] == {"month": 4}
    assert found["imports"] == {"2024": "10000.00", "2025": "25000.00"}
    assert found["covered"] == {"months": ["2024-11", "2025-02"], "gaps": ["2024-12", "2025-01"]}
    assert found["enterprises"] == {"number": 1, "named": [{"uscc": A, "name": "甲公司"}]}
    assert (found["unit"], found["unit_stated"]) == ("万元", True)


def test_a_wide_table_is_shown_with_its_periods(tmp_path: Path) -> None:
    found = only(made(tmp_path / "a.csv", f"单位：万元\n信用代码,2024年进口额,2025年进口额,摘要\n{A},1,,x\n".replace("信用", "社会信用")))
    assert found.described["wide"] == {"2024年进口额": "2024", "2025年进口额": "2025"}
    assert found.outcome
    assert (found.outcome.granularity, found.outcome.imports) == ({"year": 1}, {2024: Decimal("10000.00")})
    assert found.described["unknown"] == ["摘要"]


def test_an_unknown_heading_comes_with_the_known_one_like_it_if_that_is_lacking() -> None:
    assert hints("imports", ["报关单状况", "摘要"], {"date", "rmb"}) == {"报关单状况": ("state", "报关单状态"), "摘要": None}
    assert hints("imports", ["报关单状况"], {"state"}) == {"报关单状况": None}
    assert hints("imports", ["统计人民币"], {"usd"}) == {"统计人民币": None}
    assert hints("register", ["落户日"], {"uscc"}) == {"落户日": ("settled_on", "落户日期")}


def test_the_kind_is_the_one_with_most_headings() -> None:
    grants = ["统一社会信用代码", "条款", "年度", "金额（元）"]
    found = [likeliest([heading], {}) for heading in (grants, ["社会信用代码", "名称"], ["统一社会信用代码", "企业名称"], ["备注", "说明"])]
    assert [fit and (fit.kind, fit.is_whole) for fit in found] == [("prior", True), None, ("register", True), None]
    assert likeliest([["甲", "乙"]], {"date": "甲", "rmb": "乙"}) == (2, True, "imports")


def test_warnings_say_what_a_batch_would_do(tmp_path: Path) -> None:
    bare = only(made(tmp_path / "a.csv", "日期,人民币\n2025-01-01,5\n"))
    assert codes(bare) == ["unit_assumed", "no_direction", "no_enterprise_column"]
    named = made(tmp_path / "b.csv", "企业名称,进出口标志,日期,美元值\n甲公司,I,2025-01-01,5\n")
    assert codes(only(named)) == ["needs_register", "needs_rates"]
    register, rates = made(tmp_path / "r.csv", TABLES["register"]), made(tmp_path / "x.csv", TABLES["rates"])
    found = look(named, register=register, rates=rates).files
    assert [(one.kind, codes(one)) for one in found] == [("imports", []), ("register", []), ("rates", [])]
    assert found[0].outcome
    assert found[0].outcome.imports == {2025: Decimal("35.50")}
    wrong = only(made(tmp_path / "c.csv", f"信用代码,年,进口额（元）\n{A[:-1]}5,2025,1\n".replace("信用", "社会信用")))
    assert codes(wrong) == ["no_direction", "uscc_checksum"]
    assert "913101180000000005" in inspection_data(Inspection(AS_OF, [wrong], None), "zh")["files"][0]["warnings"][1]["message"]


def test_every_warning_kind_and_field_has_its_words() -> None:
    facts = {"number": 1, "codes": A}
    for lang in ("zh", "en"):
        assert all(label(f"inspect_warning.{code}", lang, **facts) for code in WARNINGS)
        assert all(label(f"table_kind.{kind}", lang) for kind in KINDS)


def test_the_register_is_shown_once_where_it_is_among_the_files_too(tmp_path: Path) -> None:
    made(tmp_path / "a.csv", TABLES["imports"])
    register = made(tmp_path / "r.csv", TABLES["register"])
    assert [found.kind for found in look(str(tmp_path), register=register).files] == ["imports", "register"]


def test_rejected_rows_of_a_side_table_are_named(tmp_path: Path) -> None:
    found = inspection_data(look(made(tmp_path / "f.csv", TABLES["firsts"] + f"{A},展示,别的\n")), "en")["files"][0]
    assert found["rows"] == {"read": 2, "counted": 1, "excluded": {}, "rejected": {"kind": 1}}
    assert [(reject["line"], reject["column"], reject["value"]) for reject in found["rejects"]] == [(3, "类型", "别的")]
    rates = inspection_data(look(made(tmp_path / "x.csv", TABLES["rates"])), "en")["files"][0]
    assert (rates["currencies"], rates["covered"]) == (["EUR", "USD"], {"months": ["2025-01", "2025-03"], "gaps": ["2025-02"]})


def test_each_sheet_of_a_workbook_is_what_it_is(tmp_path: Path) -> None:
    sheets = {"说明": [["制表说明"]], "一月": cells("imports"), "名册": cells("register"), "空": []}
    book = workbook(tmp_path / "a.xlsx", sheets)
    found = look(book).files
    assert [(one.sheet, one.kind, one.first_line) for one in found] == [
        ("说明", None, "制表说明"), ("一月", "imports", None), ("名册", "register", None),
    ]  # fmt: skip
    assert [codes(one) for one in found] == [[], ["no_direction", "mixed_workbook"], ["mixed_workbook"]]
    assert [one.sheet for one in look(book, sheets=("一月",)).files] == ["一月"]
    with pytest.raises(errors.UnknownSheet, match="二月: no such sheet; there are: 说明, 一月, 名册, 空"):
        look(book, sheets=("一月", "二月"))


def test_one_bad_sheet_stops_no_other(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", {"一": cells("imports"), "二": [["统一社会信用代码", "企业名称", "进口额", "金额", "日起"], [A]]})
    found = look(book).files
    assert [(one.sheet, type(one.error).__name__) for one in found] == [("一", "NoneType"), ("二", "MissingHeading")]
    notes = only(workbook(tmp_path / "b.xlsx", {"说明": [["制表说明"]]}))
    assert isinstance(notes.error, errors.NoTableSheet)
    asked = only(str(tmp_path / "b.xlsx"), sheets=("说明",))
    assert isinstance(asked.error, errors.UnknownHeadings)


def test_what_is_wrong_with_the_call_is_no_fault_of_a_file(tmp_path: Path) -> None:
    file = made(tmp_path / "a.csv", TABLES["imports"])
    with pytest.raises(errors.BadValue, match="--map"):
        look(file, mapping={"colour": "颜色"})
    with pytest.raises(errors.BadValue, match="--encoding"):
        look(file, encoding="klingon")
    with pytest.raises(errors.MissingFile):
        look(file, register=str(tmp_path / "none.csv"))
    assert isinstance(only(file, mapping={"rmb": "货款"}).error, errors.MappedHeading)
    assert isinstance(only(file, max_bytes=None, encoding="utf-16").error, errors.SubsidyError)


def test_a_record_keeps_its_line_after_quoted_newlines_and_titles(tmp_path: Path) -> None:
    file = made(tmp_path / "a.csv", f'表\n单位：元\n统一社会信用代码,日期,备注,进口额\n{A},2025-01-01,"a\nb",1\n{A},2025-13-01,,1\n')
    found = only(file)
    assert found.described["heading_line"] == 3
    assert found.outcome
    assert [(issue.line, issue.column, issue.value, issue.code) for issue in found.outcome.rejects] == [(6, "日期", "2025-13-01", "date")]


def test_every_heading_is_somewhere(tmp_path: Path) -> None:
    heading = "申报日期,放行日期,统一社会信用代码,监管方式代码,监管方式名称,进口额（元）,商品名称,摘要,,年度"
    described = only(made(tmp_path / "a.csv", f"{heading}\n2024-12-31,2025-01-02,{A},0110,x,5,y,z,,2025\n")).described
    assert described["columns"] == {"date": "放行日期", "uscc": "统一社会信用代码", "mode": "监管方式代码", "rmb": "进口额（元）"}
    assert (described["passed_over"], described["ignored"], described["unknown"]) == (
        ["申报日期", "监管方式名称", "年度"],
        ["商品名称"],
        ["摘要"],
    )


def test_files_of_quarters_and_headings_in_two_lines_are_known_as_imports_that_cannot_be_read(tmp_path: Path) -> None:
    quarters = made(tmp_path / "a.csv", f"年份,季度,统一社会信用代码,进口额（万元）\n2025,1,{A},1\n")
    merged = made(tmp_path / "b.csv", f"统一社会信用代码,2024年,,2025年,\n,出口额,进口额,出口额,进口额\n{A},1,2,3,4\n")
    found = look(quarters, merged).files
    assert [(one.kind, type(one.error)) for one in found] == [("imports", errors.FinerPeriods), ("imports", errors.TwoLineHeading)]
