"""The file of keys: digests only, read strictly."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.web.keys import ANYBODY, ROLES, Keys, new_key

DIGEST = "ab" * 32
LINES = f'[[key]]\nname = "office"\nsha256 = "{DIGEST}"\nroles = ["read"]\n'


def test_a_key_opens_and_its_file_does_not_hold_it(tmp_path: Path) -> None:
    (key, lines), (other, more) = new_key("finance", ["read", "post"]), new_key('a "b" \\ 青浦\n\U000e0001', [])
    assert len({key, other}) == 2
    assert (key in lines, hashlib.sha256(key.encode()).hexdigest() in lines) == (False, True)
    file = tmp_path / "keys.toml"
    file.write_text(lines + more, encoding="utf-8")
    keys = Keys.read(file)
    found, nameless = keys.holder(key), keys.holder(other)
    assert found is not None
    assert nameless is not None
    assert (found.name, sorted(found.roles), nameless.name, sorted(nameless.roles)) == (
        "finance",
        ["post", "read"],
        'a "b" \\ 青浦\n\U000e0001',
        [],
    )


@pytest.mark.parametrize("guess", ["", "x", DIGEST, "é", "\x00"])
def test_nothing_else_opens(guess: str) -> None:
    assert Keys.read_text(LINES, "keys.toml").holder(guess) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("[[key]]\n", "line 1: key.0.name: needed"),
        (LINES.replace("read", "write"), "line 4: key.0.roles.0: 'write' is not usable; accepted: read, assess or post"),
        (LINES.replace(DIGEST, "secret"), "line 3: key.0.sha256"),
        (LINES.replace('"office"', '" "'), "line 2: key.0.name"),
        (LINES + "until = 2027-01-01\n", "unknown key 'until'"),
        (LINES + "x", "line 5"),
        (LINES + LINES, "line 7: key.1.sha256"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(errors.SubsidyError) as refused:
        Keys.read(file)
    assert said in str(refused.value)


def test_without_keys_anybody_has_every_role() -> None:
    assert ANYBODY.roles == set(ROLES)
