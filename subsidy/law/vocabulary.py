"""The fixed words by which measures are told: topics (`topics.toml`) and responsible authorities (`authorities.toml`).

>>> topics()["land"].text("zh"), authorities()["qingpu-customs"].text("en")
('土地', 'Qingpu Customs')
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from subsidy.law.data import Data, Term
from subsidy.law.measure import Authority
from subsidy.law.source import Source, fault, model_from, read_source

HOME = Path(__file__).parent


class Topics(Data):
    topics: list[Term]


class Authorities(Data):
    authorities: list[Authority]


Entry = TypeVar("Entry", bound=Term)


@functools.cache
def topics() -> Mapping[str, Term]:
    """Every topic by its id, in the order of the vocabulary."""
    source = read_source(HOME / "topics.toml")
    return by_id(model_from(Topics, source).topics, source, "topics")


@functools.cache
def authorities() -> Mapping[str, Authority]:
    """Every authority of the packaged documents by its id."""
    source = read_source(HOME / "authorities.toml")
    return by_id(model_from(Authorities, source).authorities, source, "authorities")


def by_id(terms: Sequence[Entry], source: Source, key: str) -> Mapping[str, Entry]:
    """The terms by id; raises `errors.LawError` where two have the same id or name."""
    taken: set[str] = set()
    for place, term in enumerate(terms):
        names = {term.id, *term.names}
        if again := sorted(taken & names):
            raise fault(source, (key, place), f"{again[0]!r} stands for two entries", f"{again[0]!r} 指两个条目")
        taken |= names
    return MappingProxyType({term.id: term for term in terms})
