"""Hypothesis strategies for JSON-shaped cases that crowd the boundaries of 青商规〔2024〕1号.

Days lie on, before and after the days that decide; increments around half a fen, around the
cap and around the units of payout rounding; names differ only in width, case and spaces.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.oracle.uscc import check_character

Json = dict[str, Any]

FIRST_YEAR, LAST_YEAR = 2022, 2027
FEN_PER_YUAN = 100


def _uscc(number: int) -> str:
    """A code of its own for each number; every fourth has a wrong check character."""
    body = f"91310118MA1{number:06d}"
    right = check_character(body)
    wrong = "1" if right == "0" else "0"
    return body + (wrong if number % 4 == 3 else right)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


USCCS = tuple(_uscc(number) for number in range(12))

BUSINESSES = (
    ("Bonded Repair", "bonded repair", " BONDED  REPAIR ", "Ｂｏｎｄｅｄ　Repair"),
    ("离岸保税维修", " 离岸保税维修", "离岸保税维修　"),
    ("Straße 1210", "STRASSE １２１０", "strasse  1210"),
)
KINDS = ("first", "first", "first", "breakthrough")

ZONES = (*("qingpu",) * 12, "songjiang", "outside", None)
ANSWERS = (*(True,) * 8, False, None)

SETTLING_DAYS = (
    None,
    *_words("""
    2020-02-29 2021-02-05 2021-02-06 2021-02-07 2022-12-31 2023-01-01 2023-01-02 2023-06-15
    2024-01-01 2024-02-05 2024-02-06 2024-02-07 2024-02-29 2024-03-01 2024-05-01 2025-01-01
    2025-01-02 2025-02-05 2025-02-06 2026-02-06 2027-02-05 2027-02-06
    2024-02-06 2024-02-29 2024-05-01 2024-05-01 2024-12-31 2025-05-01
"""),
)
DECIDING_DAYS = (
    None,
    *_words("""
    2024-02-05 2024-02-06 2024-02-29 2025-04-18 2025-04-18 2025-04-19 2027-02-05 2027-02-06
"""),
)
GRANT_DAYS = (None, "2023-12-31", "2025-06-30", "2026-05-28", "2027-02-05", "2028-01-01")
AS_OF_DAYS = _words("""
    2023-12-31 2024-02-05 2024-02-06 2024-12-31 2025-01-01 2025-12-31 2026-01-01 2026-03-01
    2026-05-27 2026-05-28 2026-12-31 2027-01-01 2027-02-05 2027-02-06 2027-12-31 2028-01-01
    2030-12-31
""")
FEE_DAYS = (*(day for day in SETTLING_DAYS if day), "2026-12-31", "2027-01-15", "2028-02-29")
KNOWN_THROUGH_DAYS = (*FEE_DAYS, *_words("2027-02-04 2027-02-05 2027-02-05 2030-12-31 2030-12-31"))
FEE_LENGTHS = (1, 1, 2, 3, 7, 28, 30, 31, 90, 365, 365, 366, 730, 1096, 1461)

BASES_FEN = (0, 1, -1, -5_000_00, 19, 80_000_000_00, 80_000_000_00, 79_999_999_99, 12_345_678_90)
INCREMENTS_FEN = (
    *(0, 1, -1, 18, 19, 20, 21, 59, 60),
    *(39_99, 40_00, 40_01, 399_999_99, 400_000_00, 400_000_01),
    *(40_000_000_40, 119_999_999_79, 119_999_999_80, 119_999_999_99),
    *(120_000_000_00, 120_000_000_01, 120_000_000_40, 500_000_000_00, -1_000_00),
)
FEES_FEN = (0, 1, 2, 3, 100, 365, 1_000_01, 9_999_99, 10_000_00, 52_000_00, 1_234_567_89)
GRANTS_FEN = (
    *(0, 1, 1_00, 10_000_00, 1_000_000_00),
    *(299_999_99, 300_000_00, 2_999_999_99, 3_000_000_00),
)

RATIOS = _words("0 1 1 0.5 0.5 0.333 0.000001 1,0.8,0.5 0,0.5,1 0,0,0 0.5,0.5,0.5")
ANNUAL_CAPS = _words("0.00 0.01 0.99 9999.99 10000.00 26000.01 26000.01 50000.00 100000.00 100000.00")

GRANTABLE = (
    *(("qingpu-2024-1/import-growth", str(year)) for year in range(2023, 2027)),
    *(("qingpu-2024-1/warehousing", f"year {k}") for k in ("1", "2", "3", "1..3")),
    *(("qingpu-2024-1/first", names[-1]) for names in BUSINESSES),
    ("qingpu-2024-1/first", "something else"),
)

READINGS = {
    "growth.years": ("claimed_year_after", "earned_in_force"),
    "growth.new_importer": ("undecided", "zero_base", "excluded"),
    "growth.qualified": ("presumed", "register"),
    "payout.rounding": ("fen", "yuan_down", "wan_down"),
    "first.day": ("recognised", "achieved"),
    "first.once_per": ("business", "enterprise"),
    "warehousing.starts": ("settled_on", "first_fee"),
    "warehousing.after_expiry": ("stop", "run_off"),
    "warehousing.settled_before": ("excluded", "remaining"),
}


def cases() -> st.SearchStrategy[Json]:
    """One enterprise, now and then without a code."""
    return _case(st.sampled_from((None, *USCCS)))


@st.composite
def populations(draw: st.DrawFn) -> list[Json]:
    """Up to eight enterprises of distinct codes that share names of businesses."""
    usccs = draw(st.lists(st.sampled_from(USCCS), min_size=1, max_size=8, unique=True))
    return [draw(_case(st.just(uscc))) for uscc in usccs]


@st.composite
def readings(draw: st.DrawFn) -> dict[str, str]:
    """Any option of any reading; quite often the defaults alone."""
    if draw(st.integers(0, 2)) == 0:
        return {}
    chosen = draw(st.lists(st.sampled_from(tuple(READINGS)), min_size=1, unique=True))
    return {name: draw(st.sampled_from(READINGS[name])) for name in chosen}


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, str]:
    """What the authority has decided: ratio, annual cap, whose a contested first is."""
    decided = {}
    if draw(st.booleans()):
        decided["warehousing.ratio"] = draw(st.sampled_from(RATIOS))
    if draw(st.integers(0, 2)) == 0:
        decided["warehousing.annual_cap"] = draw(st.sampled_from(ANNUAL_CAPS))
    for names in BUSINESSES:
        if draw(st.integers(0, 11)) == 11:
            name = draw(st.sampled_from(names))
            decided[f"first.conflict.{name}"] = draw(st.sampled_from(USCCS))
    return decided


def as_of_days() -> st.SearchStrategy[date]:
    """Mostly the days around which claims, grants and bases change; else any day."""
    turning_points = st.sampled_from(AS_OF_DAYS).map(date.fromisoformat)
    return turning_points | st.dates(date(2023, 1, 1), date(2030, 12, 31))


@st.composite
def _case(draw: st.DrawFn, usccs: st.SearchStrategy[str | None]) -> Json:
    case: Json = {"enterprise": _enterprise(draw, usccs)}
    imports = _imports(draw)
    says_none: bool = draw(st.booleans())
    if imports or says_none:
        case["imports"] = imports
    _add(case, "coverage", _coverage(draw))
    _add(case, "firsts", _list_or_none(draw, _business_claims()))
    _add(case, "warehousing", _list_or_none(draw, _fees()))
    _add(case, "prior", _list_or_none(draw, _grants()))
    _add(case, "rejected_rows", _rejected_rows(draw))
    if draw(st.booleans()):
        case["warehousing_known_through"] = draw(st.sampled_from(KNOWN_THROUGH_DAYS))
    for unreadable, table in (
        ("warehousing_incomplete", "warehousing"),
        ("prior_incomplete", "prior"),
    ):
        if table in case and draw(st.integers(0, 9)) == 9:
            case[unreadable] = True
    return case


def _enterprise(draw: st.DrawFn, usccs: st.SearchStrategy[str | None]) -> Json:
    enterprise: Json = {}
    _add(enterprise, "uscc", draw(usccs))
    _add(enterprise, "zone", draw(st.sampled_from(ZONES)))
    _add(enterprise, "settled_on", draw(st.sampled_from(SETTLING_DAYS)))
    _add(enterprise, "foreign_trade", draw(st.sampled_from(ANSWERS)))
    _add(enterprise, "qualified", draw(st.sampled_from(ANSWERS)))
    if "zone" in enterprise and draw(st.integers(0, 9)) == 9:
        enterprise["zone_asserted"] = True
    return enterprise


def _add(table: Json, key: str, value: object) -> None:
    """What is unknown is left out."""
    if value is not None:
        table[key] = value


def _list_or_none(draw: st.DrawFn, rows: st.SearchStrategy[Json]) -> list[Json] | None:
    size: int | None = draw(st.sampled_from((None, 0, 1, 1, 2, 2, 3, 4)))
    return None if size is None else [draw(rows) for _ in range(size)]


def _imports(draw: st.DrawFn) -> list[Json]:
    """A chain of years, each of which grows over the one before by a telling increment."""
    first = draw(st.integers(FIRST_YEAR, LAST_YEAR))
    last = draw(st.integers(first - 1, LAST_YEAR))
    total = _boundary_or_any(draw, BASES_FEN)
    rows: list[Json] = []
    for year in range(first, last + 1):
        rows += _year(draw, year, total)
        total = max(total, 0) + _boundary_or_any(draw, INCREMENTS_FEN)
    return rows[::-1] if draw(st.booleans()) else rows


def _boundary_or_any(draw: st.DrawFn, boundaries: Sequence[int]) -> int:
    if draw(st.integers(0, 7)) == 7:
        return draw(st.integers(-100_000_00, 200_000_000_00))
    return draw(st.sampled_from(boundaries))


def _year(draw: st.DrawFn, year: int, total: int) -> list[Json]:
    """A year's total as one figure or over some of its months, some of them negative."""
    shape = draw(st.sampled_from((*("year",) * 6, "months", "months", "some months", "nothing")))
    if shape == "nothing":
        return []
    if shape == "year":
        return [{"period": str(year), "value": _money(draw, total)}]
    months = list(range(1, 13))
    if shape == "some months":
        left_out = draw(st.sampled_from(((1,), (12,), (6, 7), (1, 5, 12), tuple(range(2, 13)))))
        months = [month for month in months if month not in left_out]
    each = draw(st.sampled_from((total // len(months), -12_34, 0, 1)))
    values = [each] * (len(months) - 1) + [total - each * (len(months) - 1)]
    return [{"period": f"{year}-{month:02d}", "value": _money(draw, value)} for month, value in zip(months, values, strict=True)]


def _money(draw: st.DrawFn, fen: int) -> str | int:
    """Yuan as a string, or as an integer where it can be one."""
    if fen % FEN_PER_YUAN == 0 and draw(st.booleans()):
        return fen // FEN_PER_YUAN
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def _coverage(draw: st.DrawFn) -> list[Json] | None:
    """Left out, empty, one range of months, or two that do not overlap."""
    ranges = draw(st.sampled_from((*(None,) * 6, 0, 1, 1, 2)))
    if ranges is None:
        return None
    years = st.integers(FIRST_YEAR, LAST_YEAR)
    whole_years = draw(st.booleans())
    edges = sorted(draw(years) * 12 + (draw(st.integers(0, 11)) if not whole_years else 11 * (end % 2)) for end in range(2 * ranges))
    spans = [(edges[2 * k], edges[2 * k + 1]) for k in range(ranges)]
    if len(spans) == 2 and spans[0][1] >= spans[1][0]:
        spans = spans[:1]
    return [{"from": _month(first), "to": _month(last)} for first, last in spans]


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _rejected_rows(draw: st.DrawFn) -> list[Json] | None:
    if draw(st.integers(0, 7)) != 7:
        return None
    years = draw(st.lists(st.sampled_from((None, "2023", "2024", "2025")), max_size=3, unique=True))
    rows: list[Json] = []
    for year in years:
        rows.append({"rows": draw(st.integers(1, 3))})
        _add(rows[-1], "period", year)
    return rows


@st.composite
def _business_claims(draw: st.DrawFn) -> Json:
    claim = {
        "business": draw(st.sampled_from(draw(st.sampled_from(BUSINESSES)))),
        "kind": draw(st.sampled_from(KINDS)),
    }
    _add(claim, "recognised_on", draw(st.sampled_from(DECIDING_DAYS)))
    _add(claim, "achieved_on", draw(st.sampled_from(DECIDING_DAYS)))
    return claim


@st.composite
def _fees(draw: st.DrawFn) -> Json:
    first = date.fromisoformat(draw(st.sampled_from(FEE_DAYS)))
    last = first + timedelta(days=draw(st.sampled_from(FEE_LENGTHS)) - 1)
    amount = draw(st.sampled_from(FEES_FEN) | st.integers(0, 5_000_000_00))
    return {"from": str(first), "to": str(last), "amount": _money(draw, amount)}


@st.composite
def _grants(draw: st.DrawFn) -> Json:
    provision, period = draw(st.sampled_from(GRANTABLE))
    amount = draw(st.sampled_from(GRANTS_FEN))
    grant: Json = {"provision": provision, "period": period, "amount": _money(draw, amount)}
    _add(grant, "granted_on", draw(st.sampled_from(GRANT_DAYS)))
    return grant
