"""An assessment as CSV, with the columns of a batch result's `entitlements.csv`."""

from __future__ import annotations

from subsidy.batch.cells import ENTITLEMENT_COLUMNS
from subsidy.entitlement import Assessment
from subsidy.report.csv_text import csv_text
from subsidy.report.rows import entitlement_row


def assessment_csv(result: Assessment) -> str:
    """One line for each entitlement, in their order."""
    return csv_text(ENTITLEMENT_COLUMNS, (entitlement_row(result.enterprise, e) for e in result.entitlements))
