"""Files as they should not be: nothing is read wrongly in silence, and nothing of the user's is lost."""

import csv
import pickle
from pathlib import Path
from typing import Any

import pytest

import subsidy
from subsidy import errors
from subsidy.batch.single import Files, case_from_files
from subsidy.law.run import prepare
from tests.batch.files import AS_OF, A, B, Batch, Result, numbered, row, write
from tests.batch.files import batch as on_duckdb

HEAD = "报关单号,商品序号,进口日期,统一社会信用代码,统计人民币值(元)\n"
GOOD_LINE = f"221820240000000001,1,2024-05-01,{A},100\n"


def text(path: Path, content: str) -> str:
    path.write_text(content, encoding="utf-8", newline="")
    return str(path)


def imports_of(result: Result) -> Any:
    return result.reconciliation["imports"]


def test_a_path_with_brackets_and_stars_is_that_file_and_no_other(tmp_path: Path, account: Batch) -> None:
    (tmp_path / "x[ab]").mkdir()
    (tmp_path / "xa").mkdir()
    asked = text(tmp_path / "x[ab]" / "i[1]*.csv", HEAD + GOOD_LINE)
    text(tmp_path / "x[ab]" / "i1.csv", HEAD + GOOD_LINE.replace(",100", ",777"))
    text(tmp_path / "xa" / "i1.csv", HEAD + GOOD_LINE.replace(",100", ",778"))
    assert imports_of(account(tmp_path, [asked])) == {"2024": "100.00"}


def test_a_filled_cell_beyond_the_last_heading_is_too_much(tmp_path: Path, account: Batch) -> None:
    """A comma at the end of every line makes an empty cell, and no more."""
    lines = [HEAD.strip(), GOOD_LINE.strip(), GOOD_LINE.strip().replace("0001,1", "0002,1")]
    file = text(tmp_path / "a.csv", f"{lines[0]},\n{lines[1]},\n{lines[2]},x,\n")
    result = account(tmp_path, [file])
    assert result.reconciliation["rows"] == {"read": 2, "counted": 1, "excluded": {}, "rejected": {"columns": 1}}
    assert [(reject["line"], reject["code"]) for reject in result.rejects] == [("3", "columns")]


def test_names_with_quotes_and_sql_in_them_are_only_names(tmp_path: Path, batch: Batch) -> None:
    rows = [row(企业名称="x'); DROP TABLE rows; --", 统一社会信用代码=A)]
    file = write(tmp_path / 'it\'s "a"; file.csv', rows)
    result = batch(tmp_path, [file], firsts=write(tmp_path / "f.csv", [{"uscc": A, "业务名称": "a' OR '1'='1", "类型": "首创"}]))
    assert result.one(A, "first", "a' OR '1'='1")["name"].startswith("x');")


@pytest.mark.parametrize("last", [',2,2024-05-02,U,"12345.67', ',2,2024-05-02,"U,100', ',2,2024-05-02,U,"100'])
def test_a_file_cut_off_within_quotes_is_an_error_with_its_line(tmp_path: Path, account: Batch, last: str) -> None:
    file = text(tmp_path / "cut.csv", HEAD + GOOD_LINE + "221820240000000001" + last.replace("U", A))
    with pytest.raises(errors.UnclosedQuote, match=r"cut\.csv, line 3"):
        account(tmp_path, [file])


def test_quotes_and_titles_are_read_as_a_spreadsheet_reads_them(tmp_path: Path, account: Batch) -> None:
    body = GOOD_LINE.replace(A, f'"{A}"').replace(",100", ',"1,000.50"')
    file = text(
        tmp_path / "q.csv", '"标题\n第二行",,,,\n' + HEAD + body + GOOD_LINE.replace(",1,", ',"2",') + '221820240000000001,3,?,"a""b",5\n'
    )
    result = account(tmp_path, [file])
    assert imports_of(result) == {"2024": "1100.50"}
    assert [(r["line"], r["code"]) for r in result.rejects] == [("6", "uscc")]


def test_the_delimiter_is_the_one_that_gives_headings(tmp_path: Path, account: Batch) -> None:
    file = text(tmp_path / "s.csv", f"统一社会信用代码;月份;人民币值(元)\n{A};2024-01;1,234,567,890.00\n")
    assert imports_of(account(tmp_path, [file])) == {"2024": "1234567890.00"}


def test_a_year_beside_a_month_gives_the_month(tmp_path: Path, account: Batch) -> None:
    rows = [
        {"年份": year, "月份": month, "统一社会信用代码": A, "人民币(元)": "5"}
        for year, month in (("2024", "1"), ("2024年", "12月"), ("2024", "2024-03"))
    ]
    result = account(tmp_path, [write(tmp_path / "m.csv", rows)], coverage=())
    assert result.reconciliation["covered"]["months"] == ["2024-01", "2024-03", "2024-12"]


def test_declaration_lines_dated_by_month_are_still_declaration_lines(tmp_path: Path, account: Batch) -> None:
    rows = numbered([{**row(), "进口日期": "2024-05", "人民币(元)": value} for value in ("100", "200", "100")])
    assert imports_of(account(tmp_path, [write(tmp_path / "a.csv", rows)])) == {"2024": "400.00"}


def test_line_01_is_line_1(tmp_path: Path, account: Batch) -> None:
    result = account(tmp_path, [write(tmp_path / "a.csv", [row(), row(商品序号="01")])])
    assert result.reconciliation["rows"]["excluded"] == {"duplicate": 1}


def test_rows_without_a_line_number_repeat_only_where_all_is_the_same(tmp_path: Path, account: Batch) -> None:
    rows = [{**row(商品序号=""), "商品编码": goods} for goods in ("1", "2", "2")]
    assert account(tmp_path, [write(tmp_path / "a.csv", rows)]).reconciliation["rows"]["excluded"] == {"duplicate": 1}


def test_only_china_itself_is_a_domestic_leg(tmp_path: Path, account: Batch) -> None:
    countries = {"中国香港": 1, "CHINA HONG KONG": 2, "中国 香港": 4, "142 中国": 8, "CHN": 16, "China": 32}
    rows = numbered([row(**{"启运国": country, "人民币(元)": str(value)}) for country, value in countries.items()])
    amount = account(tmp_path, [write(tmp_path / "a.csv", rows)]).reconciliation["amount"]
    assert (amount["counted"], amount["excluded"]) == ("7.00", {"domestic_leg": "56.00"})


def test_an_amount_beyond_all_bounds_is_rejected_whatever_its_unit(tmp_path: Path, account: Batch) -> None:
    rows = numbered([row(**{"人民币(元)": "9" * 70}), row(**{"人民币(元)": "9" * 17})])
    units = [{"统一社会信用代码": A, "年份": "2024", "进口额（亿元）": "1000000000000"}]
    files = [write(tmp_path / "a.csv", rows), write(tmp_path / "b.csv", units)]
    assert account(tmp_path, files).reconciliation["rows"] == {"read": 3, "counted": 0, "excluded": {}, "rejected": {"amount": 3}}


def test_a_file_of_rejects_alone_still_gives_its_rejects(tmp_path: Path, batch: Batch) -> None:
    result = batch(tmp_path, [write(tmp_path / "a.csv", [row(进口日期="?")])], coverage=())
    assert (len(result.rejects), result.entitlements) == (1, [])
    assert batch(tmp_path, [write(tmp_path / "b.csv", [row()])], year=2019).entitlements == []


def test_a_copy_of_a_file_neither_covers_nor_names_anything(tmp_path: Path, account: Batch) -> None:
    bad = [row(进口日期="2024-02-01", **{"人民币(元)": "?"})]
    files = [write(tmp_path / name, bad) for name in ("a.csv", "b.csv")]
    result = account(tmp_path, [*files, write(tmp_path / "c.csv", [row()])], coverage=())
    assert result.reconciliation["covered"]["months"] == ["2024-03"]


def test_whose_a_record_cut_short_is_cannot_be_read(tmp_path: Path, batch: Batch) -> None:
    file = text(tmp_path / "a.csv", HEAD + GOOD_LINE + f"221820240000000009,1,2024-05-01,{A}\n")
    result = batch(tmp_path, [file])
    assert "unassigned_rejects" in [w["code"] for w in result.reconciliation["warnings"]]
    assert "rejected_rows" not in result.one(A, "import-growth", "2024")["missing"]


def test_repeated_headings_and_totals_are_known_in_any_dress(tmp_path: Path, account: Batch) -> None:
    head = HEAD.replace("(元)", "（元）")
    result = account(tmp_path, [text(tmp_path / "a.csv", head + GOOD_LINE + head + "合　计：,,,,100\n")])
    assert result.reconciliation["rows"]["excluded"] == {"total_row": 1, "heading_row": 1}


def test_one_customs_code_of_two_firms_identifies_neither(tmp_path: Path, account: Batch) -> None:
    register = write(tmp_path / "r.csv", [{"uscc": code, "海关注册编码": "3118960001", "所在综保区": "青浦"} for code in (A, B)])
    rows = [{"海关注册编码": "3118960001", "进口日期": "2024-03-01", "人民币(元)": "1"}]
    result = account(tmp_path, [write(tmp_path / "a.csv", rows)], register=register)
    assert [(r["code"], r["column"], r["value"]) for r in result.rejects] == [("no_enterprise", "海关注册编码", "3118960001")]


SIDE = {
    "register": ["uscc,zone\n", f"{A},qingpu\n", f"{A},outside\n"],
    "warehousing": ["uscc,from,to,amount\n", f"{A},2024-05-01,2024-05-31,52,000.00\n"],
    "prior": ["uscc,条款,期间,金额\n", f"{A},qingpu-2024-1/import-growth,二〇二五,5\n"],
}
SIDE_CODES = {"register": ["conflict", "conflict"], "warehousing": ["columns"], "prior": ["period"]}


def test_a_side_row_that_says_two_things_or_too_much_says_nothing(tmp_path: Path, account: Batch) -> None:
    sides = {kind: text(tmp_path / f"{kind}.csv", "".join(lines) + "合计,,,\n") for kind, lines in SIDE.items()}
    result = account(tmp_path, [write(tmp_path / "a.csv", [row()])], **sides)
    for kind, codes in SIDE_CODES.items():
        assert [r["code"] for r in result.rejects if Path(r["file"]).stem == kind] == codes
    assert [side["rejected"] for side in result.reconciliation["side_tables"]] == [len(codes) for codes in SIDE_CODES.values()]


def test_a_grant_for_a_year_written_out_counts(tmp_path: Path, batch: Batch) -> None:
    rows = numbered(
        [row(**{"进口日期": day, "人民币(元)": value}) for day, value in (("2024-05-01", "80000000"), ("2025-05-01", "120000000"))]
    )
    prior = text(tmp_path / "p.csv", f"uscc,条款,期间,金额\n{A},qingpu-2024-1/import-growth,2025年,400000\n")
    result = batch(tmp_path, [write(tmp_path / "a.csv", rows)], zone="qingpu", year=2025, prior=prior)
    assert result.one(A, "import-growth", "2025")["amount"] == "600000.00"


def test_a_missing_or_open_side_table_is_an_error(tmp_path: Path, account: Batch) -> None:
    file = write(tmp_path / "a.csv", [row()])
    for side in (str(tmp_path / "none.csv"), str(tmp_path)):
        with pytest.raises(errors.MissingFile):
            account(tmp_path, [file], register=side)
    with pytest.raises(errors.UnclosedQuote):
        account(tmp_path, [file], register=text(tmp_path / "r.csv", f'uscc,zone\n{B},"qing\n{A},qingpu\n'))


def test_the_wrong_encoding_is_an_error_with_a_line(tmp_path: Path, account: Batch) -> None:
    file = write(tmp_path / "a.csv", [row()], encoding="gb18030")
    with pytest.raises(errors.UnreadableText, match="line 1"):
        account(tmp_path, [file], encoding="utf-8")
    with pytest.raises(errors.BadValue, match="utf-8"):
        account(tmp_path, [file], encoding="klingon")
    marked = tmp_path / "b.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + HEAD.encode() + b"\xff\n")
    with pytest.raises(errors.UnreadableText, match="line 2"):
        account(tmp_path, [str(marked)])


def test_only_a_result_is_ever_replaced(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "letter.docx").write_text("dear", encoding="utf-8")
    with pytest.raises(errors.OutputForeign, match=r"letter\.docx"):
        on_duckdb(tmp_path, [write(tmp_path / "a.csv", [row()])])
    assert (tmp_path / "result" / "letter.docx").exists()


def test_a_result_that_cannot_be_moved_into_place_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a.csv", [row()])
    before = (on_duckdb(tmp_path, [file]).out / "summary.json").read_bytes()
    rename = Path.rename

    def held_open(path: Path, target: Path) -> Path:
        if target == tmp_path / "result" and path.suffix != ".old":
            raise PermissionError(13, "held open")
        return rename(path, target)

    monkeypatch.setattr("subsidy.batch.place.exchange", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", held_open)
    with pytest.raises(errors.OutputBusy, match="held open"):
        on_duckdb(tmp_path, [file], year=2024)
    assert (tmp_path / "result" / "summary.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "result"]


def test_the_receipt_rests_on_the_facts_and_not_on_their_order(tmp_path: Path, account: Batch) -> None:
    rows = numbered([row(), row(**{"人民币(元)": "7.005"})])

    def receipt(found: Result) -> str:
        return str(found.summary["receipt"]["inputs"])

    forwards = receipt(account(tmp_path, [write(tmp_path / "a.csv", rows)]))
    assert receipt(account(tmp_path, [write(tmp_path / "b.csv", rows[::-1], encoding="gb18030")])) == forwards
    assert receipt(account(tmp_path, [write(tmp_path / "a.csv", rows)], round_input="fen")) != forwards


def test_errors_travel_between_processes() -> None:
    error = errors.MissingFile(path="a.csv")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_zone_or_span_that_there_is_not_is_refused(tmp_path: Path, account: Batch) -> None:
    file = write(tmp_path / "a.csv", [row()])
    with pytest.raises(errors.BadValue, match="Qingpu"):
        account(tmp_path, [file], zone="Qingpu")
    with pytest.raises(errors.BadValue, match=r"2025-12\.\.2024-01"):
        account(tmp_path, [file], coverage=(("2025-12", "2024-01"),))


def test_a_case_keeps_its_own_firsts_where_a_table_does_not_name_it(tmp_path: Path) -> None:
    case = subsidy.Case(enterprise={"uscc": A}, firsts=[{"business": "维修", "kind": "first"}])
    table = text(tmp_path / "f.csv", f"uscc,业务名称,类型\n{B},维修,首创\n")
    found = case_from_files(case, Files(firsts=table), prepare(AS_OF, {}, {}))
    assert found.case.firsts == case.firsts
    assert [rival.enterprise.uscc for rival in found.rivals] == [B]


def test_only_cells_that_a_spreadsheet_runs_are_defused(tmp_path: Path) -> None:
    names = {"=SUM(A1)": "'=SUM(A1)", "@x": "'@x", "+E10": "'+E10", '="0102"': "0102"}
    for name, expected in names.items():
        result = on_duckdb(tmp_path, [write(tmp_path / "a.csv", [row(企业名称=name)])])
        assert {e["name"] for e in result.entitlements} == {expected}
    with (tmp_path / "result" / "entitlements.csv").open(encoding="utf-8-sig", newline="") as source:
        assert next(csv.reader(source))[0] == "uscc"
