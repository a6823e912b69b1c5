"""The files of a result: what stands in them, where they may go, and what is said where they cannot."""

import csv
import dataclasses
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from subsidy import errors
from subsidy.batch.cells import ENTITLEMENT_COLUMNS, defused
from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch
from subsidy.batch.write import RESULT_FILES, refuse_existing, refuse_forms, write_result
from tests.batch.computed import REJECT, UNKNOWN, computed, contents

ROOT = Path(__file__).parents[2]
ALL = ("csv", "parquet", "xlsx")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def test_csv_and_json_are_always_written_and_the_rest_when_asked(tmp_path: Path) -> None:
    write_result(computed(), tmp_path / "plain", "en", ("csv",))
    assert set(contents(tmp_path / "plain")) == {"entitlements.csv", "rejects.csv", "reconciliation.json", "summary.json"}
    write_result(computed(), tmp_path / "all", "en", ALL)
    assert set(contents(tmp_path / "all")) == set(RESULT_FILES)


def test_the_same_result_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock says, and however the engine has cut the table up."""
    made = computed(*({"name": f"甲{number}"} for number in range(300)))
    write_result(made, tmp_path / "one", "en", ALL)
    cut = pa.concat_tables([made.entitlements.slice(0, 7), made.entitlements.slice(7)])
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    write_result(dataclasses.replace(made, entitlements=cut), tmp_path / "two", "en", ALL)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_cells_of_the_csv_are_text_and_null_is_empty(tmp_path: Path) -> None:
    write_result(computed({}, UNKNOWN), tmp_path / "out", "en")
    payable, unknown = rows(tmp_path / "out" / "entitlements.csv")
    assert tuple(payable) == ENTITLEMENT_COLUMNS
    assert (payable["uscc"], payable["amount"], payable["valid_from"]) == ("913101180000000004", "1000000.01", "2026-01-01")
    assert (unknown["name"], unknown["amount"], unknown["low"], unknown["high"]) == ("", "", "0.00", "")
    assert (tmp_path / "out" / "entitlements.csv").read_bytes().startswith(b"\xef\xbb\xbfuscc,name,")


def test_the_parquet_file_keeps_types_and_texts_as_they_are(tmp_path: Path) -> None:
    write_result(computed({"name": "=1+1"}, UNKNOWN), tmp_path / "out", "en", ("parquet",))
    table = pq.read_table(tmp_path / "out" / "entitlements.parquet")
    assert table.column_names == list(ENTITLEMENT_COLUMNS)
    assert {table.schema.field(name).type for name in ("amount", "low", "high")} == {pa.decimal128(38, 2)}
    assert {table.schema.field(name).type for name in ("valid_from", "valid_until")} == {pa.date32()}
    assert table.schema.field("uscc").type == pa.string()
    first, second = table.to_pylist()
    assert (first["name"], first["amount"], first["valid_until"]) == ("=1+1", Decimal("1000000.01"), date(2026, 12, 31))
    assert (second["name"], second["amount"], second["low"]) == (None, None, Decimal("0.00"))


def test_an_empty_result_has_its_columns(tmp_path: Path) -> None:
    empty = computed(rejects=())
    write_result(dataclasses.replace(empty, entitlements=empty.entitlements.slice(0, 0)), tmp_path / "out", "en", ALL)
    assert rows(tmp_path / "out" / "entitlements.csv") == []
    assert pq.read_table(tmp_path / "out" / "entitlements.parquet").column_names == list(ENTITLEMENT_COLUMNS)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1-A1", "-2+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－A1", "＠A1"]
)
def test_a_text_that_would_run_is_defused_in_every_free_column(text: str, tmp_path: Path) -> None:
    reject = REJECT._replace(file=text, sheet=text, column=text, value=text)
    write_result(computed({"name": text, "period": text}, rejects=(reject,)), tmp_path / "out", "en")
    (entitlement,) = rows(tmp_path / "out" / "entitlements.csv")
    (rejected,) = rows(tmp_path / "out" / "rejects.csv")
    found = [entitlement["name"], entitlement["period"], *(rejected[name] for name in ("file", "sheet", "column", "value"))]
    assert found == [f"'{text}"] * 6


@pytest.mark.parametrize("text", ["-1,234.56", "+5", "-", "-1E+5", "甲公司", "a=b", " =1"])
def test_a_number_and_a_plain_text_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


def test_a_file_name_that_is_no_unicode_is_written_with_its_bytes_escaped(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xd6\xd0.csv")
    write_result(
        computed(rejects=(REJECT._replace(file=name),), reconciliation={"rows": {}, "amount": {}, "files": [name]}),
        tmp_path / "out",
        "en",
        ALL,
    )
    assert rows(tmp_path / "out" / "rejects.csv")[0]["file"] == "\\udcd6\\udcd0.csv"
    assert json.loads((tmp_path / "out" / "reconciliation.json").read_text(encoding="utf-8"))["files"] == [name]


def test_a_form_that_cannot_be_written_is_refused_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "xlsxwriter" else find(name))
    request = BatchRequest(files=("missing.csv",), out=tmp_path / "out", as_of=date(2026, 3, 1), to=("xlsx",))
    with pytest.raises(errors.MissingExtra, match=r"pip install 'subsidy\[xlsx\]'"):
        run_batch(request)
    with pytest.raises(errors.BadValue, match="csv, parquet, xlsx"):
        run_batch(dataclasses.replace(request, to=("pdf",)))
    refuse_forms(("csv", "parquet"))


def test_the_forms_of_an_earlier_run_are_replaced_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_result(computed(), out, "en", ALL)
    with pytest.raises(errors.OutputExists):
        refuse_existing(out, force=False)
    refuse_existing(out, force=True)
    write_result(computed(), out, "en", force=True)
    assert set(contents(out)) == set(RESULT_FILES[:4])


def test_what_a_file_manager_leaves_in_a_folder_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    write_result(computed(), tmp_path / "out", "en")
    (tmp_path / "out" / ".DS_Store").touch()
    refuse_existing(tmp_path / "out", force=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "Thumbs.db").touch()
    refuse_existing(tmp_path / "empty", force=False)
    write_result(computed(), tmp_path / "empty", "en")
    assert set(contents(tmp_path / "empty")) == set(RESULT_FILES[:4])


@pytest.mark.parametrize("mark", ["~$result.xlsx", ".~lock.result.xlsx#"])
def test_a_workbook_that_is_open_in_an_office_program_is_named(tmp_path: Path, mark: str) -> None:
    write_result(computed(), tmp_path / "out", "en", ALL)
    (tmp_path / "out" / mark).touch()
    with pytest.raises(errors.OutputOpen, match=r"out.result\.xlsx: another program holds this file open"):
        refuse_existing(tmp_path / "out", force=True)


def test_a_file_that_the_system_holds_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where neither a file that is open can be changed nor the folder that it is in be moved."""
    out = tmp_path / "out"
    write_result(computed(), out, "en")
    before = contents(out)
    rename, opened = Path.rename, Path.open

    def held(path: Path, target: Path) -> Path:
        if path == out:
            raise PermissionError(13, "in use")
        return rename(path, target)

    def locked(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == out / "rejects.csv":
            raise PermissionError(13, "in use")
        return opened(path, *arguments, **options)

    monkeypatch.setattr("subsidy.batch.place.exchange", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", held)
    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(errors.OutputOpen, match=r"out.rejects\.csv"):
        write_result(computed({}), out, "en", force=True)
    monkeypatch.undo()
    assert contents(out) == before
    assert os.listdir(tmp_path) == ["out"]


def test_a_folder_that_was_filled_meanwhile_is_not_replaced_without_force(tmp_path: Path) -> None:
    out = tmp_path / "out"
    refuse_existing(out, force=False)
    write_result(computed(), out, "en")
    before = contents(out)
    with pytest.raises(errors.OutputExists):
        write_result(computed({}), out, "en")
    (out / "notes.txt").touch()
    with pytest.raises(errors.OutputForeign, match=r"notes\.txt"):
        write_result(computed({}), out, "en", force=True)
    assert contents(out) == {**before, "notes.txt": b""}


def test_what_a_link_points_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "out")
    for changes in ({}, UNKNOWN):
        write_result(computed(changes), tmp_path / "link", "en", force=True)
        assert (tmp_path / "link").is_symlink()
        assert set(contents(tmp_path / "real" / "out")) == set(RESULT_FILES[:4])
    assert os.listdir(tmp_path / "real") == ["out"]


def _below_a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").touch()
    return tmp_path / "file" / "out"


def _a_file(tmp_path: Path) -> Path:
    (tmp_path / "summary.json").touch()
    return tmp_path / "summary.json"


PLACES: dict[str, tuple[Callable[[Path], Path], type[errors.SubsidyError]]] = {
    "a file": (_a_file, errors.OutputForeign),
    "below a file": (_below_a_file, errors.OutputBusy),
    "the current folder": (lambda tmp_path: Path("."), errors.OutputHere),
    "the current folder in full": (lambda tmp_path: tmp_path, errors.OutputHere),
    "a mounted folder": (lambda tmp_path: Path("/"), errors.OutputMounted),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_place_that_cannot_hold_a_result_is_refused_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    where, error = PLACES[name]
    out = where(tmp_path)
    with pytest.raises(error) as caught:
        run_batch(BatchRequest(files=("missing.csv",), out=out, as_of=date(2026, 3, 1), force=True))
    assert caught.value.sentence("zh") != caught.value.sentence("en")
    assert str(out) in str(caught.value)


def test_a_folder_in_which_nothing_can_be_made_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    with pytest.raises(errors.OutputBusy, match="Permission denied"):
        refuse_existing(tmp_path / "a" / "b", force=True)
    refuse_existing(Path(os.curdir).absolute() / "c", force=True)


def test_a_place_that_cannot_be_written_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.OutputBusy, match=r"file.out: cannot be written"):
        write_result(computed(), tmp_path / "file" / "out", "en")


@pytest.mark.parametrize("form", ALL)
def test_a_full_disk_leaves_the_old_result_and_says_so_in_one_line(form: str, tmp_path: Path) -> None:
    """A limit on the size of a file stands for the full disk: the system refuses the write in the same way."""
    out = tmp_path / "out"
    write_result(computed(), out, "en")
    before = contents(out)
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from subsidy import errors\n"
        "from subsidy.batch.write import write_result\n"
        "from tests.batch.computed import computed\n"
        "made = computed({})if sys.argv[2] != 'csv' else computed(*[{}] * 100)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)\n"
        "try:\n"
        "    write_result(made, Path(sys.argv[1]), 'en', (sys.argv[2],), force=True)\n"
        "except errors.OutputFull as error:\n"
        "    print(error)\n"
    )
    arguments = [sys.executable, "-c", code, str(out), form, "3000"]
    ended = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ended.stderr, ended.stdout.count("\n")) == ("", 1)
    assert "the disk is full" in ended.stdout
    assert contents(out) == before
    assert os.listdir(tmp_path) == ["out"]
