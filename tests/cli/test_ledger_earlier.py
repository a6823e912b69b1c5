"""`subsidy ledger post --kind granted`: earlier grants stand as granted, are then posted as paid, and are due no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from subsidy.ledger.ledger import Ledger
from tests.cli.calling import call

CODE = "91310118MA1KX62231"
TABLE = f"统一社会信用代码,条款,期间,金额,发放日期\n{CODE},qingpu-2024-1/import-growth,2024,200000.00,2025-06-30\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a ledger without entries and a table of one earlier grant lie."""
    monkeypatch.chdir(tmp_path)
    Ledger.make("grants.db").close()
    Path("prior.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def done(*arguments: str) -> str:
    result = call("ledger", *arguments, "--ledger", "grants.db")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def due() -> list[str]:
    return [line["amount"] for line in json.loads(done("export", "--format", "json"))["payments"]]


@pytest.mark.parametrize(("lang", "words"), [("en", "stand as granted, not as paid"), ("zh", "记为已核定，未记为已支付")])
def test_the_commands_that_it_ends_with_make_earlier_grants_paid(folder: Path, lang: str, words: str) -> None:
    told = done("post", "prior.csv", "--kind", "granted", "--lang", lang)
    assert words in told
    assert due() == ["200000.00"]
    commands = [line.split()[2:] for line in told.splitlines() if line.startswith("  subsidy ledger ")]
    for command in commands:
        named = [word for word in command if word not in ("--ledger", "grants.db")]
        done(*(["2025-07-15" if word in ("DATE", "付款日") else word for word in named]))
    assert len(commands) == 2
    assert due() == []


def test_where_nothing_is_posted_nothing_is_said_of_paying(folder: Path) -> None:
    done("post", "prior.csv", "--kind", "granted")
    assert "earlier.csv" not in done("post", "prior.csv", "--kind", "granted")
    assert "earlier.csv" not in done("post", "--kind", "paid", "--reference", "1")


def test_a_part_of_a_table_does_not_number_its_equal_lines_anew(folder: Path) -> None:
    other = TABLE.splitlines()[1].replace(",2024,", ",2023,").replace("2025-06-30", "2024-06-30")
    Path("prior.csv").write_text(f"{TABLE}{TABLE.splitlines()[1]}\n{other}\n", encoding="utf-8")
    done("post", "prior.csv", "--kind", "granted", "--period", "2024")
    done("post", "prior.csv", "--kind", "granted")
    assert due() == ["200000.00", "400000.00"]


@pytest.mark.parametrize(("lang", "words"), [("en", "not as paid"), ("zh", "不算已支付")])
def test_the_help_says_that_they_are_not_paid(lang: str, words: str) -> None:
    assert words in " ".join(call("ledger", "post", "--help", "--lang", lang).stdout.split())


def test_a_table_that_cannot_be_read_is_named_in_the_language_asked_for(folder: Path) -> None:
    Path("prior.csv").write_text(TABLE.replace("200000.00", "x"), encoding="utf-8")
    said = call("ledger", "post", "prior.csv", "--kind", "granted", "--ledger", "grants.db", "--lang", "zh").stderr
    assert "prior.csv 第2行 金额" in said
    assert "line" not in said
