"""`subsidy serve`: the page and the HTTP API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from subsidy import errors
from subsidy.cli.command import Command, spoken
from subsidy.cli.common import Function, option, policy_files

if TYPE_CHECKING:
    from subsidy.web.settings import Settings

_SAYS = {"en": "listening on {url} - Ctrl-C ends it", "zh": "已在 {url} 监听，按 Ctrl-C 结束"}


def _where(function: Function) -> Function:
    """Where to listen, under which names, and for whom."""
    said = [
        option("--host", default="127.0.0.1", metavar="HOST", help="Where to listen; 127.0.0.1 by default.",
               zh="监听地址，默认 127.0.0.1。"),
        option("--port", type=click.IntRange(0, 65535), default=8000, metavar="PORT",
               help="The port; 8000 by default, 0 for any that is free.", zh="端口，默认 8000，0 为任一空闲端口。"),
        option("--allow-host", "hosts", multiple=True, metavar="NAME",
               help="A name by which it is reached; requests for others are refused.", zh="访问本服务所用的名称，其他名称的请求一律拒绝。"),
        option("--keys", metavar="FILE", help="Who may use it: a TOML file made by `subsidy key`.", zh="密钥文件，由 `subsidy key` 生成。"),
    ]  # fmt: skip
    for add in reversed(said):
        function = add(function)
    return function


def _what(function: Function) -> Function:
    """What to show and post to, and what to keep."""
    said = [
        option("--ledger", metavar="URL", help="The ledger to show and to post to.", zh="所用台账。"),
        option("--folder", type=click.Path(path_type=Path), metavar="DIR",
               help="Where uploads and results are kept; a temporary folder by default.",
               zh="存放上传文件和结果的文件夹，默认为临时文件夹。"),
        option("--keep", type=click.FloatRange(0.01, 8760), default=24.0, metavar="HOURS",
               help="Delete them after so many hours; 24 by default.", zh="多少小时后删除，默认24。"),
        policy_files,
        option("--debug", is_flag=True, expose_value=False, help="Show where a fault arose.", zh="出错时显示详情。"),
    ]  # fmt: skip
    for add in reversed(said):
        function = add(function)
    return function


@click.command(
    cls=Command,
    help="The page and the HTTP API, until it is interrupted. Without --keys it listens on this machine only.\n"
    "It speaks plain HTTP: for others than this machine put a proxy with TLS in front.\n"
    "The log is one JSON object a line on standard error.",
    zh="网页与 HTTP 接口，直到中断为止。没有 --keys 时只在本机监听。\n"
    "只提供明文 HTTP：供其他机器使用时请在前面加 TLS 代理。日志写到标准错误，每行一个 JSON 对象。",
    example="subsidy serve\n"
    "subsidy serve --host 0.0.0.0 --port 8080 --allow-host park.example --keys keys.toml --ledger postgresql://park@localhost/grants",
)
@_where
@_what
@click.pass_context
def command(context: click.Context, /, **given: Any) -> None:
    from subsidy.cli.extras import of_extra

    with of_extra("subsidy serve", "serve"):
        from subsidy.web.run import serve
    says = _SAYS[spoken(context)]
    serve(_settings(**given), lambda url: click.echo(says.format(url=url), err=True))


def _settings(keys: str | None, keep: float, **given: Any) -> Settings:
    """Raises `errors.OpenServer` where there are no keys and others can reach the server."""
    from subsidy.web.keys import Keys
    from subsidy.web.settings import LOOPBACK, Limits, Settings

    if keys is None and given["host"] not in LOOPBACK:
        raise errors.OpenServer(value=given["host"], accepted=", ".join(LOOPBACK))
    return Settings(keys=Keys.read(keys) if keys else None, limits=Limits(keep_hours=keep), **given)
