"""The Goal Attainment Scale, as HL7's Person-Centered Outcomes guide writes it."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine.derived import Derived
from collabcare.interchange.fhir.engine.places import find_url, members, peek, settle, take
from collabcare.interchange.fhir.engine.strings import in_default, is_string, take_text
from collabcare.interchange.fhir.mapping.systems import LOINC

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["ATTAINMENT_LEVELS", "GAS", "LEVELS", "MEASURED_BY_SCALE", "NUMBERS"]

Doc = dict[str, Any]

GAS = "http://hl7.org/fhir/us/pco/StructureDefinition/pco-goal-attainment-scaling"
"""HL7's Person-Centered Outcomes guide: one described level of a Goal Attainment Scale."""

LEVELS = {2: "LA34479-8", 1: "LA34480-6", 0: "LA34481-4", -1: "LA34483-0", -2: "LA34484-8"}
"""LOINC's answers for the five levels (panel 107332-9)."""

NUMBERS = {code: level for level, code in LEVELS.items()}


def _described(doc: Doc, out: Out) -> list[Doc]:  # noqa: ARG001 -- each gets it
    """Describe each level in the default language; HL7's extension has no place for another."""
    scale = doc.get("attainment_scale", {})
    return [
        {
            "url": GAS,
            "extension": [
                {"url": "level", "valueCoding": {"system": LOINC, "code": LEVELS[each["level"]]}},
                {"url": "progressText", "valueString": words},
            ],
        }
        for each in scale.get("levels", ())
        if each.get("level") in LEVELS and is_string(words := in_default(each.get("description", {})))
    ]


@attrs.frozen
class _Levels(Derived):
    """HL7's levels: a copy of our scale, or, where there is none of ours, the scale itself."""

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        if "attainment_scale" in doc:
            super().read(resource, doc, into)
            return
        described = [(number, each) for each in members(resource, "extension") if (number := _number(each)) is not None]
        if sorted(number for number, _ in described) != sorted(LEVELS):
            # Levels that are not all there, once each, are no scale; none is made up.
            if described:
                into.refuse("extension", "not-understood")
            return
        doc["attainment_scale"] = {"levels": [_taken(number, each, into) for number, each in described]}
        settle(resource)


def _taken(number: int, extension: Doc, into: In) -> Doc:
    text = take_text(find_url(extension, "progressText") or {}, "valueString", into.language)
    level = find_url(extension, "level") or {}
    take(level, "valueCoding.code")
    take(level, "valueCoding.system")
    settle(extension)
    return {"level": number, "description": text}


def _number(extension: Any) -> int | None:
    """Tell which level an extension describes, if it does; nothing is taken."""
    if not isinstance(extension, dict) or extension.get("url") != GAS:
        return None
    code = peek(find_url(extension, "level") or {}, "valueCoding.code")
    words = (find_url(extension, "progressText") or {}).get("valueString")
    return NUMBERS.get(code) if isinstance(code, str) and isinstance(words, str) and words else None


def _measure(doc: Doc, out: Out) -> list[Doc]:  # noqa: ARG001 -- each gets it
    if "attainment_scale" not in doc:
        return []
    return [{"measure": {"coding": [{"system": LOINC, "code": "107332-9"}]}}]


ATTAINMENT_LEVELS = _Levels(
    "extension[]",
    _described,
    "HL7's extension, once for each level, in the default language; other languages and weights stand in ours",
)

MEASURED_BY_SCALE = Derived("target[]", _measure, "a goal that has a scale is measured by it")
