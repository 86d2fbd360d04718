"""The plan itself."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.derived import Derived, Listed
from collabcare.interchange.fhir.engine.resources import Part, ResourceMap
from collabcare.interchange.fhir.engine.rows import Code, Constant, Day, Reference, WordsIn
from collabcare.interchange.fhir.mapping.care_team import CARE_TEAM
from collabcare.interchange.fhir.mapping.systems import US_CORE
from collabcare.plans import SharedPlan
from collabcare.vocabulary import PlanStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare.interchange.fhir.engine.contexts import Out

__all__ = ["PLAN"]

Doc = dict[str, Any]


def _team(doc: Doc, out: Out) -> list[Doc]:
    reference = out.reference((CARE_TEAM.name,), doc.get("id", ""))
    return [] if reference is None else [reference]


def _references(*fields: tuple[str, str], at: str | None = None) -> Callable[[Doc, Out], list[Doc]]:
    """Refer to the resources of some fields, in their order."""

    def made(doc: Doc, out: Out) -> list[Doc]:
        found = [
            out.reference((record,), each.get("id", "")) for field, record in fields for each in doc.get(field, ())
        ]
        return [{at: each} if at else each for each in found if each is not None]

    return made


_GOALS = _references(("goals", "Goal"))
_ACTIVITY = _references(("assignments", "HomeAssignment"), ("services", "Service"), at="reference")
_SUPPORTING = _references(("barriers", "Barrier"), ("agreements", "Agreement"), ("reviews", "Review"))

_RESOURCES = ("participants", "goals", "assignments", "services", "barriers", "agreements", "reviews")

PLAN = ResourceMap(
    record=SharedPlan,
    resource="CarePlan",
    name="shared-plan",
    title="title",
    tells=("status", "starts_on", "ends_on", "participants"),
    parts=(Part(None, CARE_TEAM),),
    # A safety plan is never exported; the others are resources of their own.
    never=frozenset({"safety_plan", *_RESOURCES}),
    note="`activity` refers to what is planned, and has no detail (rule cpl-3). A safety plan is never exported.",
    rows=(
        Constant("meta.profile[]", f"{US_CORE}StructureDefinition/us-core-careplan", us_core=True),
        Code("status", "status", PlanStatus, default="active"),
        Constant("intent", "plan"),
        Constant(
            "category[]", {"coding": [{"system": f"{US_CORE}CodeSystem/careplan-category", "code": "assess-plan"}]}
        ),
        Constant("category[]", {"coding": [{"system": "{base}CodeSystem/collabcare-category", "code": "shared-plan"}]}),
        WordsIn("title", "title"),
        Reference("child", "subject", "Participant"),
        Day("starts_on", "period.start"),
        Day("ends_on", "period.end"),
        Derived("careTeam[]", _team, "the participants"),
        Listed("goal[]", _GOALS, "the goals"),
        Listed("activity[]", _ACTIVITY, "assignments and services", "reference"),
        Listed("supportingInfo[]", _SUPPORTING, "barriers, answers, reviews"),
    ),
)
