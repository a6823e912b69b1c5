"""What tests of single behaviours hand to a batch, as one batch: one run of an engine shows them all.

Each of the tests runs as it stands, and what it asked for is noted. In the one batch the enterprises and declarations of
each request are its own, so that its rows come to what they came to alone.
"""

from __future__ import annotations

import inspect
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
    """The files of one batch, and what its rows came to."""

    files: Sequence[str]
    rows: Mapping[str, Any]


def requests_of(tests: ModuleType, folder: Path) -> list[Request]:
    """What the tests of a module that take a folder and `account`, and nothing else, ask of a batch."""
    found: list[Request] = []
    for name, test in vars(tests).items():
        if name.startswith("test_") and list(inspect.signature(test).parameters) == ["tmp_path", "account"]:
            (folder / name).mkdir(parents=True)
            test(folder / name, _Noted(found, folder / f"{name} alone"))
    return found


class _Noted:
    """Runs batches, and notes those that can go together, each with a copy of its files."""

    def __init__(self, found: list[Request], copies: Path) -> None:
        self._found, self._copies = found, copies

    def __call__(self, tmp: Path, files: Sequence[str], **options: Any) -> Result:
        result = on_duckdb(tmp, files, year=NO_YEAR, **options)
        if options.keys() <= _CHANGES_NO_ROW:
            number = len(self._found)
            copy = self._copies / str(number)
            shutil.copytree(tmp, copy, ignore=shutil.ignore_patterns("result"))
            _set_apart(copy, number)
            self._found.append(Request([str(copy / Path(file).relative_to(tmp)) for file in files], result.reconciliation["rows"]))
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
