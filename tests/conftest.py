"""Property tests draw afresh at every run on a developer's machine, and the same examples every time in CI."""

import os
import sys

from hypothesis import settings

from tests.unwatched import leave_ibis_unwatched

settings.register_profile("drawn", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("drawn"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "drawn")


def pytest_collection_finish() -> None:
    """Where lines are counted, only those of this package are watched."""
    if sys.gettrace() is not None and "ibis" in sys.modules:
        leave_ibis_unwatched()
