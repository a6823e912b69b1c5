"""Quotes are taken away only where no cell changes by it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from subsidy.intake import scan
from subsidy.intake.unquoting import unquoted, write_unquoted

PARTS = ["a", "青", ",", ",", '"', '""', '"b"', '"",', '"b,c"', '"b""c"', ' "', "\n", "\r\n"]


def _cells(text: str, delimiter: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").split("\n")
    return [line.split(delimiter) for line in lines if line]


def _read(text: str, delimiter: str = ",") -> list[list[str]]:
    """By the reader of the standard library; a record of one empty cell holds nothing."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [cells for cells in reader if cells not in ([], [""])]


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
@example('"""","",""""""\n')
@example('""",""",","\r\n","')
def test_the_cells_stay_the_same(text: str) -> None:
    plain = unquoted(text.encode(), ",")
    if plain is not None:
        assert _cells(plain.decode(), "\x1f") == _read(text)
        assert plain.count(b"\n") == text.count("\n")


@given(
    st.lists(st.lists(st.text("a青, ;\t\"'1", max_size=5), min_size=2, max_size=4), max_size=6),
    st.sampled_from([",", "\t", ";"]),
    st.booleans(),
)
def test_what_a_program_writes_loses_its_quotes(rows: list[list[str]], delimiter: str, is_all_quoted: bool) -> None:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, quoting=csv.QUOTE_ALL if is_all_quoted else csv.QUOTE_MINIMAL).writerows(rows)
    plain = unquoted(sink.getvalue().encode(), delimiter)
    assert plain is not None
    assert _cells(plain.decode(), "\x1f") == rows


@pytest.mark.parametrize("odd", ['"a\nb",c\n', 'a "b",c\n', '"a"b,c\n', '"a,b\n', '"a\x1f",b\n', 'a",b"\n', '"a","b\n"\n'])
def test_quotes_that_matter_otherwise_are_left_to_a_reader(odd: str) -> None:
    assert unquoted(("x,y\n" + odd).encode(), ",") is None


def test_one_quote_that_matters_otherwise_keeps_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "BLOCK", 8)
    path, target = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(b'head"\n"a","b"\n"c","d"')
    assert write_unquoted(path, 6, ",", target)
    assert target.read_bytes() == b"a\x1fb\nc\x1fd"
    path.write_bytes(b'head"\n"a","b"\n"c","d"\n"e\nf",g\n')
    assert not write_unquoted(path, 6, ",", target)
