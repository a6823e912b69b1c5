"""`subsidy batch --range`: two more columns, which say of each line what `subsidy range` says of that entitlement."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from subsidy.batch.cells import ENTITLEMENT_COLUMNS, RANGE_COLUMNS
from tests.cli.calling import call

PARK = Path(__file__).parents[2] / "scenarios" / "park"
FILES = [*sorted(PARK.glob("declarations-*.csv"))]
SIDE = [part for name in ("register", "firsts", "warehousing", "prior") for part in (f"--{name}", PARK / f"{name}.csv")]
AS_OF = ("--as-of", "2026-03-01", "--coverage", "2023-01..2025-12")
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("batch") / "result"
    done = call("batch", *FILES, *SIDE, *AS_OF, "--range", "--to", "parquet", "--out", out)
    assert done.exit_code == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def rows(result: Path) -> Rows:
    return list(csv.DictReader(io.StringIO((result / "entitlements.csv").read_text(encoding="utf-8-sig"))))


def test_the_columns_stand_last_and_are_sums_in_parquet(result: Path, rows: Rows) -> None:
    assert tuple(rows[0]) == (*ENTITLEMENT_COLUMNS, *RANGE_COLUMNS)
    schema = pq.read_schema(result / "entitlements.parquet")
    assert [schema.field(name).type for name in RANGE_COLUMNS] == [pa.decimal128(38, 2)] * 2


def test_nothing_else_changes(result: Path, rows: Rows, tmp_path: Path) -> None:
    call("batch", *FILES, *SIDE, *AS_OF, "--out", tmp_path / "plain")
    plain = list(csv.DictReader(io.StringIO((tmp_path / "plain" / "entitlements.csv").read_text(encoding="utf-8-sig"))))
    assert [{name: row[name] for name in ENTITLEMENT_COLUMNS} for row in rows] == plain
    assert (tmp_path / "plain" / "summary.json").read_bytes() == (result / "summary.json").read_bytes()


@pytest.mark.parametrize("place", [0, 40, 70, 100])
def test_a_firm_has_the_range_that_it_has_alone(rows: Rows, place: int) -> None:
    code = rows[place]["uscc"]
    answer = call("range", *FILES, *SIDE, *AS_OF, "--uscc", code, "--format", "csv")
    assert answer.exit_code == 0, answer.stderr
    names = ("provision", "period", "range_low", "range_high")
    alone = [{name: row[name] for name in names} for row in csv.DictReader(io.StringIO(answer.stdout)) if row["status"]]
    assert [{name: row[name] for name in names} for row in rows if row["uscc"] == code] == alone


def test_every_line_lies_within_its_range_where_its_readings_are_definite(rows: Rows) -> None:
    assert all(Decimal(row["range_low"]) <= Decimal(row["low"]) for row in rows)
    assert all(not row["range_high"] or (row["high"] and Decimal(row["high"]) <= Decimal(row["range_high"])) for row in rows)
    assert any(row["range_low"] != row["low"] for row in rows)
    assert any(row["range_high"] == "" for row in rows)
