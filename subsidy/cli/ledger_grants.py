"""Earlier grants out of a ledger, for commands that judge: of one enterprise, or of all for a batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from subsidy import errors
from subsidy.cli.common import Terms
from subsidy.facts import Case, Grant
from subsidy.law.run import prepare
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.url import shown

if TYPE_CHECKING:
    from subsidy.intake.side_tables import SideTable


def with_grants(case: Case, address: str, terms: Terms) -> Case:
    """The case with what the ledger has granted its enterprise up to the as-of day."""
    code = case.enterprise.uscc
    if code is None:
        raise errors.WithoutCode(where="--ledger")
    if case.prior is not None:
        raise errors.PriorTwice(other="prior")
    with Ledger.open(address) as ledger:
        grants = ledger.grants(code, terms.as_of)
    return case.model_copy(update={"prior": tuple(_of_law(grants, terms))})


def table_of_grants(address: str, terms: Terms) -> SideTable[Grant]:
    """What the ledger has granted all enterprises, as the table of earlier grants of a batch."""
    from subsidy.intake.side_tables import SideTable

    with Ledger.open(address) as ledger:
        prior = ledger.prior(terms.as_of)
        table: SideTable[Grant] = SideTable(name=shown(ledger.url), sha256=prior.head.hash)
    for code, grants in prior.grants.items():
        if counting := list(_of_law(grants, terms)):
            table.facts[code] = counting
            table.rows += len(counting)
    return table


def _of_law(grants: Iterable[Grant], terms: Terms) -> Iterable[Grant]:
    """Those for provisions of the law in use; a ledger may hold those of other policies."""
    known = {each.provision for _, _, each in prepare(terms.as_of, None, None, terms.law).provisions}
    return [grant for grant in grants if grant.provision in known]
