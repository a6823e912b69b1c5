"""Who may ask for what: `needs("assess")` guards a route."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import Depends, Request
from starlette.routing import BaseRoute

from subsidy import errors
from subsidy.web.keys import ANYBODY, Holder, Role
from subsidy.web.server import server_of

_SCHEME = "bearer "


def needs(role: Role | None = None) -> Any:
    """A guard that admits holders of a key with this role; of any key, where none is named."""

    async def admitted(request: Request) -> None:
        found = holder_of(request)
        if role is not None and role not in found.roles:
            raise errors.RoleMissing(accepted=role)

    admitted.role = role  # type: ignore[attr-defined]
    return Depends(admitted)


def role_of(route: BaseRoute) -> Role | Literal["any"] | None:
    """The role that a route asks for; `any` where every key will do, None where none is needed.

    >>> from fastapi import APIRouter
    >>> router = APIRouter(dependencies=[needs("read")])
    >>> router.add_api_route("/ledger", lambda: None)
    >>> role_of(router.routes[0])
    'read'
    """
    guards = [depends.dependency for depends in getattr(route, "dependencies", ())]
    found = [guard.role for guard in guards if hasattr(guard, "role")]
    return (found[0] or "any") if found else None


def holder_of(request: Request) -> Holder:
    """Who sent a request; raises `errors.NoKey` or `errors.KeyRefused`."""
    keys = server_of(request).settings.keys
    if keys is None:
        return ANYBODY
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(_SCHEME):
        raise errors.NoKey()
    found = keys.holder(header[len(_SCHEME) :].strip())
    if found is None:
        raise errors.KeyRefused()
    request.state.holder = found
    return found
