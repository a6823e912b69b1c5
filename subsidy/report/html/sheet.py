"""One enterprise on one page: what it is entitled to, item by item, with steps, doubts and what all of it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from subsidy.entitlement import CLAIMS, Assessment, Entitlement, Missing, Note
from subsidy.law.library import Library
from subsidy.report.assessment_table import grouped, period_text, sum_text
from subsidy.report.html import fit
from subsidy.report.html.template import rendered
from subsidy.report.labels import label, step_label, zone_label
from subsidy.report.law_words import cited


class Said(NamedTuple):
    """A sentence with its code, and the numbers of the entitlements to which it belongs."""

    message: str
    code: str
    about: str = ""


class Taken(NamedTuple):
    """A reading with the option used, and why it is open."""

    name: str
    option: str
    why: str


class Figure(NamedTuple):
    name: str
    figure: str
    explain: str


class Item(NamedTuple):
    """One entitlement in words."""

    number: int
    title: str
    status: str
    status_text: str
    sum: str
    basis: str
    window: str
    steps: Sequence[Figure]
    notes: Sequence[tuple[str, Sequence[Said]]]

    @property
    def texts(self) -> fit.Item:
        """Its lines as they are printed."""
        notes = [" ".join([heading, *(f"{note.message} {note.code};" for note in said)]) for heading, said in self.notes]
        steps = [(step.name, step.figure, step.explain) for step in self.steps]
        return fit.Item(f"{self.number}. {self.title}", f"{self.status_text} {self.sum}", f"{self.basis} · {self.window}", steps, notes)


def sheet(result: Assessment, law: Library, lang: str, *, decisions: Mapping[str, str], assumed: Sequence[Note] | None = None) -> str:
    """The sheet, in one of the two languages.

    `assumed` are the assumptions of a whole result, where it is not known which of them an entitlement rests on.
    Raises `errors.MissingExtra` where a library for it is not installed.
    """
    items = [_item(number, entitlement, lang) for number, entitlement in enumerate(result.entitlements, 1)]
    assumptions = [Said(note.message, note.code) for note in assumed] if assumed is not None else _gathered(result, "assumptions")
    readings = _readings(result, law, lang)
    warnings = _gathered(result, "warnings")
    said = [f"{one.message} {one.code} {one.about}" for one in (*warnings, *assumptions)]
    below = [*said, *(" ".join(one) for one in readings), *("=".join(one) for one in decisions.items())]
    firm = result.enterprise
    name = firm.name or label("assessment.nameless", lang)
    return rendered(
        "sheet.html.j2",
        lang=lang,
        words=lambda name: label(f"sheet.{name}", lang),
        title=f"{label('sheet.title', lang)} · {firm.name or firm.uscc or label('assessment.nameless', lang)}",
        name=name,
        uscc=firm.uscc,
        zone=zone_label(firm.zone, lang) if assumed is None else None,
        as_of=result.as_of.isoformat(),
        density=fit.look(fit.Texts(name, [item.texts for item in items], below)),
        totals=_totals(result, lang),
        totals_columns=[label(f"totals.{name}", lang) for name in ("low", "high")],
        items=items,
        nothing=label("assessment.nothing", lang),
        warnings=warnings,
        assumptions=assumptions,
        assumptions_title=label("sheet.assumptions" if assumed is None else "sheet.assumptions_of_run", lang),
        readings=readings,
        decisions=list(decisions.items()),
        receipt=[
            (label("sheet.engine", lang), result.receipt.engine),
            *((label(f"totals.{name}", lang), getattr(result.receipt, name)) for name in ("law", "inputs")),
        ],
    )


def _item(number: int, e: Entitlement, lang: str) -> Item:
    return Item(
        number=number,
        title=f"{e.citation.title} · {period_text(e.period, lang)}",
        status=e.status,
        status_text=label(f"status.{e.status}", lang),
        sum=sum_text(e, lang),
        basis=cited(e.citation.document, e.citation.article, lang),
        window=_window(e, lang),
        steps=[
            Figure(
                step_label(step.name, lang),
                label("assessment.not_known", lang) if step.value is None else grouped(step.value),
                step.explain,
            )
            for step in e.steps
        ],
        notes=[
            (label(f"sheet.{group}", lang), [Said(note.message, _code(note)) for note in notes])
            for group, notes in (("reasons", e.reasons), ("missing", e.missing))
            if notes
        ],
    )


def _code(note: Note | Missing) -> str:
    return note.item if isinstance(note, Missing) else note.code


def _window(e: Entitlement, lang: str) -> str:
    if e.valid_from is None:
        return label("sheet.no_window", lang)
    return f"{label('assessment.days', lang, first=e.valid_from, last=e.valid_until)} · {label(f'claim.{e.claim}', lang)}"


def _gathered(result: Assessment, group: str) -> list[Said]:
    """The assumptions or warnings of all entitlements, each once, with the numbers of those that carry it."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, entitlement in enumerate(result.entitlements, 1):
        for note in getattr(entitlement, group):
            found.setdefault((note.message, note.code), []).append(number)
    return [Said(*said, about=", ".join(map(str, numbers))) for said, numbers in found.items()]


def _readings(result: Assessment, law: Library, lang: str) -> list[Taken]:
    """The readings on which any of the entitlements rests, in the order of the law."""
    used = {name: option for entitlement in result.entitlements for name, option in entitlement.readings.items()}
    return [Taken(one.name, used[one.name], one.why.text(lang)) for one in law.questions.readings if one.name in used]


def _totals(result: Assessment, lang: str) -> list[tuple[str, str, str]]:
    by_claim = [(claim, getattr(result.totals, claim)) for claim in CLAIMS]
    return [
        (label(f"claim.{claim}", lang), grouped(one.low), label("assessment.not_known", lang) if one.high is None else grouped(one.high))
        for claim, one in by_claim
    ]
