"""How fine the figures of a scheme may be: every product that a rule forms must be exact in the columns of an engine.

>>> from subsidy.formula import PLACES
>>> PLACES
8
"""

from __future__ import annotations

from collections.abc import Iterable

from subsidy.formula import PLACES
from subsidy.law.model import Document, Provision
from subsidy.law.scheme_model import places
from subsidy.law.source import Source, fault
from subsidy.provisions.scheme_shape import Basis, Scheme

_MONEY_PLACES, _OTHER_PLACES = 2, 3
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY")


def refuse_fine_figures(document: Document, provision: Provision, source: Source, where: tuple[str | int, ...]) -> None:
    """Raises `errors.LawError` where the decimals of factors that are multiplied are more than columns carry."""
    scheme = provision.scheme
    if scheme is None:
        return
    fine = _decimals(document, provision)
    needed = max([0, *(_of_basis(basis, document, fine) for basis in scheme.basis)]) + _of_award(scheme, fine)
    needed += sum(fine[limit.figure] for limit in scheme.limits if limit.kind == "factor")
    if needed > PLACES:
        said = f"factors that are multiplied have {needed} decimals together with the quantity; at most {PLACES} are carried exactly"
        raise fault(source, (*where, "scheme"), said, f"相乘的数连同数量共有 {needed} 位小数，最多 {PLACES} 位")


def _decimals(document: Document, provision: Provision) -> dict[str, int]:
    fine = {p.name: max(places(version.value) for version in p.versions) for p in provision.parameters}
    fine |= {s.name: max(places(value) for value in s.values()) for s in provision.schedules}
    return fine | {decision.name: decision.places for decision in document.decisions}


def quantity_places(unit: str) -> int:
    """How many decimals a quantity of a unit has: money two, anything else three."""
    return _MONEY_PLACES if unit in CURRENCIES else _OTHER_PLACES


def _of_basis(basis: Basis, document: Document, fine: dict[str, int]) -> int:
    units = {quantity.name: quantity.unit for quantity in document.quantities}
    weights: Iterable[int] = [fine[part.weight] for part in basis.parts if part.weight]
    grown = fine[basis.growth] if basis.growth else 0
    return max(quantity_places(units.get(name, "CNY")) for name in basis.names) + max([0, *weights]) + grown


def _of_award(scheme: Scheme, fine: dict[str, int]) -> int:
    award = scheme.award
    kind = fine[str(award.figure or award.schedule)] if award.kind != "basis" else 0
    ratio = fine[award.support_years.ratio] if award.support_years and award.support_years.ratio else 0
    return kind + ratio
