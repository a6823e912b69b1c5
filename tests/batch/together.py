"""What tests of single behaviours hand to a batch, put together in a few batches: so few runs of an engine show them all.

Each of the tests runs as it stands, and what it asked for is noted. Requests go together whose files have the same columns:
what a batch costs grows with the number of layouts. The enterprises and declarations of each request are its own, so that
its rows come to what they came to alone.
"""

from __future__ import annotations

import inspect
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.batch.files import NO_YEAR, A, B, C, Result
from tests.batch.files import batch as on_duckdb
from tests.oracle.uscc import check_character

_DECLARATIONS = "22182024"
"""How the numbers of declarations begin."""
_CHANGES_NO_ROW = {"coverage"}
"""Options with which a request can go together with others."""


@dataclass(frozen=True)
class Request:
    """The files of one batch, their columns, and what its rows came to."""

    files: Sequence[str]
    layouts: frozenset[str]
    rows: Mapping[str, Any]


def requests_of(modules: Sequence[ModuleType], folder: Path) -> list[Request]:
    """What the tests in the modules that take a folder and `account`, and nothing else, ask of a batch."""
    noted = _Noted([], folder / "copies")
    for name, test in [pair for module in modules for pair in vars(module).items()]:
        if name.startswith("test_") and list(inspect.signature(test).parameters) == ["tmp_path", "account"]:
            (folder / name).mkdir(parents=True)
            test(folder / name, noted)
    return noted.found


def put_together(requests: Sequence[Request]) -> list[list[Request]]:
    """The requests that one batch can take each."""
    groups: dict[frozenset[str], list[Request]] = {}
    for request in requests:
        groups.setdefault(request.layouts, []).append(request)
    return list(groups.values())


class _Noted:
    """Runs batches, and notes those that can go together, each with a copy of its files."""

    def __init__(self, found: list[Request], copies: Path) -> None:
        self.found, self._copies = found, copies

    def __call__(self, tmp: Path, files: Sequence[str], **options: Any) -> Result:
        result = on_duckdb(tmp, files, year=NO_YEAR, **options)
        if options.keys() <= _CHANGES_NO_ROW:
            number = len(self.found)
            copy = self._copies / str(number)
            shutil.copytree(tmp, copy, ignore=shutil.ignore_patterns("result"))
            _set_apart(copy, number)
            asked = [str(copy / Path(file).relative_to(tmp)) for file in files]
            layouts = frozenset(json.dumps(file["columns"]) for file in result.reconciliation["files"])
            self.found.append(Request(asked, layouts, result.reconciliation["rows"]))
        return result


def _set_apart(folder: Path, number: int) -> None:
    """Give the enterprises and declarations in the files of a folder codes that no other folder has."""
    own = {_DECLARATIONS: f"2218{number:04}", **{code: _code(number, place) for place, code in enumerate((A, B, C))}}
    for path in filter(Path.is_file, folder.rglob("*")):
        body = path.read_bytes()
        for common, different in own.items():
            body = body.replace(common.encode(), different.encode())
        path.write_bytes(body)


def _code(number: int, place: int) -> str:
    body = f"9131{number:012}{place}"
    return body + check_character(body)


def sum_of(requests: Sequence[Request]) -> dict[str, Any]:
    """What the rows of all requests come to."""
    total: Counter[tuple[str, str]] = Counter()
    for request in requests:
        total.update(dict(_counts(request.rows)))
    return {side: _side(total, side) for side in requests[0].rows}


def _counts(rows: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], int]]:
    for side, count in rows.items():
        yield from (((side, code), number) for code, number in (count.items() if isinstance(count, dict) else [("", count)]))


def _side(total: Mapping[tuple[str, str], int], side: str) -> Any:
    codes = {code: count for (of, code), count in total.items() if of == side}
    return codes.get("", codes)
