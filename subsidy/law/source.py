"""Law files as they stand: read exactly, and checked against their model; errors name file, line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from subsidy import errors
from subsidy.law.lines import line_of

Model = TypeVar("Model", bound=BaseModel)


class Source(NamedTuple):
    """A law file: its name, its text where there is one, and the table that it holds."""

    name: str
    text: str
    table: dict[str, Any]


def read_source(path: Path) -> Source:
    """A TOML file with exact decimals; raises `errors.LawError`, or `errors.MissingFile`."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError:
        raise errors.MissingFile(path=path) from None
    except UnicodeDecodeError as error:
        raise errors.LawError(path=path.name, where="TOML", problem=error) from None
    try:
        return Source(path.name, text, tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise errors.LawError(path=path.name, where="TOML", problem=error) from None


def model_from(kind: type[Model], source: Source) -> Model:
    """The file's table as a model; raises `errors.LawError`."""
    try:
        return kind.model_validate(source.table)
    except ValidationError as error:
        found = error.errors()
        first = next((one for one in found if one["type"] == "value_error"), found[0])
        raise fault(source, first["loc"], first["msg"]) from None


def fault(source: Source, where: Sequence[str | int], problem: str, problem_zh: str | None = None) -> errors.LawError:
    """What is wrong at a key of a law file, with its line where the text is known."""
    line = line_of(source.text, where)
    place = {"path": f"{source.name}, line {line}", "path_zh": f"{source.name} 第{line}行"} if line else {"path": source.name}
    said = {"problem": problem, **({"problem_zh": problem_zh} if problem_zh else {})}
    return errors.LawError(**place, where=".".join(map(str, where)) or source.table.get("id", "document"), **said)
