"""What the benchmark's own tools measure and print."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from .scripts import BENCH, module

pytest.importorskip("psutil")

HELD = 120_000_000
HOLD = f"import time; held = b'x' * {HELD}; time.sleep(1.0)"
START_ANOTHER = f"import subprocess, sys; held = b'x' * {HELD}; subprocess.run([sys.executable, '-c', {HOLD!r}], check=True)"


@pytest.fixture
def cost_of(monkeypatch: pytest.MonkeyPatch) -> Any:
    return module("process", monkeypatch).cost_of


def test_memory_of_a_process_that_a_command_starts_counts_with_its_own(cost_of: Any, tmp_path: Path) -> None:
    cost, _ = cost_of([sys.executable, "-c", START_ANOTHER], tmp_path)
    assert cost.peak > 2 * HELD


def test_what_a_command_prints_comes_with_its_own_cost_however_large_its_starter(cost_of: Any, tmp_path: Path) -> None:
    held = b"x" * HELD
    cost, printed = cost_of([sys.executable, "-c", "import os; print(os.getcwd())"], tmp_path)
    assert Path(printed.strip()) == tmp_path.resolve()
    assert 1_000_000 < cost.peak < 50_000_000
    assert cost.seconds > 0
    assert len(held) > cost.peak


def test_a_command_that_fails_stops_the_benchmark_with_what_it_said(cost_of: Any, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"(?s)ended with status 4.*no such lines"):
        cost_of([sys.executable, "-c", "import sys; print('no such lines', file=sys.stderr); sys.exit(4)"], tmp_path)


def test_a_file_too_large_for_the_memory_leaves_out_who_would_hold_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    contenders = module("contenders", monkeypatch).CONTENDERS
    left_out = {one.name for one in contenders if one.lacking(10**15)}
    assert left_out == {"pandas", "Polars, streaming"}
    assert not any(one.lacking(1_000) for one in contenders)


def test_looking_at_a_function_finds_it_below_its_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    sampling = module("sampling", monkeypatch)

    def inner() -> None:
        until = time.perf_counter() + 0.3
        while time.perf_counter() < until:
            pass

    def outer() -> None:
        inner()

    with sampling.Sampler(__name__.partition(".")[0]) as sampler:
        outer()
    named = {tuple(name.rpartition(".")[2] for name in path): found for path, found in sampler.tree(0.1)}
    (whole,) = [found for path, found in named.items() if path[-2:] == ("outer", "inner")]
    assert whole.seconds > 0.1
    assert whole.peak > 0


def test_a_table_is_aligned_and_marked_down(monkeypatch: pytest.MonkeyPatch) -> None:
    table = module("table", monkeypatch).Table("Costs", ("what", "s"), [("税 | 费", "1.50"), ("b", "12.00")])
    assert table.plain().splitlines() == ["Costs", "what         s", "税 | 费   1.50", "b        12.00"]
    assert table.markdown().splitlines()[2:] == ["| what | s |", "| --- | ---: |", "| 税 \\| 费 | 1.50 |", "| b | 12.00 |"]


def test_the_command_tells_its_options() -> None:
    pytest.importorskip("polars")
    done = subprocess.run([sys.executable, str(BENCH / "run.py"), "--help"], capture_output=True, encoding="utf-8", check=True)
    assert {"--only", "--rows", "--rounds", "--markdown", "-o"} <= set(done.stdout.replace(",", " ").split())
