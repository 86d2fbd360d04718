"""The care plan that is read: what it is called, from when to when, and where it stands."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine.places import prune
from collabcare.interchange.fhir.engine.rows import take_reference
from collabcare.interchange.fhir.engine.strings import take_text
from collabcare.interchange.fhir.importing.foreign.assignments import ACTIVITY, OFFER
from collabcare.interchange.fhir.importing.foreign.elements_read import Reads, Taken, native, worded
from collabcare.interchange.fhir.importing.foreign.taking import listed, only_offered, read_rows, take_day, take_words
from collabcare.interchange.fhir.importing.gathered import Origin
from collabcare.interchange.fhir.mapping.families import PLAN

if TYPE_CHECKING:
    from collabcare.interchange.fhir.importing.foreign.case import Case
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["CARE_PLAN", "read_care_plan", "take_named", "team_of"]

Doc = dict[str, Any]


def _of_assignments(fields: str) -> str:
    return ", ".join(f"assignments.{each}" for each in fields.split(", "))


CARE_PLAN = Reads(
    "CarePlan",
    "SharedPlan",
    "One: active before on hold, draft, completed and revoked; then one with goals; then the one that began last. The "
    "others are `other-plan`. Whom `author` and `contributor` name takes part; that they wrote it has no place.",
    (
        OFFER,
        Taken("description", "title", "where there is no title", translated=True),
        *(
            attrs.evolve(each, note="where there is neither: the first that has words")
            for each in worded("category[]", "title")
        ),
        Taken("subject", "child"),
        Taken("period.start", "starts_on", "a day; of an instant, the day in the zone"),
        Taken("period.end", "ends_on", "likewise"),
        Taken("goal[]", "goals", "that it is one of the plan's"),
        Taken("activity[].reference", "assignments", "that it is one of the plan's"),
        *(
            attrs.evolve(each, path=f"activity[].detail.{each.path}", field=_of_assignments(each.field))
            for each in ACTIVITY
        ),
    ),
    native(PLAN, without=("child", "starts_on", "ends_on")),
)


def read_care_plan(case: Case) -> None:
    """Read the care plan; where the source has none, the child and the zone are all that is known of a plan."""
    known: Doc = {"timezone": case.timezone}
    if case.into.child is not None:
        known["child"] = case.into.child
    entry = case.plan
    if entry is not None and entry.place in case.names:
        doc = case.attempt(entry, CARE_PLAN, lambda each: _plan(case, each))
        if doc is not None:
            case.gathered.plan = {"id": case.names[entry.place], **known, **doc}
            case.gathered.origin = Origin(entry.place, PLAN.rows)
    elif entry is None:
        case.gathered.plan = known


def _plan(case: Case, entry: Entry) -> Doc:
    resource, into, doc = entry.resource, case.into, Doc()
    read_rows(CARE_PLAN, resource, doc, into)
    only_offered(resource, doc)
    case.take_child(resource, entry, "subject")
    if isinstance(resource.get("period"), dict):
        take_day(resource["period"], "start", doc, "starts_on", case.timezone)
        take_day(resource["period"], "end", doc, "ends_on", case.timezone)
        prune(resource, "period")
    if "title" not in doc:
        title = take_text(resource, "description", into.language)
        for each in listed(resource.get("category")) if title is None else ():
            title = take_words(each, into.language)
            if title is not None:
                break
        if title is not None:
            doc["title"] = title
    return doc


def team_of(case: Case) -> set[str]:
    """Name those whom the care plan itself names: authors, contributors, performers."""
    entry = case.plan
    if entry is None or entry.place not in case.names:
        return set()
    resource = entry.resource
    references = [*listed(resource.get("author")), *listed(resource.get("contributor"))]
    return {person for each in references if (person := case.participant(each, entry)) is not None}


def take_named(case: Case) -> None:
    """Take the references of the care plan to what was carried: it stands in the plan because of them."""
    entry = case.plan
    if entry is None or entry.place not in case.names:
        return
    case.into.entry = entry
    holders = [*listed(entry.resource.get("goal"))]
    holders += [
        each["reference"] for each in listed(entry.resource.get("activity")) if isinstance(each.get("reference"), dict)
    ]
    for each in holders:
        if case.into.record_id(each, ("Goal", "HomeAssignment")) is not None:
            take_reference(each)
