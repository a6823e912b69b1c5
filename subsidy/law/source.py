"""Law files as they stand: read exactly, and checked against their model; errors name file, line and key."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

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
        written = path.read_bytes()
        text = written.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError:
        raise errors.MissingFile(path=path) from None
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        place = {"path": f"{path.name}, line {line}", "path_zh": f"{path.name} 第{line}行"}
        said = {"problem": "the bytes are not valid UTF-8; save the file as UTF-8", "problem_zh": "不是有效的 UTF-8；请另存为 UTF-8"}
        raise errors.LawError(**place, where="TOML", **said) from None
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
        first = next((one for one in found if one["type"] in ("extra_forbidden", "value_error")), found[0])
        raise fault(source, _place(first, source.table), *_said(kind, first)) from None


def _place(detail: ErrorDetails, table: Any) -> tuple[str | int, ...]:
    """Where the fault stands in the file; what the model adds of its own to tell the kinds of value apart is left out."""
    found: list[str | int] = []
    for key in detail["loc"]:
        found.append(key)
        inside = isinstance(table, dict) or (isinstance(table, list) and isinstance(key, int))
        if not inside:
            return tuple(found[:-1])
        table = table.get(key) if isinstance(table, dict) else table[key]
    return (*found, *getattr(detail.get("ctx", {}).get("error"), "where", ()))


def _said(kind: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value of the model, in both languages; of a key that is not known, which is nearest."""
    if detail["type"] == "extra_forbidden":
        key, known = str(detail["loc"][-1]), keys_at(kind, detail["loc"][:-1])
        hint = nearest(key, known)
        return f"unknown key {key!r}; {hint}", f"未知的键 {key!r}；{hint}"
    if detail["type"] == "missing":
        return "needed and not given", "必填而未填"
    if detail["loc"][-1:] in (("decimal",), ("int",)):
        return f"{detail['input']!r} is no exact number", f"{detail['input']!r} 不是精确的数"
    said = detail["msg"].removeprefix("Value error, ")
    return said, getattr(detail.get("ctx", {}).get("error"), "message_zh", said)


def keys_at(kind: type[BaseModel], where: Sequence[str | int]) -> list[str]:
    """The keys that a model accepts at a path, lists passed through."""
    for key in where:
        fields = {field.alias or name: field for name, field in kind.model_fields.items()}
        if key in fields:
            kind = next(iter(_models_in(fields[str(key)].annotation)), kind)
    return [field.alias or name for name, field in kind.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]


def nearest(name: str, known: Iterable[str]) -> str:
    """What was probably meant, for the end of a sentence.

    >>> nearest("exprots_usd", ["imports_usd", "exports_usd"])
    "did you mean 'exports_usd'? Known: imports_usd, exports_usd"
    """
    listed = list(known)
    close = difflib.get_close_matches(name, listed, n=1)
    return (f"did you mean {close[0]!r}? " if close else "") + f"Known: {', '.join(listed)}"


def fault(source: Source, where: Sequence[str | int], problem: str, problem_zh: str | None = None) -> errors.LawError:
    """What is wrong at a key of a law file, with its line where the text is known."""
    line = line_of(source.text, where)
    place = {"path": f"{source.name}, line {line}", "path_zh": f"{source.name} 第{line}行"} if line else {"path": source.name}
    said = {"problem": problem, **({"problem_zh": problem_zh} if problem_zh else {})}
    return errors.LawError(**place, where=".".join(map(str, where)) or source.table.get("id", "document"), **said)
