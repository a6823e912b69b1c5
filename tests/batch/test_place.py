"""A folder comes into its place whole, whatever stands there, whoever else writes there, and on whatever system."""

import errno
import os
import sys
import threading
from pathlib import Path

import pytest

from subsidy.batch import place
from subsidy.batch.exchange import exchange
from tests.batch.computed import contents

TOKEN = "0123456789abcdef"


class NotReplaceable(Exception):
    """What a check raises."""


@pytest.fixture(params=["exchange", "rename"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With a file system that exchanges two names, and with one that does not."""
    if request.param == "rename":
        monkeypatch.setattr(place, "exchange", lambda first, second: False)
    return str(request.param)


def put(out: Path, text: str, check: place.Check = lambda found: None) -> None:
    with place.beside(out) as part:
        for name in ("one", "two"):
            (part / name).write_text(text, encoding="utf-8")
        place.flush(part)
        place.put(part, out, check)


def folder(path: Path, text: str = "old") -> Path:
    path.mkdir()
    (path / "one").write_text(text, encoding="utf-8")
    return path


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", ["out", "a b", "结果 'x'", "[a]*?", ".hidden", "out-0123456789abcdef.part"])
def test_a_folder_is_placed_and_replaced_under_any_name(tmp_path: Path, name: str) -> None:
    for text in ("new", "newer"):
        put(tmp_path / name, text)
        assert contents(tmp_path / name) == {"one": text.encode(), "two": text.encode()}
        assert names(tmp_path) == [name]


@pytest.mark.usefixtures("way")
def test_an_empty_folder_is_filled_without_asking(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    def refuse(found: Path) -> None:
        raise NotReplaceable

    put(tmp_path / "out", "new", refuse)
    assert names(tmp_path / "out") == ["one", "two"]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("asked", [1, 2])
def test_what_may_not_be_replaced_stays(tmp_path: Path, asked: int) -> None:
    """The check is asked of the folder in its place, and again once nobody can write into it by its name."""
    found = folder(tmp_path / "out")
    seen: list[Path] = []

    def refuse(path: Path) -> None:
        seen.append(path)
        if len(seen) == asked:
            raise NotReplaceable

    with pytest.raises(NotReplaceable):
        put(found, "new", refuse)
    assert contents(found) == {"one": b"old"}
    assert names(tmp_path) == ["out"]
    assert len(seen) == asked


@pytest.mark.usefixtures("way")
def test_a_failure_while_the_files_are_made_leaves_the_place_as_it_was(tmp_path: Path) -> None:
    found = folder(tmp_path / "out")

    def fail() -> None:
        with place.beside(found) as part:
            (part / "one").write_text("half", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert contents(found) == {"one": b"old"}
    assert names(tmp_path) == ["out"]


@pytest.mark.usefixtures("way")
def test_runs_at_the_same_time_leave_one_of_them_whole(tmp_path: Path) -> None:
    def write(text: str) -> None:
        for _ in range(5):
            put(tmp_path / "out", text)

    texts = ["a", "b", "c", "d"]
    writers = [threading.Thread(target=write, args=(text,)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert contents(tmp_path / "out") in [{"one": text.encode(), "two": text.encode()} for text in texts]
    assert names(tmp_path) == ["out"]


def test_a_place_taken_and_cleared_again_by_other_runs_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rename finds a folder there that is gone by the time anybody looks for it."""
    really, taken = os.rename, [errno.ENOTEMPTY, errno.EEXIST]

    def rename(source: Path, target: Path) -> None:
        if taken and target == tmp_path / "out":
            raise OSError(taken.pop(), "taken")
        really(source, target)

    monkeypatch.setattr(os, "rename", rename)
    put(tmp_path / "out", "new")
    assert names(tmp_path / "out") == ["one", "two"]
    assert not taken


def test_what_a_folder_holds_is_asked_once(tmp_path: Path) -> None:
    """One that goes away meanwhile holds nothing; what file managers leave in it does not count."""
    found = folder(tmp_path / "out")
    (found / ".DS_Store").touch()
    assert place.entries(found) == ["one"]
    assert place.entries(tmp_path / "none") == []
    assert place.entries(found / "one") is None
    assert place.entries(found / "one" / "below") == []


def test_what_killed_runs_have_left_goes_away_with_the_next(tmp_path: Path) -> None:
    for kind in ("part", "old"):
        folder(tmp_path / f".out-{TOKEN}.{kind}")
    (tmp_path / f".out-{TOKEN}.lock").touch()
    folder(tmp_path / f".out-{TOKEN[::-1]}.part")
    others = [f".other-{TOKEN}.part", ".out-abc.part", f".out-{TOKEN}.txt", f"out-{TOKEN}.part"]
    for name in others:
        folder(tmp_path / name)
    put(tmp_path / "out", "new")
    assert names(tmp_path) == sorted([*others, "out"])


def test_what_a_living_run_is_making_is_left_alone(tmp_path: Path) -> None:
    with place.beside(tmp_path / "out") as part:
        (part / "one").write_text("half", encoding="utf-8")
        put(tmp_path / "out", "new")
        assert contents(part) == {"one": b"half"}
    assert names(tmp_path) == ["out"]


def test_a_folder_moved_aside_by_a_killed_run_is_put_back(tmp_path: Path) -> None:
    folder(tmp_path / f".out-{TOKEN}.old")
    folder(tmp_path / f".out-{TOKEN}.part", "new")
    (tmp_path / f".out-{TOKEN}.lock").touch()
    place.restore(tmp_path / "out")
    assert contents(tmp_path / "out") == {"one": b"old"}
    place.restore(tmp_path / "out")
    place.sweep(tmp_path / "out")
    assert names(tmp_path) == ["out"]


def test_a_folder_moved_aside_by_a_living_run_is_not_touched(tmp_path: Path) -> None:
    with place.beside(tmp_path / "out") as part:
        old = folder(part.with_suffix(".old"))
        place.restore(tmp_path / "out")
        assert not (tmp_path / "out").exists()
        old.rename(tmp_path / "out")


def test_there_is_nothing_to_restore_where_there_is_no_folder(tmp_path: Path) -> None:
    place.restore(tmp_path / "none" / "out")
    assert names(tmp_path) == []


def test_locks_that_cannot_be_had_are_taken_to_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without locks a run works, but leaves alone what may belong to another."""
    folder(tmp_path / f".out-{TOKEN}.part")
    (tmp_path / f".out-{TOKEN}.lock").touch()
    monkeypatch.setattr(place, "_lock", lambda opened: None)
    put(tmp_path / "out", "new")
    assert names(tmp_path) == [f".out-{TOKEN}.lock", f".out-{TOKEN}.part", "out"]


@pytest.mark.skipif(sys.platform != "linux", reason="another system may have no such call")
def test_two_names_are_exchanged_in_one_step(tmp_path: Path) -> None:
    first, second = folder(tmp_path / "first", "1"), folder(tmp_path / "second", "2")
    inode = first.stat().st_ino
    assert exchange(first, second)
    assert contents(first) == {"one": b"2"}
    assert second.stat().st_ino == inode
    assert not exchange(first, tmp_path / "none")
    assert os.listdir(first) == ["one"]
