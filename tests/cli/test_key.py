"""`subsidy key` as it is called."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from subsidy.web.keys import Keys
from tests.cli.calling import call


def test_a_key_is_shown_once_and_its_lines_are_for_the_file(tmp_path: Path) -> None:
    result = call("key", "park office", "--role", "assess", "--role", "read", "--role", "read")
    key = result.stdout.strip()
    assert (result.exit_code, len(key), key in result.stderr) == (0, 43, False)
    file = tmp_path / "keys.toml"
    file.write_text(result.stderr, encoding="utf-8")
    holder = Keys.read(file).holder(key)
    assert holder is not None
    assert (holder.name, sorted(holder.roles)) == ("park office", ["assess", "read"])


def test_the_lines_are_appended_to_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    made = [call("key", name, "--role", "read", "--keys", file) for name in ("一", "二", "一")]
    assert [(result.exit_code, result.stderr) for result in made] == [(0, "")] * 3
    names = [holder.name for result in made if (holder := Keys.read(file).holder(result.stdout.strip()))]
    assert names == ["一", "二", "一"]
    assert "\n\n[[key]]" in file.read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_last_line_without_an_end_is_ended_first(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(call("key", "a", "--role", "read").stderr.rstrip("\n"), encoding="utf-8")
    assert call("key", "b", "--role", "post", "--keys", file).exit_code == 0
    assert len(Keys.read(file).holders) == 2


def test_as_json() -> None:
    result = call("key", "office", "--role", "post", "--format", "json")
    found = json.loads(result.stdout)
    assert ({name: found[name] for name in ("name", "roles")}, result.stderr) == ({"name": "office", "roles": ["post"]}, "")
    assert Keys.read_text(found["lines"], "keys.toml").holder(found["key"]) is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("office",), "--role"),
        (("office", "--role", "write"), "'write' is not one of"),
        ((" ", "--role", "read"), "NAME: ' ' is not usable"),
        (("office", "--role", "read", "--keys", "{folder}"), "files of this kind are not read; accepted: .toml"),
        (("office", "--role", "read", "--keys", "{folder}/keys.json"), "files of this kind are not read; accepted: .toml"),
        (("office", "--role", "read", "--keys", "{folder}/none/keys.toml"), "cannot be written"),
        (("office", "--role", "read", "--keys", "{folder}/broken.toml"), "line 2: key.0.name"),
    ],
)
def test_what_cannot_be_done_is_said_and_no_key_is_shown(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "broken.toml").write_text("[[key]]\nname = 1\n", encoding="utf-8")
    result = call("key", *(argument.format(folder=tmp_path) for argument in arguments))
    assert (result.exit_code, said in result.stderr, result.stdout) == (2, True, "")
    assert not (tmp_path / "keys.json").exists()


def test_help_says_in_both_languages_what_a_key_is_for() -> None:
    for lang, words in (("en", "is kept nowhere"), ("zh", "不保存密钥")):
        assert words in call("key", "--help", "--lang", lang).stdout
