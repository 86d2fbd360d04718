"""When something is to be done: HL7's rules of `Timing.repeat`, and those that HL7 does not have."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from decimal import Decimal
from typing import Any

from collabcare.interchange.fhir.checking.findings import Findings, Node

__all__ = ["check_repeat"]

# Rules tim-1, tim-2, tim-6, tim-7 and tim-8: what stands first needs what stands second.
_NEEDS = (
    ("duration", "durationUnit"),
    ("period", "periodUnit"),
    ("periodMax", "period"),
    ("durationMax", "duration"),
    ("countMax", "count"),
)
# HL7 has no such rules: without the second, nobody can say when the first is.
_OUGHT_TO_HAVE = (
    ("frequency", "period"),
    ("frequencyMax", "frequency"),
    ("periodUnit", "period"),
    ("durationUnit", "duration"),
)
_ORDERED = (("count", "countMax"), ("duration", "durationMax"), ("frequency", "frequencyMax"), ("period", "periodMax"))
_MEALS_THEMSELVES = frozenset({"C", "CM", "CD", "CV"})


def check_repeat(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Look at one `repeat`."""
    for name, needed in _NEEDS:
        if name in value and needed not in value:
            findings.add(node, "needs", f"give {needed} where {name} is given", "error", name)
    for name, needed in _OUGHT_TO_HAVE:
        if name in value and needed not in value:
            rule = f"give {needed} where {name} is given: else nobody can say when it is"
            findings.add(node, "needs", rule, "warning", name)
    _check_numbers(value, node, findings)
    _check_hours(value, node, findings)


def _check_numbers(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    for name in ("duration", "period"):
        # Rules tim-4 and tim-5 let zero pass, but nothing repeats every zero days.
        least = _number(value.get(name))
        if least is not None and (least < 0 or (least == 0 and name == "period")):
            words = "above 0" if name == "period" else "of at least 0"
            findings.add(node, "out-of-range", f"give a {name} {words}", "error", name)
    for name, most in _ORDERED:
        low, high = _number(value.get(name)), _number(value.get(most))
        if low is not None and high is not None and high < low:
            findings.add(node, "out-of-range", f"give a {most} that is not below {name}", "error", most)


def _check_hours(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    when = value.get("when")
    events = when if isinstance(when, list) else []
    if events and value.get("timeOfDay"):
        rule = "give times of day, or events such as meals, not both"  # tim-10
        findings.add(node, "exactly-one", rule, "error", "when")
    if "offset" not in value or _number(value["offset"]) == 0:
        return
    if not events:
        findings.add(node, "needs", "give when where offset is given", "error", "offset")  # tim-9
    elif any(each in _MEALS_THEMSELVES for each in events if isinstance(each, str)):
        rule = "give an event before or after a meal, not the meal itself, where offset is given"  # tim-9
        findings.add(node, "exactly-one", rule, "error", "offset")
    elif len(events) > 1:
        rule = "give one event where offset is given: it is not clear from which of several the time counts"
        findings.add(node, "wrong-count", rule, "warning", "when")


def _number(value: Any) -> Decimal | int | None:
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
