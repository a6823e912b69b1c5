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


def summed(totals: Sequence[Row]) -> dict[tuple[str, str, str], tuple[int, Decimal, Decimal | None]]:
    """Number, least and most by provision, status and claim, over all periods; most is None where any part is."""
    found: dict[tuple[str, str, str], tuple[int, Decimal, Decimal | None]] = {}
    for row in totals:
        key = (row["provision"], row["status"], row["claim"] or "none")
        count, low, high = found.get(key, (0, ZERO, ZERO))
        most = None if high is None or row["high"] is None else high + Decimal(row["high"])
        found[key] = (count + row["entitlements"], low + Decimal(row["low"]), most)
    return found


def _totals(totals: Sequence[Row], lang: str) -> RenderableType:
    """A table for each provision, all of the same widths."""
    found = summed(totals)
    parts: list[RenderableType] = [Text(label("batch.totals", lang), "bold")]
    for provision in dict.fromkeys(key[0] for key in found):
        parts += [Text(provision), _totals_of({key[1:]: sums for key, sums in found.items() if key[0] == provision}, lang)]
    return Group(*parts)


def _totals_of(found: Mapping[tuple[str, str], tuple[int, Decimal, Decimal | None]], lang: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    for name, width in (("batch.status", 12), ("batch.claim", 13)):
        table.add_column(label(name, lang), min_width=width, no_wrap=True)
    for name, width in (("batch.count", 8), ("totals.low", 18), ("totals.high", 18)):
        table.add_column(label(name, lang), min_width=width, justify="right", no_wrap=True)
    for (status, claim), (count, low, high) in found.items():
        most = label("assessment.not_known", lang) if high is None else grouped(high)
        table.add_row(label(f"status.{status}", lang), label(f"claim.{claim}", lang), f"{count:,}", grouped(low), most)
    return table


def _account(reconciliation: Row, lang: str) -> Table:
    """Rows and sums that were read, and where each went."""
    rows, amount = reconciliation["rows"], reconciliation["amount"]
    titled: dict[str, Any] = {"title": label("batch.rows", lang), "title_justify": "left", "title_style": "bold"}
    table = Table(**titled, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    table.add_column(label("batch.account", lang), min_width=27, no_wrap=True)
    table.add_column(label("batch.number", lang), min_width=8, justify="right", no_wrap=True)
    table.add_column(label("batch.amount", lang), min_width=18, justify="right", no_wrap=True)
    for side in ("read", "counted"):
        table.add_row(label(f"batch.{side}", lang), f"{rows[side]:,}", grouped(Decimal(amount[side])))
    for side in ("excluded", "rejected"):
        for code, number in rows[side].items():
            fate = label(f"fate.{code}", lang, count="").rstrip()
            table.add_row(label(f"batch.{side}", lang, code=fate), f"{number:,}", grouped(Decimal(amount[side].get(code, "0.00"))))
    return table
