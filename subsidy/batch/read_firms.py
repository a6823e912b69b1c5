"""The enterprises of a result folder, one after another, each as an assessment like that of `subsidy.assess`.

A line of a result tells codes; their sentences and those of the steps are those of the law. It does not tell the zone, nor
which assumptions it rests on: the summary names those of the whole result.
"""

from __future__ import annotations

import decimal
import functools
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from subsidy import errors
from subsidy.assess import totals_of
from subsidy.batch.read_back import ENTITLEMENTS, Result
from subsidy.batch.read_lines import Line
from subsidy.entitlement import Assessed, Assessment, Citation, Entitlement, Missing, Note, Step
from subsidy.explain import step_explanations
from subsidy.law.run import Run
from subsidy.law.wording import sentence
from subsidy.money import EXACT
from subsidy.provisions.terms import Terms


def firms_of(result: Result, lines: Iterable[Line], run: Run, lang: str) -> Iterator[Assessment]:
    """Every enterprise of a result; raises `errors.BadValue` for what the law of the run does not have."""
    clauses = {terms.provision: (provision.title.text(lang), terms) for _, provision, terms in run.provisions}
    for uscc, own in groupby(lines, attrgetter("uscc")):
        kept = list(own)
        entitlements = tuple(_entitlement(line, clauses, lang) for line in kept)
        with decimal.localcontext(EXACT):
            totals = totals_of(entitlements)
        firm = Assessed(uscc=uscc or None, name=kept[0].name or None, zone=None)
        yield Assessment(as_of=result.as_of, enterprise=firm, entitlements=entitlements, totals=totals, receipt=result.receipt)


def _entitlement(line: Line, clauses: Mapping[str, tuple[str, Terms]], lang: str) -> Entitlement:
    if line.provision not in clauses:
        raise errors.BadValue(where=f"{ENTITLEMENTS}, provision", value=line.provision, accepted=", ".join(clauses))
    title, terms = clauses[line.provision]
    return Entitlement(
        provision=line.provision,
        citation=Citation(document=line.document, article=line.article, title=title),
        period=line.period,
        status=line.status,
        amount=line.amount,
        low=line.low,
        high=line.high,
        valid_from=line.valid_from,
        valid_until=line.valid_until,
        claim=line.claim,
        reasons=tuple(note("reasons", code, lang) for code in line.reasons),
        missing=tuple(_missing(item, lang) for item in line.missing),
        assumptions=(),
        warnings=tuple(note("warnings", code, lang, ", ".join(terms.repealed_bases)) for code in line.warnings),
        readings=dict(terms.readings),
        steps=_steps(line, terms, lang),
    )


@functools.lru_cache(maxsize=1024)
def note(group: str, code: str, lang: str, basis: str = "") -> Note:
    """A code with its sentence; raises `errors.BadValue` for one that this version does not have."""
    return Note(code=code, message=_sentence(group, code, lang).format(basis=basis))


@functools.lru_cache(maxsize=1024)
def _missing(item: str, lang: str) -> Missing:
    code, _, detail = item.partition(":")
    return Missing(code=code, detail=detail or None, message=_sentence("missing", code, lang).format(detail=detail).strip())


def _sentence(group: str, code: str, lang: str) -> str:
    try:
        return sentence(group, code, lang)
    except KeyError:
        raise errors.BadValue(where=f"{ENTITLEMENTS}, {group}", value=code, accepted="the codes of `subsidy batch`") from None


def _steps(line: Line, terms: Terms, lang: str) -> tuple[Step, ...]:
    """The steps with what each is, as far as the line tells of which year they are."""
    year = int(line.period) if len(line.period) == 4 and line.period.isascii() and line.period.isdecimal() else None
    explained = step_explanations(terms, year, line.valid_from, lang)
    return tuple(Step(name=name, value=value, explain=explained.get(name, "")) for name, value in line.steps.items())
