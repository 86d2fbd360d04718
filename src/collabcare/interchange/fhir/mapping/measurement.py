"""Measurements of goals: an amount, a level of the Goal Attainment Scale, or so many of so many."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import Any

from collabcare.interchange.fhir.engine.components import OBSERVATION
from collabcare.interchange.fhir.engine.concepts import Concept, coded
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import child
from collabcare.interchange.fhir.engine.quantities import Quantity
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Hand, Instant, Reference
from collabcare.interchange.fhir.mapping.attainment_scale import LEVELS, NUMBERS
from collabcare.interchange.fhir.mapping.encounter import DURING
from collabcare.interchange.fhir.mapping.observation import SURVEY
from collabcare.interchange.fhir.mapping.ratio import take_ratio, written_ratio
from collabcare.interchange.fhir.mapping.systems import LOINC
from collabcare.journal import Measurement

__all__ = ["ATTAINMENT", "MEASUREMENT"]

ATTAINMENT = {"caregiver": "107331-1", "child": "107334-5"}
"""LOINC's codes for a level of the scale, by who judged it; the clinic's people have `BY_PRACTITIONER`."""

BY_PRACTITIONER = "107333-7"
_AT_WORK = frozenset({"therapist", "technician-or-assistant", "supervisor", "coordinator", "physician"})
MEASUREMENT_CODE = "goal-measurement"
_LEVEL = "107332-9"
"""LOINC's scale itself: the code of a level that stands beside another value."""


def _code(doc: dict[str, Any], out: Out) -> str | None:
    """Say in LOINC's codes whose judgement a level is; `None` where it has no code for it."""
    if "level" not in doc:
        return None
    role = out.roles.get(doc.get("observer", ""), "")
    return BY_PRACTITIONER if role in _AT_WORK else ATTAINMENT.get(role)


def _write_code(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:
    judged = _code(doc, out)
    theirs = () if judged is None else (LOINC, judged)
    resource["code"] = coded(out, OBSERVATION, MEASUREMENT_CODE, *theirs)


def _read_code(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    concept = resource.get("code")
    codings = concept.get("coding") if isinstance(concept, dict) else None
    if not isinstance(codings, list):
        return
    ours = {"system": into.system(OBSERVATION), "code": MEASUREMENT_CODE}
    judged = [{"system": LOINC, "code": each} for each in (*ATTAINMENT.values(), BY_PRACTITIONER)]
    codings[:] = [each for each in codings if each != ours and each not in judged]
    if not codings:
        del resource["code"]["coding"]
    if not concept:
        del resource["code"]


def _loinc(code: str) -> dict[str, Any]:
    return {"coding": [{"system": LOINC, "code": code}]}


def _taken_answer(holder: dict[str, Any]) -> int | None:
    concept = holder.get("valueCodeableConcept")
    for code, level in NUMBERS.items():
        if concept == _loinc(code):
            del holder["valueCodeableConcept"]
            return level
    return None


def _write_level(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:
    if "level" not in doc:
        return
    answer = out.again(_loinc, LEVELS[doc["level"]])
    if "value" in doc:
        resource["component"] = [{"code": out.again(_loinc, _LEVEL), "valueCodeableConcept": answer}]
    else:
        resource["valueCodeableConcept"] = answer


def _read_level(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    level = _taken_answer(resource)
    components = resource.get("component")
    for each in components if isinstance(components, list) and level is None else ():
        if isinstance(each, dict) and each.get("code") == _loinc(_LEVEL) and level is None:
            level = _taken_answer(each)
            if level is not None:
                del each["code"]
    if level is None:
        return
    doc["level"] = level
    if isinstance(components, list):
        resource["component"] = [each for each in components if each]
        if not resource["component"]:
            del resource["component"]


def _write_successes(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:  # noqa: ARG001
    if "successes" not in doc:
        return None
    if "value" in doc or "level" in doc:
        return ("successes", "attempts")
    resource["valueRatio"] = written_ratio(doc["successes"], doc["attempts"])
    return None


def _read_successes(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    found = take_ratio(resource, "valueRatio")
    if found is not None:
        doc["successes"], doc["attempts"] = found


MEASUREMENT = ResourceMap(
    record=Measurement,
    resource="Observation",
    name="measurement",
    note="The focus is the goal. A value comes before a level, a level before successes: FHIR has one place for them.",
    rows=(
        *SURVEY,
        Hand((), ("code",), _write_code, _read_code, "of a level, LOINC's code says who judged it"),
        child(),
        Reference("goal", "focus[]", "Goal"),
        DURING,
        Instant("measured_at", "effectiveDateTime"),
        Reference("observer", "performer[]", "Participant"),
        Quantity("value", "unit", "valueQuantity"),
        Hand(
            ("level",),
            ("valueCodeableConcept", "component[]"),
            _write_level,
            _read_level,
            "LOINC's answers; in a component where there is a value too",
            elements=(
                "valueCodeableConcept.coding[]",
                "component[].code.coding[]",
                "component[].valueCodeableConcept.coding[]",
            ),
        ),
        Hand(
            ("successes", "attempts"),
            ("valueRatio",),
            _write_successes,
            _read_successes,
            "where there is neither value nor level",
            elements=("valueRatio.numerator.value", "valueRatio.denominator.value"),
        ),
        Concept("procedure", "method", "measurement-procedure"),
    ),
)
