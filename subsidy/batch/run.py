"""A batch run: files in, a result folder out."""

from __future__ import annotations

import decimal
import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from subsidy.batch.engine import Engine, open_engine
from subsidy.batch.identity import Directory
from subsidy.batch.inputs import file_inputs
from subsidy.batch.population import SideTables
from subsidy.batch.progress import SILENT, Progress
from subsidy.batch.reading import Knowledge, Read, read_inputs
from subsidy.batch.request import BatchRequest, Sources
from subsidy.batch.result import Computed, Options, compute
from subsidy.batch.row import Scope
from subsidy.batch.write import refuse_existing, refuse_forms, write_result
from subsidy.intake import side_tables
from subsidy.intake.aliases import key
from subsidy.intake.files import MOST_BYTES
from subsidy.intake.quantities import Counted, read_quantities
from subsidy.intake.rates import read_rates
from subsidy.law.library import Library, library
from subsidy.law.run import Run, prepare
from subsidy.law.scheme_places import quantity_places
from subsidy.money import EXACT
from subsidy.records import is_period_of

SIDE_TABLES = ("register", "firsts", "warehousing", "prior", "rates", "quantities")


@dataclass(frozen=True)
class BatchResult:
    """What a run came to, for those who report on it."""

    out: Path
    reconciliation: Mapping[str, Any]
    summary: Mapping[str, Any]
    rejected: int
    control_failed: bool


class Named(Protocol):
    """A call that names side tables by kind, of `SIDE_TABLES`, and says how files are read."""

    @property
    def max_bytes(self) -> int | None: ...
    @property
    def names(self) -> Mapping[str, str]: ...


def read_side_tables(run: Run, workspace: Path, call: Named) -> SideTables:
    """The side tables that a call names."""
    return side_tables_of(run, {kind: _opened(call, kind, workspace) for kind in SIDE_TABLES})


def opened_once(call: Named, kind: str, workspace: Path) -> side_tables.Opened | None:
    """A side table whose records are kept, for those who look at them more than once."""
    opened = _opened(call, kind, workspace)
    return opened and replace(opened, records=list(opened.records))


def _opened(call: Named, kind: str, workspace: Path) -> side_tables.Opened | None:
    path = getattr(call, kind)
    if not path:
        return None
    opened = side_tables.open_file(path, kind, workspace, call.max_bytes or MOST_BYTES)
    return replace(opened, name=call.names.get(path, path))


def side_tables_of(run: Run, opened: Mapping[str, side_tables.Opened | None]) -> SideTables:
    """Side tables from opened sources."""
    register, firsts, warehousing, prior, rates, quantities = (opened.get(kind) for kind in SIDE_TABLES)
    return SideTables(
        register=side_tables.read_register(register) if register else None,
        firsts=side_tables.read_firsts(firsts) if firsts else None,
        warehousing=side_tables.read_warehousing(warehousing) if warehousing else None,
        prior=side_tables.read_prior(prior, functools.partial(_unusable_grant, run)) if prior else None,
        rates=read_rates(rates) if rates else None,
        quantities=read_quantities(quantities, counted_by(run.law)) if quantities else None,
    )


def counted_by(law: Library) -> Counted:
    """What the policies of a law count beside imports in RMB."""
    schemes = [provision.scheme for _, provision in law.provisions() if provision.scheme]
    terms = [quantity for document in law.documents for quantity in document.quantities]
    starting = [scheme.award.support_years.starts_with for scheme in schemes if scheme.award.support_years]
    return Counted(
        units={quantity.name: quantity.unit for quantity in terms},
        places={quantity.name: quantity_places(quantity.unit) for quantity in terms},
        attributes=frozenset(name for scheme in schemes for name in scheme.conditions.attributes),
        items=frozenset([*(scheme.item for scheme in schemes if scheme.item), *starting]),
        titles={key(title): quantity.name for quantity in terms for title in (quantity.title.zh, quantity.title.en)},
    )


def _unusable_grant(run: Run, provision: str, period: str) -> str | None:
    """Which of the two makes a grant count for nothing, if any."""
    terms = next((terms for _, _, terms in run.provisions if terms.provision == provision), None)
    if terms is None:
        return "provision"
    return None if is_period_of(terms, period) else "period"


def read_sources(engine: Engine, sources: Sources, tables: SideTables, progress: Progress = SILENT) -> Read:
    """The imports that files hold, read with what the side tables say of enterprises and rates."""
    limit = sources.max_bytes or MOST_BYTES
    inputs = file_inputs(engine.workspace, sources.files, sources.mapping, sources.encoding, sources.sheets, limit, names=sources.names)
    scope = Scope(sources.as_of, round_input=sources.round_input == "fen")
    return read_inputs(engine, inputs, Knowledge(Directory.of(tables.register), scope, tables.rates), progress)


def compute_batch(engine: Engine, request: BatchRequest, run: Run, progress: Progress = SILENT) -> Computed:
    """The result of a request, not yet written."""
    progress.phase("reading")
    tables = read_side_tables(run, engine.workspace, request)
    tables = tables if request.grants is None else replace(tables, prior=request.grants)
    read = read_sources(engine, request, tables, progress)
    options = Options(
        request.zone, request.year, request.coverage, request.fees_through, request.controls, request.lang, ranged=request.ranged
    )
    return compute(engine, run, read, tables, options, progress)


def run_batch(request: BatchRequest, progress: Progress = SILENT) -> BatchResult:
    """Compute a batch and put its result folder in place whole; raises `errors.SubsidyError` with nothing written."""
    run = prepare(request.as_of, request.readings, request.decisions, library().with_files(request.policies))
    refuse_forms(request.to)
    refuse_existing(request.out, force=request.force)
    with open_engine(request.engine, request.master) as engine, decimal.localcontext(EXACT):
        computed = compute_batch(engine, request, run, progress)
        progress.phase("writing")
        write_result(computed, request.out, request.lang, request.to, force=request.force)
    return BatchResult(
        request.out,
        computed.reconciliation,
        computed.summary,
        len(computed.rejects),
        computed.control_failed,
    )
