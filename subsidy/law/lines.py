"""On which line of a TOML file a key stands, for errors that point at it.

>>> line_of('id = "a"\\n[[measures]]\\narticle = "1"\\n', ("measures", 0, "article"))
3
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]
_TOKENS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' + r"'''.*?'''" + r'|"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*|[\[\]{}]|\n",
    re.DOTALL,
)
_HEADER = re.compile(r"\[\[?([^\[\]]+)\]\]?")
_KEY = re.compile(r"""((?:"[^"]*"|'[^']*'|[\w.\- ])+?)\s*=""", re.ASCII)
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^."']+))\s*(?:\.|$)""")


def line_of(text: str, where: Sequence[str | int]) -> int | None:
    """The line of the key, or of the nearest table around it; None where nothing of it stands in the text."""
    found: dict[Path, int] = {}
    for path, line in _paths(text):
        for length in range(1, len(path) + 1):
            found.setdefault(path[:length], line)
    wanted = tuple(where)
    return next((found[wanted[:length]] for length in range(len(wanted), 0, -1) if wanted[:length] in found), None)


def _paths(text: str) -> Iterator[tuple[Path, int]]:
    """Every table and key with its line; the entries of an array of tables are numbered."""
    table: Path = ()
    entries: Counter[Path] = Counter()
    for line, words in _statements(text):
        if header := _HEADER.match(words):
            names = _parts(header[1])
            table = _resolved(names[:-1], entries) + names[-1:]
            if words.startswith("[["):
                entries[table] += 1
                table += (entries[table] - 1,)
            yield table, line
        elif key := _KEY.match(words):
            yield table + _parts(key[1]), line


def _resolved(names: Path, entries: Counter[Path]) -> Path:
    """The path of a table within arrays of tables: each at its entry given last."""
    path: Path = ()
    for name in names:
        path += (name,)
        if path in entries:
            path += (entries[path] - 1,)
    return path


def _parts(dotted: str) -> Path:
    """The parts of a dotted key; dots inside quotes are their own."""
    return tuple((basic or literal or bare).strip() for basic, literal, bare in _PART.findall(dotted))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which a table or key begins, with their numbers: not those inside a string or an array."""
    begins = {1 + text.count("\n", 0, at) for at in _line_starts(text)}
    for number, words in enumerate(text.split("\n"), 1):
        if number in begins:
            yield number, words.strip()


def _line_starts(text: str) -> Iterator[int]:
    depth = 0
    yield 0
    for token in _TOKENS.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
        elif token[0] == "\n" and depth == 0:
            yield token.end()
