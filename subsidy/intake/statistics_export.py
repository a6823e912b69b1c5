"""The public query export of customs statistics, known by its headings: it names no enterprise and no direction.

Whoever makes one chooses its columns, so any part of them may be there; in Chinese or English, in RMB or US dollars.

>>> is_statistics_export(["商品编码", "商品名称", "第一数量", "第一计量单位", "人民币", ""])
True
>>> is_statistics_export(["企业名称", "年月", "贸易伙伴名称", "人民币"])
False
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from subsidy.intake.aliases import aliases, key
from subsidy.intake.tables import rows

_OWN = frozenset({"declaration", "line", "uscc", "customs_code", "name", "direction", "transport", "country", "state"})
"""Fields that the export never has."""


def is_statistics_export(headings: Iterable[str]) -> bool:
    """Whether a heading line is that of such an export.

    Either all of its headings are, a sum and what it is broken down by among them; or some can only be the export's, and
    no other says whose the rows are.
    """
    found = {heading for text in headings if (heading := key(text))}
    if not found & _with_role("money"):
        return False
    is_whole = found <= _with_role("money", "key", "mark", "other")
    if is_whole:
        return bool(found & _with_role("key", "mark"))
    own = {alias.field for heading in found if (alias := aliases("imports").get(heading))} & _OWN
    return bool(found & _with_role("mark")) and not own


@functools.cache
def _with_role(*roles: str) -> frozenset[str]:
    return frozenset(key(row["heading"]) for row in rows("statistics_export") if row["role"] in roles)
