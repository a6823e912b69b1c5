"""Where a ledger stands: a file, or the address of a PostgreSQL database.

>>> parsed("grants.db").render_as_string()
'sqlite:///grants.db'
>>> shown(parsed("postgresql://park:secret@db/grants"))
'postgresql://park:***@db/grants'
"""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from subsidy import errors

FORM = "a file as grants.db or sqlite:///grants.db, or postgresql://USER@HOST/DATABASE"
FORM_ZH = "文件（grants.db 或 sqlite:///grants.db），或 postgresql://用户@主机/数据库"
DRIVER = "postgresql+psycopg"


def parsed(text: str) -> URL:
    """The address that a text gives; raises `errors.BadValue`."""
    if text and "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _refused(text) from None
    if url.drivername == "sqlite" and url.database and url.database != ":memory:" and not url.query:
        return url
    if url.get_backend_name() == "postgresql" and url.drivername in ("postgresql", DRIVER):
        return url.set(drivername=DRIVER)
    raise _refused(text)


def _refused(text: str) -> errors.BadValue:
    scheme = text.partition("://")[0]
    return errors.BadValue(where="--ledger", value=f"{scheme}://…" if "@" in text else text, accepted=FORM, accepted_zh=FORM_ZH)


def shown(url: URL) -> str:
    """The address without its password, as the user would write it."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
