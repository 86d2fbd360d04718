"""What a client trusts: addresses, tokens, and answers of a server that is broken or hostile."""

import asyncio
import gzip
import logging
import pickle
import traceback

import httpx
import pytest

from collabcare.errors import CollabCareError, FhirServerError, ServerIssue
from collabcare.interchange.fhir.client import AsyncFhirClient, FhirClient, Limits
from tests.lib.fhir_clients import Awaited
from tests.lib.fhir_fake import BASE, Script, bundle

CANARY = "zxcanaryzx"
GOAL = {"resourceType": "Goal", "id": "g1"}
FOUND = httpx.Response(200, json=GOAL)


def caught_from(call):
    with pytest.raises(CollabCareError) as caught:
        call()
    return caught.value


def said(error):
    """Give all that an error could print, and what it is chained to."""
    shown = [str(error), repr(error), repr(error.args), repr(vars(error)), str(pickle.dumps(error))]
    assert (error.__context__, error.__cause__) == (None, None)
    return "\n".join([*shown, *traceback.format_exception_only(error)])


# Addresses.


@pytest.mark.parametrize(
    "base_url",
    [
        "http://fhir.example/R4",
        "http://127.0.0.1.example/R4",
        "http://10.0.0.1/R4",
        "ftp://fhir.example/R4",
        "fhir.example/R4",
        "https://",
        "https:///R4",
        "https://fhir.example/R4?x=1",
        "https://fhir.example/R4#x",
        f"https://user:{CANARY}@fhir.example/R4",
        "https://fhir.example/R4\r\nX: y",
        "https://fhir.example/R 4",
        "https://fhír.example/R4",
        "https://[::1/R4",
        "",
    ],
)
def test_an_address_that_cannot_be_trusted(connect, base_url):
    with pytest.raises(ValueError, match=r"^base_url: ") as caught:
        connect(Script([]), base_url=base_url)
    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:8103/R4", "http://localhost/R4", "http://[::1]:80/R4", BASE + "/"]
)
def test_this_machine_and_https_need_no_word(connect, base_url):
    script = Script([FOUND])
    connect(script, base_url=base_url).read("Goal", "g1")
    assert str(script.requests[0].url).startswith(base_url.rstrip("/").replace(":80/", "/"))


def test_http_elsewhere_needs_a_word(connect):
    script = Script([FOUND])
    assert connect(script, base_url="http://fhir.example/R4", allow_http=True).read("Goal", "g1") == GOAL


# Tokens.


def test_a_token_goes_with_every_request(connect):
    script = Script(
        [httpx.Response(503), httpx.Response(200, json=bundle(GOAL, next_page="Goal?page=2")), *[FOUND] * 2]
    )
    client = connect(script, token=f"{CANARY}==")
    with pytest.raises(FhirServerError):
        client.search("Goal")
    assert {each.headers["authorization"] for each in script.requests} == {f"Bearer {CANARY}=="}


def test_no_token_no_header(connect):
    script = Script([FOUND])
    connect(script).read("Goal", "g1")
    assert "authorization" not in script.requests[0].headers


def test_a_token_may_be_new_for_each_request(connect):
    tokens = iter(["first", "second"])
    script = Script([httpx.Response(429), FOUND])
    connect(script, token=lambda: next(tokens)).read("Goal", "g1")
    assert [each.headers["authorization"] for each in script.requests] == ["Bearer first", "Bearer second"]


def test_a_token_may_be_awaited():
    async def token():
        return "awaited"

    script = Script([FOUND])
    Awaited(script, token=token).read("Goal", "g1")
    assert script.requests[0].headers["authorization"] == "Bearer awaited"


@pytest.mark.parametrize("token", [f"{CANARY}\r\nX: y", f"Bearer {CANARY}", f"{CANARY}é", "", f"={CANARY}"])
def test_a_token_that_is_none_is_never_sent_and_never_shown(connect, token):
    script = Script([FOUND])
    with pytest.raises(ValueError, match="give an OAuth bearer token") as caught:
        connect(script, token=token).read("Goal", "g1")
    assert script.requests == []
    assert CANARY not in "".join(traceback.format_exception_only(caught.value)) + repr(caught.value.args)


def test_nothing_shows_the_token(connect):
    client = connect(Script([]), token=CANARY)
    assert repr(client) in {f"FhirClient('{BASE}')", f"AsyncFhirClient('{BASE}')"}
    assert CANARY not in str(client)


# Connections.


class Closing(httpx.MockTransport):
    closed = False

    def close(self):
        self.closed = True

    async def aclose(self):
        self.closed = True


def test_a_block_closes_the_connections():
    transport = Closing(Script([FOUND]))
    with FhirClient(BASE, transport=transport) as client:
        assert client.read("Goal", "g1") == GOAL
        assert not transport.closed
    assert transport.closed


def test_an_async_block_closes_the_connections():
    transport = Closing(Script([FOUND]))

    async def run():
        async with AsyncFhirClient(BASE, transport=transport) as client:
            assert await client.read("Goal", "g1") == GOAL
            assert not transport.closed

    asyncio.run(run())
    assert transport.closed


# Redirects.


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["https://elsewhere.example/R4/Goal/g1", "/R4/Goal/g2", ""])
def test_a_redirect_is_never_followed(connect, status, location):
    script = Script([httpx.Response(status, headers={"Location": location})])
    error = caught_from(lambda: connect(script, token=CANARY).read("Goal", "g1"))
    assert (error.reason, error.status) == ("redirected", status)
    assert len(script.requests) == 1
    assert "R4" not in said(error)


# Answers.


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>login</html>",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"resourceType": "Goal", "id": "g1"',
        b'{"resourceType": "Goal", "id": "g1"} {}',
        b'{"resourceType": "Goal", "id": "g1", "value": NaN}',
        b'{"resourceType": "Goal", "id": "\xff"}',
        b'{"resourceType": "Goal", "value": 1e99999999999999999999}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'["resourceType"]',
        b"null",
    ],
)
def test_what_is_no_fhir_is_unreadable(connect, content):
    error = caught_from(lambda: connect(Script([httpx.Response(200, content=content)])).read("Goal", "g1"))
    assert (error.reason, error.status) == ("unreadable", 200)
    said(error)


@pytest.mark.parametrize("size", [0, 1])
def test_an_answer_may_be_as_large_as_the_limit(connect, size):
    content = b'{"resourceType":"Goal","id":"g1"}'
    limits = Limits(answer_bytes=len(content) - size)
    client = connect(Script([httpx.Response(200, content=content)]), limits=limits)
    if size == 0:
        assert client.read("Goal", "g1") == GOAL
    else:
        assert caught_from(lambda: client.read("Goal", "g1")).reason == "too-large"


class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer without an end, which notes how much of it was taken and that it was closed."""

    def __init__(self, part=b" " * 1024, end=None):
        self.part, self.end, self.taken, self.closed = part, end, 0, False

    def __iter__(self):
        while self.taken != self.end:
            self.taken += 1
            yield self.part
        raise httpx.ReadError(CANARY)

    async def __aiter__(self):
        for each in self:
            yield each

    def close(self):
        self.closed = True

    async def aclose(self):
        self.closed = True


def test_an_answer_without_end_is_cut_off(connect):
    stream = Endless()
    client = connect(Script([httpx.Response(200, stream=stream)]), limits=Limits(answer_bytes=10_000))
    assert caught_from(lambda: client.read("Goal", "g1")).reason == "too-large"
    assert (stream.taken, stream.closed) == (10, True)


def test_an_answer_that_breaks_off_is_asked_for_again(connect):
    stream = Endless(end=3)
    client = connect(Script([httpx.Response(200, stream=stream), FOUND]))
    assert client.read("Goal", "g1") == GOAL
    assert stream.closed


def packed(content):
    return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Endless(content, end=None))


def test_a_packed_answer_counts_unpacked(connect):
    content = gzip.compress(b'{"resourceType":"Goal","id":"g1"}')
    script = Script([httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=content)])
    assert connect(script).read("Goal", "g1") == GOAL
    assert script.requests[0].headers["accept-encoding"] == "gzip"
    bomb = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=gzip.compress(b" " * 1_000_000))
    assert caught_from(lambda: connect(Script([bomb]), limits=Limits(answer_bytes=9999)).read("Goal", "g1")).reason == (
        "too-large"
    )


def test_a_packing_that_was_not_asked_for_is_not_unpacked(connect):
    stream = Endless()
    script = Script([httpx.Response(200, headers={"Content-Encoding": "br"}, stream=stream)])
    assert caught_from(lambda: connect(script).read("Goal", "g1")).reason == "unreadable"
    assert (stream.taken, stream.closed) == (0, True)


def test_a_packing_that_is_broken_is_no_answer(connect):
    broken = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Endless(b"no gzip"))
    assert connect(Script([broken, FOUND])).read("Goal", "g1") == GOAL


# What a server objects to.


def refusal(*issues, status=422):
    return httpx.Response(status, json={"resourceType": "OperationOutcome", "issue": list(issues)})


def test_what_a_server_objects_to_without_its_words(connect):
    answer = refusal(
        {
            "severity": "fatal",
            "code": "required",
            "details": {"text": CANARY},
            "diagnostics": CANARY,
            "expression": ["Goal.target[0].due", f"Goal.where(x='{CANARY}')", f"Patient/{CANARY}", 7],
            "location": [CANARY],
        },
        {"severity": CANARY, "code": CANARY, "expression": CANARY},
        {"severity": [], "code": {}},
        CANARY,
    )
    error = caught_from(lambda: connect(Script([answer])).read("Goal", "g1"))
    assert error.issues == (
        ServerIssue("fatal", "required", ("Goal.target[0].due", "Goal")),
        ServerIssue("error", ""),
        ServerIssue("error", ""),
    )
    assert CANARY not in said(error)


def test_a_flood_of_objections_is_cut_off(connect):
    answer = refusal(
        *[{"severity": "error", "code": "invalid", "expression": [f"Goal.note[{n}]" for n in range(999)]}] * 999
    )
    error = caught_from(lambda: connect(Script([answer])).read("Goal", "g1"))
    assert len(error.issues) == 20
    assert len(error.issues[0].places) == 20


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        ("Goal", "Goal"),
        ("Goal.target[0].measure.coding[12].code", "Goal.target[0].measure.coding[12].code"),
        ("Observation.value", "Observation.value"),
        ("Observation.valueQuantity.value", "Observation.valueQuantity.value"),
        ("Bundle.entry[3].resource.id", "Bundle.entry[3].resource.id"),
        # What R4 does not know may be anything, so the path ends before it.
        (f"Bundle.entry[3].resource.{CANARY}", "Bundle.entry[3].resource"),
        (f"Goal.{CANARY}.code", "Goal"),
        (f"Goal.target[{CANARY}].due", "Goal"),
        (f"Goal.target[0].due.{CANARY}", "Goal.target[0].due"),
        (f"{CANARY}.target", None),
        ("", None),
        ("Patient.name[9999999]", "Patient"),
    ],
)
def test_a_place_is_told_as_far_as_its_names_are_known(connect, expression, place):
    answer = refusal({"severity": "error", "code": "invalid", "expression": [expression]})
    [issue] = caught_from(lambda: connect(Script([answer])).read("Goal", "g1")).issues
    assert issue.places == (() if place is None else (place,))


@pytest.mark.parametrize("issue", [None, {}, "x", [[]]])
def test_an_outcome_of_another_shape_says_nothing(connect, issue):
    answer = httpx.Response(400, json={"resourceType": "OperationOutcome", "issue": issue})
    assert caught_from(lambda: connect(Script([answer])).read("Goal", "g1")).issues == ()


# Nothing of a child or a token in errors and logs.


def leaking(content):
    """Give every kind of bad answer, with a marker wherever a server can put one."""
    headers = {"Location": f"{BASE}/{CANARY}", "ETag": CANARY, "Retry-After": CANARY, "Content-Type": CANARY}
    body = {"resourceType": CANARY, "id": CANARY, "link": [{"relation": "next", "url": CANARY}], CANARY: CANARY}
    for status in (200, 201, 301, 400, 401, 404, 409, 412, 422, 429, 500, 503):
        yield lambda _, status=status: httpx.Response(status, headers=headers, json=body)
        yield lambda _, status=status: httpx.Response(status, headers=headers, content=content)
    yield lambda _: httpx.Response(200, json=bundle(CANARY, {CANARY: CANARY}, next_page=f"https://{CANARY}.example"))
    yield breaks_off


def breaks_off(request):
    raise httpx.ConnectError(CANARY)


def test_no_answer_brings_a_value_into_an_error_or_a_log(connect, caplog):
    caplog.set_level(logging.DEBUG)
    resource = {"resourceType": "Goal", "id": CANARY, "note": CANARY, "meta": {"versionId": CANARY}}
    calls = [
        lambda client: client.read("Goal", CANARY),
        lambda client: client.search("Goal", {"identifier": CANARY}),
        lambda client: client.history("Goal", CANARY),
        lambda client: client.pull(CANARY),
        lambda client: client.update(resource, version=CANARY),
        lambda client: client.push(
            {
                "resourceType": "Bundle",
                "type": "transaction",
                "entry": [{"resource": resource, "request": {"method": "PUT", "url": f"Goal/{CANARY}"}}],
            },
            versions={f"Goal/{CANARY}": CANARY},
        ),
    ]
    errors = []
    for answer in leaking(CANARY.encode()):
        for call in calls:
            try:
                call(connect(answer, token=CANARY))
            except CollabCareError as error:
                errors.append(error)
    assert len(errors) > 120
    assert not [error for error in errors if CANARY in said(error)]
    assert CANARY not in caplog.text
    assert not [each for each in caplog.records if each.name.startswith("httpx")]
