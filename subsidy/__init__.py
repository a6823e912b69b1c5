"""Exact, explained, dated entitlements from the incentive clauses of Shanghai's bonded zones.

Every name is loaded when it is first asked for, so that a command starts with no more than it needs.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from subsidy.version import __version__

if TYPE_CHECKING:
    from subsidy.assess import assess
    from subsidy.batch.frame import assess_frame
    from subsidy.dated import WatchList
    from subsidy.deadlines import watch_list
    from subsidy.entitlement import Assessment, Entitlement
    from subsidy.errors import SubsidyError
    from subsidy.facts import BusinessFirst, Case, Coverage, Enterprise, Grant, Imports, WarehouseFee
    from subsidy.ranging.models import AssessedRange
    from subsidy.ranging.overall import assess_range

__all__ = [
    "AssessedRange",
    "Assessment",
    "BusinessFirst",
    "Case",
    "Coverage",
    "Enterprise",
    "Entitlement",
    "Grant",
    "Imports",
    "SubsidyError",
    "WarehouseFee",
    "WatchList",
    "__version__",
    "assess",
    "assess_frame",
    "assess_range",
    "watch_list",
]

_HOMES = {
    "subsidy.batch.frame": ["assess_frame"],
    "subsidy.dated": ["WatchList"],
    "subsidy.deadlines": ["watch_list"],
    "subsidy.entitlement": ["Assessment", "Entitlement"],
    "subsidy.errors": ["SubsidyError"],
    "subsidy.facts": ["BusinessFirst", "Case", "Coverage", "Enterprise", "Grant", "Imports", "WarehouseFee"],
    "subsidy.ranging.models": ["AssessedRange"],
    "subsidy.ranging.overall": ["assess_range"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME_OF[name]), name)


class _Package(ModuleType):
    """Here `assess` is the function, never the module that holds it, whichever of the two is asked for first."""

    @property
    def assess(self) -> Any:
        return importlib.import_module("subsidy.assess").assess

    @assess.setter
    def assess(self, module: ModuleType) -> None:
        """Importing the module would put it here."""


sys.modules[__name__].__class__ = _Package
