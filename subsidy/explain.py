"""From a judged record to an entitlement that a person can follow: sentences, steps, citation."""

from __future__ import annotations

import functools
from datetime import date

from subsidy.entitlement import Citation, Entitlement, Missing, Note, Step
from subsidy.law.model import Document, Provision
from subsidy.law.wording import sentence, step_sentences
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.terms import Terms
from subsidy.records import Judged


def citation(document: Document, provision: Provision, lang: str) -> Citation:
    return Citation(document=document.number or document.id, article=provision.article, title=provision.title.text(lang))


@functools.lru_cache(maxsize=1024)
def note(group: str, code: str, lang: str, basis: str = "") -> Note:
    """A code with its sentence; raises KeyError for one that there is not."""
    return Note(code=code, message=sentence(group, code, lang).format(basis=basis))


@functools.lru_cache(maxsize=1024)
def missing_note(item: str, lang: str) -> Missing:
    """The same for a missing item, `code` or `code:detail`."""
    code, _, detail = item.partition(":")
    message = sentence("missing", code, lang).format(detail=detail).strip()
    return Missing(code=code, detail=detail or None, message=message)


@functools.lru_cache(maxsize=1024)
def _explanations(kind: str, lang: str, statistics_year: int | None, figures: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What each step of a rule kind is, with the years and figures of law that it names."""
    years = {} if statistics_year is None else {"year": statistics_year, "base_year": statistics_year - 1}
    return {name: words.format(**years, **dict(figures)) for name, words in step_sentences(kind, lang).items()}


def _of_scheme(plan: Plan, kind: str, year: int | None, lang: str) -> dict[str, str]:
    """The steps of a scheme: its quantities are called what the policy file calls them; those of a year that is not known are left out."""
    words = step_sentences(kind, lang)
    if year is None:
        return dict(words)
    titles = {
        name: plan.titles[name].text(lang) if name in plan.titles else sentence("quantities", name, lang) for name in plan.shape.quantities
    }
    levels = {name: words["level"].format(title=title, year=year) for name, title in titles.items()}
    return {**words, **levels, **{f"{name}_base": words["base"].format(title=titles[name]) for name in plan.shape.with_base}}


def step_explanations(terms: Terms, year: int | None, first_day: date | None, lang: str) -> dict[str, str]:
    """What each step under a provision is, for a statistics year and the first day of claiming, where there are such."""
    if isinstance(terms.plan, Plan):
        return _of_scheme(terms.plan, terms.kind, year, lang)
    if terms.kind != "growth":
        return _explanations(terms.kind, lang, None, ())
    day = first_day or terms.in_force.first
    figures = tuple([(name, f"{figure.on(day):,}") for name, figure in terms.figures.items()])
    return _explanations(terms.kind, lang, year, figures)


def steps(judged: Judged, lang: str) -> tuple[Step, ...]:
    """The intermediate figures of an entitlement, each with what it is."""
    values = vars(judged.record)
    explained = step_explanations(judged.terms, values.get("year"), judged.record.valid_from, lang)
    shown = judged.rule.steps(judged.record, judged.terms).items()
    return tuple(
        [
            Step(name=name, value=values["granted" if name == "already_granted" else name], explain=explained[name])
            for name, is_ in shown
            if is_
        ]
    )


def entitlement(judged: Judged, document: Document, provision: Provision, lang: str) -> Entitlement:
    """The entitlement as everyone sees it, its sentences in the language asked for."""
    record, terms = judged.record, judged.terms
    basis = ", ".join(terms.repealed_bases)
    return Entitlement(
        provision=terms.provision,
        citation=citation(document, provision, lang),
        period=record.period,
        status=record.status,
        amount=record.amount,
        low=record.least,
        high=record.most,
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        claim=record.claim,
        reasons=tuple([note("reasons", code, lang) for code in record.reasons]),
        missing=tuple([missing_note(item, lang) for item in record.missing]),
        assumptions=tuple([note("assumptions", code, lang) for code in record.assumptions]),
        warnings=tuple([note("warnings", code, lang, basis) for code in record.warnings]),
        readings=dict(terms.readings),
        steps=steps(judged, lang),
    )
