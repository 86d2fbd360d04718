"""Measurements of goals, and how closely strategies were carried out, as Observations."""

from typing import Any

import pytest

from tests.lib.fhir_events import OWN, SESSION, bundle, events, named, read, resources

LOINC = "http://loinc.org"
AT = {"id": "x1", "goal": "words", "measured_at": "2026-09-08T23:00:00Z"}


def test_an_amount() -> None:
    measured = {**AT, "value": "12.25", "unit": "{word}", "procedure": "report", "observer": "lucia", "session": "s1"}
    written = bundle(sessions=[SESSION], measurements=[measured])

    found = resources(written)["measurement/x1"]

    assert found["code"] == {"coding": [{"system": OWN + "observation", "code": "goal-measurement"}]}
    assert [named(written, each) for each in found["focus"]] == ["goal/words"]
    assert [named(written, each) for each in found["performer"]] == ["related-person/lucia"]
    assert named(written, found["encounter"]) == "encounter/s1"
    assert str(found["valueQuantity"]["value"]) == "12.25"
    assert found["valueQuantity"]["code"] == "{word}"
    assert events(read(written))["measurements"] == [measured]


@pytest.mark.parametrize(
    ("observer", "codes"),
    [
        ("lucia", ["107331-1", "goal-measurement"]),
        ("hannah", ["107333-7", "goal-measurement"]),
        ("mateo", ["107334-5", "goal-measurement"]),
        (None, ["goal-measurement"]),
    ],
)
def test_whose_judgement_a_level_is(observer: str | None, codes: list[str]) -> None:
    measured: dict[str, Any] = {**AT, "level": -1} | ({} if observer is None else {"observer": observer})
    written = bundle(measurements=[measured])

    found = resources(written)["measurement/x1"]

    assert [each["code"] for each in found["code"]["coding"]] == codes
    assert found["valueCodeableConcept"] == {"coding": [{"system": LOINC, "code": "LA34483-0"}]}
    assert events(read(written))["measurements"] == [measured]


@pytest.mark.parametrize(
    ("said", "elements"),
    [
        ({"level": 0}, {"valueCodeableConcept"}),
        ({"value": "3", "unit": "{word}", "level": 0}, {"valueQuantity", "component"}),
        ({"successes": 8, "attempts": 10}, {"valueRatio"}),
        ({"value": "3", "unit": "{word}", "successes": 8, "attempts": 10}, {"valueQuantity", "extension"}),
        ({"level": 2, "successes": 0, "attempts": 10}, {"valueCodeableConcept", "extension"}),
        ({"trials": [True, False, True]}, {"extension"}),
        ({"intervals": [False]}, {"extension"}),
    ],
)
def test_where_each_value_stands(said: dict[str, Any], elements: set[str]) -> None:
    written = bundle(measurements=[{**AT, **said}])
    found = resources(written)["measurement/x1"]

    places = {"valueQuantity", "valueCodeableConcept", "valueRatio", "component", "extension"}
    assert places & set(found) == elements
    assert events(read(written))["measurements"] == [{**AT, **said}]


def test_how_closely_a_strategy_was_carried_out() -> None:
    watched = {
        "id": "f1",
        "strategy": "wait",
        "caregiver": "lucia",
        "observer": "hannah",
        "steps_correct": 0,
        "steps_scored": 5,
        "setting": "clinic",
        "observed_at": "2026-09-29T23:05:00Z",
    }
    written = bundle(fidelity=[watched])

    found = resources(written)["fidelity-observation/f1"]

    assert found["valueRatio"] == {"numerator": {"value": 0}, "denominator": {"value": 5}}
    assert named(written, found["subject"]) == "child/mateo"
    assert [named(written, each) for each in found["focus"]] == ["related-person/lucia"]
    assert [named(written, each) for each in found["performer"]] == ["practitioner/hannah"]
    assert events(read(written)) == {"fidelity": [watched]}


@pytest.mark.parametrize("numerator", [{"value": 1.5}, {"value": 1, "unit": "kg"}, {}, None, "1"])
def test_a_ratio_that_is_not_understood_is_left_out(numerator: Any) -> None:
    written = bundle(measurements=[{**AT, "successes": 1, "attempts": 2}])
    resources(written)["measurement/x1"]["valueRatio"]["numerator"] = numerator

    found = read(written)

    assert "Observation.valueRatio.denominator.value" in {each.path for each in found.left_out}
    assert [each.code for each in found.problems] == ["at-least-one"]
