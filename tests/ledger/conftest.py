"""Every behaviour is shown on SQLite and on PostgreSQL: `address` is where a ledger without entries stands, `ledger` that ledger open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from subsidy.ledger import days
from subsidy.ledger.ledger import Ledger
from tests.ledger.databases import new_file, new_schema


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for SQLite files."""
    return tmp_path_factory.mktemp("ledgers")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, files: Path) -> str:
    if request.param == "sqlite":
        return new_file(files)
    return new_schema(request.getfixturevalue("postgresql"))


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger.open(address) as opened:
        yield opened


TODAY = date(2027, 12, 31)


@pytest.fixture(autouse=True)
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands later than every day on which tests post, whenever they run."""
    monkeypatch.setattr(days, "today", lambda: TODAY)
