"""Case files: the facts of one enterprise in JSON or TOML, read into a `Case`, or refused with one clear error.

JSON fractions stay floats, so that a sum of money written as one is refused; TOML decimals are exact.

>>> case_from({"enterprise": {"zone": "qingpu"}}, "case").enterprise.zone
'qingpu'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from subsidy import errors
from subsidy.facts import Case
from subsidy.intake.case_faults import Place, fault, plainly
from subsidy.intake.case_text import json_data, json_line, toml_data

Where = Callable[[Sequence[str | int]], Place]


def read_case(path: str | Path) -> Case:
    """The case in a `.json` or `.toml` file; raises a `errors.SubsidyError` that says what is wrong, and where."""
    file = str(path)
    text = read_text(path, accepted=(".json", ".toml"))
    if file.lower().endswith(".toml"):
        return case_at(toml_data(text, file), lambda keys: plainly(file, keys))
    return case_at(json_data(text, file), lambda keys: on_line(file, json_line(text, keys), keys))


def case_from(data: Any, where: str) -> Case:
    """The case in plain data; `where` stands before the key in an error."""
    return case_at(data, lambda keys: plainly(where, keys))


def case_at(data: Any, where: Where) -> Case:
    """The case in plain data; `where` says how a path of keys is named in an error."""
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise fault(error, Case, where) from None


def on_line(file: str, line: int, keys: Sequence[str | int]) -> Place:
    """`file` with a line, followed by the keys that lead to the value."""
    dotted = ".".join(map(str, keys))
    en, zh = f"{file}, line {line}", f"{file} 第{line}行"
    return Place(f"{en}: {dotted}", f"{zh}：{dotted}") if dotted else Place(en, zh)


def read_text(path: str | Path, accepted: Sequence[str]) -> str:
    """The UTF-8 text of a file, a byte-order mark left out; raises where there is none, it is empty, or of another kind."""
    file = Path(path)
    if not file.exists():
        raise errors.MissingFile(path=path)
    if file.suffix.lower() not in accepted or not file.is_file():
        raise errors.UnsupportedFile(path=path, accepted=", ".join(accepted))
    content = _bytes_of(file)
    if not content.strip():
        raise errors.EmptyCase(path=path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise errors.UnreadableText(path=path, line=line, encoding="UTF-8") from None


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise errors.UnreadableFile(path=file, problem=error.strerror) from None
