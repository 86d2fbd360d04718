"""The clients beside a FHIR server that others wrote: transactions, searches, histories, versions and conflicts."""

import asyncio
import json
import logging
from decimal import Decimal

import pytest

from collabcare.errors import FhirServerError, ServerIssue, StaleRevisionError
from collabcare.interchange.fhir.client import AsyncFhirClient, FhirClient, Limits, versions_of

CHILD = "11111111-0000-4000-8000-000000000001"
SYSTEM = "https://clinic.example/id/goal"


@pytest.fixture
def client(fhir_server):
    with FhirClient(fhir_server) as client:
        yield client


@pytest.fixture(scope="module")
def resources(shared):
    """Give the resources of the example with ids of their own, as a plan of ours would have them."""
    bundle = json.loads((shared / "fhir" / "mapping" / "example_bundle.json").read_bytes(), parse_float=Decimal)
    return [each["resource"] | {"id": each["fullUrl"].removeprefix("urn:uuid:")} for each in bundle["entry"]]


def put(resource, url=None):
    """Make an entry that saves a resource in its place."""
    place = url or f"{resource['resourceType']}/{resource['id']}"
    address = f"urn:uuid:{resource['id']}" if "id" in resource else None
    named = {"fullUrl": address} if address else {}
    return named | {"resource": resource, "request": {"method": "PUT", "url": place}}


def transaction(*entries):
    return {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)}


@pytest.fixture
def pushed(client, resources):
    return client.push(transaction(*map(put, resources)))


def references(resource):
    """Give the references of a resource in the order of its text."""
    if isinstance(resource, dict):
        own = [resource["reference"]] if isinstance(resource.get("reference"), str) else []
        return own + [each for value in resource.values() for each in references(value)]
    if isinstance(resource, list):
        return [each for value in resource for each in references(value)]
    return []


def test_a_transaction_keeps_our_ids_and_joins_what_belongs_together(client, resources, pushed):
    assert [each.reference for each in pushed] == [f"{each['resourceType']}/{each['id']}" for each in resources]
    assert {each.status for each in pushed} == {200}
    assert len({each.version for each in pushed}) == len(resources) == 18
    types = {each["id"]: each["resourceType"] for each in resources}
    for each in resources:
        stored = client.read(each["resourceType"], each["id"])
        expected = [reference.removeprefix("urn:uuid:") for reference in references(each)]
        assert references(stored) == [f"{types[one]}/{one}" for one in expected]


def test_a_second_save_gives_the_same_ids_and_new_versions(client, resources, pushed):
    again = client.push(transaction(*map(put, resources)))
    assert [each.reference for each in again] == [each.reference for each in pushed]
    assert not {each.version for each in again} & {each.version for each in pushed}


def test_all_of_one_child_comes_back(client, resources, pushed):
    others = [{"resourceType": "Patient", "id": "22222222-0000-4000-8000-000000000001"}]
    others += [
        {
            "resourceType": "Goal",
            "id": f"22222222-0000-4000-8000-00000000000{number}",
            "lifecycleStatus": "active",
            "description": {"text": "Another child's"},
            "subject": {"reference": "Patient/22222222-0000-4000-8000-000000000001"},
        }
        for number in (2, 3)
    ]
    client.push(transaction(*map(put, others)))
    found = list(client.pull(CHILD))
    assert sorted(each["id"] for each in found) == sorted(each["id"] for each in resources)

    async def pull():
        async with AsyncFhirClient(client._wire.base_url) as awaited:
            return [each async for each in awaited.pull(CHILD)]

    assert asyncio.run(pull()) == found


def test_a_child_that_is_not_there(client):
    with pytest.raises(FhirServerError) as caught:
        list(client.pull(CHILD))
    assert (caught.value.status, caught.value.issues) == (404, (ServerIssue("error", "not-found"),))


def test_a_search(client, pushed):
    goals = list(client.search("Goal", {"patient": f"Patient/{CHILD}", "lifecycle-status": "active"}))
    assert [each["resourceType"] for each in goals] == ["Goal"]
    assert list(client.search("Goal", {"patient": f"Patient/{CHILD}", "lifecycle-status": "cancelled"})) == []


def test_more_than_the_server_gives_is_not_lost(client, pushed):
    # This server names no next page, so what it keeps back would vanish.
    with (
        FhirClient(client._wire.base_url, limits=Limits(page_size=2)) as small,
        pytest.raises(FhirServerError) as caught,
    ):
        list(small.pull(CHILD))
    assert caught.value.reason == "incomplete"


def test_a_change_rests_on_a_version(client, pushed):
    goal = next(client.search("Goal", {"patient": f"Patient/{CHILD}"}))
    first = goal["meta"]["versionId"]
    stored = client.update(goal | {"description": {"text": "Changed by one"}}, version=first)
    assert stored.version not in {first, None}
    with pytest.raises(StaleRevisionError):
        client.update(goal | {"description": {"text": "Changed by another"}}, version=first)
    assert client.read("Goal", goal["id"])["description"]["text"] == "Changed by one"
    assert client.read("Goal", goal["id"], version=first) == goal
    assert [each["meta"]["versionId"] for each in client.history("Goal", goal["id"])] == [stored.version, first]


def test_a_transaction_rests_on_versions(client, resources, pushed):
    versions = versions_of(client.pull(CHILD))
    assert len(versions) == 18
    goal = next(each for each in resources if each["resourceType"] == "Goal")
    client.update(goal | {"subject": {"reference": f"Patient/{CHILD}"}}, version=None)
    before = {each["id"]: each["meta"]["versionId"] for each in client.search("CarePlan")}
    # The goal first: this server in memory does not take back what came before it, as a real one does.
    ordered = [goal, *(each for each in resources if each is not goal)]
    with pytest.raises(StaleRevisionError):
        client.push(transaction(*map(put, ordered)), versions=versions)
    assert {each["id"]: each["meta"]["versionId"] for each in client.search("CarePlan")} == before
    assert len(client.push(transaction(*map(put, ordered)), versions=versions_of(client.pull(CHILD)))) == 18


def test_the_awaited_client_meets_the_same_conflict(client, pushed):
    goal = next(client.search("Goal", {"patient": f"Patient/{CHILD}"}))

    async def change_twice():
        async with AsyncFhirClient(client._wire.base_url) as awaited:
            stored = await awaited.update(goal, version=goal["meta"]["versionId"])
            with pytest.raises(StaleRevisionError):
                await awaited.update(goal, version=goal["meta"]["versionId"])
            return stored

    assert asyncio.run(change_twice()).version != goal["meta"]["versionId"]


def test_a_deletion_goes_through_a_transaction(client, pushed):
    goal = next(client.search("Goal", {"patient": f"Patient/{CHILD}"}))
    entry = {"request": {"method": "DELETE", "url": f"Goal/{goal['id']}"}}
    [stored] = client.push(transaction(entry))
    assert (stored.reference, stored.status) == (f"Goal/{goal['id']}", 200)
    with pytest.raises(FhirServerError) as caught:
        client.read("Goal", goal["id"])
    assert caught.value.status in {404, 410}


def test_what_the_server_refuses_is_told_without_its_words(client, resources):
    plan = next(each for each in resources if each["resourceType"] == "CarePlan")
    wrong = {name: value for name, value in plan.items() if name != "status"} | {"goalz": "Tomasz"}
    with pytest.raises(FhirServerError) as caught:
        client.push(transaction(put(wrong)))
    assert (caught.value.reason, caught.value.status) == ("refused", 400)
    assert {each.code for each in caught.value.issues} == {"structure"}
    assert "Tomasz" not in str(caught.value)


@pytest.mark.parametrize("kind", ["identifier", "ifNoneExist"])
def test_ids_of_the_server_stay_when_identifiers_find_them(client, kind):
    # The other way that FHIR has to keep ids stable: the server makes them, and our identifier finds them again.
    child = {"resourceType": "Patient", "identifier": [{"system": SYSTEM, "value": "c1"}]}
    if kind == "identifier":
        entry = put(child, f"Patient?identifier={SYSTEM}|c1")
    else:
        entry = {"resource": child, "request": {"method": "POST", "url": "Patient"}}
        entry["request"]["ifNoneExist"] = f"identifier={SYSTEM}|c1"
    [first], [second] = client.push(transaction(entry)), client.push(transaction(entry))
    assert (first.reference, first.status, second.status) == (second.reference, 201, 200)


def test_neither_token_nor_child_reaches_a_log(fhir_server, resources, caplog):
    caplog.set_level(logging.DEBUG)
    with FhirClient(fhir_server, token="zxcanaryzx") as client:  # noqa: S106 -- a marker to look for
        client.push(transaction(*map(put, resources)))
        list(client.pull(CHILD))
    assert "httpcore" in caplog.text  # at this level it tells of connections, and of the headers of answers
    assert "zxcanaryzx" not in caplog.text
    assert CHILD not in caplog.text
