"""Which kind of table some first records begin: the one of whose headings they have most.

>>> likeliest([["统一社会信用代码", "条款", "年度", "金额（元）"]], {})
Fit(fields=4, is_whole=True, kind='prior')
>>> likeliest([["园区2025年工作计划", "制表人：张三"]], {}) is None
True
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from subsidy import errors
from subsidy.intake.asked import How
from subsidy.intake.files import as_utf8, faults_named, kind_of
from subsidy.intake.headings import recognised
from subsidy.intake.kinds import NEEDED, UNUSED
from subsidy.intake.text_table import DELIMITERS, records
from subsidy.intake.workbook_cells import Sheet, text_of

KINDS = tuple(NEEDED)
"""Imports first, then the tables beside them."""

_LOOKED_AT = 40
_ENOUGH = 2
"""So many known headings make a heading line, as where workbooks are read."""
_MONEY = {"rmb", "usd", "value"}

Records = Sequence[Sequence[str]]


class Fit(NamedTuple):
    """How many different fields of a kind the best record has headings of, and whether none that is needed is lacking."""

    fields: int
    is_whole: bool
    kind: str


class Head(NamedTuple):
    """The first filled rows of a sheet."""

    sheet: str
    records: Records


def likeliest(head: Records, mapping: Mapping[str, str]) -> Fit | None:
    """The kind that fits best, of equals the first; None where no record has enough headings of any."""
    fits = [fit(head, kind, mapping if kind == "imports" else {}) for kind in KINDS]
    best = max(fits, key=lambda found: found[:2])
    return best if best.fields >= _ENOUGH else None


def fit(head: Records, kind: str, mapping: Mapping[str, str]) -> Fit:
    """How well some first records fit a kind."""
    found = [{alias.field for alias in aliases} - {*UNUSED} for aliases in recognised(head, kind, mapping)]
    return max((Fit(len(fields), _is_whole(fields, kind), kind) for fields in found), default=Fit(0, False, kind))


def _is_whole(fields: set[str], kind: str) -> bool:
    if kind != "imports":
        return fields.issuperset(NEEDED[kind])
    return "wide" in fields or ("date" in fields and (bool(fields & _MONEY) or fields >= {"amount", "currency"}))


def first_records(path: str, how: How) -> Records:
    """The first records of a text, cut at the delimiter at which they fit some kind best, or the names of Parquet columns."""
    if kind_of(path) == "parquet":
        from pyarrow import parquet  # noqa: PLC0415 - few calls need it

        return [parquet.read_schema(path).names]
    source = as_utf8(path, how.encoding, how.workspace, how.max_bytes)
    cuts = [[record.cells for record in itertools.islice(records(source, delimiter), _LOOKED_AT)] for delimiter in DELIMITERS]
    return max(cuts, key=lambda cut: max(fit(cut, kind, {}).fields for kind in KINDS))


def sheet_heads(path: str, how: How) -> Iterator[Head]:
    """The first filled rows of each sheet of a workbook; raises the errors of the readers."""
    with faults_named(path, how.workspace):
        for sheet in _sheets(path, how):
            rows = ([text_of(cell) for cell in cells] for _, cells in sheet.rows)
            yield Head(sheet.name, list(itertools.islice(filter(any, rows), _LOOKED_AT)))


def _sheets(path: str, how: How) -> Iterator[Sheet]:
    try:
        if kind_of(path) == "workbook":
            from subsidy.intake import workbook_xlsx  # noqa: PLC0415 - needs an extra

            return workbook_xlsx.sheets(path, how.max_bytes)
        from subsidy.intake import workbook_xls  # noqa: PLC0415 - needs an extra

        return workbook_xls.sheets(path)
    except ModuleNotFoundError:
        raise errors.MissingExtra(what=path, extra="xlsx") from None
