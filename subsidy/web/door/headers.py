"""What every answer says to browsers: trust nothing in it, show it in no frame, tell no one where it came from.

There is no Strict-Transport-Security here: a server without TLS must not ask for it. What stands in front of it with a
certificate does.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""An answer is data: a browser that shows it as a document loads and runs nothing."""
PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""The page loads its own files and talks to its own server only."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
FRESH = "no-store"
"""What was answered with a key, or about a firm, is kept in no cache."""


class Headers:
    """Adds them to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                dress(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)


def dress(headers: MutableHeaders) -> None:
    """The headers of an answer, with these; its own `Cache-Control` stays."""
    for name, value in ALWAYS.items():
        headers[name] = value
    headers["Content-Security-Policy"] = PAGE if _is_page(headers) else NOTHING
    headers.setdefault("Cache-Control", FRESH)


def _is_page(headers: MutableHeaders) -> bool:
    """Whether a browser is to show it; a file to be saved is none."""
    return headers.get("content-type", "").startswith("text/html") and not headers.get("content-disposition", "").startswith("attachment")
