"""Whatever is done to the tables behind the program's back is found, and the entry is named."""

from collections.abc import Sequence

import pytest

from subsidy.law.wording import sentence
from subsidy.ledger.entry import GENESIS
from subsidy.ledger.ledger import Ledger
from tests.ledger.claims import DAY, FIRST, OTHER, claim
from tests.ledger.databases import execute, raw

OFF = {"sqlite": "DROP TRIGGER {name}", "postgresql": "ALTER TABLE {table} DISABLE TRIGGER {name}"}
ON = {"postgresql": "ALTER TABLE {table} ENABLE TRIGGER {name}"}
GUARDS = [("ledger_entry", "ledger_entry_append_only"), ("ledger_entry", "ledger_entry_not_emptied"),
          ("ledger_posting", "ledger_posting_append_only"), ("ledger_posting", "ledger_posting_not_emptied")]  # fmt: skip


def filled(ledger: Ledger) -> None:
    """Five entries: two grants, a first, a payment, a reversal."""
    ledger.post([claim("100.00", "a"), claim("50.00", "b", uscc=OTHER), claim("300000.00", "c", "维修", provision=FIRST)], DAY)
    ledger.refer("paid", {1: None}, DAY)
    ledger.reverse(4, DAY)


def tamper(address: str, *statements: str) -> None:
    """Statements with what protects the tables out of the way, and, where that can be, put back."""
    name = raw(address).dialect.name
    guarded = [statement.format(table=table, name=trigger) for table, trigger in GUARDS for statement in [OFF[name]]]
    restored = [ON[name].format(table=table, name=trigger) for table, trigger in GUARDS if name in ON]
    reads = [] if name == "postgresql" else ["PRAGMA defer_foreign_keys = ON"]
    execute(address, *guarded, *reads, *statements, *restored)


def faults(ledger: Ledger, anchor: str | None = None) -> list[tuple[str, int | None]]:
    return [(fault.code, fault.entry) for fault in ledger.verify(anchor).faults if fault.code != "unprotected"]


def test_a_ledger_that_nobody_touched_is_sound(ledger: Ledger) -> None:
    assert (ledger.verify().sound, ledger.verify(GENESIS).anchored) == (True, 0)
    filled(ledger)
    found = ledger.verify()
    assert (found.sound, found.count, found.hash) == (True, 5, ledger.head().hash)


ALTERED = [
    "amount = amount + 1", "uscc = '913101180000000005'", "provision = 'other'", "period = '2024'", "day = '2026-03-03'",
    "receipt = '{{}}'", "assessment = '{\"a\"\\:1}'", "matter = 'x'", "cap = 5", "exclusive = NOT exclusive", "once = NOT once",
    "support_year = 1, support_years = 3", f"previous = '{'0' * 63}1'", f"hash = '{'0' * 63}1'",
]  # fmt: skip


@pytest.mark.parametrize("change", ALTERED, ids=[change.split()[0] for change in ALTERED])
def test_an_altered_entry_is_named(ledger: Ledger, address: str, change: str) -> None:
    filled(ledger)
    tamper(address, f"UPDATE ledger_entry SET {change} WHERE id = 2")
    assert ("altered", 2) in faults(ledger)


@pytest.mark.parametrize("change", ["kind = 'clawed_back'", "reference = 3"])
def test_an_altered_kind_or_reference_is_named(ledger: Ledger, address: str, change: str) -> None:
    filled(ledger)
    tamper(address, f"UPDATE ledger_entry SET {change} WHERE id = 4")
    assert ("altered", 4) in faults(ledger)


def test_an_entry_that_was_removed_is_named(ledger: Ledger, address: str) -> None:
    filled(ledger)
    tamper(address, "DELETE FROM ledger_posting WHERE entry = 2", "DELETE FROM ledger_entry WHERE id = 2")
    assert faults(ledger)[0] == ("missing", 2)


def test_an_entry_that_was_removed_and_the_rest_moved_up_is_named(ledger: Ledger, address: str) -> None:
    ledger.post([claim(f"{number}.00", str(number), str(2023 + number)) for number in (1, 2, 3)], DAY)
    moved = ["DELETE FROM ledger_posting", "DELETE FROM ledger_entry WHERE id = 2", "UPDATE ledger_entry SET id = 2 WHERE id = 3"]
    tamper(address, *moved)
    assert {("order", 2), ("altered", 2)} <= set(faults(ledger))


def test_entries_that_were_exchanged_are_named(ledger: Ledger, address: str) -> None:
    ledger.post([claim(f"{number}.00", str(number), str(2023 + number)) for number in (1, 2, 3)], DAY)
    tamper(
        address,
        "DELETE FROM ledger_posting",
        *(f"UPDATE ledger_entry SET id = {new} WHERE id = {old}" for old, new in ((2, 9), (3, 2), (9, 3))),
    )
    assert {("order", 2), ("altered", 2), ("order", 3), ("altered", 3)} <= set(faults(ledger))


def test_an_end_that_was_cut_off_is_found(ledger: Ledger, address: str) -> None:
    filled(ledger)
    tamper(address, "DELETE FROM ledger_entry WHERE id >= 4")
    assert ("missing", 4) in faults(ledger)


def test_an_end_that_was_cut_off_with_all_that_follows_from_it_is_found_by_the_hash_noted_elsewhere(ledger: Ledger, address: str) -> None:
    filled(ledger)
    anchor, third = ledger.head().hash, ledger.entries()[2].hash
    cut = ["DELETE FROM ledger_entry WHERE id >= 4", f"UPDATE ledger_head SET count = 3, hash = '{third}'"]
    tamper(address, *cut)
    assert faults(ledger) == []
    assert faults(ledger, anchor) == [("anchor", None)]
    assert ledger.verify(third).anchored == 3


def test_a_hash_noted_earlier_stays_good_as_the_ledger_grows(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    anchor = ledger.head().hash
    ledger.post([claim("120.00", "b")], DAY)
    assert (ledger.verify(anchor).sound, ledger.verify(anchor).anchored) == (True, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_balance SET granted = granted - 1",
        "UPDATE ledger_balance SET paid = 1",
        "DELETE FROM ledger_balance",
        "UPDATE ledger_enterprise SET matters = 0",
        "INSERT INTO ledger_enterprise VALUES ('x', 'y', 1, false)",
    ],
)
def test_a_balance_that_does_not_follow_is_named(ledger: Ledger, address: str, statement: str) -> None:
    filled(ledger)
    execute(address, statement)
    assert {code for code, _ in faults(ledger)} == {"balance"}


@pytest.mark.parametrize("statement", ["UPDATE ledger_head SET count = 4", "UPDATE ledger_head SET hash = 'x'"])
def test_a_kept_end_that_is_not_the_last_entry_is_found(ledger: Ledger, address: str, statement: str) -> None:
    filled(ledger)
    execute(address, statement)
    assert faults(ledger) == [("head", 5)]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM ledger_posting WHERE entry = 2", "UPDATE ledger_posting SET receipt = 'x' WHERE entry = 2"]
)
def test_an_assessment_that_was_unposted_is_found(ledger: Ledger, address: str, statement: str) -> None:
    filled(ledger)
    tamper(address, statement)
    assert faults(ledger) == [("posting", 2)]


def safeguards(ledger: Ledger) -> Sequence[str]:
    return [fault.what for fault in ledger.verify().faults if fault.code == "unprotected"]


def test_safeguards_that_were_removed_are_named(ledger: Ledger, address: str) -> None:
    name = raw(address).dialect.name
    execute(address, OFF[name].format(table="ledger_entry", name="ledger_entry_append_only"), "DROP INDEX ledger_first_of_business")
    assert safeguards(ledger) == ["ledger_entry_append_only", "ledger_first_of_business"]


@pytest.mark.parametrize("code", ["missing", "order", "altered", "head", "limit", "balance", "posting", "noted", "anchor", "unprotected"])
def test_every_fault_has_a_sentence_in_both_languages(code: str) -> None:
    assert sentence("tampering", code, "zh").format(entry=1, what="x") != sentence("tampering", code, "en").format(entry=1, what="x")
