"""The command line: one module per command, loaded when it is called."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """What `subsidy` runs."""
    # Building models makes many objects and hardly any garbage: collecting meanwhile only costs time.
    gc.disable()
    # pydantic otherwise searches every installed distribution for plugins before it builds its first model.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from subsidy.cli.root import root

    root.main(prog_name="subsidy")
