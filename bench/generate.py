"""Makes a declaration-level customs file of any size for measuring: invented lines in the dress of a single-window export.

    python bench/generate.py 1000000 lines.csv
    python bench/generate.py 1000000 lines.csv --encoding gb18030 --odd 0.01

Of the lines about 12 % are exports, 9 % are outside customs statistics or domestic, and one in 200 repeats another one
exactly. The same figures always give the same bytes. Lines are made in blocks, so that the memory needed does not
grow with the file. `--odd` dresses a share of the lines as clerks do, to send them through the thorough checks.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from stdnum.cn.uscc import calc_check_digit

BLOCK = 100_000
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2025, 12, 31)
FIRST_DECLARATION, LINES_OF_ONE = 221820230000000000, 5
EXPORTS, REPEATED = 0.12, 0.005
MODES = {"0110": 0.50, "5034": 0.20, "5015": 0.10, "1233": 0.10, "0615": 0.05, "5000": 0.05}
TRANSPORTS = {"2": 0.60, "5": 0.30, "4": 0.06, "Z": 0.04}
GOODS = 500
FEN_OF_A_DOLLAR = 710
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

Texts = Any  # an array of text; pyarrow has no types
Numbers = np.ndarray[Any, Any]
Chance = np.random.Generator


@dataclass(frozen=True)
class Park:
    """What all lines are drawn from: enterprises with their names, and commodity codes."""

    codes: Texts
    names: Texts
    goods: Texts

    @classmethod
    def of(cls, enterprises: int, seed: int) -> Park:
        goods = np.random.default_rng(seed).integers(10**8, 98 * 10**8, GOODS)
        return cls(
            pa.array([credit_code(number) for number in range(enterprises)]),
            pa.array([f"上海青浦第{number}号进出口有限公司" for number in range(enterprises)]),
            pa.array([f"{code:010d}" for code in goods]),
        )


def credit_code(number: int) -> str:
    """The valid unified social credit code of an invented firm registered in Qingpu."""
    digits = "".join(ALPHABET[number // 31**place % 31] for place in reversed(range(9)))
    body = f"91310118{digits}"
    return f"{body}{calc_check_digit(body)}"


def text(numbers: Numbers, width: int = 1) -> Texts:
    """Whole numbers as text, with zeros in front up to the width."""
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def money(fen: Numbers) -> Texts:
    """Whole fen as yuan with two decimals."""
    return pc.binary_join_element_wise(text(fen // 100), text(fen % 100, 2), ".")


def drawn(chance: Chance, weights: Mapping[str, float], rows: int) -> Texts:
    """One of the words for each row, as often as its weight says."""
    return pa.array(list(weights)).take(pa.array(chance.choice(len(weights), rows, p=list(weights.values()))))


def days(chance: Chance, rows: int) -> Texts:
    first, last = (np.datetime64(day) for day in (FIRST_DAY, LAST_DAY))
    found = first + chance.integers(0, int((last - first).astype(int)) + 1, rows)
    return pc.cast(pa.array(found), pa.string())


def columns(chance: Chance, park: Park, start: int, rows: int) -> dict[str, Texts]:
    """The columns of lines that count on from a serial number; a few firms have most of the lines."""
    serial = start + np.arange(rows)
    firm = pa.array((chance.random(rows) ** 2 * len(park.codes)).astype(np.int64))
    fen = (np.exp(chance.normal(11.5, 1.4, rows)) * 100).astype(np.int64) + 1
    return {
        "报关单号": text(FIRST_DECLARATION + serial // LINES_OF_ONE),
        "商品序号": text(serial % LINES_OF_ONE + 1),
        "进口日期": days(chance, rows),
        "收发货人统一社会信用代码": park.codes.take(firm),
        "收发货人名称": park.names.take(firm),
        "进出口标志": drawn(chance, {"I": 1 - EXPORTS, "E": EXPORTS}, rows),
        "监管方式": drawn(chance, MODES, rows),
        "运输方式": drawn(chance, TRANSPORTS, rows),
        "商品编码": park.goods.take(pa.array(chance.integers(0, GOODS, rows))),
        "统计人民币值": money(fen),
        "统计美元值": money(fen * 100 // FEN_OF_A_DOLLAR + 1),
    }


def grouped(amounts: Texts) -> Texts:
    """Amounts with thousands separators, in quotes."""
    return pa.array([f'"{Decimal(amount):,}"' for amount in amounts.to_pylist()], pa.string())


def shortened(amounts: Texts) -> Texts:
    """Amounts as a spreadsheet shows them in a narrow column."""
    return pa.array([f"{float(amount):.2E}" for amount in amounts.to_pylist()], pa.string())


ODDITIES: Sequence[tuple[str, Callable[[Texts], Texts]]] = (
    ("进口日期", lambda found: pc.replace_substring(found, "-", "/")),
    ("进口日期", lambda found: pa.repeat("2025-02-30", len(found))),
    ("统计人民币值", grouped),
    ("统计人民币值", shortened),
    ("收发货人统一社会信用代码", pc.utf8_lower),
    ("监管方式", lambda found: pc.utf8_ltrim(found, "0")),
    ("运输方式", lambda found: pc.binary_join_element_wise(" ", found, "\t", "")),
)
"""What clerks and spreadsheets make of cells; all can still be read but the second and the fourth."""


def make_odd(cells: dict[str, Texts], share: float, chance: Chance) -> None:
    """Dress a share of the lines, each in one of the ways."""
    rows = len(cells["进口日期"])
    way = np.where(chance.random(rows) < share, chance.integers(0, len(ODDITIES), rows), -1)
    for number, (heading, dressed) in enumerate(ODDITIES):
        chosen = pa.array(way == number)
        cells[heading] = pc.replace_with_mask(cells[heading], chosen, dressed(cells[heading].filter(chosen)))


def repeats(chance: Chance, rows: int, earlier: int) -> tuple[Numbers, Numbers]:
    """Which line stands in each place of a block, and which ones the next block may repeat as `earlier`."""
    repeating = np.flatnonzero(chance.random(rows - 1) < REPEATED) + 1
    own = np.setdiff1d(np.arange(rows), repeating)
    place = np.arange(rows)
    place[repeating] = chance.choice(np.concatenate([chance.choice(own, len(repeating)), rows + np.arange(earlier)]), len(repeating))
    return place, chance.choice(own, len(repeating))


@dataclass(frozen=True)
class Plan:
    """What file to make."""

    rows: int
    enterprises: int
    seed: int = 7
    odd: float = 0.0

    def blocks(self) -> Iterator[Texts]:
        """The lines of the file, a block at a time; a repeated line repeats one of this block or of the one before."""
        park, earlier = Park.of(self.enterprises, self.seed), pa.array([], pa.string())
        for start in range(0, self.rows, BLOCK):
            lines = self._lines(park, start, min(BLOCK, self.rows - start))
            place, repeated = repeats(np.random.default_rng((self.seed, start, 1)), len(lines), len(earlier))
            yield pa.concat_arrays([lines, earlier]).take(pa.array(place))
            earlier = lines.take(pa.array(repeated))

    def _lines(self, park: Park, start: int, rows: int) -> Texts:
        cells = columns(np.random.default_rng((self.seed, start)), park, start, rows)
        if self.odd:
            make_odd(cells, self.odd, np.random.default_rng((self.seed, start, 2)))
        parts = [*cells.values()]
        parts[-1] = pc.binary_join_element_wise(parts[-1], "\n", "")
        return pc.binary_join_element_wise(*parts, ",")


def headings() -> str:
    """The heading line."""
    return ",".join(columns(np.random.default_rng(), Park.of(1, 0), 0, 0)) + "\n"


def bytes_of(lines: Texts) -> bytes:
    """Texts one after the other: that is how they lie in memory."""
    _, offsets, held = lines.buffers()
    first, last = (np.frombuffer(offsets, np.int32)[lines.offset + at] for at in (0, len(lines)))
    return bytes(held[int(first) : int(last)])


def write(plan: Plan, out: Path, encoding: str) -> None:
    """The file under its name, once it is whole."""
    unfinished = out.with_name(f"{out.name}.part")
    with unfinished.open("wb") as sink:
        sink.write(headings().encode(encoding))
        for lines in plan.blocks():
            held = bytes_of(lines)
            sink.write(held if encoding == "utf-8" else held.decode().encode(encoding))
    os.replace(unfinished, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--enterprises", type=int, help="5,000 where left out, or as many as leaves each 200 lines on average")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--encoding", choices=["utf-8", "gb18030"], default="utf-8")
    parser.add_argument("--odd", type=float, default=0.0, metavar="SHARE", help="share of the lines dressed as clerks do, as 0.01")
    asked = parser.parse_args()
    enterprises = asked.enterprises or max(1, min(5_000, asked.rows // 200))
    write(Plan(asked.rows, enterprises, asked.seed, asked.odd), asked.out, asked.encoding)


if __name__ == "__main__":
    main()
