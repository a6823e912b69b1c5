"""In which language a request is answered: the one that it names, else the one that its sender prefers, else English.

>>> preferred("fr, zh-CN;q=0.8, en;q=0.5"), preferred("en-GB"), preferred("")
('zh', 'en', 'en')
"""

from __future__ import annotations

from fastapi import Request

from subsidy.assess import LANGUAGES


def of_request(request: Request) -> str:
    """That of the body once it has been read, of `?lang=`, or of the header."""
    named = getattr(request.state, "lang", None) or request.query_params.get("lang")
    return named if named in LANGUAGES else preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """The first of ours in the order of preference (RFC 9110, 12.5.4)."""
    ranked = sorted((_ranked(part) for part in header.split(",")), key=lambda found: -found[1])
    return next((lang for lang, weight in ranked if lang in LANGUAGES and weight > 0), LANGUAGES[0])


def _ranked(part: str) -> tuple[str, float]:
    tag, _, weight = part.strip().partition(";q=")
    try:
        return tag.partition("-")[0].lower(), float(weight or 1)
    except ValueError:
        return "", 0
