"""What meets another transaction is tried again, a bounded number of times; anything else is not."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from subsidy import errors
from subsidy.ledger import engine, retry
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.retry import ATTEMPTS, FIRST_WAIT, LONGEST_WAIT, StillBusy, retried
from tests.ledger.claims import DAY, claim
from tests.ledger.databases import new_file, raw


class _OfServer(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate, self.diag = sqlstate, SimpleNamespace(constraint_name=None)


def _of_file(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return error


def fails(times: int, orig: Exception) -> tuple[Callable[[], str], list[int]]:
    """Work that fails so often, and how often it was done."""
    calls: list[int] = []

    def work() -> str:
        calls.append(1)
        if len(calls) <= times:
            raise OperationalError("INSERT", {}, orig)
        return "done"

    return work, calls


PASSING = [
    _OfServer("40001"),
    _OfServer("40P01"),
    _OfServer("55P03"),
    _of_file(sqlite3.SQLITE_BUSY),
    _of_file(sqlite3.SQLITE_BUSY | 2 << 8),
]


@pytest.mark.parametrize("orig", PASSING, ids=str)
def test_what_is_passing_is_tried_again_after_waiting(orig: Exception) -> None:
    waits: list[float] = []
    work, calls = fails(3, orig)
    assert (retried(work, wait=waits.append), len(calls), len(waits)) == ("done", 4, 3)
    assert all(0 <= wait <= LONGEST_WAIT for wait in waits)


@pytest.mark.parametrize("orig", PASSING, ids=str)
def test_attempts_are_bounded(orig: Exception) -> None:
    work, calls = fails(1000, orig)
    with pytest.raises(StillBusy):
        retried(work, wait=lambda _: None)
    assert len(calls) == ATTEMPTS


@pytest.mark.parametrize("orig", [_OfServer("08006"), _OfServer("57P01"), _OfServer("23514"), _of_file(sqlite3.SQLITE_IOERR)], ids=str)
def test_what_is_not_passing_is_done_once(orig: Exception) -> None:
    work, calls = fails(1000, orig)
    with pytest.raises(DBAPIError):
        retried(work, wait=lambda _: None)
    assert len(calls) == 1


def test_waits_grow_and_differ() -> None:
    waits = [[retry._wait_before(attempt) for _ in range(200)] for attempt in (1, 4)]
    assert max(waits[0]) <= 2 * FIRST_WAIT < max(waits[1])
    assert all(len(set(each)) > 100 for each in waits)


def test_a_ledger_that_stays_busy_is_named(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_WAITS", 0)
    monkeypatch.setattr(retry, "LONGEST_WAIT", 0.001)
    address = new_file(files)
    with Ledger.open(address) as ledger, raw(address).begin() as holder:
        holder.exec_driver_sql("UPDATE ledger_head SET count = count")
        with pytest.raises(errors.LedgerBusy, match="nothing was posted"):
            ledger.post([claim("100.00", "a")], DAY)


LOCKS = {"sqlite": "UPDATE ledger_head SET count = count", "postgresql": "SELECT * FROM ledger_head FOR UPDATE"}


def test_a_transaction_left_open_by_another_ends_the_waiting(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_WAITS", 0.02)
    monkeypatch.setattr(retry, "LONGEST_WAIT", 0.001)
    with Ledger.open(address) as ledger, raw(address).begin() as holder:
        holder.exec_driver_sql(LOCKS[holder.dialect.name])
        with pytest.raises(errors.LedgerBusy, match="nothing was posted"):
            ledger.post([claim("100.00", "a")], DAY)
    with Ledger.open(address) as ledger:
        assert ledger.post([claim("100.00", "a")], DAY)[0].code == "posted"


def test_the_waiting_comes_to_half_a_minute() -> None:
    assert 20 <= ATTEMPTS * engine.LOCK_WAITS + sum(min(LONGEST_WAIT, FIRST_WAIT * 2**n) for n in range(1, ATTEMPTS)) <= 40


def test_a_file_that_another_has_wholly_to_itself_is_busy(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_WAITS", 0)
    monkeypatch.setattr(retry, "LONGEST_WAIT", 0.001)
    address = new_file(files)
    holder = sqlite3.connect(address, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    for use in (Ledger.open, Ledger.make):
        with pytest.raises(errors.LedgerBusy):
            use(address)
    holder.close()


def test_readers_are_not_held_up(files: Path) -> None:
    address = new_file(files)
    with Ledger.open(address) as ledger:
        ledger.post([claim("100.00", "a")], DAY)
        with raw(address).begin() as holder:
            holder.exec_driver_sql("UPDATE ledger_head SET count = count")
            found: Any = ledger.head()
    assert found.count == 1
