"""What a batch makes of files that may be anything: an error that a user can mend, or a result, of which everything adds up."""

from __future__ import annotations

import csv
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any

from subsidy import errors
from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch

SECONDS = 60
"""Far beyond what a small file takes: reaching it is a hang."""


class Hang(Exception):
    """A batch over a small file that does not end."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise `Hang` where the block takes longer."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hang(f"no end after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def judged(files: list[Path], out: Path, **options: Any) -> dict[str, Any] | errors.SubsidyError:
    """The reconciliation of a batch, checked, or the error in which it ended, checked."""
    request = BatchRequest(files=tuple(map(str, files)), out=out, as_of=date(2026, 3, 1), force=True, **options)
    try:
        with limited(SECONDS):
            run_batch(request)
    except errors.SubsidyError as error:
        return _speaks(error)
    return _adds_up(out)


def _speaks(error: errors.SubsidyError) -> errors.SubsidyError:
    """An error says in two lines or less, in both languages, what is wrong; a batch that does not balance is no answer."""
    assert not isinstance(error, errors.NotBalanced), error
    for lang in ("en", "zh"):
        sentence = error.sentence(lang)
        assert sentence.strip(), repr(error)
        assert len(sentence.splitlines()) <= 2, sentence
        assert "Traceback" not in sentence, sentence
    return error


def _adds_up(out: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((out / "reconciliation.json").read_text(encoding="utf-8"))
    assert said["balanced"] is True
    rows, amount = said["rows"], said["amount"]
    assert rows["read"] == rows["counted"] + sum(rows["excluded"].values()) + sum(rows["rejected"].values())
    sums = [Decimal(text) for side in ("excluded", "rejected") for text in amount[side].values()]
    assert Decimal(amount["read"]) == Decimal(amount["counted"]) + sum(sums)
    assert Decimal(amount["counted"]) == sum(map(Decimal, said["imports"].values()))
    rejects = _table(out / "rejects.csv")
    listed = [line for line in rejects if line["file"] not in {table["name"] for table in said["side_tables"]}]
    assert len(listed) == sum(rows["rejected"].values())
    _table(out / "entitlements.csv")
    return said


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source, strict=True))
