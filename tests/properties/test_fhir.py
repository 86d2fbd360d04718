"""What is written as FHIR R4 can be read again, and is equal, but for what the reference page names."""

import json
import uuid

import attrs
import msgspec
import pytest
from hypothesis import given

from collabcare import Window, example
from collabcare.engagement import score
from collabcare.interchange import examples
from collabcare.interchange.fhir import from_fhir, to_fhir, write_fhir
from collabcare.testing import strategies
from collabcare.text import Text

BASE = "https://clinic.example/fhir/"
encode = msgspec.json.Encoder(decimal_format="number").encode
FORMS = [("collection", False), ("transaction", False), ("collection", True), ("transaction", True)]


def kept(plan):
    """Take away what the reference page says is not written."""
    return attrs.evolve(plan, safety_plan=None)


@pytest.mark.parametrize(("bundle", "us_core"), FORMS)
def test_family(bundle, us_core):
    @given(strategies.plan_with_journal())
    def check(family):
        plan, journal = family
        data = write_fhir(plan, journal, base_url=BASE, bundle=bundle, us_core=us_core)
        read = from_fhir(data, timezone="Etc/UTC")
        assert read.left_out == ()
        assert (read.plan, read.journal) == (kept(plan), journal)
        assert json.loads(data) == json.loads(
            write_fhir(read.plan, read.journal, base_url=BASE, bundle=bundle, us_core=us_core)
        )

    check()


@given(strategies.plan_with_journal())
def test_parsed_or_as_bytes(family):
    plan, journal = family
    bundle = to_fhir(plan, journal, base_url=BASE)
    assert from_fhir(bundle, timezone="Etc/UTC") == from_fhir(
        write_fhir(plan, journal, base_url=BASE), timezone="Etc/UTC"
    )


def holders(value):
    """Give all dictionaries and lists in a value, itself first."""
    if isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from holders(each)


@pytest.mark.parametrize(("bundle", "us_core"), FORMS)
def test_bytes_say_what_dictionaries_say(bundle, us_core):
    @given(strategies.plan_with_journal())
    def check(family):
        options = {"base_url": BASE, "bundle": bundle, "us_core": us_core}
        made = to_fhir(*family, **options)
        assert encode(made) == write_fhir(*family, **options)
        # Each place has a dictionary of its own: changing one changes no other, and none of the next Bundle.
        found = [*holders(made), *holders(to_fhir(*family, **options))]
        assert len({id(each) for each in found}) == len(found)

    check()


@pytest.mark.parametrize("name", examples.names())
def test_bytes_say_what_dictionaries_say_of_scores(name):
    plan, journal = example(name)
    scored = [score(plan, journal, Window.month("2026-10"))]
    made = to_fhir(plan, journal, scored, base_url=BASE)
    assert encode(made) == write_fhir(plan, journal, scored, base_url=BASE)
    assert len({id(each) for each in holders(made)}) == len(list(holders(made)))


@given(strategies.plans())
def test_a_plan_alone(plan):
    read = from_fhir(write_fhir(plan, base_url=BASE), timezone="Etc/UTC")
    assert read.plan == kept(plan)
    assert read.left_out == ()


def ids(plan, journal):
    entries = to_fhir(plan, journal, base_url=BASE)["entry"]
    return [(each["fullUrl"], each["resource"]["resourceType"], each["resource"]["id"]) for each in entries]


@given(strategies.plan_with_journal())
def test_ids_are_uuids_of_what_is_identified(family):
    plan, journal = family
    known = 0
    for entry in to_fhir(plan, journal, base_url=BASE)["entry"]:
        resource = entry["resource"]
        for each in holders(resource.get("identifier", [])):
            if isinstance(each, dict):
                name = each["system"].removeprefix(f"{BASE}identifier/collabcare-")
                made = uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}{plan.id}/{name}/{each['value']}")
                assert resource["id"] == str(made)
                assert entry["fullUrl"] == made.urn
                known += 1
    assert known


@pytest.mark.parametrize("name", examples.names())
def test_ids_are_the_same_from_save_to_save(name):
    plan, journal = example(name)
    before = ids(plan, journal)
    assert len(set(before)) == len(before)
    first, *others = plan.goals
    changed = attrs.evolve(first, statement=Text.of("en", "Something else"), baseline=None)
    gone = [each for each in before if each not in ids(attrs.evolve(plan, goals=(changed, *others)), journal)]
    # Only what says the baseline is gone; everything else is still what it was.
    assert len(gone) == (first.baseline is not None)
    assert ids(attrs.evolve(plan, revision=plan.revision + 1), journal) == before


@pytest.mark.parametrize("name", examples.names())
def test_scores_come_back_in_no_record(name):
    plan, journal = example(name)
    scored = score(plan, journal, Window.month("2026-10"))
    read = from_fhir(write_fhir(plan, journal, [scored], base_url=BASE), timezone="Etc/UTC")
    assert (read.plan, read.journal) == (kept(plan), journal)
    assert {each.reason for each in read.left_out} == {"computed"}


def foreign():
    """A child's care as another system writes it: no identifier and no extension of ours."""
    child, mother, therapist = ({"reference": each} for each in ("Patient/p", "RelatedPerson/m", "Practitioner/t"))
    weekly = {"repeat": {"boundsPeriod": {"start": "2026-09-01"}, "frequency": 3, "period": 1, "periodUnit": "wk"}}
    spoken = [{"coding": [{"system": "urn:ietf:bcp:47", "code": "es"}]}]
    return [
        {
            "resourceType": "Patient",
            "id": "p",
            "name": [{"given": ["Ada"], "family": "Roe"}],
            "birthDate": "2019-03-02",
        },
        {
            "resourceType": "RelatedPerson",
            "id": "m",
            "patient": child,
            "relationship": [
                {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "MTH"}]}
            ],
            "communication": [{"language": each} for each in spoken],
        },
        {"resourceType": "Practitioner", "id": "t", "name": [{"text": "Kim"}]},
        {
            "resourceType": "PractitionerRole",
            "id": "r",
            "practitioner": therapist,
            "code": [{"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": "235Z00000X"}]}],
        },
        {
            "resourceType": "CarePlan",
            "id": "c",
            "status": "active",
            "intent": "plan",
            "title": "Talking at home",
            "subject": child,
            "period": {"start": "2026-09-01"},
            "author": therapist,
            "goal": [{"reference": "Goal/g"}],
            "activity": [{"reference": {"reference": "ServiceRequest/s"}}],
        },
        {
            "resourceType": "Goal",
            "id": "g",
            "lifecycleStatus": "active",
            "description": {"text": "Names ten pictures"},
            "subject": child,
            "startDate": "2026-09-01",
            "note": [{"text": "Asked for by the mother"}],
        },
        {
            "resourceType": "ServiceRequest",
            "id": "s",
            "status": "active",
            "intent": "plan",
            "code": {"text": "Look at a picture book"},
            "subject": child,
            "performer": [mother],
            "requester": therapist,
            "authoredOn": "2026-09-01",
            "occurrenceTiming": weekly,
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal",
                    "valueReference": {"reference": "Goal/g"},
                }
            ],
        },
        {
            "resourceType": "Observation",
            "id": "o",
            "status": "final",
            "code": {"text": "Pictures named"},
            "subject": child,
            "focus": [{"reference": "Goal/g"}],
            "performer": [therapist],
            "effectiveDateTime": "2026-09-08T10:00:00Z",
            "valueQuantity": {
                "value": 4,
                "unit": "pictures",
                "system": "http://unitsofmeasure.org",
                "code": "{pictures}",
            },
        },
    ]


def test_what_was_carried_of_others_is_carried_again():
    first = from_fhir(foreign(), timezone="America/New_York")
    assert first.plan is not None, first.problems
    assert [each.id for each in first.plan.goals] == ["g"]
    assert [each.id for each in first.plan.assignments] == ["s"]
    assert [each.id for each in first.journal.measurements] == ["o"]
    assert {each.path for each in first.left_out} >= {"Goal.note.text"}
    again = from_fhir(write_fhir(first.plan, first.journal, base_url=BASE), timezone="Etc/UTC")
    assert (again.plan, again.journal, again.left_out) == (first.plan, first.journal, ())
