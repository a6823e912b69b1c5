"""Keys: who may use a server, and what for. A file of keys holds their digests only, never a key.

A key is 256 random bits, so that a plain SHA-256 of it is enough to keep it secret.

>>> key, line = new_key("park office", ["assess"])
>>> keys = Keys.read_text(line, "keys.toml")
>>> holder = keys.holder(key)
>>> holder.name, sorted(holder.roles), keys.holder("guess") is None
('park office', ['assess'], True)
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from subsidy import errors
from subsidy.facts import Text
from subsidy.intake.case_faults import fault
from subsidy.intake.case_file import on_line, read_text
from subsidy.intake.case_text import toml_data
from subsidy.law.lines import line_of

Role = Literal["read", "assess", "post"]
ROLES: tuple[Role, ...] = ("read", "assess", "post")
"""To see the ledger, to have cases and batches judged, to post to the ledger."""


@dataclass(frozen=True)
class Holder:
    """Who sent a request."""

    name: str
    roles: frozenset[str]


ANYBODY = Holder("anybody", frozenset(ROLES))
"""Whoever reaches a server that asks for no keys."""


class _Key(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    roles: list[Role]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: list[_Key]


@dataclass(frozen=True)
class Keys:
    """The holders of keys, by the digests of these."""

    holders: Mapping[str, Holder]

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """The keys of a TOML file; raises a `errors.SubsidyError` that says what is wrong with it, and where."""
        return cls.read_text(read_text(path, accepted=(".toml",)), str(path))

    @classmethod
    def read_text(cls, text: str, path: str) -> Self:
        data = toml_data(text, path)
        try:
            found = _File.model_validate(data)
        except ValidationError as error:
            raise fault(error, _File, lambda keys: on_line(path, line_of(text, keys) or 1, keys)) from None
        _refuse_repeated(found.key, text, path)
        return cls({each.sha256: Holder(each.name, frozenset(each.roles)) for each in found.key})

    def holder(self, key: str) -> Holder | None:
        """Who holds a key; the time that it takes says nothing of the key, only of its digest."""
        return self.holders.get(_digest(key))


def _refuse_repeated(keys: Sequence[_Key], text: str, path: str) -> None:
    """Raises `errors.BadValue` for a key that is given twice: which of its roles would it have?"""
    seen: set[str] = set()
    for number, each in enumerate(keys):
        if each.sha256 in seen:
            at = on_line(path, line_of(text, ("key", number, "sha256")) or 1, ("key", number, "sha256"))
            raise errors.BadValue(where=at.en, where_zh=at.zh, value=each.sha256, accepted="each key once", accepted_zh="每个密钥一次")
        seen.add(each.sha256)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def new_key(name: str, roles: Iterable[str]) -> tuple[str, str]:
    """A new key, and the lines of the file of keys that admit it."""
    key = secrets.token_urlsafe(32)
    listed = ", ".join(f'"{role}"' for role in roles)
    return key, f'[[key]]\nname = {_quoted(name)}\nsha256 = "{_digest(key)}"\nroles = [{listed}]\n'


def _quoted(text: str) -> str:
    """A TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
