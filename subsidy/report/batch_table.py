"""What a batch came to, for the terminal: totals by provision, status and claim, and where its rows went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from subsidy.money import ZERO
from subsidy.report.assessment_table import grouped
from subsidy.report.labels import label

Row = Mapping[str, Any]


def batch_table(out: str, summary: Row, reconciliation: Row, lang: str) -> RenderableType:
    """The summary and the account of the rows."""
    written = Text(label("batch.written", lang, path=out, day=summary["as_of"]), "bold")
    balanced = reconciliation["balanced"]
    verdict = Text(label("batch.balanced" if balanced else "batch.unbalanced", lang), "green" if balanced else "bold red")
    controls = [_control(year, control, lang) for year, control in reconciliation["controls"].items()]
    warnings = [Text(warning["message"], "yellow") for warning in reconciliation["warnings"]]
    tables: list[RenderableType] = [_totals(summary["totals"], lang), Text(), _account(reconciliation, lang)]
    return Group(written, Text(), *tables, Text(), verdict, *controls, *warnings)


def _control(year: str, control: Row, lang: str) -> Text:
    which, style = ("control_same", "green") if control["matches"] else ("control_differs", "bold red")
    sums = {name: grouped(Decimal(control[name])) for name in ("expected", "found")}
    return Text(label(f"batch.{which}", lang, year=year, **sums), style)


def _table(title: str, columns: Sequence[str], figures: Sequence[str], lang: str) -> Table:
    titled: dict[str, Any] = {"title": title, "title_justify": "left", "title_style": "bold"}
    table = Table(**titled, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    for name in columns:
        table.add_column(label(name, lang), overflow="fold")
    for name in figures:
        table.add_column(label(name, lang), justify="right", no_wrap=True)
    return table


def summed(totals: Sequence[Row]) -> dict[tuple[str, str, str], tuple[int, Decimal, Decimal | None]]:
    """Number, least and most by provision, status and claim, over all periods; most is None where any part is."""
    found: dict[tuple[str, str, str], tuple[int, Decimal, Decimal | None]] = {}
    for row in totals:
        key = (row["provision"], row["status"], row["claim"] or "none")
        count, low, high = found.get(key, (0, ZERO, ZERO))
        most = None if high is None or row["high"] is None else high + Decimal(row["high"])
        found[key] = (count + row["entitlements"], low + Decimal(row["low"]), most)
    return found


def _totals(totals: Sequence[Row], lang: str) -> Table:
    columns = ("batch.provision", "batch.status", "batch.claim")
    table = _table(label("batch.totals", lang), columns, ("batch.count", "totals.low", "totals.high"), lang)
    for (provision, status, claim), (count, low, high) in summed(totals).items():
        most = label("assessment.not_known", lang) if high is None else grouped(high)
        table.add_row(provision, label(f"status.{status}", lang), label(f"claim.{claim}", lang), f"{count:,}", grouped(low), most)
    return table


def _account(reconciliation: Row, lang: str) -> Table:
    """Rows and sums that were read, and where each went."""
    rows, amount = reconciliation["rows"], reconciliation["amount"]
    table = _table(label("batch.rows", lang), ("batch.account",), ("batch.number", "batch.amount"), lang)
    for side in ("read", "counted"):
        table.add_row(label(f"batch.{side}", lang), f"{rows[side]:,}", grouped(Decimal(amount[side])))
    for side in ("excluded", "rejected"):
        for code, number in rows[side].items():
            table.add_row(label(f"batch.{side}", lang, code=code), f"{number:,}", grouped(Decimal(amount[side].get(code, "0.00"))))
    return table
