"""`subsidy serve` as a process of its own: it says where it listens, answers, logs and ends; what is in its way is named."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.calling import call, run
from tests.web.serving import serving

LOADED = (
    "import sys; from subsidy.cli import main\n"
    "try: main()\n"
    "except SystemExit: pass\n"
    "print([name for name in ('fastapi', 'starlette', 'uvicorn') if name in sys.modules], file=sys.stderr)"
)


def test_it_listens_answers_logs_and_ends() -> None:
    with serving("--lang", "zh") as server:
        assert json.loads(server.get("/healthz"))["status"] == "ok"
        with urllib.request.urlopen(f"http://{server.address}/v1/policies/qingpu-2024-1", timeout=30) as answer:
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "server" not in answer.headers
        server.process.terminate()
        assert server.process.wait(30) == 0
        said = server.said().splitlines()
    first, *rest = [line for line in said if line.strip()]
    assert first == f"已在 http://{server.address}/ 监听，按 Ctrl-C 结束"
    assert [json.loads(line)["route"] for line in rest] == ["/healthz", "/v1/policies/{document}"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_an_interruption_ends_it_in_bounded_time_whoever_is_connected() -> None:
    with serving() as server:
        host, port = server.address.split(":")
        with closing(socket.create_connection((host, int(port)))) as idle:
            idle.sendall(b"GET /healthz HTTP/1.1\r\n")
            server.process.send_signal(signal.SIGINT)
            assert server.process.wait(30) == 0


def test_the_import_of_a_server_is_paid_by_nobody_else() -> None:
    for arguments in (["--help"], ["serve", "--help"], ["readings"], ["key", "a", "--role", "read"]):
        result = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False)
        assert result.stderr.splitlines()[-1] == "[]", arguments


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    file = tmp_path / "keys.toml"
    assert call("key", "office", "--role", "read", "--keys", file).exit_code == 0
    return file


def test_a_port_in_use_is_named() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        result = call("serve", "--port", str(taken.getsockname()[1]))
    assert (result.exit_code, "another program listens there already" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "0.0.0.0"), "without keys the server listens on this machine only"),
        (("--host", "192.0.2.1"), "without keys"),
        (("--host", "192.0.2.1", "--keys", "{keys}"), "nothing can listen there"),
        (("--keys", "{folder}/none.toml"), "no such file"),
        (("--keys", "{folder}"), "accepted: .toml"),
        (("--keys", "{folder}/broken.toml"), "line 1: key.0.name: needed"),
        (("--ledger", "{folder}/none.db"), "there is no ledger"),
        (("--ledger", "mysql://x@y/z"), "--ledger: "),
        (("--policy", "{folder}/none.toml"), "no such file"),
        (("--port", "99999"), "'--port'"),
        (("--keep", "0"), "'--keep'"),
    ],
)
def test_what_is_in_the_way_is_named(tmp_path: Path, keys: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "broken.toml").write_text("[[key]]\n", encoding="utf-8")
    result = call("serve", "--port", "0", *(argument.format(folder=tmp_path, keys=keys) for argument in arguments))
    assert (result.exit_code, said in result.stderr, len(result.stderr.splitlines())) == (2, True, 1), result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="owners are others there")
def test_a_key_file_that_cannot_be_read_is_named(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    result = call("serve", "--keys", keys)
    assert (result.exit_code, "cannot be read (Permission denied)" in result.stderr) == (2, True)


@pytest.mark.parametrize("package", ["fastapi", "uvicorn", "httptools"])
def test_what_is_not_installed_is_named(package: str) -> None:
    code = f"import sys; sys.modules[{package!r}] = None; from subsidy.cli import main; main()"
    result = subprocess.run([sys.executable, "-c", code, "serve", "--lang", "en"], capture_output=True, text=True, check=False)
    said = "error: subsidy serve needs an optional part of this program; install it with: pip install 'subsidy[serve]'\n"
    assert (result.returncode, result.stderr) == (2, said)


def test_help_is_in_both_languages() -> None:
    assert "put a proxy with TLS in front" in run("serve", "--help", LC_ALL="C.UTF-8").stdout.decode()
    assert "只提供明文 HTTP" in call("serve", "--help", "--lang", "zh").stdout
