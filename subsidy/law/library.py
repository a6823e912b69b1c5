"""The law that this package holds, read once: documents, readings, decisions, and a digest of them all.

>>> library().document("qingpu-2024-1").number
'青商规〔2024〕1号'
>>> [d.id for d in library().documents][0]
'qingpu-2024-1'
"""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from subsidy import errors
from subsidy.law.model import Document, Provision, Questions

HOME = Path(__file__).parent


def read_toml(source: Path) -> dict[str, Any]:
    """A TOML file with exact decimals; raises `errors.BadSyntax`."""
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise errors.LawError(path=source.name, where="TOML", problem=error) from None


def document_from(table: dict[str, Any], path: str) -> Document:
    """A document from its table; raises `errors.LawError` that names file and key."""
    try:
        return Document.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or table.get("id", "document")
        raise errors.LawError(path=path, where=where, problem=first["msg"]) from None


@dataclass(frozen=True)
class Library:
    """Documents in order of id, and the questions that they leave open."""

    documents: tuple[Document, ...]
    questions: Questions
    digest: str

    def document(self, name: str) -> Document:
        """The document of an id; raises `errors.UnknownDocument`."""
        for document in self.documents:
            if document.id == name:
                return document
        raise errors.UnknownDocument(value=name, accepted=", ".join(d.id for d in self.documents))

    def provisions(self) -> Iterable[tuple[Document, Provision]]:
        """Every provision that names money, with its document."""
        for document in self.documents:
            for provision in document.provisions:
                yield document, provision

    def support_years(self) -> int:
        """For how many years warehousing fees are supported at the most, over all documents."""
        figures = [p for _, provision in self.provisions() for p in provision.parameters if p.name == "support_years"]
        return max(int(version.value) for figure in figures for version in figure.versions)

    def repealing(self, document: Document) -> list[Document]:
        """The documents that repeal this one."""
        return [d for d in self.documents if any(r.document == document.id for r in d.repeals)]

    def citing(self, document: Document) -> list[Document]:
        return [d for d in self.documents if any(r.document == document.id for r in d.cites)]

    def repealed_bases(self, document: Document, as_of: date) -> list[Document]:
        """The documents that this one cites as a basis and that were repealed by the day given."""
        cited = [self.document(r.document) for r in document.cites if r.document]
        return [basis for basis in cited if any(r.state_on(as_of) in ("in_force", "ended") for r in self.repealing(basis))]


def digest(tables: Iterable[dict[str, Any]]) -> str:
    """A digest of law data that comments and line ends do not change."""
    canonical = json.dumps(list(tables), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


@functools.cache
def library() -> Library:
    """The packaged law, read at first use."""
    sources = sorted((HOME / "documents").iterdir(), key=lambda source: source.name)
    tables = {source.name: read_toml(source) for source in sources if source.name.endswith(".toml")}
    questions = read_toml(HOME / "readings.toml")
    documents = tuple(document_from(table, name) for name, table in tables.items())
    return Library(documents, Questions.model_validate(questions), digest([*tables.values(), questions]))
