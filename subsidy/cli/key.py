"""`subsidy key`: a new key for `subsidy serve`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import answering, option
from subsidy.cli.output import Output
from subsidy.web.keys import ROLES, Keys, Role, new_key

OWNER_ONLY = 0o600


@click.command(
    cls=Command,
    help="Makes a key and prints it once, on standard output.\n"
    "Hand it to its holder over a safe way, it is kept nowhere. The file of keys gets its digest, the name and the roles: read (see\n"
    "the ledger), assess (have cases and batches judged), post (post to the ledger). Without --keys these lines are printed on\n"
    "standard error. A key is withdrawn by deleting its lines; `subsidy serve` reads the file when it starts.",
    zh="生成一个密钥并在标准输出显示一次。\n"
    "请以安全方式交给持有人，本程序不保存密钥。密钥文件只记其摘要、名称和权限：\n"
    "read（查看台账）、assess（测算案例和批量文件）、post（记入台账）。没有 --keys 时这些行显示在标准错误。\n"
    "删去相应的行即收回密钥；`subsidy serve` 启动时读取该文件。",
    example='subsidy key "park office" --role assess --role read --keys keys.toml',
)
@click.argument("name")
@option(
    "--role", "roles", type=click.Choice(ROLES), multiple=True, required=True, help="What the key is for; repeatable.", zh="权限，可重复。"
)
@option("--keys", "path", type=click.Path(path_type=Path), metavar="FILE",
        help="Append its lines to this TOML file, which is made if need be.", zh="把相应的行加到这个 TOML 文件，没有则新建。")  # fmt: skip
@answering(forms=("table", "json"), file=False)
def command(*, output: Output, name: str, roles: Sequence[Role], path: Path | None) -> None:
    if not name.strip():
        raise errors.BadValue(where="NAME", value=name, accepted="text that is not empty", accepted_zh="不为空的文本")
    unique = list(dict.fromkeys(roles))
    key, lines = new_key(name, unique)
    if path is not None:
        append(path, lines)
    if output.form == "json":
        output.data({"name": name, "roles": unique, "key": key, "lines": lines})
    else:
        output.text(f"{key}\n")
    if path is None and output.form != "json":
        click.echo(lines, err=True, nl=False)


def append(path: Path, lines: str) -> None:
    """Adds lines to a file of keys, which only its owner may read where it is made; raises where it is no such file."""
    before = path.read_bytes() if path.is_file() else b""
    if before.strip() or (path.exists() and not path.is_file()):
        Keys.read(path)
    if path.suffix.lower() != ".toml":
        raise errors.UnsupportedFile(path=path, accepted=".toml")
    gap = b"" if not before.strip() else b"\n" if before.endswith(b"\n") else b"\n\n"
    try:
        place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
        with os.fdopen(place, "ab") as file:
            file.write(gap + lines.encode())
    except OSError as error:
        raise errors.OutputBusy(path=path, problem=error.strerror) from None
