"""Runs a server until it is interrupted."""

from __future__ import annotations

import uvicorn

from subsidy.web.app import create_app
from subsidy.web.settings import Settings


def serve(settings: Settings) -> None:
    """Listens and answers; one process, whose state is on the disk and in the ledger."""
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_config=None, access_log=False, server_header=False)
