"""The files behind a batch result, by their digests: evidence for the entries that rest on it."""

from __future__ import annotations

from pathlib import Path

from subsidy.batch.read_account import RECONCILIATION, read_form
from subsidy.batch.result_forms import Given, Source


def files_of(folder: Path) -> dict[str, str]:
    """The sha256 of each file and side table that the account of a result names; none where the folder has no account.

    A ledger from which earlier grants came is among them, with the hash of its last entry. Raises what `read_form` raises.
    """
    path = folder / RECONCILIATION
    if not path.exists():
        return {}
    given = read_form(path, Given)
    sources: list[Source] = [*given.files, *given.side_tables]
    return {one.name: one.sha256 for one in sources if one.sha256}
