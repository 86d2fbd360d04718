"""Practice at home, and how far its log is complete, as Observations."""

from decimal import Decimal
from typing import Any

import pytest

from tests.lib.fhir_events import OWN, bundle, events, named, read, resources

DONE = {"id": "p1", "assignment": "meal-choices", "outcome": "done"}


def test_a_report_of_practice() -> None:
    practice = {
        **DONE,
        "due_on": "2026-09-14",
        "reported_at": "2026-09-15T03:45:00Z",
        "reported_by": "lucia",
        "by": "lucia",
        "note": "Con la abuela.",
    }
    written = bundle(practice=[practice])

    found = resources(written)["practice-record/p1"]

    assert found["status"] == "final"
    assert found["code"] == {"coding": [{"system": OWN + "observation", "code": "practice"}]}
    assert named(written, found["subject"]) == "child/mateo"
    assert named(written, found["basedOn"][0]) == "home-assignment/meal-choices"
    assert named(written, found["performer"][0]) == "related-person/lucia"
    assert found["issued"] == practice["reported_at"]
    assert found["valueCodeableConcept"] == {"coding": [{"system": OWN + "practice-outcome", "code": "done"}]}
    assert found["note"] == [{"text": "Con la abuela."}]
    assert events(read(written)) == {"practice": [practice]}


@pytest.mark.parametrize(
    ("days", "effective"),
    [
        ({"due_on": "2026-09-14"}, "2026-09-14"),
        ({"practised_on": "2026-09-14"}, "2026-09-14"),
        ({"due_on": "2026-09-14", "practised_on": "2026-09-14"}, "2026-09-14"),
        ({"due_on": "2026-09-14", "practised_on": "2026-09-15"}, "2026-09-15"),
        ({"practised_at": "2026-09-14T18:00:00Z"}, "2026-09-14T18:00:00Z"),
        ({"due_on": "2026-09-13", "practised_at": "2026-09-14T18:00:00Z"}, "2026-09-14T18:00:00Z"),
    ],
)
def test_when_it_was_and_when_it_was_due_are_kept_apart(days: dict[str, str], effective: str) -> None:
    written = bundle(practice=[{**DONE, **days}])

    assert resources(written)["practice-record/p1"]["effectiveDateTime"] == effective
    assert events(read(written)) == {"practice": [{**DONE, **days}]}


@pytest.mark.parametrize(
    ("more", "component"),
    [
        ({"minutes": 9}, ("minutes", "valueQuantity", 9)),
        ({"outcome": "partly", "done_share": 0.5}, ("done-share", "valueQuantity", 0.5)),
        ({"quality": 4}, ("quality", "valueInteger", 4)),
        ({"distress_before": 0}, ("distress-before", "valueInteger", 0)),
        (
            {"outcome": "excused", "excused_reason": "child-ill"},
            ("excused-reason", "valueCodeableConcept", "child-ill"),
        ),
    ],
)
def test_what_else_was_reported_is_a_component(more: dict[str, Any], component: tuple[str, str, Any]) -> None:
    practice = {**DONE, "due_on": "2026-09-14", **more}
    written = bundle(practice=[practice])

    (found,) = resources(written)["practice-record/p1"]["component"]

    code, element, value = component
    assert found["code"]["coding"] == [{"system": OWN + "observation", "code": code}]
    said = found[element]
    assert (
        value in (said, said["value"] if "value" in said else said["coding"][0]["code"])
        if isinstance(said, dict)
        else said == value
    )
    assert events(read(written)) == {"practice": [practice]}


def test_excused_practice_has_a_value_and_so_no_reason_for_its_absence() -> None:
    """FHIR forbids both together (obs-6); and excused is not absent."""
    written = bundle(practice=[{**DONE, "due_on": "2026-09-14", "outcome": "excused", "excused_reason": "away"}])

    assert "dataAbsentReason" not in resources(written)["practice-record/p1"]


def test_what_nobody_reported_is_no_resource() -> None:
    assert not [each for each in resources(bundle()) if each.startswith("practice-record/")]


@pytest.mark.parametrize(
    "change", [{"comparator": "<"}, {"code": "h"}, {"value": 9.5}, {"system": "http://other.example"}]
)
def test_an_amount_that_is_not_understood_is_left_out(change: dict[str, Any]) -> None:
    written = bundle(practice=[{**DONE, "due_on": "2026-09-14", "minutes": 9}])
    resources(written)["practice-record/p1"]["component"][0]["valueQuantity"].update(change)

    found = read(written)

    assert events(found) == {"practice": [{**DONE, "due_on": "2026-09-14"}]}
    assert "Observation.component.valueQuantity.value" in {each.path for each in found.left_out}


@pytest.mark.parametrize("number", [10**309, Decimal("1e399"), Decimal("-1e309")], ids=["whole", "large", "small"])
def test_a_share_that_no_float_holds_is_left_out(number: Any) -> None:
    practice = {**DONE, "due_on": "2026-09-14", "outcome": "partly"}
    written = bundle(practice=[{**practice, "done_share": 0.5}])
    resources(written)["practice-record/p1"]["component"][0]["valueQuantity"]["value"] = number

    found = read(written)

    assert events(found) == {"practice": [practice]}
    assert "Observation.component.valueQuantity.value" in {each.path for each in found.left_out}


def test_how_far_a_log_is_complete() -> None:
    statement = {"id": "l1", "assignment": "meal-choices", "complete_until": "2026-10-18"}
    written = bundle(log_statements=[statement])

    found = resources(written)["log-statement/l1"]

    assert found["valueDateTime"] == "2026-10-18"
    assert named(written, found["basedOn"][0]) == "home-assignment/meal-choices"
    assert events(read(written)) == {"log_statements": [statement]}
