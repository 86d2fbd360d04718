"""Bulk exports: one child after another, whatever the order of the lines; nothing of them stays on disk."""

import json
import random
import tempfile
from pathlib import Path

import pytest

from collabcare.errors import InvalidRecordError, UnreadableDocumentError
from collabcare.interchange.fhir import from_fhir, from_fhir_bulk
from collabcare.interchange.fhir.importing import bulk
from tests.lib.fhir_resources import care_plan, goal, mother, patient, team, therapist

ZONE = "Europe/Madrid"


def case(child):
    """Give one child's resources, which share the practitioner with all others."""
    of = f"Patient/{child}"
    return [
        patient(child),
        {**mother(of), "id": f"m-{child}"},
        {**team(of), "id": f"team-{child}"},
        care_plan(of, id=f"plan-{child}", goal=[{"reference": f"Goal/goal-{child}"}]),
        goal(of, id=f"goal-{child}"),
        {"resourceType": "Provenance", "id": f"prov-{child}", "target": [{"reference": f"Goal/goal-{child}"}]},
    ]


NAMES = [f"c{number}" for number in range(12)]
NOBODY = {"resourceType": "Organization", "id": "o", "name": "Nobody refers to it"}


@pytest.fixture
def export():
    lines = [each for name in NAMES for each in case(name)] + [therapist(), NOBODY]
    random.Random(3).shuffle(lines)
    return "\n".join(map(json.dumps, lines)).encode()


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_each_child_is_what_it_would_be_by_itself(export):
    *children, rest = from_fhir_bulk(export, timezone=ZONE)
    assert sorted(each.plan.child for each in children) == sorted(NAMES)
    for each in children:
        alone = from_fhir([*case(each.plan.child), therapist()], timezone=ZONE)
        assert each.plan == alone.plan
        assert {(e.path, e.reason, e.count) for e in each.left_out} == {
            (e.path, e.reason, e.count) for e in alone.left_out
        }
    assert {each.path for each in rest.left_out} == {
        "Organization.id",
        "Organization.name",
        "Organization.resourceType",
    }


def test_every_value_is_carried_or_named(export):
    every = [json.loads(line) for line in export.splitlines()]
    left = [each for read in from_fhir_bulk(export, timezone=ZONE) for each in read.left_out]
    provenance = sum(each.count for each in left if each.path.startswith("Provenance"))
    assert provenance == 3 * len(NAMES)
    assert all(each.places[0].startswith("line[") for each in left)
    assert len(every) == 6 * len(NAMES) + 2


def test_several_files_are_one_export(tmp_path, export):
    kinds = {}
    for line in export.splitlines():
        kinds.setdefault(json.loads(line)["resourceType"], []).append(line)
    paths = []
    for kind, lines in kinds.items():
        paths.append(tmp_path / f"{kind}.ndjson")
        paths[-1].write_bytes(b"\n".join(lines))
    *children, rest = from_fhir_bulk(paths, timezone=ZONE)
    assert {each.plan for each in children} == {each.plan for each in list(from_fhir_bulk(export, timezone=ZONE))[:-1]}
    assert rest.left_out[0].places[0].startswith("source[")


def test_a_child_is_found_by_its_identifier_alone():
    identifier = {"system": "urn:mrn", "value": "7"}
    lines = [goal(), patient("p1", identifier=[identifier])]
    lines[0]["subject"] = {"identifier": identifier}
    (read,) = from_fhir_bulk("\n".join(map(json.dumps, lines)).encode(), timezone=ZONE)
    assert [each["id"] for each in read.plan_document["goals"]] == ["g1"]


def test_a_child_of_whom_there_is_only_a_reference_is_a_child():
    (read,) = from_fhir_bulk(json.dumps(goal()).encode() + b"\n", timezone=ZONE)
    assert read.plan_document["child"] == "p1"


def test_a_child_without_an_id_is_read_as_any_other():
    lines = [{"resourceType": "Patient", "name": [{"given": ["Ada"]}]}, {"resourceType": "Patient"}, patient("p1")]
    read = list(from_fhir_bulk("\n".join(map(json.dumps, lines)).encode(), timezone=ZONE))
    people = [each.plan_document["participants"][0] for each in read]
    assert sum(each.get("name") == "Ada" for each in people) == 1
    assert len({each["id"] for each in people}) == len(lines)


def test_what_a_practitioner_is_comes_with_the_practitioner():
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/t1"}}
    role["code"] = [{"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": "225X00000X"}]}]
    author = care_plan(author={"reference": "Practitioner/t1"})
    lines = [role, author, therapist(), patient(), patient("p2")]
    one, _ = from_fhir_bulk("\n".join(map(json.dumps, lines)).encode(), timezone=ZONE)
    assert {each["role"] for each in one.plan_document["participants"]} == {"child", "therapist"}
    assert from_fhir(lines, timezone=ZONE, child="p1").plan_document == one.plan_document


def test_bundles_in_lines_are_opened_and_what_wraps_them_is_named():
    wrapped = [
        {"resourceType": "Bundle", "type": "collection", "total": 2, "entry": [{"resource": each}]}
        for each in case("c1")
    ]
    *children, rest = from_fhir_bulk("\n".join(map(json.dumps, wrapped)).encode(), timezone=ZONE)
    assert [each.plan_document["child"] for each in children] == ["c1"]
    assert [(each.path, each.count) for each in rest.left_out] == [("Bundle.total", len(wrapped))]


def test_a_child_with_too_much_is_named_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(bulk, "MOST_OF_A_CHILD", 10_000)
    lines = [*case("c1"), *case("c2"), *[goal("Patient/c2", id=f"more-{number}") for number in range(100)]]
    one, two = from_fhir_bulk("\n".join(map(json.dumps, lines)).encode(), timezone=ZONE)
    assert one.plan is None or one.plan.child == "c1"
    assert [each.code for each in two.problems] == ["too-large"]
    assert {each.reason.value for each in two.left_out} == {"too-large"}
    assert sum(each.count for each in two.left_out if each.path == "Goal.id") == 101


def test_a_bad_line_is_an_error_with_its_number_before_any_child():
    lines = json.dumps(patient()).encode() + b'\n{"resourceType": \n'
    with pytest.raises(UnreadableDocumentError) as raised:
        next(from_fhir_bulk(lines, timezone=ZONE))
    assert raised.value.problem.line == 2


def test_nothing_stays_on_disk(tmp_path, export):
    before = set(tmp_path.iterdir())
    reading = from_fhir_bulk(export, timezone=ZONE)
    next(reading)
    (folder,) = set(tmp_path.iterdir()) - before
    assert folder.stat().st_mode & 0o077 == 0
    reading.close()
    assert set(tmp_path.iterdir()) == before
    with pytest.raises(UnreadableDocumentError):
        list(from_fhir_bulk(export + b"\n{", timezone=ZONE))
    assert set(Path(tmp_path).iterdir()) == before


def test_a_zone_that_does_not_exist_is_said_at_once():
    with pytest.raises(InvalidRecordError):
        from_fhir_bulk(b"", timezone="Mars/Olympus")


def test_an_error_in_one_of_several_files_says_in_which():
    sources = [b'{"resourceType": "Patient", "id": "a"}', b'{"resourceType": "Patient", "id": "b"}\n{"half']
    with pytest.raises(UnreadableDocumentError) as raised:
        list(from_fhir_bulk(sources, timezone="UTC"))
    problem = raised.value.problem
    assert (problem.fhirpath, problem.line, problem.code) == ("source[1]", 2, "not-json")
    assert raised.value.__context__ is None
