"""Real resources that HL7, US Core and Synthea publish: no false alarm, and each true one with its reason."""

import pytest

from collabcare.interchange.fhir.checking import check_fhir

# Errors that are true, each with the reason why.
TRUE = {
    "hl7-r4/ActivityDefinition-blood-tubes-supply.json": {
        ("wrong-length", "ActivityDefinition.text.div"),  # rule txt-2: its narrative is an empty div
    },
    "us-core-2.0.0/CareTeam-example.json": {
        ("unsupported-version", "CareTeam.participant[0].role"),  # STU3: one role, where R4 has a list
    },
    "us-core-2.0.0/Goal-goal-1.json": {
        ("unsupported-version", "Goal"),  # STU3: status, where R4 has lifecycleStatus
        ("missing", "Goal.lifecycleStatus"),
    },
}
# The schedules of HL7's Person-Centered Outcomes guide: frequency 2, unit week, and no period. R4 lets that pass.
WARNED = {
    "pco/ServiceRequest-25468FD8-4714-40B9-BA72-97AF4F10A346.json",
    "pco/ServiceRequest-58E98674-83F5-4E91-B91B-210903011E39.json",
    "pco/ServiceRequest-pcoPhysicalTherapyReferral.json",
    "pco/ServiceRequest-pcoWalkOutsideActionStep.json",
}


@pytest.fixture(scope="module")
def found(shared):
    """Check every file once."""
    folder = shared / "data" / "fhir"
    files = sorted(folder.rglob("*.json"))
    assert len(files) >= 165
    return {each.relative_to(folder).as_posix(): check_fhir(each) for each in files}


def test_no_real_resource_has_an_error_but_those_with_a_reason(found):
    errors = {
        name: {(each.code, each.fhirpath) for each in problems if each.severity == "error"}
        for name, problems in found.items()
    }
    assert {name: each for name, each in errors.items() if each} == TRUE


def test_warnings_are_of_schedules_without_a_period_only(found):
    warned = {
        name: {(each.code, each.fhirpath) for each in problems if each.severity == "warning"}
        for name, problems in found.items()
    }
    repeat = "ServiceRequest.occurrence.repeat"
    expected = {("needs", f"{repeat}.frequency"), ("needs", f"{repeat}.periodUnit")}
    assert {name: each for name, each in warned.items() if each} == dict.fromkeys(WARNED, expected)


def test_a_bundle_that_all_validators_accept_has_no_problem(shared):
    assert check_fhir(shared / "fhir" / "mapping" / "example_bundle.json") == ()
