"""A ledger beside a plain model of one: the same calls, in any order, come to the same outcomes and the same sums."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from subsidy import errors
from subsidy.ledger.ledger import Ledger
from tests.ledger.claims import DAY, FIRM, FIRST, GROWTH, OTHER, claim
from tests.ledger.databases import new_file, new_schema

CAPS = {GROWTH: 300000000, FIRST: 30000000}
MATTERS = {GROWTH: ("2024", "2025"), FIRST: ("甲", "乙")}
ONCE = {"payout.rounding": "fen", "first.once_per": "enterprise"}
MANY = {"payout.rounding": "fen", "first.once_per": "business"}
Key = tuple[str, str, str]


@dataclass
class Model:
    """What a ledger is to come to, in fen, without a database."""

    granted: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    paid: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    seen: set[tuple[str, Key]] = field(default_factory=set)
    entries: list[tuple[str, Key, int, int | None]] = field(default_factory=list)
    ever: set[Key] = field(default_factory=set)
    cap_of: dict[Key, int] = field(default_factory=dict)
    once: dict[tuple[str, str], bool] = field(default_factory=dict)

    def post(self, key: Key, total: int, receipt: str, *, once: bool) -> str:
        if (receipt, key) in self.seen:
            return "already_posted"
        if not total and not self._standing(key):
            return "ineligible"
        difference = total - self.granted[key]
        if difference > 0 and self._taken_back(key):
            return "taken_back"
        if difference > 0 and (limit := self._limit(key, difference, once=once)):
            return limit
        self.seen.add((receipt, key))
        if not difference:
            return "unchanged"
        if difference > 0:
            if not self.granted[key]:
                self.once[key[:2]] = once
            self.cap_of[key] = CAPS[key[1]]
        self._enter("granted" if difference > 0 else "clawed_back", key, abs(difference), None)
        return "posted"

    def _standing(self, key: Key) -> bool:
        """Whether a grant was made that has not been reversed."""
        return any(entry[:2] == ("granted", key) and not self._undone(number) for number, entry in enumerate(self.entries, 1))

    def _taken_back(self, key: Key) -> bool:
        """Whether something was taken back by hand, and that was not reversed."""
        by_hand = (number for number, entry in enumerate(self.entries, 1) if entry[:2] == ("clawed_back", key) and entry[3])
        return any(not self._undone(number) for number in by_hand)

    def _undone(self, number: int) -> bool:
        return any(entry[0] == "reversed" and entry[3] == number for entry in self.entries)

    def _limit(self, key: Key, difference: int, *, once: bool) -> str | None:
        uscc, provision, matter = key
        if self.granted[key] + difference > CAPS[provision]:
            return "cap"
        if provision == FIRST and any(sum_ and k[1:] == (provision, matter) and k[0] != uscc for k, sum_ in self.granted.items()):
            return "first_of_business"
        return "first_of_enterprise" if self._has_another(key, once=once) else None

    def _has_another(self, key: Key, *, once: bool) -> bool:
        others = [k for k, sum_ in self.granted.items() if sum_ and k[:2] == key[:2] and k != key]
        return bool(others) and (once if not self.granted[key] else self.once.get(key[:2], False))

    def refer(self, kind: str, number: int, fen: int) -> str:
        of_kind, key, _, _ = self.entries[number - 1]
        if of_kind != "granted" or self._undone(number):
            return "reference"
        if kind == "paid" and self.paid[key] + fen > self.granted[key]:
            return "overpaid"
        if kind == "clawed_back" and fen > self.granted[key]:
            return "below_zero"
        self._enter(kind, key, fen, number)
        return "posted"

    def reverse(self, number: int) -> set[str]:
        """`posted`, or the limits of which any may be named."""
        kind, key, amount, _ = self.entries[number - 1]
        found = {"reference"} if kind == "reversed" else set()
        if self._undone(number):
            found.add("reversed_before")
        back = {"granted": -amount, "clawed_back": amount}.get(kind, 0)
        if self.granted[key] + back < 0:
            found.add("below_zero")
        if kind == "granted" and self.paid[key] > self.granted[key] + back:
            found.add("overpaid")
        if kind == "paid" and self.paid[key] < amount:
            found.add("paid_below_zero")
        if kind == "clawed_back":
            found |= self._refused_again(key, back)
        if found:
            return found
        self._enter("reversed", key, amount, number)
        return {"posted"}

    def _refused_again(self, key: Key, back: int) -> set[str]:
        found = {"cap"} if self.granted[key] + back > self.cap_of[key] else set()
        if key[1] == FIRST and any(sum_ and k[1:] == key[1:] and k[0] != key[0] for k, sum_ in self.granted.items()):
            found.add("first_of_business")
        others = [k for k, sum_ in self.granted.items() if sum_ and k[:2] == key[:2] and k != key]
        return found | ({"first_of_enterprise"} if others and self.once.get(key[:2]) else set())

    def _enter(self, kind: str, key: Key, fen: int, reference: int | None) -> None:
        of = self.entries[reference - 1][0] if kind == "reversed" and reference else kind
        sign = -1 if kind == "reversed" else 1
        self.granted[key] += sign * {"granted": fen, "clawed_back": -fen}.get(of, 0)
        self.paid[key] += sign * (fen if of == "paid" else 0)
        self.ever.add(key)
        self.entries.append((kind, key, fen, reference))


class Beside(RuleBasedStateMachine):
    """The ledger and the model side by side."""

    address = ""

    def __init__(self) -> None:
        super().__init__()
        self.model, self.ledger, self.receipts = Model(), Ledger.open(self.new()), itertools.count()

    def new(self) -> str:
        raise NotImplementedError

    @rule(data=st.data(), uscc=st.sampled_from([FIRM, OTHER]), provision=st.sampled_from([GROWTH, FIRST]), once=st.booleans())
    def post(self, data: Any, uscc: str, provision: str, once: bool) -> None:
        matter = data.draw(st.sampled_from(MATTERS[provision]))
        total = data.draw(st.sampled_from([0, 1, CAPS[provision] - 1, CAPS[provision], CAPS[provision] + 1]))
        receipt = str(data.draw(st.sampled_from([next(self.receipts), 0])))
        sums = f"{Decimal(total) / 100:.2f}"
        asked = claim(sums, receipt, matter, uscc=uscc, provision=provision, readings=ONCE if once else MANY)
        (outcome,) = self.ledger.post([asked], DAY)
        assert outcome.code == self.model.post((uscc, provision, matter), total, receipt, once=once and provision == FIRST)

    @rule(data=st.data(), kind=st.sampled_from(["paid", "clawed_back"]))
    def refer(self, data: Any, kind: Any) -> None:
        if self.model.entries:
            number = data.draw(st.integers(1, len(self.model.entries)))
            fen = data.draw(st.sampled_from([1, 29999999, 300000000]))
            assert self._outcome(lambda: self.ledger.refer(kind, {number: Decimal(fen) / 100}, DAY)) == self.model.refer(kind, number, fen)

    @rule(data=st.data())
    def reverse(self, data: Any) -> None:
        if self.model.entries:
            number = data.draw(st.integers(1, len(self.model.entries)))
            assert self._outcome(lambda: self.ledger.reverse(number, DAY)) in self.model.reverse(number)

    def _outcome(self, work: Any) -> str:
        try:
            work()
        except errors.LimitReached as error:
            return str(error.facts["limit"])
        return "posted"

    @invariant()
    def comes_to_the_same(self) -> None:
        found = {(b.uscc, b.provision, b.period): (int(b.balance * 100), int(b.paid * 100)) for b in self.ledger.balances()}
        assert found == {key: (self.model.granted[key], self.model.paid[key]) for key in self.model.ever}

    def teardown(self) -> None:
        assert self.ledger.verify().sound
        assert self.ledger.head().count == len(self.model.entries)
        self.ledger.close()


SMALL = settings(max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))


def test_a_file_comes_to_what_the_model_does(files: Path) -> None:
    machine = type("OnFile", (Beside,), {"new": lambda _: new_file(files)})
    run_state_machine_as_test(machine, settings=SMALL)


def test_a_server_comes_to_what_the_model_does(postgresql: Any) -> None:
    machine = type("OnServer", (Beside,), {"new": lambda _: new_schema(postgresql)})
    run_state_machine_as_test(machine, settings=settings(SMALL, max_examples=8))


def test_the_model_refuses_what_the_law_forbids() -> None:
    """The model is no copy that agrees with anything: it holds the limits by itself."""
    model = Model()
    assert model.post((FIRM, GROWTH, "2025"), 300000001, "a", once=False) == "cap"
    assert model.post((FIRM, FIRST, "甲"), 30000000, "a", once=False) == "posted"
    assert model.post((OTHER, FIRST, "甲"), 30000000, "b", once=False) == "first_of_business"
    assert model.post((FIRM, FIRST, "乙"), 30000000, "c", once=True) == "first_of_enterprise"
    assert model.refer("paid", 1, 30000001) == "overpaid"
