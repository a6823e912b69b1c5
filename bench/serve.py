"""Requests a second, and how long they take: `subsidy serve` beside a bare FastAPI application that echoes its body.

Each server is one process with one worker, and so is the generator of load. They take turns under the same load.
"""

from __future__ import annotations

import json
import math
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from serve_load import Plan, Sent
from timing import ENVIRONMENT, ROOT
from timing import subsidy as subsidy_command

import subsidy
from subsidy.intake.scenario import find_scenarios
from subsidy.intake.scenario_file import ScenarioFile, read_scenario_file
from subsidy.law.library import library

OURS, ECHO = "subsidy serve", "bare FastAPI echo"
RATE, P99_TARGET = 200.0, 0.050
"""Requests a second, and the seconds within which 99 of 100 of them are to be answered."""
PATH = "/v1/assessments"
TURNS, AT_ONCE = 3, 8
SHARES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
_BENCH = ROOT / "bench"
_COMMANDS = {ECHO: (str(_BENCH / "yardsticks" / "echo_server.py"),), OURS: subsidy_command("serve", "--port")}


def nearest_rank(ordered: Sequence[float], percent: int) -> float:
    """The least of ordered figures that so many in a hundred do not exceed."""
    return ordered[max(math.ceil(percent * len(ordered) / 100), 1) - 1]


@dataclass(frozen=True)
class Latencies:
    """What came of a load: seconds for every request, the seconds that all of it took, how many were refused, how late they were sent."""

    found: Sequence[float]
    seconds: float
    failed: int = 0
    late: Sequence[float] = (0.0,)

    @classmethod
    def of(cls, parts: Sequence[Sent]) -> Latencies:
        """The turns of one load together."""
        found = [latency for part in parts for latency in part.latencies]
        late = [seconds for part in parts for seconds in part.late]
        return cls(found, sum(part.seconds for part in parts), sum(part.failed for part in parts), late)

    @cached_property
    def _ordered(self) -> list[float]:
        return sorted(self.found)

    def percentile(self, percent: int) -> float:
        """The least latency within which so many in a hundred were answered."""
        return nearest_rank(self._ordered, percent)

    @property
    def sent_late(self) -> float:
        """Within how many seconds of their time 99 in a hundred were sent."""
        return nearest_rank(sorted(self.late), 99)

    @property
    def most(self) -> float:
        return self._ordered[-1]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.found) / self.seconds

    @property
    def figures(self) -> dict[str, float]:
        ends = {f"p{percent}": self.percentile(percent) for percent in (50, 99)}
        return {
            "rate": self.rate,
            **ends,
            "most": self.most,
            "sent_late": self.sent_late,
            "answered": len(self.found),
            "failed": self.failed,
        }


@dataclass(frozen=True)
class Served:
    """Both servers under an open and a closed load, and the largest rate at which ours kept to its target, if any did."""

    steady: Mapping[str, Latencies]
    closed: Mapping[str, Latencies]
    largest: Latencies | None

    @property
    def met(self) -> bool:
        ours = self.steady[OURS]
        return ours.percentile(99) < P99_TARGET and ours.rate > RATE * 0.99 and not ours.failed

    @property
    def figures(self) -> dict[str, Any]:
        loads = {"steady": self.steady, "closed": self.closed}
        found = {load: {name: latencies.figures for name, latencies in each.items()} for load, each in loads.items()}
        return {**found, "largest": self.largest.figures if self.largest else None, "met": self.met}


def measure(seconds: float) -> Served:
    """Loads of so many seconds each, in turns."""
    asked = list(questions())
    with ExitStack() as opened:
        ports = {name: opened.enter_context(running(command)) for name, command in _COMMANDS.items()}
        refuse_other_answers(ports, asked)
        bodies = [body for body, _ in asked]
        plans = {name: Plan(port, PATH, bodies, seconds / TURNS) for name, port in ports.items()}
        steady = in_turns(plans, rate=RATE)
        closed = in_turns(plans, connections=AT_ONCE)
        return Served(steady, closed, largest_rate(plans[OURS], closed[OURS].rate))


def questions() -> Iterator[tuple[str, str]]:
    """The case of every scenario about the packaged law as the body of a request, with the answer that the library gives."""
    files = [read_scenario_file(path) for path in find_scenarios([str(ROOT / "scenarios")])]
    held = [file for file in files if file.scenario.case and not file.scenario.policies and file.law().digest == library().digest]
    for number, file in enumerate(held):
        yield _question(file, ("zh", "en")[number % 2])


def _question(file: ScenarioFile, lang: str) -> tuple[str, str]:
    s, case = file.scenario, file.case.model_dump(mode="json", by_alias=True, exclude_unset=True)
    body = {"case": case, "as_of": s.as_of.isoformat(), "readings": s.readings, "decisions": s.decisions, "lang": lang}
    answer = subsidy.assess(file.case, as_of=s.as_of, readings=s.readings, decisions=s.decisions, lang=lang)
    return json.dumps(body, ensure_ascii=False), answer.to_json()


def refuse_other_answers(ports: Mapping[str, int], asked: Sequence[tuple[str, str]]) -> None:
    """Asks every question once; one that gets another answer than the library's stops the benchmark."""
    for body, answer in asked:
        if _posted(ports[OURS], body) != answer:
            raise SystemExit(f"the server does not answer as the library does: {body[:200]}")
        if json.loads(_posted(ports[ECHO], body)) != json.loads(body):
            raise SystemExit("the echo is none")


def _posted(port: int, body: str) -> str:
    address, head = f"http://127.0.0.1:{port}{PATH}", {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(address, body.encode(), head)) as answer:
        return str(answer.read().decode())


def in_turns(plans: Mapping[str, Plan], **load: Any) -> dict[str, Latencies]:
    """The same load on each server, one after the other, and that several times."""
    found: dict[str, list[Sent]] = {name: [] for name in plans}
    for _ in range(TURNS):
        for name, plan in plans.items():
            found[name].append(sent(plan, **load))
    return {name: Latencies.of(parts) for name, parts in found.items()}


def largest_rate(plan: Plan, throughput: float) -> Latencies | None:
    """What came of the largest rate, of a few below what is answered under a closed load, that kept to the target."""
    loads = (Latencies.of([sent(plan, rate=share * throughput)]) for share in SHARES if share * throughput > RATE)
    return next((found for found in loads if found.percentile(99) < P99_TARGET), None)


def sent(plan: Plan, **load: Any) -> Sent:
    """What a process of its own made of a plan."""
    asked = json.dumps({**asdict(plan), **load})
    command = [sys.executable, str(_BENCH / "serve_load.py")]
    done = subprocess.run(command, input=asked, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return Sent(**json.loads(done.stdout))


@contextmanager
def running(command: Sequence[str]) -> Iterator[int]:
    """A server in a process of its own, on a port that is free; it is stopped at the end."""
    port = free_port()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, *command, str(port)], cwd=ROOT, env=ENVIRONMENT, stdout=log, stderr=log)
        try:
            wait_for(process, port)
            yield port
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(process: subprocess.Popen[bytes], port: int, seconds: float = 30) -> None:
    """Returns once the server answers; stops the benchmark where it ends or does not."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{process.args!r}: no server answers")
