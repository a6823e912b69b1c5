"""What a batch says of enterprises: register, firsts among several, fees, grants; and how its result is put in place."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import subsidy
from subsidy import errors
from subsidy.batch.single import Files, case_from_files
from subsidy.law.run import prepare
from subsidy.report.rows import entitlement_row
from tests.batch.files import AS_OF, A, B, Batch, C, Result, numbered, row, write
from tests.batch.files import batch as on_duckdb

D = "91310118MA1KX1714B"
WRONG = A[:-1] + "5"


def growth(*codes: str) -> list[dict[str, str]]:
    """Imports of two years of some enterprises, each with the same increment."""
    years = (("2024-05-01", "80000000.00"), ("2025-05-01", "120000000.40"))
    return numbered([row(**{"进口日期": day, "统一社会信用代码": code, "人民币(元)": value}) for code in codes for day, value in years])


GROWTH, MORE = growth(A, B), growth(A, B, D, WRONG)
REGISTER = [
    {
        "统一社会信用代码": A,
        "企业名称": "甲公司",
        "所在综保区": "青浦综合保税区",
        "落户日期": "2024-05-01",
        "外贸企业": "是",
        "符合条件": "是",
    },
    {"统一社会信用代码": B, "企业名称": "乙公司", "所在综保区": "松江", "落户日期": "", "外贸企业": "", "符合条件": ""},
]


def first(code: str, business: str, day: str, kind: str = "首创") -> dict[str, str]:
    return {"统一社会信用代码": code, "业务名称": business, "类型": kind, "认定日期": day, "实现日期": ""}


def grant(code: str, amount: str) -> dict[str, str]:
    provision = "qingpu-2024-1/import-growth"
    return {"统一社会信用代码": code, "条款": provision, "期间": "2025", "金额": amount, "发放日期": ""}


FIRSTS = [
    first(A, "保税 维修", "2025-01-01"), first(B, "保税　维修", "2025-02-01"),
    first(A, "展示", "2025-03-01"), first(C, "展示", "2025-03-01"),
    first(A, "租赁", "2025-01-01", "模式突破"), first(C, "租赁", "2025-09-01", "模式突破"), first(C, "检测", ""),
]  # fmt: skip
BAD = row(**{"报关单号": "221820249900000001", "进口日期": "2024-07-01", "统一社会信用代码": D, "人民币(元)": "?"})


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, batch: Batch) -> Result:
    """Imports, and nothing known beside them."""
    folder = tmp_path_factory.mktemp("bare")
    return batch(folder, [write(folder / "a.csv", GROWTH)], year=2025)


@pytest.fixture(scope="module")
def asserted(tmp_path_factory: pytest.TempPathFactory, batch: Batch) -> Result:
    """Imports of four enterprises, of which one has a rejected row and one a wrong code; firsts; a zone for all of them."""
    folder = tmp_path_factory.mktemp("asserted")
    controls = {2025: Decimal("480000001.60"), 2024: Decimal(1)}
    firsts = write(folder / "f.csv", FIRSTS)
    return batch(folder, [write(folder / "a.csv", [*MORE, BAD])], zone="qingpu", year=2025, firsts=firsts, controls=controls)


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory, batch: Batch) -> Result:
    """A register with fees and grants; what register and grants say of one enterprise cannot be read."""
    folder = tmp_path_factory.mktemp("registered")
    fees = [{"统一社会信用代码": A, "起始日期": "2024-05-01", "截止日期": "2025-04-30", "仓储费": "36500.00"}]
    return batch(
        folder,
        [write(folder / "a.csv", MORE)],
        register=write(folder / "r.csv", [*REGISTER, {**REGISTER[0], "统一社会信用代码": D, "落户日期": "2024-13-01"}]),
        warehousing=write(folder / "w.csv", fees),
        prior=write(folder / "p.csv", [grant(A, "400000.00"), grant(D, "1.2.3")]),
        decisions={"warehousing.ratio": "0.5"},
        zone="qingpu",
        year=2025,
    )


def test_the_zone_comes_from_the_register_or_is_asserted(bare: Result, asserted: Result, registered: Result) -> None:
    assert bare.one(A, "import-growth", "2025")["missing"] == "zone"
    assert asserted.one(A, "import-growth", "2025")["amount"] == "1000000.01"
    assert "zone_asserted" in asserted.summary["assumptions"]
    assert registered.one(A, "import-growth", "2025")["status"] == "payable"
    assert registered.one(B, "import-growth", "2025")["reasons"] == "not_in_zone"
    assert registered.one(WRONG, "import-growth", "2025")["missing"] == "zone"
    assert "zone_asserted" not in registered.summary["assumptions"]


def test_a_rejected_row_leaves_the_year_of_its_enterprise_open(asserted: Result) -> None:
    found = asserted.one(D, "import-growth", "2025")
    assert (found["status"], found["low"], found["high"], found["missing"]) == ("undetermined", "0.00", "1000000.01", "rejected_rows:1")
    assert asserted.one(B, "import-growth", "2025")["status"] == "payable"


def test_a_gap_in_coverage_is_named(tmp_path: Path, batch: Batch) -> None:
    result = batch(tmp_path, [write(tmp_path / "a.csv", GROWTH)], zone="qingpu", year=2025, coverage=())
    assert result.reconciliation["covered"]["months"] == ["2024-05", "2025-05"]
    expected = "imports:2024-01..2024-04;imports:2024-06..2025-04;imports:2025-06..2025-12"
    assert result.one(A, "import-growth", "2025")["missing"] == expected


def test_firsts_meet_within_the_batch(tmp_path: Path, batch: Batch, asserted: Result) -> None:
    assert asserted.one(A, "first", "保税 维修")["status"] == "payable"
    assert asserted.one(B, "first", "保税 维修")["reasons"] == "not_first"
    assert {asserted.one(code, "first", "展示")["missing"] for code in (A, C)} == {"decision:first.conflict"}
    assert {asserted.one(code, "first", "租赁")["missing"] for code in (A, C)} == {"decision:first.conflict"}
    assert asserted.one(C, "first", "检测")["missing"] == "recognised_on"
    options = {"firsts": write(tmp_path / "f.csv", FIRSTS), "zone": "qingpu", "year": 2025}
    decided = batch(tmp_path, [write(tmp_path / "a.csv", GROWTH)], decisions={"first.conflict.展示": C}, **options)
    assert (decided.one(C, "first", "展示")["status"], decided.one(A, "first", "展示")["reasons"]) == ("payable", "not_first")


def test_fees_and_grants_come_from_their_tables(registered: Result) -> None:
    assert registered.one(A, "warehousing", "year 1")["amount"] == "18250.00"
    assert registered.one(A, "import-growth", "2025")["amount"] == "600000.01"


def test_what_an_unreadable_side_row_would_have_said_is_unknown(registered: Result) -> None:
    found = [(Path(reject["file"]).name, reject["line"], reject["code"]) for reject in registered.rejects]
    assert found == [("r.csv", "4", "date"), ("p.csv", "3", "amount")]
    assert registered.one(D, "import-growth", "2025")["missing"] == "zone;prior"
    assert registered.reconciliation["rows"]["rejected"] == {}


def test_a_wrong_check_digit_only_warns(asserted: Result) -> None:
    assert asserted.one(WRONG, "import-growth", "2025")["warnings"] == "uscc_checksum"
    assert asserted.one(WRONG, "import-growth", "2025")["status"] == "payable"
    assert [w["uscc"] for w in asserted.reconciliation["warnings"] if w["code"] == "uscc_checksum"] == [WRONG]


def test_one_year_can_be_asked_for(bare: Result) -> None:
    assert {e["period"] for e in bare.entitlements} == {"2025"}


def test_controls_and_summary_say_what_was_asked(asserted: Result) -> None:
    assert asserted.reconciliation["controls"]["2025"]["matches"] is True
    assert asserted.reconciliation["controls"]["2024"]["matches"] is False
    (total,) = [t for t in asserted.summary["totals"] if t["period"] == "2025" and t["status"] == "payable"]
    assert (total["claim"], total["entitlements"], total["low"]) == ("open", 3, "3000000.03")
    assert json.dumps(asserted.summary["receipt"]).count("sha256:") == 2


def test_two_runs_and_two_encodings_give_the_same_bytes(tmp_path: Path, batch: Batch, bare: Result) -> None:
    names = ("entitlements.csv", "rejects.csv", "summary.json", "reconciliation.json")
    again = batch(tmp_path, [str(bare.out.parent / "a.csv")], year=2025).out
    assert {name: (again / name).read_bytes() for name in names} == {name: (bare.out / name).read_bytes() for name in names}
    other = write(tmp_path / "a.csv", GROWTH, encoding="gb18030")
    assert (batch(tmp_path, [other], year=2025).out / "entitlements.csv").read_bytes() == (again / "entitlements.csv").read_bytes()


def test_estimate_batch_and_frame_give_identical_entitlements(tmp_path: Path, batch: Batch, engine_name: str) -> None:
    paths: dict[str, Any] = {
        "register": write(tmp_path / "r.csv", REGISTER),
        "firsts": write(tmp_path / "f.csv", [first(A, "展示", "2025-03-01"), first(C, "展示", "2025-02-01"), first(A, "维修", "")]),
        "warehousing": write(
            tmp_path / "w.csv", [{"统一社会信用代码": A, "起始日期": "2024-05-01", "截止日期": "2026-01-31", "仓储费": "99999.99"}]
        ),
        "prior": write(
            tmp_path / "p.csv",
            [{"统一社会信用代码": A, "条款": "qingpu-2024-1/import-growth", "期间": "2025", "金额": "1", "发放日期": ""}],
        ),
    }
    bad = row(**{"报关单号": "221820249900000001", "进口日期": "", "人民币(元)": "5"})
    rows = [*GROWTH, bad]
    file = write(tmp_path / "a.csv", rows)
    whole = batch(tmp_path, [file], coverage=(), **paths)
    run = prepare(AS_OF, {}, {})
    found = case_from_files(subsidy.Case(enterprise={"uscc": A}), Files(imports=(file,), **paths), run)
    alone = subsidy.assess(found.case, as_of=AS_OF, rivals=found.rivals)
    assert [entitlement_row(alone.enterprise, e) for e in alone.entitlements] == [e for e in whole.entitlements if e["uscc"] == A]
    frames: dict[str, Any] = {kind: pd.read_csv(path, dtype=str, keep_default_na=False) for kind, path in paths.items()}
    framed = subsidy.assess_frame(pd.DataFrame(rows, dtype=str), as_of=AS_OF, engine=engine_name, **frames)
    texts = [["" if cell is None else str(cell) for cell in cells] for cells in framed.itertuples(index=False)]
    assert texts == [list(e.values()) for e in whole.entitlements]


def test_an_estimate_from_files_knows_whose_rows_they_are(tmp_path: Path) -> None:
    file, run = write(tmp_path / "a.csv", GROWTH), prepare(AS_OF, {}, {})
    with pytest.raises(errors.SeveralEnterprises, match=f"{A}, {B}"):
        case_from_files(subsidy.Case(enterprise={}), Files(imports=(file,)), run)
    with pytest.raises(errors.NoEnterprise, match=C):
        case_from_files(subsidy.Case(enterprise={"uscc": C}), Files(imports=(file,)), run)
    nameless = write(tmp_path / "b.csv", [{"年份": year, "人民币": "5"} for year in ("2024", "2025")])
    found = case_from_files(subsidy.Case(enterprise={"zone": "qingpu"}), Files(imports=(nameless,)), run)
    assert [(i.period, str(i.value)) for i in found.case.imports or ()] == [("2024", "5.00"), ("2025", "5.00")]
    assert found.rejects == []


def test_a_frame_with_floats_for_money_is_refused() -> None:
    frame = pd.DataFrame({"统一社会信用代码": [A], "年份": ["2025"], "人民币": [1.5]})
    with pytest.raises(errors.FloatColumn, match="人民币"):
        subsidy.assess_frame(frame, as_of=AS_OF)
    frame = pd.DataFrame({**frame, "人民币": [Decimal("1.50")]})
    assert len(subsidy.assess_frame(frame, as_of=AS_OF)) == 1


def test_a_result_is_not_replaced_unless_asked(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.csv", GROWTH)]
    before = (on_duckdb(tmp_path, files).out / "entitlements.csv").read_bytes()
    with pytest.raises(errors.OutputExists):
        on_duckdb(tmp_path, files, force=False, year=2024)
    assert (tmp_path / "result" / "entitlements.csv").read_bytes() == before
    on_duckdb(tmp_path, files, year=2024)
    assert (tmp_path / "result" / "entitlements.csv").read_bytes() != before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "result"]


UNUSABLE = {
    "missing.csv": (None, errors.MissingFile),
    "empty.csv": (b"", errors.EmptyFile),
    "headless.csv": ("甲,乙\n1,2\n".encode(), errors.UnknownHeadings),
    "no_value.csv": ("进口日期,备注\n2024-01-01,2\n".encode(), errors.MissingHeading),
    "twice.csv": ("进口日期,人民币,人民币值\n2024-01-01,2,3\n".encode(), errors.RepeatedHeading),
    "export.csv": ("商品编码,贸易伙伴编码,人民币\n1,2,3\n".encode(), errors.StatisticsExport),
    "bytes.csv": ("进口日期,人民币\n".encode() + b"2024-01-01,\xff\xff\n", errors.UnreadableText),
    "quote.csv": ('进口日期,人民币\n2024-01-01,"1\n2024-01-02,2\n'.encode(), errors.UnclosedQuote),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_file_is_one_clear_error_and_writes_nothing(tmp_path: Path, account: Batch, name: str) -> None:
    content, error = UNUSABLE[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error) as caught:
        account(tmp_path, [str(tmp_path / name)])
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.sentence("zh") != caught.value.sentence("en")
    assert not (tmp_path / "result").exists()


def test_a_folder_without_tables_is_an_error(tmp_path: Path, account: Batch) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(errors.NoTables):
        account(tmp_path, [str(tmp_path / "in")])


def test_cells_that_a_spreadsheet_would_run_are_defused(tmp_path: Path) -> None:
    rows = numbered([row(**{"企业名称": '=HYPERLINK("x")', "人民币(元)": "=1+1"}), row(企业名称='=HYPERLINK("x")')])
    result = on_duckdb(tmp_path, [write(tmp_path / "a.csv", rows)])
    assert result.rejects[0]["value"] == "'=1+1"
    assert {e["name"][:1] for e in result.entitlements} <= {"'", "H"}
    with (result.out / "entitlements.csv").open(encoding="utf-8-sig", newline="") as source:
        assert not any(cell.startswith("=") for line in csv.reader(source) for cell in line)
