"""The sections on what a result rests on: open questions, readings and what they move, decisions, assumptions, warnings, receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from subsidy.batch.overview import Overview
from subsidy.batch.read_account import Account
from subsidy.batch.read_back import Result
from subsidy.batch.read_lines import Range
from subsidy.entitlement import Receipt
from subsidy.law.run import Run
from subsidy.law.wording import sentence
from subsidy.report.assessment_table import grouped
from subsidy.report.html.blocks import Block, Section, Table, Text, Words, count, table_or_none
from subsidy.report.html.charts import Bar, Look, Part
from subsidy.report.html.drawing import chart
from subsidy.report.labels import label

Titles = Mapping[str, str]


def message(group: str, code: str, lang: str, **facts: object) -> str:
    """The sentence of a code; the code itself where another version wrote it."""
    try:
        return sentence(group, code, lang).format(**{"detail": "", "basis": "", **facts}).strip()
    except KeyError:
        return code


def open_questions(found: Overview, words: Words) -> Section:
    """What undetermined entitlements lack, and why others are ineligible; how many have each."""
    groups = (("missing", found.missing), ("reasons", found.reasons))
    tables = [Table(words(group), words.columns("meaning", "code", "lines"), _counted(group, codes, words.lang)) for group, codes in groups]
    blocks = [block for table in tables for block in table_or_none(table, words)]
    return Section("open", words("open_questions"), [Text(words("open_questions_note")), *blocks])


def _counted(group: str, items: Counter[str], lang: str, **facts: object) -> list[tuple[str, str, str]]:
    """The most frequent first."""
    in_order = sorted(items.items(), key=lambda item: (-item[1], item[0]))
    return [(_of_item(group, item, lang, **facts), item, count(number)) for item, number in in_order]


def _of_item(group: str, item: str, lang: str, **facts: object) -> str:
    code, _, detail = item.partition(":")
    return message(group, code, lang, detail=detail or "…", **facts)


def readings(found: Overview, result: Result, run: Run, titles: Titles, words: Words) -> Section:
    """The readings of the run with why each is open, and how far all of them would move the sums."""
    asked = run.law.questions.readings
    joint = ", " if words.lang == "en" else "、"
    rows = [
        (one.name, used, joint.join(option for option in one.options if option != used), one.why.text(words.lang))
        for one in asked
        if (used := result.readings.get(one.name)) is not None
    ]
    table = Table(words("readings"), words.columns("reading", "option", "others", "why"), rows)
    return Section("readings", words("readings"), [Text(words("readings_note")), table, *_moves(found, titles, words)])


def _moves(found: Overview, titles: Titles, words: Words) -> Iterable[Block]:
    if not found.over_readings:
        return [Text(words("moves_not_known"))]
    known = sorted(found.over_readings.items())
    rows = [
        (
            titles[name],
            count(one.lines),
            count(one.moved),
            grouped(one.own.low),
            words.most(one.own.high),
            grouped(one.all.low),
            words.most(one.all.high),
        )
        for name, one in known
    ]
    drawn = [
        Bar(titles[name], [_stretch(one.all, "open"), _stretch(one.own, "thin")], words.span(one.all.low, one.all.high))
        for name, one in known
    ]
    columns = words.columns("provision", "lines", "moved", "own_low", "own_high", "all_low", "all_high")
    figure = chart("moves", words("moves"), words("looks_ranges"), drawn, words)
    return [*figure, Text(words("moves_note")), Table(words("moves"), columns, rows)]


def _stretch(bounds: Range, look: Look) -> Part:
    """From the least to the most; as short as can be where nothing bounds that."""
    low, high = bounds
    return Part((low if high is None else high) - low, look, begins=low)


def decisions(result: Result, words: Words) -> Section:
    rows = list(result.decisions.items())
    table = Table(words("decisions"), words.columns("decision", "value"), rows)
    return Section("decisions", words("decisions"), table_or_none(table, words))


def assumptions(held: Account, words: Words) -> Section:
    rows = [(message("assumptions", code, words.lang), code) for code in held.assumptions]
    table = Table(words("assumptions"), words.columns("meaning", "code"), rows)
    return Section("assumptions", words("assumptions"), table_or_none(table, words))


def warnings(found: Overview, held: Account, run: Run, words: Words) -> Section:
    """Warnings on the data, and on entitlements with how many carry each."""
    basis = ", ".join(dict.fromkeys(number for _, _, terms in run.provisions for number in terms.repealed_bases))
    said = [(_said(one, words.lang), str(one["code"])) for one in held.said["warnings"]]
    on_data = Table(words("result_warnings"), words.columns("meaning", "code"), said)
    counted = _counted("warnings", found.warnings, words.lang, basis=basis)
    on_lines = Table(words("entitlement_warnings"), words.columns("meaning", "code", "warned"), counted)
    return Section("warnings", words("warnings"), [*table_or_none(on_data, words), *table_or_none(on_lines, words)])


def _said(warning: Mapping[str, object], lang: str) -> str:
    """A warning on the data in the language of the page, whatever that of the run was."""
    try:
        return sentence("account", str(warning["code"]), lang).format(**warning)
    except KeyError:
        return str(warning.get("message", ""))


def receipt(of: Receipt, words: Words) -> Section:
    rows = [
        (label("sheet.engine", words.lang), of.engine),
        (label("totals.law", words.lang), of.law),
        (label("totals.inputs", words.lang), of.inputs),
    ]
    table = Table(words("receipt"), words.columns("part", "sha256"), rows)
    return Section("receipt", words("receipt"), [Text(words("receipt_note")), table])
