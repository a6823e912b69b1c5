"""How much of what is drawn at random is drawn: a little in every run of the tests, ten times as much by `make truth`, which runs
the files that Makefile names.

Such tests carry the mark `no_cover`. What chance reaches does not count as covered, and to watch every line of them would
take as long again as they do.
"""

import os

TIMES = int(os.environ.get("DRAW_TIMES", "1"))
