"""The Goal Attainment Scale, as HL7's Person-Centered Outcomes guide writes it."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.derived import Derived
from collabcare.interchange.fhir.engine.places import find_url, members, peek, settle, take
from collabcare.interchange.fhir.engine.rows import Hand
from collabcare.interchange.fhir.engine.strings import own_extension, take_text
from collabcare.interchange.fhir.engine.values import EXTENSION, read_items, write_items
from collabcare.interchange.fhir.mapping.systems import LOINC
from collabcare.plans import AttainmentScale

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["ATTAINMENT_SCALE", "GAS", "LEVELS", "MEASURED_BY_SCALE", "NUMBERS"]

Doc = dict[str, Any]

GAS = "http://hl7.org/fhir/us/pco/StructureDefinition/pco-goal-attainment-scaling"
"""HL7's Person-Centered Outcomes guide: one described level of a Goal Attainment Scale."""

LEVELS = {2: "LA34479-8", 1: "LA34480-6", 0: "LA34481-4", -1: "LA34483-0", -2: "LA34484-8"}
"""LOINC's answers for the five levels (panel 107332-9)."""

_WEIGHTS = ("baseline_level", "importance", "difficulty")
NUMBERS = {code: level for level, code in LEVELS.items()}


def _write_scale(doc: Doc, resource: Doc, out: Out) -> None:
    scale = doc.get("attainment_scale")
    if scale is None:
        return
    extensions = resource.setdefault("extension", [])
    for each in scale["levels"]:
        text: Doc = {"url": "progressText"}
        out.put_text(text, "valueString", each["description"])
        level = {"url": "level", "valueCoding": {"system": LOINC, "code": LEVELS[each["level"]]}}
        extensions.append({"url": GAS, "extension": [level, text]})
    more = write_items(AttainmentScale, scale, out, EXTENSION, {"levels"})
    if more:
        extensions.append({"url": out.own("attainment-scale"), "extension": more})


def _read_scale(resource: Doc, doc: Doc, into: In) -> None:
    described = [(number, each) for each in members(resource, "extension") if (number := _number(each)) is not None]
    if not described:
        return
    if sorted(number for number, _ in described) != sorted(LEVELS):
        # Levels that are not all there, once each, are no scale; none is made up.
        into.refuse("extension", "incomplete")
        return
    levels = []
    for number, each in described:
        text = take_text(find_url(each, "progressText") or {}, "valueString", into.language)
        level = find_url(each, "level") or {}
        take(level, "valueCoding.code")
        take(level, "valueCoding.system")
        settle(each)
        levels.append({"level": number, "description": text})
    doc["attainment_scale"] = {"levels": levels}
    own = own_extension(resource, "attainment-scale")
    if own is not None:
        doc["attainment_scale"] |= read_items(AttainmentScale, own, into, EXTENSION)
    settle(resource)


def _number(extension: Any) -> int | None:
    """Tell which level an extension describes, if it does; nothing is taken."""
    if not isinstance(extension, dict) or extension.get("url") != GAS:
        return None
    code = peek(find_url(extension, "level") or {}, "valueCoding.code")
    text = find_url(extension, "progressText") or {}
    said = isinstance(text.get("valueString"), str) or "_valueString" in text
    return NUMBERS.get(code) if isinstance(code, str) and said else None


def _measure(doc: Doc, out: Out) -> list[Doc]:  # noqa: ARG001 -- each gets it
    if "attainment_scale" not in doc:
        return []
    return [{"measure": {"coding": [{"system": LOINC, "code": "107332-9"}]}}]


ATTAINMENT_SCALE = Hand(
    ("attainment_scale",),
    ("extension",),
    _write_scale,
    _read_scale,
    "HL7's extension, once for each level; the weights in ours",
    own=((AttainmentScale, _WEIGHTS),),
)

MEASURED_BY_SCALE = Derived("target[]", _measure, "a goal that has a scale is measured by it")
