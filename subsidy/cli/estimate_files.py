"""From the files of `subsidy estimate` to a case: rows and side tables, and on standard error what of them was rejected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from subsidy.cli.common import Terms
from subsidy.cli.file_options import Intake
from subsidy.errors import Issue
from subsidy.facts import Case
from subsidy.law.run import prepare
from subsidy.law.wording import sentence
from subsidy.report.labels import label

if TYPE_CHECKING:
    from subsidy.batch.single import FromFiles

MOST_SHOWN = 20


def completed(case: Case, terms: Terms, intake: Intake, *, files: tuple[str, ...], **side_tables: Any) -> FromFiles:
    """The case with what the files say, and the other enterprises that may claim the same firsts."""
    from subsidy.batch.single import Files, case_from_files

    named = Files(imports=files, **vars(intake), **side_tables)
    return case_from_files(case, named, prepare(terms.as_of, terms.readings, terms.decisions, terms.law))


def say_rejected(rejects: Sequence[Issue], lang: str) -> None:
    """Each rejected row on standard error, the first ones with their place and value."""
    for issue in rejects[:MOST_SHOWN]:
        place = label("rejected.line", lang, file=issue.file, line=issue.line or "?", column=issue.column or "")
        value = "" if issue.value is None else repr(issue.value)
        click.echo(f"{' '.join(f'{place} {value}'.split())}: {sentence('rejects', issue.code, lang)}", err=True)
    if rejects:
        click.echo(label("rejected.count", lang, count=len(rejects)), err=True)
