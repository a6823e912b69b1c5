"""The sections on data: where rows and sums went, which files were read, what was rejected and why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from subsidy.batch.read_account import Account
from subsidy.law.wording import sentence
from subsidy.report.assessment_table import grouped
from subsidy.report.html.blocks import Block, Section, Table, Text, Words, count, table_or_none
from subsidy.report.html.charts import Bar, Part
from subsidy.report.html.drawing import chart
from subsidy.report.labels import label, label_or


def account(held: Account, words: Words) -> Section:
    """Every row and fen, the imports that count, and the files that they came from."""
    balanced = held.balanced and held.rows.balanced and held.amount.balanced
    verdict = Text(words("balanced" if balanced else "unbalanced"), "good" if balanced else "bad")
    said = held.said
    imports = Table(
        words("imports"),
        words.columns("year", "amount"),
        [(year, grouped(Decimal(sum_))) for year, sum_ in sorted(said["imports"].items())],
    )
    blocks: list[Block] = [Text(words("account_note")), verdict, _fates(held, words), imports, *_covered(said["covered"], words)]
    return Section("account", words("account"), [*blocks, *_controls(said["controls"], words), *_files(said, words)])


def _fates(held: Account, words: Words) -> Table:
    lang, rows, amount = words.lang, held.rows, held.amount
    went = (("excluded", rows.excluded, amount.excluded), ("rejected", rows.rejected, amount.rejected))
    found = [
        (label("page_fate.counted", lang), "", "", count(rows.counted), grouped(amount.counted)),
        *(
            (label(f"page_fate.{side}", lang), _why(side, code, lang), code, count(number), _amount(sums, code))
            for side, numbers, sums in went
            for code, number in numbers.items()
        ),
    ]
    total = (label("page_fate.read", lang), "", "", count(rows.read), grouped(amount.read))
    return Table(words("fate"), words.columns("fate", "meaning", "code", "rows", "amount"), found, total)


def _why(side: str, code: str, lang: str) -> str:
    return label_or(f"page_excluded.{code}", lang, "") if side == "excluded" else why_rejected(code, lang)


def _amount(amounts: Mapping[str, Decimal], code: str) -> str:
    return grouped(amounts.get(code, Decimal("0.00")))


def why_rejected(code: str, lang: str) -> str:
    """The sentence of a reject; nothing for a code of another version."""
    try:
        return sentence("rejects", code, lang)
    except KeyError:
        return ""


def _covered(covered: Mapping[str, Any], words: Words) -> list[Text]:
    months, gaps = covered["months"], covered["gaps"]
    if not months:
        return [Text(words("no_months"))]
    known = Text(words("months", first=months[0], last=months[-1], count=len(months)))
    return [known, Text(words("gaps", gaps=(", " if words.lang == "en" else "、").join(gaps)), "bad")] if gaps else [known]


def _controls(controls: Mapping[str, Any], words: Words) -> list[Table]:
    rows = [
        (year, grouped(Decimal(one["expected"])), grouped(Decimal(one["found"])), words("same" if one["matches"] else "differs"))
        for year, one in sorted(controls.items())
    ]
    return [Table(words("controls"), words.columns("year", "expected", "found", "verdict"), rows)] if rows else []


def _files(said: Mapping[str, Any], words: Words) -> list[Table]:
    files = [
        (_named(one), str(one.get("encoding") or ""), str(one.get("unit") or ""), str(one.get("sha256") or "")) for one in said["files"]
    ]
    sides = [(str(one["name"]), count(one["rows"]), count(one["rejected"]), str(one.get("sha256") or "")) for one in said["side_tables"]]
    read = Table(words("files"), words.columns("file", "encoding", "unit", "sha256"), files)
    beside = Table(words("side_tables"), words.columns("file", "rows", "rejected", "sha256"), sides)
    return [table for table in (read, beside) if table.rows]


def _named(file: Mapping[str, Any]) -> str:
    return " · ".join(str(part) for part in (file["name"], file.get("sheet")) if part)


def rejects(held: Account, words: Words) -> Section:
    """Rejected rows by code: those of imports with their sums, and the first of each where the user finds it."""
    firsts = _firsts(held)
    codes = [*held.rows.rejected, *(code for code in firsts if code not in held.rows.rejected)]
    rows = [
        (
            why_rejected(code, words.lang) or code,
            code,
            count(held.rows.rejected.get(code, 0)),
            _amount(held.amount.rejected, code),
            _place(firsts.get(code)),
        )
        for code in codes
    ]
    drawn = [
        Bar(f"{why_rejected(code, words.lang)}\n{code}", [Part(number, "sure")], count(number))
        for code, number in held.rows.rejected.items()
        if number
    ]
    table = Table(words("rejects"), words.columns("meaning", "code", "rows", "amount", "example"), rows)
    figure = chart("rejects", words("rejects"), words("looks_rejects"), drawn, words)
    return Section("rejects", words("rejects"), [Text(words("rejects_note")), *figure, *table_or_none(table, words)])


def _firsts(held: Account) -> dict[str, Mapping[str, str]]:
    """The first rejected row of each code."""
    found: dict[str, Mapping[str, str]] = {}
    for row in held.rejects():
        found.setdefault(row["code"], row)
    return found


def _place(row: Mapping[str, str] | None) -> str:
    if row is None:
        return ""
    where = ":".join(part for part in (row["file"], row["sheet"], row["line"]) if part)
    return " ".join(part for part in (where, row["column"], repr(row["value"]) if row["value"] else "") if part)
