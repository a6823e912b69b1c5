"""Calls of the command line, as tests make them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from subsidy.cli.root import root

FIRM: dict[str, Any] = {"uscc": "913101180000000004", "name": "上海某进出口有限公司", "zone": "qingpu"}
GROWTH: dict[str, Any] = {
    "enterprise": FIRM,
    "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}],
}


def call(*arguments: str | Path, locale: str = "C.UTF-8") -> Result:
    """What a call gives: its exit status, standard output and standard error."""
    environment = {"LC_ALL": locale, "LC_MESSAGES": None, "LANG": None, "COLUMNS": "100"}
    return CliRunner().invoke(root, [str(argument) for argument in arguments], env=environment)


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The same in a process of its own."""
    command = [sys.executable, "-c", "from subsidy.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def case_file(folder: Path, data: Any, name: str = "case.json") -> Path:
    """A case file that holds the data, or the text as it is."""
    file = folder / name
    file.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return file
