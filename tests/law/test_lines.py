"""Where a key of a TOML file stands: in tables, arrays of tables and inline, past strings and arrays of several lines."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from subsidy.law.library import DOCUMENTS, HOME
from subsidy.law.lines import line_of

TEXT = '''\
# [[measures]] in a comment
id = "a" # = "b"
title = { zh = "x = y", en = "[[measures]]" }
zones = [
  "one", # key = "value"
  "two",
]
note = """
[[measures]]
article = "9"
"""
literal = \'\'\'
rate = 1
\'\'\'

[[measures]]
article = "1"
title.zh = "甲"
"title".en = 'a'

  [[measures.quantities]]
  value = 1

  [[measures.quantities]]
  value = 2

[[measures]]
article = "2"

[[measures.quantities]]
value = 3
about = { zh = "x" }

[other.table]
key = 1
'''


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("id",), 2),
        (("title", "en"), 3),
        (("zones", 1), 4),
        (("note",), 8),
        (("literal",), 12),
        (("rate",), None),
        (("measures",), 16),
        (("measures", 0, "title"), 18),
        (("measures", 0), 16),
        (("measures", 0, "article"), 17),
        (("measures", 0, "title", "zh"), 18),
        (("measures", 0, "title", "en"), 19),
        (("measures", 0, "topics"), 16),
        (("measures", 0, "quantities", 1, "value"), 25),
        (("measures", 1, "article"), 28),
        (("measures", 1, "quantities", 0, "value"), 31),
        (("measures", 1, "quantities", 0, "about", "en"), 32),
        (("measures", 1, "quantities", 5), 30),
        (("other", "table", "key"), 35),
        (("missing",), None),
        ((), None),
    ],
)
def test_a_key_is_found_on_its_line_or_that_of_the_table_around_it(where: tuple[str | int, ...], line: int | None) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, where) == line


def leaves(data: Any, where: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*where, key))
    else:
        yield where


@pytest.mark.parametrize("path", [*sorted(DOCUMENTS.glob("*.toml")), HOME / "readings.toml"], ids=lambda path: path.name)
def test_every_value_of_the_law_files_is_found_where_it_is_written(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    found = list(leaves(tomllib.loads(text)))
    assert found
    for where in found:
        line = line_of(text, where)
        assert line is not None, where
        named = [str(key) for key in where if isinstance(key, str)]
        assert any(name in lines[line - 1] for name in named), (where, lines[line - 1])
