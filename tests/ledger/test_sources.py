"""What is read for the ledger is read strictly: assessments, lines of batch results, payment lines."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.ledger.balances import Filter
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.paid import read_paid
from subsidy.ledger.payments import COLUMNS, payment_lines
from subsidy.ledger.sources import claims_of, claims_of_result, read_assessment
from subsidy.report.ledger_workbook import write_payments
from tests.cli.calling import call
from tests.ledger.claims import DAY, FIRM, FIRST, GROWTH, OTHER, assessment, draft, first


def changed(change: dict[str, Any]) -> str:
    """The text of an assessment of which the first entitlement of 2025 is changed."""
    data = json.loads(assessment().to_json())
    data["entitlements"][-1].update(change)
    return json.dumps(data)


def test_an_assessment_is_read_as_it_was_written() -> None:
    judged = assessment(firsts=[first()])
    assert read_assessment(judged.to_json(), "a.json") == judged
    assert [(each.provision, each.period, each.total) for each in claims_of(judged)] == [
        (FIRST, "保税维修", Decimal("300000.00")),
        (GROWTH, "2024", None),
        (GROWTH, "2025", Decimal("1000000.01")),
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", errors.NotAnAssessment),
        ("[]", errors.NotAnAssessment),
        ("[" * 100_000, errors.NotAnAssessment),
        ('{"as_of": "2026-03-01"}', errors.NotAnAssessment),
        (changed({"amount": 1000000.01}), errors.FloatMoney),
        (changed({"amount": "1000000.011"}), errors.NotAnAssessment),
        (changed({"amount": "-1.00"}), errors.NotAnAssessment),
        (changed({"amount": "1e400"}), errors.NotAnAssessment),
        (changed({"amount": None}), errors.NotAnAssessment),
        (changed({"amount": "2000000.01"}), errors.NotAnAssessment),
        (changed({"surplus": 1}), errors.NotAnAssessment),
        (assessment().to_json().replace(FIRM, "12345"), errors.NotAnAssessment),
    ],
    ids=[
        "empty",
        "list",
        "deep",
        "part",
        "float",
        "fractions of a fen",
        "below zero",
        "huge",
        "payable and no sum",
        "not its bounds",
        "unknown key",
        "no code",
    ],
)
def test_what_is_no_assessment_is_refused(text: str, error: type[errors.SubsidyError]) -> None:
    with pytest.raises(error, match=r"a\.json"):
        read_assessment(text, "a.json")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch result of two firms, one of them with a first that looks like a formula."""
    folder = tmp_path_factory.mktemp("batch")
    imports = "统一社会信用代码,企业名称,年度,进口额（元）\n" + "".join(
        f"{code},{name},{year},{sum_}\n"
        for code, name in ((FIRM, "甲公司"), ("91310118MA1JMTH20A", "=乙公司"))
        for year, sum_ in ((2023, "0.00"), (2024, "80000000.00"), (2025, "120000000.40"))
    )
    (folder / "imports.csv").write_text(imports, encoding="utf-8")
    firsts = f"统一社会信用代码,业务名称,类型,认定日期\n{FIRM},=1+1,首创,2025-04-18\n"
    (folder / "firsts.csv").write_text(firsts, encoding="utf-8")
    done = call(
        "batch",
        folder / "imports.csv",
        "--firsts",
        folder / "firsts.csv",
        "--zone",
        "qingpu",
        "--out",
        folder / "out",
        "--as-of",
        "2026-03-01",
    )
    assert done.exit_code == 0, done.stderr
    return folder / "out"


def test_the_lines_of_a_batch_result_are_the_claims_of_its_assessments(result: Path, ledger: Ledger) -> None:
    found = list(claims_of_result(result))
    assert {(each.uscc, each.provision, each.period, each.total) for each in found if each.status == "payable"} >= {
        (FIRM, FIRST, "=1+1", Decimal("300000.00")),
        (FIRM, GROWTH, "2025", Decimal("1000000.01")),
    }
    posted = [outcome for outcome in ledger.post(found, DAY) if outcome.code == "posted"]
    assert len(posted) == 3
    kept = ledger.assessment_of(1)
    assert kept["receipt"] == json.loads((result / "summary.json").read_text(encoding="utf-8"))["receipt"]
    assert (kept["enterprise"]["name"], kept["entitlement"]["article"]) == ("甲公司", "1")
    assert {outcome.code for outcome in ledger.post(list(claims_of_result(result)), DAY) if outcome.entry} == {"already_posted"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("uscc", "12345"),
        ("status", "paid"),
        ("claim", "soon"),
        ("amount", "1.234"),
        ("steps", "{"),
        ("steps", '{"award": "x"}'),
        ("valid_from", "soon"),
        ("period", "名" * 334),
    ],
)
def test_a_line_that_cannot_be_read_is_named(result: Path, tmp_path: Path, column: str, value: str) -> None:
    with (result / "entitlements.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    rows[-1][column] = value
    with (tmp_path / "entitlements.csv").open("w", encoding="utf-8-sig", newline="") as sink:
        writer = csv.DictWriter(sink, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "summary.json").write_bytes((result / "summary.json").read_bytes())
    with pytest.raises(errors.BadValue, match=f"line {len(rows) + 1}"):
        list(claims_of_result(tmp_path))


def test_payment_lines_are_the_sums_granted_and_not_yet_paid(result: Path, ledger: Ledger) -> None:
    ledger.post(claims_of_result(result), DAY)
    lines = list(payment_lines(ledger, Filter()))
    assert [tuple(line) for line in lines] == [COLUMNS] * 3
    assert [(line["entry"], line["uscc"], line["name"], line["document"], line["article"], str(line["amount"])) for line in lines][:2] == [
        (1, FIRM, "甲公司", "青商规〔2024〕1号", "1", "300000.00"),
        (2, FIRM, "甲公司", "青商规〔2024〕1号", "4", "1000000.01"),
    ]
    ledger.refer("paid", {1: None, 2: Decimal("0.01")}, DAY)
    assert [(line["entry"], str(line["amount"])) for line in payment_lines(ledger, Filter(uscc=FIRM))] == [(2, "1000000.00")]
    assert list(payment_lines(ledger, Filter(through=date(2026, 1, 1)))) == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("uscc,amount\nx,1.00\n", errors.MissingHeading),
        ("entry,amount\n1,1.001\n", errors.BadValue),
        ("entry,amount\nx,1.00\n", errors.BadValue),
        ("entry,amount\n1,1.00\n1,1.00\n", errors.BadValue),
        ("entry,amount\n9223372036854775808,1.00\n", errors.BadValue),
        ("entry,amount,amount\n1,1.00,2.00\n", errors.RepeatedHeading),
        ("entry,amount\n1\n", errors.BadValue),
        ('entry,amount\n"1,1.00\n', errors.UnclosedQuote),
    ],
)
def test_payment_lines_that_cannot_be_read_back_are_named(tmp_path: Path, text: str, error: type[errors.SubsidyError]) -> None:
    file = tmp_path / "paid.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=r"paid\.csv"):
        read_paid(file)
    with pytest.raises(errors.MissingFile):
        read_paid(tmp_path / "none.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_payment_lines_are_read_back_however_a_spreadsheet_saves_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "paid.csv"
    file.write_text("Entry,name,amount\r\n7,上海甲公司,1000.50\r\n,,\r\n9,乙,2\r\n", encoding=encoding)
    assert read_paid(file) == {7: Decimal("1000.50"), 9: Decimal(2)}


def test_payment_lines_are_read_back_from_the_workbook_that_holds_them(tmp_path: Path, ledger: Ledger) -> None:
    ledger.add(draft("2999999.99"))
    ledger.add(draft("0.01", uscc=OTHER))
    lines = [{**line, "name": "上海甲公司"} for line in payment_lines(ledger, Filter())]
    write_payments(tmp_path / "paid.xlsx", lines, COLUMNS, DAY)
    assert read_paid(tmp_path / "paid.xlsx") == {1: Decimal("2999999.99"), 2: Decimal("0.01")}
