"""What is read of a plan that others wrote: people, plan, goals, practice; nothing is made up."""

import pytest

from collabcare.interchange.fhir import from_fhir
from tests.lib.fhir_foreign import scale
from tests.lib.fhir_resources import SNOMED, care_plan, family, goal, mother, patient, practice, team, therapist

ZONE = "Europe/Madrid"


def reasons(read, start=""):
    return {each.path: each.reason.value for each in read.left_out if each.path.startswith(start)}


def people(read):
    return {each["id"]: each for each in read.plan_document["participants"]}


def test_a_small_case_is_a_plan():
    read = from_fhir([*family(), practice()], timezone=ZONE)
    assert read.problems == ()
    assert [each.role.value for each in read.plan.participants] == ["child", "caregiver", "therapist"]
    assert read.plan.timezone == ZONE
    (assignment,) = read.plan.assignments
    assert assignment.weekly_target.times == 3
    assert assignment.goals == ("g1",)
    assert assignment.responsible == ("m1",)


def test_a_foreign_case_goes_out_and_in_again_as_it_was():
    from collabcare.interchange.fhir import write_fhir

    first = from_fhir([*family(), practice()], timezone=ZONE)
    again = from_fhir(write_fhir(first.plan, first.journal, base_url="https://x.example/"), timezone="UTC")
    assert (again.plan, again.journal, again.left_out) == (first.plan, first.journal, ())


def test_nothing_is_made_up_for_a_lone_child():
    read = from_fhir(patient(), timezone=ZONE)
    assert read.plan is None
    assert read.plan_document["participants"] == [{"id": "p1", "role": "child"}]
    assert {each.pointer for each in read.problems} == {"/id", "/title", "/starts_on", "/participants", "/plan"}


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"title": None, "description": "Words"}, "Words"),
        ({"title": None, "category": [{"coding": [{"code": "x"}]}, {"text": "Speech"}]}, "Speech"),
        ({"title": None, "category": [{"coding": [{"code": "x", "display": "Shown"}]}]}, "Shown"),
    ],
)
def test_a_plan_without_a_title_is_called_what_the_source_calls_it(more, title):
    read = from_fhir(family(**more), timezone=ZONE)
    assert [each.words for each in read.plan.title.wordings] == [title]


def test_a_plan_that_has_no_words_says_so_with_its_place():
    read = from_fhir(family(title=None), timezone=ZONE)
    (problem,) = read.problems
    assert (problem.pointer, problem.code, problem.fhirpath) == ("/title", "missing", "resource[4].title")
    assert read.plan is None


def test_days_of_instants_are_days_in_the_zone():
    read = from_fhir(family(period={"start": "2026-01-04T23:30:00Z", "end": "2026-03"}), timezone=ZONE)
    assert read.plan_document["starts_on"] == "2026-01-05"
    assert "ends_on" not in read.plan_document
    assert reasons(read, "CarePlan.period") == {"CarePlan.period.end": "not-understood"} or reasons(
        read, "CarePlan.period"
    ) == {"CarePlan.period.end": "no-place"}


def test_words_are_in_the_language_that_is_said_else_in_none_that_is_known():
    spoken = from_fhir(family(language="es"), timezone=ZONE).plan_document
    silent = from_fhir(family(), timezone=ZONE).plan_document
    assert (spoken["title"]["default"], silent["title"]["default"]) == ("es", "und")


@pytest.mark.parametrize(
    ("relationship", "role", "other"),
    [
        (
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "GRMTH"}]},
            "caregiver",
            None,
        ),
        (
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "HBRO"}]},
            "sibling",
            None,
        ),
        (
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "NIECE"}]},
            "other",
            "NIECE",
        ),
        ({"coding": [{"system": "urn:own", "code": "MTH"}], "text": "mother"}, "other", "mother"),
    ],
)
def test_a_role_is_read_where_a_code_says_it(relationship, role, other):
    read = from_fhir([patient(), mother(relationship=[relationship])], timezone=ZONE)
    person = people(read)["m1"]
    assert (person["role"], person.get("role_other")) == (role, other)


def test_a_person_of_whom_nothing_is_said_is_what_the_source_calls_it():
    author = care_plan(author={"reference": "Practitioner/t1"})
    read = from_fhir([patient(), therapist(), author], timezone=ZONE)
    assert people(read)["t1"] == {"id": "t1", "role": "other", "role_other": "practitioner", "name": "Jo Roe"}


def test_a_role_and_its_practitioner_are_one_person():
    role = {
        "resourceType": "PractitionerRole",
        "id": "r1",
        "practitioner": {"reference": "Practitioner/t1"},
        "code": [{"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": "235Z00000X"}]}],
    }
    author = care_plan(author={"reference": "PractitionerRole/r1"})
    read = from_fhir([patient(), therapist(), role, author], timezone=ZONE)
    person = people(read)["t1"]
    assert (person["role"], person["disciplines"], person["name"]) == ("therapist", ["speech-language"], "Jo Roe")


def test_people_whom_nothing_names_do_not_take_part():
    read = from_fhir([patient(), therapist(), care_plan()], timezone=ZONE)
    assert set(people(read)) == {"p1"}
    assert reasons(read, "Practitioner.name") == {
        "Practitioner.name.family": "no-part",
        "Practitioner.name.given": "no-part",
    }


def test_only_the_year_of_a_birth_is_carried_and_the_rest_is_named():
    read = from_fhir(patient(birthDate="2019-05-06", address=[{"city": "Here"}]), timezone=ZONE)
    assert people(read)["p1"]["birth_year"] == 2019
    assert reasons(read) == {"Patient.birthDate": "in-part", "Patient.address.city": "identity"}


def test_the_usual_name_is_taken_and_none_that_was_given_up():
    names = [
        {"use": "old", "text": "Old"},
        {"use": "official", "given": ["A", "B"], "family": "C"},
        {"use": "usual", "text": "U"},
    ]
    assert people(from_fhir(patient(name=names), timezone=ZONE))["p1"]["name"] == "U"
    assert people(from_fhir(patient(name=names[:2]), timezone=ZONE))["p1"]["name"] == "A B C"
    assert "name" not in people(from_fhir(patient(name=names[:1]), timezone=ZONE))["p1"]


def test_a_name_that_is_too_long_is_named():
    read = from_fhir(patient(name=[{"text": "a" * 201}]), timezone=ZONE)
    assert "name" not in people(read)["p1"]
    assert reasons(read) == {"Patient.name.text": "too-long"}


def test_languages_are_tags_and_what_is_preferred_comes_first():
    spoken = [
        {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "ca"}]}},
        {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "Klingon!"}]}},
        {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "es"}]}, "preferred": True},
    ]
    assert people(from_fhir(patient(communication=spoken), timezone=ZONE))["p1"]["languages"] == ["es", "ca"]


def test_a_child_that_is_only_referred_to_is_the_child():
    read = from_fhir([goal()], timezone=ZONE)
    assert read.plan_document["child"] == "p1"
    assert people(read) == {"p1": {"id": "p1", "role": "child"}}


# --------------------------------------------------------------------------- which plan


def test_an_active_plan_comes_before_a_newer_one_that_is_done_and_the_rest_is_named():
    done = care_plan(id="cp2", status="completed", period={"start": "2027-01-01"}, goal=[{"reference": "Goal/g2"}])
    both = [*family(), done, goal(id="g2")]
    read = from_fhir(both, timezone=ZONE)
    assert read.plan.id == "cp1"
    assert [each.id for each in read.plan.goals] == ["g1"]
    assert reasons(read, "Goal.description") == {"Goal.description.text": "other-plan"}
    assert from_fhir(both[::-1], timezone=ZONE).plan.id == "cp1"


def test_a_goal_that_two_plans_name_stays():
    done = care_plan(id="cp2", status="revoked", goal=[{"reference": "Goal/g1"}])
    assert [each.id for each in from_fhir([*family(), done], timezone=ZONE).plan.goals] == ["g1"]


def test_what_was_entered_by_mistake_is_left_out():
    read = from_fhir(
        [patient(), care_plan(status="entered-in-error"), goal(lifecycleStatus="entered-in-error")], timezone=ZONE
    )
    assert "goals" not in read.plan_document
    assert set(reasons(read, "CarePlan").values()) | set(reasons(read, "Goal").values()) == {"entered-in-error"}


# --------------------------------------------------------------------------- goals and practice


def test_a_goal_without_text_is_what_its_code_shows():
    coded = goal(description={"coding": [{"system": SNOMED, "code": "1", "display": "Walks"}]})
    read = from_fhir([patient(), coded], timezone=ZONE)
    assert read.plan_document["goals"][0]["statement"]["wordings"][0]["words"] == "Walks"


def test_a_goal_that_says_nothing_is_left_out():
    read = from_fhir([patient(), goal(description={"coding": [{"code": "1"}]})], timezone=ZONE)
    assert reasons(read, "Goal.description.coding.code") == {"Goal.description.coding.code": "incomplete"}


def test_targets_in_another_unit_than_the_first_are_named():
    def target(unit, value):
        quantity = {"value": value, "system": "http://unitsofmeasure.org", "code": unit, "comparator": ">="}
        return {"measure": {"text": "how much"}, "detailQuantity": quantity, "dueDate": "2026-06-01"}

    read = from_fhir([*family()[:-1], goal(target=[target("min", 5), target("%", 6), target("min", 7)])], timezone=ZONE)
    (made,) = read.plan.goals
    assert [(str(each.value), each.unit, each.comparator.value) for each in made.targets] == [
        ("5", "min", ">="),
        ("7", "min", ">="),
    ]
    assert reasons(read, "Goal.target.detailQuantity.value") == {"Goal.target.detailQuantity.value": "not-understood"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"performer": [{"reference": "Practitioner/t1"}]}, "not-home-practice"),
        ({"extension": []}, "no-goal"),
        ({"occurrenceTiming": None}, "no-schedule"),
        ({"occurrenceTiming": {"repeat": {"when": ["PCV"]}}}, "no-schedule"),
        ({"status": "entered-in-error"}, "entered-in-error"),
        ({"doNotPerform": True}, "modifier"),
        ({"asNeededBoolean": True}, "no-schedule"),
        ({"asNeededCodeableConcept": {"text": "when tired"}}, "no-schedule"),
    ],
)
def test_a_request_that_is_no_home_practice_is_left_out_with_its_reason(change, reason):
    read = from_fhir([*family(), practice(**change)], timezone=ZONE)
    assert read.plan.assignments == ()
    assert set(reasons(read, "ServiceRequest").values()) == {reason}


def test_what_is_not_to_be_done_is_no_practice_in_the_plan_itself_either():
    detail = {
        "doNotPerform": True,
        "performer": [{"reference": "RelatedPerson/m1"}],
        "goal": [{"reference": "Goal/g1"}],
    }
    read = from_fhir(family(activity=[{"detail": detail}]), timezone=ZONE)
    assert "assignments" not in read.plan_document
    assert set(reasons(read, "CarePlan.activity").values()) == {"modifier"}


@pytest.mark.parametrize("intent", ["proposal", "option"])
def test_what_is_only_offered_is_a_draft(intent):
    read = from_fhir([*family(intent=intent), practice(intent=intent)], timezone=ZONE)
    assert (read.plan.status, read.plan.assignments[0].status) == ("draft", "draft")
    assert not any(each.path.endswith(".intent") for each in read.left_out)
    ended = [*family(intent=intent, status="completed"), practice(intent=intent, status="revoked")]
    over = from_fhir(ended, timezone=ZONE)
    assert (over.plan.status, over.plan.assignments[0].status) == ("completed", "revoked")


def test_a_plan_goes_before_one_that_is_only_offered():
    source = family(status="on-hold")
    plan = next(each for each in source if each["resourceType"] == "CarePlan")
    offered = {**plan, "id": "a-proposal", "status": "active", "intent": "proposal"}
    assert from_fhir([offered, *source], timezone=ZONE).plan.status == "on-hold"


def test_what_a_family_is_told_about_a_practice_is_read():
    read = from_fhir([*family(), practice(patientInstruction="Slowly")], timezone=ZONE)
    assert [each.words for each in read.plan.assignments[0].instructions.wordings] == ["Slowly"]


def test_a_goal_that_addresses_a_request_is_what_the_practice_is_for():
    alone = {key: each for key, each in practice().items() if key != "extension"}
    aim = goal(addresses=[{"reference": "ServiceRequest/sr1"}, {"reference": "Condition/c1"}])
    read = from_fhir([*family()[:-1], aim, alone], timezone=ZONE)
    assert read.plan.assignments[0].goals == ("g1",)
    assert [each.count for each in read.left_out if each.path == "Goal.addresses.reference"] == [1]


def test_the_attainment_scale_of_a_goal_is_read():
    read = from_fhir([*family()[:-1], goal(extension=scale())], timezone=ZONE)
    assert {each.level for each in read.plan.goals[0].attainment_scale.levels} == {-2, -1, 0, 1, 2}
    assert reasons(read, "Goal.extension") == {}


def test_practice_at_home_needs_nobody_of_the_family_by_name():
    at_home = [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "PTRES"}]}]
    read = from_fhir([*family(), practice(performer=None, locationCode=at_home)], timezone=ZONE)
    assert [each.id for each in read.plan.assignments] == ["sr1"]


def test_an_activity_of_the_plan_itself_is_practice_of_which_the_day_it_was_given_is_not_known():
    detail = {
        "status": "in-progress",
        "code": {"text": "Stretch"},
        "goal": [{"reference": "Goal/g1"}],
        "scheduledTiming": {
            "repeat": {"boundsPeriod": {"start": "2026-01-07"}, "frequency": 1, "period": 1, "periodUnit": "d"}
        },
        "performer": [{"reference": "RelatedPerson/m1"}],
    }
    read = from_fhir(family(activity=[{"detail": detail}, {"detail": {"code": {"text": "Rest"}}}]), timezone=ZONE)
    (made,) = read.plan_document["assignments"]
    assert (made["responsible"], made["goals"]) == (["m1"], ["g1"])
    # It is kept as it was read, and its problem says what is missing; the plan is whole without it.
    (problem,) = read.problems
    assert (problem.pointer, problem.code) == ("/assignments/0/given_on", "missing")
    assert problem.fhirpath == "resource[4].activity[0].detail"
    assert read.plan.assignments == ()
    assert reasons(read, "CarePlan.activity") == {"CarePlan.activity.detail.code.text": "not-home-practice"}


def test_a_team_that_names_nobody_in_the_source_says_so():
    read = from_fhir([patient(), team()], timezone=ZONE)
    assert set(reasons(read, "CareTeam").values()) == {"unresolved"}
