"""Barriers as Observations, what was agreed about them as Tasks."""

import pytest

from collabcare.text import Text
from tests.lib.families import barrier, family
from tests.lib.fhir import BASE, Written

OPEN = barrier("2026-09-02", id="bus", kind="transport", description=Text.of("en", "No bus after six"))
ANSWERED = barrier("2026-09-02", id="late", kind="other", kind_other="Shifts", answered_on="2026-09-05")
GONE = barrier("2026-09-02", id="gone", answered_on="2026-09-05", resolved_on="2026-09-20", outcome="helped")
PLAN = family(barriers=(OPEN, ANSWERED, GONE))
WRITTEN = Written(PLAN)


@pytest.mark.parametrize(
    ("kind", "record", "path", "expected"),
    [
        ("Observation", "bus", "status", ["final"]),
        ("Observation", "bus", "code.coding.system", ["http://snomed.info/sct"]),
        ("Observation", "bus", "code.coding.code", ["811791000000103"]),
        ("Observation", "bus", "subject.reference", ["Patient/child"]),
        ("Observation", "bus", "basedOn.reference", [f"CarePlan/{PLAN.id}"]),
        ("Observation", "bus", "performer.reference", ["RelatedPerson/mother"]),
        ("Observation", "bus", "effectiveDateTime", ["2026-09-02"]),
        (
            "Observation",
            "bus",
            "valueCodeableConcept",
            [
                {
                    "coding": [{"system": BASE + "CodeSystem/collabcare-barrier-kind", "code": "transport"}],
                    "text": "No bus after six",
                }
            ],
        ),
        ("Task", "late/0", "status", ["accepted"]),
        ("Task", "late/0", "intent", ["plan"]),
        ("Task", "late/0", "code.coding.code", ["solution"]),
        ("Task", "late/0", "for.reference", ["Patient/child"]),
        ("Task", "late/0", "reasonReference.reference", ["Observation/late"]),
        ("Task", "late/0", "authoredOn", ["2026-09-05"]),
        ("Task", "gone/0", "status", ["completed"]),
    ],
)
def test_elements(kind, record, path, expected):
    assert WRITTEN.at(kind, record, path) == expected


def test_without_a_response_there_is_no_task():
    assert not WRITTEN.has("Task", "bus/0")
