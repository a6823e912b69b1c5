"""From the options of `subsidy estimate` to a case: what they say replaces what the case file says.

Imports given by options or files replace those of the case together with what the case says of them: its coverage and its
rejected rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from subsidy import errors
from subsidy.cli.common import span
from subsidy.facts import Case, uscc
from subsidy.intake.case_faults import Place, plainly
from subsidy.intake.case_file import case_at, read_case

_OF_ENTERPRISE = {"uscc": "--uscc", "name": "--name", "settled_on": "--settled-on"}


@dataclass(frozen=True)
class Given:
    """The options that say something of the enterprise, as the user wrote them."""

    case: str | None
    uscc: str | None
    name: str | None
    zone: str | None
    settled_on: str | None
    foreign_trade: bool | None
    qualified: bool | None
    imports: tuple[str, ...]
    coverage: tuple[str, ...]
    fees_through: str | None

    @property
    def says_nothing(self) -> bool:
        return all(value in (None, ()) for value in vars(self).values())


def case_of(given: Given, *, zone_asserted: bool, from_files: bool = False) -> Case:
    """The case; raises a `errors.SubsidyError` that names the option or the place in the case file."""
    base = read_case(given.case).model_dump(by_alias=True, exclude_unset=True) if given.case else {}
    of_case = base.get("enterprise", {}).get("uscc")
    if given.uscc and of_case and uscc(given.uscc) != of_case:
        raise errors.BadValue(where="--uscc", value=given.uscc, accepted=f"{of_case} ({given.case})")
    data = {
        **base,
        **_imports(given, replaced=from_files or bool(given.imports)),
        **_fees(given),
        "enterprise": {**base.get("enterprise", {}), **_enterprise(given)},
    }
    if zone_asserted and given.zone and data["enterprise"].get("zone") is None:
        data["enterprise"] |= {"zone": given.zone, "zone_asserted": True}
    return case_at({key: value for key, value in data.items() if value is not None}, lambda keys: _place(given, keys))


def _enterprise(given: Given) -> dict[str, Any]:
    said = {name: getattr(given, name) for name in (*_OF_ENTERPRISE, "foreign_trade", "qualified")}
    return {name: value for name, value in said.items() if value is not None}


def _imports(given: Given, *, replaced: bool) -> dict[str, Any]:
    coverage = [dict(zip(("from", "to"), span(text), strict=True)) for text in given.coverage]
    if not replaced:
        return {"coverage": coverage} if coverage else {}
    return {"imports": [_import(text) for text in given.imports] or None, "coverage": coverage or None, "rejected_rows": None}


def _import(text: str) -> dict[str, str]:
    period, sign, value = (part.strip() for part in text.partition("="))
    if not sign:
        raise errors.BadValue(where="--imports", value=text, accepted="2024=80000000.00, 2024-05=900000.00")
    return {"period": period, "value": value}


def _fees(given: Given) -> dict[str, Any]:
    return {"warehousing_known_through": given.fees_through} if given.fees_through else {}


def _place(given: Given, keys: Sequence[str | int]) -> Place:
    """The option that a path of keys comes from; what comes from the case file has been read before and is sound."""
    option = _option(given, [*keys, "", ""][0], [*keys, "", ""][1])
    return Place(option, option) if option else plainly("case", keys)


def _option(given: Given, key: str | int, below: str | int) -> str:
    if key in ("imports", "coverage"):
        said: tuple[str, ...] = getattr(given, str(key))
        return f"--{key} {said[below]}" if isinstance(below, int) and said else f"--{key}"
    return "--fees-through" if key == "warehousing_known_through" else _OF_ENTERPRISE.get(str(below), "")
