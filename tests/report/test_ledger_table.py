"""The tables of the ledger at any width and in both languages: no sum, code or day is broken, and no word is of the other language."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from subsidy.ledger.data import BALANCE_COLUMNS, ENTRY_COLUMNS, OUTCOME_COLUMNS
from subsidy.ledger.entry import KINDS
from subsidy.ledger.payments import COLUMNS
from subsidy.report.labels import label
from subsidy.report.ledger_lines import Column, Records
from subsidy.report.ledger_table import earlier_table, postings_table, rows_table

CODE, PROVISION, SUM = "91310118MA1KX1370E", "qingpu-2024-1/import-growth", "12345678.90"
OF = {"uscc": CODE, "provision": PROVISION, "period": "2025"}
SHOWN = tuple(column for column in ENTRY_COLUMNS if column not in ("receipt", "previous"))
LONG_NAME = "上海某某某某国际贸易进出口股份有限公司青浦综合保税区第二分公司"
TABLES: Mapping[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "balances": (BALANCE_COLUMNS, {**dict.fromkeys(BALANCE_COLUMNS, SUM), **OF, "last_day": "2026-03-20", "entry": 12}),
    "entries": (SHOWN, {**OF, "id": 12, "kind": "granted", "amount": SUM, "day": "2026-03-20", "reference": 3, "hash": "ab" * 32}),
    "payments": (COLUMNS, {
        **OF, "entry": 12, "name": LONG_NAME, "document": "青商规〔2024〕1号", "article": "4", "amount": SUM, "currency": "CNY",
        "granted_on": "2026-03-20",
    }),
}  # fmt: skip
WHOLE = (CODE, PROVISION, "12,345,678.90", "2026-03-20")


def _of(name: str) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    columns, row = TABLES[name]
    return columns, [row]


def printed(view: RenderableType, width: int) -> list[str]:
    page = io.StringIO()
    Console(file=page, width=width, highlight=False, markup=False, emoji=False).print(view)
    return page.getvalue().splitlines()


def postings(kind: str = "granted", **more: Any) -> dict[str, Any]:
    line = {**dict.fromkeys(OUTCOME_COLUMNS), **OF, "kind": kind, "amount": SUM, "before": "0.00", "after": SUM, "entry": 1}
    refused = {**line, "code": "first_of_business", "message": "another enterprise of the city has been granted this business"}
    found = {"day": "2026-03-02", "dry_run": False, "posted": [line], "refused": [refused], "skipped": []}
    return {**found, "head": {"count": 1, "hash": "ab" * 32}, **more}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
@pytest.mark.parametrize("name", TABLES)
def test_no_sum_code_or_day_is_broken(name: str, width: int, lang: str) -> None:
    columns, row = TABLES[name]
    lines = printed(rows_table(columns, [row, row], lang), width)
    assert max(map(cell_len, lines)) <= width
    for whole in (word for word in WHOLE if word != "2026-03-20" or "2026-03-20" in row.values()):
        sums = sum(value == SUM for value in row.values())
        assert sum(line.count(whole) for line in lines) == 2 * (sums if whole == "12,345,678.90" else 1), whole


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_what_was_posted_and_refused_is_whole(width: int, lang: str) -> None:
    lines = printed(postings_table(postings(), lang), width)
    assert max(map(cell_len, lines)) <= width
    assert [sum(line.count(word) for line in lines) for word in (CODE, PROVISION, "12,345,678.90", "first_of_business")] == [2, 2, 2, 1]


def test_on_a_wide_page_a_record_is_one_line_and_on_a_narrow_one_goes_on_below() -> None:
    columns, row = TABLES["balances"]
    assert [len(printed(rows_table(columns, [row], "zh"), width)) for width in (160, 100)] == [2, 4]
    assert [line.split() for line in printed(rows_table(*_of("entries"), "en"), 80)] == [
        ["entry", "uscc", "provision", "period"], ["kind", "amount", "day", "refers", "to", "hash"],
        ["12", CODE, PROVISION, "2025"], ["granted", "12,345,678.90", "2026-03-20", "3", "abababababab…"],
    ]  # fmt: skip


def test_a_long_name_goes_on_below_itself_and_is_whole() -> None:
    columns, row = TABLES["payments"]
    lines = printed(rows_table(columns, [row], "zh"), 200)
    start = cell_len(lines[1].partition(LONG_NAME[:4])[0])
    assert len(lines) > 2
    assert "".join(re.sub(r"[^\u4e00-\u9fff]", "", line) for line in (lines[1].split("qingpu")[0], *lines[2:])) == LONG_NAME
    assert all(line.startswith(" " * start) for line in lines[2:])


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_an_entry_is_a_word_of_the_language(kind: str) -> None:
    columns, row = TABLES["entries"]
    pages = [rows_table(columns, [{**row, "kind": kind}], "zh"), postings_table(postings(kind, refused=[]), "zh")]
    for page in pages:
        text = "\n".join(printed(page, 120))
        assert label(f"ledger_kind.{kind}", "zh") in text
        assert not re.search("granted|paid|reversed|clawed", text)


def test_a_grant_does_not_read_as_paid_in_chinese() -> None:
    words = [label(name, "zh") for name in ("ledger_kind.granted", "ledger_column.granted", "ledger_column.granted_on")]
    assert words == ["核定", "已核定", "核定日"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_earlier_grants_end_with_how_those_that_are_paid_become_so(lang: str) -> None:
    said = "\n".join(printed(earlier_table(postings(), lang, "grants.db"), 100))
    assert label("ledger.stands_unpaid", lang)[:12] in said
    assert "subsidy ledger export --ledger grants.db -o earlier.csv" in said
    assert "subsidy ledger post earlier.csv --kind paid --ledger grants.db --day" in said
    again = "\n".join(printed(earlier_table(postings(posted=[]), lang, "grants.db"), 100))
    assert "earlier.csv" not in again


def test_a_page_narrower_than_a_code_loses_nothing() -> None:
    lines = Records((Column("uscc"), Column("amount", right=True)), [(CODE, "1.00")]).lines(10)
    assert CODE in "".join(line.strip() for line in lines)
    assert max(map(cell_len, lines)) <= 10
