"""A batch run: files in, a result folder out."""

from __future__ import annotations

import decimal
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from subsidy.batch.engine import Engine
from subsidy.batch.identity import Directory
from subsidy.batch.population import SideTables
from subsidy.batch.reading import file_inputs, read_inputs
from subsidy.batch.request import BatchRequest
from subsidy.batch.result import Computed, Options, compute
from subsidy.batch.rows import Scope
from subsidy.batch.write import refuse_existing, write_result
from subsidy.intake import side_tables
from subsidy.law.run import Run, prepare
from subsidy.money import EXACT
from subsidy.records import is_period_of


@dataclass(frozen=True)
class BatchResult:
    """What a run came to, for those who report on it."""

    out: Path
    reconciliation: Mapping[str, Any]
    summary: Mapping[str, Any]
    entitlements_total: int
    rejected: int
    control_failed: bool


def read_side_tables(run: Run, workspace: Path, paths: Mapping[str, str | None]) -> SideTables:
    """The side tables that a call names by kind: `register`, `firsts`, `warehousing`, `prior`."""

    def opened(kind: str) -> side_tables.Opened | None:
        path = paths.get(kind)
        return side_tables.open_file(path, kind, workspace) if path else None

    return side_tables_of(run, {kind: opened(kind) for kind in ("register", "firsts", "warehousing", "prior")})


def side_tables_of(run: Run, opened: Mapping[str, side_tables.Opened | None]) -> SideTables:
    """Side tables from opened sources."""
    register, firsts, warehousing, prior = (opened[kind] for kind in ("register", "firsts", "warehousing", "prior"))
    return SideTables(
        register=side_tables.read_register(register) if register else None,
        firsts=side_tables.read_firsts(firsts) if firsts else None,
        warehousing=side_tables.read_warehousing(warehousing) if warehousing else None,
        prior=side_tables.read_prior(prior, functools.partial(_unusable_grant, run)) if prior else None,
    )


def _unusable_grant(run: Run, provision: str, period: str) -> str | None:
    """Which of the two makes a grant count for nothing, if any."""
    terms = next((terms for _, _, terms in run.provisions if terms.provision == provision), None)
    if terms is None:
        return "provision"
    return None if is_period_of(terms, period) else "period"


def compute_batch(engine: Engine, request: BatchRequest, run: Run) -> Computed:
    """The result of a request, not yet written."""
    paths = {"register": request.register, "firsts": request.firsts, "warehousing": request.warehousing, "prior": request.prior}
    tables = read_side_tables(run, engine.workspace, paths)
    inputs = file_inputs(engine, request.files, request.mapping, request.encoding)
    scope = Scope(request.as_of, round_input=request.round_input == "fen")
    read = read_inputs(engine, inputs, Directory.of(tables.register), scope)
    options = Options(request.zone, request.year, request.coverage, request.fees_through, request.controls, request.lang)
    return compute(engine, run, read, tables, options)


def run_batch(request: BatchRequest) -> BatchResult:
    """Compute a batch and put its result folder in place whole; raises `errors.SubsidyError` with nothing written."""
    run = prepare(request.as_of, request.readings, request.decisions)
    refuse_existing(request.out, force=request.force)
    with Engine() as engine, decimal.localcontext(EXACT):
        computed = compute_batch(engine, request, run)
        write_result(computed, request.out, request.lang)
    return BatchResult(
        request.out,
        computed.reconciliation,
        computed.summary,
        len(computed.entitlements),
        len(computed.rejects),
        computed.control_failed,
    )
