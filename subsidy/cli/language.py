"""In which language to speak: as asked for on the command line, else as the locale says.

>>> asked(["estimate", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}), asked(["estimate"], {"LC_ALL": "", "LANG": "zh_CN.UTF-8"})
('en', 'zh')
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise

LANGUAGES = ("zh", "en")


def of_locale(environment: Mapping[str, str] = os.environ) -> str:
    """The language of messages in the locale; English where it is not Chinese."""
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, named), "").lower().startswith("zh") else "en"


def asked(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """The language of a call, known before anything else of the call is understood."""
    found = [given for option, given in pairwise(arguments) if option == "--lang"]
    found += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    return next((language for language in reversed(found) if language in LANGUAGES), of_locale(environment))
