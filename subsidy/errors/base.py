"""What every error has: facts, and a sentence in English and Chinese that is made from them."""

from __future__ import annotations

import re
from typing import Any, ClassVar

_WORD = re.compile("(?<=[a-z])(?=[A-Z])")


class SubsidyError(Exception):
    """Anything that a user can mend; every subclass is one situation."""

    en: ClassVar[str] = "{message}"
    zh: ClassVar[str] = "{message}"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.facts)

    @property
    def code(self) -> str:
        """The situation as programs know it: `missing_file`."""
        return _WORD.sub("_", type(self).__name__).lower()

    def sentence(self, lang: str) -> str:
        """The error as one line in the language asked for (`zh` or `en`); a fact `name_zh` stands for `name` in Chinese."""
        if lang != "zh":
            return self.en.format(**self.facts)
        chinese = {name.removesuffix("_zh"): fact for name, fact in self.facts.items() if name.endswith("_zh")}
        return self.zh.format(**{**self.facts, **chinese})


def _rebuilt(kind: type[SubsidyError], facts: dict[str, Any]) -> SubsidyError:
    """The error as it was, in another process."""
    return kind(**facts)
