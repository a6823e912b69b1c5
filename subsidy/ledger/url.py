"""Where a ledger stands: a file, or the address of a PostgreSQL database.

>>> parsed("grants.db").render_as_string()
'sqlite:///grants.db'
>>> shown(parsed("postgresql://park:secret@db/grants?sslmode=require&sslpassword=secret"))
'postgresql://park:***@db/grants?sslmode=require&sslpassword=***'
"""

from __future__ import annotations

import re
from pathlib import PurePath

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from subsidy import errors

FORM = "a file as grants.db or sqlite:///grants.db, or postgresql://USER@HOST/DATABASE; in a password @ is written %40"
FORM_ZH = "文件（grants.db 或 sqlite:///grants.db），或 postgresql://用户@主机/数据库；密码中的 @ 写作 %40"
DRIVER = "postgresql+psycopg"
OPEN_KEYS = frozenset({
    "application_name", "connect_timeout", "dbname", "host", "hostaddr", "keepalives", "options", "port", "service", "sslcert", "sslkey",
    "sslmode", "sslrootcert", "target_session_attrs", "user",
})  # fmt: skip
"""What may stand behind `?` and be shown; of everything else only the name is."""
_SECRET = re.compile(r"pass(word|wd)?\s*=", re.IGNORECASE)
_SPELT_PLAINLY = re.compile(r"[^\x00-\x1f?#%]+")


def parsed(text: str) -> URL:
    """The address that a text gives; raises `errors.BadValue`."""
    if text and "://" not in text and not _SECRET.search(text):
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _refused(text) from None
    if url.drivername == "sqlite" and url.database and url.database != ":memory:" and not url.query:
        return url
    if url.get_backend_name() == "postgresql" and url.drivername in ("postgresql", DRIVER) and "@" not in f"{url.host}{url.database}":
        return url.set(drivername=DRIVER)
    raise _refused(text)


def _refused(text: str) -> errors.BadValue:
    """An address that cannot be used, shown as far as no password can be in it."""
    scheme, found, _ = text.partition("://")
    hidden = f"{scheme}://…" if found else "…"
    kept = hidden if "@" in text or _SECRET.search(text) else text.partition("?")[0]
    return errors.BadValue(where="--ledger", value=kept, accepted=FORM, accepted_zh=FORM_ZH)


def shown(url: URL) -> str:
    """The address without its password, as the user would write it and can write it again."""
    if url.get_backend_name() == "sqlite":
        return _shown_file(url)
    told = {key: value for key, value in url.query.items() if key.lower() in OPEN_KEYS}
    plain = url.set(drivername=url.get_backend_name(), query=told).render_as_string(hide_password=True)
    kept_back = "&".join(f"{key}=***" for key in sorted(url.query.keys() - told.keys()))
    return plain + (f"{'&' if told else '?'}{kept_back}" if kept_back else "")


def _shown_file(url: URL) -> str:
    """The file as it is called, unless that would be read as another."""
    file = str(url.database)
    return f"sqlite:///{file}" if _SPELT_PLAINLY.fullmatch(file) else url.render_as_string()


def file_uri(path: PurePath, mode: str) -> str:
    """The absolute path of a file as SQLite takes it; one on another computer (`\\\\server\\share`) without a server's part.

    >>> from pathlib import PureWindowsPath
    >>> file_uri(PureWindowsPath("//server/share/grants.db"), "rw")
    'file:////server/share/grants.db?mode=rw'
    """
    uri = path.as_uri()
    local = uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)
    return f"{local}?mode={mode}"
