"""So many of so many, as a FHIR Ratio."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.values import as_whole

__all__ = ["take_ratio", "written_ratio"]


def written_ratio(part: int, whole: int) -> dict[str, Any]:
    """Write how many of how many."""
    return {"numerator": {"value": part}, "denominator": {"value": whole}}


def take_ratio(holder: dict[str, Any], key: str) -> tuple[int, int] | None:
    """Take how many of how many; a ratio with units, or of anything but whole numbers, stays."""
    ratio = holder.get(key)
    if not isinstance(ratio, dict) or set(ratio) != {"numerator", "denominator"}:
        return None
    amounts = [
        as_whole(each.get("value")) if isinstance(each, dict) and set(each) == {"value"} else None
        for each in (ratio["numerator"], ratio["denominator"])
    ]
    part, whole = amounts
    if part is None or whole is None:
        return None
    del holder[key]
    return part, whole
