"""What is inside an `.xlsx` file, looked at before a reader lays its sheets out in memory.

A workbook is a zip of XML. Small ones may unpack to sizes without bound, and a sheet may hold one cell in its first
corner and one in its last, between which a reader would make room for seventeen thousand million. Errors such as #N/A
are found here too, because the reader gives them as nothing.
"""

from __future__ import annotations

import errno
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree import ElementTree

from subsidy import errors
from subsidy.intake.scan import BLOCK

MOST_CELLS = 1 << 26
"""Cells that a sheet may span: as many rows as a spreadsheet has, 64 columns wide."""
_LARGEST_INDEX = 1 << 24
"""Bytes of the parts that name sheets."""
_LONGEST_ROW = 1 << 22
_LONGEST_TEXT = 1 << 25
"""Bytes between two tags of what the reader holds in memory. A cell has at most 32,767 characters."""
_ANY_SIZE = 1 << 62
_MOST_SHARED = 1 << 31
"""Bytes of a part that is no sheet: the texts that sheets share are in memory whole."""
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_TAG = re.compile(rb"""<(?:[^\s<>/:]+:)?(?:c|row)(?:\s[^<>]*?\br\s*=\s*["']([A-Za-z]{0,3})([0-9]+)["'])?[\s/>]""")
"""A cell or row and its reference: `B` and `7`, or only `7` for a row; nothing where it has none."""
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]+)["']""")
_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_IS_ERROR = re.compile(rb"""[^<>]*\bt\s*=\s*["']e["'][^<>]*>""")
"""What follows the name of a cell that holds an error."""
_SHARED = re.compile(rb"<(?:[^\s<>/:]+:)?sst[\s>]")
_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?v[^>]*>([^<]*)<")


@dataclass
class Part:
    """One sheet's XML: how far its cells reach, and the errors that they hold by row and column, counted from 1."""

    rows: int = 0
    columns: int = 0
    tags: int = 0
    """Cells and rows, also those that stand in the same place."""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    _unnamed_rows: int = 0
    _unnamed_cells: int = 0
    """The most cells of a row, where there are cells without a reference."""
    _in_row: int = 0

    def add(self, xml: bytes) -> None:
        """Look at more of the XML, cut between tags."""
        found = _TAG.findall(xml)
        self.tags += len(found)
        if (b"", b"") in found:
            found += _REFERENCE.findall(xml)
            self._add_unnamed(xml)
        self.rows = max(self.rows, *map(int, {row or b"0" for _, row in found}), 0)
        self.columns = max(self.columns, *map(column, {letters for letters, _ in found}), 0)
        if b't="e"' in xml or b"t='e'" in xml:
            self._add_errors(xml)

    def _add_unnamed(self, xml: bytes) -> None:
        """Count rows, and the cells of each: those without a reference follow one another."""
        first, *rows = (len(_CELL.findall(row)) for row in _ROW.split(xml))
        self._unnamed_rows += len(rows)
        self._unnamed_cells = max(self._unnamed_cells, self._in_row + first, *rows, 0)
        self._in_row = rows[-1] if rows else self._in_row + first

    def _add_errors(self, xml: bytes) -> None:
        for cell in _CELL.split(xml)[1:]:
            if attributes := _IS_ERROR.match(cell):
                reference, value = _REFERENCE.search(attributes[0]), _VALUE.search(cell)
                if reference and value:
                    self.errors[int(reference[2]), column(reference[1])] = value[1].decode("utf-8", "replace")

    @property
    def span(self) -> tuple[int, int]:
        """Rows and columns that a reader makes room for; rows and cells without a reference come one after the other."""
        return self.rows + self._unnamed_rows, self.columns + self._unnamed_cells


def column(letters: bytes) -> int:
    """The number of a column, counted from 1.

    >>> column(b"B"), column(b"XFD")
    (2, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


@dataclass(frozen=True)
class Parts:
    """A workbook's sheets by name, and whether its days are counted from 1904."""

    sheets: dict[str, Part]
    from_1904: bool


def examine(path: str, max_bytes: int) -> Parts:
    """Look at the whole of an `.xlsx` file.

    Raises `errors.TooLarge`, `errors.TooManyCells`, `errors.ProtectedWorkbook`, `errors.UnsupportedFile` for a zip that is
    no workbook, and `errors.UnreadableFile` for a damaged one.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if _WORKBOOK not in package.namelist():
                raise errors.UnsupportedFile(path=path, accepted=".csv, .tsv, .txt, .gz, .xlsx, .xls, .parquet")
            parts = _parts(package, path, max_bytes)
            return _named(package, path, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError, KeyError, ValueError):
        raise damaged(path) from None
    except RuntimeError:  # a zip's own password
        raise errors.ProtectedWorkbook(path=path) from None
    except OSError as error:
        raise damaged(path) if error.errno == errno.EINVAL else error from None  # it points to before its beginning


def damaged(path: str) -> errors.UnreadableFile:
    return errors.UnreadableFile(path=path, problem="the workbook is damaged", problem_zh="工作簿已损坏")


def _parts(package: zipfile.ZipFile, path: str, max_bytes: int) -> dict[str, Part]:
    """Every part, measured if it is a sheet, whatever it is called."""
    left, found = max_bytes, {}
    for member in package.infolist():
        part, size, is_sheet, text = Part(), 0, False, _Text()
        for xml in _xml_of(package, member):
            size += len(xml)
            is_sheet = is_sheet or b"sheetData" in xml
            if size > (left if is_sheet else min(left, _MOST_SHARED)):
                raise errors.TooLarge(path=path, limit=max_bytes if size > left else _MOST_SHARED)
            text.add(xml, is_held=is_sheet or _SHARED.search(xml) is not None)
            if is_sheet:
                part.add(xml)
                _refuse_cells(part, path)
        left -= size
        found[member.filename] = part
    return found


@dataclass
class _Text:
    """How long the text after the last tag of a part has become, where a reader holds it whole."""

    length: int = 0
    is_held: bool = False

    def add(self, xml: bytes, *, is_held: bool) -> None:
        """Look at the next piece; raises `ValueError` for a text, or a tag, without end."""
        self.is_held |= is_held
        last = xml.rfind(b"<")
        self.length = self.length + len(xml) if last < 0 else len(xml) - last
        has_endless_tag = len(xml) > _LONGEST_ROW and last == 0 and b">" not in xml
        if self.is_held and (has_endless_tag or self.length > _LONGEST_TEXT):
            raise ValueError


def _refuse_cells(part: Part, path: str) -> None:
    rows, columns = part.span
    if rows * columns > MOST_CELLS or part.tags > 2 * MOST_CELLS:
        raise errors.TooManyCells(path=path, rows=rows, columns=columns, limit=MOST_CELLS)


def _xml_of(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part unpacks to, cut where rows end or at least between tags; its own word on its size is not taken."""
    member.file_size = _ANY_SIZE
    carried = b""
    with package.open(member) as source:
        while block := source.read(BLOCK):
            carried += block
            if cut := _cut(carried):
                yield carried[:cut]
                carried = carried[cut:]
    yield carried


def _cut(xml: bytes) -> int:
    """Where a piece may end: behind a row, or before a tag of what is long; anywhere in a long text without one."""
    behind_row = xml.rfind(b"row>")
    if behind_row >= 0:
        return behind_row + len(b"row>")
    if len(xml) <= _LONGEST_ROW:
        return 0
    return max(xml.rfind(b"<"), 0) or len(xml)


def _named(package: zipfile.ZipFile, path: str, parts: dict[str, Part]) -> Parts:
    """The parts by the names of their sheets."""
    book = _tree(package, _WORKBOOK, path)
    targets = {link.get("Id"): link.get("Target", "") for link in _tree(package, _RELATIONS, path)}
    sheets = {}
    for sheet in book.iter():
        if _local(sheet.tag) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), "")
            sheets[sheet.get("name", "")] = parts.get(_inside(targets.get(link, "")), Part())
    settings = next((element for element in book.iter() if _local(element.tag) == "workbookPr"), None)
    return Parts(sheets, settings is not None and settings.get("date1904") in ("1", "true"))


def _tree(package: zipfile.ZipFile, name: str, path: str) -> ElementTree.Element:
    with package.open(name) as source:
        text = source.read(_LARGEST_INDEX + 1)
    if len(text) > _LARGEST_INDEX:
        raise damaged(path)
    return ElementTree.fromstring(text)  # noqa: S314 - expat itself refuses entities that grow


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _inside(target: str) -> str:
    """The name in the zip of what the workbook points to."""
    return target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
