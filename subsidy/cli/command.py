"""Commands, groups and options whose help is in both languages, each with an example."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Sequence
from typing import Any

import click

from subsidy import errors
from subsidy.cli import language

_WORDS = {"Options": "选项", "Commands": "命令", "Usage": "用法：", "Example": "示例"}


def spoken(context: click.Context) -> str:
    """The language in which this call is answered."""
    return str(context.find_root().obj or language.of_locale())


def _word(context: click.Context, english: str) -> str:
    return _WORDS[english] if spoken(context) == "zh" else english


class Option(click.Option):
    """An option with its help in Chinese beside the English."""

    def __init__(self, *args: Any, zh: str = "", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.zh = zh

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], self.zh) if record and self.zh and spoken(ctx) == "zh" else record


class _Bilingual(click.Command):
    """Help in the language of the call, ending with an example."""

    def __init__(self, *args: Any, zh: str = "", example: str = "", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.zh, self.example = zh, example

        said = "Language; by default the locale's."
        self.params.append(
            Option(["--lang"], type=click.Choice(language.LANGUAGES), expose_value=False, help=said, zh="语言，默认随系统。")
        )

    def _described(self, ctx: click.Context) -> str:
        return self.zh if self.zh and spoken(ctx) == "zh" else str(self.help or "")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = _WORDS["Usage"] if spoken(ctx) == "zh" else None
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self._described(ctx))

    def _format_own_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if isinstance(param, click.Option) and (record := param.get_help_record(ctx))]
        with formatter.section(_word(ctx, "Options")):
            formatter.write_dl(records)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self._format_own_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.example:
            with formatter.section(_word(ctx, "Example")):
                for line in self.example.splitlines():
                    formatter.write(f"{' ' * formatter.current_indent}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option and spoken(ctx) == "zh":
            option.help = "显示本说明并退出。"
        return option


class Command(_Bilingual):
    """A command of ours."""

    def invoke(self, ctx: click.Context) -> Any:
        if not gc.isenabled():
            # What has been loaded stays to the end: neither the run nor the exit needs to look through it.
            gc.freeze()
            gc.enable()
        return super().invoke(ctx)


class LazyGroup(_Bilingual, click.Group):
    """A group whose commands are modules of this package, imported when they are asked for by name."""

    def __init__(self, *args: Any, modules: Sequence[str] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.modules = {name.rpartition("_")[2]: name for name in modules}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return None
        command = importlib.import_module(f"subsidy.cli.{self.modules[cmd_name]}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.modules and not args[0].startswith("-"):
            raise errors.UnknownCommand(value=args[0], accepted=", ".join(self.modules))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self._format_own_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(_word(ctx, "Commands")):
            formatter.write_dl([(name, _first_line(found, ctx)) for name, found in commands if found])


def _first_line(command: click.Command, ctx: click.Context) -> str:
    described = command._described(ctx) if isinstance(command, _Bilingual) else str(command.help or "")
    return described.split("\n", 1)[0]
