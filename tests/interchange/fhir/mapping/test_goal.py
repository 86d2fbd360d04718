"""Goals, their baseline, their attainment scale and who accepted them."""

from decimal import Decimal

import pytest

from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.interchange.fhir.importing import from_fhir
from collabcare.plans import AttainmentLevel, AttainmentScale, Measure, Target
from tests.lib.families import day, family, goal, person, proposal, words
from tests.lib.fhir import BASE, Written

SCALE = AttainmentScale(
    levels=tuple(AttainmentLevel(level=each, description=words(f"Level {each}")) for each in (-2, -1, 0, 1, 2)),
    baseline_level=-1,
    importance=3,
)
TARGETS = (
    Target(measure=words("requests"), comparator=">=", value=Decimal("80.50"), unit="%", due_on=day("2026-11-29")),
    Target(measure=words("tears"), comparator="=", value=Decimal(0), unit="%"),
)
ASK = goal(
    "ask",
    lifecycle="proposed",
    achievement="improving",
    domain="other",
    domain_other="Waiting",
    discipline="aba",
    priority_family=1,
    priority_clinic=2,
    proposed_by="mother",
    since="2026-09-08",
    baseline=Measure(value=Decimal("10.0"), unit="%", on=day("2026-09-01"), procedure="event"),
    targets=TARGETS,
    attainment_scale=SCALE,
)
PLAN = family(
    goals=(ASK, goal("bare")),
    people=(person("father"),),
    agreements=(
        # What was answered last counts.
        proposal("ask", "2026-09-08", "2026-09-10", "declined"),
        proposal("ask", "2026-09-20", "2026-09-21", "agreed-with-concerns"),
        proposal("ask", "2026-09-08", "2026-09-10", "declined", participant="father"),
        proposal("ask", "2026-09-08", participant="therapist"),
        proposal("bare", "2026-09-08"),
    ),
)
WRITTEN = Written(PLAN)
ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
UCUM = "http://unitsofmeasure.org"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("lifecycleStatus", ["proposed"]),
        ("achievementStatus.coding", [{"system": ACHIEVEMENT, "code": "improving"}]),
        ("category.coding.code", ["other", "aba"]),
        ("category.text", ["Waiting"]),
        ("priority.text", ["rank, 1 first, for the family: 1, for the clinic: 2"]),
        ("description.text", ["Text"]),
        ("subject.reference", ["Patient/child"]),
        ("startDate", ["2026-09-08"]),
        ("expressedBy.reference", ["RelatedPerson/mother"]),
        ("target.measure.text", ["requests", "tears"]),
        ("target.measure.coding.code", ["107332-9"]),
        ("target.dueDate", ["2026-11-29"]),
        (
            "target.detailQuantity",
            [
                {"value": Decimal("80.50"), "unit": "%", "system": UCUM, "code": "%", "comparator": ">="},
                {"value": Decimal(0), "unit": "%", "system": UCUM, "code": "%"},
            ],
        ),
    ],
)
def test_elements(path, expected):
    assert WRITTEN.at("Goal", "ask", path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("lifecycleStatus", ["active"]),
        ("achievementStatus", []),
        ("target", []),
        ("priority", []),
        ("startDate", []),
    ],
)
def test_what_is_not_known_is_not_written(path, expected):
    assert WRITTEN.at("Goal", "bare", path) == expected
    assert not WRITTEN.has("Observation", "bare/0")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("status", ["final"]),
        ("code.coding.code", ["goal-baseline"]),
        ("subject.reference", ["Patient/child"]),
        ("focus.reference", ["Goal/ask"]),
        ("effectiveDateTime", ["2026-09-01"]),
        ("valueQuantity.value", [Decimal("10.0")]),
        ("method.coding.code", ["event"]),
    ],
)
def test_baseline(path, expected):
    assert WRITTEN.at("Observation", "ask/0", path) == expected


def _extensions(record, name):
    return [
        {part["url"]: next(v for k, v in part.items() if k.startswith("value")) for part in each["extension"]}
        for each in WRITTEN("Goal", record).get("extension", ())
        if each["url"].endswith(name)
    ]


def test_attainment_scale():
    assert [(each["level"]["code"], each["progressText"]) for each in _extensions("ask", "-scaling")] == [
        ("LA34484-8", "Level -2"),
        ("LA34483-0", "Level -1"),
        ("LA34481-4", "Level 0"),
        ("LA34480-6", "Level 1"),
        ("LA34479-8", "Level 2"),
    ]


def test_acceptance():
    people = {
        each["fullUrl"]: each["resource"]["identifier"][0]["value"]
        for each in WRITTEN.bundle["entry"]
        if "identifier" in each["resource"]
    }
    found = [
        (people[each["individual"]["reference"]], each["status"]) for each in _extensions("ask", "goal-acceptance")
    ]
    assert sorted(found) == [("father", "disagree"), ("mother", "agree"), ("therapist", "pending")]
    assert [each["status"] for each in _extensions("bare", "goal-acceptance")] == ["pending"]


def _without_ours(without=""):
    """Take our copy of the scale out of the goal, and one of HL7's levels."""
    bundle = to_fhir(PLAN, base_url=BASE)
    (resource,) = [each["resource"] for each in bundle["entry"] if "scaling" in str(each["resource"].get("extension"))]
    kept = [each for each in resource["extension"] if not without or without not in str(each)]
    for each in kept:
        each["extension"] = [part for part in each["extension"] if part["url"] != "attainment_scale"]
    resource["extension"] = kept
    return from_fhir(bundle, timezone=PLAN.timezone)


def test_the_scale_of_others_is_read():
    imported = _without_ours()
    assert imported.plan.goals[0].attainment_scale.levels == SCALE.levels
    assert imported.left_out == ()


def test_a_scale_that_is_not_whole_is_left_out():
    imported = _without_ours(without="LA34481-4")
    assert imported.problems == ()
    assert imported.plan.goals[0].attainment_scale is None
    # Of four levels: the address, the part's two addresses, system, code and words of each; and what measured by it.
    assert {each.path.partition(".")[2]: each.count for each in imported.left_out} == {
        "extension.url": 4,
        "extension.extension.url": 8,
        "extension.extension.valueCoding.system": 4,
        "extension.extension.valueCoding.code": 4,
        "extension.extension.valueString": 4,
        "target.measure.coding.system": 1,
        "target.measure.coding.code": 1,
    }
