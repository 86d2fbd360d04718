"""People as Patient, RelatedPerson, Practitioner with PractitionerRole, and as a CareTeam."""

import attrs
import pytest

from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.interchange.fhir.importing import from_fhir
from tests.lib.families import family, person
from tests.lib.fhir import BASE, Written


def _called(name, participant):
    return attrs.evolve(participant, name=name)


PEOPLE = (
    _called("Ada", person("child", "child", birth_year=2019, languages=["es", "en"], needs_interpreter=True)),
    person("mother", languages=["es"], since="2026-09-01", until="2026-12-31"),
    person("brother", "sibling"),
    person("aunt", "other", role_other="Aunt next door"),
    person("teacher", "teacher"),
    _called(
        "Grace",
        person(
            "grace",
            "therapist",
            languages=["en", "es"],
            disciplines=["aba", "other"],
            disciplines_other="Music therapy",
            organization="clinic",
            since="2026-09-01",
        ),
    ),
    person("doctor", "physician"),
)
PLAN = attrs.evolve(family(), participants=PEOPLE)
PLAIN = Written(PLAN)
US_CORE = Written(PLAN, us_core=True)
ROLE = BASE + "CodeSystem/collabcare-role"


@pytest.mark.parametrize(
    ("kind", "record", "path", "expected"),
    [
        ("Patient", "child", "name.text", ["Ada"]),
        ("Patient", "child", "birthDate", ["2019"]),
        ("Patient", "child", "communication.language.coding.code", ["es", "en"]),
        ("Patient", "child", "communication.preferred", [True]),
        ("Patient", "child", "extension.valueBoolean", [True]),
        ("Patient", "child", "gender", []),
        ("RelatedPerson", "mother", "patient.reference", ["Patient/child"]),
        # The plan does not say whether a caregiver is a mother, a guardian or a grandparent.
        ("RelatedPerson", "mother", "relationship.coding", [{"system": ROLE, "code": "caregiver"}]),
        ("RelatedPerson", "mother", "period", [{"start": "2026-09-01", "end": "2026-12-31"}]),
        ("RelatedPerson", "brother", "relationship.coding.code", ["sibling", "SIB"]),
        ("RelatedPerson", "aunt", "relationship.text", ["Aunt next door"]),
        ("RelatedPerson", "teacher", "relationship.coding.code", ["teacher"]),
        ("Practitioner", "grace", "communication.coding.code", ["en", "es"]),
        ("PractitionerRole", "grace", "practitioner.reference", ["Practitioner/grace"]),
        ("PractitionerRole", "grace", "code.coding", [{"system": ROLE, "code": "therapist"}]),
        ("PractitionerRole", "grace", "specialty.coding.code", ["aba", "other"]),
        ("PractitionerRole", "grace", "specialty.text", ["Music therapy"]),
        ("PractitionerRole", "grace", "organization.identifier.value", ["clinic"]),
        ("PractitionerRole", "grace", "period.start", ["2026-09-01"]),
        ("PractitionerRole", "doctor", "code.coding.code", ["physician"]),
        ("CareTeam", PLAN.id, "status", ["active"]),
        ("CareTeam", PLAN.id, "subject.reference", ["Patient/child"]),
        (
            "CareTeam",
            PLAN.id,
            "participant.member.reference",
            [
                "Patient/child",
                "RelatedPerson/mother",
                "RelatedPerson/brother",
                "RelatedPerson/aunt",
                "RelatedPerson/teacher",
                "Practitioner/grace",
                "Practitioner/doctor",
            ],
        ),
        (
            "CareTeam",
            PLAN.id,
            "participant.role.coding.code",
            ["child", "caregiver", "sibling", "other", "teacher", "therapist", "physician"],
        ),
        ("CareTeam", PLAN.id, "participant.period.start", ["2026-09-01", "2026-09-01"]),
    ],
)
def test_elements(kind, record, path, expected):
    assert PLAIN.at(kind, record, path) == expected


@pytest.mark.parametrize(
    ("kind", "record", "path", "expected"),
    [
        ("Patient", "child", "meta.profile", ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]),
        ("Patient", "child", "gender", ["unknown"]),
        # A name is one text in the plan: which part of it is the family name is not known.
        ("Patient", "child", "name._family.extension.valueCode", ["as-text"]),
        ("Practitioner", "doctor", "name._family.extension.valueCode", ["unknown"]),
    ],
)
def test_elements_of_us_core(kind, record, path, expected):
    assert US_CORE.at(kind, record, path) == expected


def test_a_team_that_someone_changed_is_left_out_by_name():
    bundle = to_fhir(PLAN, base_url=BASE)
    (team,) = [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == "CareTeam"]
    team["participant"][1]["period"]["end"] = "2026-10-31"
    imported = from_fhir(bundle, timezone=PLAN.timezone)
    assert imported.plan == PLAN
    assert {each.path.partition(".")[2] for each in imported.left_out} == {
        "participant.role.coding.system",
        "participant.role.coding.code",
        "participant.member.reference",
        "participant.period.start",
        "participant.period.end",
    }


@pytest.mark.parametrize(
    ("birth_date", "left"), [("2019", set()), ("2019-05-04", {"birthDate"}), ("2019-05", {"birthDate"})]
)
def test_only_the_year_of_birth_is_carried(birth_date, left):
    bundle = to_fhir(PLAN, base_url=BASE)
    (child,) = [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == "Patient"]
    child["birthDate"] = birth_date
    imported = from_fhir(bundle, timezone=PLAN.timezone)
    assert imported.plan == PLAN
    assert {each.path.partition(".")[2] for each in imported.left_out} == left
