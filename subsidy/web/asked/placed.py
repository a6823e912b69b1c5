"""Faults that judging finds, with their place in what was sent, as faults of reading have it.

>>> with placed("body"):
...     raise errors.BadValue(where="prior.0.period", value="2O25", accepted="a statistics year as 2025")
Traceback (most recent call last):
subsidy.errors.values.BadValue: body: case.prior.0.period: '2O25' is not usable; accepted: a statistics year as 2025
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from subsidy import errors
from subsidy.facts import Case
from subsidy.intake.case_faults import plainly
from subsidy.intake.scenario_file import NAMED_IN


@contextmanager
def placed(sent: str) -> Iterator[None]:
    """`sent` is what carries the question: the body, or a part of it."""
    try:
        yield
    except errors.BadValue as fault:
        if str(fault.facts["where"]).partition(".")[0] not in Case.model_fields:
            raise
        at = plainly(sent, ("case", fault.facts["where"]))
        raise errors.BadValue(**{**fault.facts, "where": at.en, "where_zh": at.zh}) from None
    except tuple(NAMED_IN) as fault:
        at = plainly(sent, (NAMED_IN[type(fault)], str(fault.facts["name"])))
        raise type(fault)(**fault.facts, where=at.en, where_zh=at.zh) from None
