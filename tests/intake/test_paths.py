"""Which files a call names."""

import os
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.intake.paths import TABLE_SUFFIXES, expand


def made(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def names(folder: Path, *patterns: str) -> list[str]:
    return [os.path.relpath(path, folder) for path in expand(str(folder / pattern) for pattern in patterns)]


def test_a_folder_gives_its_tables_in_path_order_and_nothing_else(tmp_path: Path) -> None:
    tables = [f"{number}{suffix.upper() if number % 2 else suffix}" for number, suffix in enumerate(TABLE_SUFFIXES)]
    made(tmp_path, *tables, "deep/er/a.csv", "a.docx", "README", ".hidden.csv", ".git/a.csv", "~$book.xlsx")
    assert names(tmp_path, "") == sorted([*tables, "deep/er/a.csv"])


def test_each_file_comes_once_however_often_it_is_named(tmp_path: Path) -> None:
    made(tmp_path, "a.csv", "b.csv")
    assert names(tmp_path, "b.csv", "*.csv", "", "./b.csv", "../" + tmp_path.name + "/a.csv") == ["a.csv", "b.csv"]


def test_globs_go_into_folders(tmp_path: Path) -> None:
    made(tmp_path, "2024/a.csv", "2025/b.csv", "2025/c.txt", "2025/~$d.xlsx")
    assert names(tmp_path, "*/*.csv") == ["2024/a.csv", "2025/b.csv"]
    assert names(tmp_path, "**/*.txt") == ["2025/c.txt"]
    assert names(tmp_path, "202?") == ["2024/a.csv", "2025/b.csv", "2025/c.txt"]


def test_a_file_named_by_itself_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    made(tmp_path, "export.dat", "a[1]*.csv", ".hidden.csv")
    assert names(tmp_path, "export.dat", "a[1]*.csv", ".hidden.csv") == [".hidden.csv", "a[1]*.csv", "export.dat"]


def test_the_note_of_an_open_workbook_is_no_table(tmp_path: Path) -> None:
    made(tmp_path, "~$book.xlsx", "book.xlsx")
    assert names(tmp_path, "~$book.xlsx", "book.xlsx") == ["book.xlsx"]
    with pytest.raises(errors.NoTables, match=r"~\$book\.xlsx"):
        expand([str(tmp_path / "~$book.xlsx")])


@pytest.mark.parametrize("pattern", ["none.csv", "*.csv", "", "dangling.csv"])
def test_what_is_not_there_is_named(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "gone.csv")
    asked = str(tmp_path / "empty") if not pattern else str(tmp_path / ("x" if pattern == "*.csv" else "") / pattern)
    (tmp_path / "empty").mkdir()
    with pytest.raises((errors.MissingFile, errors.NoTables), match=os.path.basename(asked).replace("*", r"\*")):
        expand([asked])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    for asked in ("a.csv", ""):
        with pytest.raises(errors.NotAFile, match=r"a\.csv"):
            expand([str(tmp_path / asked)])


def test_a_folder_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "a.csv", "closed/b.csv")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(errors.UnreadableFile, match=r"closed: cannot be read .Permission denied"):
        expand([str(tmp_path)])
