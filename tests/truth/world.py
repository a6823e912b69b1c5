"""What the rows of one seed share: the enterprises, the as-of day, the rates, and who counts which year by what."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.uscc import ALPHABET, check_character
from tests.truth.model import Firm, Period

FIRST_YEAR = 2022
NAMES = ("青浦甲贸易有限公司", "乙物流（上海）有限公司", "Ding Import & Export Co., Ltd.", '戊"国际"供应链',
         "己公司'; DROP TABLE rows; --", "庚，辛与子公司", "=壬集团", "Robert'); SELECT 1;",
         "癸食品\u3000有限公司", "亥（Hai）株式会社")  # fmt: skip


@dataclass
class World:
    """One seed's circumstances, and what has been promised to whom so far."""

    rng: random.Random
    as_of: date
    firms: list[Firm]
    rates: dict[tuple[int, int, str], tuple[int, int]]
    granularity: dict[tuple[str, int], str] = field(default_factory=dict)
    taken: set[tuple[str, Period]] = field(default_factory=set)
    declarations: int = 0
    rounds: bool = False
    """Whether sums that are too fine are rounded and count."""

    def claim(self, firm: Firm, year: int, granularity: str) -> bool:
        """Whether rows of this granularity may count for the enterprise's year."""
        return self.granularity.setdefault((firm.uscc, year), granularity) == granularity

    def period(self, granularity: str, *, later: bool = False) -> Period:
        """A period of that granularity: wholly up to the as-of day, or wholly after it."""
        year = self.as_of.year
        if granularity == "year":
            return Period(year + self.rng.choice((1, 2)) if later else self.rng.randrange(FIRST_YEAR, year))
        if granularity == "month":
            return self._month(later=later)
        day = self.as_of + timedelta(self.rng.choice((1, 1, 40, 500)) if later else -self.rng.choice((0, self.rng.randrange(900))))
        return Period(day.year, day.month, day.day)

    def _month(self, *, later: bool) -> Period:
        now = self.as_of.year * 12 + self.as_of.month - 1
        number = now + self.rng.randrange(1, 14) if later else self.rng.randrange(FIRST_YEAR * 12, now)
        return Period(number // 12, number % 12 + 1)

    def declaration(self) -> str:
        """A declaration number not used before."""
        self.declarations += 1
        return f"22{18 + self.declarations % 7}20240{self.declarations:09d}"


def draw_world(rng: random.Random) -> World:
    """The circumstances of a seed."""
    as_of = date(2025, 1, 1) + timedelta(rng.randrange(500))
    names = rng.sample(NAMES, k=len(NAMES))
    firms = [draw_firm(rng, number, names[number], registered=rng.random() < 0.8) for number in range(rng.randrange(2, 6))]
    return World(rng, as_of, firms, _rates(rng, as_of))


def draw_firm(rng: random.Random, number: int, name: str, *, registered: bool) -> Firm:
    """An enterprise; now and then one whose check digit is wrong."""
    body = f"91310118MA1K{rng.randrange(10000):04d}{number % 10}"
    right = rng.random() < 0.85
    last = check_character(body)
    wrong = ALPHABET[(ALPHABET.index(last) + 1 + rng.randrange(29)) % 31]
    return Firm(body + (last if right else wrong), f"31189{rng.choice('6A')}{number:02d}{rng.randrange(100):02d}", name, right, registered)


def _rates(rng: random.Random, as_of: date) -> dict[tuple[int, int, str], tuple[int, int]]:
    """RMB for one unit, as units and places, by month and currency; about one in five of what is past is not there."""
    months = [(year, month) for year in range(FIRST_YEAR, as_of.year + 3) for month in range(1, 13)]
    drawn = {}
    for year, month in months:
        for currency, about in (("USD", 70), ("EUR", 78), ("HKD", 9)):
            if rng.random() < 0.8 or (year, month) >= (as_of.year, as_of.month):
                places = rng.choice((2, 4, 5))
                drawn[year, month, currency] = (about * 10 ** (places - 1) + rng.randrange(10 ** (places - 1)), places)
    return drawn
