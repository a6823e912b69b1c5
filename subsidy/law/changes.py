"""The law with other figures or other days in force, for a what-if.

The tables of its documents are edited and read anew, so that every check of the law holds for what comes out, and its
digest is another. A figure stands in place of all dated versions of the old one; dated versions are written as in a
law file. Where the days in force are moved, figures that are not named hold from the new first day to the new last.

>>> from subsidy.law.library import library
>>> changed = with_changes(library(), {"parameters": {"qingpu-2024-1/import-growth": {"rate": Decimal("0.03")}}})
>>> [p.figure().on(date(2025, 1, 1)) for p in changed.document("qingpu-2024-1").provisions[0].parameters]
[Decimal('0.03'), Decimal('3000000.00')]
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from subsidy import errors, money
from subsidy.facts import YEARS
from subsidy.law.data import BEYOND
from subsidy.law.library import Library, document_from
from subsidy.law.source import Source, fault

DAYS = ("in_force_from", "last_day")
"""What can be changed of a document."""

MOST_YEARS = 50
_BESIDE_THE_LAW = ("measures", "remarks")
"""What the text says measure by measure stays what it says: it is not asked whether changed figures agree with it."""

Table = dict[str, Any]


def with_changes(law: Library, changes: Mapping[str, Any], name: str = "changes", text: str = "") -> Library:
    """The law with `parameters` by provision and name, and `documents` with their days, as a what-if file writes them.

    Raises `errors.LawError` that names the file, the key and what is accepted, and the line where its text is given.
    """
    source = Source(name, text, dict(changes))
    edited: dict[str, Table] = {}
    for document, days in _tables(source, "documents"):
        table = _of(law, edited, document, source, ("documents", document), [d.id for d in law.documents])
        _set_days(table, days, source, document)
    for provision, figures in _tables(source, "parameters"):
        _set_figures(law, edited, provision, figures, source)
    return law.with_sources([Source(_source(law, document).name, "", table) for document, table in edited.items()])


def _tables(source: Source, group: str) -> Iterable[tuple[str, Table]]:
    """The tables of a group that change anything."""
    for name, table in source.table.get(group, {}).items():
        if not isinstance(table, Mapping):
            _refuse(source, (group, name), table, "a table of keys and values", "由键和值组成的表")
        yield name, dict(table)


def _source(law: Library, document: str) -> Source:
    return next(source for source in law.sources if source.table["id"] == document)


def _of(law: Library, edited: dict[str, Table], document: str, source: Source, where: Sequence[str], known: Sequence[str]) -> Table:
    """The table of a document that is being edited."""
    if document not in {held.id for held in law.documents}:
        raise _unknown(source, where, known)
    if document not in edited:
        table = {key: value for key, value in _source(law, document).table.items() if key not in _BESIDE_THE_LAW}
        edited[document] = copy.deepcopy(table)
    return edited[document]


def _set_days(table: Table, days: Table, source: Source, document: str) -> None:
    for key, day in days.items():
        where = ("documents", document, key)
        if key not in DAYS:
            raise _unknown(source, where, DAYS)
        if type(day) is not date or day.year not in YEARS:
            _refuse(source, where, day, "a day as 2027-02-05", "日期，如 2027-02-05")
        table[key] = day
        for noted in ("assumed", "not_stated"):
            if key in table.get(noted, []):
                table[noted] = [name for name in table[noted] if name != key]
    for figure in (figure for provision in table.get("provisions", []) for figure in _figures_of(provision)):
        _stretch(figure["versions"], table)
    _check(table, source, ("documents", document))


def _figures_of(provision: Table) -> list[Table]:
    return [*provision.get("parameters", []), *provision.get("schedules", [])]


def _stretch(versions: list[Table], table: Table) -> None:
    """Figures hold over all days in force, whatever these are now."""
    first, last = versions[0], versions[-1]
    if "from" in first and "in_force_from" in table:
        first["from"] = min(first["from"], table["in_force_from"])
    if "to" in last and "last_day" in table:
        last["to"] = max(last["to"], table["last_day"])


def _set_figures(law: Library, edited: dict[str, Table], provision: str, figures: Table, source: Source) -> None:
    """Other figures of one provision, named as DOCUMENT/PROVISION."""
    where = ("parameters", provision)
    document, _, part = provision.partition("/")
    known = [f"{document.id}/{held.id}" for document, held in law.provisions()]
    if provision not in known:
        raise _unknown(source, where, known)
    table = _of(law, edited, document, source, where, known)
    held = {figure["name"]: figure for one in table["provisions"] if one["id"] == part for figure in _figures_of(one)}
    for name, given in figures.items():
        if name not in held:
            raise _unknown(source, (*where, name), list(held))
        held[name]["versions"] = _versions(held[name], given, source, (*where, name))
        _check(table, source, (*where, name))


def _versions(figure: Table, given: Any, source: Source, where: Sequence[str]) -> list[Table]:
    """The dated versions that a change gives; one figure holds on all days."""
    is_schedule = any("steps" in version for version in figure["versions"])
    if isinstance(given, Sequence) and not isinstance(given, str) and given and all(isinstance(version, Mapping) for version in given):
        known = ("from", "to", "steps" if is_schedule else "value")
        for version in given:
            if unknown := [key for key in version if key not in known]:
                raise _unknown(source, (*where, unknown[0]), known)
            if "value" in version:
                _check_figure(figure, version["value"], source, where)
        return [dict(version) for version in given]
    if is_schedule:
        _refuse(source, where, given, "dated versions with their steps, as in a law file", "带各档次的各时期版本，写法同法规文件")
    _check_figure(figure, given, source, where)
    first = figure["versions"][0]
    return [({"from": first["from"]} if "from" in first else {}) | {"value": given}]


def _check_figure(figure: Table, value: Any, source: Source, where: Sequence[str]) -> None:
    if figure.get("unit") == "years":
        if type(value) is not int or not 1 <= value <= MOST_YEARS:
            _refuse(source, where, value, f"a whole number from 1 to {MOST_YEARS}", f"1 到 {MOST_YEARS} 的整数")
    elif type(value) not in (int, Decimal) or not money.is_plain(value) or not 0 <= value < BEYOND:
        dated = "[{ from = 2024-02-06, to = 2025-12-31, value = 0.025 }, { from = 2026-01-01, value = 0.03 }]"
        _refuse(source, where, value, f"a figure not below zero, such as 0.03, or dated versions as {dated}",
                f"不小于零的数，如 0.03，或各时期的版本，如 {dated}")  # fmt: skip


def _check(table: Table, source: Source, where: Sequence[str]) -> None:
    """Every check of the law; what it finds is said of the change that caused it."""
    try:
        document_from(table, table["id"])
    except errors.LawError as error:
        problem = str(error.facts["problem"]).removeprefix("Value error, ")
        raise fault(source, where, problem, error.facts.get("problem_zh")) from None


def _unknown(source: Source, where: Sequence[str], known: Sequence[str]) -> errors.LawError:
    listed = ", ".join(known)
    return fault(source, where, f"{where[-1]!r} is not known; known: {listed}", f"没有 {where[-1]!r}；可用：{listed}")


def _refuse(source: Source, where: Sequence[str], value: object, accepted: str, accepted_zh: str) -> None:
    raise fault(source, where, f"{_shown(value)} is not usable; accepted: {accepted}", f"{_shown(value)} 不可用；可接受：{accepted_zh}")


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str) else str(value)
