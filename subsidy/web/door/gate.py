"""What every request meets first: is it meant for this server, does it come from a page of another site, is its body within bounds.

A page of another site may make a browser send requests to a server that only this machine, or only a closed network, can
reach. It cannot read the answers, and these two checks keep it from doing anything: the browser says from which site a request
that changes something comes (`Sec-Fetch-Site`, `Origin`), and a name that was made to point here is not one of ours (`Host`).

>>> named("LOCALHOST:8000"), named("[::1]:8000"), named("127.0.0.1"), named("localhost:evil.example")
('localhost', '[::1]', '127.0.0.1', 'localhost:evil.example')
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from subsidy import errors
from subsidy.web.door.receiving import Receiving
from subsidy.web.language import of_request
from subsidy.web.problems import problem
from subsidy.web.settings import Settings

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
"""How this machine calls itself."""
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_FOREIGN = frozenset({"cross-site", "same-site"})
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::[0-9]*)?")
_PORTS = {"http": ":80", "https": ":443"}


class Gate:
    """Lets a request in, or answers it with what is wrong with it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._limits, self._names = app, settings.limits, accepted_names(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            refuse_unclear_host(request)
            refuse_foreign_host(request, self._names)
            refuse_foreign_page(request)
            receive = Receiving.of(request, receive, self._limits)
        except errors.SubsidyError as fault:
            await problem(fault, of_request(request))(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def accepted_names(settings: Settings) -> tuple[str, ...]:
    """The names that a request may call the server by; none where it may be any."""
    own = OWN_NAMES if settings.keys is None else ()
    return (*own, *map(named, settings.hosts))


def named(host: str) -> str:
    """The name in a `Host` header, without the port; all of it where it is none."""
    given = host.strip().lower()
    found = _AUTHORITY.fullmatch(given)
    return found[1].removesuffix(".") if found else given


def refuse_unclear_host(request: Request) -> None:
    """Raises `errors.NotHttp` where a request does not name its server once (RFC 9112, 3.2)."""
    count = len(request.headers.getlist("host"))
    if count > 1 or (count == 0 and request.scope["http_version"] != "1.0"):
        raise errors.NotHttp()


def refuse_foreign_host(request: Request, names: Collection[str]) -> None:
    """Raises `errors.ForeignHost` where a request is meant for a server of another name."""
    host = request.headers.get("host", "")
    if names and named(host) not in names:
        raise errors.ForeignHost(value=host[:100], accepted=", ".join(names))


def refuse_foreign_page(request: Request) -> None:
    """Raises `errors.ForeignPage` where a page of another site would change something."""
    if request.method in _READS:
        return
    host, origins, sites = request.headers.get("host", ""), request.headers.getlist("origin"), request.headers.getlist("sec-fetch-site")
    if not _FOREIGN.isdisjoint(sites) or not all(_is_own(origin, host) for origin in origins):
        raise errors.ForeignPage(value=", ".join(origins or sites)[:100])


def _is_own(origin: str, host: str) -> bool:
    """Whether a page is one of the server that it sends to, under the name that it calls it by."""
    try:
        found = urlsplit(origin.lower())
    except ValueError:
        return False
    port = _PORTS.get(found.scheme)
    return port is not None and found.netloc.removesuffix(port) == host.strip().lower().removesuffix(port)
