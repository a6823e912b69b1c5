"""The files behind a batch result, by their digests: evidence for the entries that rest on it."""

from __future__ import annotations

import json
from pathlib import Path

from subsidy import errors
from subsidy.batch.read_account import RECONCILIATION


def files_of(folder: Path) -> dict[str, str]:
    """The sha256 of each file and side table that the account of a result names; none where the folder has no account.

    A ledger from which earlier grants came is among them, with the hash of its last entry. Raises `errors.UnreadableFile`.
    """
    path = folder / RECONCILIATION
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        given = [*said.get("files", ()), *said.get("side_tables", ())]
        return {str(one["name"]): str(one["sha256"]) for one in given if one["sha256"]}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise errors.UnreadableFile(path=path, problem=error.strerror) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise errors.UnreadableFile(path=path, problem=error) from None
