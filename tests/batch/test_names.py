"""Files that are called otherwise than their paths, wherever a result or a fault tells of them."""

import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from subsidy import errors
from subsidy.batch.single import Files, case_from_files
from subsidy.facts import Case
from subsidy.law.run import prepare
from tests.batch.files import AS_OF, NO_YEAR, A, batch, numbered, row, write

BAD = {"人民币(元)": "x"}


def parquet(path: Path, rows: list[dict[str, str]]) -> str:
    """The rows as columns of text, which an engine reads from where they lie."""
    pq.write_table(pa.Table.from_pylist(rows), path)
    return str(path)


def test_every_kind_of_file_is_called_by_its_name(tmp_path: Path) -> None:
    rows = numbered([row(), row(), row(**BAD)])
    plain, columns = write(tmp_path / "1.csv", rows[:2]), parquet(tmp_path / "2.parquet", rows[1:])
    (tmp_path / "3.csv").write_text(f"统一社会信用代码,2024年进口额（元）\n{A},x\n", encoding="utf-8")
    register = write(tmp_path / "4.csv", [{"统一社会信用代码": "1"}])
    names = {plain: "一月.csv", columns: "二月/columns.parquet", str(tmp_path / "3.csv"): "wide.csv", register: "名册.csv"}
    result = batch(tmp_path, [plain, columns, str(tmp_path / "3.csv")], register=register, names=names, year=NO_YEAR)
    assert [file["name"] for file in result.reconciliation["files"]] == ["一月.csv", "二月/columns.parquet", "wide.csv"]
    assert [table["name"] for table in result.reconciliation["side_tables"]] == ["名册.csv"]
    assert {reject["file"] for reject in result.rejects} == {"二月/columns.parquet", "wide.csv", "名册.csv"}
    assert {warning["file"] for warning in result.reconciliation["warnings"] if "file" in warning} == {"wide.csv", "名册.csv"}


def test_a_file_that_has_no_other_name_is_called_by_its_path(tmp_path: Path) -> None:
    file = write(tmp_path / "1.csv", [row()])
    result = batch(tmp_path, [file], names={"other": "x"}, year=NO_YEAR)
    assert [found["name"] for found in result.reconciliation["files"]] == [file]


def test_the_rejects_of_one_firm_name_files_too(tmp_path: Path) -> None:
    imports, register = write(tmp_path / "1.csv", [row(**BAD)]), write(tmp_path / "2.csv", [{"统一社会信用代码": "1"}])
    files = Files(imports=(imports,), register=register, names={imports: "a.csv", register: "r.csv"})
    found = case_from_files(Case(enterprise={"uscc": A}), files, prepare(AS_OF, {}, {}))
    assert [issue.file for issue in found.rejects] == ["a.csv", "r.csv"]


@pytest.mark.parametrize("kind", ["files", "register"])
def test_the_bound_on_what_is_unpacked_holds_for_side_tables_too(kind: str, tmp_path: Path) -> None:
    imports = write(tmp_path / "a.csv", [row()])
    (tmp_path / "large.gz").write_bytes(gzip.compress(b"x" * 10_000))
    asked: dict[str, Any] = {"files": (str(tmp_path / "large.gz"),)} if kind == "files" else {"register": str(tmp_path / "large.gz")}
    with pytest.raises(errors.TooLarge):
        batch(tmp_path, list(asked.pop("files", (imports,))), max_bytes=9_999, **asked)
