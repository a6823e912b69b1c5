"""What may import what, and that the package alone loads no engine."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
ENGINES = ("pandas", "numpy", "pyarrow", "duckdb", "ibis", "sqlalchemy")
A_CASE = """
import datetime, subsidy
case = subsidy.Case.model_validate({
    "enterprise": {"uscc": "913101180000000004", "zone": "qingpu", "settled_on": "2024-05-01", "foreign_trade": True},
    "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}],
    "firsts": [{"business": "Repair", "kind": "first", "recognised_on": "2025-04-18"}],
    "warehousing": [{"from": "2024-05-01", "to": "2024-05-31", "amount": "52000.00"}],
})
result = subsidy.assess(case, as_of=datetime.date(2026, 3, 1), decisions={"warehousing.ratio": "0.5"})
assert len(result.entitlements) == 6 and result.to_json()
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter in the checkout."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)


def loaded_by(code: str) -> set[str]:
    """The top-level modules that are loaded once the code has run."""
    done = python("-c", f"{code}\nimport sys\nprint(' '.join(sorted(name.partition('.')[0] for name in sys.modules)))")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_importing_the_package_loads_no_engine() -> None:
    loaded = loaded_by("import subsidy")
    assert "subsidy" in loaded
    assert loaded.isdisjoint(ENGINES)


def test_assessing_one_case_loads_no_engine() -> None:
    loaded = loaded_by(A_CASE)
    assert "pydantic" in loaded
    assert loaded.isdisjoint(ENGINES)


def test_an_engine_that_is_loaded_would_be_seen() -> None:
    assert "duckdb" in loaded_by("import duckdb, subsidy")


def contracts() -> list[dict[str, Any]]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = configuration["tool"]["importlinter"]["contracts"]
    return found


@pytest.mark.parametrize("package", ["subsidy", "subsidy.web"])
def test_every_room_of_the_package_has_its_layer(package: str) -> None:
    (layers,) = [c["layers"] for c in contracts() if c["type"] == "layers" and c["layers"][0].rpartition(".")[0] == package]
    named = {name.strip(" ()").removeprefix(f"{package}.") for layer in layers for name in layer.split("|")}
    inside = (ROOT / package.replace(".", "/")).iterdir()
    rooms = {path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__", "__main__"} == named


def test_imports_run_one_way() -> None:
    if importlib.util.find_spec("importlinter") is None:
        assert not os.environ.get("CI"), "import-linter belongs to the continuous checks"
        pytest.skip("import-linter is not installed")
    done = python("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache", "--no-logo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(contracts())} kept, 0 broken." in done.stdout
