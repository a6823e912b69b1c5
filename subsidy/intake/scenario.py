"""Scenario files: facts, a day, and what must come out; run, and compared with what comes out.

An expectation names any keys of an entitlement, which is found by provision and period. `scenarios/README.md` has the format.

>>> written("null"), written(date(2026, 3, 1)), written(Decimal("3000000"))
(None, '2026-03-01', '3000000.00')
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from subsidy import errors, money
from subsidy.assess import assess
from subsidy.entitlement import Assessment, Entitlement
from subsidy.intake.scenario_file import read_scenario_file
from subsidy.intake.scenario_model import Scenario

POLICIES = "policies"
"""The files in a folder of this name are policies; the scenarios stand in folders below it."""

NOTES = ("reasons", "missing", "assumptions", "warnings")


@dataclass(frozen=True)
class Difference:
    """One thing that came out otherwise than expected."""

    where: str
    key: str
    expected: Any
    found: Any


@dataclass(frozen=True)
class ScenarioResult:
    """A scenario that was run: what it is called, and where the result differs."""

    path: str
    title: str
    title_zh: str
    differences: tuple[Difference, ...]

    def called(self, lang: str) -> str:
        return self.title_zh if lang == "zh" and self.title_zh else self.title


def find_scenarios(given: Sequence[str]) -> list[Path]:
    """The scenario files that are named: files, folders searched all the way down, globs; raises where there is none."""
    return [file for name in given for file in _files_of(name)]


def _files_of(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        found = sorted(file for file in path.rglob("*.toml") if file.resolve().parent.name != POLICIES)
        if not found:
            raise errors.NoScenarios(path=name)
        return found
    matching = [path] if path.exists() else sorted(Path(match) for match in glob.glob(name, recursive=True))
    if not matching:
        raise errors.MissingFile(path=name)
    return matching


def run_scenario(path: str | Path) -> ScenarioResult:
    """Runs a scenario; raises a `errors.SubsidyError` where the file cannot be used."""
    file = read_scenario_file(path)
    scenario, case, run = file.scenario, file.case, file.run()
    try:
        result = assess(case, as_of=run.as_of, readings=scenario.readings, decisions=scenario.decisions, law=run.law)
    except errors.SubsidyError as error:
        raise errors.ScenarioFault(path=path, problem=error.sentence("en"), problem_zh=error.sentence("zh")) from None
    return ScenarioResult(str(path), scenario.title, scenario.title_zh, tuple(differences(scenario, result)))


def written(value: Any) -> Any:
    """A value of a scenario as results write it: `"null"`, days and exact figures."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return money.plain(Decimal(value))
    if isinstance(value, list):
        return [written(item) for item in value]
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    return None if value == "null" else value


def differences(scenario: Scenario, result: Assessment) -> Iterator[Difference]:
    """Everything in which a result is not what its scenario expects."""
    left = list(result.entitlements)
    for expected in scenario.expect:
        found = next((e for e in left if (e.provision, e.period) == (expected.provision, expected.period)), None)
        where = f"{expected.provision} {expected.period}"
        if found is None:
            yield Difference(where, "", "an entitlement", None)
            continue
        left.remove(found)
        yield from _compared(where, expected.named(), as_expected(found))
    totals = result.totals.model_dump(mode="json")
    for claim, sums in scenario.expect_totals.named().items():
        yield from _compared("totals", {claim: sums}, totals)


def as_expected(entitlement: Entitlement) -> dict[str, Any]:
    """An entitlement in the form in which scenarios write it: codes for notes, steps by name."""
    plain = entitlement.model_dump(mode="json")
    for group in NOTES:
        plain[group] = [f"{note['code']}:{note['detail']}" if note.get("detail") else note["code"] for note in plain[group]]
    return plain | {"steps": {step["name"]: step["value"] for step in plain["steps"]}}


def _compared(where: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Difference]:
    """Key by key; of a table that names a part, only that part, but readings as a whole."""
    for key, raw in expected.items():
        wanted, seen = written(raw), found.get(key)
        if isinstance(wanted, dict) and isinstance(seen, dict) and key != "readings":
            for name, value in wanted.items():
                if name not in seen or seen[name] != value:
                    yield Difference(where, f"{key}.{name}", value, seen.get(name))
        elif wanted != seen:
            yield Difference(where, key, wanted, seen)
