"""The parts of a `multipart/form-data` body (RFC 7578), written to disk as they come, under names of our own.

Nothing of a body is held in memory but the part `terms`, which is small, and the head of the part that is being read.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from subsidy import errors
from subsidy.web.settings import Limits
from subsidy.web.uploads.names import apart, decoded, shown_name, stored_suffix

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FILES, TERMS = "files", "terms"
TABLES = ("register", "firsts", "warehousing", "prior", "quantities", "rates")
PARTS = (FILES, *TABLES, TERMS)
_HEAD_BYTES = 1 << 16
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Upload:
    """A file that has come: as which part, where it is, what its sender calls it."""

    part: str
    path: Path
    name: str


@dataclass(frozen=True)
class Received:
    """The files of a request, those of imports in the order of their names, and the text of its terms."""

    uploads: tuple[Upload, ...]
    terms: bytes

    @property
    def names(self) -> dict[str, str]:
        """What each file is called, by path."""
        return {str(upload.path): upload.name for upload in self.uploads}

    @property
    def files(self) -> list[str]:
        return [str(upload.path) for upload in self.uploads if upload.part == FILES]

    @property
    def tables(self) -> dict[str, str]:
        return {upload.part: str(upload.path) for upload in self.uploads if upload.part != FILES}


class Parts:
    """Takes a body piece by piece; raises a `errors.SubsidyError` as soon as it is known that it cannot be used."""

    def __init__(self, boundary: bytes, folder: Path, limits: Limits) -> None:
        self._folder, self._limits = folder, limits
        self._uploads: list[Upload] = []
        self._terms: bytearray | None = None
        self._sink: BinaryIO | None = None
        self._head: dict[bytes, bytes] = {}
        self._field = self._value = b""
        self._ended = False
        self._put: Callable[[bytes], Any] = bytes
        with _faults_named():
            self._parser = MultipartParser(boundary, self._callbacks(), max_header_size=_HEAD_BYTES)

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._part_begins,
            "on_header_field": self._field_goes_on,
            "on_header_value": self._value_goes_on,
            "on_header_end": self._header_ends,
            "on_headers_finished": self._content_begins,
            "on_part_data": self._content_goes_on,
            "on_part_end": self.close,
            "on_end": self._all_ends,
        }

    def feed(self, block: bytes) -> None:
        """The next bytes of the body."""
        with _faults_named():
            self._parser.write(block)

    def finished(self) -> Received:
        """What has come, once all of it has; the files of imports are renamed so that they lie in the order of their names."""
        if not self._ended:
            raise errors.BrokenForm(problem="it ends too early", problem_zh="内容不完整")
        imports = sorted((upload for upload in self._uploads if upload.part == FILES), key=lambda upload: upload.name)
        if not self._uploads:
            raise errors.MissingKey(where=FILES)
        tables = [upload for upload in self._uploads if upload.part != FILES]
        return Received((*map(_placed, range(len(imports)), imports), *tables), bytes(self._terms or b"{}"))

    def close(self) -> None:
        """The file that was being written is closed."""
        if self._sink:
            self._sink.close()
            self._sink = None

    def _part_begins(self) -> None:
        self._head, self._field, self._value = {}, b"", b""

    def _field_goes_on(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _value_goes_on(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ends(self) -> None:
        self._head[self._field.lower()] = self._value
        self._field = self._value = b""

    def _content_begins(self) -> None:
        kind, options = parse_options_header(self._head.get(b"content-disposition"))
        part = decoded(options.get(b"name", b""))
        if kind != b"form-data" or part not in PARTS:
            raise errors.UnknownKey(where="multipart/form-data", value=part[:60], accepted=", ".join(PARTS))
        if part == TERMS:
            self._refuse_second(part, again=self._terms is not None)
            self._terms = bytearray()
            self._put = self._into_terms
        else:
            self._put = self._into(part, decoded(options.get(b"filename", b"")))

    def _content_goes_on(self, data: bytes, start: int, end: int) -> None:
        self._put(data[start:end])

    def _all_ends(self) -> None:
        self._ended = True

    def _into_terms(self, data: bytes) -> None:
        assert self._terms is not None
        if len(self._terms) + len(data) > self._limits.body:
            raise errors.BodyTooLarge(accepted=self._limits.body)
        self._terms += data

    def _into(self, part: str, given: str) -> Callable[[bytes], Any]:
        """A new file for the part; an input of a form in which nothing was chosen makes none."""

        def first(data: bytes) -> None:
            self._put = self._opened(part, given).write
            self._put(data)

        if not given:
            return first
        return self._opened(part, given).write

    def _opened(self, part: str, given: str) -> BinaryIO:
        self._refuse_second(part, again=part != FILES and any(upload.part == part for upload in self._uploads))
        if len(self._uploads) >= self._limits.files:
            raise errors.TooManyFiles(accepted=self._limits.files)
        name = apart(shown_name(given, part), {upload.name for upload in self._uploads})
        path = self._folder / f"{part}-{len(self._uploads)}{stored_suffix(name)}"
        self._uploads.append(Upload(part, path, name))
        self._sink = path.open("xb")
        return self._sink

    @staticmethod
    def _refuse_second(part: str, *, again: bool) -> None:
        if again:
            raise errors.PartTwice(value=part)


def _placed(number: int, upload: Upload) -> Upload:
    """The file under the name that its place in the order gives it."""
    path = upload.path.with_name(f"{number:05}{upload.path.suffix}")
    upload.path.rename(path)
    return replace(upload, path=path)


@contextmanager
def _faults_named() -> Iterator[None]:
    """Raise what the parser and the disk refuse as errors of ours."""
    try:
        yield
    except FormParserError as fault:
        raise errors.BrokenForm(problem=str(fault)[:100]) from None
    except OSError as fault:
        if fault.errno in _NO_ROOM:
            raise errors.ServerFull() from None
        raise
