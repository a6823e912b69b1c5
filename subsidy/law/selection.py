"""Which measures a question is about: by zone, topic, authority, document, day and words.

>>> [entry.measure.article for entry in select(Filters(topic="talent", zone="qingpu"), date(2026, 3, 1)).entries]
['8', '4.5', '12']
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from subsidy.law.checks import authorities_of
from subsidy.law.library import Library, library
from subsidy.law.measure import Contents, Measure
from subsidy.law.measures import contents, zones_of
from subsidy.law.model import Document
from subsidy.law.vocabulary import topics

_ALIKE = 0.5


@dataclass(frozen=True, eq=False)
class Entry:
    """A measure with the document that holds it."""

    document: Document
    contents: Contents
    measure: Measure

    @functools.cached_property
    def text(self) -> str:
        """All that is said of the measure, in both languages, as words are looked for in it."""
        m = self.measure
        names = [name for authority in m.authorities for name in authorities_of(self.contents)[authority].names]
        names += [name for topic in m.topics for name in (topic, *topics()[topic].names)]
        told = [m.title, m.summary, *(quantity.about for quantity in m.quantities)]
        return folded(" ".join([*(words.text(lang) for words in told for lang in ("zh", "en")), *names]))


class Filters(NamedTuple):
    """What is asked for; None where it does not matter. `every_day` takes measures that are not in force on the day too."""

    zone: str | None = None
    topic: str | None = None
    authority: str | None = None
    document: str | None = None
    words: str | None = None
    every_day: bool = False


class Selection(NamedTuple):
    """The measures that match, and those that would but for the day: they are not yet in force, or no longer."""

    entries: tuple[Entry, ...]
    other_days: tuple[Entry, ...]


def folded(text: str) -> str:
    """Text as it is compared: width, case and line breaks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@functools.lru_cache(maxsize=8)
def entries(law: Library) -> tuple[Entry, ...]:
    """Every measure of every document, in order."""
    held = [(document, contents(document)) for document in law.documents]
    return tuple([Entry(document, found, measure) for document, found in held for measure in found.measures])


def select(filters: Filters, as_of: date, law: Library | None = None) -> Selection:
    """The measures that match; those whose days are unknown are among them, as they may be in force."""
    matching = [entry for entry in entries(law or library()) if _matches(entry, filters)]
    if filters.every_day:
        return Selection(tuple(matching), ())
    chosen = [entry for entry in matching if entry.document.state_on(as_of) in ("in_force", "unknown")]
    return Selection(tuple(chosen), tuple([entry for entry in matching if entry not in chosen]))


def _matches(entry: Entry, filters: Filters) -> bool:
    m = entry.measure
    return (
        filters.document in (None, entry.document.id)
        and (filters.topic is None or filters.topic in m.topics)
        and (filters.authority is None or filters.authority in m.authorities)
        and (filters.zone is None or filters.zone in zones_of(entry.document, m))
        and all(_occurs(word, entry.text) for word in folded(filters.words or "").split())
    )


def _occurs(word: str, text: str) -> bool:
    """Whether a word occurs; a word in Latin letters only where a word begins."""
    if word[0].isascii() and word[0].isalnum():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None
    return word in text


def without_each(filters: Filters, as_of: date, law: Library | None = None) -> dict[str, int]:
    """For each filter that was given, how many measures match without it."""
    given = [name for name in ("zone", "topic", "authority", "document", "words") if getattr(filters, name)]
    left: dict[str, dict[str, Any]] = {name: {name: None} for name in given}
    return {name: len(select(filters._replace(**without), as_of, law).entries) for name, without in left.items()}


def nearest_topics(filters: Filters, as_of: date, law: Library | None = None, count: int = 4) -> list[str]:
    """Topics with measures that match all but words and topic: first those whose name is most like the words, then the commonest."""
    words = folded(filters.words or "")
    if filters.topic:
        words = f"{words} {folded(' '.join(topics()[filters.topic].names))}"
    alike = select(filters._replace(words=None, topic=None), as_of, law).entries
    found = Counter(topic for entry in alike for topic in entry.measure.topics)
    found.pop(filters.topic or "", None)
    ranked = sorted(found, key=lambda topic: (-likeness(words.split(), (topic, *topics()[topic].names)), -found[topic]))
    return ranked[:count]


def likeness(words: Iterable[str], names: Iterable[str]) -> float:
    """How alike the likest word and name are, from 0 to 1: a word that is part of a name is, and too little counts as nothing.

    >>> likeness(["maintenance"], ["bonded-maintenance"]) > likeness(["maintain"], ["bonded-maintenance"]) > 0
    True
    """
    best = max((_alike(word, folded(name)) for word in words for name in names), default=0.0)
    return best if best >= _ALIKE else 0.0


def _alike(word: str, name: str) -> float:
    ratio = SequenceMatcher(None, word, name).ratio()
    return (1 + ratio) / 2 if word in name else ratio
