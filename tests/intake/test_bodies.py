"""Records as an engine can read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import errors
from subsidy.intake import bodies, scan
from subsidy.intake.bodies import Lines, plain_body, rewritten


@given(st.lists(st.integers(1, 4), min_size=1, max_size=50))
def test_the_line_of_each_record_is_kept(steps: list[int]) -> None:
    lines, expected, line = Lines(), [], 0
    for step in steps:
        line += step
        lines.add(line)
        expected.append(line)
    assert [lines[record] for record in range(lines.count)] == expected


def test_records_on_adjoining_lines_take_no_room() -> None:
    lines = Lines()
    for line in range(2, 1_000_002):
        lines.add(line)
    assert (lines.count, lines[999_999], len(lines._records)) == (1_000_000, 1_000_001, 1)


@pytest.mark.parametrize("block", [1, 4, 1 << 20])
def test_empty_lines_of_a_plain_text_are_no_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(scan, "BLOCK", block)
    content = b"h\n\r\n\na,b\r\n \n\n\r\nc\n,\n\nd"
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    body = plain_body(path, ",", 2, 1, content[2:].count(b"\n") + 1)
    assert body.count(5) == 5
    assert list(body.lines(range(5), 5)) == [4, 5, 8, 9, 11]
    assert list(body.lines([2], 5)) == [8]


def test_records_are_cut_to_what_tells_that_they_are_too_long(tmp_path: Path) -> None:
    body = rewritten([(3, ["a"]), (7, list("abcdefgh"))], 2, tmp_path / "b.csv", "a.csv")
    assert list(body.records()) == [(3, ["a"]), (7, list("abcd"))]
    assert (body.count(99), list(body.lines([0, 1], 99))) == (2, [3, 7])


def test_rewritten_records_are_the_same_records(tmp_path: Path) -> None:
    cells = ['a"b', "c\r\nd", "e\rf", "", "'", "青,浦\t", "x\x01", "long" * 100_000]
    assert list(rewritten([(1, cells)], 9, tmp_path / "b.csv", "a.csv").records()) == [(1, cells)]


def test_a_record_that_no_engine_takes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST_RECORD", 10)
    with pytest.raises(errors.LineTooLong, match=r"a\.csv, line 5: longer than 10"):
        rewritten([(5, ["123456", "78901"])], 2, tmp_path / "b.csv", "a.csv")


def test_any_selection_of_lines_is_found_among_empty_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "BLOCK", 16)
    filled = [number % 3 != 1 for number in range(200)]
    path = tmp_path / "a.csv"
    path.write_bytes(b"h\n" + b"".join(b"x\n" if is_filled else b"\n" for is_filled in filled))
    expected = [number + 2 for number, is_filled in enumerate(filled) if is_filled]
    body = plain_body(path, ",", 2, 1, len(filled))
    for wanted in (range(len(expected)), (0, 7, len(expected) - 1), ()):
        assert list(body.lines(sorted(wanted), len(expected))) == [expected[record] for record in sorted(wanted)]
