"""The people of the plan as a team."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.derived import Derived, Listed, child
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Constant
from collabcare.interchange.fhir.mapping.systems import US_CORE
from collabcare.plans import SharedPlan

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import Out

__all__ = ["CARE_TEAM"]

Doc = dict[str, Any]

_STATUSES = {
    "draft": "proposed",
    "active": "active",
    "on-hold": "suspended",
    "revoked": "inactive",
    "completed": "inactive",
    "entered-in-error": "entered-in-error",
}


def _status(doc: Doc, out: Out) -> str | None:  # noqa: ARG001 -- each gets it
    return _STATUSES.get(doc.get("status", "active"))


def _members(doc: Doc, out: Out) -> list[Doc]:
    members = []
    for each in doc.get("participants", ()):
        member: Doc = {"role": [{"coding": [{"system": out.system("role"), "code": each.get("role")}]}]}
        reference = out.reference(("Participant",), each.get("id", ""))
        if reference is not None:
            member["member"] = reference
        period = {key: each[field] for key, field in (("start", "since"), ("end", "until")) if field in each}
        members.append(member | ({"period": period} if period else {}))
    return members


def _period(doc: Doc, out: Out) -> Doc | None:  # noqa: ARG001 -- each gets it
    return {key: doc[field] for key, field in (("start", "starts_on"), ("end", "ends_on")) if field in doc} or None


CARE_TEAM = ResourceMap(
    record=SharedPlan,
    resource="CareTeam",
    name="care-team",
    title="title",
    tells=("participants",),
    carries=frozenset(),
    note="All of it follows from the plan and its participants.",
    rows=(
        Constant("meta.profile[]", f"{US_CORE}StructureDefinition/us-core-careteam", us_core=True),
        Derived("status", _status, "that of the plan, in the codes of a team"),
        child(),
        Derived("period", _period, "that of the plan"),
        Listed("participant[]", _members, "role, member and period of each participant", "member"),
    ),
)
