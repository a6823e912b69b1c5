"""The ledger's plain data for the terminal: lines as a table, what posting came to, what verifying found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from subsidy.report.labels import label, label_or
from subsidy.report.ledger_lines import Column, Records
from subsidy.report.prose import Prose

_SUMS = frozenset({"amount", "granted", "clawed_back", "balance", "paid", "unpaid", "before", "after"})
_LONG = frozenset({"hash", "previous"})
_FOLDED = {"name": 30, "period": 30}
"""Names, and the businesses of firsts, may be long: so many cells wide at the most."""
_LEAST = 30
"""So many cells a sentence gets at least."""
_POSTED = ("uscc", "provision", "period", "kind", "amount", "before", "after", "entry")
_NOT_POSTED = ("uscc", "provision", "period", "code", "message")
_STYLES = {"posted": "bold green", "refused": "bold red"}


def rows_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], lang: str) -> RenderableType:
    """Lines under their headings; nothing but a word where there is none."""
    found = list(rows)
    if not found:
        return Text(label("ledger.nothing", lang))
    cells = [[_cell(column, row[column], lang) for column in columns] for row in found]
    return Records([_column(column, lang) for column in columns], cells)


def _column(name: str, lang: str) -> Column:
    heading, right, widest = label(f"ledger_column.{name}", lang), name in _SUMS, _FOLDED.get(name)
    if name == "message":
        return Column(heading, widest=_LEAST, grows=True)
    return Column(heading, right, widest, ends=name == "period")


def _cell(column: str, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if column in _SUMS:
        return _grouped(str(value))
    if column == "kind":
        return label_or(f"ledger_kind.{value}", lang, str(value))
    return f"{str(value)[:12]}…" if column in _LONG else str(value)


def _grouped(sum_in_yuan: str) -> str:
    """A sum with its thousands apart.

    >>> _grouped("-1234567.80"), _grouped("12.00")
    ('-1,234,567.80', '12.00')
    """
    whole, _, fen = sum_in_yuan.partition(".")
    return f"{int(whole):,}.{fen}" if whole not in ("-0", "") else sum_in_yuan


def postings_table(found: Mapping[str, Any], lang: str) -> RenderableType:
    """What was posted, what a limit refused, and how much was not to be posted for which reason."""
    title = "ledger.would_post" if found["dry_run"] else "ledger.posted_on"
    parts: list[RenderableType] = [Text(label(title, lang, day=found["day"]), "bold")]
    for result, columns in (("posted", _POSTED), ("refused", _NOT_POSTED)):
        if rows := found[result]:
            parts += [Text(), Text(label(f"ledger.{result}", lang, count=len(rows)), _STYLES[result]), rows_table(columns, rows, lang)]
    if found["skipped"]:
        parts += [Text(), Text(label("ledger.skipped", lang, count=len(found["skipped"])), "bold"), _reasons(found["skipped"])]
    return Group(*parts, Text(), Text(label("ledger.head", lang, **found["head"]), "dim"))


def earlier_table(found: Mapping[str, Any], lang: str, ledger: str) -> RenderableType:
    """The same of earlier grants; where any was posted, that they stand as not paid, and how those that are paid become so."""
    table = postings_table(found, lang)
    if not found["posted"]:
        return table
    commands = (f"subsidy ledger export --ledger {ledger} -o earlier.csv",
                f"subsidy ledger post earlier.csv --kind paid --ledger {ledger} --day {label('ledger.day_paid', lang)}")  # fmt: skip
    return Group(table, Text(), Prose(label("ledger.stands_unpaid", lang)), *(Text(f"  {command}") for command in commands))


def _reasons(rows: Iterable[Mapping[str, Any]]) -> Table:
    """How many lines there are of each code."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for (code, message), count in sorted(Counter((row["code"], row["message"]) for row in rows).items()):
        table.add_row(f"{count:,}", code, message)
    return table


def verified_view(found: Mapping[str, Any], lang: str) -> RenderableType:
    """Whether all is as it was written, else each fault in a sentence."""
    parts: list[RenderableType] = [Text(label("ledger.head", lang, count=found["count"], hash=found["hash"]), "dim")]
    if found["anchored"] is not None:
        parts.append(Text(label("ledger.anchored", lang, entry=found["anchored"])))
    if found["sound"]:
        return Group(Text(label("ledger.sound", lang), "bold green"), *parts)
    return Group(Text(label("ledger.faults", lang, count=len(found["faults"])), "bold red"),
                 *(Prose(fault["message"]) for fault in found["faults"]), *parts)  # fmt: skip
