"""The law: documents, readings, decisions, and a digest of what entitlements rest on. The packaged law is read once.

Policy files of the user's own can be added to it (`Library.with_files`); a law is a value that a run carries.

What a document says measure by measure stands in a file of its own and is read only when it is asked for, by
`subsidy.law.measures`.

>>> library().document("qingpu-2024-1").number
'青商规〔2024〕1号'
>>> [d.id for d in library().documents][0]
'qingpu-2024-1'
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from subsidy import errors
from subsidy.law.checks import check_contents
from subsidy.law.model import Decision, Document, Provision, Questions
from subsidy.law.scheme_checks import check_schemes
from subsidy.law.source import Source, fault, model_from, read_source

HOME = Path(__file__).parent
DOCUMENTS = HOME / "documents"
MEASURES = ".measures.toml"
_PAYING = ("id", "number", "in_force_from", "last_day", "zones", "provisions", "not_stated", "quantities")
_BESIDE = ("id", "number", "in_force_from")
_ASKED = {"readings": ("name", "kinds", "options"), "decisions": ("name",)}


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file with exact decimals; raises `errors.LawError`."""
    return read_source(path).table


def document_from(table: dict[str, Any], path: str, text: str = "") -> Document:
    """A document from its table; raises `errors.LawError` that names file and key, and the line where the text is given."""
    source = Source(path, text, table)
    document = model_from(Document, source)
    if document.measures or document.remarks:
        check_contents(document, document, source)
    check_schemes(document, source)
    return document


@dataclass(frozen=True, eq=False)
class Library:
    """Documents in order of id, and the questions that they leave open; `sources` are the files that say so."""

    documents: tuple[Document, ...]
    questions: Questions
    sources: tuple[Source, ...]
    asked: Source

    @functools.cached_property
    def digest(self) -> str:
        """The digest of what entitlements rest on."""
        return digest(decisive([source.table for source in self.sources], self.asked.table))

    def with_files(self, paths: Iterable[str | Path]) -> Library:
        """This law and the policies of some files; a policy that has the id of a held one stands in its place.

        Raises `errors.LawError` that names file, line and key, and `errors.MissingFile`.
        """
        return self.with_sources([read_source(Path(path)) for path in paths])

    def with_sources(self, sources: Sequence[Source]) -> Library:
        """The same with what has been read already, or edited (`subsidy.law.changes`)."""
        added = _documents(sources)
        replaced = {document.id for document, _ in added}
        kept = [(d, s) for d, s in zip(self.documents, self.sources, strict=True) if d.id not in replaced]
        return _law([*kept, *added], model_from(Questions, self.asked), self.asked) if added else self

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
        """For how many years warehousing fees are supported at the most, over all documents; one where none supports them."""
        years = [provision for _, provision in self.provisions() if provision.kind == "warehousing"]
        figures = [p for provision in years for p in provision.parameters if p.name == "support_years"]
        return max((int(version.value) for figure in figures for version in figure.versions), default=1)

    def figure_to_decide(self, name: str) -> Decision | None:
        """The decision of a name where it is a figure that a scheme reckons with."""
        return next((decision for decision in self.questions.decisions if decision.name == name and decision.unit), None)

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


def decisive(tables: Sequence[dict[str, Any]], questions: dict[str, Any]) -> list[dict[str, Any]]:
    """What entitlements rest on: documents with provisions, the bases that they cite, what repeals these, and the questions.

    >>> decisive([{"id": "plan"}, {"id": "a", "title": "A", "provisions": [{"id": "first"}]}], {})
    [{'id': 'a', 'provisions': [{'id': 'first'}], 'cites': [], 'repeals': []}, {'readings': [], 'decisions': []}]
    """
    paying = {table["id"] for table in tables if table.get("provisions")}
    cited = {name for table in tables if table["id"] in paying for name in _held(table, "cites")}
    beside = {table["id"] for table in tables if cited.intersection(_held(table, "repeals"))}
    kept = [(table, _PAYING if table["id"] in paying else _BESIDE) for table in tables if table["id"] in paying | cited | beside]
    found = [{key: table[key] for key in keys if key in table} | _relations(table, cited) for table, keys in kept]
    asking = [questions, *(table for table in tables if table["id"] in paying)]
    asked = {
        group: [{key: one.get(key) for key in keys} for table in asking for one in table.get(group, [])] for group, keys in _ASKED.items()
    }
    return [*found, asked]


def _relations(table: dict[str, Any], cited: set[str]) -> dict[str, list[str]]:
    """Which of the cited bases a document cites and repeals."""
    return {relation: sorted(cited.intersection(_held(table, relation))) for relation in ("cites", "repeals")}


def _held(table: dict[str, Any], relation: str) -> list[str]:
    """The documents held here that a document cites or repeals."""
    return [reference["document"] for reference in table.get(relation, []) if "document" in reference]


def library_of(sources: Sequence[Source], asked: Source) -> Library:
    """A law from its files; raises `errors.LawError`."""
    return _law(_documents(sources), model_from(Questions, asked), asked)


def _documents(sources: Sequence[Source]) -> list[tuple[Document, Source]]:
    found = [(document_from(source.table, source.name, source.text), source) for source in sources]
    _refuse_repeated([document for document, _ in found])
    return found


def _law(found: Iterable[tuple[Document, Source]], questions: Questions, asked: Source) -> Library:
    """The documents in order of id, with what each of them asks beside the questions of the packaged law."""
    in_order = sorted(found, key=lambda pair: pair[0].id)
    documents = tuple(document for document, _ in in_order)
    _refuse_other_units(in_order)
    readings = [*questions.readings, *(reading for document in documents for reading in document.readings)]
    decisions = [*questions.decisions, *(decision for document in documents for decision in document.decisions)]
    return Library(documents, Questions(readings=readings, decisions=decisions), tuple(source for _, source in in_order), asked)


@functools.cache
def library() -> Library:
    """The packaged law, read at first use."""
    paths = sorted(path for path in DOCUMENTS.glob("*.toml") if not path.name.endswith(MEASURES))
    return library_of([read_source(path) for path in paths], read_source(HOME / "readings.toml"))


def _refuse_other_units(found: Iterable[tuple[Document, Source]]) -> None:
    """A quantity that several documents count is one and the same, in one unit."""
    known: dict[str, str] = {}
    for document, source in found:
        for place, quantity in enumerate(document.quantities):
            unit = known.setdefault(quantity.name, quantity.unit)
            if unit != quantity.unit:
                said = f"{quantity.unit!r}, but another document counts {quantity.name!r} in {unit!r}"
                said_zh = f"{quantity.unit!r}，另一文件中 {quantity.name!r} 的单位是 {unit!r}"
                raise fault(source, ("quantities", place, "unit"), said, said_zh)


def _refuse_repeated(documents: Sequence[Document]) -> None:
    ids = [document.id for document in documents]
    for name in ids:
        if ids.count(name) > 1:
            raise errors.LawError(path="documents", where=name, problem="two documents have this id", problem_zh="有两份文件用这个编号")
