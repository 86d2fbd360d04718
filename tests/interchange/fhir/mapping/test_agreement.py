"""Answers as Provenance, questions without one as Tasks."""

import pytest

from tests.lib.families import family, goal, proposal
from tests.lib.fhir import Written

YES = {"kind": "consent", "method": "signed"}
PLAN = family(
    goals=(goal("ask"),),
    agreements=(
        proposal("ask", "2026-09-08", "2026-09-10", "agreed", id="signed", **YES),
        proposal(
            "ask", "2026-09-08", "2026-09-10", "agreed-with-concerns", id="spoken", kind="consent", method="spoken"
        ),
        proposal("ask", "2026-09-08", "2026-09-10", "declined", id="no", **YES),
        proposal("ask", "2026-09-08", "2026-09-10", "agreed", id="seen", kind="acknowledgement", method="electronic"),
        proposal("ask", "2026-09-08", id="open"),
    ),
)
WRITTEN = Written(PLAN)
AT = "2026-09-10T10:00:00Z"


@pytest.mark.parametrize(
    ("kind", "record", "path", "expected"),
    [
        ("Provenance", "signed", "target.reference", ["Goal/ask"]),
        ("Provenance", "signed", "occurredDateTime", [AT]),
        ("Provenance", "signed", "recorded", [AT]),
        ("Provenance", "signed", "activity.coding.code", ["consent"]),
        ("Provenance", "signed", "agent.type.coding.code", ["agreed", "attester"]),
        ("Provenance", "signed", "agent.who.reference", ["RelatedPerson/mother"]),
        ("Provenance", "signed", "signature.type.code", ["1.2.840.10065.1.12.1.7"]),
        ("Provenance", "signed", "signature.who.reference", ["RelatedPerson/mother"]),
        ("Provenance", "signed", "signature.when", [AT]),
        ("Provenance", "spoken", "agent.type.coding.code", ["agreed-with-concerns", "attester"]),
        # Spoken words, a no and an acknowledgement are no signature of consent.
        ("Provenance", "spoken", "signature", []),
        ("Provenance", "no", "agent.type.coding.code", ["declined"]),
        ("Provenance", "no", "signature", []),
        ("Provenance", "seen", "signature", []),
        ("Task", "open", "status", ["requested"]),
        ("Task", "open", "code.coding.code", ["decide"]),
        ("Task", "open", "focus.reference", ["Goal/ask"]),
        ("Task", "open", "owner.reference", ["RelatedPerson/mother"]),
        ("Task", "open", "authoredOn", ["2026-09-08"]),
    ],
)
def test_elements(kind, record, path, expected):
    assert WRITTEN.at(kind, record, path) == expected


def test_what_was_not_decided_is_no_provenance():
    assert not WRITTEN.has("Provenance", "open")
