"""Files made to do harm, sent to a server: each ends in a problem or in a job that ends, and the server goes on in bounded memory."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.valid import HEADINGS, ROWS, parquet, text, workbook
from tests.web import serving
from tests.web.serving import Serving
from tests.web.uploading import until

MEGABYTE = 1 << 20
GROWTH = 150 * MEGABYTE
"""Less than the largest of these files."""
LIMITS = "unpacked=48 << 20, job_memory=1 << 30, jobs=2, upload=210 << 20"
CODE = f"""
from subsidy.web.run import serve
from subsidy.web.settings import Limits, Settings
serve(Settings(port=0, limits=Limits({LIMITS})), lambda place: print(place, flush=True))
"""
EDGE = "edge-of-a-part"
GOOD = text([HEADINGS, *ROWS]).encode()
Answer = tuple[int, dict[str, Any]]


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "SUBSIDY", (sys.executable, "-c", CODE))
        with serving.serving() as found:
            yield found


def packed_bomb() -> bytes:
    head, lump = gzip.compress(text([HEADINGS]).encode()), gzip.compress(b"," * (8 * MEGABYTE), compresslevel=1)
    return head + lump * 48


def workbook_bomb() -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(workbook({"Sheet1": [HEADINGS, *ROWS]}))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as sink:
        for name in source.namelist():
            head, tag, rest = source.read(name).partition(b"<sheetData>")
            with sink.open(name, "w", force_zip64=True) as part:
                part.write(head + tag + b" " * (64 * MEGABYTE if "sheet1" in name else 0) + rest)
    return target.getvalue()


def pieces(name: str, part: str, head: bytes, lump: bytes = b"", times: int = 0) -> Iterator[bytes]:
    """The body of a form with one file, which is never whole in memory."""
    yield f'--{EDGE}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n\r\n'.encode() + head
    for _ in range(times):
        yield lump
    yield f"\r\n--{EDGE}--\r\n".encode()


def sent(server: Serving, path: str, body: Iterator[bytes] | bytes) -> Answer:
    connection = http.client.HTTPConnection(server.address, timeout=120)
    try:
        connection.request(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={EDGE}"}, encode_chunked=not isinstance(body, bytes)
        )
        return _read(connection.getresponse())
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse) -> Answer:
    return answer.status, json.loads(answer.read())


def job_of(server: Serving, answer: Answer) -> str:
    status, said = answer
    assert status == 202, said
    return f"/v1/batches/{said['id']}"


def came_of(server: Serving, job: str) -> tuple[str, str | None]:
    """How a job ended, and the code of its problem."""

    def looked() -> dict[str, Any] | None:
        found: dict[str, Any] = json.loads(server.get(job))
        return found if found["state"] not in ("waiting", "running") else None

    found = until(looked)
    assert json.loads(server.get("/healthz"))["status"] == "ok"
    if found["problem"] is not None:
        detail = found["problem"]["detail"]
        assert "Traceback" not in detail
        assert "uploads" not in detail
        assert len(detail.splitlines()) <= 2
    return found["state"], found["problem"] and found["problem"]["code"]


def peak(server: Serving) -> int:
    """The most memory that the server has held."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_hostile_files_end_in_a_problem_and_the_server_goes_on_in_bounded_memory(server: Serving) -> None:
    """Those files that hold much are larger than what the memory of the server may grow by."""
    before = peak(server)
    rubbish = random.Random(1).randbytes(MEGABYTE)
    files: dict[str, tuple[tuple[Any, ...], str]] = {
        "bomb.csv.gz": ((packed_bomb(),), "too_large"),
        "bomb.xlsx": ((workbook_bomb(),), "unreadable_file"),
        "endless.csv": ((GOOD + b'"', b"x" * MEGABYTE, 200), "line_too_long"),
        "sixteen.txt": (("\ufeff".encode("utf-16-le"), ("甲" * MEGABYTE).encode("utf-16-le"), 20), "line_too_long"),
        "rubbish.csv": ((rubbish,), "unreadable_text"),
        "rubbish.parquet": ((parquet([HEADINGS, *ROWS])[:-9] + rubbish + b"PAR1",), "unreadable_file"),
        "broad.csv": ((GOOD.replace(b"\n", b"," * MEGABYTE + b"\n", 1),), "too_many_columns"),
    }
    jobs = {name: job_of(server, sent(server, "/v1/batches", pieces(name, "files", *content))) for name, (content, _) in files.items()}
    assert {name: came_of(server, job) for name, job in jobs.items()} == {name: ("failed", code) for name, (_, code) in files.items()}
    assert peak(server) - before < GROWTH


def test_a_hostile_side_table_and_a_hostile_file_of_one_firm_are_problems_too(server: Serving) -> None:
    good = b"".join(pieces("a.csv", "files", GOOD)).removesuffix(f"--{EDGE}--\r\n".encode())
    job = job_of(server, sent(server, "/v1/batches", good + b"".join(pieces("bomb.gz", "register", packed_bomb()))))
    assert came_of(server, job) == ("failed", "too_large")
    status, said = sent(server, "/v1/cases", pieces("nul.csv", "files", GOOD.replace("甲".encode(), b"\0")))
    assert (status, said["code"]) == (422, "nul_byte")
    assert said["detail"].startswith("nul.csv")
    assert json.loads(server.get("/healthz"))["status"] == "ok"


def test_a_body_without_end_is_cut_off(server: Serving) -> None:
    before = peak(server) if sys.platform == "linux" else 0
    try:
        status, said = sent(server, "/v1/batches", pieces("endless.csv", "files", b"", b"x" * MEGABYTE, 400))
    except (BrokenPipeError, ConnectionResetError):  # the answer came while we were still sending
        status, said = 413, {"code": "body_too_large"}
    assert (status, said["code"]) == (413, "body_too_large")
    assert json.loads(server.get("/v1/batches"))["batches"] is not None
    if sys.platform == "linux":
        assert peak(server) - before < GROWTH


def test_forms_of_rubbish_are_problems(server: Serving) -> None:
    draw = random.Random(2)
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="files"'.encode()
    bodies = [
        b"",
        b"--" + EDGE.encode(),
        f"--{EDGE}--\r\n".encode(),
        draw.randbytes(100_000),
        head,
        head + b"\r\n\r\n",
        head + b"; filename=" + draw.randbytes(5000) + b"\r\n\r\nx",
        head + b'; filename="' + b"\\" * 60_000 + b'"\r\n\r\nx\r\n',
        (head + b'; filename="a"\r\n\r\nx\r\n') * 600,
        (head + b"\r\n" + b"X: y\r\n" * 5000 + b"\r\nx\r\n"),
        head.replace(b"files", b"terms") + b"\r\n\r\n" + b"[" * 100_000 + b"\r\n" + head + b"\r\n\r\nx\r\n" + f"--{EDGE}--\r\n".encode(),
        head.replace(b"files", b"terms") + b"\r\n\r\n\xff\r\n" + head + b"\r\n\r\nx\r\n" + f"--{EDGE}--\r\n".encode(),
    ]
    for body in bodies:
        for path in ("/v1/batches", "/v1/cases"):
            status, said = sent(server, path, body)
            assert status in (400, 413, 422), (body[:100], said)
            assert said["status"] == status
    assert json.loads(server.get("/v1/batches"))["batches"] is not None
