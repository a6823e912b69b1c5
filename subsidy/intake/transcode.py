"""Text of another encoding written anew as strict UTF-8, which is what engines read.

GB18030 can be cut wherever a line ends, because no character of it holds a newline byte. Python's decoder is the slow
step, so a process of its own takes the second half of a large file.
"""

from __future__ import annotations

import codecs
import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

from subsidy import errors
from subsidy.intake.scan import BLOCK, NulFound, Tally, line_at, pieces

_LARGE = 1 << 26
"""Bytes from which a second process is worth its start."""
_CUT_AT_LINES = ("gb18030",)
_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from subsidy.intake.transcode import answer; answer(*sys.argv[2:])"


def write_utf8(content: Path, name: str, encoding: str, target: Path) -> Tally | None:
    """Write a text as UTF-8, and what it is made of where that was seen on the way; `name` is what the user calls the file.

    Raises `errors.UnreadableText`, `errors.NulByte` or `errors.LineTooLong`, each with the line.
    """
    if encoding not in _CUT_AT_LINES:
        _by_blocks(content, name, encoding, target)
        return None
    size = content.stat().st_size
    if size < _LARGE:
        return _by_lines(content, name, encoding, target, (0, size))
    return _in_two(content, name, encoding, target)


def _by_lines(content: Path, name: str, encoding: str, target: Path, span: tuple[int, int]) -> Tally:
    """Write the lines between two offsets of a text, at the end of the target."""
    tally = Tally()
    with target.open("ab") as sink:
        for piece in pieces(content, name, *span):
            try:
                written = piece.decode(encoding).encode()
                tally.add(written)
            except UnicodeDecodeError as error:
                line = tally.newlines + piece.count(b"\n", 0, error.start) + line_at(content, span[0])
                raise errors.UnreadableText(path=name, line=line, encoding=encoding) from None
            except NulFound as error:
                raise errors.NulByte(path=name, line=error.line - 1 + line_at(content, span[0])) from None
            sink.write(written)
    return tally


def _in_two(content: Path, name: str, encoding: str, target: Path) -> Tally:
    """Write both halves of a text at once, each in its own process, and join them."""
    size, middle = content.stat().st_size, _middle(content)
    rest = target.with_name(f"{target.name}.rest")
    child = _start(content, encoding, rest, (middle, size))
    try:
        tally = _by_lines(content, name, encoding, target, (0, middle))
    except BaseException:
        _stop(child)
        raise
    second = _heard(child)
    if second is None:  # whatever went wrong there goes wrong here too, and says so
        tally.append(_by_lines(content, name, encoding, target, (middle, size)))
        return tally
    with target.open("ab") as sink, rest.open("rb") as source:
        shutil.copyfileobj(source, sink, BLOCK)
    rest.unlink()
    tally.append(second)
    return tally


def _middle(content: Path) -> int:
    """Where the first line begins in the second half."""
    with content.open("rb") as source:
        source.seek(content.stat().st_size // 2)
        while (block := source.readline(BLOCK)) and not block.endswith(b"\n"):
            pass
        return source.tell()


def _start(content: Path, encoding: str, target: Path, span: tuple[int, int]) -> subprocess.Popen[bytes] | None:
    """A process that needs nothing but the standard library; none where this program is not run by a plain interpreter."""
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    root = Path(__file__).parents[2]
    call = [sys.executable, "-I", "-S", "-c", _CHILD, str(root), str(content), encoding, str(target), *map(str, span)]
    try:
        return subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    except OSError:
        return None


def _stop(child: subprocess.Popen[bytes] | None) -> None:
    if child:
        child.kill()
        child.communicate()


def _heard(child: subprocess.Popen[bytes] | None) -> Tally | None:
    """What the other process came to, if it came to an end well."""
    if child is None:
        return None
    try:
        said, _ = child.communicate()
    except BaseException:
        _stop(child)
        raise
    return Tally(**json.loads(said)) if child.returncode == 0 else None


def answer(content: str, encoding: str, target: str, start: str, stop: str) -> None:
    """The other process: write a part of a text, and say on standard output what it is made of."""
    tally = _by_lines(Path(content), content, encoding, Path(target), (int(start), int(stop)))
    sys.stdout.write(json.dumps(dataclasses.asdict(tally)))


def _by_blocks(content: Path, name: str, encoding: str, target: Path) -> None:
    """Write a text of any encoding, also one whose characters may hold a newline byte or depend on what went before."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with content.open("rb") as source, target.open("w", encoding="utf-8", newline="") as sink:
        while True:
            block = source.read(BLOCK)
            before = decoder.getstate()
            try:
                text = decoder.decode(block, final=not block)
                sink.write(text)
            except UnicodeError:
                decoder.setstate(before)
                raise errors.UnreadableText(path=name, line=lines + _lines_before_fault(decoder, block), encoding=encoding) from None
            if not block:
                return
            lines += text.count("\n")


def _lines_before_fault(decoder: codecs.IncrementalDecoder, block: bytes) -> int:
    """How many lines of a block end before the first byte that cannot be decoded."""
    lines = 0
    try:
        for number in range(len(block)):
            lines += decoder.decode(block[number : number + 1]).count("\n")
    except UnicodeError:
        pass
    return lines
