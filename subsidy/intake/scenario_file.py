"""A scenario file as it stands: read, and settled into the law and the run that it asks for; errors name file, line and key.

Its policies are named from its own folder. What it changes of the law (`parameters`, `documents`) is checked by
`subsidy.law.changes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from subsidy import errors
from subsidy.facts import Case
from subsidy.intake.case_faults import Place, fault
from subsidy.intake.case_file import on_line, read_text
from subsidy.intake.case_text import toml_data
from subsidy.intake.scenario_model import Scenario
from subsidy.law.changes import with_changes
from subsidy.law.library import Library, library
from subsidy.law.lines import line_of
from subsidy.law.run import Run, prepare

NAMED_IN = {
    errors.UnknownReading: "readings",
    errors.UnknownReadingOption: "readings",
    errors.UnknownDecision: "decisions",
    errors.BadDecision: "decisions",
}
"""Where a scenario, and a question, names what these are about."""


class ScenarioFile(NamedTuple):
    """A scenario, and the file that says it."""

    path: str
    text: str
    scenario: Scenario

    @property
    def case(self) -> Case:
        """The enterprise that it is about; raises `errors.MissingKey` where there is none."""
        if self.scenario.case is None:
            place = self.place(("case",))
            raise errors.MissingKey(where=place.en, where_zh=place.zh)
        return self.scenario.case

    def place(self, keys: Sequence[str | int]) -> Place:
        """Where a path of keys stands for the user."""
        return on_line(self.path, line_of(self.text, keys) or 1, keys)

    def law(self, beside: Library | None = None) -> Library:
        """The law that it is judged by: the one given (the packaged one, if none is), its policies, and what it changes."""
        held = (beside or library()).with_files([Path(self.path).parent / name for name in self.scenario.policies])
        changes = {"documents": self.scenario.documents, "parameters": self.scenario.parameters}
        return with_changes(held, changes, self.path, self.text)

    def run(self, beside: Library | None = None) -> Run:
        """The day, readings and decisions under its law."""
        try:
            return prepare(self.scenario.as_of, self.scenario.readings, self.scenario.decisions, self.law(beside))
        except tuple(NAMED_IN) as error:
            place = self.place((NAMED_IN[type(error)], str(error.facts["name"])))
            raise errors.ScenarioFault(
                path=place.en, path_zh=place.zh, problem=error.sentence("en"), problem_zh=error.sentence("zh")
            ) from None


def read_scenario_file(path: str | Path) -> ScenarioFile:
    """A scenario and its file; an unknown key is an error."""
    text = read_text(path, accepted=(".toml",))
    data = toml_data(text, str(path))
    try:
        return ScenarioFile(str(path), text, Scenario.model_validate(data))
    except ValidationError as error:
        raise fault(error, Scenario, lambda keys: on_line(str(path), line_of(text, keys) or 1, keys)) from None
