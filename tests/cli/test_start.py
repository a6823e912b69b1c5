"""What a call loads: no more than it needs, and never an engine where none is used."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import GROWTH, case_file, run

ENGINES = {"pandas", "numpy", "pyarrow", "duckdb", "ibis"}
_LOADED = "import atexit, json, sys; atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"


def _loaded(code: str, *arguments: str) -> set[str]:
    ended = subprocess.run([sys.executable, "-c", _LOADED + code, *arguments], capture_output=True, check=True)
    return set(json.loads(ended.stderr.splitlines()[-1]))


def test_importing_the_library_loads_no_engine() -> None:
    assert not _loaded("import subsidy; subsidy.assess; subsidy.Case") & {*ENGINES, "click", "rich"}


@pytest.mark.parametrize(("form", "unwanted"), [("json", {"rich", *ENGINES}), ("csv", {"rich", *ENGINES}), ("table", ENGINES)])
def test_an_estimate_loads_no_engine(form: str, unwanted: set[str], tmp_path: Path) -> None:
    case = case_file(tmp_path, GROWTH)
    loaded = _loaded("from subsidy.cli import main; main()", "estimate", "--case", str(case), "--format", form)
    assert "subsidy.cli.estimate" in loaded
    assert not loaded & unwanted
    assert not loaded & {"subsidy.cli.batch", "subsidy.cli.policy_list", "subsidy.cli.scenario_run"}


def test_the_version_needs_next_to_nothing() -> None:
    assert "pydantic" not in _loaded("from subsidy.cli import main; main()", "--version")
    assert run("--version").stdout.startswith(b"subsidy ")


def test_assess_is_the_function_whichever_way_it_is_reached() -> None:
    code = "import subsidy.assess; from subsidy.assess import totals_of; import subsidy; assert callable(subsidy.assess)"
    _loaded(code)


def test_the_launcher_of_a_checkout_runs_the_same() -> None:
    launcher = Path(__file__).parents[2] / "cli.py"
    ended = subprocess.run([sys.executable, launcher, "--version"], capture_output=True, check=True)
    assert ended.stdout == run("--version").stdout


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    case = case_file(tmp_path, {**GROWTH, "imports": [{"period": str(year), "value": 1} for year in range(1990, 2200)]})
    command = [sys.executable, "-c", "from subsidy.cli import main; main()", "estimate", "--case", str(case), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
