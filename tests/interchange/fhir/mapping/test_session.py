"""Sessions as Appointments, and as Encounters where one took place."""

import pytest

from tests.lib.fhir_events import BASE, OWN, SESSION, bundle, events, named, read, resources

PLANNED = {**SESSION, "status": "scheduled"}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("scheduled", "booked"),
        ("held", "fulfilled"),
        ("cancelled", "cancelled"),
        ("moved", "cancelled"),
        ("no-show", "noshow"),
    ],
)
def test_what_became_of_a_session(ours: str, theirs: str) -> None:
    written = bundle(sessions=[{**SESSION, "status": ours}])

    assert resources(written)["session/s1"]["status"] == theirs
    assert ("encounter/s1" in resources(written)) == (ours == "held")
    assert events(read(written)) == {"sessions": [{**SESSION, "status": ours}]}


def test_who_was_expected_and_who_came_keep_their_orders() -> None:
    session = {**SESSION, "expected": ["mateo", "lucia", "hannah"], "attended": ["hannah", "lucia"]}
    written = bundle(sessions=[session])

    participants = resources(written)["session/s1"]["participant"]

    assert [(named(written, each["actor"]), each["required"]) for each in participants] == [
        ("child/mateo", "required"),
        ("related-person/lucia", "required"),
        ("practitioner/hannah", "required"),
    ]
    assert participants[2]["extension"] == [
        {
            "url": BASE + "StructureDefinition/collabcare-attendance",
            "extension": [{"url": "expected", "valuePositiveInt": 3}, {"url": "attended", "valuePositiveInt": 1}],
        }
    ]
    assert events(read(written)) == {"sessions": [session]}


def test_a_session_of_nobody_is_of_the_child() -> None:
    """An Appointment needs someone, and has no subject."""
    written = bundle(sessions=[PLANNED])

    (participant,) = resources(written)["session/s1"]["participant"]

    assert named(written, participant["actor"]) == "child/mateo"
    assert participant["required"] == "information-only"
    assert events(read(written)) == {"sessions": [PLANNED]}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "AMB"),
        ({"setting": "clinic"}, "AMB"),
        ({"setting": "home"}, "HH"),
        ({"setting": "school"}, "FLD"),
        ({"setting": "home", "service_delivery": "telepractice-synchronous"}, "VR"),
        ({"service_delivery": "phone"}, "VR"),
    ],
)
def test_a_session_that_took_place_is_an_encounter(given: dict[str, str], code: str) -> None:
    times = {"started_at": "2026-09-08T22:31:00Z", "ended_at": "2026-09-08T23:10:00Z"}
    session = {**SESSION, **given, **times, "attended": ["mateo", "lucia"]}
    written = bundle(sessions=[session])

    encounter = resources(written)["encounter/s1"]

    assert encounter["class"]["code"] == code
    assert encounter["period"] == {"start": times["started_at"], "end": times["ended_at"]}
    assert [named(written, each["individual"]) for each in encounter["participant"]] == ["related-person/lucia"]
    assert named(written, encounter["subject"]) == "child/mateo"
    assert named(written, encounter["appointment"][0]) == "session/s1"
    assert events(read(written)) == {"sessions": [session]}


@pytest.mark.parametrize(
    ("given", "codings"),
    [
        ({"cancellation_reason": "transport"}, [(OWN + "cancellation-reason", "transport"), ("HL7", "pat-lt")]),
        (
            {"cancellation_reason": "staff-ill", "cancelled_by": "clinic"},
            [(OWN + "cancellation-reason", "staff-ill"), ("HL7", "prov")],
        ),
        ({"cancelled_by": "family"}, [("HL7", "pat")]),
        ({"cancellation_reason": "holiday"}, [(OWN + "cancellation-reason", "holiday")]),
    ],
)
def test_why_a_session_was_called_off(given: dict[str, str], codings: list[tuple[str, str]]) -> None:
    session = {**SESSION, "status": "cancelled", **given}
    written = bundle(sessions=[session])

    reason = resources(written)["session/s1"]["cancelationReason"]

    hl7 = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
    assert [(each["system"].replace(hl7, "HL7"), each["code"]) for each in reason["coding"]] == codings
    assert events(read(written)) == {"sessions": [session]}


def test_a_reason_that_fhir_forbids_stands_in_the_own_extension() -> None:
    session = {**SESSION, "status": "no-show", "cancellation_reason": "child-ill"}
    written = bundle(sessions=[session])

    assert "cancelationReason" not in resources(written)["session/s1"]
    assert events(read(written)) == {"sessions": [session]}


def test_somebody_whom_a_server_added_to_an_encounter_is_left_out() -> None:
    written = bundle(sessions=[{**SESSION, "attended": ["lucia"]}])
    encounter = resources(written)["encounter/s1"]
    other = "urn:uuid:" + resources(written)["practitioner/hannah"]["id"]
    encounter["participant"].append({"individual": {"reference": other}})

    found = read(written)

    assert [(each.path, each.count) for each in found.left_out] == [("Encounter.participant.individual.reference", 1)]
