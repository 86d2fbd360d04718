"""What R4 says of elements: the table has all types, and other releases' elements are not in it."""

import json
from importlib import resources

import pytest

from collabcare.interchange.fhir.r4 import elements, releases
from collabcare.interchange.fhir.r4.circles import circles

RELEASES = json.loads(resources.files("collabcare.interchange.fhir.r4").joinpath("releases.json").read_bytes())[
    "releases"
]


def test_all_resource_types_are_known():
    # HL7's page of R4 counts 148, with Resource and DomainResource, which never stand by themselves.
    assert len(elements.resource_types()) == 146
    assert not elements.is_resource_type("DomainResource")
    assert not elements.is_resource_type(["Goal"])


def test_every_type_of_every_element_is_known():
    for name in elements.resource_types():
        pending, seen = [name], set()
        while pending:
            kind = elements.kind(pending.pop())
            seen.add(kind.name)
            for element in kind.elements.values():
                if element.type == "Resource" or elements.is_primitive(element.type):
                    continue
                assert elements.kind(element.type) is not None, (name, element)
                if element.type not in seen:
                    pending.append(element.type)


def test_elements_are_as_on_hl7s_pages():
    plan = elements.kind("CarePlan").elements
    assert plan["status"].codes == {
        "http://hl7.org/fhir/request-status": {
            "draft",
            "active",
            "on-hold",
            "revoked",
            "completed",
            "entered-in-error",
            "unknown",
        }
    }
    assert plan["subject"].targets == {"Patient", "Group"}
    assert (plan["subject"].least, plan["subject"].most, plan["subject"].many) == (1, 1, False)
    assert (plan["goal"].least, plan["goal"].most, plan["goal"].many) == (0, None, True)
    assert plan["language"].is_language
    assert elements.kind("Timing").elements["repeat"].type == "Timing.repeat"
    assert elements.kind("Goal").elements["startDate"].choice == "start[x]"
    assert elements.kind("Age").bases == ("Quantity", "Element")
    assert elements.kind("Nothing") is None
    assert elements.kind("date") is None


def way(path):
    """Follow a path as far as R4 knows it."""
    name, *steps = path.split(".")
    kind, element = elements.kind(name), None
    for step in steps:
        element = kind.elements.get(step) if kind else None
        kind = elements.kind(element.type) if element else None
    return element


@pytest.mark.parametrize("release", RELEASES)
def test_what_only_another_release_has_is_not_in_r4(release):
    rows = RELEASES[release]
    assert [each for each in rows["types"] if elements.is_resource_type(each)] == []
    assert [each for each in rows["elements"] if way(each) is not None] == []
    assert [each for each in rows["objects"] if not way(each).many] == []
    assert [each for each in rows["lists"] if way(each).many] == []
    for path, codes in rows["codes"].items():
        assert not set(codes) & set().union(*way(path).codes.values())


def test_signs_of_other_releases_stand_where_r4_knows_the_element():
    def signs(**resource):
        return [(each.release, each.steps) for each in releases.signs(resource)]

    assert signs(resourceType="CarePlan", custodian={}) == [("R5", ())]
    activity = [{}, {"plannedActivityReference": {}}]
    assert signs(resourceType="CarePlan", activity=activity) == [("R5", ("activity", 1))]
    assert signs(resourceType="CareTeam", participant=[{"role": {}}]) == [("STU3", ("participant", 0, "role"))]
    assert signs(resourceType="CareTeam", participant=[{"role": [{}]}]) == []
    assert signs(resourceType="Encounter", status="completed") == [("R5", ("status",))]
    assert signs(resourceType="ReferralRequest") == [("STU3", ())]
    assert signs(resourceType=["CarePlan"]) == []
    assert signs(resourceType="CarePlan", activity="x") == []


@pytest.mark.parametrize(
    ("profile", "release"),
    [
        ("http://hl7.org/fhir/5.0/StructureDefinition/Goal", "R5"),
        ("http://hl7.org/fhir/StructureDefinition/Goal|5.0.0", "R5"),
        ("http://hl7.org/fhir/3.0/StructureDefinition/Goal", "STU3"),
        ("http://hl7.org/fhir/4.0/StructureDefinition/Goal", None),
        ("http://hl7.org/fhir/StructureDefinition/Goal|4.3.0", None),
        ("http://hl7.org/fhir/us/core/StructureDefinition/us-core-goal|5.0.1", None),
        (5, None),
    ],
)
def test_a_profile_says_its_release(profile, release):
    assert releases.declared({"resourceType": "Goal", "meta": {"profile": [profile]}}) == release


def test_circles_are_the_parts_where_each_leads_to_each():
    assert circles({}) == []
    assert circles({"a": ["b"], "b": []}) == []
    assert circles({"a": ["b", "x"], "b": ["a"], "c": ["c", "a"]}) == [("a", "b"), ("c",)]
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a", "e"], "e": ["d"]}) == [("a", "b", "c"), ("d", "e")]
