"""Bundles of every type, NDJSON and iterables; references of every kind; children, versions, and what is deleted."""

import json

import pytest

from collabcare.errors import InvalidRecordError, UnknownReferenceError
from collabcare.interchange.fhir import from_fhir
from tests.lib.fhir_resources import care_plan, family, goal, mother, patient, practice, therapist

ZONE = "Europe/Madrid"
SERVER = "https://clinic.example/fhir"


def bundle(kind, resources, **more):
    entries = [{"fullUrl": f"{SERVER}/{each['resourceType']}/{each['id']}", "resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": kind, "entry": entries, **more}


def reasons(read):
    return {each.reason.value for each in read.left_out}


@pytest.mark.parametrize("kind", ["collection", "searchset", "document", "history", "batch", "message"])
def test_a_bundle_of_any_type_holds_the_same_plan(kind):
    resources = [*family(), practice()]
    if kind == "document":
        resources.insert(0, {"resourceType": "Composition", "id": "c", "subject": {"reference": "Patient/p1"}})
    made = from_fhir(bundle(kind, resources, total=7, link=[{"relation": "self", "url": "x"}]), timezone=ZONE)
    assert made.plan == from_fhir([*family(), practice()], timezone=ZONE).plan
    kept = {each.path: each.reason.value for each in made.left_out if each.path.startswith("Bundle")}
    assert kept == {"Bundle.total": "keeping", "Bundle.link.relation": "keeping", "Bundle.link.url": "keeping"}


def test_ndjson_and_an_iterable_hold_the_same_plan(tmp_path):
    resources = [*family(), practice()]
    path = tmp_path / "export.ndjson"
    path.write_text("\n".join(map(json.dumps, resources)))
    assert from_fhir(path, timezone=ZONE).plan == from_fhir(iter(resources), timezone=ZONE).plan


def test_what_the_caller_gave_is_not_touched():
    resources = family()
    before = json.dumps(resources)
    from_fhir(resources, timezone=ZONE)
    assert json.dumps(resources) == before


# --------------------------------------------------------------------------- references


def goals_by(reference, the_goal, full_url=None):
    plan = care_plan(goal=[reference])
    entries = [{"fullUrl": f"{SERVER}/CarePlan/cp1", "resource": plan}, {"fullUrl": full_url, "resource": the_goal}]
    entries += [{"fullUrl": f"{SERVER}/Patient/p1", "resource": patient()}]
    read = from_fhir({"resourceType": "Bundle", "type": "collection", "entry": entries}, timezone=ZONE)
    left = {each.path for each in read.left_out}
    return "CarePlan.goal.reference" not in left and len(read.plan_document["goals"]) == 1


@pytest.mark.parametrize(
    ("reference", "full_url"),
    [
        ("Goal/g1", f"{SERVER}/Goal/g1"),
        ("Goal/g1/_history/3", f"{SERVER}/Goal/g1"),
        (f"{SERVER}/Goal/g1", f"{SERVER}/Goal/g1"),
        ("urn:uuid:7f0d9a0e-6a5e-4f0e-8a3c-1c2d3e4f5a6b", "urn:uuid:7f0d9a0e-6a5e-4f0e-8a3c-1c2d3e4f5a6b"),
    ],
)
def test_references_resolve_however_they_are_written(reference, full_url):
    versioned = goal(meta={"versionId": "3"})
    assert goals_by({"reference": reference}, versioned, full_url)


def test_a_logical_reference_finds_the_only_resource_with_the_identifier():
    identifier = {"system": "urn:clinic", "value": "7"}
    assert goals_by({"identifier": identifier, "type": "Goal"}, goal(identifier=[identifier]), f"{SERVER}/Goal/g1")


def test_a_contained_goal_is_a_goal():
    inner = {key: each for key, each in goal().items() if key != "subject"}
    plan = care_plan(contained=[inner], goal=[{"reference": "#g1"}])
    read = from_fhir([patient(), plan], timezone=ZONE)
    assert [each["id"] for each in read.plan_document["goals"]] == ["cp1.g1"]
    assert "CarePlan.goal.reference" not in {each.path for each in read.left_out}


def test_a_reference_to_what_is_not_there_stays_and_is_named():
    read = from_fhir([patient(), care_plan(goal=[{"reference": "Goal/gone"}])], timezone=ZONE)
    assert "CarePlan.goal.reference" in {each.path for each in read.left_out}
    assert "goals" not in read.plan_document


def test_two_resources_of_one_id_are_two_records():
    read = from_fhir([patient("x"), mother("Patient/x", id="x"), care_plan("Patient/x")], timezone=ZONE)
    assert [each["id"] for each in read.plan_document["participants"]] == ["patient-x", "relatedperson-x"]


# --------------------------------------------------------------------------- versions


def test_the_newest_version_counts_and_the_others_are_named():
    old, new = goal(meta={"versionId": "1"}), goal(description={"text": "new"}, meta={"versionId": "2"})
    read = from_fhir(bundle("history", [patient(), new, old]), timezone=ZONE)
    (made,) = read.plan_document["goals"]
    assert made["statement"]["wordings"][0]["words"] == "new"
    assert {each.path: each.reason.value for each in read.left_out}["Goal.description.text"] == "older-version"


def test_what_a_history_says_was_deleted_is_not_read():
    history = bundle("history", [patient(), goal()])
    gone = {"fullUrl": f"{SERVER}/Goal/g1", "request": {"method": "DELETE", "url": "Goal/g1"}}
    later = {**history, "entry": [gone, *history["entry"]]}
    earlier = {**history, "entry": [*history["entry"], gone]}
    assert "goals" not in from_fhir(later, timezone=ZONE).plan_document
    assert "deleted" in reasons(from_fhir(later, timezone=ZONE))
    assert len(from_fhir(earlier, timezone=ZONE).plan_document["goals"]) == 1


# --------------------------------------------------------------------------- children


TWO = [patient("p1"), patient("p2"), goal("Patient/p1"), goal("Patient/p2", id="g2"), therapist()]


def test_several_children_and_none_named_is_an_error_that_counts_them_and_names_none():
    with pytest.raises(InvalidRecordError) as raised:
        from_fhir(TWO, timezone=ZONE)
    (problem,) = raised.value.problems
    assert problem.code == "several-children"
    assert "2 children" in problem.rule
    assert "p1" not in str(raised.value)


@pytest.mark.parametrize("name", ["p2", "Patient/p2", "urn:uuid:p2"])
def test_a_child_is_named_by_id_or_reference_and_the_other_is_left_out(name):
    read = from_fhir(TWO, timezone=ZONE, child=name)
    assert [each["id"] for each in read.plan_document["goals"]] == ["g2"]
    assert {each.path: each.reason.value for each in read.left_out}["Goal.description.text"] == "other-child"


def test_a_child_that_is_not_there_is_an_error_without_its_name():
    with pytest.raises(UnknownReferenceError) as raised:
        from_fhir(TWO, timezone=ZONE, child="secret-name")
    assert "secret-name" not in str(raised.value)


def test_a_zone_that_does_not_exist_is_said_at_once():
    with pytest.raises(InvalidRecordError) as raised:
        from_fhir([], timezone="Mars/Olympus")
    assert [each.pointer for each in raised.value.problems] == ["/timezone"]


def test_our_own_id_names_a_child():
    from collabcare.interchange.examples import example
    from collabcare.interchange.fhir import to_fhir

    plan, journal = example("late-talker")
    mixed = [each["resource"] for each in to_fhir(plan, journal, base_url="https://x.example/")["entry"]] + TWO
    read = from_fhir(mixed, timezone=ZONE, child=plan.child)
    assert (read.plan, read.journal) == (plan, journal)
    assert reasons(read) == {"other-child"}


# --------------------------------------------------------------------------- what may mean otherwise


@pytest.mark.parametrize(
    "change",
    [
        {"modifierExtension": [{"url": "urn:not", "valueBoolean": True}]},
        {"implicitRules": "urn:rules"},
        {"target": [{"modifierExtension": [{"url": "urn:not", "valueBoolean": True}]}]},
    ],
)
def test_a_resource_that_may_mean_something_else_is_left_out_whole(change):
    read = from_fhir([patient(), goal(**change)], timezone=ZONE)
    assert "goals" not in read.plan_document
    assert {each.reason.value for each in read.left_out} == {"modifier"}


def test_the_name_of_an_unknown_element_is_never_told():
    odd = goal(ada_lovelace={"ada": ["ada"]}, note=[{"text": "x", "ada": 1}])
    read = from_fhir([patient(), odd, {"resourceType": "AdaLovelace", "ada": 1}], timezone=ZONE)
    assert "ada" not in repr(read.left_out).lower()
    told = {(each.path, each.reason.value, each.count) for each in read.left_out}
    assert {
        ("Goal", "unknown-element", 1),
        ("Goal.note", "unknown-element", 1),
        ("Resource", "unknown-resource", 2),
    } <= told


def test_what_is_said_beside_a_value_is_named_too():
    beside = {"extension": [{"url": "urn:x", "valueString": "y"}]}
    read = from_fhir([patient(), goal(_lifecycleStatus=beside)], timezone=ZONE)
    told = {each.path: each.reason.value for each in read.left_out}
    assert told == {
        "Goal._lifecycleStatus.extension.url": "extension",
        "Goal._lifecycleStatus.extension.valueString": "extension",
    }


def test_what_is_written_in_another_release_is_a_warning_with_its_place():
    appointment = {"resourceType": "Appointment", "id": "a", "subject": {"reference": "Patient/p1"}, "reason": []}
    sources = [
        {"resourceType": "Patient", "id": "p1"},
        {**appointment, "note": [{"text": "x"}]},
        {**appointment, "id": "b"},
    ]
    warnings = [each for each in from_fhir(sources, timezone="UTC").problems if each.severity == "warning"]
    (warning,) = warnings
    assert (warning.code, warning.fhirpath) == ("unsupported-version", "resource[1]")
    assert "this and 1 more are of R5" in warning.rule


def test_an_element_of_nobody_is_no_sign_of_another_release():
    read = from_fhir([{"resourceType": "Patient", "id": "p1", "shoeSize": 31}], timezone="UTC")
    assert [each for each in read.problems if each.severity == "warning"] == []
