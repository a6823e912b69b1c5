"""The benchmark's scripts, as tests call them: `bench` is a folder of scripts and no package."""

from __future__ import annotations

import importlib
import runpy
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


def script(name: str) -> dict[str, Any]:
    """What a script that stands alone defines."""
    return runpy.run_path(str(BENCH / name))


def module(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One that imports others beside it."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module(name)
