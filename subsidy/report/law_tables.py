"""Documents, readings and decisions as tables for the terminal, from the plain data of `law_rows`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from subsidy.report.labels import label
from subsidy.report.law_rows import DATES, document_rows, question_data

_STATES = {"in_force": "green", "not_yet": "yellow", "ended": "red", "unknown": "yellow"}
_ABSENT = {"issued": "none", "in_force_from": "none", "last_day": "open_ended"}
Row = Mapping[str, Any]


def _state(row: Row, lang: str) -> Text:
    return Text(label(f"state.{row['state']}", lang), _STATES[row["state"]])


def _heading(words: str) -> Text:
    return Text(words, "bold")


def _day(row: Row, name: str, lang: str, mark: str) -> str:
    """A day with a mark where it is assumed; what is open or not given in words."""
    absent = "none" if row["in_force_from"] is None else _ABSENT[name]
    return f"{row[name]}{mark if name in row['assumed'] else ''}" if row[name] else label(f"policy.{absent}", lang)


def documents_table(as_of: date, lang: str) -> RenderableType:
    """Every document with its days in force and its state on a day."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    for name in ("id", "issued", "from", "until_day", "state"):
        table.add_column(label(f"policy.{name}", lang), no_wrap=True)
    rows = document_rows(as_of, lang)
    for row in rows:
        table.add_row(Text(row["id"], "bold"), *(_day(row, name, lang, "*") for name in DATES), _state(row, lang))
    titles = _fields((row["id"], f"{row['number'] or ''}  {row['title']}".strip()) for row in rows)
    title = _heading(label("policy.list", lang, day=as_of))
    return Group(title, Text(), table, Text(), titles, Text(), Text(label("policy.assumed_note", lang), "dim"))


def _fields(pairs: Iterable[tuple[str, RenderableType]]) -> Table:
    """Names on the left, what is said of them on the right."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(name, Text(value) if isinstance(value, str) else value)
    return table


def _referred(references: list[Row]) -> str:
    """One document a line: its number or title, and its id where it is held."""
    named = [(r["number"] or r["title"] or "", r["document"]) for r in references]
    return "\n".join(f"{words}  {held}" if held and words else words or held for words, held in named)


def document_view(data: Row, lang: str) -> RenderableType:
    """All that is held of one document."""
    none = label("policy.none", lang)
    dates = {name: _day(data, name, lang, label("policy.assumed", lang)) for name in DATES}
    relations = {name: _referred(data[name]) for name in ("cites", "cited_by", "repeals", "repealed_by") if data[name]}
    zones = {"zones": ", ".join(label(f"zone.{zone}", lang) for zone in data["zones"])} if data["zones"] else {}
    said = {
        "id": data["id"],
        "number": data["number"] or none,
        "issuers": ", ".join(data["issuers"]) or none,
        **dates,
        "state": Text.assemble(_state(data, lang), "  ", label("assessment.as_of", lang, day=data["as_of"])),
        "dates_note": data["dates_note"],
        **zones,
        **relations,
        "reviewed_until": data["reviewed_until"],
    }
    parts: list[RenderableType] = [_heading(data["title"]), Text(), _fields((label(f"policy.{name}", lang), v) for name, v in said.items())]
    for name, view in (("provisions", _provision), ("measures", _measure)):
        if data[name]:
            parts += [Rule(style="dim"), _heading(label(f"policy.{name}", lang)), *(view(item, lang) for item in data[name])]
    return Group(*parts)


def _provision(provision: Row, lang: str) -> RenderableType:
    citation = provision["citation"]
    cited = label("assessment.article", lang, document=citation["document"], article=citation["article"])
    title = Text.assemble((citation["title"], "bold"), "  ", (provision["id"], "dim"), f"  {cited}")
    return Padding(Group(title, Padding(_parameters(provision["parameters"], lang), (0, 0, 0, 2))), (1, 0, 0, 0))


def _parameters(parameters: list[Row], lang: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for parameter in parameters:
        for version in parameter["versions"]:
            which = "until" if version["to"] else "since"
            days = label(f"policy.{which}", lang, day=version["from"], first=version["from"], last=version["to"])
            article = label("policy.article", lang, article=parameter["article"])
            table.add_row(parameter["name"], version["value"], f"{parameter['unit']}, {article}, {days}")
    return table


def _measure(measure: Row, lang: str) -> RenderableType:
    title = Text.assemble((label("policy.article", lang, article=measure["article"]), "cyan"), "  ", (measure["title"], "bold"))
    authorities = Text(f"{label('policy.authorities', lang)} {'、'.join(measure['authorities'])}", "dim")
    said = [Text(measure["summary"]), authorities] if measure["authorities"] else [Text(measure["summary"])]
    return Padding(Group(title, Padding(Group(*said), (0, 0, 0, 2))), (1, 0, 0, 0))


def questions_view(lang: str) -> RenderableType:
    """Every reading with its options and why it is open, every decision with what is accepted."""
    data = question_data(lang)
    readings = [part for reading in data["readings"] for part in (Text(), _reading(reading, lang))]
    decisions = _fields((decision["name"], decision["accepted"]) for decision in data["decisions"])
    return Group(
        _heading(label("readings.readings", lang)), *readings, Text(), _heading(label("readings.decisions", lang)), Text(), decisions
    )


def _reading(reading: Row, lang: str) -> RenderableType:
    options = "  ".join(f"{option}*" if option == reading["default"] else option for option in reading["options"])
    kinds = ", ".join(label(f"kind.{kind}", lang) for kind in reading["kinds"])
    said = {"options": options, "kinds": f"{kinds}  {label('policy.article', lang, article=reading['article'])}", "why": reading["why"]}
    return Group(Text(reading["name"], "bold"), Padding(_fields((label(f"readings.{k}", lang), v) for k, v in said.items()), (0, 0, 0, 2)))
