"""What tables and their fields are called, in the errors that speak of them.

>>> in_chinese("date"), table_name("register")
('日期（date）', ('register of enterprises', '企业名册'))
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from subsidy.intake.tables import rows


@functools.cache
def _names(what: str) -> Mapping[str, tuple[str, str]]:
    return {row["name"]: (row["en"], row["zh"]) for row in rows("names") if row["what"] == what}


def in_chinese(*fields: str) -> str:
    """Fields by their Chinese names, each with the name by which `--map` knows it."""
    return "、".join(f"{_names('field')[field][1]}（{field}）" for field in fields)


def chinese_alone(field: str) -> str:
    """A field by its Chinese name."""
    return _names("field")[field][1]


def table_name(table: str) -> tuple[str, str]:
    """What a kind of table is called in English and Chinese."""
    return _names("table")[table]
