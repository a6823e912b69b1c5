"""Draws the rows of the sample declarations from the plan; what becomes of a row is settled here, as it is drawn."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import plan
from rows import EXCLUDED, FIELDS, HEADINGS, STYLES, Firm, Row, firms, money, standing, table, written_day

T = TypeVar("T")
YEARS = (2023, 2024, 2025)
OFFICES = ("2225", "2233", "2248", "2243")
MODES = ("0110", "0110", "5034", "5034", "5033", "5015", "1210", "5010")
SECTORS = {name: (places.split(), wares) for name, places, *wares in table(plan.SECTORS)}
ROUTES = {"水路运输": "2", "航空运输": "5", "公路运输": "4"}
COUNTRIES = dict(table(plan.COUNTRIES))


@dataclass
class Park:
    """Draws the rows, each with its fate; every choice comes from one seeded sequence."""

    firms: dict[str, Firm] = field(default_factory=firms)
    rows: list[Row] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(20240206))  # noqa: S311 - a sample, no secret
    serial: int = 0

    def below(self, bound: int) -> int:
        """A whole number from 0 to below the bound; only `random()` is promised to stay the same between versions."""
        return int(self.chance.random() * bound)

    def pick(self, options: Sequence[T]) -> T:
        """One of several."""
        return options[self.below(len(options))]

    def draw(self, firm: Firm, day: date, fen: int) -> Row:
        """A plain import declared on a day."""
        self.serial += 1
        places, wares = SECTORS[firm.sector]
        country, route, early = self.pick(places), self.pick(tuple(ROUTES)), day.year == 2023
        number = f"{self.pick(OFFICES)}{day.year}1{day.timetuple().tm_yday:03d}{self.serial:06d}"
        cells = [number, "1", written_day(day, day.year), firm.uscc, firm.name, "I" if early else "进口", self.pick(MODES)]
        cells += [ROUTES[route] if early else route, COUNTRIES[country] if early else country, self.pick(("已结关", "已结关", "已放行"))]
        row = Row(day.year, day, day, firm.uscc, [*cells, *self.pick(wares).split(" ", 1), "", ""], fen)
        row.worth(fen)
        self.rows.append(row)
        return row

    def ordinary(self, firm: Firm, year: int) -> None:
        """Rows that add up to the plan of one year, spread over its months; some are further lines of a declaration."""
        total, first = standing(firm.total(year)), firm.first_month(year)
        count = int(firm.pace) * (13 - first) if total > 0 else 3
        previous: Row | None = None
        for number, fen in enumerate(self.shares(total, count)):
            month = first + number * (13 - first) // count
            row = self.draw(firm, date(year, month, 1 + self.below(28)), fen)
            if previous and previous.day.month == month and self.below(3) == 0:
                self.follow(row, previous)
            previous = row

    def shares(self, total: int, count: int) -> list[int]:
        """Uneven parts, exact in their sum."""
        weights = [20 + self.below(100) * self.below(100) // 20 for _ in range(count)]
        parts = [abs(total) * weight // sum(weights) for weight in weights]
        parts[-1] += abs(total) - sum(parts)
        return [part if total > 0 else -part for part in parts]

    def follow(self, row: Row, previous: Row) -> None:
        """Makes a row the next line of the declaration before it."""
        row.day, row.listed = previous.day, previous.listed
        row.cells[:12] = [previous.cells[0], str(int(previous.cells[1]) + 1), *previous.cells[2:10], *row.cells[10:12]]
        row.worth(row.fen)

    def beside(self, file: int, key: str) -> Row:
        """A row beside the plan, to be spoilt."""
        firm = self.firms[key] if key != "*" else self.pick([f for f in self.firms.values() if f.total(file)])
        first = firm.first_month(file)
        day = date(file, first + self.below(13 - first), 1 + self.below(28))
        return self.draw(firm, day, 800_000 + self.below(89_000_000))

    def take(self, file: int, key: str, *, last: bool = False) -> Row:
        """A planned row that nothing else has touched."""
        free = [r for r in self.rows if r.file == file and r.fate == "counted" and r.fen > 0 and not r.taken]
        mine = [r for r in free if key in ("*", self.firm_of(r))]
        row = max(mine, key=lambda r: r.day) if last else self.pick(mine)
        row.taken = True
        return row

    def firm_of(self, row: Row) -> str:
        """The key of the firm whose row it is."""
        return next(f.key for f in self.firms.values() if f.uscc == row.uscc)

    def apply(self, row: Row, changes: dict[str, str]) -> None:
        """Writes what the plan says into the cells, and the value with which the row then stands."""
        for name, text in changes.items():
            if name == "file":
                row.file = int(text)
            elif name == "keep":
                del row.cells[int(text) :]
            elif name == "loose":
                row.cells[12:13] = money(row.fen, ",").split(",")
            elif name in FIELDS:
                row.put(name, STYLES[text](row) if text in STYLES else text)

    def odd(self, file: int, key: str, fate: str, changes: dict[str, str]) -> None:
        """One entry of the plan's odd rows."""
        if fate == "counted":
            self.restyle(self.take(file, key, last="file" in changes), changes)
        elif fate == "correction":
            self.correct(self.take(file, key), changes)
        elif fate == "duplicate":
            self.repeat(self.take(file, key), changes)
        elif fate == "conflict":
            self.contradict(self.beside(file, key), changes)
        else:
            self.spoil(self.beside(file, key), fate, changes)

    def restyle(self, row: Row, changes: dict[str, str]) -> None:
        """The same said otherwise: still counted."""
        self.apply(row, changes)
        row.note = "counted: " + ", ".join(HEADINGS[FIELDS.index(n)] if n in FIELDS else "day of the year before" for n in changes)

    def correct(self, row: Row, changes: dict[str, str]) -> None:
        """Part of a value is taken back by a later negative line; the plan's sum stays."""
        back = row.fen * (5 + self.below(25)) // 100
        row.worth(row.fen + back)
        lower = row.copy(self.below(20))
        lower.put("line", "20")
        lower.worth(-back)
        self.apply(lower, changes)
        lower.note = "counted: negative correction"
        self.rows.append(lower)

    def repeat(self, row: Row, changes: dict[str, str]) -> None:
        """The same line again: the first counts."""
        again = row.copy(self.below(20))
        again.fate = "duplicate"
        self.apply(again, changes)
        self.rows.append(again)

    def contradict(self, row: Row, changes: dict[str, str]) -> None:
        """One declaration and line with two contents: neither counts."""
        row.fate, row.column, row.value = "conflict", HEADINGS[0], row.cells[0]
        copies = [row.copy(self.below(20)) for _ in range(1 + int(changes.get("again", "0")))]
        self.apply(copies[-1], changes)
        copies[-1].fen = standing(copies[-1].cells[12])
        self.rows += copies

    def spoil(self, row: Row, fate: str, changes: dict[str, str]) -> None:
        """A row that does not count, and why."""
        self.apply(row, changes)
        row.fate = fate
        if changes.get("dir") in ("E", "出口"):
            row.cells[0] = row.cells[0][:8] + "0" + row.cells[0][9:]
        if fate == "columns":
            row.fen = 0
        elif "rmb" in changes:
            row.fen = standing(changes["rmb"])
            row.put("usd", row.dollars() if row.fen else row.cells[13])
        if fate == "lost_digits":
            row.fen = 0
        if fate not in EXCLUDED and fate != "columns":
            row.column, row.value = next((HEADINGS[i], row.cells[i]) for i, name in enumerate(FIELDS) if name == next(iter(changes)))

    def total_row(self, file: int) -> None:
        """The line of totals with which an export ends."""
        row = Row(file, date(file, 12, 31), date.max, "", ["合计", *[""] * 13], 0, "total_row")
        row.worth(sum(r.fen for r in self.rows if r.file == file))
        self.rows.append(row)

    def fill(self) -> None:
        """All rows of all files."""
        for firm in self.firms.values():
            for year in YEARS:
                if firm.total(year):
                    self.ordinary(firm, year)
        for file, key, fate, *entries in table(plan.ODD):
            for entry in entries:
                times, _, text = entry.rpartition("*")
                for _ in range(int(times or 1)):
                    self.odd(int(file), key, fate, dict(part.split("=", 1) for part in text.split(";") if part))
        self.total_row(2025)
