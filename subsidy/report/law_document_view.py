"""One document for the terminal: days, what they mean, relations, figures and measures, from the plain data of `law_document`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from subsidy.law.vocabulary import topics
from subsidy.report.labels import figure_unit, label, listed, zone_label
from subsidy.report.law_rows import DATES
from subsidy.report.law_tables import Row, day_text, fields, heading, state_text
from subsidy.report.law_words import article_text
from subsidy.report.prose import Prose

_APART = {"zh": "；", "en": ", "}


def document_view(data: Row, lang: str) -> RenderableType:
    """All that is held of one document."""
    said = fields((label(f"policy.{name}", lang), value) for name, value in _said(data, lang).items())
    parts: list[RenderableType] = [heading(data["title"]), Text(), said]
    for name, view in (("provisions", _provision), ("measures", _measure), ("remarks", _remark)):
        if data[name]:
            parts += [Rule(style="dim"), heading(label(f"policy.{name}", lang)), *(view(item, lang) for item in _sectioned(data, name))]
    return Group(*parts)


def _said(data: Row, lang: str) -> dict[str, RenderableType]:
    """What is said of the document as a whole, by the name of the label."""
    none = label("policy.none", lang)
    zones = listed([zone_label(zone, lang) for zone in data["zones"]], lang)
    relations = {name: _referred(data[name]) for name in ("cites", "cited_by", "repeals", "repealed_by") if data[name]}
    effects = Prose("\n".join(effect["message"] for effect in data["effects"]))
    return {
        "id": Text(data["id"]),
        "number": Text(data["number"] or none),
        "issuers": Text(listed(data["issuers"], lang) or none),
        **{name: Text(day_text(data, name, lang, label("policy.assumed", lang))) for name in DATES},
        "state": Text.assemble(state_text(data, lang), "  ", label("assessment.as_of", lang, day=data["as_of"])),
        "effects": effects,
        "dates_note": Prose(data["dates_note"]),
        **({"zones": Prose(zones)} if zones else {}),
        **{name: Text(words) for name, words in relations.items()},
        "reviewed_until": Text(data["reviewed_until"]),
    }


def _referred(references: list[Row]) -> str:
    """One document a line: its number and title, and its id where it is held."""
    return "\n".join("  ".join(filter(None, (r["number"], r["title"], r["document"]))) for r in references)


def _sectioned(data: Row, name: str) -> list[Row]:
    """The items; the first measure of each section bears its title."""
    items: list[Row] = []
    before = None
    for item in data[name]:
        section = item.get("section")
        items.append({**item, "opens": section if section != before else None, "of_document": data["zones"]})
        before = section
    return items


def _provision(provision: Row, lang: str) -> RenderableType:
    citation = provision["citation"]
    cited = f"{citation['document']} {article_text(citation['article'], lang)}"
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
            said = [figure_unit(parameter["unit"], lang), article_text(parameter["article"], lang), *([days] if version["from"] else [])]
            table.add_row(parameter["name"], format(Decimal(version["value"]), ",f"), _APART[lang].join(said))
    return table


def _measure(measure: Row, lang: str) -> RenderableType:
    opens = [Padding(Text(measure["opens"], "italic"), (1, 0, 0, 0))] if measure["opens"] else []
    title = Text.assemble((article_text(measure["article"], lang), "cyan"), "  ", (measure["title"], "bold"))
    details = fields((label(f"policy.{name}", lang), value) for name, value in _details(measure, lang).items() if value)
    told = Padding(Group(Prose(measure["summary"]), details), (0, 0, 0, 2))
    return Group(*opens, Padding(Group(title, told), (1, 0, 0, 0)))


def _details(measure: Row, lang: str) -> dict[str, RenderableType | None]:
    """Who answers for a measure, which zones and topics it concerns, and its figures."""
    return {
        "authorities": Prose(authorities_text(measure, lang)) if measure["authorities"] else None,
        "zones": Prose(_zones_text(measure, lang)),
        "topics": Prose(listed([topics()[topic].text(lang) for topic in measure["topics"]], lang)),
        "figures": _figures(measure["quantities"]) if measure["quantities"] else None,
    }


def _zones_text(measure: Row, lang: str) -> str:
    """The zones by name; all of those that the document is for in one word."""
    named = [zone_label(zone, lang) for zone in measure["zones"] if zone not in measure["of_document"]]
    whole = set(measure["of_document"]) <= set(measure["zones"])
    some = [zone_label(zone, lang) for zone in measure["zones"] if zone in measure["of_document"]]
    inferred = label("policy.zones_inferred", lang) if measure["zones_inferred"] else ""
    return f"{listed([*([label('policy.all_zones', lang)] if whole else some), *named], lang)}{inferred}"


def authorities_text(measure: Row, lang: str) -> str:
    """Who answers for a measure."""
    others = [label("policy.and_others", lang)] if measure["and_others"] else []
    return listed([*measure["authorities"], *others], lang)


def _figures(quantities: list[Row]) -> Prose:
    return Prose("\n".join(f"{quantity['text']}  {quantity['about']}" for quantity in quantities))


def _remark(remark: Row, lang: str) -> RenderableType:
    title = Text(label(f"place.{remark['place']}", lang), "cyan")
    figures: list[Any] = [_figures(remark["quantities"])] if remark["quantities"] else []
    return Padding(Group(title, Padding(Group(Prose(remark["summary"]), *figures), (0, 0, 0, 2))), (1, 0, 0, 0))
