"""Home practice as a ServiceRequest."""

import pytest

from collabcare.text import Text, Wording
from tests.lib.families import a_week, family, goal, practice_of
from tests.lib.fhir import BASE, Written

HOW = Text(
    default="en",
    wordings=(
        Wording(language="en", words="Wait, then show the card."),
        Wording(language="es", words="Espere y muestre la tarjeta.", status="reviewed"),
    ),
)
PLAN = family(
    goals=(goal("ask"), goal("wait")),
    assignments=(
        practice_of(
            a_week(3),
            goals=("ask", "wait"),
            title=Text.of("en", "Asking"),
            instructions=HOW,
            settings=["home", "childcare"],
            responsible=["mother", "child"],
            assigned_by="therapist",
            status="completed",
            embedded_in=["play"],
        ),
    ),
)
WRITTEN = Written(PLAN)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("status", ["completed"]),
        ("intent", ["plan"]),
        ("category.coding", [{"system": BASE + "CodeSystem/collabcare-category", "code": "home-practice"}]),
        ("code.text", ["Asking"]),
        ("subject.reference", ["Patient/child"]),
        ("basedOn.reference", [f"CarePlan/{PLAN.id}"]),
        ("authoredOn", ["2026-09-07"]),
        ("requester.reference", ["Practitioner/therapist"]),
        ("performer.reference", ["RelatedPerson/mother", "Patient/child"]),
        ("locationCode.coding.code", ["home", "PTRES", "childcare"]),
        ("patientInstruction", ["Wait, then show the card."]),
        ("_patientInstruction.extension.extension.valueString", ["Espere y muestre la tarjeta."]),
        ("extension.valueReference.reference", ["Goal/ask", "Goal/wait"]),
        ("extension.extension.valueCode", ["play"]),
    ],
)
def test_elements(path, expected):
    assert WRITTEN.at("ServiceRequest", "walk", path) == expected
