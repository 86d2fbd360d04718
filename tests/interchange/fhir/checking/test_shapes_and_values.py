"""Shapes, values and rules between elements; lines, releases and limits."""

import copy
import json
from decimal import Decimal

import pytest

from collabcare.interchange.fhir.checking import check_fhir
from collabcare.interchange.fhir.checking.findings import MAX_PROBLEMS
from tests.lib.fhir_checks import GOAL, OBSERVATION, bundle, found, goal

PRIMITIVES = {
    "a day that is none": ({"startDate": "2025-02-29"}, "wrong-format", "start"),
    "a month that is none": ({"startDate": "2025-13"}, "wrong-format", "start"),
    "year 0": ({"startDate": "0000"}, "wrong-format", "start"),
    "other digits": ({"startDate": "２０２５-01-01"}, "wrong-format", "start"),
    "a line break at the end": ({"startDate": "2025-01-01\n"}, "wrong-format", "start"),
    "a code with white space": ({"language": " en"}, "wrong-format", "language"),
    "only white space": ({"description": {"text": " \n"}}, "wrong-length", "description.text"),
    "a control character": ({"description": {"text": "a\x07b"}}, "wrong-format", "description.text"),
    "a number as text": ({"id": 7}, "wrong-type", "id"),
    "a URI with a space": ({"implicitRules": "http://a b"}, "wrong-format", "implicitRules"),
    "an instant without a time": ({"meta": {"lastUpdated": "2025-01-01"}}, "wrong-format", "meta.lastUpdated"),
    "text for an object": ({"description": "Asks"}, "wrong-type", "description"),
    "an object for text": ({"id": {"value": "g"}}, "wrong-type", "id"),
    "a list in a list": ({"category": [[{"text": "x"}]]}, "wrong-type", "category[0]"),
    "null in a list": ({"category": [None]}, "wrong-type", "category[0]"),
    "text beside an object": ({"_description": {"id": "x"}}, "unknown-fields", ""),
    "a list beside one value": ({"startDate": "2025", "_startDate": [{"id": "x"}]}, "wrong-type", "start"),
}


@pytest.mark.parametrize(("given", "code", "place"), PRIMITIVES.values(), ids=PRIMITIVES.keys())
def test_values_have_the_form_that_r4_gives_them(given, code, place):
    assert goal(**given) == [(code, f"Goal.{place}".rstrip("."))]


def test_null_keeps_a_place_in_a_list_of_primitives():
    given = {"given": ["Ana", None], "_given": [None, {"extension": [{"url": "http://x.example", "valueCode": "a"}]}]}
    assert found({"resourceType": "Patient", "name": [given]}) == []
    assert found({"resourceType": "Patient", "name": [given | {"_given": [None, None]}]}) != []


def test_numbers_keep_to_their_type():
    def score(**value):
        return found(OBSERVATION | value)

    assert score(valueInteger=Decimal("1.0")) == [("wrong-type", "Observation.value")]
    assert score(valueInteger=True) == [("wrong-type", "Observation.value")]
    assert score(valueInteger=2**31) == [("out-of-range", "Observation.value")]
    assert score(valueQuantity={"value": Decimal("1.10")}) == []
    assert score(valueQuantity={"value": "1.10"}) == [("wrong-type", "Observation.value.value")]


RULES = {
    "obs-6": (OBSERVATION | {"valueInteger": 1, "dataAbsentReason": {"text": "x"}}, "Observation.dataAbsentReason"),
    "qty-3": (OBSERVATION | {"valueQuantity": {"value": 1, "code": "min"}}, "Observation.value.code"),
    "rng-2": (OBSERVATION | {"valueRange": {"low": {"value": 2}, "high": {"value": 1}}}, "Observation.value.high"),
    "rat-1": (OBSERVATION | {"valueRatio": {"numerator": {"value": 2}}}, "Observation.value.numerator"),
    "att-1": ({"resourceType": "Patient", "photo": [{"data": "eA=="}]}, "Patient.photo[0].data"),
    "cpt-2": ({"resourceType": "Patient", "telecom": [{"value": "1"}]}, "Patient.telecom[0].value"),
    "pat-1": ({"resourceType": "Patient", "contact": [{"gender": "other"}]}, "Patient.contact[0]"),
    "app-2": (
        {
            "resourceType": "Appointment",
            "status": "booked",
            "start": "2026-01-01T09:00:00Z",
            "participant": [{"status": "accepted", "actor": {"reference": "Patient/1"}}],
        },
        "Appointment.end",
    ),
    "inv-1": (
        {
            "resourceType": "Task",
            "status": "ready",
            "intent": "plan",
            "authoredOn": "2026-01-02T00:00:00Z",
            "lastModified": "2026-01-01T00:00:00+01:00",
        },
        "Task.lastModified",
    ),
    "per-1 with a zone": (
        GOAL | {"identifier": [{"period": {"start": "2026-01-01T10:00:00Z", "end": "2026-01-01T10:30:00+01:00"}}]},
        "Goal.identifier[0].period",
    ),
}


@pytest.mark.parametrize(("value", "place"), RULES.values(), ids=RULES.keys())
def test_rules_between_elements(value, place):
    assert [path for _, path in found(value)] == [place]


PERIODS = [("2026", "2026-01-01"), ("2026-01-02", "2026-01-01T23:00:00-12:00"), ("2026-01-01T10:00:00Z", "2026-01-01")]


@pytest.mark.parametrize(("start", "end"), PERIODS)
def test_a_period_that_may_be_right_is_right(start, end):
    assert goal(identifier=[{"period": {"start": start, "end": end}}]) == []


def test_unknown_elements_count_at_their_parent_and_are_not_named():
    problems = check_fhir(GOAL | {"goalz": 1, "Maria": {"Lopez": 2}, "description": {"text": "x", "_text_": 1}})
    assert [(each.code, each.fhirpath) for each in problems] == [
        ("unknown-fields", "Goal"),
        ("unknown-fields", "Goal.description"),
    ]
    assert problems[0].rule.endswith(": 2")


def test_other_releases_are_named_and_nothing_else_is_said_of_it():
    source = {"reference": "Patient/1"}
    (problem,) = check_fhir(GOAL | {"source": source, "acceptance": [{"participant": source}]})[:1]
    assert (problem.code, "R5" in problem.rule) == ("unsupported-version", True)
    (problem,) = check_fhir({"resourceType": "CapabilityStatement", "fhirVersion": "3.0.2"})
    assert (problem.code, "STU3" in problem.rule) == ("unsupported-version", True)
    assert found({"resourceType": "NutritionIntake"})[0] == ("unknown-code", "Resource.resourceType")


def test_lines_of_ndjson_are_looked_at_one_by_one():
    lines = [json.dumps(each) for each in (GOAL, GOAL | {"id": "!"}, bundle(GOAL | {"id": "!"}))]
    problems = check_fhir("\n".join(lines).encode())
    assert [(each.line, each.fhirpath, each.pointer) for each in problems] == [
        (2, "line[2].id", "/id"),
        (3, "line[3].entry[0].resource.id", "/entry/0/resource/id"),
    ]
    problems = check_fhir("\n".join([lines[0], lines[0], "<Goal/>", "[]", lines[1]]).encode())
    assert [(each.pointer, each.line, each.code) for each in problems] == [
        (None, 3, "not-json"),
        (None, 4, "unknown-document"),
        ("/id", 5, "wrong-format"),
    ]


def test_what_cannot_be_read_is_one_problem():
    for source, code in ((b"<Bundle/>", "not-json"), (b"[]", "unknown-document"), (b"\xff", "not-utf-8")):
        (problem,) = check_fhir(source)
        assert (problem.pointer, problem.code) == (None, code)


def test_more_problems_than_anyone_mends_are_not_all_listed():
    problems = check_fhir(GOAL | {"category": [None] * (MAX_PROBLEMS + 5)})
    assert len(problems) == MAX_PROBLEMS + 1
    assert [each.code for each in problems].count("too-large") == 1


def test_the_source_stays_as_it_was():
    value = bundle(GOAL)
    before = copy.deepcopy(value)
    check_fhir(value)
    assert value == before
