"""What the measures of a document may name: topics, authorities and zones that are known, and the figures of its provisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from subsidy.facts import ZONES
from subsidy.law.measure import ALL, Authority, Contents, Quantity, article_numbers
from subsidy.law.model import Document
from subsidy.law.source import Source, fault
from subsidy.law.vocabulary import authorities, by_id, topics

Where = tuple[str | int, ...]


def authorities_of(found: Contents, source: Source | None = None) -> Mapping[str, Authority]:
    """The authorities that the measures may name: the packaged ones, and those that their file brings."""
    if not found.authorities:
        return authorities()
    return by_id([*authorities().values(), *found.authorities], source or Source("", "", {}), "authorities")


def check_contents(found: Contents, document: Document, source: Source) -> None:
    """Articles in order, sections, topics, authorities and zones that are there, figures of the provisions; raises `errors.LawError`."""
    _refuse_disorder(found, source)
    known = {
        "authorities": authorities_of(found, source),
        "topics": topics(),
        "zones": dict.fromkeys((*ZONES, *document.zones, ALL)),
    }
    for place, measure in enumerate(found.measures):
        for key, accepted in known.items():
            _refuse_unknown(getattr(measure, key), accepted, source, ("measures", place, key))
    for where, quantity in _quantities(found):
        if quantity.provision:
            _refuse_other_figure(quantity, document, source, where)


def _refuse_disorder(found: Contents, source: Source) -> None:
    for place, (before, after) in enumerate(pairwise(found.measures), 1):
        if article_numbers(before.article) >= article_numbers(after.article):
            said = f"{after.article!r} stands after {before.article!r}", f"{after.article!r} 排在 {before.article!r} 之后"
            raise fault(source, ("measures", place, "article"), *said)
    for place, measure in enumerate(found.measures):
        if measure.section is not None and not 1 <= measure.section <= len(found.sections):
            said = f"there is no section {measure.section}", f"没有第 {measure.section} 部分"
            raise fault(source, ("measures", place, "section"), *said)


def _refuse_unknown(names: Iterable[str], accepted: Iterable[str], source: Source, where: Where) -> None:
    known = list(accepted)
    for name in names:
        if name not in known:
            listed = ", ".join(known)
            raise fault(source, where, f"{name!r} is not known; known: {listed}", f"没有 {name!r}；可用：{listed}")


def _quantities(found: Contents) -> Iterator[tuple[Where, Quantity]]:
    told = [(("measures", place), measure.quantities) for place, measure in enumerate(found.measures)]
    told += [(("remarks", place), remark.quantities) for place, remark in enumerate(found.remarks)]
    for where, quantities in told:
        for number, quantity in enumerate(quantities):
            yield (*where, "quantities", number), quantity


def _refuse_other_figure(quantity: Quantity, document: Document, source: Source, where: Where) -> None:
    """A figure that a rule reckons with must be the rule's own."""
    given = (quantity.provision, quantity.parameter)
    figures = {(p.id, x.name): [Decimal(v.value) for v in x.versions] for p in document.provisions for x in p.parameters}
    if quantity.value not in figures.get((str(given[0]), str(given[1])), []):
        at = f"{document.id}/{given[0]} {given[1]}"
        raise fault(source, where, f"{quantity.value} is no figure of {at}", f"{quantity.value} 不是 {at} 的数值")
