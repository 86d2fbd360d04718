"""What a FHIR reference means, in every way that FHIR knows to write one."""

import pytest

from collabcare.interchange.fhir.r4.opening import opened
from collabcare.interchange.fhir.r4.references import References

SYSTEM = "https://clinic.example/id"


def bundle(*entries):
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": u, "resource": r} for u, r in entries],
    }


def patient(own_id="p", **more):
    return {"resourceType": "Patient", "id": own_id, **more}


def goal(own_id="g", **more):
    return {"resourceType": "Goal", "id": own_id, **more}


def resolved(source, reference, position=-1):
    entries = list(opened(source))
    whole = reference if isinstance(reference, dict) else {"reference": reference}
    found = References(entries).resolve(whole, entries[position])
    return None if found is None else found.place


URN = "urn:uuid:00000000-0000-4000-8000-000000000001"
WAYS = {
    "urn": ([(URN, patient())], URN),
    "urn-with-relative": ([(URN, patient())], "Patient/p"),
    "relative-at-a-server": ([("https://a.example/fhir/Patient/p", patient())], "Patient/p"),
    "absolute": ([("https://a.example/fhir/Patient/p", patient())], "https://a.example/fhir/Patient/p"),
    "absolute-without-url": ([(URN, patient())], "https://a.example/fhir/Patient/p"),
    "versioned": ([(URN, patient(meta={"versionId": "2"}))], "Patient/p/_history/2"),
    "versioned-of-no-known-version": ([(URN, patient())], "Patient/p/_history/2"),
    "absolute-versioned": (
        [("https://a.example/fhir/Patient/p", patient(meta={"versionId": "2"}))],
        "https://a.example/fhir/Patient/p/_history/2",
    ),
    "identifier": (
        [(URN, patient(identifier=[{"system": SYSTEM, "value": "7"}]))],
        {"type": "Patient", "identifier": {"system": SYSTEM, "value": "7"}},
    ),
    "conditional": (
        [(URN, patient(identifier=[{"system": SYSTEM, "value": "7"}]))],
        f"Patient?identifier={SYSTEM}|7",
    ),
}


@pytest.mark.parametrize(("entries", "reference"), WAYS.values(), ids=WAYS.keys())
def test_each_way_to_refer_finds_the_resource(entries, reference):
    source = bundle(*entries, ("urn:uuid:2", goal()))
    assert resolved(source, reference) == "Bundle.entry[0].resource"


NOTHING = {
    "unknown-urn": ([(URN, patient())], "urn:uuid:9"),
    "other-type": ([(URN, patient())], "Goal/p"),
    "other-server": ([("https://a.example/fhir/Patient/p", patient())], "https://b.example/fhir/Patient/p"),
    "other-version": ([(URN, patient(meta={"versionId": "1"}))], "Patient/p/_history/2"),
    "other-type-of-identifier": (
        [(URN, patient(identifier=[{"system": SYSTEM, "value": "7"}]))],
        {"type": "Group", "identifier": {"system": SYSTEM, "value": "7"}},
    ),
    "identifier-of-two": (
        [
            (URN, patient(identifier=[{"system": SYSTEM, "value": "7"}])),
            ("urn:uuid:3", patient("q", identifier=[{"system": SYSTEM, "value": "7"}])),
        ],
        {"identifier": {"system": SYSTEM, "value": "7"}},
    ),
    "display-only": ([(URN, patient())], {"display": "p"}),
    "no-reference": ([(URN, patient())], {"reference": ["Patient/p"]}),
    "empty": ([(URN, patient())], ""),
}


@pytest.mark.parametrize(("entries", "reference"), NOTHING.values(), ids=NOTHING.keys())
def test_what_is_not_here_or_not_clear_is_none(entries, reference):
    assert resolved(bundle(*entries, ("urn:uuid:2", goal())), reference) is None


def test_two_servers_keep_their_own_resources():
    source = bundle(
        ("https://a.example/fhir/Patient/p", patient()),
        ("https://b.example/fhir/Patient/p", patient()),
        ("https://b.example/fhir/Goal/g", goal()),
    )
    assert resolved(source, "Patient/p") == "Bundle.entry[1].resource"


def test_contained_resources_are_found_from_outside_and_inside():
    plan = {"resourceType": "CarePlan", "contained": [goal("a"), goal("b")]}
    entries = list(opened(plan))
    references = References(entries)
    inside = references.resolve({"reference": "#b"}, entries[0])
    assert (inside.place, inside.pointer) == ("CarePlan.contained[1]", "/contained/1")
    assert references.resolve({"reference": "#a"}, inside).place == "CarePlan.contained[0]"
    assert references.resolve({"reference": "#"}, inside).place == "CarePlan"
    assert references.resolve({"reference": "#"}, entries[0]).place == "CarePlan"
    assert references.resolve({"reference": "#c"}, entries[0]) is None
    assert references.resolve("#a", inside) is None  # text alone is no Reference


def test_a_bulk_export_is_found_by_type_and_id():
    assert resolved([patient(), goal()], "Patient/p") == "resource[0]"
    assert resolved([patient("00000000-0000-4000-8000-000000000001"), goal()], URN) == "resource[0]"


def test_the_newest_version_is_meant_when_none_is_named():
    url = "https://a.example/fhir/Goal/g"
    old = goal(meta={"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"})
    new = goal(meta={"versionId": "2", "lastUpdated": "2026-02-01T00:00:00Z"})
    source = bundle((url, old), (url, new))
    assert resolved(source, "Goal/g") == "Bundle.entry[1].resource"
    assert resolved(source, "Goal/g/_history/1") == "Bundle.entry[0].resource"


def test_one_url_for_two_resources_is_a_duplicate_but_not_for_two_versions():
    source = bundle(
        (URN, goal(meta={"versionId": "1"})),
        (URN, goal(meta={"versionId": "2"})),
        (URN, goal(meta={"versionId": "2"})),
        ("urn:uuid:5", patient()),
        ("urn:uuid:5", patient("q")),
    )
    found = References(opened(source)).duplicates()
    assert [each.place for each in found] == ["Bundle.entry[2].resource", "Bundle.entry[4].resource"]


def test_circles_are_found_once_each():
    def request(own_id, **more):
        return {"resourceType": "ServiceRequest", "id": own_id, **more}

    def to(*ids):
        return [{"reference": f"ServiceRequest/{each}"} for each in ids]

    source = [
        request("a", basedOn=to("b")),
        request("b", basedOn=to("c", "e")),
        request("c", basedOn=to("a")),
        request("d", replaces=to("d")),
        request("e", basedOn=to("f")),
        request("f"),
    ]
    found = References(opened(source)).circles()
    assert [(element, [each.place for each in circle]) for element, circle in found] == [
        ("basedOn", ["resource[0]", "resource[1]", "resource[2]"]),
        ("replaces", ["resource[3]"]),
    ]


def test_a_circle_through_contained_resources_is_found():
    inner = {"resourceType": "CarePlan", "id": "x", "partOf": [{"reference": "#"}]}
    source = {"resourceType": "CarePlan", "contained": [inner], "partOf": [{"reference": "#x"}]}
    ((element, circle),) = References(opened(source)).circles()
    assert element == "partOf"
    assert [each.place for each in circle] == ["CarePlan", "CarePlan.contained[0]"]


def test_a_long_chain_is_followed_without_recursion():
    length = 20_000
    source = [
        {"resourceType": "Task", "id": str(n), "partOf": [{"reference": f"Task/{(n + 1) % length}"}]}
        for n in range(length)
    ]
    ((_, circle),) = References(opened(source)).circles()
    assert len(circle) == length
