"""A server in a process of its own, as users start it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUBSIDY = (sys.executable, "-c", "from subsidy.cli import main; main()")
"""`subsidy`, of this interpreter."""
_LISTENS = re.compile(r"http://(127\.0\.0\.1:\d+)/")


@dataclass
class Serving:
    """A server that runs, and the file that its log goes to."""

    process: subprocess.Popen[bytes]
    log: Path
    address: str = ""

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://{self.address}{path}", timeout=30) as answer:
            found: bytes = answer.read()
        return found

    def wait(self, seconds: float = 60) -> None:
        """Until it says where it listens."""
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            if found := _LISTENS.search(self.said()):
                self.address = found[1]
                return
            time.sleep(0.05)
        raise AssertionError(f"no server listens:\n{self.said()}")

    def said(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def serving(*options: str) -> Iterator[Serving]:
    """`subsidy serve` on a port that is free, whichever is named, from when it listens until it is stopped."""
    command = [*SUBSIDY, "serve", *options, "--port", "0"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as written:
            process = subprocess.Popen(command, stdout=written, stderr=written, env={**os.environ, "LC_ALL": "C.UTF-8"})
        found = Serving(process, log)
        try:
            found.wait()
            yield found
        finally:
            found.stop()
