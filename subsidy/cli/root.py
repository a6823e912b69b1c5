"""`subsidy` itself: finds the command, runs it, and turns whatever goes wrong into an exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from subsidy.cli import language
from subsidy.cli.command import LazyGroup
from subsidy.cli.faults import status_of
from subsidy.version import __version__


class Root(LazyGroup):
    """The outermost group."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        given = list(sys.argv[1:] if args is None else args)
        lang = language.asked(given)
        _speak_utf8()
        try:
            status = super().main(given, prog_name or "subsidy", **{**extra, "standalone_mode": False, "obj": lang})
            sys.stdout.flush()
        except Exception as fault:
            status = status_of(fault, lang, debug="--debug" in given)
        except KeyboardInterrupt as fault:
            status = status_of(fault, lang, debug=False)
        sys.exit(status if isinstance(status, int) else 0)


def _speak_utf8() -> None:
    """UTF-8 on every system, whatever the console's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        click.echo(f"subsidy {__version__}")
        context.exit()


root = Root(
    name="subsidy",
    modules=(
        "estimate",
        "range",
        "deadlines",
        "batch",
        "inspect",
        "policy",
        "measures",
        "readings",
        "scenario",
        "compare",
        "report",
        "ledger",
        "schema",
        "serve",
        "key",
    ),
    help="Exact, explained, dated entitlements from the incentive clauses of Shanghai's bonded zones.",
    zh="按上海综合保税区扶持条款计算企业可得金额：精确、有依据、有期限。",
    example="subsidy estimate --zone qingpu --imports 2024=80000000.00 --imports 2025=120000000.40 --as-of 2026-03-01",
    params=[click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version)],
)
