"""The watch list: what can be claimed now and until when, what opens next, what lapses soon, and when documents end.

Pure, like `subsidy.assess`: of one enterprise, of the claims of many, or of the law alone.

>>> from subsidy.facts import Case
>>> firm = Case(enterprise={"zone": "qingpu"}, imports=[{"period": "2024", "value": 1}, {"period": "2025", "value": 900}])
>>> found = watch_list(firm, as_of=date(2026, 12, 1))
>>> [(d.period, d.claim, d.days_left, d.soon, d.low) for d in found.deadlines]
[('2025', 'open', 30, True, Decimal('22.48')), ('2024', 'lapsed', -335, False, Decimal('0.00'))]
>>> [(w.period, w.opens_in) for w in found.windows if w.claim == "upcoming"]
[('2026', 31)]
"""

from __future__ import annotations

import decimal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from subsidy import errors
from subsidy.assess import LANGUAGES, assess
from subsidy.dated import Claimed, Dated, Deadline, DocumentDays, LeftOut, Possible, RepealedBasis, WatchList, WatchTotals
from subsidy.entitlement import CLAIMS, Assessed, Claim, Entitlement, Note, Receipt, Total
from subsidy.explain import citation
from subsidy.facts import Case
from subsidy.law.library import Library
from subsidy.law.model import Document, Provision
from subsidy.law.run import Run, prepare
from subsidy.law.windows import LawWindow, law_windows
from subsidy.law.wording import sentence
from subsidy.money import EXACT, ZERO

WITHIN = 90
"""How many days ahead are soon, and how many days back recent."""
MOST_DAYS = 36_500
"""So many days ahead at most: a hundred years."""
ASSUMED = ("claim_window", "subject_to_application_call")
"""What every window rests on."""

NEVER = date.max.toordinal()
"""Later than any day: when a window without a last day ends."""


class Entry(NamedTuple):
    """A claim with its provision, period and window, if it has one."""

    provision: str
    period: str
    valid_from: date | None
    valid_until: date | None
    claimed: Claimed


class Source(NamedTuple):
    """Where claims come from: the enterprise, if there is only one, the day as of which they were judged, and the receipt."""

    enterprise: Assessed | None = None
    judged_on: date | None = None
    receipt: Receipt | None = None


def watch_list(  # noqa: PLR0913 - the arguments of `assess`, and one more
    case: Case | None = None,
    *,
    as_of: date,
    within: int = WITHIN,
    readings: Mapping[str, str] | None = None,
    decisions: Mapping[str, object] | None = None,
    lang: str = "en",
    rivals: Sequence[Case] = (),
    law: Library | None = None,
) -> WatchList:
    """What an enterprise, or without one the law, lets be claimed until when; the arguments are those of `subsidy.assess`.

    Raises a `subsidy.errors.SubsidyError` where that would, or for a number of days below zero.
    """
    if case is None:
        return watch_list_of((), prepare(as_of, readings, decisions, law), within, lang)
    result = assess(case, as_of=as_of, readings=readings, decisions=decisions, lang=lang, rivals=rivals, law=law)
    source = Source(result.enterprise, as_of, result.receipt)
    entries = (_entry(entitlement, result.enterprise) for entitlement in result.entitlements)
    return watch_list_of(entries, prepare(as_of, readings, decisions, law), within, lang, source)


def _entry(entitlement: Entitlement, firm: Assessed) -> Entry:
    e = entitlement
    claimed = Claimed(uscc=firm.uscc, name=firm.name, status=e.status, amount=e.amount, low=e.low, high=e.high, missing=e.missing)
    return Entry(e.provision, e.period, e.valid_from, e.valid_until, claimed)


def watch_list_of(entries: Iterable[Entry], run: Run, within: int = WITHIN, lang: str = "en", source: Source | None = None) -> WatchList:
    """The watch list of claims that have been judged; without a `source` there are none, and every window of the law is told."""
    if within < 0:
        raise errors.BadValue(where="within", value=within, accepted="0, 90, 365")
    if lang not in LANGUAGES:
        raise errors.BadValue(where="lang", value=lang, accepted=", ".join(LANGUAGES))
    told = _Telling(run, within, lang)
    sorted_out = _sorted_out(entries)
    deadlines = _in_order(told.deadline(key, claims) for key, claims in sorted_out.windows.items())
    found = source or Source()
    return WatchList(
        as_of=run.as_of,
        within=within,
        judged_on=found.judged_on,
        law_changed=found.receipt is not None and found.receipt.law != run.law.digest,
        enterprise=found.enterprise,
        deadlines=deadlines,
        windows=_in_order(told.possible(window) for window in _open_to(source, run, sorted_out.known)),
        totals=_totals(deadlines),
        left_out=sorted_out.left_out,
        documents=tuple(told.document(d) for d in run.law.documents if d.provisions),
        assumptions=tuple(Note(code=code, message=sentence("assumptions", code, lang)) for code in ASSUMED),
        readings=dict(run.readings),
        receipt=found.receipt,
    )


Key = tuple[str, str, date, date | None]
"""Provision, period, first and last day."""


class _SortedOut(NamedTuple):
    windows: dict[Key, list[Claimed]]
    known: set[tuple[str, str]]
    left_out: LeftOut


def _sorted_out(entries: Iterable[Entry]) -> _SortedOut:
    """Claims by window, what is known of at all, and how many entitlements stand in no window to watch."""
    windows: dict[Key, list[Claimed]] = defaultdict(list)
    known: set[tuple[str, str]] = set()
    ineligible = no_window = 0
    for entry in entries:
        known.add((entry.provision, entry.period))
        if entry.claimed.status == "ineligible":
            ineligible += 1
        elif entry.valid_from is None:
            no_window += 1
        else:
            windows[entry.provision, entry.period, entry.valid_from, entry.valid_until].append(entry.claimed)
    return _SortedOut(windows, known, LeftOut(ineligible=ineligible, no_window=no_window))


def _open_to(source: Source | None, run: Run, known: set[tuple[str, str]]) -> list[LawWindow]:
    """The windows of the law; beside claims only those not over, in the zone, and of which the claims say nothing."""
    found = list(law_windows(run))
    if source is None:
        return found
    zone = source.enterprise.zone if source.enterprise else None
    return [w for w in found if not _over(w, run.as_of) and (zone is None or zone in w.terms.zones) and not _said(w, known)]


def _over(window: LawWindow, as_of: date) -> bool:
    return window.last is not None and window.last < as_of


def _said(window: LawWindow, known: set[tuple[str, str]]) -> bool:
    """Whether the claims say anything of the window: of its period, or, where periods are the claimant's own, of its provision."""
    provision = window.terms.provision
    return (provision, window.period) in known if window.per_period else any(name == provision for name, _ in known)


class _Telling:
    """Windows and documents as they stand on the as-of day of a run."""

    def __init__(self, run: Run, within: int, lang: str) -> None:
        self.run, self.within, self.lang = run, within, lang
        self.provisions = {terms.provision: (document, provision) for document, provision, terms in run.provisions}

    def deadline(self, key: Key, claims: Sequence[Claimed]) -> Deadline:
        name, period, first, last = key
        total = total_of(claims)
        firms = {claimed.uscc or claimed.name for claimed in claims}
        dated = self._dated(*self.provisions[name], period, first, last)
        return Deadline(**dated, low=total.low, high=total.high, enterprises=len(firms), claims=tuple(claims))

    def possible(self, window: LawWindow) -> Possible:
        dated = self._dated(window.document, window.provision, window.period, window.first, window.last)
        days = {"first": window.fact.first, "last": window.fact.last}
        needs = Note(code=window.needs, message=sentence("needs", window.needs, self.lang).format(period=window.period, **days))
        return Possible(**dated, needs=needs, needs_from=days["first"], needs_until=days["last"])

    def document(self, document: Document) -> DocumentDays:
        """A document with its last day and the repeals of its bases."""
        as_of, first, last = self.run.as_of, document.in_force_from, document.last_day
        return DocumentDays(
            id=document.id,
            number=document.number,
            title=document.title.text(self.lang),
            state=document.state_on(as_of),
            in_force_from=first,
            last_day=last,
            opens_in=(first - as_of).days if first else None,
            days_left=(last - as_of).days if last else None,
            reviewed_until=document.reviewed_until,
            reviewed=as_of <= document.reviewed_until,
            repealed_bases=tuple(self._repealed_bases(document)),
        )

    def _repealed_bases(self, document: Document) -> Iterator[RepealedBasis]:
        """Every repeal of a basis that is dated, whether it has come or is still to come."""
        law = self.run.law
        for basis in (law.document(reference.document) for reference in document.cites if reference.document):
            for other in law.repealing(basis):
                if day := other.in_force_from:
                    names = {"basis": basis.number or basis.id, "by": other.number or other.id}
                    yield RepealedBasis(**names, since=day, repealed=day <= self.run.as_of)

    def _dated(self, document: Document, provision: Provision, period: str | None, first: date, last: date | None) -> dict[str, Any]:
        """The fields of a window that all kinds of it have."""
        as_of = self.run.as_of
        claim: Claim = "upcoming" if first > as_of else "lapsed" if last and last < as_of else "open"
        days_left = (last - as_of).days if last else None
        next_turn = (first - as_of).days if claim == "upcoming" else days_left
        return {
            "provision": f"{document.id}/{provision.id}",
            "citation": citation(document, provision, self.lang),
            "period": period,
            "valid_from": first,
            "valid_until": last,
            "claim": claim,
            "opens_in": (first - as_of).days,
            "days_left": days_left,
            "soon": next_turn is not None and abs(next_turn) <= self.within,
            "reviewed": last is not None and last <= document.reviewed_until,
        }


D = TypeVar("D", bound=Dated)


def _in_order(dated: Iterable[D]) -> tuple[D, ...]:
    """Open ones by their last day, upcoming ones by their first, lapsed ones from the latest back."""

    def turn(one: Dated) -> tuple[int, int, str, str, date]:
        days = one.days_left if one.days_left is not None else NEVER
        when = {"open": days, "upcoming": one.opens_in, "lapsed": -days}[one.claim]
        return CLAIMS.index(one.claim), when, one.provision, one.period or "", one.valid_from

    return tuple(sorted(dated, key=turn))


def total_of(parts: Sequence[Claimed] | Sequence[Deadline]) -> Total:
    """Least and most of all parts; most is null where that of any part is."""
    highs = [part.high for part in parts if part.high is not None]
    with decimal.localcontext(EXACT):
        return Total(low=sum((part.low for part in parts), ZERO), high=sum(highs, ZERO) if len(highs) == len(parts) else None)


def _totals(deadlines: Sequence[Deadline]) -> WatchTotals:
    by_claim = {claim: total_of([d for d in deadlines if d.claim == claim]) for claim in CLAIMS}
    return WatchTotals(**by_claim, lapsing=total_of([d for d in deadlines if d.claim == "open" and d.soon]))
