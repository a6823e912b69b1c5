"""Who may ask for what: `needs("assess")` guards a route."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, Request

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

    return Depends(admitted)


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
