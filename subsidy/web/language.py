"""In which language a request is answered: the one that it names, else the one that its sender prefers, else English.

>>> preferred("fr, zh-CN; q=0.8, en; q=0.5"), preferred("en-GB"), preferred("")
('zh', 'en', 'en')
"""

from __future__ import annotations

import re

from fastapi import Request

from subsidy.assess import LANGUAGES

_RANGE = re.compile(r"([a-z]+|\*)(?:-[a-z0-9]+)*(?:[ \t]*;[ \t]*q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?", re.IGNORECASE | re.ASCII)


def of_request(request: Request) -> str:
    """That of the body once it has been read, of `?lang=`, or of the header."""
    named = getattr(request.state, "lang", None) or request.query_params.get("lang")
    return named if named in LANGUAGES else preferred(",".join(request.headers.getlist("accept-language")))


def preferred(header: str) -> str:
    """The first of ours in the order of preference (RFC 9110, 12.5.4)."""
    ranked = sorted((_ranked(part) for part in header.split(",")), key=lambda found: -found[1])
    return next((lang for lang, weight in ranked if lang in LANGUAGES and weight > 0), LANGUAGES[0])


def _ranked(part: str) -> tuple[str, float]:
    found = _RANGE.fullmatch(part.strip(" \t"))
    return (found[1].lower(), float(found[2] or 1)) if found else ("", 0)
