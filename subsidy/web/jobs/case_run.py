"""A case out of files in its own process: what `subsidy estimate` makes of them, before it judges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from subsidy.batch.single import Files, case_from_files
from subsidy.errors import Issue
from subsidy.facts import Case
from subsidy.law.library import library
from subsidy.law.run import prepare
from subsidy.law.wording import sentence
from subsidy.web.jobs.files import ANSWER

MOST_SHOWN = 200
_REPLACED = ("imports", "coverage", "rejected_rows")
"""What imports out of files stand in place of."""


def run(folder: Path, asked: dict[str, Any]) -> None:
    """Reads the files and leaves the case in the folder."""
    judged = asked["judged"]
    law = library().with_files(asked["policies"])
    run = prepare(date.fromisoformat(judged["as_of"]), judged["readings"], judged["decisions"], law)
    given = dict(asked["files"])
    files = Files(**{**given, "imports": tuple(given["imports"]), "sheets": tuple(given["sheets"])}, names=asked["names"])
    found = case_from_files(known(asked["case"], files), files, run)
    said = {
        "case": plain_case(found.case),
        "rivals": [plain_case(rival) for rival in found.rivals],
        "rejects": rejects_data(found.rejects, asked["lang"]),
        "rejected": len(found.rejects),
    }
    (folder / ANSWER).write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def known(case: dict[str, Any], files: Files) -> Case:
    """What is known already; of imports only what no file tells."""
    return Case.model_validate({key: value for key, value in case.items() if not files.imports or key not in _REPLACED})


def plain_case(case: Case) -> dict[str, Any]:
    """A case as a case file holds it.

    >>> plain_case(Case(enterprise={"zone": "qingpu"}, imports=[{"period": "2024", "value": "8.00"}]))
    {'enterprise': {'zone': 'qingpu'}, 'imports': [{'period': '2024', 'value': '8.00'}]}
    """
    return case.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def rejects_data(rejects: Sequence[Issue], lang: str) -> list[dict[str, Any]]:
    """The first rejected rows, with their places."""
    first: Iterable[Issue] = rejects[:MOST_SHOWN]
    return [{**issue._asdict(), "message": sentence("rejects", issue.code, lang)} for issue in first]
