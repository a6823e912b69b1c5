"""Which measures a user asks for: zones, topics, authorities and documents by their ids or by their names in either language.

>>> chosen("zone", "洋山特殊综合保税区", zone_names())
'yangshan'

Zones go by all names that registers give them too:

>>> from subsidy.law.library import library
>>> filters_of(library(), {"zone": "青浦综保区"}).zone
'qingpu'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from subsidy import errors
from subsidy.intake.values import zone
from subsidy.law.library import Library
from subsidy.law.selection import Filters, folded, likeness
from subsidy.report.law_names import authority_names, topic_names, zone_names

OF_OPTION = "--{}"
"""How a call of a command names what it asks for."""


def filters_of(
    law: Library, asked: Mapping[str, str | None], words: str | None = None, *, every_day: bool = False, named: str = OF_OPTION
) -> Filters:
    """The filters of a call; raises `errors.BadValue` or `errors.UnknownDocument` for one that names nothing known."""
    found = {name: resolve(named.format(name), asked.get(name), law) for name, resolve in _RESOLVED.items()}
    return Filters(**found, words=words, every_day=every_day)


def chosen(where: str, value: str | None, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """The id that a value names, by the id itself or by a name in either language; raises `errors.BadValue`, nearest first."""
    if value is None:
        return None
    for one, names in known.items():
        if folded(value) in map(folded, (one, *names)):
            return one
    nearest = sorted(known, key=lambda one: -likeness([folded(value)], (one, *known[one])))
    in_chinese = "、".join(f"{one}（{known[one][0]}）" for one in nearest)
    raise errors.BadValue(where=where, value=value, accepted=", ".join(nearest), accepted_zh=in_chinese)


def _document(_where: str, document: str | None, law: Library) -> str | None:
    """The document of an id or a number; raises `errors.UnknownDocument`."""
    numbers = {found.number: found.id for found in law.documents if found.number}
    return None if document is None else law.document(numbers.get(document, document)).id


def _zone(name: str) -> str:
    """The id that a name in a register stands for; what is none stays as it is, to be looked for among the names of the law."""
    found = zone(name).value
    return name if found is None else str(found)


_RESOLVED: dict[str, Callable[[str, str | None, Library], str | None]] = {
    "zone": lambda where, value, law: chosen(where, value and _zone(value), zone_names(law)),
    "topic": lambda where, value, _: chosen(where, value, topic_names()),
    "authority": lambda where, value, law: chosen(where, value, authority_names(law)),
    "document": _document,
}
ASKED = (*_RESOLVED,)
"""What measures can be chosen by, beside words."""
