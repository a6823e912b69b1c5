"""The rows of all inputs that can be read, and the error of each that cannot."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy import errors
from subsidy.batch.engine import Engine
from subsidy.batch.inputs import Input
from subsidy.batch.progress import Progress
from subsidy.batch.reading import Knowledge, Read, read_inputs

Faults = dict[int, errors.SubsidyError]
"""Errors by the number of the input."""


def readable(engine: Engine, inputs: Sequence[Input], known: Knowledge, progress: Progress) -> tuple[Read | None, Faults]:
    """The rows of the inputs in one pass; only where that fails each is tried alone, to find which is to blame."""
    if not inputs:
        return None, {}
    try:
        return read_inputs(engine, inputs, known, progress), {}
    except errors.SubsidyError:
        faults = {number: fault for number, source in enumerate(inputs) if (fault := _fault(engine, source, known))}
        if not faults:
            raise
    sound = [source for number, source in enumerate(inputs) if number not in faults]
    return (read_inputs(engine, sound, known, progress) if sound else None), faults


def _fault(engine: Engine, source: Input, known: Knowledge) -> errors.SubsidyError | None:
    try:
        read_inputs(engine, [source], known)
    except errors.SubsidyError as error:
        return error
    return None
