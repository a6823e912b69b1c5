"""By which names zones, topics and authorities are known, in both languages.

>>> topic_names()["land"], zone_names()["yangshan"][0], authority_names()["qingpu-commerce"]
(('土地', 'land'), '洋山特殊综合保税区', ('青浦区商务委', 'Qingpu Commission of Commerce', '区商务委'))
"""

from __future__ import annotations

from subsidy.facts import ZONES
from subsidy.law.checks import authorities_of
from subsidy.law.library import Library, library
from subsidy.law.measures import contents
from subsidy.law.vocabulary import topics
from subsidy.report.labels import label


def zone_names(law: Library | None = None) -> dict[str, tuple[str, ...]]:
    """The zones by their names, and those that only a document of the law names, by their id."""
    elsewhere = [zone for document in (law or library()).documents for zone in document.zones if zone not in ZONES]
    known: dict[str, tuple[str, ...]] = {zone: (label(f"zone.{zone}", "zh"), label(f"zone.{zone}", "en")) for zone in ZONES}
    return known | {zone: (zone, zone) for zone in elsewhere}


def topic_names() -> dict[str, tuple[str, ...]]:
    return {topic.id: topic.names for topic in topics().values()}


def authority_names(law: Library | None = None) -> dict[str, tuple[str, ...]]:
    """Every authority that a measure may name, those that a document brings along included."""
    known = [authorities_of(contents(document)) for document in (law or library()).documents]
    return {name: authority.names for found in known for name, authority in found.items()}
