"""The one place where faults become an exit status and a line on standard error.

2: the call or an input cannot be used. 1: an unexpected fault. 3 is set by a command that was done and found something amiss.
"""

from __future__ import annotations

import os
import sys
import traceback

import click

from subsidy.errors import SubsidyError

UNEXPECTED, UNUSABLE, AMISS, INTERRUPTED = 1, 2, 3, 130


def status_of(fault: BaseException, lang: str, *, debug: bool) -> int:
    """Says on standard error what went wrong; returns the exit status."""
    if isinstance(fault, BrokenPipeError):
        return _reader_left()
    if debug:
        traceback.print_exception(fault)
    if isinstance(fault, (KeyboardInterrupt, click.Abort)):
        return INTERRUPTED
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        click.echo(fault.format_message(), err=True)
    elif isinstance(fault, SubsidyError):
        _say(fault.sentence(lang), lang)
    elif isinstance(fault, click.ClickException):
        _say(_usage(fault, lang), lang)
    else:
        _say(_unexpected(fault, lang), lang)
        return UNEXPECTED
    return UNUSABLE


def _say(sentence: str, lang: str) -> None:
    """One line, whatever an input put into it."""
    line = " ".join(sentence.split())
    click.echo(f"错误：{line}" if lang == "zh" else f"error: {line}", err=True)


def _usage(fault: click.ClickException, lang: str) -> str:
    """A call that click refuses, in Chinese as far as click says what it is."""
    return (_in_chinese(fault) if lang == "zh" else "") or fault.format_message()


def _in_chinese(fault: click.ClickException) -> str:
    """What click says of a call, in Chinese; nothing where it is no fault of the call."""
    said = ""
    match fault:
        case click.NoSuchOption():
            said = f"没有选项 {fault.option_name}"
        case click.BadOptionUsage():
            said = f"{fault.option_name} 的用法不对：缺少值或多了值"
        case click.MissingParameter():
            said = f"缺少 {_named(fault)}"
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices))):
            said = f"{_named(fault)} 的值不可用；可接受：{', '.join(map(str, choices))}"
        case click.BadParameter():
            said = f"{_named(fault)} 的值不可用：{fault.message}"
        case click.UsageError(message="Missing command."):
            said = "缺少命令"
        case click.UsageError():
            said = f"用法不对：{fault.message}"
    return said


def _named(fault: click.BadParameter) -> str:
    """The option or argument that a fault is about."""
    if fault.param is None:
        return str(fault.param_hint or "")
    return fault.param.make_metavar(fault.ctx) if isinstance(fault.param, click.Argument) and fault.ctx else fault.param.opts[0]


def _unexpected(fault: BaseException, lang: str) -> str:
    what = f"{type(fault).__name__}: {fault}"
    if lang == "zh":
        return f"意外故障（{what}）；加 --debug 重跑可看到详情"
    return f"unexpected fault ({what}); run again with --debug for the details"


def _reader_left() -> int:
    """Whoever reads our output has seen enough: no fault, and nothing more to flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
