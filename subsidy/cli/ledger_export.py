"""`subsidy ledger export`: payment lines for the finance system."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import answering, dated
from subsidy.cli.ledger_options import filtered, on_ledger
from subsidy.cli.output import Output, write_whole
from subsidy.ledger.balances import Filter
from subsidy.ledger.data import cells, payment_data
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.payments import COLUMNS, payment_lines
from subsidy.report.csv_text import csv_text
from subsidy.report.ledger_table import rows_table

FORMS = ("table", "json", "csv", "xlsx")


@click.command(
    cls=Command,
    help="One line for each sum that is granted and not yet paid, with the enterprise, document, article and the entry to which the\n"
    "payment is to refer; as CSV or xlsx for the finance system, which `subsidy ledger post FILE --kind paid` takes back as paid.",
    zh="已核定而未支付的每笔款项一行，列出企业、文号、条款和支付应引用的分录；csv 或 xlsx 供财务系统使用，\n"
    "付款后用 `subsidy ledger post FILE --kind paid` 记为已支付。",
    example="subsidy ledger export --ledger grants.db -o payments.csv\n"
    "subsidy ledger export --ledger grants.db -o payments.xlsx --as-of 2026-03-31",
)
@filtered
@dated
@on_ledger
@answering(forms=FORMS)
def command(*, output: Output, ledger: Ledger, asked: Filter, as_of: date) -> None:
    lines = list(payment_lines(ledger, replace(asked, through=as_of)))
    if output.form == "xlsx":
        _workbook(output.file, lines, as_of)
        return
    rows = [payment_data(line) for line in lines]
    output.give(
        data=lambda: {"as_of": as_of.isoformat(), "payments": rows},
        csv=lambda: csv_text(COLUMNS, (cells(row, COLUMNS) for row in rows)),
        view=lambda: rows_table(COLUMNS, rows, output.lang),
    )


def _workbook(file: Path | None, lines: list[dict[str, Any]], day: date) -> None:
    if file is None:
        raise errors.BadValue(where="--format", value="xlsx", accepted="xlsx with -o FILE", accepted_zh="xlsx 须与 -o FILE 同用")
    from subsidy.report.ledger_workbook import write_payments

    with TemporaryDirectory() as folder:
        book = Path(folder) / "payments.xlsx"
        write_payments(book, lines, COLUMNS, day)
        write_whole(file, book.read_bytes())
