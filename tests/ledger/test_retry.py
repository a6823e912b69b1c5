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
    monkeypatch.setattr(engine, "SQLITE_WAITS", 0)
    monkeypatch.setattr(retry, "LONGEST_WAIT", 0.001)
    address = new_file(files)
    with Ledger.open(address) as ledger, raw(address).begin() as holder:
        holder.exec_driver_sql("UPDATE ledger_head SET count = count")
        with pytest.raises(errors.LedgerBusy, match="nothing was posted"):
            ledger.post([claim("100.00", "a")], DAY)


def test_readers_are_not_held_up(files: Path) -> None:
    address = new_file(files)
    with Ledger.open(address) as ledger:
        ledger.post([claim("100.00", "a")], DAY)
        with raw(address).begin() as holder:
            holder.exec_driver_sql("UPDATE ledger_head SET count = count")
            found: Any = ledger.head()
    assert found.count == 1
