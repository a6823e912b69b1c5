"""Fifty writers at once: one first for a business, no fen over the cap, no deadlock left to its victim."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from subsidy import errors
from subsidy.ledger import retry
from subsidy.ledger.entry import Limits
from subsidy.ledger.ledger import Ledger
from tests.ledger.claims import DAY, FIRM, FIRST, OTHER, assessment, claim, draft, firm, first
from tests.ledger.databases import new_schema, raw

WRITERS = 50
Made = TypeVar("Made")


def at_once(address: str, work: Callable[[Ledger, int], Made]) -> Sequence[Made]:
    """What each writer makes, all of them let go at the same moment, each with a ledger of its own."""
    ready = threading.Barrier(WRITERS)

    def writer(number: int) -> Made:
        with Ledger.open(address) as ledger:
            ready.wait()
            return work(ledger, number)

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(writer, range(WRITERS)))


def test_of_fifty_who_claim_a_business_exactly_one_is_granted_it(address: str) -> None:
    names = ["保税 维修", "保税　维修", " 保税  维修", "保税 维修 "]

    def claims(ledger: Ledger, number: int) -> str:
        judged = assessment(uscc=firm(number), firsts=[first(names[number % 4])], imports="80000000.00")
        return next(outcome.code for outcome in ledger.post(judged, DAY) if outcome.provision == FIRST)

    assert Counter(at_once(address, claims)) == {"posted": 1, "first_of_business": WRITERS - 1}
    with Ledger.open(address) as ledger:
        assert [str(balance.balance) for balance in ledger.balances()] == ["300000.00"]
        assert ledger.verify().sound


def test_of_fifty_firsts_of_an_enterprise_exactly_one_is_granted_where_it_may_have_one(address: str) -> None:
    def claims(ledger: Ledger, number: int) -> str:
        judged = assessment(firsts=[first(f"业务{number}")], imports="80000000.00", readings={"first.once_per": "enterprise"})
        return next(outcome.code for outcome in ledger.post(judged, DAY) if outcome.provision == FIRST)

    assert Counter(at_once(address, claims)) == {"posted": 1, "first_of_enterprise": WRITERS - 1}


def test_fifty_grants_never_exceed_the_cap(address: str) -> None:
    def grants(ledger: Ledger, _: int) -> bool:
        try:
            return bool(ledger.add(draft("100000.00", limits=Limits(cap=3_000_000_00))))
        except errors.LimitReached as error:
            return bool(error.facts["limit"] != "cap")

    assert sum(at_once(address, grants)) == 30
    with Ledger.open(address) as ledger:
        assert [balance.balance for balance in ledger.balances()] == [Decimal("3000000.00")]
        assert [entry.id for entry in ledger.entries()] == list(range(1, 31))


def test_fifty_assessments_of_a_firm_come_to_the_last_one_posted(address: str) -> None:
    def posts(ledger: Ledger, number: int) -> str:
        return ledger.post([claim(f"{2_999_975 + number}.00", str(number)), claim("300000.00", str(number), "维修", provision=FIRST)], DAY)[
            0
        ].code

    found = Counter(at_once(address, posts))
    assert found == {"posted": 26, "cap": 24}
    with Ledger.open(address) as ledger:
        running = 0
        for entry in ledger.entries():
            running += {"granted": entry.amount, "clawed_back": -entry.amount}[entry.kind] if entry.provision != FIRST else 0
            assert running <= 3_000_000_00
        assert sum(entry.provision == FIRST for entry in ledger.entries()) == 1
        assert ledger.verify().sound


def test_fifty_times_the_same_assessment_is_posted_once(address: str) -> None:
    same = assessment(firsts=[first()])

    def posts(ledger: Ledger, _: int) -> tuple[str, ...]:
        return tuple(outcome.code for outcome in ledger.post(same, DAY) if outcome.code != "undetermined")

    assert Counter(at_once(address, posts)) == {("posted", "posted"): 1, ("already_posted", "already_posted"): WRITERS - 1}


def test_a_payment_is_made_once_by_fifty(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.post([claim("100.00", "a")], DAY)

    def pays(ledger: Ledger, _: int) -> bool:
        try:
            return bool(ledger.refer("paid", {1: None}, DAY))
        except errors.LimitReached:
            return False

    assert sum(at_once(address, pays)) == 1


def test_fifty_writers_of_everything_leave_a_sound_ledger(address: str) -> None:
    def writes(ledger: Ledger, number: int) -> None:
        chance = random.Random(number)
        for turn in range(3):
            uscc = chance.choice([FIRM, OTHER])
            ledger.post(
                [claim(f"{chance.randrange(1, 3_000_000)}.00", f"{number} {turn}", chance.choice(["2024", "2025"]), uscc=uscc)], DAY
            )
            try:
                ledger.reverse(chance.randrange(1, 40), DAY)
            except (errors.LimitReached, errors.UnknownEntry):
                continue

    at_once(address, writes)
    with Ledger.open(address) as ledger:
        assert ledger.verify().sound
        assert ledger.head().count >= WRITERS


def _locks_the_other_way_round(address: str, held: threading.Event, done: list[str]) -> None:
    """A client of its own that holds a balance and then wants the head, which the ledger's writers take first."""
    with raw(address).connect() as connection, connection.begin():
        connection.execute(sa.text("SET deadlock_timeout = '30s'"))
        connection.execute(sa.text("SELECT * FROM ledger_balance FOR UPDATE"))
        held.set()
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
        with raw(address).connect() as watcher:
            while not watcher.execute(sa.text(waiting)).scalar():
                watcher.rollback()
        connection.execute(sa.text("SELECT * FROM ledger_head FOR UPDATE"))
        done.append("had both")


def test_the_victim_of_a_deadlock_tries_again(postgresql: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address, held, done = new_schema(postgresql), threading.Event(), list[str]()
    seen: list[str] = []

    def waits(attempt: int) -> float:
        seen.append(f"again {attempt}")
        return 0.0

    monkeypatch.setattr(retry, "_wait_before", waits)
    with Ledger.open(address) as ledger:
        ledger.post([claim("100.00", "a")], DAY)
        other = threading.Thread(target=_locks_the_other_way_round, args=(address, held, done))
        other.start()
        held.wait()
        outcomes = ledger.post([claim("150.00", "b")], DAY)
        other.join()
        assert ([outcome.code for outcome in outcomes], done, seen) == (["posted"], ["had both"], ["again 1"])
        assert [str(balance.balance) for balance in ledger.balances()] == ["150.00"]
