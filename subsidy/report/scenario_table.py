"""Scenarios that were run: as a table, and as plain data for JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from subsidy.intake.scenario import ScenarioResult
from subsidy.report.labels import label

COLUMNS = ("file", "title", "where", "key", "expected", "found")


def scenario_data(results: Sequence[ScenarioResult], lang: str) -> dict[str, Any]:
    """Each scenario with its differences."""
    scenarios = [{"file": r.path, "title": r.called(lang), "differences": [asdict(d) for d in r.differences]} for r in results]
    return {"scenarios": scenarios, "run": len(results), "differing": sum(bool(r.differences) for r in results)}


def scenario_rows(results: Sequence[ScenarioResult], lang: str) -> list[dict[str, str]]:
    """One row for each difference, and one for each scenario without any."""
    return [{"file": r.path, "title": r.called(lang), **row} for r in results for row in _difference_rows(r)]


def _difference_rows(result: ScenarioResult) -> list[dict[str, str]]:
    rows = [{"where": d.where, "key": d.key, "expected": _text(d.expected), "found": _text(d.found)} for d in result.differences]
    return rows or [dict.fromkeys(("where", "key", "expected", "found"), "")]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def scenario_table(results: Sequence[ScenarioResult], lang: str) -> RenderableType:
    """Scenarios with their result, every difference below its scenario, and the count."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    table.add_column(label("scenario.result", lang), no_wrap=True)
    table.add_column(label("scenario.title", lang), overflow="fold")
    for result in results:
        table.add_row(_verdict(result, lang), _told(result, lang))
    differing = sum(bool(result.differences) for result in results)
    summary = Text(label("scenario.summary", lang, count=len(results), failed=differing), "bold red" if differing else "bold green")
    return Group(table, Text(), summary)


def _verdict(result: ScenarioResult, lang: str) -> Text:
    if result.differences:
        return Text(label("scenario.differs", lang, count=len(result.differences)), "red")
    return Text(label("scenario.same", lang), "green")


def _told(result: ScenarioResult, lang: str) -> Text:
    """The title; where something differs also the file and each difference."""
    told = Text(result.called(lang))
    if result.differences:
        told.append(f"\n{result.path}", "dim")
    for d in result.differences:
        said = label("scenario.difference", lang, where=d.where, key=d.key, expected=_text(d.expected), found=_text(d.found))
        told.append(f"\n{said}")
    return told
