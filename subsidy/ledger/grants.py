"""Earlier grants out of a ledger, for those who judge: of one enterprise, or of all for a batch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from subsidy import errors
from subsidy.facts import Case, Grant
from subsidy.intake.side_tables import SideTable
from subsidy.law.library import Library
from subsidy.law.run import prepare
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.url import shown


def with_grants(case: Case, ledger: Ledger, as_of: date, law: Library, where: str = "--ledger") -> Case:
    """The case with what the ledger has granted its enterprise up to the as-of day.

    Raises `errors.WithoutCode`, which says `where` the ledger was asked for, or `errors.PriorTwice`.
    """
    code = case.enterprise.uscc
    if code is None:
        raise errors.WithoutCode(where=where)
    if case.prior is not None:
        raise errors.PriorTwice(other="prior")
    return case.model_copy(update={"prior": tuple(_of_law(ledger.grants(code, as_of), as_of, law))})


def table_of_grants(ledger: Ledger, as_of: date, law: Library) -> SideTable[Grant]:
    """What the ledger has granted all enterprises, as the table of earlier grants of a batch."""
    prior = ledger.prior(as_of)
    table: SideTable[Grant] = SideTable(name=shown(ledger.url), sha256=prior.head.hash)
    for code, grants in prior.grants.items():
        if counting := list(_of_law(grants, as_of, law)):
            table.facts[code] = counting
            table.rows += len(counting)
    return table


def _of_law(grants: Iterable[Grant], as_of: date, law: Library) -> Iterable[Grant]:
    """Those for provisions of the law in use; a ledger may hold those of other policies."""
    known = {each.provision for _, _, each in prepare(as_of, None, None, law).provisions}
    return [grant for grant in grants if grant.provision in known]
