"""What a batch comes to: entitlements, rejects, reconciliation and summary, ready to be written or returned."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from subsidy import errors, money
from subsidy.batch import account as accounts
from subsidy.batch.account import Settled
from subsidy.batch.engine import Engine
from subsidy.batch.entitle import Known, entitlements
from subsidy.batch.gathered import gather
from subsidy.batch.population import Population, SideTables
from subsidy.batch.progress import SILENT, Progress
from subsidy.batch.ranges import with_ranges
from subsidy.batch.reading import Read
from subsidy.batch.rejects import Rejects, rejects_of
from subsidy.errors import Issue
from subsidy.facts import ZONE_FORM, Coverage, canonical, has_wrong_check_digit, is_zone
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.law.run import Run
from subsidy.law.wording import sentence
from subsidy.periods import month_text
from subsidy.provisions.outcome import ASSUMPTIONS
from subsidy.version import ENGINE


@dataclass(frozen=True)
class Options:
    """What a run asserts beside its files; raises `errors.BadValue` for a zone or a span of months that there is not."""

    zone: str | None = None
    year: int | None = None
    coverage: tuple[tuple[str, str], ...] = ()
    fees_through: date | None = None
    controls: Mapping[int, Decimal] | None = None
    lang: str = "en"
    ranged: bool = False

    def __post_init__(self) -> None:
        if self.zone is not None and not is_zone(self.zone):
            raise errors.BadValue(where="zone", value=self.zone, accepted=ZONE_FORM, accepted_zh=ACCEPTED_ZH[ZONE_FORM])
        for first, last in self.coverage:
            try:
                Coverage.model_validate({"from": first, "to": last})
            except ValidationError:
                raise errors.BadValue(where="coverage", value=f"{first}..{last}", accepted="2023-01..2025-12") from None


@dataclass(frozen=True)
class Computed:
    """Everything that comes out of a run, before it is written anywhere."""

    entitlements: pa.Table
    rejects: Rejects | Sequence[Issue]
    reconciliation: Mapping[str, Any]
    summary: Mapping[str, Any]
    control_failed: bool


def compute(engine: Engine, run: Run, read: Read, tables: SideTables, options: Options, progress: Progress = SILENT) -> Computed:
    """Rows to entitlements, rejects and account; raises `errors.NotBalanced` rather than give an account that does not add up."""
    gathered = gather(engine, read, options.coverage, options.year, progress)
    settled, account, sums, covered = gathered.settled, gathered.account, gathered.sums, gathered.covered
    known = gathered.known(tables, options.zone, options.fees_through)
    table = entitlements(engine, run, known)
    if options.ranged:
        table = with_ranges(engine, run, known, table)
    rejects = rejects_of(engine, settled, read, account.rejected, [issue for side in tables.given() for issue in side.issues])
    imports = _imports_by_year(engine, sums)
    controls = _controls(imports, options.controls or {})
    reconciliation = {
        "as_of": run.as_of.isoformat(),
        "files": [source.describe() for source in read.inputs],
        "side_tables": [side.describe() for side in tables.given()],
        "rows": account.rows,
        "amount": account.amount_text(),
        "balanced": account.balanced,
        "imports": {str(year): money.text(amount) for year, amount in imports.items()},
        "covered": _coverage_report(covered),
        "warnings": _warnings(engine, settled, read, tables, known.people, options.lang),
        "controls": controls,
    }
    result = engine.arrow(table)
    return Computed(
        result,
        rejects,
        reconciliation,
        summary_of(result, run, facts_of(engine, known, options.year)),
        any(not c["matches"] for c in controls.values()),
    )


def _imports_by_year(engine: Engine, sums: Any) -> dict[int, Decimal]:
    totals = sums.group_by("year").aggregate(imports=sums["imports"].sum())
    return {row["year"]: row["imports"].quantize(money.FEN) for row in sorted(engine.fetch(totals), key=lambda row: row["year"])}


def _controls(imports: Mapping[int, Decimal], controls: Mapping[int, Decimal]) -> dict[str, Any]:
    return {
        str(year): {"expected": money.text(expected), "found": money.text(found), "matches": found == expected}
        for year, expected in sorted(controls.items())
        if (found := imports.get(year, money.ZERO)) is not None
    }


def _coverage_report(covered: Set[int]) -> dict[str, list[str]]:
    between = set(range(min(covered), max(covered) + 1)) - covered if covered else set()
    return {"months": [month_text(m) for m in sorted(covered)], "gaps": [month_text(m) for m in sorted(between)]}


def _warnings(engine: Engine, settled: Settled, read: Read, tables: SideTables, people: Population, lang: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def warn(code: str, **facts: Any) -> None:
        found.append({"code": code, **facts, "message": sentence("account", code, lang).format(**facts)})

    for source in read.inputs:
        if not source.layout.unit_stated:
            warn("unit_assumed", file=source.name)
        if "direction" not in source.layout.columns:
            warn("no_direction", file=source.name)
    if rows := accounts.unassigned_rejects(engine, settled):
        warn("unassigned_rejects", rows=rows)
    for side, count in Counter(issue.file for table in tables.given() for issue in table.issues).items():
        warn("side_table_rejects", file=side, rows=count)
    for code in people.cases:
        if has_wrong_check_digit(code):
            warn("uscc_checksum", uscc=code)
    return found


def facts_of(engine: Engine, known: Known, year: int | None) -> dict[str, Any]:
    """What the entitlements rest on, in one form: whatever the order and dress of the files, or frames."""
    imports = engine.fetch(known.sums.order_by("enterprise", "year"))
    rejected = engine.fetch(known.rejected.order_by("enterprise", "year"))
    return {
        "covered": sorted(known.covered),
        "enterprises": {code: json.loads(case.canonical) for code, case in known.people.cases.items()},
        "imports": [[row["enterprise"], row["year"], money.text(row["imports"])] for row in imports],
        "rejected": [[row["enterprise"], row["year"], row["rejected"]] for row in rejected],
        "year": year,
    }


def summary_of(table: pa.Table, run: Run, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Totals per provision, period, status and claim, what they rest on, and the receipt."""
    groups: dict[tuple[Any, ...], list[tuple[Decimal, Decimal | None]]] = defaultdict(list)
    keys = ("provision", "period", "status", "claim")
    columns = [table[name].to_pylist() for name in (*keys, "low", "high")]
    for *key, low, high in zip(*columns, strict=True):
        groups[tuple(key)].append((low, high))
    totals = [
        {**dict(zip(keys, key, strict=True)), "entitlements": len(sums), **_low_and_high(sums)}
        for key, sums in sorted(groups.items(), key=lambda item: tuple(part or "" for part in item[0]))
    ]
    found = {code for text in table["assumptions"].unique().to_pylist() for code in str(text).split(";")}
    assumptions = [code for code in ASSUMPTIONS if code in found]
    return {
        "as_of": run.as_of.isoformat(),
        "totals": totals,
        "readings": dict(run.readings),
        "decisions": dict(run.decisions.canonical),
        "assumptions": assumptions,
        "receipt": {"engine": ENGINE, "law": run.law.digest, "inputs": run.digest(canonical(facts))},
    }


def _low_and_high(sums: Sequence[tuple[Decimal, Decimal | None]]) -> dict[str, str | None]:
    highs = [high for _, high in sums]
    high = None if None in highs else money.text(sum((h for h in highs if h is not None), money.ZERO))
    return {"low": money.text(sum((low for low, _ in sums), money.ZERO)), "high": high}
