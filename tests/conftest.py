"""Property tests draw afresh at every run on a developer's machine, and the same examples every time in CI."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("drawn", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("drawn"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "drawn")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Any]:
    """A PostgreSQL server: the one of this process, which whoever stops it stops for all."""
    from tests.ledger.databases import start_server  # noqa: PLC0415 - few tests need it

    server = start_server()
    yield server
    server.cleanup()
