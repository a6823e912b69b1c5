"""A real browser before a real server, for tests of the page.

Every page is watched: a complaint of the browser, a breach of the content security policy, or a request to anywhere but the
server fails the test that opened it.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from subsidy.web.app import create_app
from subsidy.web.settings import Settings

CHROMIUM = shutil.which("chromium")
_QUIET = ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic")
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *_QUIET)
_LOCALES = {"en": "en-GB", "zh": "zh-CN"}
_REFUSED = re.compile(r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_(FAILED|UPLOAD_FILE_CHANGED))")
_BREACHES = """globalThis.breaches = [];
addEventListener('securitypolicyviolation', (event) => breaches.push(`${event.violatedDirective} ${event.blockedURI}`));"""
_PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")


_PATIENCE = 30_000
"""Milliseconds; a busy machine starts the process that reads files in some seconds."""
expect.set_options(timeout=_PATIENCE)


@dataclass
class Seen:
    """What a page has been seen to do."""

    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))


@dataclass(frozen=True)
class Site:
    """A server and a browser."""

    url: str
    browser: Browser

    @contextmanager
    def open(self, lang: str = "en", *, refused: bool = False, **options: Any) -> Iterator[Page]:
        """The page, as a browser of that language shows it; `refused` says that the server is to refuse something."""
        context = self.browser.new_context(locale=_LOCALES[lang], **options)
        context.set_default_timeout(_PATIENCE)
        page, seen = context.new_page(), Seen()
        page.add_init_script(_BREACHES)
        seen.watch(page)
        try:
            page.goto(self.url)
            page.wait_for_selector("html[data-ready]")
            yield page
            assert page.evaluate("breaches") == []
        finally:
            context.close()
        assert [said for said in seen.complaints if not (refused and _REFUSED.match(said))] == []
        assert {url for url in seen.asked if not url.startswith((self.url, f"blob:{self.url}"))} == set()
        assert seen.asked


@contextmanager
def browsing(settings: Settings | None = None) -> Iterator[Site]:
    """A browser and a server that it may ask; skips where no browser is installed, except where it must be."""
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "chromium belongs to the continuous checks"
        pytest.skip("needs chromium, which is not installed here")
    with served(settings or Settings()) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_OPTIONS)
        try:
            yield Site(url, browser)
        finally:
            browser.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The address of a server in a thread of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None, access_log=False, ws="none"))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        try:
            _wait_for(server, running)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            running.join(30)


def _wait_for(server: uvicorn.Server, running: threading.Thread) -> None:
    while not server.started:
        assert running.is_alive(), "the server did not start"
        time.sleep(0.02)


def downloaded(page: Page, press: str) -> bytes:
    """The bytes of the file that a button or link gives."""
    with page.expect_download() as found:
        page.locator(press).press("Enter")
    return Path(found.value.path()).read_bytes()


def leaving_is_asked_about(page: Page) -> bool:
    """Whether the page would have the browser ask before it is left."""
    asked: bool = page.evaluate("() => !dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    return asked


def drop(page: Page, zone: str, files: Sequence[Path]) -> None:
    """Files or folders dragged from the desktop and let go over a part of the page."""
    page.locator(zone).scroll_into_view_if_needed()
    box = page.locator(zone).bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 20, "y": box["y"] + 10, "data": data})
    session.detach()


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Goes with the tab key alone to a control."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the tab key does not lead to {selector}")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page for people who cannot see, point or tell colours apart."""
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes']]}" for rule in found["violations"]]


def papers(pdf: bytes) -> int:
    """On how many sheets of paper it prints."""
    return len(_PAGE_OF_PDF.findall(pdf))
