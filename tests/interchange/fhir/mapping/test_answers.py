"""Answers to questionnaires and check-ins, as QuestionnaireResponses."""

from typing import Any

import pytest

from tests.lib.fhir_events import BASE, bundle, events, named, read, resources

ANSWERS: dict[str, Any] = {
    "id": "a1",
    "instrument": "clinic-own",
    "respondent": "lucia",
    "answered_at": "2026-11-09T03:10:00Z",
    "items": [{"item": "1", "answer": 4.0}, {"item": "2", "skipped": True}, {"item": "3", "not_applicable": True}],
}


def test_items_have_their_numbers_and_never_a_wording() -> None:
    written = bundle(answers=[ANSWERS])

    found = resources(written)["answers/a1"]

    absent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    assert found["item"] == [
        {"linkId": "1", "answer": [{"valueDecimal": 4.0}]},
        {"linkId": "2"},
        {"linkId": "3", "extension": [{"url": absent, "valueCode": "not-applicable"}]},
    ]
    assert found["questionnaire"] == BASE + "Questionnaire/collabcare-clinic-own"
    assert found["status"] == "completed"
    assert named(written, found["source"]) == "related-person/lucia"
    assert named(written, found["subject"]) == "child/mateo"
    assert events(read(written)) == {"answers": [ANSWERS]}


@pytest.mark.parametrize(("version", "address"), [("es-1", "clinic-own|es-1"), ("Version 2 | es", "clinic-own")])
def test_the_version_of_a_questionnaire(version: str, address: str) -> None:
    answers = {**ANSWERS, "instrument_version": version}
    written = bundle(answers=[answers])

    assert resources(written)["answers/a1"]["questionnaire"] == f"{BASE}Questionnaire/collabcare-{address}"
    assert events(read(written)) == {"answers": [answers]}


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "9", "answer": [{"valueString": "much"}]},
        {"linkId": "9", "answer": [{"valueDecimal": 1}, {"valueDecimal": 2}]},
        {"linkId": "9", "text": "How much?"},
        {"linkId": "9", "item": [{"linkId": "9.1"}]},
    ],
)
def test_an_item_that_says_more_stays_whole(item: dict[str, Any]) -> None:
    written = bundle(answers=[ANSWERS])
    resources(written)["answers/a1"]["item"].append(item)

    found = read(written)

    assert events(found) == {"answers": [ANSWERS]}
    assert "QuestionnaireResponse.item.linkId" in {each.path for each in found.left_out}


def test_a_check_in_is_a_form_of_its_fields() -> None:
    check_in = {
        "id": "c1",
        "caregiver": "lucia",
        "checked_in_at": "2026-11-06T05:00:00Z",
        "confidence": 0,
        "about": ["words", "wait"],
        "hours_available": 2.5,
        "words": "Mejor.",
    }
    written = bundle(check_ins=[check_in])

    found = resources(written)["check-in/c1"]

    answers = {each["linkId"]: each["answer"] for each in found["item"]}
    assert answers["confidence"] == [{"valueInteger": 0}]
    assert answers["hours_available"] == [{"valueDecimal": 2.5}]
    assert answers["words"] == [{"valueString": "Mejor."}]
    assert named(written, answers["about"][0]["valueReference"]) == "goal/words"
    assert named(written, found["source"]) == "related-person/lucia"
    assert events(read(written)) == {"check_ins": [check_in]}
