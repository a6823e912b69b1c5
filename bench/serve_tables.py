"""What the benchmark of the server found, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from serve import AT_ONCE, ECHO, OURS, P99_TARGET, RATE, Latencies, Served
from table import Row, Table


def loads(found: Served) -> Table:
    """A line for each server under each load."""
    headings = ("load", "server", "answers/s", "p50 ms", "p99 ms", "max ms", "p99, x echo", "sent late ms", "refused")
    rows = [*_rows(f"{RATE:,.0f} a second", found.steady), *_rows(f"{AT_ONCE} at a time", found.closed)]
    return Table("HTTP API: single assessments over kept-alive connections, one worker", headings, rows, left=2)


def _rows(load: str, found: Mapping[str, Latencies]) -> Iterator[Row]:
    for name, latencies in found.items():
        times = latencies.percentile(99) / found[ECHO].percentile(99)
        yield (
            load,
            name,
            f"{latencies.rate:,.1f}",
            *_milliseconds(latencies),
            f"{times:.1f}",
            f"{latencies.sent_late * 1000:,.1f}",
            str(latencies.failed),
        )


def _milliseconds(found: Latencies) -> tuple[str, ...]:
    return tuple(f"{seconds * 1000:,.1f}" for seconds in (found.percentile(50), found.percentile(99), found.most))


def findings(found: Served) -> Table:
    """What the loads mean, beside what the server is meant to reach."""
    ours, echo = found.closed[OURS], found.closed[ECHO]
    target = f"under {P99_TARGET * 1000:.0f} ms"
    largest = found.largest
    rows = [
        (
            f"p99 at {RATE:,.0f} a second",
            f"{found.steady[OURS].percentile(99) * 1000:,.1f} ms",
            f"{target}: {'met' if found.met else 'not met'}",
        ),
        (f"largest rate tried with p99 {target}", f"{largest.rate:,.0f}/s" if largest else "none", ""),
        ("answers a second, beside the echo's", f"{ours.rate / echo.rate:.2f} x", ""),
    ]
    return Table("HTTP API: what it comes to", ("what", "found", "target"), rows)
