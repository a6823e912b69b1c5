"""The options that the commands of the ledger share: which ledger, which of its lines, on which day."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any

from sqlalchemy.engine import URL

from subsidy.cli.common import Function, day, option
from subsidy.ledger.balances import Filter
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.url import shown

at_address = option("--ledger", "address", required=True, metavar="URL", help="A file, or postgresql://USER@HOST/DATABASE.",
                    zh="台账文件，或 postgresql://用户@主机/数据库。")  # fmt: skip
"""Where the ledger stands; the command gets it as `address`."""


def on_ledger(function: Function) -> Function:
    """Where the ledger stands; the command gets it open, as `ledger`."""

    @functools.wraps(function)
    def called(address: str, **rest: Any) -> Any:
        with Ledger.open(address) as ledger:
            return function(ledger=ledger, **rest)

    return at_address(called)


def as_given(url: URL) -> str:
    """The address as an argument of a command, within quotes where it has spaces; without a password.

    >>> from subsidy.ledger.url import parsed
    >>> as_given(parsed("sqlite:///grants.db")), as_given(parsed("my grants.db")), as_given(parsed("postgresql://park@db/grants"))
    ('grants.db', '"my grants.db"', 'postgresql://park@db/grants')
    """
    file, text = str(url.database), shown(url)
    if text == f"sqlite:///{file}" and "://" not in file and "=" not in file:
        text = file
    return f'"{text}"' if " " in text else text


def on_day(function: Function) -> Function:
    """The day of an entry; the command gets it as `posting_day`."""

    @functools.wraps(function)
    def called(day_of_entry: str | None, **rest: Any) -> Any:
        return function(posting_day=day(day_of_entry, "--day") or date.today(), **rest)

    said = {"metavar": "DATE", "help": "The day of the entry; today, if not given.", "zh": "记账日，默认为今天。"}
    return option("--day", "day_of_entry", **said)(called)


def filtered(function: Function) -> Function:
    """Which lines are asked for; the command gets them as `asked`."""

    @functools.wraps(function)
    def called(uscc: str | None, provision: str | None, period: str | None, **rest: Any) -> Any:
        return function(asked=Filter.asked("--uscc", uscc, provision, period), **rest)

    of_enterprise = option("--uscc", metavar="CODE", help="Only of this enterprise.", zh="只看这家企业。")
    of_provision = option("--provision", metavar="ID", help="Only of this provision.", zh="只看这一条款。")
    of_period = option("--period", metavar="PERIOD", help="Only of this year, support year or business.", zh="只看这一期间或业务。")
    return of_enterprise(of_provision(of_period(called)))


tried_out = option("--dry-run", is_flag=True, help="Say what would be posted; post nothing.", zh="只显示将如何记账，不写入。")
