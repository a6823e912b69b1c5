"""Yardstick: the least that a FastAPI application can do with a body of JSON: read it, and answer with it.

python bench/yardsticks/echo_server.py PORT

It checks nothing, computes nothing, knows no keys and writes no log.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.post("/v1/assessments")
async def echo(request: Request) -> JSONResponse:
    said: Any = await request.json()
    return JSONResponse(said)


@app.get("/healthz")
async def healthy() -> dict[str, str]:
    return {"status": "ok"}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None, access_log=False)
