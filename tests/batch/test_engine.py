"""What an engine promises the pipeline, on each of them: cells, numbers of rows, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from subsidy import errors
from subsidy.batch.engine import Engine, open_engine

COLUMNS = ("c0", "c1", "surplus_1", "surplus_2")
NAMES = ("_under.csv", ".hidden.csv", "a[1]{b,c}*?.csv", "co:lon.csv", 'it\'s "x" %41 $.csv', "packed.csv.gz", "无.csv")


def cells(engine: Engine, path: Path, *, skip: int = 0, delimiter: str = ",", is_plain: bool = True) -> list[list[str | None]]:
    found = engine.read_text(path, COLUMNS, delimiter=delimiter, skip=skip, parallel=is_plain)
    return [list(row.values()) for row in engine.fetch(found)]


def test_an_engine_that_there_is_not_is_refused() -> None:
    with pytest.raises(errors.BadValue, match="accepted: duckdb, spark"):
        open_engine("sparkle")


def test_nothing_is_left_when_an_engine_ends(engine_name: str) -> None:
    before = ibis.options.sql.fuse_selects
    with open_engine(engine_name) as engine:
        kept = engine.keep(ibis.memtable(pa.table({"a": [1, 2]})), "kept")
        engine.store(kept, "stored")
        workspace = engine.workspace
        assert workspace.exists()
    assert not workspace.exists()
    assert ibis.options.sql.fuse_selects == before


def test_the_cells_of_a_line_are_what_stands_between_delimiters(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('title\r\nc0,c1\r\n1\r\n1,2\n\n\r\n,\n 1 ,青\u2028\u0085,,\n1,2,3,4,5\nNULL,\\N\n${x},\\1"'.encode())
    assert cells(engine, path, skip=2) == [
        ["1", None, None, None],
        ["1", "2", None, None],
        ["", "", None, None],
        [" 1 ", "青\u2028\u0085", "", ""],
        ["1", "2", "3", "4"],
        ["NULL", "\\N", None, None],
        ["${x}", '\\1"', None, None],
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", "\x1f"])
def test_any_delimiter_parts_cells(tmp_path: Path, engine: Engine, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(delimiter.join(["1,5", "2"]) + "\n", encoding="utf-8")
    assert cells(engine, path, delimiter=delimiter) == [["1,5", "2", None, None]]


def test_quotes_protect_delimiters_and_newlines(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"a,b","c\nd"\n"say ""x""",""\n"e"\n"1","2","3","4"\n', encoding="utf-8")
    assert cells(engine, path, is_plain=False) == [
        ["a,b", "c\nd", None, None],
        ['say "x"', "", None, None],
        ["e", None, None, None],
        ["1", "2", "3", "4"],
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_read_whatever_its_name(tmp_path: Path, engine: Engine, name: str) -> None:
    path = tmp_path / name
    path.write_text("1,2\n", encoding="utf-8")
    assert cells(engine, path) == [["1", "2", None, None]]
    assert cells(engine, path, is_plain=False) == [["1", "2", None, None]]
    pq.write_table(pa.table({"a.b`c": ["x"]}), path)
    assert engine.fetch(engine.read_parquet(path, {"c0": "a.b`c"})) == [{"c0": "x"}]


@pytest.fixture
def in_many_parts(engine: Engine, engine_name: str) -> Iterator[None]:
    """Files are cut into small parts where the engine does such a thing."""
    if engine_name == "duckdb":
        yield
        return
    setting = "spark.sql.files.maxPartitionBytes"
    engine.connection._session.conf.set(setting, "4096")
    yield
    engine.connection._session.conf.unset(setting)


@pytest.mark.usefixtures("in_many_parts")
def test_rows_are_numbered_in_the_order_of_their_file(tmp_path: Path, engine: Engine, engine_name: str) -> None:
    path, count = tmp_path / "a.csv", 3000
    path.write_text("title\n" + "".join(f"{number},x\n" + "\n" * (number % 3) for number in range(count)), encoding="utf-8")
    raw = engine.read_text(path, COLUMNS, delimiter=",", skip=1, parallel=True)
    few = ibis.memtable(pa.table({"of": ["7", "2900"], "meant": ["seven", "late"]}))
    joined = raw.left_join(few, raw["c0"] == few["of"])
    stored = engine.store(joined.select("c0", "meant"), "numbered", numbered=True)
    assert engine_name == "duckdb" or len(list((engine.workspace / stored.op().name).glob("*.parquet"))) > 4
    found = sorted(engine.fetch(stored), key=lambda row: int(row["n"]))
    assert [(row["n"], row["c0"]) for row in found] == [(number, str(number)) for number in range(count)]
    assert {row["n"]: row["meant"] for row in found if row["meant"]} == {7: "seven", 2900: "late"}
    assert engine.count(stored) == count


@pytest.mark.usefixtures("in_many_parts")
def test_rows_of_parquet_are_numbered_in_their_order(tmp_path: Path, engine: Engine) -> None:
    path, count = tmp_path / "a.parquet", 3000
    pq.write_table(pa.table({"a": [str(number) for number in range(count)]}), path, row_group_size=200, compression="none")
    stored = engine.store(engine.read_parquet(path, {"c0": "a"}), "numbered", numbered=True)
    assert {row["n"]: row["c0"] for row in engine.fetch(stored)} == {number: str(number) for number in range(count)}


def test_nothing_stored_is_a_table_without_rows(engine: Engine) -> None:
    nothing = ibis.memtable(pa.table({"a": pa.array([], pa.string())}))
    stored = engine.store(nothing, "nothing", numbered=True)
    assert (engine.count(stored), set(stored.columns)) == (0, {"a", "n"})


def test_values_of_parquet_have_one_text(tmp_path: Path, engine: Engine) -> None:
    columns = {
        "text": pa.array(["é", None, ""]),
        "day": pa.array([date(2024, 5, 1), None, date(1, 1, 1)]),
        "sum": pa.array([Decimal("-12.30"), None, Decimal("0.00")], pa.decimal128(38, 2)),
        "small": pa.array([Decimal("0.0000000001"), None, Decimal("-1")], pa.decimal128(38, 10)),
        "whole": pa.array([-1, None, 1 << 62], pa.int64()),
        "tiny": pa.array([5, None, -5], pa.int8()),
        "bool": pa.array([True, None, False]),
        "float": pa.array([1.0, None, 2.218e17]),
        "moment": pa.array([1_714_558_830_500_000, None, 0], pa.timestamp("us")),
        "nanos": pa.array([1, None, 0], pa.timestamp("ns")),
        "unsigned": pa.array([1, None, (1 << 64) - 1], pa.uint64()),
    }
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path)
    plain, alike = tmp_path / "b.parquet", list(columns)[:7]
    pq.write_table(pa.table(columns).select(alike), plain)
    first, second, third = engine.fetch(engine.read_parquet(plain, {name: name for name in alike}))
    assert list(first.values()) == ["é", "2024-05-01", "-12.30", "0.0000000001", "-1", "5", "true"]
    assert list(second.values()) == [None] * 7
    assert list(third.values()) == ["", "0001-01-01", "0.00", "-1.0000000000", str(1 << 62), "-5", "false"]
    first, _, third = engine.fetch(engine.read_parquet(path, {name: name for name in columns}))
    assert list(first.values())[7:] == ["1.0", "2024-05-01 10:20:30.5", "1970-01-01 00:00:00.000000001", "1"]
    assert list(third.values())[7:] == ["2.218e+17", "1970-01-01 00:00:00", "1970-01-01 00:00:00", str((1 << 64) - 1)]


def test_sums_keep_their_digits(engine: Engine) -> None:
    exact = pa.array([Decimal("12345678901234567890.12"), Decimal("-0.01")], pa.decimal128(38, 2))
    table = ibis.memtable(pa.table({"sum": exact, "rate": pa.array([Decimal("0.00000001")] * 2, pa.decimal128(15, 8))}))
    total = table["sum"] - ibis.literal(Decimal("0.01"), type="decimal(38, 2)")
    product = (table["rate"] * table["rate"]).cast("decimal(38, 16)")
    found = engine.fetch(engine.keep(table.select(total=total, small=product), "sums"))
    assert [(row["total"], row["small"]) for row in found] == [
        (Decimal("12345678901234567890.11"), Decimal("0.0000000000000001")),
        (Decimal("-0.02"), Decimal("0.0000000000000001")),
    ]
