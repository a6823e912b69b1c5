"""An assessment for a finance manager's terminal: each entitlement with its sum, its window, its steps and its doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from subsidy import money
from subsidy.entitlement import CLAIMS, Assessed, Assessment, Entitlement, Missing, Note, Receipt, Step, Totals
from subsidy.report.labels import label, step_label, zone_label
from subsidy.report.law_words import cited

_COLOURS = {"payable": "bold green", "undetermined": "bold yellow", "ineligible": "bold red"}
_SUPPORT_YEAR = re.compile(r"year (\d(?:\.\.\d)?)")


def grouped(figure: Decimal) -> str:
    """An exact figure with its thousands apart.

    >>> grouped(Decimal("40000000.40")), grouped(Decimal("0.00500"))
    ('40,000,000.40', '0.005')
    """
    return format(Decimal(money.plain(figure)), ",f")


def assessment_table(result: Assessment, lang: str) -> RenderableType:
    """The whole assessment, to be printed by a rich console of any width."""
    blocks = [block for e in result.entitlements for block in (Rule(style="dim"), _entitlement(e, lang))]
    return Group(
        headline(result.enterprise, result.as_of, lang),
        *(blocks or [Text(label("assessment.nothing", lang))]),
        Rule(style="dim"),
        _totals(result.totals, lang),
        Text(),
        receipt_text(result.receipt, lang),
    )


def headline(firm: Assessed, as_of: date, lang: str) -> Text:
    """Whose sums they are, and as of which day."""
    name = firm.name or firm.uscc or label("assessment.nameless", lang)
    place = zone_label(firm.zone, lang)
    return Text.assemble(
        (name, "bold"), "  ", label("assessment.as_of", lang, day=as_of), "\n", f"{firm.uscc}  {place}" if firm.uscc else place
    )


def period_text(period: str, lang: str) -> str:
    """The period of an entitlement in words; support years have a number only."""
    match = _SUPPORT_YEAR.fullmatch(period)
    return label("assessment.year", lang, number=match[1]) if match else period


def sum_text(entitlement: Entitlement, lang: str) -> str:
    """The sum, or the range in which it lies."""
    low, high = entitlement.low, entitlement.high
    if entitlement.amount is not None:
        return label("assessment.sum", lang, sum=grouped(entitlement.amount))
    if high is None:
        return label("assessment.at_least", lang, low=grouped(low))
    return label("assessment.between", lang, low=grouped(low), high=grouped(high))


def _entitlement(entitlement: Entitlement, lang: str) -> RenderableType:
    return Group(_title(entitlement, lang), Padding(_details(entitlement, lang), (0, 0, 0, 2)))


def _title(entitlement: Entitlement, lang: str) -> Table:
    """What it is for on the left; status and sum on the right."""
    line = Table.grid(expand=True, padding=(0, 1))
    line.add_column(ratio=1)
    line.add_column(justify="right")
    what = Text(f"{entitlement.citation.title}  {period_text(entitlement.period, lang)}", "bold")
    status = Text(label(f"status.{entitlement.status}", lang), _COLOURS[entitlement.status])
    line.add_row(what, Text.assemble(status, "  ", (sum_text(entitlement, lang), "bold")))
    return line


def _details(entitlement: Entitlement, lang: str) -> Table:
    e = entitlement
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(label("assessment.basis", lang), Text(cited(e.citation.document, e.citation.article, lang)))
    table.add_row(label("assessment.valid", lang), _window(e, lang))
    for group, notes in (("reasons", e.reasons), ("missing", e.missing), ("warnings", e.warnings)):
        if notes:
            table.add_row(label(f"assessment.{group}", lang), Group(*_sentences(notes)))
    if e.steps:
        table.add_row(label("assessment.steps", lang), _steps(e.steps, lang))
    table.add_row(label("assessment.assumptions", lang), Text("\n".join(note.message for note in e.assumptions), "dim"))
    table.add_row(label("assessment.readings", lang), Text("  ".join(f"{name}={option}" for name, option in e.readings.items()), "dim"))
    return table


def _window(entitlement: Entitlement, lang: str) -> Text:
    if entitlement.valid_from is None:
        return Text(label("claim.none", lang))
    days = label("assessment.days", lang, first=entitlement.valid_from, last=entitlement.valid_until)
    return Text.assemble(days, "  ", (label(f"claim.{entitlement.claim}", lang), "bold"))


def _sentences(notes: Sequence[Note | Missing]) -> Iterator[Text]:
    """Each note as its sentence, with the code by which other programs know it."""
    for note in notes:
        yield Text.assemble(note.message, "  ", (note.code, "dim"))


def _steps(steps: Sequence[Step], lang: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", overflow="fold")
    for step in steps:
        value = label("assessment.not_known", lang) if step.value is None else grouped(step.value)
        table.add_row(step_label(step.name, lang), value, Text(step.explain))
    return table


def _totals(totals: Totals, lang: str) -> Table:
    table = Table(
        title=label("totals.title", lang), title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    table.add_column("")
    table.add_column(label("totals.low", lang), justify="right", no_wrap=True)
    table.add_column(label("totals.high", lang), justify="right", no_wrap=True)
    for claim in CLAIMS:
        total = getattr(totals, claim)
        high = label("assessment.not_known", lang) if total.high is None else grouped(total.high)
        table.add_row(label(f"claim.{claim}", lang), grouped(total.low), high)
    return table


def receipt_text(receipt: Receipt, lang: str) -> Text:
    lines = [f"{label('totals.receipt', lang)} {receipt.engine}"]
    lines += [f"{label(f'totals.{part}', lang)} {getattr(receipt, part)}" for part in ("law", "inputs")]
    return Text("\n".join(lines), "dim", overflow="fold")
