"""Goals."""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.quantities import taken_quantity
from collabcare.interchange.fhir.importing.foreign.elements_read import Reads, Taken, native, worded
from collabcare.interchange.fhir.importing.foreign.taking import amount_unit, listed, read_rows, take_day, take_words
from collabcare.interchange.fhir.importing.gathered import Origin
from collabcare.interchange.fhir.left_out import LeftOutReason
from collabcare.interchange.fhir.mapping.attainment_scale import ATTAINMENT_LEVELS
from collabcare.interchange.fhir.mapping.goal import GOAL
from collabcare.vocabulary import Comparator

if TYPE_CHECKING:
    from collabcare.interchange.fhir.importing.foreign.case import Case
    from collabcare.interchange.fhir.r4.opening import Entry

__all__ = ["GOALS", "outcomes", "read_goals"]

Doc = dict[str, Any]

_COMPARATORS = ("=", *(each.fhir for each in Comparator if each.fhir is not None))

GOALS = Reads(
    "Goal",
    "Goal",
    "Every goal of the child that says in words what it is (else `incomplete`), but those that only another care plan "
    "names (`other-plan`).",
    (
        Taken(
            "extension[]",
            "attainment_scale",
            "HL7's Goal Attainment Scaling, where all five levels are there, once each, with words",
        ),
        *worded("description", "statement"),
        Taken("startDate", "since", "a day"),
        Taken("expressedBy", "proposed_by", "a person who takes part"),
        *worded("target[].measure", "targets.measure"),
        Taken("target[].detailQuantity", "targets.value, targets.unit", "in UCUM, all in the unit of the first"),
        Taken("target[].detailQuantity.comparator", "targets.comparator", "none for `=`"),
        Taken("target[].dueDate", "targets.due_on", "a day"),
        Taken("outcomeReference[]", "Measurement.goal", "an Observation that becomes a measurement"),
        Taken("addresses[]", "HomeAssignment.goals", "a ServiceRequest that becomes home practice"),
    ),
    (
        *native(GOAL, without=("statement", "targets", "since", "until", "proposed_by")),
        ATTAINMENT_LEVELS,
    ),
)


def read_goals(case: Case) -> None:
    """Read all goals of the child that do not belong to another plan alone."""
    for entry in list(case.of("Goal")):
        doc = case.attempt(entry, GOALS, lambda each: _goal(case, each))
        if doc is None:
            del case.into.ids[entry.place]
        else:
            case.gathered.add("plan", "goals", {"id": case.names[entry.place], **doc}, Origin(entry.place, GOAL.rows))


def _goal(case: Case, entry: Entry) -> Doc | LeftOutReason:
    resource, into, doc = entry.resource, case.into, Doc()
    expressed = resource.get("expressedBy")
    statement = take_words(resource.get("description"), into.language)
    if statement is None:
        return LeftOutReason.INCOMPLETE
    doc["statement"] = statement
    targets = _targets(resource, case)
    if targets:
        doc["targets"] = targets
    read_rows(GOALS, resource, doc, into)
    take_day(resource, "startDate", doc, "since", case.timezone)
    person = case.participant(expressed, entry)
    if person is not None:
        doc["proposed_by"] = person
        case.take_participants(resource, "expressedBy", entry)
    case.take_child(resource, entry, "subject")
    return doc


def _targets(resource: Doc, case: Case) -> list[Doc]:
    """Take the targets that are amounts in one unit: that of the first, as a goal of ours has one."""
    found: list[Doc] = []
    for each in listed(resource.get("target")):
        quantity, measure = each.get("detailQuantity"), each.get("measure")
        unit = amount_unit(quantity)
        comparator = quantity.get("comparator", "=") if isinstance(quantity, dict) else None
        same = unit is not None and (not found or unit == found[0]["unit"])
        if not same or comparator not in _COMPARATORS:
            case.into.refuse("target", LeftOutReason.NOT_UNDERSTOOD)
            continue
        words = take_words(measure, case.into.language)
        if words is None:
            case.into.refuse("target", LeftOutReason.NOT_UNDERSTOOD)
            continue
        value, unit = taken_quantity(quantity)
        each["detailQuantity"].pop("comparator", None)
        target: Doc = {"measure": words, "comparator": comparator, "value": value, "unit": unit}
        take_day(each, "dueDate", target, "due_on", case.timezone)
        found.append(target)
    return found


def outcomes(case: Case) -> dict[str, tuple[str, Entry, Doc]]:
    """Find the observations that goals name as their outcome, by place: the goal, and the reference in it."""
    found = {}
    for entry in case.of("Goal"):
        for each in listed(entry.resource.get("outcomeReference")):
            target = case.pool.references.resolve(each, entry)
            if target is not None and entry.place in case.into.ids:
                found[target.place] = (case.into.ids[entry.place][1], entry, each)
    return found
