"""Side tables that a call names by their options are left out of the folders of imports that hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.batch.inspection.beside import without_tables
from subsidy.batch.inspection.kind import KINDS
from tests.batch.test_inspection import TABLES, cells, made, workbook


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "imports"])
def test_a_table_beside_the_imports_is_left_out_of_the_folder_where_its_option_names_it(tmp_path: Path, kind: str) -> None:
    imports = made(tmp_path / "a.csv", TABLES["imports"])
    beside = workbook(tmp_path / "b.xlsx", {"表": cells(kind)})
    assert without_tables([str(tmp_path)], [beside]) == (imports,)
    assert without_tables([str(tmp_path / "*")], [str(tmp_path / "." / "b.xlsx")]) == (imports,)
    assert without_tables([str(tmp_path)], []) == (str(tmp_path),)
    assert without_tables([imports, beside], [beside]) == (imports, beside)


def test_a_workbook_with_imports_and_a_folder_of_nothing_else_stay(tmp_path: Path) -> None:
    mixed = workbook(tmp_path / "a.xlsx", {"进口": cells("imports"), "名册": cells("register")})
    assert without_tables([str(tmp_path)], [mixed]) == (mixed,)
    alone = tmp_path / "only"
    alone.mkdir()
    register = made(alone / "b.csv", TABLES["register"])
    assert without_tables([str(alone)], [register]) == (str(alone),)
