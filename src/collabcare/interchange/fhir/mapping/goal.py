"""Goals, with where the child stood at the start and the Goal Attainment Scale."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.places import settle
from collabcare.interchange.fhir.engine.resources import Part, ResourceMap
from collabcare.interchange.fhir.engine.rows import (
    Code,
    Concept,
    Constant,
    Day,
    Hand,
    Quantity,
    Reference,
    WordsIn,
    taken_quantity,
    written_quantity,
)
from collabcare.interchange.fhir.engine.strings import put_text, take_text
from collabcare.interchange.fhir.mapping.systems import CATEGORY, LOINC
from collabcare.plans.goal import Goal, Measure
from collabcare.vocabulary import AchievementStatus, Comparator, GoalLifecycle

__all__ = ["GOAL", "GOAL_BASELINE", "LEVELS", "NUMBERS"]

GAS = "http://hl7.org/fhir/us/pco/StructureDefinition/pco-goal-attainment-scaling"
"""HL7's Person-Centered Outcomes guide: one described level of a Goal Attainment Scale."""

LEVELS = {2: "LA34479-8", 1: "LA34480-6", 0: "LA34481-4", -1: "LA34483-0", -2: "LA34484-8"}
"""LOINC's answers for the five levels (panel 107332-9)."""

NUMBERS = {code: level for level, code in LEVELS.items()}
"""The levels, by LOINC's answer."""


def _write_scale(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:
    scale = doc.get("attainment_scale")
    if scale is None:
        return
    extensions = resource.setdefault("extension", [])
    for each in scale["levels"]:
        text: dict[str, Any] = {"url": "progressText"}
        put_text(text, "valueString", each["description"], out.base)
        level = {"url": "level", "valueCoding": {"system": LOINC, "code": LEVELS[each["level"]]}}
        extensions.append({"url": GAS, "extension": [level, text]})
    more = [
        {"url": name, "valueInteger": scale[name]}
        for name in ("baseline_level", "importance", "difficulty")
        if name in scale
    ]
    if more:
        extensions.append({"url": out.own("attainment-scale"), "extension": more})


def _read_scale(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    levels = []
    for each in resource.get("extension", ()):
        if isinstance(each, dict) and each.get("url") == GAS:
            levels += _level(each, into)
    if not levels:
        return
    scale: dict[str, Any] = {"levels": levels}
    from collabcare.interchange.fhir.engine.strings import own_extension

    own = own_extension(resource, "attainment-scale")
    for part in own.get("extension", ()) if own else ():
        if part.get("url") in {"baseline_level", "importance", "difficulty"}:
            scale[part["url"]] = part.pop("valueInteger", None)
    if own:
        settle(own)
    settle(resource)
    doc["attainment_scale"] = scale


def _level(extension: dict[str, Any], into: In) -> list[dict[str, Any]]:
    parts = {each.get("url"): each for each in extension.get("extension", ()) if isinstance(each, dict)}
    coding = parts.get("level", {}).get("valueCoding")
    number = NUMBERS.get(coding.get("code")) if isinstance(coding, dict) else None
    text = (
        take_text(parts["progressText"], "valueString", into.language)
        if number is not None and "progressText" in parts
        else None
    )
    if text is None:
        return []
    coding.pop("code")
    coding.pop("system", None)
    if not coding or set(coding) == {"display"}:
        del parts["level"]["valueCoding"]
    settle(extension)
    return [{"level": number, "description": text}]


def _write_targets(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:
    targets = []
    for each in doc.get("targets", ()):
        measure: dict[str, Any] = {}
        put_text(measure, "text", each["measure"], out.base)
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
    targets = resource.get("target")
    found = []
    for each in targets if isinstance(targets, list) else ():
        target = _target(each, into) if isinstance(each, dict) else None
        if target is not None:
            found.append(target)
    if found:
        doc["targets"] = found
        resource["target"] = [each for each in targets if each]
        if not resource["target"]:
            del resource["target"]


def _target(target: dict[str, Any], into: In) -> dict[str, Any] | None:
    quantity, measure = target.get("detailQuantity"), target.get("measure")
    if not isinstance(quantity, dict) or not isinstance(measure, dict) or quantity.get("system") is None:
        return None
    text = take_text(measure, "text", into.language)
    if text is None:
        return None
    value, unit = taken_quantity(quantity)
    found = {"measure": text, "comparator": quantity.pop("comparator", "="), "value": value, "unit": unit}
    if isinstance(target.get("dueDate"), str):
        found["due_on"] = target.pop("dueDate")
    for key in ("measure", "detailQuantity"):
        if not target[key]:
            del target[key]
    return found


GOAL_BASELINE = ResourceMap(
    record=Measure,
    resource="Observation",
    name="goal-baseline",
    note="Where the child stood at the start of a goal; `focus` is the goal.",
    rows=(
        Constant("status", "final"),
        Constant("category[]", {"coding": [{"system": CATEGORY, "code": "survey"}]}),
        Constant("code.coding[]", {"system": "{base}CodeSystem/collabcare-observation", "code": "goal-baseline"}),
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
    parts=(Part("baseline", GOAL_BASELINE),),
    rows=(
        WordsIn("statement", "description.text"),
        Code("lifecycle", "lifecycleStatus", GoalLifecycle, default="active"),
        Code("achievement", "achievementStatus.coding[].code", AchievementStatus),
        Day("since", "startDate"),
        Reference("proposed_by", "expressedBy", "Participant"),
        Concept("domain", "category[]", "goal-domain"),
        Hand(("targets",), ("target",), _write_targets, _read_targets, "one Quantity with a comparator; none for `=`"),
        Hand(("attainment_scale",), ("extension",), _write_scale, _read_scale, "HL7's extension, once for each level"),
    ),
)
