"""What the clauses of the policies elsewhere give, in fractions, written from the clauses and not from the program.

Only for what is wholly known: each function takes plain figures and gives the sum before rounding, or None where the
firm is not supported at all.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

MILLION = 1_000_000


def xiamen(now: tuple[Fraction, Fraction], base: tuple[Fraction, Fraction], *, netted: bool, small_capped: bool) -> Fraction:
    """Half a cent per US dollar of the part above 2010's, half of that elsewhere; cap of 800,000; under 10,000 nothing."""
    if sum(now) < 10 * MILLION:
        return Fraction(0)
    here, elsewhere = now[0] - base[0], (now[1] - base[1]) / 2
    counted = max(here + elsewhere, Fraction(0)) if netted else max(here, Fraction(0)) + max(elsewhere, Fraction(0))
    total = counted * 5 / 1000
    if sum(now) >= 100 * MILLION or small_capped:
        total = min(total, Fraction(800_000))
    return total if total >= 10_000 else Fraction(0)


def zhongshan_growth(now: Fraction, base: Fraction, average: Fraction) -> Fraction:
    if now <= 100 * MILLION:
        return Fraction(0)
    above = now - base * (1 + average)
    total = min(max(above, Fraction(0)) * 5 / 1000, Fraction(3_000_000))
    return total if total >= 5_000 else Fraction(0)


def zhongshan_level(imports: Fraction) -> Fraction:
    """50,000 for each whole 100 million, up to six of them."""
    return Fraction(50_000) * min(int(imports // (100 * MILLION)), 6) if imports > 0 else Fraction(0)


def qinhuangdao_manufacturer(imports: Fraction, exports: Fraction) -> Fraction:
    return min((imports + exports) * 2 / 100, Fraction(5_000_000))


def qinhuangdao_trade(imports: Fraction, exports: Fraction, *, whole: bool) -> Fraction:
    total, least = imports + exports, 5 * MILLION
    if total <= least:
        return Fraction(0)
    return (total if whole else total - least) / 100


def zhenhai_exports(now: Fraction, base: Fraction, *, excluded: bool) -> Fraction:
    if now < 20 * MILLION or (base <= 0 and excluded):
        return Fraction(0)
    grown = now - base
    return Fraction(100_000) if grown >= 30 * MILLION else Fraction(50_000) if grown >= 10 * MILLION else Fraction(0)


def zhenhai_new_importer(now: Fraction, base: Fraction) -> Fraction:
    if base > 0:
        return Fraction(0)
    reached = [sum_ for least, sum_ in ((15, 50_000), (30, 200_000), (50, 300_000), (100, 500_000)) if now >= least * MILLION]
    return Fraction(reached[-1] if reached else 0)


def qianhai_rent(warehouse: tuple[Fraction, Fraction], office: tuple[Fraction, Fraction]) -> Fraction:
    return min(min(warehouse) * 5 / 100 + min(office) / 10, Fraction(3_000_000))


def qianhai_new_business(income: Fraction, year: int, begun: int) -> Fraction:
    return Fraction(200_000) if income >= 10 * MILLION and 0 <= year - begun < 3 else Fraction(0)


def fangchenggang(now: Fraction, base: Fraction, year: int, begun: int) -> Fraction:
    grown = now - base
    reached = Fraction(600_000) if grown >= 3 * MILLION else Fraction(200_000) if grown >= MILLION else Fraction(100_000)
    share = {0: Fraction(1), 1: Fraction(8, 10), 2: Fraction(1, 2), 3: Fraction(1, 2)}.get(year - begun, Fraction(0))
    return reached * share if grown >= MILLION / 2 else Fraction(0)


def half_up(exact: Fraction) -> str:
    """A sum as it is paid: to the fen, half up."""
    fen = (exact * 100 + Fraction(1, 2)).__floor__()
    return f"{fen // 100}.{fen % 100:02d}"


def fraction(value: Any) -> Fraction:
    return Fraction(str(value))
