"""What is read of what happened, from resources that others wrote."""

import pytest
from tests.lib.fhir_resources import appointment, family, goal, observation, patient

from collabcare.interchange.fhir import from_fhir

ZONE = "Europe/Madrid"


def reasons(read, start):
    return {each.reason.value for each in read.left_out if each.path.startswith(start)}


def imported(*events):
    read = from_fhir([*family(), *events], timezone=ZONE)
    assert read.plan is not None
    assert read.problems == ()
    return read


def test_an_appointment_is_a_session_of_which_nobody_is_said_to_have_come():
    (session,) = imported(appointment()).journal.sessions
    assert (session.status.value, session.expected, session.attended) == ("held", ("p1", "t1"), ())


@pytest.mark.parametrize("status", ["proposed", "pending", "arrived", "checked-in", "waitlist"])
def test_an_appointment_of_which_the_outcome_is_open_is_left_out(status):
    read = imported(appointment(status=status))
    assert read.journal.sessions == ()
    assert reasons(read, "Appointment") == {"no-outcome"}


@pytest.mark.parametrize(("theirs", "ours"), [("noshow", "no-show"), ("cancelled", "cancelled"), ("booked", "scheduled")])
def test_what_became_of_an_appointment_is_read(theirs, ours):
    assert [each.status.value for each in imported(appointment(status=theirs)).journal.sessions] == [ours]


def test_an_appointment_without_an_end_has_no_schedule():
    assert reasons(imported(appointment(end=None)), "Appointment") == {"no-schedule"}


def encounter(**more):
    return {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2026-01-12T10:05:00+01:00", "end": "2026-01-12T10:55:00+01:00"},
        "participant": [{"individual": {"reference": "Practitioner/t1"}}],
        **more,
    }


def test_an_encounter_says_who_came_and_how_long_it_took():
    (session,) = imported(appointment(), encounter(appointment=[{"reference": "Appointment/a1"}])).journal.sessions
    assert set(session.attended) == {"p1", "t1"}
    assert (session.ended_at - session.started_at).seconds == 50 * 60


def test_an_encounter_alone_was_never_scheduled():
    read = imported(encounter())
    assert read.journal.sessions == ()
    assert reasons(read, "Encounter") == {"no-schedule"}


def test_an_observation_of_a_goal_is_a_measurement():
    (measured,) = imported(observation(performer=[{"reference": "Practitioner/t1"}])).journal.measurements
    assert (measured.goal, str(measured.value), measured.unit, measured.observer) == ("g1", "3", "{times}", "t1")


def test_the_outcome_of_a_goal_is_a_measurement_of_it():
    sources = [*family()[:-1], goal(outcomeReference=[{"reference": "Observation/o1"}]), observation(focus=None)]
    read = from_fhir(sources, timezone=ZONE)
    assert [each.goal for each in read.journal.measurements] == ["g1"]
    assert reasons(read, "Goal.outcomeReference") == set()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"focus": None}, "no-goal"),
        ({"focus": [{"reference": "Goal/unknown"}]}, "no-goal"),
        ({"valueQuantity": {"value": 3, "unit": "times"}}, "not-understood"),
        ({"valueQuantity": {"value": 3, "system": "http://unitsofmeasure.org", "code": "two words"}}, "not-understood"),
        ({"valueQuantity": None, "valueString": "three"}, "not-understood"),
        ({"status": "preliminary"}, "no-outcome"),
        ({"effectiveDateTime": "2026-01-12"}, "incomplete"),
    ],
)
def test_an_observation_that_measures_no_goal_is_left_out(change, reason):
    read = imported(observation(**change))
    assert read.journal.measurements == ()
    assert reasons(read, "Observation") == {reason}


def test_an_instant_without_an_offset_is_on_the_clock_of_the_zone():
    (measured,) = imported(observation(effectiveDateTime="2026-07-01T10:00:00")).journal.measurements
    assert measured.measured_at.isoformat() == "2026-07-01T08:00:00+00:00"


def message(**more):
    purpose = {"coding": [{"system": "https://x.example/CodeSystem/collabcare-message-purpose", "code": "question"}]}
    return {
        "resourceType": "Communication",
        "id": "c1",
        "status": "completed",
        "category": [purpose],
        "subject": {"reference": "Patient/p1"},
        "sent": "2026-01-12T10:00:00Z",
        "sender": {"reference": "RelatedPerson/m1"},
        "recipient": [{"reference": "Practitioner/t1"}],
        "payload": [{"contentString": "When?"}],
        **more,
    }


def test_a_communication_with_a_purpose_of_ours_is_a_message():
    (read,) = imported(message()).journal.messages
    assert (read.sender, read.recipients, read.purpose.value, read.body) == ("m1", ("t1",), "question", "When?")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"category": [{"text": "question"}]}, "no-purpose"),
        ({"sender": None}, "incomplete"),
        ({"recipient": [{"reference": "Organization/o"}]}, "incomplete"),
        ({"sent": "2026-01"}, "incomplete"),
        ({"status": "in-progress"}, "no-outcome"),
    ],
)
def test_a_communication_of_which_something_is_open_is_left_out(change, reason):
    read = imported(message(**change))
    assert read.journal.messages == ()
    assert reasons(read, "Communication") == {reason}


def answers(**more):
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "status": "completed",
        "questionnaire": "https://x.example/Questionnaire/stress|2",
        "authored": "2026-01-12T10:00:00Z",
        "source": {"reference": "RelatedPerson/m1"},
        "item": [
            {"linkId": "1", "text": "How?", "answer": [{"valueInteger": 3}]},
            {"linkId": "2", "answer": [{"valueString": "words"}]},
            {"linkId": "part", "item": [{"linkId": "3", "answer": [{"valueDecimal": 2.5}]}]},
        ],
        **more,
    }


def test_answers_are_carried_where_they_are_numbers():
    read = imported(answers())
    (made,) = read.journal.answers
    assert (made.instrument, made.instrument_version, made.respondent) == ("stress", "2", "m1")
    assert [(each.item, each.answer) for each in made.items] == [("1", 3), ("3", 2.5)]
    assert reasons(read, "QuestionnaireResponse.item.answer.valueString") == {"not-numbers"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"item": [{"linkId": "1", "answer": [{"valueString": "three"}]}]}, "not-numbers"),
        ({"questionnaire": None}, "incomplete"),
        ({"source": None}, "incomplete"),
        ({"status": "in-progress"}, "no-outcome"),
    ],
)
def test_answers_that_say_nothing_to_count_are_left_out(change, reason):
    read = imported(answers(**change))
    assert read.journal.answers == ()
    assert reasons(read, "QuestionnaireResponse") == {reason}


def test_an_event_that_is_refused_is_dropped_by_itself_with_its_problem():
    backwards = appointment(id="a2", start="2026-01-12T12:00:00Z", end="2026-01-12T11:00:00Z")
    read = from_fhir([*family(), appointment(), backwards], timezone=ZONE)
    assert [each.id for each in read.journal.sessions] == ["a1"]
    (problem,) = read.problems
    assert (problem.pointer, problem.code) == ("/sessions/1/scheduled_end_at", "date-order")
    assert problem.fhirpath == "resource[7].end"
    assert len(read.journal_document["sessions"]) == 2


def test_events_of_a_child_without_a_plan_are_read_all_the_same():
    read = from_fhir([patient(), goal(), observation()], timezone=ZONE)
    assert read.journal is None
    assert [each["goal"] for each in read.journal_document["measurements"]] == ["g1"]
