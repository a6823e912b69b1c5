"""How long a user waits for one estimate, against the bare cost of loading click and pydantic."""

from __future__ import annotations

from statistics import median

from timing import CASE, DECIDED, python, subsidy

YARDSTICK = "import click, pydantic"
_COMMANDS = {
    YARDSTICK: ("-c", YARDSTICK),
    "estimate --format json": subsidy("estimate", "--case", CASE, *DECIDED, "--format", "json"),
    "estimate --format table": subsidy("estimate", "--case", CASE, *DECIDED, "--format", "table"),
}


def measure(pairs: int) -> dict[str, float]:
    """The median wall time of each command in seconds; they take turns, so that a busy spell falls on all of them alike."""
    for command in _COMMANDS.values():
        python(*command)
    times: dict[str, list[float]] = {name: [] for name in _COMMANDS}
    for _ in range(pairs):
        for name, command in _COMMANDS.items():
            times[name].append(python(*command))
    return {name: median(found) for name, found in times.items()}
