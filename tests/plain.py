"""Entitlements as plain data, so that the package, the batch and the oracle can be compared field for field."""

from typing import Any

from subsidy import Assessment


def plain(result: Assessment) -> list[dict[str, Any]]:
    """The entitlements of an assessment with codes for notes and a mapping for steps."""
    return [_plain(e.model_dump(mode="json")) for e in result.entitlements]


def _plain(entitlement: dict[str, Any]) -> dict[str, Any]:
    kept = {k: entitlement[k] for k in ("provision", "period", "status", "amount", "low", "high", "valid_from", "valid_until", "claim")}
    for key in ("reasons", "missing", "assumptions", "warnings"):
        kept[key] = [f"{n['code']}:{n['detail']}" if n.get("detail") else n["code"] for n in entitlement[key]]
    return kept | {"steps": {step["name"]: step["value"] for step in entitlement["steps"]}}
