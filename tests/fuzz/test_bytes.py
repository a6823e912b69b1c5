"""Valid files of every kind, spoilt byte by byte: an error that says why, or a result in which every record is accounted for."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from subsidy import errors
from tests.drawn import TIMES
from tests.fuzz.mutate import mutated
from tests.fuzz.records import counts, decoded, unzipped
from tests.fuzz.valid import files
from tests.fuzz.verdict import judged

pytestmark = pytest.mark.no_cover

VALID = files()
LOTS = 22 * TIMES
EACH = 4


@pytest.mark.parametrize("lot", range(LOTS))
def test_spoilt_bytes_end_in_an_error_or_a_balance(lot: int, tmp_path: Path) -> None:
    for seed in range(lot * EACH, (lot + 1) * EACH):
        rng = random.Random(seed)
        name = sorted(VALID)[seed % len(VALID)]
        body = mutated(rng, VALID[name])
        folder = tmp_path / str(seed)
        folder.mkdir()
        file = folder / name
        file.write_bytes(body)
        try:
            result = judged([file], folder / "result")
            if not isinstance(result, errors.SubsidyError):
                compare_with_records(result, name, body)
        except Exception as fault:
            fault.add_note(f"seed {seed}, {name}: {body[:2000]!r}")
            raise


def compare_with_records(said: dict[str, object], name: str, body: bytes) -> None:
    """The rows read are the records that the csv module finds, where the text and its lines are beyond doubt."""
    if name.startswith(("book", "columns", "wide")):
        return
    plain = unzipped(body) if name.endswith(".gz") else body
    assert plain is not None, "a broken archive was read"
    text = decoded(plain)
    assert text is not None, "what is no text was read"
    table = said["files"][0]  # type: ignore[index]
    found = counts(text, table["heading_line"])
    rows = said["rows"]["read"]  # type: ignore[index]
    assert not found or any(count.allows(rows) for count in found), (rows, found)


@pytest.mark.parametrize("name", sorted(VALID))
def test_unspoilt_they_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(VALID[name])
    result = judged([tmp_path / name], tmp_path / "result")
    assert not isinstance(result, errors.SubsidyError), result
    compare_with_records(result, name, VALID[name])
    assert result["rows"]["read"] >= 3
