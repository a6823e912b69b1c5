"""What is inside a workbook is measured before it is laid out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.intake import workbook_parts
from subsidy.intake.workbook_parts import Part, examine
from tests.intake.workbook_files import A, opened, spoilt


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='9' spans='1:2'><c s=\"1\" r = 'AAA9'><v>1</v></c></row><row r=\"4000000000\"/>",
        b'<x:row r="1048576"><x:c t="n" r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        b'<row r="1048576">' + b"<c><v>1</v></c>" * 100 + b"</row>",
        b"<row></row>" * 40_000 + b"<row>" + b"<c/>" * 2000 + b"</row>",
    ],
)
def test_a_cell_far_outside_is_refused_before_room_is_made_for_it(tmp_path: Path, cells: bytes) -> None:
    path = spoilt(tmp_path, lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"))
    with pytest.raises(errors.TooManyCells, match=r"a\.xlsx: the sheet spans \d+ rows and \d+ columns, more than 67108864 cells"):
        opened(path)


def test_rows_and_cells_without_numbers_follow_one_another(tmp_path: Path) -> None:
    path = spoilt(tmp_path, lambda xml: re.sub(rb' r="[A-Z]*[0-9]+"', b"", xml))
    assert [list(table.records()) for table in opened(path).tables] == [[(2, [A, "2024-05-01", "1"])]]
    assert examine(str(path), 1 << 20).sheets["一"].span == (2, 3)


@pytest.mark.parametrize("block", [64, 1 << 20])
def test_a_sheet_is_measured_whatever_the_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(workbook_parts, "BLOCK", block)
    path = spoilt(tmp_path, lambda xml: xml.replace(b"</sheetData>", b"<row r='40'><c t='e' r='AB40'><v>#N/A</v></c></row></sheetData>"))
    assert examine(str(path), 1 << 20).sheets == {"一": Part(40, 28, 10, {(40, 28): "#N/A"})}


def test_a_bomb_in_a_workbook_is_stopped_at_the_limit(tmp_path: Path) -> None:
    path = spoilt(tmp_path, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + b" " * (1 << 24)))
    with pytest.raises(errors.TooLarge, match="holds more than 1048576 bytes when unpacked"):
        opened(path, max_bytes=1 << 20)
    assert len(opened(path).tables) == 1


def test_cells_without_end_in_one_place_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "MOST_CELLS", 100)
    path = spoilt(tmp_path, lambda xml: xml.replace(b"</sheetData>", b'<row r="9">' + b'<c r="A9"/>' * 200 + b"</row></sheetData>"))
    with pytest.raises(errors.TooManyCells):
        opened(path)


def test_shared_text_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "_MOST_SHARED", 1 << 16)
    path = spoilt(tmp_path, lambda xml: xml + b" " * (1 << 17), part="xl/sharedStrings.xml")
    with pytest.raises(errors.TooLarge, match="65536"):
        opened(path)


def test_a_part_that_lies_about_its_size_is_found_out(tmp_path: Path) -> None:
    path = spoilt(tmp_path, lambda xml: xml + b" " * (1 << 22))
    content = path.read_bytes()
    size = (len(zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml"))).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(errors.TooLarge):
        opened(path, max_bytes=1 << 20)


def test_a_zip_of_anything_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("a.csv", "x")
    with pytest.raises(errors.UnsupportedFile, match=r"accepted: \.csv"):
        opened(tmp_path / "a.zip")


ENDLESS = {
    "text": b" " * (1 << 26),
    "reference": b'<row r="9"><c' + b" " * (1 << 23) + b'r="XFD1048576"/></row>',
    "attributes": b'<row r="9"><c ' + b'a="b" ' * (1 << 20) + b"/></row>",
}


@pytest.mark.parametrize("endless", ENDLESS.values(), ids=ENDLESS)
def test_a_text_or_tag_without_end_is_damage(tmp_path: Path, endless: bytes) -> None:
    path = spoilt(tmp_path, lambda xml: xml.replace(b"</sheetData>", endless + b"</sheetData>"))
    with pytest.raises(errors.UnreadableFile, match="the workbook is damaged"):
        opened(path)


def test_what_is_carried_from_piece_to_piece_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "_LONGEST_ROW", 1 << 10)
    monkeypatch.setattr(workbook_parts, "BLOCK", 1 << 8)
    path = spoilt(tmp_path, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + b" " * (1 << 16)))
    with zipfile.ZipFile(path) as package:
        pieces = list(workbook_parts._xml_of(package, package.getinfo("xl/worksheets/sheet1.xml")))
        assert b"".join(pieces) == package.read("xl/worksheets/sheet1.xml")
    assert max(map(len, pieces)) <= 1 << 11


def test_pictures_do_not_hinder_a_workbook(tmp_path: Path) -> None:
    path = spoilt(tmp_path, lambda xml: xml)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bmp", b"\xff" * (1 << 26))
    assert [list(table.records()) for table in opened(path).tables] == [[(2, [A, "2024-05-01", "1"])]]


def test_errors_are_found_where_cells_have_no_end(tmp_path: Path) -> None:
    cells = b'<row r="9"><c r="A9" t="e"><c r="B9" t="e"><v>#N/A</v></c></c></row>'
    path = spoilt(tmp_path, lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"))
    assert examine(str(path), 1 << 20).sheets["一"].errors == {(9, 2): "#N/A"}
