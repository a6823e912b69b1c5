"""Optional parts of the program that a command needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from subsidy import errors


@contextmanager
def of_extra(what: str, extra: str) -> Iterator[None]:
    """Raises `errors.MissingExtra` where a package that is imported within it is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "subsidy":
            raise
        raise errors.MissingExtra(what=what, extra=extra) from None
