"""Schedules that can be followed, and what stands in extensions."""

from decimal import Decimal

import pytest

from collabcare.interchange.fhir.checking import check_fhir
from tests.lib.fhir_checks import GOAL, OBSERVATION, REQUEST, found, goal

HL7 = "http://hl7.org/fhir/StructureDefinition"
GAS = "http://hl7.org/fhir/us/pco/StructureDefinition/pco-goal-attainment-scaling"


def repeat(**given):
    problems = check_fhir(REQUEST | {"occurrenceTiming": {"repeat": given}})
    place = "ServiceRequest.occurrence.repeat"
    assert all(each.fhirpath.startswith(place) for each in problems)
    return [(each.code, each.fhirpath.removeprefix(place).lstrip("."), each.severity[0]) for each in problems]


def test_what_is_right_has_no_problem():
    for value in (GOAL, REQUEST, OBSERVATION):
        assert found(value) == []


# --------------------------------------------------------------------------- schedules

DAILY = {"frequency": 1, "period": 1, "periodUnit": "d"}
SCHEDULES = {
    "frequency without period": ({"frequency": 2}, [("needs", "frequency", "w")]),
    "periodUnit without period": ({"periodUnit": "wk"}, [("needs", "periodUnit", "w")]),
    "frequencyMax without frequency": (
        {"frequencyMax": 2, "period": 1, "periodUnit": "d"},
        [("needs", "frequencyMax", "w")],
    ),
    "periodMax without period": ({"periodMax": 2}, [("needs", "periodMax", "e")]),
    "durationMax without duration": (DAILY | {"durationMax": 2}, [("needs", "durationMax", "e")]),
    "countMax without count": (DAILY | {"countMax": 2}, [("needs", "countMax", "e")]),
    "period 0": (DAILY | {"period": 0}, [("out-of-range", "period", "e")]),
    "period 0.0": (DAILY | {"period": Decimal("0.0")}, [("out-of-range", "period", "e")]),
    "duration below 0": (DAILY | {"duration": -1, "durationUnit": "min"}, [("out-of-range", "duration", "e")]),
    "periodMax below period": (DAILY | {"period": 3, "periodMax": 2}, [("out-of-range", "periodMax", "e")]),
    "frequencyMax below frequency": (
        DAILY | {"frequency": 3, "frequencyMax": 2},
        [("out-of-range", "frequencyMax", "e")],
    ),
    "durationMax below duration": (
        DAILY | {"duration": 10, "durationMax": 5, "durationUnit": "min"},
        [("out-of-range", "durationMax", "e")],
    ),
    "countMax below count": (DAILY | {"count": 10, "countMax": 5}, [("out-of-range", "countMax", "e")]),
    "offset with a meal itself": (DAILY | {"when": ["CM"], "offset": 30}, [("exactly-one", "offset", "e")]),
    "offset with several events": (DAILY | {"when": ["PCM", "PCV"], "offset": 30}, [("wrong-count", "when", "w")]),
    "two bounds": (
        DAILY | {"boundsPeriod": {"start": "2026"}, "boundsDuration": {"value": 1}},
        [("exactly-one", "bounds", "e")],
    ),
    "half past six": (DAILY | {"timeOfDay": ["25:30:00"]}, [("wrong-format", "timeOfDay[0]", "e")]),
    "after dinner": (DAILY | {"when": ["PCV"], "offset": 30}, []),
    "offset 0": (DAILY | {"when": ["PCM", "PCV"], "offset": 0}, []),
    "every other day": ({"period": 2, "periodUnit": "d"}, []),
    "10 to 15 minutes": (DAILY | {"duration": 10, "durationMax": 15, "durationUnit": "min"}, []),
}


@pytest.mark.parametrize(("given", "expected"), SCHEDULES.values(), ids=SCHEDULES.keys())
def test_a_schedule_can_be_followed(given, expected):
    assert repeat(**given) == expected


# --------------------------------------------------------------------------- extensions


def acceptance(*parts):
    return {"url": f"{HL7}/goal-acceptance", "extension": list(parts)}


def level(code, text="Asks once", system="http://loinc.org"):
    parts = [{"url": "level", "valueCoding": {"system": system, "code": code}}]
    return {"url": GAS, "extension": [*parts, *([{"url": "progressText", "valueString": text}] if text else [])]}


MOTHER = {"url": "individual", "valueReference": {"reference": "RelatedPerson/m"}}
EXTENSIONS = {
    "acceptance": ([acceptance(MOTHER, {"url": "status", "valueCode": "agree"})], []),
    "acceptance with a status that is none": (
        [acceptance(MOTHER, {"url": "status", "valueCode": "yes"})],
        [("unknown-code", "extension[0].extension[1].value")],
    ),
    "acceptance with a status of another type": (
        [acceptance(MOTHER, {"url": "status", "valueString": "agree"})],
        [("wrong-type", "extension[0].extension[1].value")],
    ),
    "acceptance of nobody": (
        [acceptance({"url": "status", "valueCode": "agree"})],
        [("missing", "extension[0].extension")],
    ),
    "acceptance of two": ([acceptance(MOTHER, MOTHER)], [("wrong-count", "extension[0].extension[1]")]),
    "acceptance by a goal": (
        [acceptance({"url": "individual", "valueReference": {"reference": "Goal/g"}})],
        [("wrong-target", "extension[0].extension[0].value.reference")],
    ),
    "acceptance without parts": (
        [{"url": f"{HL7}/goal-acceptance", "valueString": "agree"}],
        [("missing", "extension[0].extension")],
    ),
    "two levels": ([level("LA34481-4"), level("LA34479-8", "Asks always")], []),
    "a level without text": ([level("LA34481-4", None)], [("missing", "extension[0].extension")]),
    "a level with empty text": (
        [
            {
                "url": GAS,
                "extension": [
                    {"url": "level", "valueCoding": {"system": "http://loinc.org", "code": "LA34481-4"}},
                    {"url": "progressText", "valueString": " "},
                ],
            }
        ],
        [("wrong-length", "extension[0].extension[1].value")],
    ),
    "a level that is none": ([level("LA1-1")], [("unknown-code", "extension[0].extension[0].value")]),
    "a level of another system": (
        [level("LA34481-4", system="http://snomed.info/sct")],
        [("unknown-code", "extension[0].extension[0].value")],
    ),
    "one level twice": ([level("LA34481-4"), level("LA34481-4", "again")], [("duplicate", "extension[1]")]),
    "pertains to a patient": (
        [{"url": f"{HL7}/resource-pertainsToGoal", "valueReference": {"reference": "Patient/1"}}],
        [("wrong-target", "extension[0].value.reference")],
    ),
    "neither value nor parts": ([{"url": "http://example.org/x"}], [("exactly-one", "extension[0]")]),
    "unknown to us": ([{"url": "http://example.org/x", "valueCode": "yes"}], []),
}


@pytest.mark.parametrize(("given", "expected"), EXTENSIONS.values(), ids=EXTENSIONS.keys())
def test_the_content_of_extensions_is_looked_at(given, expected):
    assert goal(extension=given) == [(code, f"Goal.{place}") for code, place in expected]


def test_a_translation_beside_text_says_its_language():
    def translation(language):
        parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": "Pide una pausa"}]
        return {"text": "Asks", "_text": {"extension": [{"url": f"{HL7}/translation", "extension": parts}]}}

    assert goal(description=translation("es")) == []
    place = "Goal.description.text.extension[0].extension[0].value"
    assert goal(description=translation("my_language")) == [("wrong-format", place)]


def test_why_data_are_absent_is_said_by_a_code():
    def absent(code):
        return {"_startDate": {"extension": [{"url": f"{HL7}/data-absent-reason", "valueCode": code}]}}

    assert goal(**absent("unknown")) == []
    assert goal(**absent("dunno")) == [("unknown-code", "Goal.start.extension[0].value")]
