"""The command line as a whole: help in both languages with an example, and every fault as a status and a line."""

import pytest

from subsidy.cli import firm_options
from tests.cli.calling import call

COMMANDS = [
    "",
    "estimate",
    "deadlines",
    "batch",
    "inspect",
    "policy",
    "policy list",
    "policy show",
    "policy timeline",
    "measures",
    "readings",
    "scenario",
    "scenario run",
    "ledger",
    "ledger init",
    "ledger post",
    "ledger show",
    "ledger reverse",
    "ledger verify",
    "ledger export",
    "scenario new",
    "compare",
    "report",
    "schema",
]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_in_both_languages(name: str) -> None:
    english, chinese = (call(*name.split(), "--help", "--lang", lang) for lang in ("en", "zh"))
    assert english.exit_code == chinese.exit_code == 0
    for result, heading in ((english, "Example:"), (chinese, "示例:")):
        example = result.stdout.partition(heading)[2]
        assert f"subsidy {name}".strip() in example
    assert "Usage: subsidy" in english.stdout
    assert "用法：subsidy" in chinese.stdout


def test_commands_that_do_not_exist_are_named_with_those_that_do() -> None:
    for lang, words in (("en", "error: no command 'estimat'; known: estimate"), ("zh", "错误：没有命令 'estimat'；可用：estimate")):
        result = call("estimat", "--lang", lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr


def test_no_command_at_all_shows_help_on_standard_error() -> None:
    result = call()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Commands:" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lang", "zh"), "缺少命令"),
        (("readings", "x", "--lang", "zh"), "用法不对"),
        (("schema", "--lang", "zh"), "缺少 case|assessment"),
        (("schema", "law", "--lang", "zh"), "可接受：case, assessment"),
        (("batch", "x.csv", "--lang", "zh"), "缺少 --out"),
        (("batch", "x.csv", "--out", "y", "--year", "7", "--lang", "zh"), "--year 的值不可用"),
    ],
)
def test_calls_that_cannot_be_understood_are_answered_in_chinese(arguments: tuple[str, ...], words: str) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def _breaks(*_: object, **__: object) -> None:
    raise KeyError("something\nnobody thought of")


def test_an_unexpected_fault_is_one_line_and_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firm_options, "assess", _breaks)
    for lang, words in (("en", "run again with --debug"), ("zh", "加 --debug 重跑")):
        result = call("estimate", "--zone", "qingpu", "--lang", lang)
        assert (result.exit_code, result.stdout) == (1, "")
        assert words in result.stderr
        assert result.stderr.count("\n") == 1


def test_debug_shows_where_a_fault_arose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firm_options, "assess", _breaks)
    result = call("estimate", "--zone", "qingpu", "--debug")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr
    assert "Traceback" in call("policy", "show", "x", "--debug").stderr


def _is_interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupted_call_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firm_options, "assess", _is_interrupted)
    result = call("estimate", "--zone", "qingpu")
    assert (result.exit_code, result.output.strip()) == (130, "")
