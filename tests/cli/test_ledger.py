"""`subsidy ledger` as it is called: what it answers, and with which exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from subsidy.cli.root import root
from tests.cli.calling import FIRM, GROWTH, call, case_file
from tests.ledger.databases import execute

DATED = ("--as-of", "2026-03-01")
ON = ("--day", "2026-03-02")
UNKNOWN_HASH = "ab" * 32


@pytest.fixture
def grants(tmp_path: Path) -> str:
    """The address of a new ledger."""
    address = str(tmp_path / "grants.db")
    assert call("ledger", "init", "--ledger", address).exit_code == 0
    return address


def data(*arguments: str | Path, status: int = 0) -> Any:
    """What a call answers as JSON."""
    result = call(*arguments, "--format", "json")
    assert result.exit_code == status, result.stderr
    return json.loads(result.stdout)


def assessed(folder: Path, imports: str = "120000000.40", *more: str) -> Path:
    """A file with the assessment of a firm."""
    years = [GROWTH["imports"][0], {"period": "2025", "value": imports}]
    result = call("estimate", "--case", case_file(folder, {**GROWTH, "imports": years}), *(more or DATED), "--format", "json")
    assert result.exit_code == 0, result.stderr
    file = folder / "assessment.json"
    file.write_text(result.stdout, encoding="utf-8")
    return file


@pytest.mark.parametrize("option", [("--uscc", "913101180000000004"), ("--provision", "x"), ("--period", "2025")])
@pytest.mark.parametrize("of", [("paid.csv",), ("--reference", "1")])
def test_payments_cannot_be_filtered(grants: str, of: tuple[str, ...], option: tuple[str, str]) -> None:
    refused = call("ledger", "post", *of, "--kind", "paid", *option, "--ledger", grants)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "leave them out" in refused.stderr


def test_a_ledger_is_made_and_then_left(tmp_path: Path) -> None:
    address = tmp_path / "new.db"
    assert [data("ledger", "init", "--ledger", address)["done"] for _ in range(2)] == ["made", "as_it_was"]
    for lang, words in (("en", "nothing was changed"), ("zh", "未作改动")):
        assert words in call("ledger", "init", "--ledger", address, "--lang", lang).stdout


def test_an_assessment_is_posted_once(grants: str, tmp_path: Path) -> None:
    file = assessed(tmp_path)
    would = data("ledger", "post", file, "--ledger", grants, *ON, "--dry-run")
    assert (would["dry_run"], len(would["posted"]), would["head"]["count"]) == (True, 1, 0)
    done = data("ledger", "post", file, "--ledger", grants, *ON)
    assert done["posted"] == would["posted"]
    assert done["posted"][0] == {
        "uscc": FIRM["uscc"], "provision": "qingpu-2024-1/import-growth", "period": "2025", "result": "posted", "code": "posted",
        "kind": "granted", "amount": "1000000.01", "before": "0.00", "after": "1000000.01", "entry": 1, "message": "posted",
    }  # fmt: skip
    again = data("ledger", "post", file, "--ledger", grants, *ON)
    assert (again["posted"], {row["code"] for row in again["skipped"]}) == ([], {"already_posted", "undetermined"})
    assert again["head"] == done["head"] == data("ledger", "show", "--ledger", grants, "--head")


def test_an_assessment_comes_from_standard_input_too(grants: str, tmp_path: Path) -> None:
    text = assessed(tmp_path).read_text(encoding="utf-8")
    result = CliRunner().invoke(root, ["ledger", "post", "-", "--ledger", grants, *ON, "--format", "csv"], input=text)
    assert result.exit_code == 0, result.stderr
    assert "posted,granted,1000000.01,0.00,1000000.01,1" in result.stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_correction_assessed_with_the_ledger_posts_the_difference(grants: str, tmp_path: Path, lang: str) -> None:
    call("ledger", "post", assessed(tmp_path), "--ledger", grants, *ON)
    file = assessed(tmp_path, "100000000.00", "--ledger", grants, "--as-of", "2026-06-01")
    judged = json.loads(file.read_text(encoding="utf-8"))["entitlements"][-1]
    assert (judged["status"], [reason["code"] for reason in judged["reasons"]]) == ("ineligible", ["already_granted"])
    shown = call("ledger", "post", file, "--ledger", grants, "--day", "2026-06-02", "--dry-run", "--lang", lang).stdout
    assert "500,000.01" in shown
    (posted,) = data("ledger", "post", file, "--ledger", grants, "--day", "2026-06-02")["posted"]
    assert (posted["kind"], posted["amount"], posted["after"]) == ("clawed_back", "500000.01", "500000.00")


def test_what_a_limit_refuses_is_listed_and_the_status_is_3(grants: str, tmp_path: Path) -> None:
    file = assessed(tmp_path)
    text = file.read_text(encoding="utf-8").replace('"1000000.01"', '"3000000.01"')
    file.write_text(text, encoding="utf-8")
    found = data("ledger", "post", file, "--ledger", grants, *ON, status=3)
    assert [(row["code"], row["entry"]) for row in found["refused"]] == [("cap", None)]
    result = call("ledger", "post", file, "--ledger", grants, *ON, "--lang", "zh")
    assert (result.exit_code, "法定上限" in result.stdout) == (3, True)


PARK = Path("scenarios/park")


def batch(out: Path, *more: str | Path) -> Any:
    files = sorted(PARK.glob("declarations-*.csv"))
    sides = [argument for kind in ("register", "firsts", "warehousing") for argument in (f"--{kind}", PARK / f"{kind}.csv")]
    return call("batch", *files, *sides, "--decide", "warehousing.ratio=0.5", "--out", out, *more)


def test_a_batch_result_is_posted_and_the_next_batch_knows_it(grants: str, tmp_path: Path) -> None:
    assert batch(tmp_path / "first", *DATED).exit_code == 0
    one = ("--provision", "qingpu-2024-1/import-growth", "--period", "2025")
    grown = data("ledger", "post", tmp_path / "first", "--ledger", grants, *ON, *one)
    assert {(row["provision"], row["period"]) for row in grown["posted"]} == {("qingpu-2024-1/import-growth", "2025")}
    rest = data("ledger", "post", tmp_path / "first", "--ledger", grants, *ON)
    assert len(rest["posted"]) > 3
    assert rest["refused"] == []
    result = batch(tmp_path / "second", "--ledger", grants, "--as-of", "2026-04-01")
    assert result.exit_code == 0, result.stderr
    told = json.loads((tmp_path / "second" / "reconciliation.json").read_text(encoding="utf-8"))["side_tables"]
    assert {"name": f"sqlite:///{grants}", "sha256": rest["head"]["hash"], "rows": rest["head"]["count"], "rejected": 0} in told
    again = data("ledger", "post", tmp_path / "second", "--ledger", grants, "--day", "2026-04-02")
    assert (again["posted"], again["refused"]) == ([], [])
    assert call("ledger", "verify", "--ledger", grants).exit_code == 0


def test_grants_made_before_the_ledger_began_are_posted_once(grants: str, tmp_path: Path) -> None:
    file = tmp_path / "prior.csv"
    text = f"uscc,provision,period,amount,granted_on\n{FIRM['uscc']},qingpu-2024-1/import-growth,2025,600000.00,2026-02-01\n"
    more = f"{FIRM['uscc']},qingpu-2024-1/import-growth,2025,2400000.01,\n{FIRM['uscc']},qingpu-2024-1/first,甲,1.00,2025-01-01\n"
    file.write_text(text + more, encoding="utf-8")
    done = data("ledger", "post", file, "--kind", "granted", "--ledger", grants, *ON, status=3)
    assert [(row["period"], row["amount"]) for row in done["posted"]] == [("甲", "1.00"), ("2025", "600000.00")]
    assert [row["code"] for row in done["refused"]] == ["cap"]
    again = data("ledger", "post", file, "--kind", "granted", "--ledger", grants, *ON, status=3)
    assert (again["posted"], [row["code"] for row in again["skipped"]]) == ([], ["already_posted"] * 2)
    (left,) = data("ledger", "post", assessed(tmp_path, "120000000.40", "--ledger", grants, *DATED), "--ledger", grants, *ON)["posted"]
    assert (left["amount"], left["after"]) == ("400000.01", "1000000.01")
    entry = data("ledger", "show", "--ledger", grants, "--entries")["entries"][1]
    assert (entry["day"], entry["assessment"]["source"]["line"], entry["receipt"]["nth"]) == ("2026-02-01", 2, 1)


def test_earlier_grants_that_cannot_be_read_are_named_and_none_is_posted(grants: str, tmp_path: Path) -> None:
    file = tmp_path / "prior.csv"
    file.write_text(
        f"uscc,provision,period,amount\n{FIRM['uscc']},qingpu-2024-1/first,甲,1.00\n12,qingpu-2024-1/first,乙,1\n", encoding="utf-8"
    )
    result = call("ledger", "post", file, "--kind", "granted", "--ledger", grants, *ON, "--lang", "en")
    assert (result.exit_code, "line 3" in result.stderr) == (2, True)
    file.write_text(f"uscc,provision,period,amount\n{FIRM['uscc']},elsewhere/x,2025,1.00\n", encoding="utf-8")
    assert call("ledger", "post", file, "--kind", "granted", "--ledger", grants, *ON).exit_code == 2
    assert data("ledger", "show", "--ledger", grants, "--head")["count"] == 0


def test_payments_are_exported_paid_and_gone(grants: str, tmp_path: Path) -> None:
    call("ledger", "post", assessed(tmp_path), "--ledger", grants, *ON)
    until = ("--ledger", grants, "--as-of", "2026-12-31")
    assert call("ledger", "export", *until, "-o", tmp_path / "pay.csv").exit_code == 0
    assert (tmp_path / "pay.csv").read_text(encoding="utf-8-sig").splitlines()[1].endswith(",4,2025,1000000.01,CNY,2026-03-02")
    assert call("ledger", "export", *until, "-o", tmp_path / "pay.xlsx").exit_code == 0
    (_, line) = openpyxl.load_workbook(tmp_path / "pay.xlsx")["payments"].iter_rows(values_only=True)
    assert (line[1], line[7], str(line[9])[:10]) == (FIRM["uscc"], 1000000.01, "2026-03-02")
    (paid,) = data("ledger", "post", tmp_path / "pay.csv", "--kind", "paid", "--ledger", grants, *ON)["posted"]
    assert (paid["kind"], paid["amount"], paid["entry"]) == ("paid", "1000000.01", 2)
    assert data("ledger", "export", *until)["payments"] == []
    refused = call("ledger", "post", tmp_path / "pay.csv", "--kind", "paid", "--ledger", grants, *ON)
    assert (refused.exit_code, "overpaid" in refused.stderr) == (2, True)


def test_names_that_a_spreadsheet_would_run_are_defused_in_payment_lines(grants: str, tmp_path: Path) -> None:
    case = case_file(tmp_path, {**GROWTH, "enterprise": {**FIRM, "name": "=cmd()"}})
    file = tmp_path / "a.json"
    file.write_text(call("estimate", "--case", case, *DATED, "--format", "json").stdout, encoding="utf-8")
    call("ledger", "post", file, "--ledger", grants, *ON)
    assert ",'=cmd()," in call("ledger", "export", "--ledger", grants, "--as-of", "2026-12-31", "--format", "csv").stdout


def test_balances_and_entries_are_shown_by_enterprise_and_day(grants: str, tmp_path: Path) -> None:
    call("ledger", "post", assessed(tmp_path), "--ledger", grants, *ON)
    call("ledger", "post", "--kind", "paid", "--reference", "1", "--amount", "0.01", "--ledger", grants, *ON)
    of_firm = ("--ledger", grants, "--uscc", FIRM["uscc"], "--provision", "qingpu-2024-1/import-growth", "--period", "2025")
    (balance,) = data("ledger", "show", *of_firm)["balances"]
    assert [balance[name] for name in ("granted", "clawed_back", "balance", "paid", "unpaid")] == [
        "1000000.01",
        "0.00",
        "1000000.01",
        "0.01",
        "1000000.00",
    ]
    assert data("ledger", "show", *of_firm, "--as-of", "2026-03-01")["balances"] == []
    granted, paid = data("ledger", "show", *of_firm, "--entries")["entries"]
    assert (granted["id"], granted["limits"]["cap"], granted["assessment"]["receipt"]) == (1, "3000000.00", granted["receipt"])
    assert (paid["reference"], paid["previous"]) == (1, granted["hash"])
    for lang, word in (("en", "unpaid"), ("zh", "未支付")):
        assert word in call("ledger", "show", *of_firm, "--lang", lang).stdout
    assert len(call("ledger", "show", *of_firm, "--entries", "--format", "csv").stdout.splitlines()) == 3


def test_an_entry_is_reversed_once(grants: str, tmp_path: Path) -> None:
    call("ledger", "post", assessed(tmp_path), "--ledger", grants, *ON)
    assert data("ledger", "reverse", "1", "--ledger", grants, *ON, "--dry-run")["head"]["count"] == 1
    (done,) = data("ledger", "reverse", "1", "--ledger", grants, *ON)["posted"]
    assert (done["kind"], done["entry"]) == ("reversed", 2)
    again = call("ledger", "reverse", "1", "--ledger", grants, *ON)
    assert (again.exit_code, "reversed_before" in again.stderr) == (2, True)


def test_a_ledger_that_was_tampered_with_has_status_3_and_names_the_entry(grants: str, tmp_path: Path) -> None:
    call("ledger", "post", assessed(tmp_path), "--ledger", grants, *ON)
    head = data("ledger", "show", "--ledger", grants, "--head")["hash"]
    sound = data("ledger", "verify", "--ledger", grants, "--head", head)
    assert (sound["sound"], sound["count"], sound["anchored"]) == (True, 1, 1)
    other = data("ledger", "verify", "--ledger", grants, "--head", UNKNOWN_HASH, status=3)
    assert [fault["code"] for fault in other["faults"]] == ["anchor"]
    execute(grants, "DROP TRIGGER ledger_entry_append_only", "UPDATE ledger_entry SET amount = amount - 1")
    for lang, words in (("en", "entry 1 has been altered"), ("zh", "分录 1 被改动")):
        result = call("ledger", "verify", "--ledger", grants, "--lang", lang)
        assert (result.exit_code, words in result.stdout) == (3, True)
    assert "altered,1," in call("ledger", "verify", "--ledger", grants, "--format", "csv").stdout


UNUSABLE = [
    (("post", "no.json"), "no such file"),
    (("post", "."), "no result of"),
    (("post",), "either an assessment"),
    (("post", "--kind", "paid"), "either an assessment"),
    (("post", "--kind", "paid", "--reference", "1", "x.csv"), "either an assessment"),
    (("post", "--reference", "1"), "either an assessment"),
    (("post", "--kind", "granted", "--reference", "1"), "either an assessment"),
    (("post", "x.csv", "--kind", "clawed_back"), "either an assessment"),
    (("post", "x.csv", "--kind", "paid", "--amount", "1"), "either an assessment"),
    (("post", "x.csv", "--kind", "granted"), "no such file"),
    (("post", "--kind", "paid", "--reference", "1", "--amount", "1.001"), "--amount"),
    (("post", "--kind", "paid", "--reference", "5"), "no entry 5"),
    (("post", "x", "--day", "soon"), "--day"),
    (("reverse", "5"), "no entry 5"),
    (("verify", "--head", "abc"), "--head"),
    (("export", "--format", "xlsx"), "-o FILE"),
    (("show", "--as-of", "soon"), "--as-of"),
]


@pytest.mark.parametrize(("arguments", "words"), UNUSABLE, ids=[" ".join(arguments) for arguments, _ in UNUSABLE])
def test_a_call_that_cannot_be_used_is_one_line_and_status_2(grants: str, arguments: tuple[str, ...], words: str) -> None:
    for lang in ("en", "zh"):
        result = call("ledger", *arguments, "--ledger", grants, "--lang", lang)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert lang == "zh" or words in result.stderr


FIRM_OPTIONS = ("--uscc", FIRM["uscc"], "--zone", "qingpu", "--imports", "2024=80000000.00", "--imports", "2025=120000000.40")


@pytest.mark.parametrize("command", ["estimate", "range", "deadlines"])
def test_commands_about_a_firm_know_its_grants_from_the_ledger(grants: str, tmp_path: Path, command: str) -> None:
    call("ledger", "post", assessed(tmp_path), "--ledger", grants, *ON)
    later = ("--as-of", "2026-06-01", "--format", "json")
    without, known = (call(command, *FIRM_OPTIONS, *more, *later).stdout for more in ((), ("--ledger", grants)))
    assert "1000000.01" in without
    assert "no_prior_grants" not in known
    assert without != known
    before = call(command, *FIRM_OPTIONS, "--ledger", grants, *DATED, "--format", "json").stdout
    assert "1000000.01" in before


def test_earlier_grants_come_from_one_side_only(grants: str, tmp_path: Path) -> None:
    prior = case_file(tmp_path, {**GROWTH, "prior": []})
    calls = [
        ("estimate", *FIRM_OPTIONS, "--prior", "prior.csv"),
        ("estimate", "--case", prior),
        ("batch", PARK / "declarations-2023.csv", "--out", tmp_path / "out", "--prior", PARK / "prior.csv"),
    ]
    for arguments in calls:
        result = call(*arguments, "--ledger", grants, *DATED, "--lang", "en")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "not from both" in result.stderr


def test_the_ledger_is_asked_only_of_an_enterprise_with_a_code(grants: str) -> None:
    result = call("estimate", "--zone", "qingpu", "--imports", "2025=1", "--ledger", grants, "--lang", "en")
    assert (result.exit_code, "--uscc" in result.stderr) == (2, True)
