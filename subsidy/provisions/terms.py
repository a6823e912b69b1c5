"""What is fixed before a rule sees any enterprise: figures of law, days in force, readings, decisions, the as-of day.

Python's own `if` may ask these, since they are the same for a whole population; facts of an enterprise are asked
only through `subsidy.formula`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from subsidy.formula import Value, exceeds, where
from subsidy.periods import Window


class Version(NamedTuple):
    """A figure of law, and the first day on which it holds."""

    first: date
    value: Decimal


@dataclass(frozen=True)
class Figure:
    """A parameter of a provision: its dated versions, without gap or overlap over the days in force."""

    versions: tuple[Version, ...]

    def on(self, day: Value) -> Value:
        """The figure that holds on a day; before the first version the first, after the last the last."""
        value: Value = self.versions[0].value
        for version in self.versions[1:]:
            value = where(exceeds(version.first, day), value, version.value)
        return value


@dataclass(frozen=True)
class Terms:
    """The terms on which one provision is judged in one run."""

    provision: str
    kind: str
    in_force: Window
    zones: tuple[str, ...]
    figures: Mapping[str, Figure]
    readings: Mapping[str, str]
    decisions: Mapping[str, object]
    conflicts: Mapping[str, str]
    as_of: date
    repealed_bases: tuple[str, ...] = ()
    """The numbers of the documents cited as a basis that have been repealed by the as-of day."""
    plan: object = None
    """What a scheme fixes beside (`subsidy.provisions.scheme_plan.Plan`)."""

    @property
    def basis_repealed(self) -> bool:
        return bool(self.repealed_bases)

    def reading(self, name: str) -> str:
        return self.readings[name]
