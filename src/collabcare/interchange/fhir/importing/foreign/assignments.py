"""
Home practice: what family or child do between sessions, for a goal, at times that are said.

A request is home practice when one of the family performs it, or it is done at the child's home. Without a goal it
serves nothing that was agreed; without a schedule it is never due.
"""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.rows import take_reference
from collabcare.interchange.fhir.importing.foreign.elements_read import Reads, Taken, native, worded
from collabcare.interchange.fhir.importing.foreign.taking import (
    codings,
    listed,
    only_offered,
    read_rows,
    take_day,
    take_words,
)
from collabcare.interchange.fhir.importing.gathered import Origin
from collabcare.interchange.fhir.left_out import LeftOutReason
from collabcare.interchange.fhir.mapping.home_assignment import ASSIGNMENT
from collabcare.interchange.fhir.mapping.systems import ROLE_CODE
from collabcare.interchange.fhir.mapping.timing import ASSIGNMENT_TIMING, REPEAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collabcare.interchange.fhir.importing.foreign.case import Case
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["ACTIVITY", "OFFER", "REQUESTS", "read_activities", "read_requests"]

Doc = dict[str, Any]

_FAMILY = frozenset({"Patient", "RelatedPerson"})
_RESIDENCE = (ROLE_CODE, "PTRES")
_OURS = "home-practice"
_STATUSES = {
    "not-started": "draft",
    "scheduled": "active",
    "in-progress": "active",
    "on-hold": "on-hold",
    "completed": "completed",
    "cancelled": "revoked",
    "stopped": "revoked",
}
"""Where an activity of a care plan stands, as an assignment of ours says it."""

OFFER = Taken("intent", "status", "`proposal` and `option`: draft, unless it is over")

REQUESTS = Reads(
    "ServiceRequest",
    "HomeAssignment",
    "Home practice alone (else `not-home-practice`): the child or a RelatedPerson performs it, it is done at the "
    "patient's residence (`PTRES`), or it is of our category. It names a goal (else `no-goal`), and days or times a "
    "week, not as needed (else `no-schedule`). One that says that it is not to be done is `modifier`.",
    (
        OFFER,
        *worded("code", "title"),
        Taken(
            "occurrenceTiming.repeat",
            "fixed_days, weekly_target, minutes",
            "what bounds it in another way, such as `count` or `when`, is not understood",
            tuple(each.removeprefix("repeat.") for each in REPEAT),
        ),
        Taken("authoredOn", "given_on", "a day; of an instant, the day in the zone"),
        Taken("performer[]", "responsible", "people who take part"),
        Taken("requester", "assigned_by", "a person who takes part"),
    ),
    native(ASSIGNMENT, without=("title", "given_on", "assigned_by", "responsible")),
)

ACTIVITY = (
    Taken("status", "status", ", ".join(f"`{theirs}` is {ours}" for theirs, ours in _STATUSES.items())),
    *worded("code", "title"),
    Taken("goal[]", "goals"),
    Taken("scheduledTiming", "fixed_days, weekly_target, minutes", "as of a ServiceRequest", REPEAT),
    Taken("performer[]", "responsible", "people who take part"),
)
"""What is read of an activity that stands in the care plan itself; whether it is practice is told as of a request."""


def read_requests(case: Case) -> None:
    """Read the requests that are home practice."""
    served = _addressed(case)
    for entry in list(case.of("ServiceRequest")):
        unfit = _unfit(case, entry, entry.resource)
        if unfit is not None:
            case.pool.whole[entry.place] = unfit
            continue
        doc = case.attempt(entry, REQUESTS, lambda each: _request(case, each, served.get(each.place, ())))
        if doc is not None:
            case.into.ids[entry.place] = ("HomeAssignment", case.names[entry.place])
            made = {"id": case.names[entry.place], **doc}
            case.gathered.add("plan", "assignments", made, Origin(entry.place, ASSIGNMENT.rows))
            for _, reference in served.get(entry.place, ()):
                take_reference(reference)


def _addressed(case: Case) -> dict[str, list[tuple[str, Doc]]]:
    """Find the goals that name a request as what they address, with the references in them."""
    found: dict[str, list[tuple[str, Doc]]] = {}
    for entry in case.of("Goal"):
        for each in listed(entry.resource.get("addresses")):
            target = case.pool.references.resolve(each, entry)
            if target is not None and entry.place in case.into.ids:
                found.setdefault(target.place, []).append((case.into.ids[entry.place][1], each))
    return found


def _request(case: Case, entry: Entry, served: Iterable[tuple[str, Doc]]) -> Doc | LeftOutReason:
    resource, into, doc = entry.resource, case.into, Doc()
    read_rows(REQUESTS, resource, doc, into)
    goals = list(dict.fromkeys([*doc.get("goals", ()), *(goal for goal, _ in served)]))
    if not goals:
        return LeftOutReason.NO_GOAL
    doc["goals"] = goals
    only_offered(resource, doc)
    if "fixed_days" not in doc and "weekly_target" not in doc:
        return LeftOutReason.NO_SCHEDULE
    title = take_words(resource.get("code"), into.language)
    if title is not None:
        doc["title"] = title
    take_day(resource, "authoredOn", doc, "given_on", case.timezone)
    people = case.take_participants(resource, "performer", entry)
    if people:
        doc["responsible"] = people
    asked_by = case.take_participants(resource, "requester", entry)
    if asked_by:
        doc["assigned_by"] = asked_by[0]
    case.take_child(resource, entry, "subject")
    return doc


def _unfit(case: Case, entry: Entry, holder: Doc) -> LeftOutReason | None:
    """Say why a request or an activity is no home practice, as far as its schedule and goals do not tell."""
    if not _is_practice(case, entry, holder):
        return LeftOutReason.NOT_HOME_PRACTICE
    if holder.get("doNotPerform") is True:
        return LeftOutReason.MODIFIER
    as_needed = holder.get("asNeededBoolean") is True or holder.get("asNeededCodeableConcept") is not None
    return LeftOutReason.NO_SCHEDULE if as_needed else None


def _is_practice(case: Case, entry: Entry, holder: Doc) -> bool:
    """Tell whether one of the family does it, or it is done at home, or it is a category of ours."""
    for each in listed(holder.get("performer")):
        target = case.pool.references.resolve(each, entry)
        kind = target.resource.get("resourceType") if target is not None else None
        if kind in _FAMILY or case.is_child(each, entry):
            return True
    for concept in listed(holder.get("locationCode")):
        if any((system, code) == _RESIDENCE for system, code, _ in codings(concept)):
            return True
    return any(
        names.system_name(system) == "category" and code == _OURS
        for concept in listed(holder.get("category"))
        for system, code, _ in codings(concept)
    )


def read_activities(case: Case) -> None:
    """Read the activities that stand in the care plan itself and are home practice."""
    entry = case.plan
    if entry is None or entry.place not in case.read:
        return
    case.into.entry = entry
    case.into.language = case.language(entry.resource)
    activities = entry.resource.get("activity")
    found: list[Any] = activities if isinstance(activities, list) else []
    for position, activity in enumerate(found):
        detail = activity.get("detail") if isinstance(activity, dict) else None
        if not isinstance(detail, dict):
            continue
        place = f"{entry.place}.activity[{position}].detail"
        doc = _activity(case, entry, detail)
        if isinstance(doc, LeftOutReason):
            case.into.refuse("activity.detail", doc)
            continue
        made = {"id": f"{case.names[entry.place][:50]}.activity-{position}", **doc}
        case.gathered.add("plan", "assignments", made, Origin(place))


def _activity(case: Case, entry: Entry, detail: Doc) -> Doc | LeftOutReason:
    unfit = _unfit(case, entry, detail)
    if unfit is not None:
        return unfit
    goals = [
        found for each in listed(detail.get("goal")) if (found := case.into.record_id(each, ("Goal",))) is not None
    ]
    if not goals:
        return LeftOutReason.NO_GOAL
    timed: Doc = {"occurrenceTiming": detail.get("scheduledTiming")}
    doc: Doc = {}
    ASSIGNMENT_TIMING.read(timed, doc, case.into)
    if "fixed_days" not in doc and "weekly_target" not in doc:
        return LeftOutReason.NO_SCHEDULE
    detail.pop("scheduledTiming")
    if timed.get("occurrenceTiming"):
        detail["scheduledTiming"] = timed["occurrenceTiming"]
    doc["goals"] = list(dict.fromkeys(goals))
    for each in listed(detail.get("goal")):
        if case.into.record_id(each, ("Goal",)) is not None:
            take_reference(each)
    title = take_words(detail.get("code"), case.into.language)
    if title is not None:
        doc["title"] = title
    people = case.take_participants(detail, "performer", entry)
    if people:
        doc["responsible"] = people
    status = detail.get("status")
    if isinstance(status, str) and status in _STATUSES:
        doc["status"] = _STATUSES[detail.pop("status")]
    return doc
