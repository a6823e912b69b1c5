"""One enterprise out of files: its rows and side tables become a case, for `subsidy estimate`."""

from __future__ import annotations

import decimal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from subsidy import errors
from subsidy.batch import account as accounts
from subsidy.batch.engine import Engine, open_engine
from subsidy.batch.identity import Directory
from subsidy.batch.inputs import file_inputs
from subsidy.batch.population import SideTables, told_of
from subsidy.batch.reading import Knowledge, Read, read_inputs
from subsidy.batch.rejects import rejects_of
from subsidy.batch.row import Scope
from subsidy.batch.run import read_side_tables
from subsidy.errors import Issue
from subsidy.facts import Case, Coverage, Enterprise, Imports, RejectedRows
from subsidy.intake.files import MOST_BYTES
from subsidy.law.run import Run
from subsidy.money import EXACT
from subsidy.periods import month_text

OWN_ROWS = ""
"""Stands for the case itself where it has no code: rows of files without an enterprise column belong to it."""

MOST_NAMED = 30
"""So many enterprises are listed in an error, which is one line."""


@dataclass(frozen=True)
class Files:
    """The files that a call names: imports, side tables by kind, and how to read them."""

    imports: tuple[str, ...] = ()
    register: str | None = None
    firsts: str | None = None
    warehousing: str | None = None
    prior: str | None = None
    quantities: str | None = None
    mapping: Mapping[str, str] | None = None
    encoding: str | None = None
    round_input: str | None = None
    """`fen` rounds amounts with more than two decimals; None rejects their rows."""
    sheets: tuple[str, ...] = ()
    rates: str | None = None
    max_bytes: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """What files are called in rejects, by path, where that is not their path."""


@dataclass(frozen=True)
class FromFiles:
    """What files say of one enterprise: its case, the others that may claim the same firsts, and the rows rejected."""

    case: Case
    rivals: Sequence[Case]
    rejects: Sequence[Issue]


def case_from_files(case: Case, files: Files, run: Run) -> FromFiles:
    """The case with what the files say in place of what it said of the same; raises `errors.SubsidyError`.

    The enterprise is the one of the case, else the only one in the files (`errors.SeveralEnterprises` otherwise).
    """
    with open_engine() as engine, decimal.localcontext(EXACT):
        tables = read_side_tables(run, engine.workspace, files)
        if not files.imports:
            return _with_side_tables(case, tables, [])
        code = case.enterprise.uscc or _only_enterprise(engine, files, tables, run.as_of)
        scope = Scope(run.as_of, only=code or None, round_input=files.round_input == "fen", owner=code or OWN_ROWS)
        read = _read(engine, files, tables, scope)
        named = case.model_copy(update={"enterprise": case.enterprise.model_copy(update={"uscc": code or None})})
        return _from_rows(engine, named, read, tables)


def _read(engine: Engine, files: Files, tables: SideTables, scope: Scope) -> Read:
    limit = files.max_bytes or MOST_BYTES
    inputs = file_inputs(engine.workspace, files.imports, files.mapping or {}, files.encoding, files.sheets, limit, names=files.names)
    return read_inputs(engine, inputs, Knowledge(Directory.of(tables.register), scope, tables.rates))


def _only_enterprise(engine: Engine, files: Files, tables: SideTables, as_of: date) -> str:
    """The one enterprise that the rows name; nothing where no row names any."""
    rows = _read(engine, files, tables, Scope(as_of, owner=OWN_ROWS)).rows
    named = rows.filter(rows["enterprise"].notnull(), rows["enterprise"] != OWN_ROWS)
    codes = sorted(row["enterprise"] for row in engine.fetch(named.select("enterprise").distinct()))
    if len(codes) > 1:
        raise errors.SeveralEnterprises(found=", ".join(codes[:MOST_NAMED]))
    return codes[0] if codes else OWN_ROWS


def _from_rows(engine: Engine, case: Case, read: Read, tables: SideTables) -> FromFiles:
    owner = case.enterprise.uscc or OWN_ROWS
    _refuse_stranger(engine, owner, read)
    settled = accounts.settle(engine, read)
    account = accounts.account_of(engine, settled, read)
    sums = accounts.sums_by_year(settled)
    bad = accounts.rejected_by_year(settled)
    imports = [
        Imports.model_construct(period=str(row["year"]), value=row["imports"])
        for row in engine.fetch(sums.filter(sums["enterprise"] == owner))
    ]
    rejected = [
        RejectedRows(period=None if row["year"] is None else str(row["year"]), rows=row["rejected"])
        for row in engine.fetch(bad.filter(bad["enterprise"] == owner))
    ]
    found: dict[str, Any] = {
        "imports": tuple(sorted(imports, key=lambda i: i.period)),
        "coverage": case.coverage if case.coverage is not None else _spans(accounts.covered_months(engine, settled, read.as_of)),
        "rejected_rows": tuple(sorted(rejected, key=lambda r: r.period or "")) or None,
    }
    return _with_side_tables(case.model_copy(update=found), tables, list(rejects_of(engine, settled, read, account.rejected)))


def _refuse_stranger(engine: Engine, owner: str, read: Read) -> None:
    """Raise `errors.NoEnterprise` where the rows name enterprises, but not the one asked for."""
    named = read.rows.filter(read.rows["enterprise"].notnull()).select("enterprise").distinct().order_by("enterprise")
    codes = [row["enterprise"] for row in engine.fetch(named)]
    if codes and owner not in codes:
        raise errors.NoEnterprise(value=owner, found=", ".join(codes[:MOST_NAMED]))


def _spans(months: set[int]) -> tuple[Coverage, ...]:
    """Covered months as unbroken runs."""
    starts = sorted(month for month in months if month - 1 not in months)
    ends = sorted(month for month in months if month + 1 not in months)
    return tuple(Coverage(first=month_text(first), last=month_text(last)) for first, last in zip(starts, ends, strict=True))


def _with_side_tables(case: Case, tables: SideTables, rejects: Sequence[Issue]) -> FromFiles:
    code = case.enterprise.uscc
    update: dict[str, Any] = {}
    if tables.register and code:
        update["enterprise"] = _registered(case.enterprise, tables)
    if tables.firsts and (code in tables.firsts.facts or case.firsts is None):
        update["firsts"] = tuple(tables.firsts.facts.get(code or "", ()))
    if tables.warehousing and (code in tables.warehousing.facts or case.warehousing is None):
        update["warehousing"] = tuple(tables.warehousing.facts[code]) if code in tables.warehousing.facts else None
        update["warehousing_incomplete"] = code in tables.warehousing.unreadable and code in tables.warehousing.facts
    if tables.prior and (code in tables.prior.facts or case.prior is None):
        update["prior"] = tuple(tables.prior.facts.get(code or "", ()))
        update["prior_incomplete"] = code in tables.prior.unreadable
    if tables.quantities and code in {*tables.quantities.facts, *tables.quantities.unreadable}:
        update.update(told_of(code or "", tables.quantities))
    issues = [*rejects, *(issue for table in tables.given() for issue in table.issues)]
    return FromFiles(case.model_copy(update=update), _rivals(code, tables), issues)


def _registered(firm: Enterprise, tables: SideTables) -> Enterprise:
    """What the register says where the case says nothing; a firm that is not in it lacks what it does not say itself."""
    known = tables.register.firms.get(firm.uscc or "") if tables.register else None
    if known is None:
        return firm
    fields = ("name", "zone", "settled_on", "foreign_trade", "qualified")
    return firm.model_copy(update={name: getattr(known, name) for name in fields if getattr(firm, name) is None})


def _rivals(code: str | None, tables: SideTables) -> list[Case]:
    """Other enterprises of the table of firsts, as cases that only claim them."""
    others = tables.firsts.facts.items() if tables.firsts else ()
    return [Case(enterprise=Enterprise(uscc=other), firsts=tuple(claims)) for other, claims in others if other != code]
