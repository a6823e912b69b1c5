"""The words on tables, by name and language; `labels.toml` holds them.

>>> label("status.payable", "zh"), label("assessment.as_of", "en", day="2026-03-01")
('可兑付', 'as of 2026-03-01')
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def _labels() -> dict[str, Any]:
    return tomllib.loads((resources.files("subsidy.report") / "labels.toml").read_text(encoding="utf-8"))


def label(name: str, lang: str, **facts: object) -> str:
    """The label of a name as `group.word`, its placeholders filled."""
    group, _, word = name.partition(".")
    return str(_labels()[group][word][lang]).format(**facts)
