"""The sentences of all codes and steps, in Chinese and English.

>>> sentence("reasons", "no_increment", "en")
'imports did not grow'
"""

from __future__ import annotations

import functools
from typing import Any

from subsidy.law.library import HOME, read_toml


@functools.cache
def _wording() -> dict[str, Any]:
    return read_toml(HOME / "wording.toml")


def sentence(group: str, code: str, lang: str) -> str:
    """The sentence of a code, its placeholders unfilled."""
    return str(_wording()[group][code][lang])


@functools.cache
def step_sentences(kind: str, lang: str) -> dict[str, str]:
    """The explanations of a rule kind's steps, their placeholders unfilled."""
    return {name: words[lang] for name, words in _wording()["steps"][kind].items()}
