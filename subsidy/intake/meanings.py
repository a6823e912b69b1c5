"""What one heading means: the user's own mapping first, then the table of aliases, with the unit and currency beside them.

>>> known = Dictionary.of("imports", {})
>>> known.meaning("货值（万元）"), known.meaning("进口额（万美元）")
(Meaning(field='rmb', kind=1, unit=10000), Meaning(field='usd', kind=1, unit=10000))
>>> known.meaning("毛重(KG)").field, known.meaning("摘要")
('ignored', None)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from subsidy import errors
from subsidy.intake.aliases import Alias, aliases, fields, key
from subsidy.intake.units import Reading, TitleUnits, readings, split_unit

YEAR_AND_MONTH = 5
"""The kind of date headings that name a whole month: `年月`."""
MONTH_OF_YEAR, YEAR = 6, 7
"""The kinds of date headings that together give a month: `月份` beside `年份`."""
PERIOD_FIELDS = ("date", "month")
CURRENCIES: Mapping[str, str | None] = {"rmb": "CNY", "usd": "USD", "amount": None}
"""The fields of money with the currency of each; that of `amount` stands in a column of its own."""
FIELD_IN = {"CNY": "rmb", "USD": "usd"}
_LESS_PREFERRED = 10
_LONGEST = 200
"""What is longer is no heading."""
_IN_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")


class Meaning(NamedTuple):
    """A field, the kind of heading it has, and the unit that the heading states."""

    field: str
    kind: int
    unit: int | None = None


@dataclass(frozen=True)
class Dictionary:
    """How the headings of one table are understood."""

    table: str
    chosen: Mapping[str, str]
    """The user's own mapping: fields by heading."""
    titles: TitleUnits = field(default_factory=TitleUnits)

    @classmethod
    def of(cls, table: str, mapping: Mapping[str, str]) -> Dictionary:
        """With the mapping of headings by field; raises `errors.BadValue` for a field that there is not."""
        known = fields(table)
        for name, heading in mapping.items():
            if name not in known:
                raise errors.BadValue(where="--map", value=f"{name}={heading}", accepted=", ".join(known))
        return cls(table, {key(heading): name for name, heading in mapping.items()})

    def meaning(self, heading: str) -> Meaning | None:
        """What a heading means, if anything; a field that the user mapped has no other heading."""
        if len(heading) > _LONGEST:
            return None
        found: Meaning | None = None
        for reading in readings(heading):
            if reading.plain in self.chosen:
                return Meaning(self.chosen[reading.plain], 0, split_unit(heading)[1])
            found = found or self._listed(reading)
        if found is None:
            found = self._ignored(key(heading))
        is_replaced = found is not None and found.field in self.chosen.values() and found.kind != YEAR
        return None if is_replaced else found

    def _listed(self, reading: Reading) -> Meaning | None:
        """What the table of aliases says of a heading without its unit; only money and what is ignored have units."""
        if not reading.plain:
            named = FIELD_IN.get(reading.currency or "") if self.table == "imports" else None
            return Meaning(named, 1, reading.size) if named else None
        alias = aliases(self.table).get(reading.plain)
        if alias is None:
            return None
        if alias.field == "value" or alias.field in CURRENCIES:
            return self._money(alias, reading)
        has_unit = reading.size is not None or reading.currency is not None
        return None if has_unit and alias.field != "ignored" else Meaning(*alias)

    def _money(self, alias: Alias, reading: Reading) -> Meaning | None:
        """The field of a sum by the currency beside it; None where that contradicts the heading."""
        if alias.field == "value":
            currency = reading.currency or self.titles.only_currency or "CNY"
            return Meaning(FIELD_IN[currency], alias.kind, reading.size) if currency in FIELD_IN else None
        own = CURRENCIES[alias.field] if self.table == "imports" else "CNY"
        if reading.currency in (None, own):
            return Meaning(*alias, reading.size)
        if own is None and reading.currency in FIELD_IN:
            return Meaning(FIELD_IN[reading.currency], alias.kind + _LESS_PREFERRED, reading.size)
        return None

    def _ignored(self, plain: str) -> Meaning | None:
        """A column that is ignored, whatever its heading adds in brackets: `毛重(KG)`."""
        alias = aliases(self.table).get(_IN_BRACKETS.sub("", plain))
        return Meaning("ignored", 1) if alias and alias.field == "ignored" else None
