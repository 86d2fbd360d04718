"""Reading: one resource, searches page by page, histories, and all that a server has of one child."""

from decimal import Decimal

import httpx
import pytest

from collabcare.errors import FhirServerError
from collabcare.interchange.fhir.client import Limits
from tests.lib.fhir_fake import BASE, Script, Store, bundle

CHILD = {"resourceType": "Patient", "id": "c1"}
SUBJECT = {"subject": {"reference": "Patient/c1"}}


def goal(number, **more):
    return {"resourceType": "Goal", "id": f"g{number}"} | SUBJECT | more


def page(*resources, **more):
    return httpx.Response(200, json=bundle(*resources, **more))


def reason(caught):
    return caught.value.reason, caught.value.status


def test_one_resource_keeps_the_digits_of_its_decimals(connect):
    script = Script([httpx.Response(200, content=b'{"resourceType":"Goal","id":"g1","value":1.10}')])
    assert connect(script).read("Goal", "g1") == {"resourceType": "Goal", "id": "g1", "value": Decimal("1.10")}
    assert script.asked == ["GET /Goal/g1"]
    assert script.requests[0].headers["accept"] == "application/fhir+json"
    assert script.requests[0].extensions["timeout"] == dict.fromkeys(["connect", "read", "write", "pool"], 30.0)


def test_an_earlier_version(connect):
    script = Script([httpx.Response(200, json=goal(1))])
    connect(script, base_url=BASE + "/").read("Goal", "g1", version="7")
    assert script.asked == ["GET /Goal/g1/_history/7"]


@pytest.mark.parametrize("given", [CHILD, goal(2), {"id": "g1"}, [], None, "Goal"])
def test_what_was_not_asked_for_is_no_answer(connect, given):
    with pytest.raises(FhirServerError) as caught:
        connect(Script([httpx.Response(200, json=given)])).read("Goal", "g1")
    assert reason(caught) == ("unreadable", 200)


@pytest.mark.parametrize("resource_type", ["", "goal", "Goal/..", "Goal?x", "Göal", "G" * 65, None])
def test_a_type_is_checked_before_it_stands_in_an_address(connect, resource_type):
    with pytest.raises(ValueError, match="type of a FHIR resource"):
        connect(Script([])).read(resource_type, "g1")


@pytest.mark.parametrize("given", ["", ".", "..", "a/b", "a?b", "a b", "ä", "x" * 65, "g1\n", None])
def test_an_id_is_checked_before_it_stands_in_an_address(connect, given):
    for call in (
        lambda client: client.read("Goal", given),
        lambda client: client.read("Goal", "g1", version="" if given is None else given),
        lambda client: client.history("Goal", given),
        lambda client: client.pull(given),
    ):
        with pytest.raises(ValueError, match="1 to 64 letters"):
            call(connect(Script([])))


def test_a_search_goes_from_page_to_page(connect):
    script = Script(
        [
            page(goal(1), goal(2), next_page=f"{BASE}/Goal?page=2", total=4),
            page(goal(3), next_page="Goal?page=3", total=4),
            page(goal(4), total=4),
        ]
    )
    found = connect(script).search("Goal", {"patient": "Patient/c1", "category": ["a|b", "c"]})
    assert [each["id"] for each in found] == ["g1", "g2", "g3", "g4"]
    assert script.asked == [
        "GET /Goal?_count=1000&patient=Patient%2Fc1&category=a%7Cb&category=c",
        "GET /Goal?page=2",
        "GET /Goal?page=3",
    ]
    assert {each.headers["prefer"] for each in script.requests} == {"handling=strict"}


def test_a_search_without_parameters_that_finds_nothing(connect):
    assert connect(Script([page()])).search("Goal") == []
    assert connect(Script([httpx.Response(200, json={"resourceType": "Bundle"})])).search("Goal") == []


def test_remarks_of_a_server_are_no_records(connect):
    entries = [
        {"resource": goal(1), "search": {"mode": "match"}},
        {"resource": CHILD, "search": {"mode": "include"}},
        {"resource": {"resourceType": "OperationOutcome", "issue": []}, "search": {"mode": "outcome"}},
        {"fullUrl": "https://fhir.example/R4/Goal/empty"},
    ]
    script = Script([httpx.Response(200, json=bundle(entry=entries, total=1))])
    assert connect(script).search("Goal") == [goal(1), CHILD]


def test_more_without_a_next_page_is_refused_and_not_lost(connect):
    with pytest.raises(FhirServerError) as caught:
        connect(Script([page(goal(1), total=2)])).search("Goal")
    assert reason(caught) == ("incomplete", 200)
    # Who says how many to give, or not to count, knows.
    for name in ("_count", "_total", "_summary"):
        assert connect(Script([page(goal(1), total=2)])).search("Goal", {name: "1"}) == [goal(1)]


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/R4/Goal?page=2",
        "https://fhir.example:8443/R4/Goal?page=2",
        "http://fhir.example/R4/Goal?page=2",
        "https://fhir.example@elsewhere.example/R4",
        "https://user@fhir.example/R4/Goal",
        "//elsewhere.example/R4/Goal",
        "https://elsewhere.example\\@fhir.example/R4",
        "https://[::1",
        "https://fhir.example:99999999/R4",
        "https://fhir.example:port/R4",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "Goal?page=2\r\nHost: elsewhere.example",
        "Goal?" + "x" * 9000,
        7,
        None,
    ],
)
def test_a_next_page_elsewhere_is_never_asked_for(connect, address):
    answer = bundle(goal(1), link=[{"relation": "next", "url": address}])
    script = Script([httpx.Response(200, json=answer)])
    with pytest.raises(FhirServerError) as caught:
        connect(script, token=CHILD["id"]).search("Goal")
    assert reason(caught) == ("foreign-page", None)
    assert len(script.requests) == 1


def test_pages_in_a_circle_end(connect):
    script = Script([page(goal(1), next_page="Goal?page=2"), page(goal(2), next_page="Goal?page=2")])
    with pytest.raises(FhirServerError) as caught:
        connect(script).search("Goal")
    assert reason(caught) == ("foreign-page", None)


def test_pages_without_end_end(connect):
    def endless(request):
        number = int(request.url.params.get("page", "0"))
        return page(goal(number), next_page=f"Goal?page={number + 1}")

    script = Script([endless] * 10)
    with pytest.raises(FhirServerError) as caught:
        connect(script, limits=Limits(pages=3)).search("Goal")
    assert reason(caught) == ("too-large", None)
    assert len(script.requests) == 4


def test_what_a_question_may_cost_in_all_is_bounded(connect):
    pages = [page(goal(1, note="x" * 600), next_page="Goal?page=2"), page(goal(2, note="x" * 600))]
    script = Script(pages)
    with pytest.raises(FhirServerError) as caught:
        connect(script, limits=Limits(total_bytes=1000)).search("Goal")
    assert reason(caught) == ("too-large", None)


@pytest.mark.parametrize("name", ["answer_bytes", "total_bytes", "pages", "page_size"])
def test_limits_that_make_no_sense(name):
    with pytest.raises(ValueError, match="limits of 1 or more"):
        Limits(**{name: 0})


def test_a_history(connect):
    deleted = {"request": {"method": "DELETE", "url": "Goal/g1"}}
    versions = [goal(1, meta={"versionId": "2"}), goal(1, meta={"versionId": "1"})]
    entries = [deleted, *({"resource": each} for each in versions)]
    script = Script([httpx.Response(200, json=bundle(entry=entries, total=3))])
    assert connect(script).history("Goal", "g1") == versions
    assert script.asked == ["GET /Goal/g1/_history?_count=1000"]


# All of one child.

PLAN = {
    "resourceType": "CarePlan",
    "id": "p1",
    "subject": {"reference": f"{BASE}/Patient/c1"},
    "author": {"reference": "PractitionerRole/r1"},
}
ROLE = {
    "resourceType": "PractitionerRole",
    "id": "r1",
    "practitioner": {"reference": "Practitioner/t1/_history/4"},
    "organization": {"reference": "Organization/o1"},
}
PEOPLE = [{"resourceType": "Practitioner", "id": f"t{number}"} for number in (1, 2)]
CLINIC = {"resourceType": "Organization", "id": "o1"}
SIGNATURE = {
    "resourceType": "Provenance",
    "id": "s1",
    "target": [{"reference": "CarePlan/p1/_history/1"}, {"reference": "Goal/g1"}],
}
SESSION = {"resourceType": "Appointment", "id": "a1", "participant": [{"actor": {"reference": "Patient/c1"}}]}
ELSEWHERE = {"reference": "https://elsewhere.example/R4/Practitioner/t2"}


def test_all_of_one_child(connect):
    store = Store(CHILD, PLAN, *(goal(each) for each in range(5)), SESSION, SIGNATURE, ROLE, *PEOPLE, CLINIC, page=2)
    found = connect(store).pull("c1")
    names = [f"{each['resourceType']}/{each['id']}" for each in found]
    assert names == [
        "Patient/c1",
        "CarePlan/p1",
        *(f"Goal/g{each}" for each in range(5)),
        "Appointment/a1",
        "Provenance/s1",
        "PractitionerRole/r1",
        "Practitioner/t1",  # and not t2, whom nobody names
        "Organization/o1",
    ]
    first = [(path, parameters) for path, parameters in store.asked if "from" not in parameters]
    assert first.pop(first.index(("PractitionerRole", {"_count": "1000", "practitioner": "Practitioner/t1"})))
    asked = dict(first)
    assert asked.pop("Patient/c1") == {}
    assert asked.pop("Provenance")["target"] == "CarePlan/p1,Goal/g0,Goal/g1,Goal/g2,Goal/g3,Goal/g4"
    assert {name: asked.pop(name).get("_id") for name in ("PractitionerRole", "Practitioner", "Organization")} == {
        "PractitionerRole": "r1",
        "Practitioner": "t1",
        "Organization": "o1",
    }
    assert len(asked) == 13
    assert {each["patient"] for each in asked.values()} == {"Patient/c1"}


def test_what_somebody_is_in_the_clinic_is_found_by_the_person(connect):
    named = PLAN | {"author": {"reference": "Practitioner/t1"}}
    found = connect(Store(CHILD, named, ROLE, *PEOPLE, CLINIC)).pull("c1")
    assert [each["id"] for each in found] == ["c1", "p1", "t1", "r1", "o1"]


def test_a_signature_of_many_things_comes_once(connect):
    goals = [goal(number) for number in range(100)]
    signature = {"resourceType": "Provenance", "id": "s1", "target": [{"reference": f"Goal/g{n}"} for n in range(100)]}
    store = Store(CHILD, *goals, signature)
    found = connect(store).pull("c1")
    assert [each["id"] for each in found if each["resourceType"] == "Provenance"] == ["s1"]
    assert [path for path, _ in store.asked].count("Provenance") == 3


@pytest.mark.parametrize(
    "stranger",
    [
        {"resourceType": "Goal", "id": "g9", "subject": {"reference": "Patient/c2"}},
        {"resourceType": "Goal", "id": "g9"},
        {"resourceType": "Goal", "id": "g9", "subject": {"reference": "https://elsewhere.example/R4/Patient/c1"}},
        {"resourceType": "Goal", "id": "g9", "note": "Patient/c1"},
        {"resourceType": "Provenance", "id": "s9", "target": [{"reference": "CarePlan/p2"}]},
    ],
)
def test_records_of_another_child_are_refused(connect, stranger):
    with pytest.raises(FhirServerError) as caught:
        connect(Store(CHILD, goal(1), stranger)).pull("c1")
    assert reason(caught) == ("other-child", None)


def test_a_person_who_was_not_asked_for_is_refused(connect):
    class Careless(Store):
        def __call__(self, request):
            return super().__call__(httpx.Request("GET", request.url.copy_remove_param("_id")))

    with pytest.raises(FhirServerError) as caught:
        connect(Careless(CHILD, PLAN, ROLE, *PEOPLE)).pull("c1")
    assert reason(caught) == ("other-child", None)


def test_a_child_that_is_not_there(connect):
    with pytest.raises(FhirServerError) as caught:
        connect(Store()).pull("c1")
    assert reason(caught) == ("refused", 404)


def test_nothing_deep_stops_the_search_for_names(connect):
    deep = {"reference": "Patient/c1"}
    for _ in range(28):
        deep = {"a": [deep]}
    assert len(connect(Store(CHILD, goal(1, deep=deep))).pull("c1")) == 2
