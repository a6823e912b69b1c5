"""Of which kind of table headings are: of imports, or of one of the tables beside them.

>>> table_beside(["统一社会信用代码", "企业名称", "所在综保区"], 2), table_beside(["统一社会信用代码", "企业名称", "进囗日期", "进口额"], 3)
('register', None)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from subsidy.intake.aliases import accepted
from subsidy.intake.cell import clean
from subsidy.intake.layout import WideColumn
from subsidy.intake.meanings import CURRENCIES, Dictionary, Meaning
from subsidy.intake.wide import names_value, wide_columns

NEEDED = {
    "imports": ("date", "rmb"),
    "register": ("uscc",),
    "firsts": ("uscc", "business", "kind"),
    "warehousing": ("uscc", "from", "to", "amount"),
    "prior": ("uscc", "provision", "period", "amount"),
    "rates": ("month", "currency", "rate"),
    "quantities": ("uscc", "quantity", "period", "figure"),
}
IDENTITY = ("uscc", "customs_code", "name")
UNUSED = ("ignored", "finer")
"""Headings that are known and give no field: columns that are not needed, and periods that are neither years nor months."""
_OF_REGISTER = ("zone", "settled_on", "foreign_trade", "qualified")
"""What a register says beside who an enterprise is."""


def wide_of(record: Sequence[str], meanings: Sequence[Meaning | None], known: Dictionary) -> tuple[WideColumn, ...]:
    """The columns by period of what would be the heading of a wide table; a row of data with years in it is none."""
    found = {meaning.field for meaning in meanings if meaning}
    if known.table != "imports" or "date" in found:
        return ()
    columns = tuple(column for column in wide_columns(record, known.titles) if meanings[column.number] is None)
    filled = sum(1 for cell in record if clean(cell))
    is_heading = found & {*IDENTITY} or len(columns) == filled or any(names_value(column.heading) for column in columns)
    return columns if is_heading else ()


def table_beside(headings: Sequence[str], fields: int) -> str | None:
    """The kind of table beside the imports that headings fit better than so many fields of imports of which one is lacking."""
    best, fit = None, (fields, False)
    for table in list(NEEDED)[1:]:
        found = _fields(headings, Dictionary.of(table, {}))
        if (this := (len(found), found.issuperset(NEEDED[table]))) > fit:
            best, fit = table, this
    return best


def is_imports(headings: Sequence[str]) -> bool:
    """Whether headings are whole as those of imports, and say nothing of what a register does beside names."""
    if _fields(headings, Dictionary.of("register", {})) & {*_OF_REGISTER}:
        return False
    known = Dictionary.of("imports", {})
    found = _fields(headings, known)
    is_long = "date" in found and bool(found & CURRENCIES.keys())
    return is_long or bool(wide_of(headings, [known.meaning(heading) for heading in headings], known))


def of_register() -> str:
    """The headings of what a register says beside names."""
    return ", ".join(accepted("register", field).split(", ")[0] for field in _OF_REGISTER)


def _fields(headings: Iterable[str], known: Dictionary) -> set[str]:
    return {meaning.field for heading in headings if (meaning := known.meaning(heading))} - {*UNUSED}
