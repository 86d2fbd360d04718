"""
Bundles with one seeded fault each, made by others for eight validators: every fault is found, at its place.

Source: the cases beside the shared validators; three are valid. The best single validator finds 53 of the 61.
"""

import json

import pytest

from collabcare.interchange.fhir.checking import check_fhir

# Code, and place from the resource on (or from the Bundle, where it is about that).
PLAN, GOAL, REQUEST, TEAM = (f"Bundle.entry[{each}].resource" for each in (6, 3, 5, 4))
REPEAT = f"{REQUEST}.occurrence.repeat"
FAULTS = {
    "bdl-7-duplicate-fullUrl": ("duplicate", "Bundle.entry[10].fullUrl"),
    "bind-cc-Condition.clinicalStatus_required-CodeableConcept": (
        "unknown-code",
        "Bundle.entry[8].resource.clinicalStatus",
    ),
    "bind-code-CarePlan.intent": ("unknown-code", f"{PLAN}.intent"),
    "bind-code-CarePlan.status": ("unknown-code", f"{PLAN}.status"),
    "bind-code-CareTeam.status": ("unknown-code", f"{TEAM}.status"),
    "bind-code-Goal.lifecycleStatus": ("unknown-code", f"{GOAL}.lifecycleStatus"),
    "bind-code-Task.status": ("unknown-code", "Bundle.entry[7].resource.status"),
    "bind-code-Timing.dayOfWeek": ("unknown-code", f"{REPEAT}.dayOfWeek[0]"),
    "bind-code-Timing.periodUnit": ("unknown-code", f"{REPEAT}.periodUnit"),
    "bind-code-language-tag": ("wrong-format", f"{PLAN}.language"),
    "card-category-as-object": ("wrong-type", f"{PLAN}.category"),
    "card-empty-object": ("at-least-one", f"{PLAN}.period"),
    "card-goal-empty-list": ("wrong-count", f"{PLAN}.goal"),
    "card-null-value": ("wrong-type", f"{PLAN}.title"),
    "card-subject-as-list": ("wrong-type", f"{PLAN}.subject"),
    "card-title-as-list": ("wrong-type", f"{PLAN}.title"),
    "date-birthDate-slashes": ("wrong-format", "Bundle.entry[0].resource.birthDate"),
    "date-created-no-tz": ("wrong-format", f"{PLAN}.created"),
    "date-date-with-time": ("wrong-format", f"{GOAL}.start"),
    "date-period.start-2026-13-45": ("wrong-format", f"{PLAN}.period.start"),
    "date-startDate-2026-02-30": ("wrong-format", f"{GOAL}.start"),
    "date-timeOfDay-1800": ("wrong-format", f"{REPEAT}.timeOfDay[0]"),
    "inv-cpl-3-activity-detail+reference": ("exactly-one", f"{PLAN}.activity[0].detail"),
    "inv-dom-3-contained-unreferenced": ("needs", f"{PLAN}.contained[0]"),
    "inv-ext-1-value-and-extension": ("exactly-one", f"{PLAN}.extension[0]"),
    "inv-ext-url-missing-": ("missing", f"{PLAN}.extension[0].url"),
    "inv-gol-1-target.detail-without-measure": ("needs", f"{GOAL}.target[0].detail"),
    "inv-per-1-end-before-start": ("date-order", f"{PLAN}.period"),
    "inv-tim-1-duration-without-unit": ("needs", f"{REPEAT}.duration"),
    "inv-tim-10-timeOfDay-and-when": ("exactly-one", f"{REPEAT}.when"),
    "inv-tim-2-period-without-unit": ("needs", f"{REPEAT}.period"),
    "inv-tim-5-period-negative": ("out-of-range", f"{REPEAT}.period"),
    "inv-tim-9-offset-without-when": ("needs", f"{REPEAT}.offset"),
    "ref-dangling-urn": ("unknown-reference", f"{PLAN}.goal[0].reference"),
    "ref-target-type-CarePlan.goal-to-Patient": ("wrong-target", f"{PLAN}.goal[0].reference"),
    "ref-typed-target-Goal.subject-Practitioner_x": ("wrong-target", f"{GOAL}.subject.reference"),
    "req-CarePlan.intent": ("missing", f"{PLAN}.intent"),
    "req-CarePlan.status": ("missing", f"{PLAN}.status"),
    "req-CarePlan.subject": ("missing", f"{PLAN}.subject"),
    "req-Goal.description": ("missing", f"{GOAL}.description"),
    "req-Goal.lifecycleStatus": ("missing", f"{GOAL}.lifecycleStatus"),
    "req-QR.item.linkId": ("missing", "Bundle.entry[9].resource.item[0].linkId"),
    "req-Task.intent": ("missing", "Bundle.entry[7].resource.intent"),
    "type-bad-id": ("wrong-format", f"{PLAN}.id"),
    "type-boolean-as-string": ("wrong-type", "Bundle.entry[1].resource.communication[0].preferred"),
    "type-choice-two-values": ("exactly-one", f"{GOAL}.target[0].due"),
    "type-decimal-as-string": ("wrong-type", f"{GOAL}.target[0].detail.value"),
    "type-empty-string": ("wrong-length", f"{PLAN}.title"),
    "type-integer-as-string": ("wrong-type", "Bundle.entry[9].resource.item[0].answer[0].value"),
    "type-positiveInt-zero": ("out-of-range", f"{REPEAT}.frequency"),
    "type-xhtml-script": ("unsafe-content", f"{PLAN}.text.div"),
    "unk-CarePlan.goalz": ("unknown-fields", PLAN),
    "unk-R5-CarePlan.custodian": ("unsupported-version", PLAN),
    "unk-R5-Goal.source": ("unsupported-version", GOAL),
    "unk-nested-Timing.repeat.every": ("unknown-fields", REPEAT),
    "usc-careplan-no-assess-plan-category": ("needs", f"{PLAN}.category"),
    "usc-careplan-no-text": ("missing", f"{PLAN}.text"),
    "usc-careplan-subject-group": ("wrong-target", f"{PLAN}.subject.reference"),
    "usc-careplan-text-status-extensions": ("unknown-code", f"{PLAN}.text.status"),
    "usc-careteam-no-participant": ("missing", f"{TEAM}.participant"),
    "usc-careteam-no-role": ("missing", f"{TEAM}.participant[0].role"),
}
VALID = ["ok-01-valid", "ok-02-valid-uscore", "ok-03-valid-primitive-extension"]


def is_profiled(name):
    return name.startswith("usc-") or "uscore" in name


@pytest.fixture(scope="module")
def cases(shared):
    return shared / "fhir" / "validators" / "cases"


def test_all_cases_are_here(cases):
    assert {each.stem for each in cases.glob("*.json")} == FAULTS.keys() | set(VALID)
    assert len(FAULTS) == 61


@pytest.mark.parametrize("name", VALID)
def test_a_valid_bundle_has_no_problem(cases, name):
    assert check_fhir(cases / f"{name}.json", us_core=is_profiled(name)) == ()


@pytest.mark.parametrize(("name", "expected"), FAULTS.items(), ids=FAULTS.keys())
def test_a_seeded_fault_is_found_at_its_place_and_nothing_else_is(cases, name, expected):
    found = check_fhir(cases / f"{name}.json", us_core=is_profiled(name))
    assert [(each.code, each.fhirpath) for each in found if each.severity == "error"] == [expected]


@pytest.mark.parametrize("name", [name for name in FAULTS if name.startswith("usc-")])
def test_what_only_us_core_refuses_is_valid_without_it(cases, name):
    assert check_fhir(cases / f"{name}.json") == ()


@pytest.mark.parametrize(("name", "expected"), FAULTS.items(), ids=FAULTS.keys())
def test_the_pointer_leads_to_what_is_wrong_or_to_where_something_is_missing(cases, name, expected):
    inside = json.loads((cases / f"{name}.json").read_bytes())
    (found,) = [each for each in check_fhir(inside, us_core=is_profiled(name)) if each.severity == "error"]
    *steps, last = found.pointer.split("/")[1:]
    for step in steps:
        inside = inside[int(step)] if isinstance(inside, list) else inside[step]
    if isinstance(inside, dict):
        assert (last in inside) == (expected[0] != "missing")
    else:
        assert int(last) < len(inside)
