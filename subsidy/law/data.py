"""What all law data have in common: strict, frozen, no unknown key; and words in both languages.

>>> Words(zh="标题", en="a title").text("en")
'a title'
"""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

BEYOND = Decimal(10) ** 13
"""Figures of law are below this: times the largest sum that is read, an engine's decimals still hold them."""


class FaultAt(ValueError):
    """What a check of a model finds wrong, in both languages, and at which of its keys."""

    def __init__(self, message: str, message_zh: str, *where: str | int) -> None:
        super().__init__(message)
        self.message_zh = message_zh
        self.where = where


class Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Words(Data):
    """The same words in Chinese and English."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


class Term(Words):
    """An entry of a fixed vocabulary: an id and its name in both languages."""

    id: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.zh, self.en)
