"""Whatever stands in a resource, an import ends soon with what could be read or a named error, and shows no value."""

import functools
import json
import logging
import sys
import traceback
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabcare.errors import CollabCareError
from collabcare.interchange.examples import example
from collabcare.interchange.fhir import from_fhir, to_fhir
from tests.lib.fhir_foreign import SOURCES
from tests.lib.fhir_resources import appointment, family, goal, observation, patient, practice

ZONE = "Europe/Madrid"
MARK = "Zyx-marked-Zyx"


def count(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(count, value.values()))
    if isinstance(value, list):
        return sum(map(count, value))
    return value is not None


def imports(source: Any) -> None:
    """Import, and look at what every import keeps: values are carried or named, and none is shown."""
    total = count(source)
    raised: CollabCareError | None = None
    try:
        read = from_fhir(source, timezone=ZONE)
    except CollabCareError as error:
        raised = error
    if raised is not None:
        assert raised.__context__ is None
        shown = "".join(traceback.format_exception_only(raised)) + repr(raised)
    else:
        assert 0 <= sum(each.count for each in read.left_out) <= total
        shown = repr(read) + repr(read.left_out) + repr(read.problems) + "".join(map(str, read.problems))
    assert MARK not in shown


WHOLE = [*family(), practice(), appointment(), observation()]
OURS = [each["resource"] for each in to_fhir(*example("late-talker"), base_url="https://x.example/")["entry"]]


@pytest.mark.parametrize("name", SOURCES)
def test_a_reference_that_is_mere_text_is_none(name: str) -> None:
    """R4 has an object there; the text in its place may name a resource all the same."""
    for position, resource in enumerate(SOURCES[name]):
        for place in places(resource):
            if place and place[-1] == "reference":
                source = list(SOURCES[name])
                source[position] = put(resource, place[:-1], value_at(resource, place))
                imports(source)


def value_at(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above, *(each for key, below in inner for each in places(below, (*above, key)))]


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = put(value[place[0]], place[1:], new)
    return copy


STRANGE = st.sampled_from(
    [
        *(
            None,
            True,
            0,
            -1,
            10**30,
            Decimal("1e300"),
            0.5,
            "",
            MARK,
            "2026-02-30",
            "0000",
            "Patient/p1",
            "#",
            "urn:uuid:",
        ),
        *([], {}, [[]], [None], [{}], [MARK], {MARK: MARK}, {"value": MARK}, {"start": MARK}),
        *({"reference": "Goal/g1"}, {"reference": MARK}, {"coding": MARK}, {"coding": [MARK, {}]}),
        {"url": MARK, "extension": [{"url": "id", "valueId": MARK}]},
        {"system": "x/identifier/collabcare-goal", "value": MARK},
        {"repeat": {"frequency": 0, "period": 0, "periodUnit": "wk"}},
    ]
)


@pytest.mark.parametrize("new", [[], {}])
def test_a_list_or_an_object_everywhere_in_what_others_wrote(new: Any) -> None:
    for at, resource in enumerate(WHOLE):
        for place in places(resource)[1:]:
            if place != ("resourceType",):
                imports([*WHOLE[:at], put(resource, place, new), *WHOLE[at + 1 :]])


@pytest.mark.parametrize("source", [WHOLE, OURS], ids=["what others wrote", "what we wrote"])
def test_plain_text_in_the_place_of_each_reference(source: list[Any]) -> None:
    seen: set[Any] = set()
    for at, resource in enumerate(source):
        for place in places(resource)[1:]:
            held: Any = functools.reduce(lambda inner, key: inner[key], place, resource)
            alike = (resource["resourceType"], *(each for each in place if isinstance(each, str)))
            if isinstance(held, dict) and isinstance(held.get("reference"), str) and alike not in seen:
                seen.add(alike)
                imports([*source[:at], put(resource, place, held["reference"]), *source[at + 1 :]])
    assert len(seen) > 10


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_anywhere_in_what_others_wrote(data: st.DataObject) -> None:
    source = [dict(each) for each in data.draw(st.sampled_from([WHOLE, *SOURCES.values()]))]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(source) - 1))
        place = data.draw(st.sampled_from(places(source[at])[1:]))
        if place != ("resourceType",):
            source[at] = put(source[at], place, data.draw(STRANGE))
    imports(source)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.data())
def test_any_value_anywhere_in_what_we_wrote(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(OURS) - 1))
    place = data.draw(st.sampled_from(places(OURS[at])[1:]))
    if place == ("resourceType",):
        return
    imports([*OURS[:at], put(OURS[at], place, data.draw(STRANGE)), *OURS[at + 1 :]])


def test_hostile_words_are_carried_as_they_are_or_named(shared, caplog):
    caplog.set_level(logging.DEBUG)
    words = json.loads((shared / "data" / "hostile" / "blns" / "blns.json").read_text("utf-8"))
    for each in words:
        source = [
            patient(name=[{"text": each}]),
            goal(description={"text": each}),
            {"resourceType": "Goal", each: each},
        ]
        try:
            read = from_fhir(source, timezone=ZONE)
        except CollabCareError:
            continue
        if len(each) > 10:
            assert each not in repr(read.left_out) + repr(read.problems)
        for person in read.plan_document["participants"]:
            assert person.get("name", each) == each
    assert caplog.text == ""


def calls(source: Any) -> int:
    """Count the calls that an import makes: its work, the same on every machine."""
    made = 0

    def count_call(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    sys.setprofile(count_call)
    try:
        from_fhir(source, timezone=ZONE)
    finally:
        sys.setprofile(None)
    return made


def assert_grows_with_the_source(make: Any, size: int) -> None:
    """Let twice the source take at most little more than twice the work."""
    make_less, make_more = make(size), make(2 * size)
    calls(make_less)  # what is loaded and kept at the first time does not count
    assert calls(make_more) <= 2.2 * calls(make_less)
    imports(make_more)


def test_circles_end():
    def circle(size):
        links = [(n, (n + 1) % size) for n in range(size)]
        return [
            patient(),
            *(
                {"resourceType": "Provenance", "id": f"v{n}", "target": [{"reference": f"Provenance/v{after}"}]}
                for n, after in links
            ),
        ]

    assert_grows_with_the_source(circle, 1000)
    imports(
        [
            patient(),
            goal(id="a", addresses=[{"reference": "Goal/a"}]),
            practice(basedOn=[{"reference": "ServiceRequest/sr1"}]),
        ]
    )


def test_many_of_everything_take_no_more_than_their_share():
    def many(size):
        plans = [{"resourceType": "CarePlan", "id": f"c{n}", "subject": {"reference": "Patient/p1"}, "status": "active",
                  "goal": [{"reference": f"Goal/g{n}"}]} for n in range(size)]  # fmt: skip
        people = [{"resourceType": "Practitioner", "id": f"t{n}"} for n in range(size)]
        members = [{"member": {"reference": f"Practitioner/t{n}"}} for n in range(size)]
        team = {"resourceType": "CareTeam", "id": "ct", "subject": {"reference": "Patient/p1"}, "participant": members}
        return [patient(), *plans, *people, team, *(goal(id=f"g{n}") for n in range(size))]

    assert_grows_with_the_source(many, 500)


KINDS = "Patient CarePlan Goal ServiceRequest Appointment Encounter Observation Communication CareTeam RelatedPerson"


@pytest.mark.parametrize("kind", KINDS.split())
def test_a_resource_that_says_nothing_is_no_error(kind):
    imports(
        [
            {"resourceType": kind},
            {"resourceType": kind, "id": None},
            {"resourceType": kind, "contained": [{}, 1, {"resourceType": kind}]},
        ]
    )


def test_deep_and_wide_extensions_are_named_by_path():
    deep: Any = {"url": "urn:x", "valueString": MARK}
    for _ in range(25):
        deep = {"url": "urn:x", "extension": [deep]}
    imports([patient(extension=[deep] * 50)])
