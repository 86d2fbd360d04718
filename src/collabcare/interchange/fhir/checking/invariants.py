"""Rules of R4 between elements, by the type that has them. Each names HL7's key for it."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from collabcare.interchange.fhir.checking.bundles import check_bundle
from collabcare.interchange.fhir.checking.extensions import check_extension, check_extensions
from collabcare.interchange.fhir.checking.findings import Findings, Node, at, below, listed
from collabcare.interchange.fhir.checking.formats import fault, instant_of
from collabcare.interchange.fhir.checking.timing import check_repeat

__all__ = ["RULES"]

Rule = Callable[[dict[str, Any], Node | None, Findings], None]


def _needs(name: str, needed: str, rule: str, element: str | None = None) -> Rule:
    """Make the rule that one element is given only beside another; `element` is its name in FHIRPath."""

    def check(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
        if name in value and needed not in value:
            findings.add(Node(node, name, element or name), "needs", rule)

    return check


def _not_both(first: str, second: str, rule: str) -> Rule:
    """Make the rule that two elements exclude each other; it points to the second."""

    def check(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
        if first in value and second in value:
            findings.add(node, "exactly-one", rule, "error", second)

    return check


def _at_least_one(names: Iterable[str], rule: str) -> Rule:
    """Make the rule that one of several elements is given."""
    wanted = frozenset(names)

    def check(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
        if wanted.isdisjoint(value):
            findings.add(node, "at-least-one", rule)

    return check


def _period(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rule per-1."""
    if is_after(value.get("start"), value.get("end")):
        findings.add(node, "date-order", "let a period not end before it starts")


def is_after(first: Any, second: Any) -> bool:
    """
    Tell whether one date or instant is surely after another, though each may say no more than a month or a year.

    Parameters
    ----------
    first
        A value of FHIR's `date`, `dateTime` or `instant`; anything else is not after anything.
    second
        Another.

    Returns
    -------
    bool
        False when it is not known.
    """
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    if fault("dateTime", first) is not None or fault("dateTime", second) is not None:
        return False
    one, two = instant_of(first), instant_of(second)
    if one is not None and two is not None:
        return one > two
    if one is None and two is None:
        length = min(len(first), len(second), 10)
        return first[:length] > second[:length]
    # A day without a zone begins and ends somewhere within a day around it.
    if min(len(first), len(second)) < len("2026-01-01"):
        return False
    days = [dt.date.fromisoformat(each[:10]) for each in (first, second)]
    return days[0] - days[1] > dt.timedelta(days=1)


def _domain_resource(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rules dom-2, dom-4 and dom-5, of contained resources."""
    contained: Any = value.get("contained")
    for position, each in enumerate(contained if isinstance(contained, list) else []):
        if not isinstance(each, dict):
            continue
        place = at(below(node, "contained"), position)
        if "contained" in each:
            findings.add(place, "too-deep", "let a contained resource contain none", "error", "contained")
        meta = each.get("meta")
        for name in ("versionId", "lastUpdated", "security"):
            if isinstance(meta, dict) and name in meta:
                findings.add(
                    place, "exactly-one", f"leave {name} to the resource that contains it", "error", "meta", name
                )
        if "id" not in each:
            findings.add(place, "missing", "give a contained resource an id", "error", "id")


def _range(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rule rng-2, where the units are the same."""
    low, high = value.get("low"), value.get("high")
    if not isinstance(low, dict) or not isinstance(high, dict) or low.get("code") != high.get("code"):
        return
    numbers = [each.get("value") for each in (low, high)]
    least, most = (each if isinstance(each, int | Decimal) else None for each in numbers)
    if least is not None and most is not None and least > most:
        findings.add(node, "out-of-range", "give a high that is not below low", "error", "high")


def _observation(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rules obs-6 and obs-7."""
    given = [name for name in value if name.startswith("value")]
    if given and "dataAbsentReason" in value:
        findings.add(node, "exactly-one", "give a value, or the reason why there is none", "error", "dataAbsentReason")
    if not given or "component" not in value:
        return
    own = _codings(value.get("code"))
    for position, each in enumerate(listed(value["component"])):
        if own & _codings(each.get("code")):
            place = at(below(node, "component"), position)
            findings.add(place, "exactly-one", "give the value of the same code once", "error", "code")


def _codings(value: Any) -> set[tuple[Any, Any]]:
    codings = listed(value.get("coding")) if isinstance(value, dict) else []
    return {
        (each.get("system"), each["code"])
        for each in codings
        if isinstance(each.get("code"), str) and isinstance(each.get("system"), str | None)
    }


def _condition(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rules con-4 and con-5."""
    status, verification = value.get("clinicalStatus"), value.get("verificationStatus")
    codes = {code for _, code in _codings(status)}
    if (
        any(name.startswith("abatement") for name in value)
        and codes
        and not codes & {"inactive", "resolved", "remission"}
    ):
        findings.add(node, "needs", "give a clinical status that fits an end", "error", "clinicalStatus")
    if status is not None and "entered-in-error" in {code for _, code in _codings(verification)}:
        findings.add(
            node, "exactly-one", "give no clinical status of what was entered in error", "error", "clinicalStatus"
        )


def _task(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rule inv-1."""
    if is_after(value.get("authoredOn"), value.get("lastModified")):
        findings.add(node, "date-order", "let a task not be changed before it was written", "error", "lastModified")


def _appointment(value: dict[str, Any], node: Node | None, findings: Findings) -> None:
    """Rules app-2, app-3 and app-4."""
    status = value.get("status") if isinstance(value.get("status"), str) else None
    if ("start" in value) != ("end" in value):
        findings.add(
            node, "needs", "give both start and end, or neither", "error", "end" if "start" in value else "start"
        )
    elif "start" not in value and status not in {"proposed", "cancelled", "waitlist", None}:
        findings.add(node, "needs", "give start and end, unless it is proposed, cancelled or waiting", "error", "start")
    if "cancelationReason" in value and status not in {"cancelled", "noshow", None}:
        rule = "give a reason for cancelling only where it is cancelled, or nobody came"
        findings.add(node, "needs", rule, "error", "cancelationReason")


RULES: dict[str, tuple[Rule, ...]] = {
    "Appointment": (_appointment,),
    "Appointment.participant": (_at_least_one(("type", "actor"), "give the type of a participant, or who it is"),),
    "Attachment": (_needs("data", "contentType", "say what type of content data has"),),
    "Bundle": (check_bundle,),
    "CarePlan.activity": (
        _not_both("reference", "detail", "give an activity as a reference, or with details, not both"),
    ),
    "Condition": (_condition,),
    "ContactPoint": (_needs("value", "system", "say what kind of contact it is"),),
    "DomainResource": (_domain_resource, check_extensions),
    "Element": (check_extensions,),
    "Extension": (check_extension,),
    "Goal.target": (
        *(
            _needs(f"detail{kind}", "measure", "say what is measured", "detail")
            for kind in ("Quantity", "Range", "CodeableConcept", "String", "Boolean", "Integer", "Ratio")
        ),
    ),
    "Observation": (_observation,),
    "Observation.referenceRange": (_at_least_one(("low", "high", "text"), "give low, high or text"),),
    "Patient.contact": (
        _at_least_one(("name", "telecom", "address", "organization"), "give details of a contact, or an organization"),
    ),
    "Period": (_period,),
    "Quantity": (_needs("code", "system", "give the system of a unit's code"),),
    "QuestionnaireResponse.item": (_not_both("item", "answer", "nest items under an answer, where there is one"),),
    "Range": (_range,),
    "Ratio": (
        _needs("numerator", "denominator", "give numerator and denominator, or neither"),
        _needs("denominator", "numerator", "give numerator and denominator, or neither"),
    ),
    "Task": (_task,),
    "Timing.repeat": (check_repeat,),
}
"""By the type they look at; a rule of `Element` looks at every element, one of `DomainResource` at every resource."""
