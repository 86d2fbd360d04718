"""Saving: one resource, transactions, the versions they rest on, and what a server says of each entry."""

import copy
from decimal import Decimal

import httpx
import pytest

from collabcare.errors import FhirServerError, ServerIssue, StaleRevisionError
from collabcare.interchange import fhir
from collabcare.interchange.fhir.client import Stored, versions_of
from tests.lib.fhir_fake import Script, Store, sent

GOAL = {"resourceType": "Goal", "id": "g1", "value": Decimal("1.10")}


def outcome(*codes, status=422):
    issues = [{"severity": "error", "code": each, "diagnostics": "Tomasz"} for each in codes]
    return httpx.Response(status, json={"resourceType": "OperationOutcome", "issue": issues})


def transaction(*entries):
    return {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)}


def put(resource_id, **request):
    resource = {"resourceType": "Goal", "id": resource_id}
    return {"resource": resource, "request": {"method": "PUT", "url": f"Goal/{resource_id}"} | request}


def said(*responses, **more):
    return httpx.Response(200, json=transaction(*responses) | {"type": "transaction-response"} | more)


# One resource.


def test_a_resource_is_saved_in_its_place(connect):
    script = Script([httpx.Response(200, headers={"ETag": 'W/"8"'}, json=GOAL | {"value": 1})])
    assert connect(script).update(GOAL, version="7") == Stored("Goal/g1", "8", 200)
    [request] = script.requests
    assert script.asked == ["PUT /Goal/g1"]
    assert request.headers["if-match"] == 'W/"7"'
    assert request.headers["content-type"] == "application/fhir+json"
    assert request.content == b'{"resourceType":"Goal","id":"g1","value":1.10}'


def test_without_a_version_nothing_is_asked_of_the_server(connect):
    script = Script([httpx.Response(201)])
    assert connect(script).update(GOAL, version=None) == Stored("Goal/g1", None, 201)
    assert "if-match" not in script.requests[0].headers


@pytest.mark.parametrize(
    ("headers", "content", "version"),
    [
        ({"ETag": '"8"'}, b"", "8"),
        ({"ETag": 'W/"8 9"'}, b'{"meta": {"versionId": "9"}}', "9"),
        ({}, b'{"meta": {"versionId": "9"}}', "9"),
        ({}, b'{"meta": {"versionId": "a b"}}', None),
        ({}, b'{"meta": ["versionId"]}', None),
        ({}, b"saved, thank you", None),
    ],
)
def test_the_new_version_is_looked_for_where_servers_put_it(connect, headers, content, version):
    script = Script([httpx.Response(200, headers=headers, content=content)])
    assert connect(script).update(GOAL, version=None).version == version


@pytest.mark.parametrize("status", [409, 412])
def test_a_newer_version_is_an_error_with_a_name(connect, status):
    with pytest.raises(StaleRevisionError) as caught:
        connect(Script([outcome("conflict", status=status)])).update(GOAL, version="7")
    assert caught.value.issues == (ServerIssue("error", "conflict"),)


def test_several_that_meet_a_condition_are_no_newer_version(connect):
    with pytest.raises(FhirServerError) as caught:
        connect(Script([outcome("multiple-matches", status=412)])).push(transaction(put("g1")))
    assert (caught.value.reason, caught.value.status) == ("refused", 412)


def test_reading_is_never_stale(connect):
    with pytest.raises(FhirServerError):
        connect(Script([outcome("conflict", status=409)])).read("Goal", "g1")


@pytest.mark.parametrize(
    "resource", [{}, {"resourceType": "Goal"}, {"resourceType": "Goal", "id": "../x"}, {"id": "g1"}]
)
def test_what_has_no_place_is_not_sent(connect, resource):
    with pytest.raises(ValueError, match="give"):
        connect(Script([])).update(resource, version=None)


@pytest.mark.parametrize("version", ["", 'W/"7"', "7\r\nX: y", 7])
def test_a_version_is_checked_before_it_stands_in_a_header(connect, version):
    with pytest.raises(ValueError, match="version: give 1 to 64"):
        connect(Script([])).update(GOAL, version=version)


# Transactions.


def test_each_entry_tells_what_became_of_it(connect):
    answers = [
        {"response": {"status": "201 Created", "location": "Goal/g1/_history/1"}},
        {"response": {"status": "200", "location": "https://fhir.example/Fhir/Goal/g2/_history/5", "etag": 'W/"6"'}},
        {"response": {"status": "200"}, "resource": {"resourceType": "Goal", "meta": {"versionId": "3"}}},
        {"response": {"status": "204 No Content"}},
        {"response": {"status": "201", "location": "Task/77"}},
        {"response": {"status": "200"}},
    ]
    entries = [
        *(put(each) for each in ("g1", "g2", "g3")),
        {"request": {"method": "DELETE", "url": "Goal/g4"}},
        {"resource": {}, "request": {"method": "POST", "url": "Task"}},
        {"resource": {}, "request": {"method": "PUT", "url": "Task?identifier=a|b"}},
    ]
    script = Script([said(*answers)])
    assert connect(script).push(transaction(*entries)) == (
        Stored("Goal/g1", "1", 201),
        Stored("Goal/g2", "6", 200),
        Stored("Goal/g3", "3", 200),
        Stored("Goal/g4", None, 204),
        Stored("Task/77", None, 201),
        Stored(None, None, 200),
    )
    assert script.asked == ["POST "]
    assert sent(script.requests[0]) == transaction(*entries)


def test_versions_become_conditions(connect):
    given = transaction(
        put("g1"), put("g2"), {"request": {"method": "DELETE", "url": "Goal/g3"}}, put("g4", ifMatch="x")
    )
    before = copy.deepcopy(given)
    script = Script([said(*({"response": {"status": "200"}} for _ in range(4)))])
    connect(script).push(given, versions={"Goal/g1": "7", "Goal/g3": "9", "Goal/other": "1"})
    conditions = [each["request"].get("ifMatch") for each in sent(script.requests[0])["entry"]]
    assert conditions == ['W/"7"', None, 'W/"9"', "x"]
    assert given == before


def test_a_large_transaction_may_go_out_in_several(connect):
    entries = [put(f"g{number}") | {"fullUrl": f"urn:uuid:{number}"} for number in range(5)]
    parent = {"reference": "urn:uuid:0"}
    entries[4]["resource"] = GOAL | {
        "id": "g4",
        "part": [{"of": parent, "reference": parent}],
        "also": {"reference": "x"},
    }
    before = copy.deepcopy(entries)
    script = Script([said(*({"response": {"status": "200"}} for _ in range(count))) for count in (2, 2, 1)])
    stored = connect(script).push(transaction(*entries), versions={"Goal/g4": "7"}, largest=2)
    assert [each.reference for each in stored] == [f"Goal/g{number}" for number in range(5)]
    parts = [sent(each)["entry"] for each in script.requests]
    assert [[each["fullUrl"] for each in part] for part in parts] == [
        ["urn:uuid:0", "urn:uuid:1"],
        ["urn:uuid:2", "urn:uuid:3"],
        ["urn:uuid:4"],
    ]
    [last] = parts[2]
    placed = {"reference": "Goal/g0"}
    assert last["resource"]["part"] == [{"of": placed, "reference": placed}]
    assert (last["resource"]["also"], last["request"]["ifMatch"]) == ({"reference": "x"}, 'W/"7"')
    assert entries == before


def test_nothing_more_is_sent_after_a_part_that_was_refused(connect):
    script = Script([said({"response": {"status": "200"}}), outcome("conflict", status=412)])
    with pytest.raises(StaleRevisionError):
        connect(script).push(transaction(put("g1"), put("g2"), put("g3")), largest=1)
    assert len(script.requests) == 2


def test_one_transaction_that_fits_goes_out_as_it_is(connect):
    entries = [put("g1") | {"fullUrl": "urn:uuid:1"}, {"resource": {}, "request": {"method": "POST", "url": "Task"}}]
    script = Script([said(*({"response": {"status": "200"}} for _ in entries))])
    connect(script).push(transaction(*entries), largest=2)
    assert sent(script.requests[0]) == transaction(*entries)


@pytest.mark.parametrize(
    ("url", "largest"), [("Task", 1), ("Task?identifier=a|b", 1), (None, 1), ("Task/1", 0), ("Task/1", -5)]
)
def test_what_cannot_be_sent_in_several(connect, url, largest):
    entry = {"resource": {}, "request": {"method": "POST", "url": url}}
    with pytest.raises(ValueError, match=r"^largest: "):
        connect(Script([])).push(transaction(put("g1"), entry), largest=largest)


def test_versions_of_what_was_read():
    read = [
        GOAL | {"meta": {"versionId": "7"}},
        GOAL | {"id": "g2"},
        GOAL | {"id": "g3", "meta": {"versionId": ""}},
        GOAL | {"id": "g4", "meta": []},
    ]
    assert versions_of(read) == {"Goal/g1": "7"}


@pytest.mark.parametrize("status", [409, 412])
def test_nothing_is_saved_over_a_newer_version(connect, status):
    with pytest.raises(StaleRevisionError):
        connect(Script([outcome(status=status)])).push(transaction(put("g1")), versions={"Goal/g1": "7"})


@pytest.mark.parametrize(
    "bundle",
    [
        {},
        GOAL,
        {"resourceType": "Bundle", "type": "batch", "entry": []},
        {"resourceType": "Bundle", "type": "transaction"},
        transaction({"resource": GOAL}),
        transaction("Goal"),
    ],
)
def test_only_transactions_are_sent(connect, bundle):
    with pytest.raises(ValueError, match="transaction"):
        connect(Script([])).push(bundle)


@pytest.mark.parametrize(
    "answer",
    [
        said(),
        said({"response": {"status": "200"}}, {"response": {"status": "200"}}),
        said({"response": {}}),
        said({"response": {"status": "²00"}}),
        said({"response": []}),
        said("200"),
        httpx.Response(200, json={"resourceType": "OperationOutcome"}),
        httpx.Response(204),
    ],
)
def test_an_answer_that_does_not_tell_is_refused(connect, answer):
    with pytest.raises(FhirServerError) as caught:
        connect(Script([answer])).push(transaction(put("g1")))
    assert caught.value.reason == "unreadable"


def test_an_entry_that_failed_is_no_success(connect):
    with pytest.raises(FhirServerError) as caught:
        connect(Script([said({"response": {"status": "404 Not Found"}})])).push(transaction(put("g1")))
    assert (caught.value.reason, caught.value.status) == ("refused", 404)


# Plans.


def test_a_plan_goes_through_the_mapping(connect, monkeypatch):
    asked = []

    def to_fhir(plan, journal, scores, **named):
        asked.append((plan, journal, scores, named))
        return transaction(put("g1"))

    monkeypatch.setattr(fhir, "to_fhir", to_fhir, raising=False)
    script = Script([said({"response": {"status": "200", "etag": 'W/"2"'}})])
    own = "https://clinic.example/fhir/"
    stored = connect(script).push_plan("plan", "journal", ("score",), base_url=own, versions={"Goal/g1": "1"})
    assert stored == (Stored("Goal/g1", "2", 200),)
    assert asked == [("plan", "journal", ("score",), {"base_url": own, "bundle": "transaction", "us_core": False})]
    assert sent(script.requests[0])["entry"][0]["request"]["ifMatch"] == 'W/"1"'


def test_a_child_comes_through_the_mapping(connect, monkeypatch):
    def from_fhir(resources, *, timezone):
        return [each["id"] for each in resources], timezone

    monkeypatch.setattr(fhir, "from_fhir", from_fhir, raising=False)
    store = Store({"resourceType": "Patient", "id": "c1"})
    assert connect(store).pull_plan("c1", timezone="Europe/Madrid") == (["c1"], "Europe/Madrid")
