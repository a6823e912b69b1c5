"""Writes the sample park: three years of customs declarations, four side tables, and what a faithful reading of them gives.

`python scenarios/park/make.py` writes the tables beside this script, the list of odd rows in README.md and
tests/park/truth.json. The same seed gives the same bytes. What becomes of a row is settled when the row is drawn
(`draw.py`, from the tables in `plan.py`); nothing is learnt by reading the files back. Everything is invented.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import plan
from draw import YEARS, Park
from rows import EXCLUDED, HEADINGS, Firm, Row, money, standing, table

HERE = Path(__file__).resolve().parent
TRUTH = HERE.parents[1] / "tests" / "park" / "truth.json"
AS_OF = "2026-03-01"
CODE = "统一社会信用代码"


class Placed(NamedTuple):
    """A row with its place: the file and the physical line in it."""

    file: str
    line: int
    row: Row


def encoded(lines: Iterable[Sequence[str]], encoding: str) -> bytes:
    """Lines as CSV, quoted where needed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode(encoding)


def placed(rows: Iterable[Row]) -> list[Placed]:
    """The rows in the order of their files; the heading is line 1."""
    found = []
    for year in YEARS:
        lines = sorted((row for row in rows if row.file == year), key=lambda row: row.listed)
        found += [Placed(f"declarations-{year}.csv", number, row) for number, row in enumerate(lines, 2)]
    return found


def declarations(rows: Iterable[Placed]) -> dict[str, bytes]:
    """The three files of declarations."""
    files: dict[str, list[Sequence[str]]] = defaultdict(lambda: [HEADINGS])
    for file, _, row in rows:
        files[file].append(row.cells)
    return {file: encoded(lines, "gb18030") for file, lines in files.items()}


def register(firms: Iterable[Firm]) -> bytes:
    """The register of the park: everybody but the stranger."""
    lines = [(f.uscc, f.name, f.zone, f.settled, f.foreign_trade, f.qualified) for f in firms if f.key != "stranger"]
    return encoded([(CODE, "企业名称", "所在综保区", "落户日期", "外贸企业", "符合条件"), *lines], "utf-8-sig")


def months_later(day: date, months: int) -> date:
    """The same day some months on; the last of the month where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + year + month // 11, (month + 1) % 12 + 1, 1)
    return min(date(day.year + year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def bills(firms: dict[str, Firm]) -> bytes:
    """Warehousing bills, one after the other from the first day on."""
    lines: list[Sequence[str]] = [(CODE, "起始日期", "截止日期", "仓储费")]
    for key, first, months, count, fee in table(plan.BILLS):
        starts = [months_later(date.fromisoformat(first), int(months) * number) for number in range(int(count) + 1)]
        for number in range(int(count)):
            last = starts[number + 1] - timedelta(days=1)
            lines.append((firms[key].uscc, str(starts[number]), str(last), money(standing(fee) + number * 1_333_7)))
    return encoded(lines, "utf-8")


def claims(text: str, headings: Sequence[str], encoding: str, firms: dict[str, Firm]) -> bytes:
    """A block of the plan with codes for keys."""
    return encoded([(CODE, *headings), *((firms[key].uscc, *cells) for key, *cells in table(text))], encoding)


def account(groups: dict[str, list[int]]) -> dict[str, dict[str, Any]]:
    """Rows and sums: read, counted, excluded and rejected by code."""
    sides = {"excluded": sorted(set(groups) & EXCLUDED), "rejected": sorted(set(groups) - EXCLUDED - {"counted"})}
    every = [fen for group in groups.values() for fen in group]
    rows: dict[str, Any] = {"read": len(every), "counted": len(groups["counted"])}
    amount: dict[str, Any] = {"read": money(sum(every)), "counted": money(sum(groups["counted"]))}
    for side, codes in sides.items():
        rows[side] = {code: len(groups[code]) for code in codes}
        amount[side] = {code: money(sum(groups[code])) for code in codes}
    return {"rows": rows, "amount": amount}


def imports(rows: Iterable[Row]) -> dict[str, Any]:
    """What counts, by year and by enterprise and year; a year without a counted row is left out."""
    total: dict[str, int] = defaultdict(int)
    single: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row.fate == "counted":
            total[str(row.day.year)] += row.fen
            single[row.uscc][str(row.day.year)] += row.fen
    by_enterprise = {uscc: {y: money(f) for y, f in sorted(years.items())} for uscc, years in sorted(single.items())}
    return {"imports": {year: money(fen) for year, fen in sorted(total.items())}, "enterprises": by_enterprise}


def truth(rows: Sequence[Placed]) -> dict[str, Any]:
    """What a faithful reading of the declarations gives."""
    groups: dict[str, list[int]] = defaultdict(list)
    for _, _, row in rows:
        groups[row.fate].append(row.fen)
    odd = [p for p in rows if p.row.fate not in EXCLUDED | {"counted"}]
    rejects = [{"file": f, "line": n, "column": r.column, "value": r.value, "code": r.fate} for f, n, r in odd]
    return {"as_of": AS_OF, **account(groups), **imports(p.row for p in rows), "rejects": rejects}


def odd_rows(rows: Iterable[Placed]) -> str:
    """The list of odd rows, by file and by what becomes of them."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, line, row in rows:
        if row.note or row.fate != "counted":
            kind = "excluded" if row.fate in EXCLUDED else "rejected"
            found[file][row.note or f"{kind}: `{row.fate}`"].append(str(line))
    parts = []
    for file, kinds in found.items():
        parts += [f"\n### {file}\n", "| what | lines |", "|---|---|"]
        parts += [f"| {kind} | {', '.join(lines)} |" for kind, lines in sorted(kinds.items())]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Writes everything."""
    park = Park()
    park.fill()
    rows = placed(park.rows)
    files = declarations(rows) | {
        "register.csv": register(park.firms.values()),
        "firsts.csv": claims(plan.FIRSTS, ("业务名称", "类型", "认定日期", "实现日期"), "utf-8-sig", park.firms),
        "warehousing.csv": bills(park.firms),
        "prior.csv": claims(plan.PRIOR, ("条款", "期间", "金额", "发放日期"), "utf-8", park.firms),
    }
    for name, content in files.items():
        (HERE / name).write_bytes(content)
    prose = (HERE / "README.md").read_text("utf-8").split("\n### ")[0].rstrip("\n")
    (HERE / "README.md").write_bytes((prose + "\n" + odd_rows(rows)).encode())
    TRUTH.write_bytes((json.dumps(truth(rows), ensure_ascii=False, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
