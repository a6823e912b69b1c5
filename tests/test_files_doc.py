"""docs/files.md names every code that a row can get, every field, and every key of what `subsidy inspect` gives."""

import re
from datetime import date
from pathlib import Path

import pytest

from subsidy.batch.inspection.inspect import Inspected, Inspection
from subsidy.batch.inspection.warnings import WARNINGS
from subsidy.batch.request import FORMS
from subsidy.batch.row import EXCLUDED, REJECTED
from subsidy.batch.run import SIDE_TABLES
from subsidy.batch.write import RESULT_FILES
from subsidy.intake.aliases import aliases, fields, key
from subsidy.report.inspection_data import inspection_data

TEXT = Path("docs/files.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in TEXT.splitlines() if line.startswith("|")]


def named(cell: str) -> list[str]:
    return re.findall(r"`([a-z_0-9]+)`", cell)


def test_every_code_of_a_row_is_told_with_its_side() -> None:
    found = {code: cells[1] for cells in ROWS if len(cells) == 4 for code in named(cells[0]) if cells[1] in ("excluded", "rejected")}
    assert found == {**dict.fromkeys(EXCLUDED, "excluded"), **dict.fromkeys(REJECTED, "rejected")}


def test_every_field_of_imports_is_told_with_headings_that_are_known() -> None:
    told = {tuple(named(cells[0])): cells[1] for cells in ROWS if len(cells) == 3 and cells[0].startswith("`") and "." not in cells[0]}
    assert {field for names in told for field in names} == set(fields("imports"))
    known = aliases("imports")
    unknown = [name for text in told.values() for name in re.split(r"[,;]| with ", text) if name.strip() and key(name) not in known]
    assert unknown == []


def test_the_columns_of_every_table_beside_the_imports_are_known() -> None:
    tables = {cells[0].strip("`-"): cells[1] for cells in ROWS if len(cells) == 2 and cells[0].startswith("`--")}
    assert tuple(tables) == SIDE_TABLES
    for kind, text in tables.items():
        bare = re.sub(r"\([^)]*\)|\*\*|:.*", "", text)
        assert [name for name in bare.split(",") if key(name) not in aliases(kind)] == []


def test_every_key_of_an_inspection_is_told() -> None:
    (entry,) = inspection_data(Inspection(date(2026, 3, 1), [Inspected("a.csv")], None), "en")["files"]
    told = [name for cells in ROWS if len(cells) == 2 for name in named(cells[0])]
    assert [name for name in entry if name not in told] == []
    assert [code for code in WARNINGS if f"`{code}`" not in TEXT] == []


@pytest.mark.parametrize("name", [*RESULT_FILES, *(f"--to {form}" for form in FORMS if form != "csv")])
def test_every_file_of_a_result_is_told(name: str) -> None:
    assert f"`{name}`" in TEXT
