"""When a request is tried again, how long after, and when it is not."""

import httpx
import pytest

from collabcare.errors import FhirServerError, StaleRevisionError
from collabcare.interchange.fhir.client import Retries
from tests.lib.fhir_fake import Script

GOAL = {"resourceType": "Goal", "id": "g1"}
FOUND = httpx.Response(200, json=GOAL)
TRANSACTION = {"resourceType": "Bundle", "type": "transaction", "entry": []}
SAID = httpx.Response(200, json=TRANSACTION | {"type": "transaction-response"})
LOST = [
    httpx.ConnectError("Tomasz"),
    httpx.ConnectTimeout("Tomasz"),
    httpx.ReadTimeout("Tomasz"),
    httpx.ReadError("Tomasz"),
    httpx.RemoteProtocolError("Tomasz"),
]


def busy(status=503, **headers):
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(connect, status):
    client = connect(Script([busy(status), busy(status), FOUND]))
    assert client.read("Goal", "g1") == GOAL
    assert client.waits == [0.5, 1.0]


def test_the_bound_of_a_wait_doubles_up_to_the_longest(connect):
    client = connect(Script([busy()] * 9), retries=Retries(tries=9, first_wait_seconds=1, longest_wait_seconds=20))
    with pytest.raises(FhirServerError) as caught:
        client.read("Goal", "g1")
    assert (caught.value.reason, caught.value.status) == ("refused", 503)
    assert client.waits == [1, 2, 4, 8, 16, 20, 20, 20]


def test_a_wait_is_drawn_between_nothing_and_its_bound(connect):
    draws = iter([0.0, 0.25, 0.999])
    client = connect(Script([busy(), busy(), busy(), FOUND]), draw=lambda: next(draws))
    client.read("Goal", "g1")
    assert client.waits == [0.0, 0.25, pytest.approx(1.998)]


def test_two_clients_do_not_wait_alike(connect):
    waits = set()
    for _ in range(20):
        client = connect(Script([busy(), FOUND]), draw=None)
        client.read("Goal", "g1")
        waits.add(client.waits[0])
    assert len(waits) == 20
    assert all(0 <= each < 0.5 for each in waits)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ({"Retry_After": "7"}, 7),
        ({"Retry_After": "0"}, 0),
        ({"Retry_After": "3600"}, 30),
        ({"Retry_After": "-5"}, 0),
        ({"Retry_After": "Wed, 21 Oct 2026 07:28:09 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 9),
        ({"Retry_After": "Wed, 21 Oct 2026 07:00:00 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 0),
        # Without the server's own clock, or in words of another kind, it is as if nothing were said.
        ({"Retry_After": "Wed, 21 Oct 2026 07:28:09 GMT"}, 0.5),
        ({"Retry_After": "Wed, 21 Oct 2026 07:28:09 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 -0000"}, 0.5),
        ({"Retry_After": "soon", "Date": "soon"}, 0.5),
        ({"Retry_After": "nan"}, 0.5),
        ({"Retry_After": "1e999"}, 0.5),
        ({"Retry_After": ""}, 0.5),
    ],
)
def test_a_server_may_say_how_long(connect, asked, waited):
    client = connect(Script([busy(**asked), FOUND]))
    client.read("Goal", "g1")
    assert client.waits == [waited]


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_a_question_whose_answer_was_lost_is_asked_again(connect, error):
    client = connect(Script([error, error, FOUND]))
    assert client.read("Goal", "g1") == GOAL
    assert client.waits == [0.5, 1.0]


def test_saving_in_place_may_be_done_twice(connect):
    script = Script([httpx.ReadTimeout("Tomasz"), httpx.Response(200)])
    connect(script).update(GOAL, version=None)
    assert len(script.requests) == 2


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_what_may_have_been_saved_is_not_saved_again(connect, error):
    # A second try with a version would find the first one's, and a second transaction could create things twice.
    for call in (lambda client: client.update(GOAL, version="7"), lambda client: client.push(TRANSACTION)):
        client = connect(Script([error]))
        with pytest.raises(FhirServerError) as caught:
            call(client)
        assert (caught.value.reason, caught.value.status) == ("unreachable", None)
        assert caught.value.__context__ is None
        assert client.waits == []


def test_a_busy_server_has_saved_nothing(connect):
    assert connect(Script([busy(), SAID])).push(TRANSACTION) == ()
    with pytest.raises(StaleRevisionError):
        connect(Script([busy(429), busy(412)])).update(GOAL, version="7")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 500, 502, 504])
def test_any_other_status_is_final(connect, status):
    client = connect(Script([busy(status)]))
    with pytest.raises(FhirServerError) as caught:
        client.read("Goal", "g1")
    assert (caught.value.reason, caught.value.status) == ("refused", status)
    assert client.waits == []


def test_one_try_is_one_try(connect):
    for answer in (busy(), httpx.ConnectError("Tomasz")):
        client = connect(Script([answer]), retries=Retries(tries=1))
        with pytest.raises(FhirServerError):
            client.read("Goal", "g1")
        assert client.waits == []


@pytest.mark.parametrize(
    "settings",
    [
        {"tries": 0},
        {"first_wait_seconds": -1},
        {"first_wait_seconds": 31},
        {"longest_wait_seconds": float("inf")},
        {"longest_wait_seconds": float("nan")},
    ],
)
def test_settings_that_make_no_sense(settings):
    with pytest.raises(ValueError, match="1 try or more"):
        Retries(**settings)
