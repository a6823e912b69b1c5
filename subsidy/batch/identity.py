"""Which enterprise a row belongs to: by its own code, else by what the register says of its customs code or name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from subsidy.intake.headings import Layout
from subsidy.intake.side_tables import Register
from subsidy.intake.values import Parsed

IDENTITY = ("uscc", "customs_code", "name")
"""The fields that identify an enterprise, in the order in which they go before each other."""


@dataclass(frozen=True)
class Directory:
    """Enterprises by customs code and by name, as far as a register tells them apart."""

    by_customs_code: Mapping[str, str]
    by_name: Mapping[str, str]

    @classmethod
    def of(cls, register: Register | None) -> Directory:
        return cls(_told_apart(register, "customs_code"), _told_apart(register, "name")) if register else cls({}, {})

    def resolve(self, table: Table, layout: Layout, owner: str | None) -> Table:
        """Add `enterprise`: the code where it is filled in, else what customs code or name stand for."""
        if _belongs_to_owner(layout, owner):
            return table.mutate(enterprise=ibis.literal(owner))
        with_code = _looked_up(table, table["customs_code"], self.by_customs_code, "by_customs_code")
        with_name = _looked_up(with_code, with_code["name"], self.by_name, "by_name")
        own = ibis.coalesce(with_name["uscc"], with_name["by_customs_code"], with_name["by_name"])
        unusable = with_name["uscc_code"].notnull()
        return with_name.mutate(enterprise=ibis.ifelse(unusable, ibis.null("string"), own))

    def enterprise_of(self, parsed: Mapping[str, Parsed]) -> str | None:
        """The enterprise that the cells of one row identify: a code that is filled in and cannot be used identifies none."""
        if parsed["uscc"].code is not None:
            return None
        own: str | None = parsed["uscc"].value
        by_others = self.by_customs_code.get(parsed["customs_code"].value), self.by_name.get(parsed["name"].value)
        return own or next(filter(None, by_others), None)


def _belongs_to_owner(layout: Layout, owner: str | None) -> bool:
    return owner is not None and not set(IDENTITY) & layout.columns.keys()


def _told_apart(register: Register, field: str) -> dict[str, str]:
    """The enterprise that a text of a field stands for, where all rows of the register that have it, usable or not, are of that one."""
    owners: dict[str | None, set[str | int]] = defaultdict(set)
    for code, rows in register.facts.items():
        for firm in rows:
            owners[getattr(firm, field)].add(code)
    for number, row in enumerate(register.unusable):
        owners[row.get(field)].add(row.get("uscc") or number)
    firms = register.firms
    alone = {text: next(iter(codes)) for text, codes in owners.items() if text and len(codes) == 1}
    return {text: code for text, code in alone.items() if isinstance(code, str) and code in firms}


def _looked_up(table: Table, text: Value, known: Mapping[str, str], name: str) -> Table:
    """Add a column of what a text stands for."""
    if not known:
        return table.mutate(**{name: ibis.null("string")})
    entries = ibis.memtable(pa.table({f"text_{name}": list(known), name: list(known.values())}))
    return table.left_join(entries, text == entries[f"text_{name}"]).drop(f"text_{name}")
