"""One case: the facts of an enterprise, the law, readings and decisions give its assessment.

Pure: no clock, no file, no environment; the same arguments give the same result.

>>> from subsidy.facts import Case
>>> case = Case(enterprise={"zone": "qingpu"}, imports=[{"period": "2024", "value": 80000000}, {"period": "2025", "value": "120000000.40"}])
>>> result = assess(case, as_of=date(2026, 3, 1))
>>> [(e.period, e.status, e.amount) for e in result.entitlements]
[('2024', 'undetermined', None), ('2025', 'payable', Decimal('1000000.01'))]
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from subsidy import errors
from subsidy.entitlement import CLAIMS, Assessed, Assessment, Entitlement, Receipt, Total, Totals
from subsidy.explain import entitlement
from subsidy.facts import Case
from subsidy.law.library import Library
from subsidy.law.run import Run, prepare
from subsidy.law.scheme_places import CURRENCIES
from subsidy.money import EXACT, FEN, ZERO
from subsidy.records import is_period_of, records_of
from subsidy.version import ENGINE

LANGUAGES = ("en", "zh")
PERIODS = {
    "growth": "a statistics year as 2025",
    "warehousing": "year 1, year 2, year 3 or year 1..3",
    "scheme": "a statistics year as 2025, or once, as the provision has it",
}


def assess(
    case: Case,
    *,
    as_of: date,
    readings: Mapping[str, str] | None = None,
    decisions: Mapping[str, object] | None = None,
    lang: str = "en",
    rivals: Sequence[Case] = (),
    law: Library | None = None,
) -> Assessment:
    """What an enterprise is entitled to on a day, itemised.

    `readings` chooses options by reading name, `decisions` gives what the authority has decided (`warehousing.ratio`,
    `warehousing.annual_cap`, `first.conflict.BUSINESS`); `lang` is the language of the sentences, `en` or `zh`;
    `rivals` are other enterprises whose firsts may be the same (article 1), which is all that is asked of them; `law` is the
    packaged law if none is given, or for example `library().with_files(["policy.toml"])`.
    Raises a `subsidy.errors.SubsidyError` for an unknown reading, option, decision or granted provision.
    """
    if lang not in LANGUAGES:
        raise errors.BadValue(where="lang", value=lang, accepted=", ".join(LANGUAGES))
    run = prepare(as_of, readings, decisions, law)
    refuse_unknown_grants(case, run)
    refuse_other_units(case, run)
    with decimal.localcontext(EXACT):
        entitlements = in_order(_entitlements(case, rivals, run, lang))
        totals = totals_of(entitlements)
    firm = case.enterprise
    return Assessment(
        as_of=as_of,
        enterprise=Assessed(uscc=firm.uscc, name=firm.name, zone=firm.zone),
        entitlements=entitlements,
        totals=totals,
        receipt=Receipt(engine=ENGINE, law=run.law.digest, inputs=run.digest(_inputs(case, rivals))),
    )


def _entitlements(case: Case, rivals: Sequence[Case], run: Run, lang: str) -> Iterable[Entitlement]:
    for document, provision, terms in run.provisions:
        for judged in records_of(case, terms, rivals):
            yield entitlement(judged, document, provision, lang)


def in_order(entitlements: Iterable[Entitlement]) -> tuple[Entitlement, ...]:
    """By provision, then period, by code point; equal ones as they came."""
    return tuple(sorted(entitlements, key=lambda e: (e.provision, e.period)))


def refuse_unknown_grants(case: Case, run: Run) -> None:
    """A grant for a provision or period that is not known would silently count for nothing."""
    if not case.prior:
        return
    known = {terms.provision: terms for _, _, terms in run.provisions}
    for number, grant in enumerate(case.prior):
        if grant.provision not in known:
            raise errors.BadValue(where=f"prior.{number}.provision", value=grant.provision, accepted=", ".join(known))
        if not is_period_of(known[grant.provision], grant.period):
            raise errors.BadValue(where=f"prior.{number}.period", value=grant.period, accepted=PERIODS[known[grant.provision].kind])


def refuse_other_units(case: Case, run: Run) -> None:
    """A quantity in another unit than that in which the policy counts it, or finer than money is, would be reckoned wrongly."""
    if not case.quantities:
        return
    units = {quantity.name: quantity.unit for document in run.law.documents for quantity in document.quantities}
    for number, given in enumerate(case.quantities):
        unit = units.get(given.name)
        if unit and given.unit not in (None, unit):
            raise errors.BadValue(where=f"quantities.{number}.unit", value=given.unit, accepted=unit)
        if unit in CURRENCIES and given.value != given.value.quantize(FEN):
            accepted = f"an amount of {unit} with at most two decimals"
            raise errors.BadValue(where=f"quantities.{number}.value", value=str(given.value), accepted=accepted)


_NOTHING = Total(low=ZERO, high=ZERO)


def _total(counted: Sequence[Entitlement]) -> Total:
    if not counted:
        return _NOTHING
    highs = [e.high for e in counted if e.high is not None]
    return Total(low=sum([e.low for e in counted], ZERO), high=sum(highs, ZERO) if len(highs) == len(counted) else None)


def totals_of(entitlements: Sequence[Entitlement]) -> Totals:
    """Least and most by claim state; entitlements without a window are in no total."""
    return Totals(**{claim: _total([e for e in entitlements if e.claim == claim]) for claim in CLAIMS})


def _inputs(case: Case, rivals: Sequence[Case]) -> str:
    if not rivals:
        return case.canonical
    return f'{{"case":{case.canonical},"rivals":[{",".join(rival.canonical for rival in rivals)}]}}'
