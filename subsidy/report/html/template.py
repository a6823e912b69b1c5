"""Templates filled: everything that comes from data or labels is escaped, and what a template asks for must be there."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from subsidy import errors

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = "subsidy.report.html"


@functools.cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - needs an extra
    except ImportError:
        raise errors.MissingExtra(what="report", extra="report") from None
    return Environment(loader=PackageLoader(_PACKAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def rendered(template: str, /, *, lang: str, **facts: object) -> str:
    """A template filled; raises `errors.MissingExtra` where the library for it is not installed."""
    tongue = {"zh": "zh-Hans", "en": "en"}[lang]
    return _environment().get_template(template).render(lang=tongue, **facts)
