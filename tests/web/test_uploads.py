"""Files that are sent: stored under names of our own, shown under those of their sender, within bounds."""

from __future__ import annotations

import asyncio
import errno
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.web.app import create_app
from subsidy.web.server import Arriving
from subsidy.web.settings import Limits, Settings
from subsidy.web.uploads import pace
from subsidy.web.uploads.names import LONGEST, apart, shown_name
from subsidy.web.uploads.pace import LEAST, Pace
from subsidy.web.uploads.parts import Parts, Received
from tests.web.uploading import AT_ONCE, FOR_EVER, batch, ended, form, instead, put_in, served

EDGE = b"edge"
NAMES = {
    "2024/01.csv": "2024/01.csv",
    "../../../etc/passwd": "../../../etc/passwd",
    "/etc/passwd": "/etc/passwd",
    "..\\..\\boot.ini": "..\\..\\boot.ini",
    "C:\\Users\\li\\01.csv": "01.csv",
    "a\x00b\r\n\x1b[31m.csv": "ab[31m.csv",
    "\u202egpj.csv": "gpj.csv",
    "二〇二四年/青浦.xlsx": "二〇二四年/青浦.xlsx",
    "x" * 5000 + ".csv": "…" + "x" * (LONGEST - 5) + ".csv",
    "字" * 5000: "…" + "字" * (LONGEST - 1),
    " ": "files",
    'quo"te.csv': 'quo"te.csv',
    "-rf.csv": "-rf.csv",
    "CON.csv": "CON.csv",
}


def part(name: str, content: bytes, file: str | None = None) -> bytes:
    """One part of a form, as a program that escapes nothing but quotes and line ends writes it."""
    escaped = None if file is None else file.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    called = "" if escaped is None else f'; filename="{escaped}"'
    return b"--" + EDGE + f'\r\nContent-Disposition: form-data; name="{name}"{called}\r\n\r\n'.encode() + content + b"\r\n"


def taken(folder: Path, *parts: bytes, limits: Limits | None = None, step: int = 1 << 20) -> Received:
    body = b"".join(parts) + b"--" + EDGE + b"--\r\n"
    reader = Parts(EDGE, folder, limits or Limits())
    try:
        for start in range(0, len(body), step):
            reader.feed(body[start : start + step])
        return reader.finished()
    finally:
        reader.close()


@pytest.mark.parametrize("given", NAMES)
def test_a_name_is_shown_and_never_used(given: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    found = taken(folder, part("files", b"content", given))
    assert list(found.names.values()) == [NAMES[given]]
    (path,) = found.files
    assert Path(path).parent == folder
    assert Path(path).name in ("00000.csv", "00000.xlsx", "00000.data")
    assert Path(path).read_bytes() == b"content"
    assert put_in(tmp_path) == [f"in/{Path(path).name}"]


def test_a_name_in_the_encoding_of_an_older_program_is_read(tmp_path: Path) -> None:
    head = 'Content-Disposition: form-data; name="files"; filename="青浦.csv"'.encode("gb18030")
    body = b"--" + EDGE + b"\r\n" + head + b"\r\n\r\nx\r\n"
    assert list(taken(tmp_path, body).names.values()) == ["青浦.csv"]


def test_files_of_one_name_are_told_apart_and_all_lie_in_the_order_of_their_names(tmp_path: Path) -> None:
    sent = [part("files", content, name) for name, content in (("b.csv", b"1"), ("a.csv", b"2"), ("a.csv", b"3"), ("a.csv", b"4"))]
    found = taken(tmp_path, *sent, part("register", b"5", "a.csv"))
    assert [(found.names[path], Path(path).read_bytes()) for path in found.files] == [
        ("a.csv", b"2"),
        ("a.csv (2)", b"3"),
        ("a.csv (3)", b"4"),
        ("b.csv", b"1"),
    ]
    assert found.files == sorted(found.files)
    assert found.names[found.tables["register"]] == "a.csv (4)"


def test_a_long_name_that_is_taken_stays_within_bounds() -> None:
    long = shown_name("x" * 300, "files")
    other = apart(long, {long})
    assert len(long) == len(other) == LONGEST
    assert other.endswith(" (2)")


@pytest.mark.parametrize("step", [1, 7, 64])
def test_a_body_in_small_pieces_is_the_same_body(step: int, tmp_path: Path) -> None:
    content = bytes(range(256)) * 3 + b"\r\n--edg\r\n--" + b"\r\n"
    found = taken(tmp_path, part("files", content, "a.csv"), part("terms", b'{"year": 2025}'), step=step)
    assert Path(found.files[0]).read_bytes() == content
    assert json.loads(found.terms) == {"year": 2025}


def test_an_input_in_which_nothing_was_chosen_is_no_file(tmp_path: Path) -> None:
    found = taken(tmp_path, part("files", b"x", "a.csv"), part("register", b"", ""))
    assert (len(found.files), found.tables) == (1, {})


@pytest.mark.parametrize(
    ("parts", "limits", "fault"),
    [
        ([part("file", b"x", "a.csv")], {}, errors.UnknownKey),
        ([part("", b"x", "a.csv")], {}, errors.UnknownKey),
        ([b"--" + EDGE + b"\r\nContent-Type: text/csv\r\n\r\nx\r\n"], {}, errors.UnknownKey),
        ([part("register", b"x", "a.csv"), part("register", b"x", "b.csv")], {}, errors.PartTwice),
        ([part("terms", b"{}"), part("terms", b"{}")], {}, errors.PartTwice),
        ([part("files", b"x", "a.csv")] * 3, {"files": 2}, errors.TooManyFiles),
        ([part("terms", b" " * 100)], {"body": 99}, errors.BodyTooLarge),
        ([part("terms", b"{}")], {}, errors.MissingKey),
        ([b"no form at all\r\n"], {}, errors.BrokenForm),
        ([b"--" + EDGE + b"\r\nX: " + b"y" * 70_000 + b"\r\n\r\n\r\n"], {}, errors.BrokenForm),
        ([b"--" + EDGE + b"\r\n" + b"X: y\r\n" * 9 + b"\r\n\r\n"], {}, errors.BrokenForm),
    ],
)
def test_a_form_that_is_not_as_agreed_is_refused(
    parts: list[bytes], limits: dict[str, Any], fault: type[errors.SubsidyError], tmp_path: Path
) -> None:
    with pytest.raises(fault):
        taken(tmp_path, *parts, limits=Limits(**limits))


def test_a_form_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    reader = Parts(EDGE, tmp_path, Limits())
    reader.feed(part("files", b"x" * 100, "a.csv")[:-10])
    with pytest.raises(errors.BrokenForm, match="too early"):
        reader.finished()
    reader.close()


def test_a_disk_without_room_is_told_and_not_taken_for_a_defect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(errors.ServerFull):
        taken(tmp_path, part("files", b"x", "a.csv"))


UNKNOWN = (
    '{"encoding": "utf-9"}',
    '{"encoding": "zlib_codec"}',
    '{"encoding": "a\\u0000"}',
    '{"mapping": {"no_field": "x"}}',
    '{"mapping": {"rmb": " "}}',
    '{"sheets": [""]}',
)
"""What no file can be read by."""


@pytest.mark.parametrize("path", ["/v1/batches", "/v1/cases"])
def test_what_is_refused_leaves_nothing_behind(path: str, tmp_path: Path) -> None:
    limits = Limits(upload=1000, files=2, body=50, arriving=1)
    refused: list[tuple[dict[str, Any], int, str]] = [
        ({"json": {}}, 415, "media_refused"),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 415, "media_refused"),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=" + "b" * 300}}, 400, "broken_form"),
        ({"content": b"--b\r\nrubbish", "headers": {"content-type": "multipart/form-data; boundary=b"}}, 400, "broken_form"),
        (form([("files", "a.csv", b"x" * 2000)]), 413, "body_too_large"),
        (form([("files", "a.csv", b"x")] * 3), 413, "too_many_files"),
        (form([("files", "a.csv", b"x")], " " * 51), 413, "body_too_large"),
        (form([("evil", "a.csv", b"x")]), 422, "unknown_key"),
        (form([], "{}"), 422, "missing_key"),
        (form([("files", "a.csv", b"x")], "{"), 422, "bad_syntax"),
        (form([("files", "a.csv", b"x")], '{"as_of": "1.5"}'), 422, "bad_value"),
        (form([("files", "a.csv", b"x")], '{"readings": {"growth": "x"}}'), 422, "unknown_reading"),
        (form([("files", "a.csv", b"x")], '{"form": 1}'), 422, "unknown_key"),
        *((form([("files", "a.csv", b"x")], terms), 422, "bad_value") for terms in UNKNOWN),
    ]
    with served(tmp_path, limits) as client:
        for call, status, code in refused:
            answer = client.post(path, **call)
            assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
            assert answer.headers["content-type"] == "application/problem+json"
        chunked = client.post(path, content=_pieces(), headers={"content-type": "multipart/form-data; boundary=edge"})
        assert (chunked.status_code, chunked.json()["code"]) == (413, "body_too_large")
        assert put_in(tmp_path) == []
        assert client.get("/v1/batches").json() == {"batches": []}


def _pieces() -> Iterator[bytes]:
    """A body that does not say how large it is."""
    yield part("files", b"x" * 500, "a.csv")[:-2]
    yield b"x" * 5000


def test_a_sender_who_leaves_leaves_nothing_behind(tmp_path: Path) -> None:
    """The connection breaks in the middle of a file."""
    app = create_app(Settings(folder=tmp_path))
    pieces: list[dict[str, Any]] = [
        {"type": "http.request", "body": part("files", b"x" * 500_000, "a.csv"), "more_body": True},
        {"type": "http.disconnect"},
    ]
    answered: list[Any] = []

    async def receive() -> Any:
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"multipart/form-data; boundary=edge")]
    scope = {"type": "http", "method": "POST", "path": "/v1/batches", "query_string": b"", "headers": headers, "http_version": "1.1"}
    asyncio.run(app({**scope, "scheme": "http", "server": ("localhost", 80), "root_path": ""}, receive, send))
    app.state.server.close()
    assert put_in(tmp_path) == []


def test_uploads_go_when_the_job_has_ended_whatever_came_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    with served(tmp_path) as client:
        job = batch(client, [("files", "a.csv", b"secret")])
        assert ended(client, job)["state"] == "done"
        assert [name.rpartition("/")[2] for name in put_in(tmp_path)] == ["job.json", "request.json"]
        instead(monkeypatch, FOR_EVER)
        running = batch(client, [("files", "a.csv", b"secret")])
        assert client.delete(f"/v1/batches/{running['id']}").status_code == 204
        assert not any(running["id"] in name for name in put_in(tmp_path))


def test_so_many_uploads_of_one_key_arrive_at_once_and_those_of_others_beside_them() -> None:
    arriving = Arriving(2)
    with arriving.taken("park"), arriving.taken("park"):
        with pytest.raises(errors.TooManyUploads), arriving.taken("park"):
            pass
        with arriving.taken("finance"):
            pass
    with arriving.taken("park"), arriving.taken("park"):
        pass


def trickling(app: Any, path: str, released: asyncio.Event) -> tuple[Any, list[Any]]:
    """A request whose body comes once it is released, and what it is answered."""
    pieces = [part("files", b"x", "a.csv"), b"--" + EDGE + b"--\r\n"]
    answered: list[Any] = []

    async def receive() -> Any:
        if len(pieces) == 1:
            await released.wait()
        if not pieces:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        answered.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"multipart/form-data; boundary=edge")]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers, "http_version": "1.1"}
    return app({**scope, "scheme": "http", "server": ("localhost", 80), "root_path": ""}, receive, send), answered


@pytest.mark.parametrize("path", ["/v1/batches", "/v1/cases"])
def test_slow_uploads_take_no_place_and_are_bounded(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One place in all, one upload of a key at a time: the second is refused for the first, which holds no place yet."""
    instead(monkeypatch, "import sys; open(sys.argv[1] + '/answer.json', 'w').write('{}')")
    app = create_app(Settings(folder=tmp_path, limits=Limits(cases=1, jobs=1, jobs_waiting=0, arriving=1)))
    server = app.state.server

    async def both() -> tuple[list[Any], list[Any]]:
        released = asyncio.Event()
        (slow, first), (other, second) = (trickling(app, path, released) for _ in range(2))
        running = asyncio.create_task(slow)
        while not server.arriving._taken[""]:
            await asyncio.sleep(0.01)
        server.reading.refuse_more()
        server.jobs.dropped(server.jobs.begun())
        await other
        released.set()
        await running
        return first, second

    first, second = asyncio.run(both())
    server.close()
    assert second[0]["status"] == 429
    assert json.loads(second[1]["body"])["code"] == "too_many_uploads"
    assert first[0]["status"] == (202 if path == "/v1/batches" else 200)


def test_an_upload_that_brings_next_to_nothing_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SECONDS", 0)
    with served(tmp_path) as client:
        answer = client.post("/v1/batches", **form([("files", "a.csv", b"x")]))
        assert (answer.status_code, answer.json()["code"], answer.headers["connection"]) == (408, "upload_too_slow", "close")
        monkeypatch.setattr(pace, "LEAST", 0)
        assert client.post("/v1/batches", **form([("files", "a.csv", b"x")])).status_code == 202


def test_the_time_in_which_we_write_is_not_held_against_the_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            now[0] += 1
            yield b"x" * LEAST

    async def written() -> int:
        size = 0
        async for piece in Pace().kept(body()):
            size += len(piece)
            now[0] += 1000
        return size

    assert asyncio.run(written()) == 100 * LEAST
