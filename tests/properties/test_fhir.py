"""What is written as FHIR R4 can be read again, and is equal, but for what the reference page names."""

import json

import attrs
import pytest
from hypothesis import given

from collabcare import example
from collabcare.engagement import score
from collabcare.interchange import examples
from collabcare.interchange.fhir import from_fhir, to_fhir, write_fhir
from collabcare.testing import strategies
from collabcare.text import Text
from collabcare._dates import Window

BASE = "https://clinic.example/fhir/"
FORMS = [("collection", False), ("transaction", False), ("collection", True), ("transaction", True)]


def kept(plan):
    """Take away what the reference page says is not written."""
    return attrs.evolve(plan, safety_plan=None)


@pytest.mark.parametrize(("bundle", "us_core"), FORMS)
def test_family(bundle, us_core):
    @given(strategies.plan_with_journal())
    def check(family):
        plan, journal = family
        data = write_fhir(plan, journal, base_url=BASE, bundle=bundle, us_core=us_core)
        read = from_fhir(data, timezone="Etc/UTC")
        assert read.left_out == ()
        assert (read.plan, read.journal) == (kept(plan), journal)
        assert json.loads(data) == json.loads(write_fhir(read.plan, read.journal, base_url=BASE, bundle=bundle, us_core=us_core))

    check()


@given(strategies.plan_with_journal())
def test_parsed_or_as_bytes(family):
    plan, journal = family
    bundle = to_fhir(plan, journal, base_url=BASE)
    assert from_fhir(bundle, timezone="Etc/UTC") == from_fhir(write_fhir(plan, journal, base_url=BASE), timezone="Etc/UTC")


@given(strategies.plans())
def test_a_plan_alone(plan):
    read = from_fhir(write_fhir(plan, base_url=BASE), timezone="Etc/UTC")
    assert read.plan == kept(plan)
    assert read.left_out == ()


def ids(plan, journal):
    entries = to_fhir(plan, journal, base_url=BASE)["entry"]
    return [(each["fullUrl"], each["resource"]["resourceType"], each["resource"]["id"]) for each in entries]


@pytest.mark.parametrize("name", examples.names())
def test_ids_are_the_same_from_save_to_save(name):
    plan, journal = example(name)
    before = ids(plan, journal)
    assert len(set(before)) == len(before)
    first, *others = plan.goals
    changed = attrs.evolve(first, statement=Text.of("en", "Something else"), baseline=None)
    gone = [each for each in before if each not in ids(attrs.evolve(plan, goals=(changed, *others)), journal)]
    # Only what says the baseline is gone; everything else is still what it was.
    assert len(gone) == (first.baseline is not None)
    assert ids(attrs.evolve(plan, revision=plan.revision + 1), journal) == before


@pytest.mark.parametrize("name", examples.names())
def test_scores_come_back_in_no_record(name):
    plan, journal = example(name)
    scored = score(plan, journal, Window.month("2026-10"))
    read = from_fhir(write_fhir(plan, journal, [scored], base_url=BASE), timezone="Etc/UTC")
    assert (read.plan, read.journal) == (kept(plan), journal)
    assert {each.reason for each in read.left_out} == {"computed"}


def test_a_child_that_others_wrote_of(shared):
    """What was carried is carried again."""
    sources = sorted((shared / "data" / "fhir").rglob("*.json"))
    carried = 0
    for path in sources:
        parsed = json.loads(path.read_bytes())
        if parsed.get("resourceType") != "Bundle":
            continue
        first = from_fhir(path, timezone="America/New_York")
        if first.plan is None:
            continue
        carried += 1
        again = from_fhir(write_fhir(first.plan, first.journal, base_url=BASE), timezone="Etc/UTC")
        assert again.left_out == ()
        assert (again.plan, again.journal) == (first.plan, first.journal)
    assert sources
    print(carried)
