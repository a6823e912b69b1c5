"""The sections on data: where rows and sums went, which files were read, what was rejected and why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from subsidy.batch.read_account import Account
from subsidy.batch.row import WITHOUT_SUM
from subsidy.law.wording import sentence
from subsidy.money import ZERO
from subsidy.report.assessment_table import grouped
from subsidy.report.html.blocks import Block, Section, Table, Text, Words, count, table_or_none
from subsidy.report.html.charts import Bar, Part
from subsidy.report.html.drawing import chart
from subsidy.report.labels import label, label_or

_LONGEST_SHOWN = 80


def account(held: Account, words: Words) -> Section:
    """Every row and fen, the imports that count, and the files that they came from."""
    balanced = held.balanced and held.rows.balanced and held.amount.balanced
    verdict = Text(words("balanced" if balanced else "unbalanced"), "good" if balanced else "bad")
    said = held.said
    imports = Table(
        words("imports"),
        words.columns("year", "amount"),
        [(year, grouped(sum_)) for year, sum_ in sorted(said["imports"].items())],
    )
    blocks: list[Block] = [
        Text(words("account_note")),
        verdict,
        _fates(held, words),
        *table_or_none(imports, words),
        *_covered(said["covered"], words),
    ]
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
    return Table(words("fate"), words.columns("fate", "meaning", "code", "rows", "amount"), found, [total])


def _why(side: str, code: str, lang: str) -> str:
    return label_or(f"page_excluded.{code}", lang, "") if side == "excluded" else why_rejected(code, lang)


def _amount(amounts: Mapping[str, Decimal], code: str) -> str:
    """What the rows of a code come to; a dash where that could not be read."""
    amount = amounts.get(code, ZERO)
    return "–" if code in WITHOUT_SUM and not amount else grouped(amount)


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
        (year, grouped(one["expected"]), grouped(one["found"]), words("same" if one["matches"] else "differs"))
        for year, one in sorted(controls.items())
    ]
    return [Table(words("controls"), words.columns("year", "expected", "found", "verdict"), rows)] if rows else []


def _files(said: Mapping[str, Any], words: Words) -> list[Table]:
    files = [(_named(one), one["encoding"] or "", one["unit"] or "", one["sha256"] or "") for one in said["files"]]
    sides = [(one["name"], count(one["rows"]), count(one["rejected"]), one["sha256"] or "") for one in said["side_tables"]]
    read = Table(words("files"), words.columns("file", "encoding", "unit", "sha256"), files)
    beside = Table(words("side_tables"), words.columns("file", "rows", "rejected", "sha256"), sides)
    return [table for table in (read, beside) if table.rows]


def _named(file: Mapping[str, Any]) -> str:
    return " · ".join(part for part in (file["name"], file["sheet"]) if part)


def rejects(held: Account, words: Words) -> Section:
    """Rejected rows by code, the first of each where the user finds it: those of imports with their sums, then those of side tables."""
    lang = words.lang
    of_imports = [
        (*_code(code, lang), count(number), _amount(held.amount.rejected, code), _place(held.rejects.firsts.get(code)))
        for code, number in held.rows.rejected.items()
    ]
    of_sides = [
        (*_code(code, lang), count(number), _place(held.side_rejects.firsts[code])) for code, number in held.side_rejects.rows.items()
    ]
    drawn = [
        Bar(f"{why_rejected(code, lang)}\n{code}", [Part(number, "sure")], count(number))
        for code, number in held.rows.rejected.items()
        if number
    ]
    table = Table(words("rejects"), words.columns("meaning", "code", "rows", "amount", "example"), of_imports)
    beside = Table(f"{words('rejects')} · {words('side_tables')}", words.columns("meaning", "code", "rows", "example"), of_sides)
    figure = chart("rejects", words("rejects"), words("looks_rejects"), drawn, words)
    blocks = [*figure, *table_or_none(table, words), *([beside] if of_sides else [])]
    return Section("rejects", words("rejects"), [Text(words("rejects_note")), *blocks])


def _code(code: str, lang: str) -> tuple[str, str]:
    return why_rejected(code, lang) or code, code


def _place(row: Mapping[str, str] | None) -> str:
    """File, sheet and line of a rejected row, the column to blame, and what stands there."""
    if row is None:
        return ""
    where = ":".join(part for part in (row["file"], row["sheet"], row["line"]) if part)
    said = ": ".join(_cut(row[part]) for part in ("column", "value") if row[part])
    return f"{where} {said}".strip()


def _cut(text: str) -> str:
    """The beginning of a text that may be of any length."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
