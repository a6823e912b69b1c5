"""Articles, figures and documents of the law in words, in Chinese and English.

>>> article_text("4", "en"), article_text("一（三）", "en"), article_text("1.3", "zh")
('article 4', 'part 1 (3)', '1.3')
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from subsidy.law.effects import Effect
from subsidy.law.measure import Quantity, Span, article_numbers
from subsidy.law.model import Document
from subsidy.report.labels import label, listed

NOT_STATED = "not stated"
"""Stands in a policy file for an article that the source seen does not number."""


def cited(document: str, article: str, lang: str) -> str:
    """Document and article of a clause; a source that does not number its articles names the document only."""
    return document if article == NOT_STATED else label("assessment.article", lang, document=document, article=article)


def article_text(article: str, lang: str) -> str:
    """An article, or several, as a sentence names them.

    >>> article_text("1, 4", "zh"), article_text("1, 4", "en"), article_text("4", "en")
    ('第1、4条', 'articles 1, 4', 'article 4')
    """
    if article == NOT_STATED:
        return label("policy.article_not_stated", lang)
    several = article.split(", ")
    if article.isascii() and all(map(str.isdigit, several)):
        name = "article" if len(several) == 1 else "articles"
        return label(f"policy.{name}", lang, article=listed(several, lang))
    if article.isascii() or lang == "zh":
        return article
    part, *rest = article_numbers(article)
    return label("policy.part", lang, part=part, article="".join(f" ({number})" for number in rest))


def short_article(article: str, lang: str) -> str:
    """An article as a column of a table names it.

    >>> short_article("一（三）", "en"), short_article("4", "zh")
    ('1(3)', '4')
    """
    if article.isascii() or lang == "zh":
        return article
    part, *rest = article_numbers(article)
    return f"{part}{''.join(f'({number})' for number in rest)}"


def amount_text(quantity: Quantity, lang: str) -> str:
    """The figure with its unit, and whether it is a bound.

    >>> from subsidy.law.measure import Quantity
    >>> about = {"zh": "扶持年限", "en": "support"}
    >>> amount_text(Quantity(kind="duration", value=3, unit="year", bound="at_most", about=about), "zh")
    '最多 3 年'
    """
    return label(f"bound.{quantity.bound}", lang, figure=_figure(quantity, lang)).strip()


def _figure(quantity: Quantity, lang: str) -> str:
    value = quantity.value
    if isinstance(value, Span):
        return _span(value, quantity.unit)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    group = "unit_one" if value == 1 else "unit"
    return label(f"{group}.{quantity.unit}", lang, number=_number(quantity, value))


def _number(quantity: Quantity, value: Decimal | int) -> str:
    if quantity.kind == "ratio":
        return f"{(Decimal(value) * 100).normalize():f}"
    return f"{value:,.2f}" if quantity.kind == "money" else plain_number(value)


def plain_number(value: Decimal | int) -> str:
    """A figure without an exponent, whole where it is whole."""
    return str(value) if isinstance(value, int) or value != value.to_integral_value() else f"{value.to_integral_value():f}"


def _span(span: Span, unit: str) -> str:
    """Whole years as years, a decade as such, other days as days."""
    first, last = span.first, span.last
    if unit == "decade":
        return f"{first.year}s"
    if unit == "year":
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    return f"{first} .. {last}"


def name_of(document: Document, lang: str) -> str:
    """A document by its number, else by its title."""
    return document.number or document.title.text(lang)


def effect_text(effect: Effect, lang: str) -> str:
    """The sentence of an effect."""
    facts = {key: name_of(fact, lang) if isinstance(fact, Document) else fact for key, fact in effect.facts.items()}
    return label(f"effect.{effect.code}", lang, **facts)
