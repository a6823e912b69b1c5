"""The words on tables, by name and language; `labels.toml` holds them.

>>> label("status.payable", "zh"), label("assessment.as_of", "en", day="2026-03-01")
('可兑付', 'as of 2026-03-01')
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any

ELSEWHERE = "other:"
_BETWEEN = {"en": ", ", "zh": "、"}


@functools.cache
def _labels() -> dict[str, Any]:
    return tomllib.loads((resources.files("subsidy.report") / "labels.toml").read_text(encoding="utf-8"))


def zone_label(zone: str | None, lang: str) -> str:
    """The name of a zone; a place elsewhere by the name that it is given.

    >>> zone_label("other:xiamen", "en"), zone_label(None, "en") == label("zone.unknown", "en")
    ('xiamen', True)
    """
    if zone is not None and zone.startswith(ELSEWHERE):
        return zone.removeprefix(ELSEWHERE)
    return label(f"zone.{zone or 'unknown'}", lang)


def step_label(name: str, lang: str) -> str:
    """The name of a step; of a quantity that only a policy file knows, the name that it has there."""
    known = _labels()["step"]
    return label(f"step.{name}", lang) if name in known else name


def listed(words: Iterable[str], lang: str) -> str:
    """Words one after another, as the language sets them apart.

    >>> listed(["1", "4"], "zh"), listed(["1", "4"], "en")
    ('1、4', '1, 4')
    """
    return _BETWEEN[lang].join(words)


def figure_unit(unit: str, lang: str) -> str:
    """In what a figure of law is given; of a policy file, as it is written there.

    >>> figure_unit("RMB once", "zh"), figure_unit("CNY per USD", "zh")
    ('元，一次性', 'CNY per USD')
    """
    return label_or(f"figure_unit.{unit}", lang, unit)


def label(name: str, lang: str, **facts: object) -> str:
    """The label of a name as `group.word`, its placeholders filled."""
    group, _, word = name.partition(".")
    return str(_labels()[group][word][lang]).format(**facts)


def label_or(name: str, lang: str, otherwise: str) -> str:
    """The label of a name, or something else where there is none.

    >>> label_or("status.payable", "en", ""), label_or("status.lost", "en", "?")
    ('payable', '?')
    """
    group, _, word = name.partition(".")
    return label(name, lang) if word in _labels().get(group, {}) else otherwise


def labels_of(group: str, lang: str) -> dict[str, str]:
    """All labels of a group, their placeholders as they stand.

    >>> labels_of("status", "en")["payable"]
    'payable'
    """
    return {word: str(said[lang]) for word, said in _labels()[group].items()}
