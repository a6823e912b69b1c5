"""Pages as tests read them: elements in balance, tables by caption, and what a page asks of the outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

_VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})
_CLOSED = frozenset({"path", "line", "rect", "g"})
"""Elements of drawings that may close themselves."""


class Element(NamedTuple):
    name: str
    attributes: dict[str, str]


@dataclass
class Table:
    """A table: its caption, and the text of its cells row by row."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page and refuses one whose elements are not closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.tables: list[Table] = []
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute of {tag} is given twice"
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self.tables[-1].rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _VOID | _CLOSED, f"<{tag}/>"
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if "caption" in self.open:
            self.tables[-1].caption += data
        elif "td" in self.open or "th" in self.open:
            self.tables[-1].rows[-1][-1] += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def table(page: str, caption: str) -> list[list[str]]:
    """The cells of the one table with this caption, its heading first."""
    (found,) = [one for one in read(page).tables if one.caption == caption]
    return found.rows


def asks_outside(page: str) -> list[object]:
    """Whatever would run, or be fetched from elsewhere."""
    reader = read(page)
    fetched = [
        (element.name, name, value)
        for element in reader.elements
        for name, value in element.attributes.items()
        if (
            name in ("src", "srcset", "data", "action", "style")
            or (name.endswith("href") and not value.startswith("#"))
            or name.startswith("on")
        )
    ]
    named = [
        element.name
        for element in reader.elements
        if element.name in ("script", "iframe", "object", "embed", "link", "img", "base", "form")
    ]
    styles = [
        word
        for word in ("url(", "@import", "http:", "https:", "//")
        if word in "".join(reader.texts) and word in page.partition("</style>")[0]
    ]
    return [*fetched, *named, *styles]
