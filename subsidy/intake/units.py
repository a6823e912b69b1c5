"""Units of money: in a heading (`进口额（万元）`, `货值_万元`, `Value (RMB million)`), and in the titles above it (`单位：人民币万元`).

>>> [tuple(reading) for reading in readings("进口额（人民币万元）")][-1]
('进口额', 10000, 'CNY')
>>> TitleUnits.of([["某公司进口明细"], ["", "单位：万元"]]).sizes
{None: {10000}}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from subsidy.intake.aliases import key
from subsidy.intake.cell import clean
from subsidy.intake.tables import Unit, units

_LONGEST = 100
"""No heading or title is longer; what is longer is not searched for units."""
_OPEN, _CLOSE = r"(\[【〔<{", r")\]】〕>}"
_IN_HEADINGS = {word.replace(" ", ""): unit for word, unit in units().items()}


def _any_of(words: Iterable[str], space: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", space) for word in sorted(words, key=len, reverse=True))


_LABEL = r"(?:(?:金额|货币|计价|数值|货值)?单位|币种|币制|unit|currency|in)?"
_SUFFIX = re.compile(rf"(?P<rest>.*?)[-_/|,;:、{_OPEN}]*{_LABEL}[:]?[{_OPEN}]?(?P<word>{_any_of(_IN_HEADINGS, '')})[{_CLOSE}]*", re.DOTALL)
_WORD = re.compile(_any_of(units(), " "))
_PHRASE = rf"(?:{_WORD.pattern})(?:[ /,、{_OPEN}{_CLOSE}]{{0,2}}(?:{_WORD.pattern}))*"
_STATED = re.compile(rf"(?:单位|\bunits?|(?P<currency>币种|币制|\bcurrency)) ?:? ?(?:\w{{1,6}}[、,/])??(?P<phrase>{_PHRASE})(?!\w)")
_ALONE = re.compile(rf"[{_OPEN}]?(?:in )?(?P<phrase>{_PHRASE})[{_CLOSE}]?")
_BETWEEN = re.compile(r"[/、]|(?<!\d),|,(?!\d)")


class Reading(NamedTuple):
    """A heading without what is said of its unit: how many yuan (or dollars) one is, and the currency."""

    plain: str
    size: int | None
    currency: str | None


def readings(heading: str) -> Iterator[Reading]:
    """A heading as it stands, then with one word of its unit after the other taken off its end."""
    reading: Reading | None = Reading(key(heading), None, None)
    while reading is not None:
        yield reading
        reading = _shortened(reading)


def _shortened(reading: Reading) -> Reading | None:
    match = _SUFFIX.fullmatch(reading.plain) if len(reading.plain) <= _LONGEST else None
    if match is None:
        return None
    combined = _together(Unit(reading.size, reading.currency), _IN_HEADINGS[match["word"]])
    return Reading(match["rest"], *combined) if combined else None


def _together(one: Unit, other: Unit) -> Unit | None:
    """What two words say of one unit (`RMB` and `万元`); None where both say the same kind of thing, and so speak of two."""
    if (one.size and other.size) or (one.currency and other.currency):
        return None
    return Unit(one.size or other.size, one.currency or other.currency)


def split_unit(heading: str) -> tuple[str, int | None]:
    """A heading without its unit, and that unit in yuan.

    >>> split_unit("货值（万元）"), split_unit("人民币(元)"), split_unit("启运国(地区)")
    (('货值', 10000), ('人民币', 1), ('启运国(地区)', None))
    """
    found = [reading for reading in readings(heading) if reading.size is not None and reading.plain]
    return (found[-1].plain, found[-1].size) if found else (key(heading), None)


@dataclass(frozen=True)
class TitleUnits:
    """What the titles above a heading say of the sums below it: the units stated by currency, and a currency named alone."""

    sizes: Mapping[str | None, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, titles: Iterable[Sequence[str]]) -> TitleUnits:
        stated = [unit for title in titles for unit in _stated(title)]
        named = {unit.currency for unit in stated if unit.size is None and unit.currency}
        only = next(iter(named)) if len(named) == 1 else None
        sizes: dict[str | None, set[int]] = {}
        for unit in stated:
            if unit.size is not None:
                sizes.setdefault(unit.currency or only, set()).add(unit.size)
        if only and only not in sizes:
            sizes[only] = set()
        return cls(sizes)

    def sizes_for(self, currency: str | None) -> set[int]:
        """The units stated for sums in a currency: those that name it, else those that name none."""
        return self.sizes.get(currency) or self.sizes.get(None, set())

    @property
    def only_currency(self) -> str | None:
        """The currency of the table where the titles name just one."""
        return next(iter(self.sizes)) if len(self.sizes) == 1 else None


def _stated(title: Sequence[str]) -> Iterator[Unit]:
    """The units that a title states, behind `单位` or alone in a cell."""
    cells = [" ".join(clean(cell).casefold().split()) for cell in title if 0 < len(cell) <= _LONGEST]
    for phrase in _STATED.finditer(" ".join(cells)):
        found = _units_of(phrase["phrase"])
        yield from (Unit(None, unit.currency) for unit in found) if phrase["currency"] else found
    for cell in cells:
        if (alone := _ALONE.fullmatch(cell)) and not cell.replace(",", "").isdigit():
            yield from _units_of(alone["phrase"])


def _units_of(phrase: str) -> Iterator[Unit]:
    """The units that words in a row name."""
    for part in _BETWEEN.split(phrase):
        found = Unit(None, None)
        for word in _WORD.findall(part):
            together = _together(found, units()[word])
            if together is None:
                yield found
            found = together or units()[word]
        yield found
