"""The JSON Schemas of what goes in and what comes out.

>>> schema_of("case")["required"]
['enterprise']
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from subsidy.entitlement import Assessment
from subsidy.facts import Case
from subsidy.ranging.models import AssessedRange

MODELS: dict[str, type[BaseModel]] = {"case": Case, "assessment": Assessment, "range": AssessedRange}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(what: str) -> dict[str, Any]:
    """The schema of one of `MODELS`."""
    return {"$schema": _DIALECT, **MODELS[what].model_json_schema(by_alias=True, mode="validation")}
