"""Spark where it is, where it is not, and where it cannot be: one line of error, and not a word otherwise."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from subsidy.batch import spark_session
from subsidy.batch.engine import open_engine
from subsidy.batch.request import LOCAL
from tests.batch.files import A, batch, numbered, row, write
from tests.cli.calling import call, run

TOO_OLD = (
    "Error: LinkageError occurred while loading main class org.apache.spark.launcher.Main "
    "java.lang.UnsupportedClassVersionError: class file version 61.0, up to 55.0"
)


def asked(tmp_path: Path, *options: str) -> list[str]:
    """The arguments of a call."""
    file = write(tmp_path / "a.csv", numbered([row(), row(进口日期="?")]))
    return ["batch", file, "--out", str(tmp_path / "out"), "--as-of", "2026-03-01", "--year", "2024", "--engine", "spark", *options]


def require_pyspark() -> None:
    if importlib.util.find_spec("pyspark") is None:
        assert not os.environ.get("CI"), "pyspark belongs to the continuous checks"
        pytest.skip("pyspark is not installed")


def test_without_pyspark_the_call_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "pyspark" else find(name, *rest))
    result = call(*asked(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("pip install 'subsidy[spark]'\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("master", ["", "here", "local[x]", "spark://", "spark://here", "spark://here:x", "SPARK://here:7077"])
def test_what_is_no_master_is_refused(master: str, tmp_path: Path) -> None:
    require_pyspark()
    result = call(*asked(tmp_path, "--master", master))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{master!r} is not usable; accepted: local[2], spark://HOST:7077" in result.stderr


def test_a_master_that_does_not_answer_is_named(tmp_path: Path) -> None:
    require_pyspark()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        master = f"spark://127.0.0.1:{taken.getsockname()[1]}"
        result = call(*asked(tmp_path, "--master", master))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {master}: no Spark master can be reached there (")
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "needs Java 17 or later"), ("zh", "需要 Java 17 或更高版本")])
def test_without_a_java_that_it_can_use_the_reason_is_quoted(lang: str, words: str, tmp_path: Path) -> None:
    require_pyspark()
    java = tmp_path / "jdk" / "bin" / "java"
    if lang == "en":
        java.parent.mkdir(parents=True)
        java.write_text(f"#!/bin/sh\necho '{TOO_OLD}' >&2\nexit 1\n", encoding="utf-8")
        java.chmod(0o755)
    done = run(*asked(tmp_path, "--lang", lang), JAVA_HOME=str(java.parents[1]), PYTHONIOENCODING="utf-8")
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in said
    assert ("UnsupportedClassVersionError" if lang == "en" else str(java)) in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_what_java_throws_at_the_start_is_quoted(tmp_path: Path) -> None:
    done = run(*asked(tmp_path, "--master", "local[0]"))
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert "0 threads" in said
    assert len(said.splitlines()) == 1


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_a_call_says_nothing_on_standard_error_and_leaves_no_process(tmp_path: Path) -> None:
    """As everybody runs it: a process of its own, with the settings that it comes with."""
    (tmp_path / "tmp").mkdir()
    done = run(*asked(tmp_path, "--format", "json"), TMPDIR=str(tmp_path / "tmp"))
    assert (done.returncode, done.stderr.decode()) == (0, "")
    expected = batch(tmp_path, [str(tmp_path / "a.csv")], year=2024, coverage=())
    for name in ("entitlements.csv", "rejects.csv", "reconciliation.json", "summary.json"):
        assert (tmp_path / "out" / name).read_bytes() == (expected.out / name).read_bytes()
    assert A.encode() in (tmp_path / "out" / "entitlements.csv").read_bytes()
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, encoding="utf-8", check=True).stdout
    assert str(tmp_path / "tmp") not in listed
    assert [path.name for path in (tmp_path / "tmp").iterdir() if path.name.startswith("subsidy")] == []


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_runs_share_one_spark_and_no_tables() -> None:
    with open_engine("spark") as first, open_engine("spark", LOCAL) as second:
        one, other = first.connection._session, second.connection._session
        assert one.sparkContext.applicationId == other.sparkContext.applicationId
        kept = first.keep(ibis.memtable(pa.table({"a": [1]})), "kept")
        assert first.fetch(kept) == [{"a": 1}]
        assert other.catalog.listTables() == []
    assert one.catalog.listTables() == []


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_a_spark_that_somebody_else_started_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "_started", None)
    with open_engine("spark", "yarn") as engine:
        assert engine.connection._session.sparkContext.master == LOCAL
        assert engine.fetch(ibis.memtable(pa.table({"a": [1]}))) == [{"a": 1}]
