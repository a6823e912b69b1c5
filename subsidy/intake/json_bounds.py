"""What a JSON text may not be, though its syntax allows it: nested without end, or holding halves of characters.

>>> refuse_deep('{"enterprise": {"zone": "qingpu"}}', "case.json")
"""

from __future__ import annotations

import json
import re
from typing import Any

from subsidy import errors

DEEPEST = 20
"""So many lists and objects within one another are more than any case needs."""
_TOKENS = re.compile(r'\\.|["\[\]{}]', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def refuse_deep(text: str, path: str) -> None:
    """Raises `errors.BadSyntax` for a JSON text with too many lists and objects within one another."""
    depth, quoted = 0, False
    for token in _TOKENS.finditer(text):
        sign = token[0]
        if sign == '"':
            quoted = not quoted
        elif not quoted and len(sign) == 1:
            depth += 1 if sign in "[{" else -1
            if depth > DEEPEST:
                raise errors.BadSyntax(path=path, format="JSON", **_place(text, token.start()), problem="nested too deeply")


def refuse_halves(text: str, data: object, path: str) -> None:
    """Raises `errors.BadSyntax` for JSON data with half of a surrogate pair, which no UTF-8 text can hold."""
    found = _SURROGATE.search(text)
    if found is None:
        return
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        problem = "half of a surrogate pair is no character"
        raise errors.BadSyntax(path=path, format="JSON", **_place(text, found.start()), problem=problem) from None


def _place(text: str, offset: int) -> dict[str, Any]:
    return {"line": text.count("\n", 0, offset) + 1, "column": offset - text.rfind("\n", 0, offset)}
