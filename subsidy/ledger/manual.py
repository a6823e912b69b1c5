"""Entries that no assessment asks for: payments, sums taken back by hand, and reversals; each refers to another entry.

paid         refers to the grant that it pays; without a sum, all that is unpaid
clawed_back  refers to the grant of which it takes back; without a sum, all that is granted
reversed     refers to the entry that it undoes, whole and once
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from subsidy import errors, money
from subsidy.facts import MONEY_FORM
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.ledger.entry import Draft, Entry, Kind
from subsidy.ledger.store import Writer, refusal
from subsidy.ledger.tables import LAST_NUMBER

Manual = Literal["paid", "clawed_back"]
MANUAL: tuple[Manual, ...] = ("paid", "clawed_back")
WHERE = "--reference"
_GRANT = ("a grant as `subsidy ledger show --entries` lists them", "`subsidy ledger show --entries` 列出的核定分录")
_ENTRY = ("an entry as `subsidy ledger show --entries` lists them", "`subsidy ledger show --entries` 列出的分录")


def referring(writer: Writer, kind: Manual, reference: int, amount: Decimal | None, day: date) -> Entry:
    """A payment of a grant, or a sum taken back of it; raises `errors.UnknownEntry`, `errors.BadValue` or `errors.LimitReached`."""
    grant = _entry(writer, reference, _GRANT)
    if amount is not None and amount <= 0:
        raise errors.BadValue(where="--amount", value=amount, accepted="a sum above zero", accepted_zh="大于零的金额")
    fen = _all_of(writer, kind, grant) if amount is None else _fen(amount)
    if fen <= 0:
        raise refusal("overpaid" if kind == "paid" else "below_zero", _draft(grant, kind, grant.amount, day))
    return writer.add(_draft(grant, kind, fen, day))


def _fen(amount: Decimal) -> int:
    try:
        return money.to_fen(money.yuan(amount))
    except money.NotMoney:
        raise errors.BadValue(where="--amount", value=amount, accepted=MONEY_FORM, accepted_zh=ACCEPTED_ZH[MONEY_FORM]) from None


def _all_of(writer: Writer, kind: Manual, grant: Entry) -> int:
    if kind == "paid":
        return writer.unpaid(grant)
    return writer.granted(grant.uscc, grant.provision, grant.matter) or 0


def reversal(writer: Writer, reference: int, day: date) -> Entry:
    """The reversal of an entry; raises `errors.UnknownEntry` or `errors.LimitReached`."""
    undone = _entry(writer, reference, _ENTRY)
    return writer.add(_draft(undone, "reversed", undone.amount, day))


def _entry(writer: Writer, number: int, accepted: tuple[str, str]) -> Entry:
    found = writer.entry(number) if 0 < number <= LAST_NUMBER else None
    if found is None:
        raise errors.UnknownEntry(where=WHERE, value=number, accepted=accepted[0], accepted_zh=accepted[1])
    return found


def _draft(of: Entry, kind: Kind, amount: int, day: date) -> Draft:
    return Draft(of.uscc, of.provision, of.period, kind, amount, day, of.id, of.receipt, of.assessment)
