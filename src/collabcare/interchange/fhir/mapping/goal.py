"""Goals, with where the child stood at the start and the Goal Attainment Scale."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import Derived, child, owner
from collabcare.interchange.fhir.engine.names import UCUM
from collabcare.interchange.fhir.engine.places import members, prune
from collabcare.interchange.fhir.engine.quantities import Quantity, taken_quantity, written_quantity
from collabcare.interchange.fhir.engine.resources import Part, ResourceMap
from collabcare.interchange.fhir.engine.rows import Code, Concept, Constant, Day, Hand, Reference, WordsIn, is_day
from collabcare.interchange.fhir.engine.strings import take_text
from collabcare.interchange.fhir.engine.values import from_decimal
from collabcare.interchange.fhir.mapping.attainment_scale import ATTAINMENT_LEVELS, MEASURED_BY_SCALE
from collabcare.interchange.fhir.mapping.systems import ACHIEVEMENT, CATEGORY, GOAL_ACCEPTANCE, US_CORE
from collabcare.plans.goal import Goal, Measure
from collabcare.vocabulary import Comparator, GoalLifecycle

__all__ = ["GOAL", "GOAL_BASELINE"]

Doc = dict[str, Any]

_COMPARATORS = [each.value for each in Comparator]
_ACCEPTED = {"agreed": "agree", "agreed-with-concerns": "agree", "declined": "disagree", "pending": "pending"}


def _write_targets(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:
    targets = []
    for each in doc.get("targets", ()):
        measure: dict[str, Any] = {}
        out.put_text(measure, "text", each["measure"])
        quantity = written_quantity(each["value"], each["unit"])
        comparator = Comparator(each["comparator"]).fhir
        if comparator is not None:
            quantity["comparator"] = comparator
        target: dict[str, Any] = {"measure": measure, "detailQuantity": quantity}
        if "due_on" in each:
            target["dueDate"] = each["due_on"]
        targets.append(target)
    if targets:
        resource["target"] = targets


def _read_targets(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    targets = members(resource, "target")
    found = [target for each in targets if (target := _target(each, into)) is not None]
    if found:
        doc["targets"] = found
        targets[:] = [each for each in targets if each]
        prune(resource, "target")


def _target(target: Any, into: In) -> dict[str, Any] | None:
    """Take a target that says how much of what; of any other, nothing."""
    quantity = target.get("detailQuantity") if isinstance(target, dict) else None
    measure = target.get("measure") if isinstance(target, dict) else None
    if not isinstance(quantity, dict) or not isinstance(measure, dict) or not _is_amount(quantity):
        return None
    text = take_text(measure, "text", into.language)
    if text is None:
        return None
    value, unit = taken_quantity(quantity)
    found = {"measure": text, "comparator": quantity.pop("comparator", "="), "value": value, "unit": unit}
    if is_day(target.get("dueDate")):
        found["due_on"] = target.pop("dueDate")
    for key in ("measure", "detailQuantity"):
        if not target[key]:
            del target[key]
    return found


def _is_amount(quantity: dict[str, Any]) -> bool:
    known = quantity.get("system") == UCUM and isinstance(quantity.get("code"), str)
    return known and from_decimal(quantity.get("value")) is not None and quantity.get("comparator", "=") in _COMPARATORS


def _acceptances(doc: Doc, out: Out) -> list[Doc]:
    """Say what each person answered last, when asked about the goal."""
    asked = [each for each in out.document.get("agreements", ()) if each.get("subject") == doc.get("id", "")]
    last = {each.get("participant", ""): each for each in sorted(asked, key=lambda each: each.get("requested_on", ""))}
    acceptances = []
    for participant, each in last.items():
        reference = out.reference(("Participant",), participant)
        status = _ACCEPTED.get(each.get("decision", "pending"))
        if reference is not None and status is not None:
            parts = [{"url": "individual", "valueReference": reference}, {"url": "status", "valueCode": status}]
            acceptances.append({"url": GOAL_ACCEPTANCE, "extension": parts})
    return acceptances


def _priority(doc: Doc, out: Out) -> str | None:  # noqa: ARG001 -- each gets it
    ranks = [
        f"{side}: {doc[field]}"
        for side, field in (("family", "priority_family"), ("clinic", "priority_clinic"))
        if field in doc
    ]
    return f"rank, 1 first, for the {', for the '.join(ranks)}" if ranks else None


GOAL_BASELINE = ResourceMap(
    record=Measure,
    resource="Observation",
    name="goal-baseline",
    tells=("value", "unit", "on"),
    note="Where the child stood at the start of a goal; `focus` is the goal.",
    rows=(
        Constant("status", "final"),
        Constant("category[]", {"coding": [{"system": CATEGORY, "code": "survey"}]}),
        Constant("code.coding[]", {"system": "{base}CodeSystem/collabcare-observation", "code": "goal-baseline"}),
        child(),
        owner("focus[]", "Goal"),
        Day("on", "effectiveDateTime"),
        Quantity("value", "unit", "valueQuantity"),
        Concept("procedure", "method", "measurement-procedure"),
    ),
)

GOAL = ResourceMap(
    record=Goal,
    resource="Goal",
    name="goal",
    title="statement",
    tells=("why", "lifecycle", "achievement", "proposed_by", "responsible", "since", "until"),
    parts=(Part("baseline", GOAL_BASELINE),),
    rows=(
        Constant("meta.profile[]", f"{US_CORE}StructureDefinition/us-core-goal", us_core=True),
        Code("lifecycle", "lifecycleStatus", GoalLifecycle, default="active"),
        Concept("achievement", "achievementStatus", ACHIEVEMENT),
        Concept("domain", "category[]", "goal-domain", other="domain_other"),
        Concept("discipline", "category[]", "discipline", other="discipline_other"),
        Derived("priority.text", _priority, "the ranks, in words; they stand in our extension"),
        WordsIn("statement", "description.text"),
        child(),
        Day("since", "startDate"),
        Reference("proposed_by", "expressedBy", "Participant"),
        Hand(("targets",), ("target",), _write_targets, _read_targets, "one Quantity with a comparator; none for `=`"),
        MEASURED_BY_SCALE,
        ATTAINMENT_LEVELS,
        Derived("extension[]", _acceptances, "goal-acceptance: what each person answered last about this goal"),
    ),
)
