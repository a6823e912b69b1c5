"""`subsidy serve`: the page and the HTTP API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import answering, option, policy_files
from subsidy.cli.output import Output

if TYPE_CHECKING:
    from subsidy.web.keys import Keys


@click.command(
    cls=Command,
    help="The page and the HTTP API, until it is interrupted. Without --keys it listens on this machine only.",
    zh="网页与 HTTP 接口，直到中断为止。没有 --keys 时只在本机监听。",
    example="subsidy serve\nsubsidy serve --host 0.0.0.0 --port 8080 --keys keys.toml --ledger postgresql://park@localhost/grants",
)
@option("--host", default="127.0.0.1", metavar="HOST", help="Where to listen; 127.0.0.1 by default.", zh="监听地址，默认 127.0.0.1。")
@option("--port", type=click.IntRange(0, 65535), default=8000, metavar="PORT", help="The port; 8000 by default.", zh="端口，默认 8000。")
@option("--keys", metavar="FILE", help="Who may use it: a TOML file made by `subsidy key`.", zh="密钥文件，由 `subsidy key` 生成。")
@option("--ledger", metavar="URL", help="The ledger to show and to post to.", zh="所用台账。")
@option("--folder", type=click.Path(path_type=Path), metavar="DIR", help="Where uploads and results are kept; a temporary folder by default.",
        zh="存放上传文件和结果的文件夹，默认为临时文件夹。")  # fmt: skip
@option("--keep", type=click.FloatRange(0.01, 8760), default=24.0, metavar="HOURS", help="Delete them after so many hours; 24 by default.",
        zh="多少小时后删除，默认24。")  # fmt: skip
@policy_files
@answering(forms=("table",), file=False)
def command(*, output: Output, host: str, port: int, keys: str | None, ledger: str | None, folder: Path | None, keep: float,
            policies: tuple[str, ...]) -> None:  # fmt: skip
    from subsidy.web.run import serve
    from subsidy.web.settings import Limits, Settings

    limits = Limits(keep_hours=keep)
    serve(Settings(host=host, port=port, keys=_keys(keys, host), ledger=ledger, policies=policies, folder=folder, limits=limits))


def _keys(path: str | None, host: str) -> Keys | None:
    """The keys; raises `errors.OpenServer` where there are none and others can reach the server."""
    from subsidy.web.keys import Keys
    from subsidy.web.settings import LOOPBACK

    if path is None and host not in LOOPBACK:
        raise errors.OpenServer(value=host, accepted=", ".join(LOOPBACK))
    return Keys.read(path) if path else None
