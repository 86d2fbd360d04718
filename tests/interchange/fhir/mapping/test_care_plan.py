"""The plan as a CarePlan."""

import json

import attrs
import pytest

from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.plans import SafetyPlan
from collabcare.text import Text, Wording
from tests.lib.families import a_week, barrier, day, family, goal, practice_of, proposal, review
from tests.lib.fhir import BASE, Written

TITLE = Text(
    default="en",
    wordings=(Wording(language="en", words="Ada & us"), Wording(language="es", words="Ada y nosotros")),
)
PLAN = attrs.evolve(
    family(
        goals=(goal("goal"), goal("second")),
        assignments=(practice_of(a_week(3)),),
        barriers=(barrier("2026-09-01", id="bus"),),
        agreements=(proposal("goal", "2026-09-08", id="asked"),),
        reviews=(review("october", due_on="2026-10-01"),),
    ),
    title=TITLE,
    ends_on=day("2026-12-31"),
    status="on-hold",
)
WRITTEN = Written(PLAN)
CATEGORY = BASE + "CodeSystem/collabcare-category"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("status", ["on-hold"]),
        ("intent", ["plan"]),
        ("category.coding.code", ["assess-plan", "shared-plan"]),
        ("title", ["Ada & us"]),
        ("_title.extension.extension.valueCode", ["es"]),
        ("_title.extension.extension.valueString", ["Ada y nosotros"]),
        ("subject.reference", ["Patient/child"]),
        ("period", [{"start": "2026-09-01", "end": "2026-12-31"}]),
        ("careTeam.reference", [f"CareTeam/{PLAN.id}"]),
        ("goal.reference", ["Goal/goal", "Goal/second"]),
        ("activity.reference.reference", ["ServiceRequest/walk"]),
        ("activity.detail", []),
        ("supportingInfo.reference", ["Observation/bus", "Task/asked", "Task/october"]),
        ("author", []),
        ("contributor", []),
    ],
)
def test_elements(path, expected):
    assert WRITTEN.at("CarePlan", PLAN.id, path) == expected


def test_the_narrative_is_escaped_and_tells_a_person_what_it_is():
    assert WRITTEN("CarePlan", PLAN.id)["text"] == {
        "status": "generated",
        "div": '<div xmlns="http://www.w3.org/1999/xhtml"><p>Shared plan: Ada &amp; us</p><p>Status: on-hold</p>'
        "<p>Starts on: 2026-09-01</p><p>Ends on: 2026-12-31</p><p>Participants: child, therapist, caregiver</p></div>",
    }


def test_a_long_title_is_cut_in_the_narrative_alone():
    plan = attrs.evolve(PLAN, title=Text.of("en", "<script>" * 500))
    resource = Written(plan)("CarePlan", plan.id)
    assert len(resource["text"]["div"]) < 2000
    assert "<script" not in resource["text"]["div"]
    assert resource["title"] == "<script>" * 500


def test_a_safety_plan_never_goes_out():
    safety_plan = SafetyPlan(exists=True, link="kept in the red folder", reviewed_on=day("2026-09-02"), hold=True)
    with_one = to_fhir(attrs.evolve(PLAN, safety_plan=safety_plan), base_url=BASE)
    assert json.dumps(with_one, default=str) == json.dumps(WRITTEN.bundle, default=str)
