"""Property tests draw afresh at every run on a developer's machine, and the same examples every time in CI."""

import os

from hypothesis import settings

settings.register_profile("drawn", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("drawn"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "drawn")
