"""What kind a file is, its digest, and its text as UTF-8."""

from __future__ import annotations

import errno
import gzip
import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidy import errors
from subsidy.intake import files, scan, transcode
from subsidy.intake.files import TextFile, as_utf8, kind_of
from subsidy.intake.scan import Tally

HEAD = "统一社会信用代码,进口日期,人民币\n"


def opened(path: Path, content: bytes, encoding: str | None = None, **options: int) -> TextFile:
    path.write_bytes(content)
    workspace = path.parent / "workspace"
    workspace.mkdir(exist_ok=True)
    return as_utf8(str(path), encoding, workspace, **options)


def test_a_file_is_what_its_first_bytes_say(tmp_path: Path) -> None:
    for content, kind in (
        (b"PK\x03\x04", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
        (b"PAR1", "parquet"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"a,b", "text"),
        (b"", "text"),
    ):
        (tmp_path / "any.csv").write_bytes(content)
        assert kind_of(tmp_path / "any.csv") == kind


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8-sig", b"", "utf-8"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", b"\xff\xfe", "utf-16"),
        ("utf-16-be", b"\xfe\xff", "utf-16"),
    ],
)
def test_the_encoding_is_found_and_the_text_is_the_same(tmp_path: Path, encoding: str, mark: bytes, name: str) -> None:
    content = mark + (HEAD + "甲\U00020000,1,€\r\n").encode(encoding)
    file = opened(tmp_path / "a.csv", content)
    assert (file.encoding, file.size, file.sha256) == (name, len(content), hashlib.sha256(content).hexdigest())
    assert file.utf8.read_text(encoding="utf-8-sig") == HEAD + "甲\U00020000,1,€\n"
    assert file.tally == _counted(file.utf8.read_bytes())
    assert (file.utf8 == tmp_path / "a.csv") is encoding.startswith("utf-8")


def _counted(content: bytes) -> Tally:
    tally = Tally()
    tally.add(content)
    return tally


def test_the_users_word_on_the_encoding_is_taken(tmp_path: Path) -> None:
    for asked, written in (("big5", "big5"), ("GBK", "gbk"), ("utf_16_le", "utf-16-le"), ("UTF-8-SIG", "utf-8-sig")):
        file = opened(tmp_path / "a.csv", "進口\n".encode(written), asked)
        assert file.utf8.read_text(encoding="utf-8-sig") == "進口\n"
    with pytest.raises(errors.UnreadableText, match="line 2: the bytes are not valid utf-8"):
        opened(tmp_path / "a.csv", HEAD.encode() + HEAD.encode("gb18030"), "utf-8")


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "utf-8\0"])
def test_what_is_no_encoding_of_text_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(errors.BadValue, match="--encoding"):
        opened(tmp_path / "a.csv", b"a,b\n", encoding)


@pytest.mark.parametrize(
    ("content", "line", "encoding"),
    [
        (HEAD.encode() + b"a,b,c\n\xff\n", 3, "utf-8"),
        (HEAD.encode("gb18030") + b"a,b,c\n\xff\n", 3, "gb18030"),
        (b"a\n\x80\xff\n", 2, "utf-8"),
        (b"\xef\xbb\xbf" + HEAD.encode("gb18030"), 1, "utf-8"),
        (b"\xff\xfe" + "a\nb\n".encode("utf-16-le") + b"\x00\xd8\n\x00", 3, "utf-16"),
        (b"\xff\xfe" + "a\nb\nc".encode("utf-16-le") + b"\x00", 3, "utf-16"),
    ],
)
def test_bytes_of_no_encoding_have_their_line(tmp_path: Path, content: bytes, line: int, encoding: str) -> None:
    with pytest.raises(errors.UnreadableText, match=rf"a\.csv, line {line}: the bytes are not valid {encoding}"):
        opened(tmp_path / "a.csv", content)


def test_damaged_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    damaged = "name,date,rmb\n上海上海上海,2024-05-01,5\n".encode() + b"\xc4\xe3,2024-05-01,5\n"
    assert damaged.decode("gb18030")
    with pytest.raises(errors.UnreadableText, match="line 3: the bytes are not valid utf-8"):
        opened(tmp_path / "a.csv", damaged)


def test_the_line_that_is_not_utf8_is_remembered_of_gb18030(tmp_path: Path) -> None:
    assert opened(tmp_path / "a.csv", b"a,b\nc\n" + HEAD.encode("gb18030")).not_utf8 == 3
    assert opened(tmp_path / "b.csv", HEAD.encode()).not_utf8 is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_nul_is_an_error_with_its_line(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(errors.NulByte, match=r"a\.csv, line 3: .*--encoding utf-16-le"):
        opened(tmp_path / "a.csv", (HEAD + "a\nb\0\n").encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(scan, "BLOCK", 1 << 10)
    monkeypatch.setattr(scan, "LONGEST_LINE", 1 << 12)
    assert opened(tmp_path / "a.csv", (HEAD + "x" * 4000 + "\n" + "中").encode(encoding)).tally.lines == 3
    with pytest.raises(errors.LineTooLong, match="line 2: longer than 4096 bytes"):
        opened(tmp_path / "a.csv", (HEAD + "中" + "x" * 10_000).encode(encoding))


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    for content in (b"", gzip.compress(b"")):
        with pytest.raises(errors.EmptyFile):
            opened(tmp_path / "a.csv", content)


def test_gzip_is_unpacked_whatever_it_is_called(tmp_path: Path) -> None:
    packed = gzip.compress(HEAD.encode("gb18030")) + gzip.compress("青浦\n".encode("gb18030"))
    file = opened(tmp_path / "a.csv", packed)
    assert (file.encoding, file.size, file.sha256) == ("gb18030", len(packed), hashlib.sha256(packed).hexdigest())
    assert file.utf8.read_text(encoding="utf-8") == HEAD + "青浦\n"
    assert opened(tmp_path / "b.gz", HEAD.encode()).utf8 == tmp_path / "b.gz"


@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: data[:30] + b"\xff\xff\xff" + data[33:], lambda data: data + b"x"])
def test_damaged_gzip_is_an_error(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(errors.UnreadableFile, match=r"a\.gz: cannot be read .its gzip data") as raised:
        opened(tmp_path / "a.gz", spoil(gzip.compress(random.Random(1).randbytes(1 << 12).hex().encode())))
    assert "gzip 数据" in raised.value.sentence("zh")


def test_a_gzip_bomb_is_stopped_at_the_limit(tmp_path: Path) -> None:
    bomb = gzip.compress(b"a,b\n" * (1 << 21))
    with pytest.raises(errors.TooLarge, match=r"a\.gz: holds more than 3145728 bytes when unpacked.*--max-bytes"):
        opened(tmp_path / "a.gz", bomb, max_bytes=3 << 20)
    assert sum(path.stat().st_size for path in (tmp_path / "workspace").iterdir()) <= 3 << 20
    assert opened(tmp_path / "a.gz", bomb, max_bytes=1 << 23).tally.size == 1 << 23


def test_gzip_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.UnsupportedFile, match=r"gzip of \.csv"):
        opened(tmp_path / "a.gz", gzip.compress(gzip.compress(b"a,b")))


def test_what_the_system_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(code: int) -> None:
        def refusing(*_: object) -> None:
            raise OSError(code, "so it is")

        monkeypatch.setattr(files, "write_utf8", refusing)

    refuse(errno.ENOSPC)
    with pytest.raises(errors.NoRoom, match=r"a\.csv: .* in .*workspace .so it is"):
        opened(tmp_path / "a.csv", HEAD.encode("gb18030"))
    refuse(errno.EIO)
    with pytest.raises(errors.UnreadableFile, match=r"a\.csv: cannot be read .so it is"):
        opened(tmp_path / "a.csv", HEAD.encode("gb18030"))


def _large(lines: int = 4000) -> str:
    return HEAD + "".join(f'青浦{number},"2024-05-01",{number}\r\n' for number in range(lines))


def test_two_processes_write_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcode, "_LARGE", 1)
    file = opened(tmp_path / "a.csv", _large().encode("gb18030"))
    assert file.utf8.read_bytes() == _large().encode()
    assert file.tally == _counted(_large().encode())
    assert [path.name for path in (tmp_path / "workspace").iterdir()] == [file.utf8.name]


@pytest.mark.parametrize("wrong", ["executable", "root"])
def test_one_process_is_enough_where_no_other_can_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setattr(transcode, "_LARGE", 1)
    if wrong == "executable":
        monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
    else:
        monkeypatch.setattr(transcode, "_CHILD", "raise SystemExit(1)")
    file = opened(tmp_path / "a.csv", _large().encode("gb18030"))
    assert file.utf8.read_bytes() == _large().encode()
    assert file.tally == _counted(_large().encode())


@pytest.mark.parametrize("line", [2, 3990])
@pytest.mark.parametrize(("spoilt", "error"), [(b"\xff", errors.UnreadableText), (b"\0", errors.NulByte)])
def test_a_fault_in_either_half_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: int, spoilt: bytes, error: type[errors.SubsidyError]
) -> None:
    monkeypatch.setattr(transcode, "_LARGE", 1)
    lines = _large().encode("gb18030").split(b"\n")
    lines[line - 1] = spoilt
    with pytest.raises(error, match=rf"a\.csv, line {line}\b"):
        opened(tmp_path / "a.csv", b"\n".join(lines))


def test_the_other_process_answers_with_its_tally(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_bytes("青\n浦\n".encode("gb18030"))
    transcode.answer(str(tmp_path / "a.csv"), "gb18030", str(tmp_path / "b.csv"), "3", "6")
    assert (tmp_path / "b.csv").read_text(encoding="utf-8") == "浦\n"
    assert '"newlines": 1' in capsys.readouterr().out


@given(st.lists(st.sampled_from(["a", "青", "\U00020000", '"', ",", "\n", "\r\n", "\r"]), max_size=60).map("".join), st.integers(1, 9))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pieces_of_any_size_make_the_same_tally(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, block: int) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(scan, "BLOCK", block)
        for encoding in ("utf-8", "gb18030", "utf-16"):
            if content.isascii() and encoding == "gb18030":
                continue
            file = opened(tmp_path / "a.csv", b"\xef\xbb\xbf" * (encoding == "utf-8") + ("青" + content).encode(encoding))
            assert file.utf8.read_bytes().decode("utf-8-sig") == "青" + content
            assert file.tally == _counted(file.utf8.read_bytes())
