"""The page, with its styles, scripts and words: files of this package, none from elsewhere.

The words of a language are one table: those that only the page needs, and those that it has in common with reports.

>>> words("zh")["status"]["payable"], words("en")["firm"]["submit"]
('可兑付', 'Work it out')
"""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from importlib import resources
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from subsidy import errors
from subsidy.law.library import HOME, read_toml
from subsidy.report.labels import labels_of
from subsidy.web.door.headers import PAGE
from subsidy.web.server import server_of

router = APIRouter(include_in_schema=False)

OPEN, KEYED = "index.html", "keyed.html"
"""The page of a server that answers anyone, and that of one that wants a key: it need not ask in order to know."""
MEDIA = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
SHARED = (
    "status", "claim", "zone", "step", "assessment", "totals", "sheet", "range", "batch", "page", "page_column", "page_fate",
    "page_excluded", "table_kind", "readings", "progress",
)  # fmt: skip
"""Groups of words that the page has in common with reports."""


class File(NamedTuple):
    """A file as it is sent."""

    content: bytes
    media: str
    tag: str

    @classmethod
    def of(cls, content: bytes, media: str) -> File:
        return cls(content, media, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


@router.api_route("/", methods=["GET", "HEAD"])
async def get_page(request: Request) -> Response:
    return _sent(request, KEYED if server_of(request).settings.keys is not None else OPEN)


@router.api_route("/page/{name}", methods=["GET", "HEAD"])
async def get_file(request: Request, name: str) -> Response:
    """A file of the page by its name; the name is looked up and never used as a path."""
    return _sent(request, name)


def _sent(request: Request, name: str) -> Response:
    """A file, or word that the browser has it already."""
    file = files().get(name)
    if file is None:
        raise errors.NoSuchPath(value=request.url.path[:200])
    headers = {"ETag": file.tag, "Cache-Control": "no-cache", "Content-Security-Policy": PAGE}
    if request.headers.get("if-none-match") == file.tag:
        return Response(status_code=304, media_type=file.media, headers=headers)
    return Response(file.content, media_type=file.media, headers=headers)


@functools.cache
def files() -> dict[str, File]:
    """Everything that the page consists of, by name."""
    folder = resources.files("subsidy.web") / "page"
    found = {file.name: File.of(file.read_bytes(), MEDIA[_ending(file.name)]) for file in folder.iterdir() if _ending(file.name) in MEDIA}
    spoken = {f"words.{lang}.json": json.dumps(words(lang), ensure_ascii=False, sort_keys=True) for lang in ("en", "zh")}
    found[KEYED] = File.of(found[OPEN].content.replace(b'data-keyed="no"', b'data-keyed="yes"', 1), found[OPEN].media)
    return found | {name: File.of(text.encode(), "application/json") for name, text in spoken.items()}


def _ending(name: str) -> str:
    return name.rpartition(".")[2]


def words(lang: str) -> dict[str, dict[str, str]]:
    """All words of the page in one language, by group and word."""
    own = {group: {word: said[lang] for word, said in found.items()} for group, found in own_words().items()}
    rejects = {code: said[lang] for code, said in read_toml(HOME / "wording.toml")["rejects"].items()}
    return own | {group: labels_of(group, lang) for group in SHARED} | {"rejects": rejects}


@functools.cache
def own_words() -> dict[str, dict[str, dict[str, str]]]:
    """The words that only the page needs, in both languages."""
    return tomllib.loads((resources.files("subsidy.web") / "page" / "words.toml").read_text(encoding="utf-8"))
