"""The application: its routes, and what stands before and behind them.

>>> sorted(create_app().openapi()["paths"])[:2]
['/healthz', '/v1/assessments']
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response

from subsidy.law.library import library
from subsidy.version import __version__
from subsidy.web import problems
from subsidy.web.answers import plain
from subsidy.web.door.access_log import AccessLog
from subsidy.web.door.gate import Gate
from subsidy.web.door.headers import Headers
from subsidy.web.openapi import document as openapi
from subsidy.web.routes import batches, cases, judging, law, ledger, page
from subsidy.web.server import Server
from subsidy.web.settings import Settings

ROUTERS = (judging.router, law.router, cases.router, batches.router, ledger.views, ledger.postings, page.router)


def create_app(settings: Settings | None = None) -> FastAPI:
    """A server as an ASGI application; raises a `errors.SubsidyError` where the policies or the ledger cannot be used."""
    chosen = settings or Settings()
    server = Server(chosen, library().with_files(chosen.policies))

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        server.warm_up()
        yield
        server.close()

    app = FastAPI(
        title="subsidy", version=__version__, lifespan=running, docs_url=None, redoc_url=None, redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        description="Exact, explained, dated entitlements from the incentive clauses of Shanghai's bonded zones.",
    )  # fmt: skip
    app.state.server = server
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/healthz", healthy, tags=["server"], summary="Whether it answers", response_model=dict[str, str])
    app.add_api_route("/healthz", healthy, methods=["HEAD"], include_in_schema=False)
    problems.answer_faults(app)
    openapi.describe(app, ROUTERS, keyed=chosen.keys is not None)
    app.add_middleware(Gate, settings=chosen)
    app.add_middleware(AccessLog)
    app.add_middleware(Headers)
    return app


async def healthy() -> Response:
    """Whether the server answers."""
    return plain({"status": "ok", "version": __version__})
