"""What DuckDB itself says of the statements that it ran: seconds, memory, and how each begins."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

LOG = "duckdb_log_entries.csv"
METRIC = re.compile(r"\{'metric': (?P<metric>[\w.]+), 'value': (?P<value>.*), 'start_time': ", re.DOTALL)
WANTED = {"query.total_time", "query.cpu_time", "system.peak_buffer_memory", "query.sql"}
SHOWN = 110


class Statement(NamedTuple):
    """Seconds on the clock, seconds of all processors, the most bytes that the engine held, and the statement."""

    seconds: float
    processor: float
    memory: int
    text: str


def log_to(folder: Path) -> None:
    """From now on every connection that is opened writes the metrics of its statements to the folder."""
    connect: Callable[..., Any] = duckdb.connect
    number = count()

    def logging_connect(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        own = folder / str(next(number))
        connection.execute(f"CALL enable_logging('Metrics', storage = 'file', storage_config = {{'path': '{own}'}})")
        connection.execute("SET enable_profiling = 'no_output'")
        return connection

    duckdb.connect = logging_connect


def slowest(folder: Path, most: int) -> list[Statement]:
    """The statements that took longest, of connections that are closed by now."""
    csv.field_size_limit(1 << 30)
    return sorted((one for log in folder.glob(f"*/{LOG}") for one in _statements(log)), reverse=True)[:most]


def _statements(log: Path) -> Iterator[Statement]:
    said: defaultdict[str, dict[str, str]] = defaultdict(dict)
    with log.open(encoding="utf-8", newline="") as source:
        for entry in csv.DictReader(source):
            found = METRIC.match(entry["message"])
            if found and found["metric"] in WANTED:
                said[entry["context_id"]][found["metric"]] = found["value"]
    return (_statement(metrics) for metrics in said.values() if metrics.keys() >= WANTED)


def _statement(metrics: dict[str, str]) -> Statement:
    text = " ".join(metrics["query.sql"].strip("'").replace("\\'", "'").split())
    seconds, processor = float(metrics["query.total_time"]), float(metrics["query.cpu_time"])
    return Statement(seconds, processor, int(metrics["system.peak_buffer_memory"]), text if len(text) <= SHOWN else text[:SHOWN] + " …")
