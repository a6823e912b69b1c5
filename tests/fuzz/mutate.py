"""Spoiling bytes: one to a few small accidents, each drawn at random.

>>> mutated(random.Random(1), b"abcdef") == mutated(random.Random(1), b"abcdef")
True
"""

from __future__ import annotations

import random
from collections.abc import Callable

Accident = Callable[[random.Random, bytes], bytes]
PIECES = (
    b'"', b'""', b"\n", b"\r\n", b"\r", b"\0", b"\x1a", b",", b";", b"\t", b"'", b"=", b'="', b"-", b"(", b"\xff",
    b"\xfe\xff", b"\xef\xbb\xbf", b"\x80", b"\xc3\x28", b"\xa1", "合计".encode(), "合计".encode("gb18030"),
    "单位：万元".encode(), b"1E+09", b"9" * 40,
    b"0." + b"0" * 40 + b"1", b"nan", b"\xe2\x80\xa8",
)  # fmt: skip


def _at(rng: random.Random, body: bytes) -> int:
    return rng.randrange(len(body) + 1)


def _flip(rng: random.Random, body: bytes) -> bytes:
    at = rng.randrange(max(1, len(body)))
    return body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :]


def _flip_bit(rng: random.Random, body: bytes) -> bytes:
    at = rng.randrange(len(body)) if body else 0
    return body[:at] + bytes([body[at] ^ 1 << rng.randrange(8)]) + body[at + 1 :] if body else body


def _insert(rng: random.Random, body: bytes) -> bytes:
    at = _at(rng, body)
    return body[:at] + rng.choice(PIECES) + body[at:]


def _delete(rng: random.Random, body: bytes) -> bytes:
    at = _at(rng, body)
    return body[:at] + body[at + rng.choice((1, 1, 2, 7, 60)) :]


def _truncate(rng: random.Random, body: bytes) -> bytes:
    return body[: _at(rng, body)]


def _repeat(rng: random.Random, body: bytes) -> bytes:
    first, last = sorted((_at(rng, body), _at(rng, body)))
    return body[:last] + body[first:last] * rng.choice((1, 1, 3, 40)) + body[last:]


def _splice(rng: random.Random, body: bytes) -> bytes:
    first, last, to = _at(rng, body), _at(rng, body), _at(rng, body)
    block = body[min(first, last) : max(first, last)]
    return body[:to] + block + body[to:]


def _replace(rng: random.Random, body: bytes) -> bytes:
    """A byte that means something, as another that means something, everywhere or once."""
    old, new = rng.sample((b",", b"\n", b'"', b"0", b"-", b".", b";"), k=2)
    return body.replace(old, new, rng.choice((1, 2, -1)))


ACCIDENTS: tuple[Accident, ...] = (
    _flip,
    _flip,
    _flip_bit,
    _insert,
    _insert,
    _insert,
    _delete,
    _delete,
    _truncate,
    _repeat,
    _splice,
    _replace,
)


def mutated(rng: random.Random, body: bytes) -> bytes:
    """The bytes after one accident or several."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        body = rng.choice(ACCIDENTS)(rng, body)
    return body
