"""The enterprises of a result folder, one after another, each as an assessment like that of `subsidy.assess`.

A line of a result tells codes; their sentences and those of the steps are those of the law. It does not tell the zone, nor
which assumptions it rests on: the summary names those of the whole result.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter

from subsidy import errors
from subsidy.assess import totals_of
from subsidy.batch.read_back import ENTITLEMENTS, Result
from subsidy.batch.read_lines import Line
from subsidy.entitlement import Assessed, Assessment, Citation, Entitlement, Missing, Note, Step
from subsidy.explain import missing_note, note, step_explanations
from subsidy.law.run import Run
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
        reasons=tuple(notes("reasons", line.reasons, lang)),
        missing=tuple(_missing(line.missing, lang)),
        assumptions=(),
        warnings=tuple(notes("warnings", line.warnings, lang, ", ".join(terms.repealed_bases))),
        readings=dict(terms.readings),
        steps=_steps(line, terms, lang),
    )


@contextmanager
def _known(group: str, code: str) -> Iterator[None]:
    """Raises `errors.BadValue` where this version does not have a code."""
    try:
        yield
    except KeyError:
        raise errors.BadValue(where=f"{ENTITLEMENTS}, {group}", value=code, accepted="the codes of `subsidy batch`") from None


def notes(group: str, codes: Iterable[str], lang: str, basis: str = "") -> Iterator[Note]:
    """Codes with their sentences; raises `errors.BadValue` for one that this version does not have."""
    for code in codes:
        with _known(group, code):
            yield note(group, code, lang, basis)


def _missing(items: Iterable[str], lang: str) -> Iterator[Missing]:
    for item in items:
        with _known("missing", item):
            yield missing_note(item, lang)


def _steps(line: Line, terms: Terms, lang: str) -> tuple[Step, ...]:
    """The steps with what each is, as far as the line tells of which year they are."""
    year = int(line.period) if len(line.period) == 4 and line.period.isascii() and line.period.isdecimal() else None
    explained = step_explanations(terms, year, line.valid_from, lang)
    return tuple(Step(name=name, value=value, explain=explained.get(name, "")) for name, value in line.steps.items())
