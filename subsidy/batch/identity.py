"""Which enterprise a row belongs to: by its own code, else by what the register says of its customs code or name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from subsidy.intake.headings import Layout
from subsidy.intake.side_tables import Register


@dataclass(frozen=True)
class Directory:
    """Enterprises by customs code and by name, as far as a register tells them apart."""

    by_customs_code: Mapping[str, str]
    by_name: Mapping[str, str]

    @classmethod
    def of(cls, register: Register | None) -> Directory:
        firms = register.firms if register else {}
        return cls(
            _unique((firm.customs_code, code) for code, firm in firms.items()), _unique((firm.name, code) for code, firm in firms.items())
        )

    def resolve(self, table: Table, layout: Layout, owner: str | None) -> Table:
        """Add `enterprise`: the code where it is filled in, else what customs code or name stand for."""
        if owner is not None and not {"uscc", "customs_code", "name"} & layout.columns.keys():
            return table.mutate(enterprise=ibis.literal(owner))
        with_code = _looked_up(table, "customs_code", self.by_customs_code)
        with_name = _looked_up(with_code, "name", self.by_name)
        own = ibis.coalesce(with_name["uscc"], with_name["enterprise_by_customs_code"], with_name["enterprise_by_name"])
        unusable = with_name["uscc_code"].notnull()
        return with_name.mutate(enterprise=ibis.ifelse(unusable, ibis.null("string"), own))


def _unique(pairs: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """What stands for one enterprise only."""
    known = [(text, code) for text, code in pairs if text]
    times = Counter(text for text, _ in known)
    return {text: code for text, code in known if times[text] == 1}


def _looked_up(table: Table, field: str, known: Mapping[str, str]) -> Table:
    """Add `enterprise_by_FIELD`: what the field's value stands for."""
    name = f"enterprise_by_{field}"
    if not known:
        return table.mutate(**{name: ibis.null("string")})
    entries = ibis.memtable(pa.table({f"known_{field}": list(known), name: list(known.values())}))
    return table.left_join(entries, table[field] == entries[f"known_{field}"]).drop(f"known_{field}")
