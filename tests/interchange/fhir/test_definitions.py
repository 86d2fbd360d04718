"""What we write in extensions of ours, in codes of ours and in forms of ours is as the packaged definitions say."""

import pytest
from hypothesis import given

from collabcare import example
from collabcare.interchange import examples
from collabcare.interchange.fhir.definitions import definitions
from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.testing import strategies
from tests.lib.fhir_definitions import OURS, Definitions, parsed
from tools.fhir_page import unmapped

BASE = "https://clinic.example/fhir/"
KNOWN = Definitions(BASE)
EXAMPLES = examples.names()


def resources(plan, journal):
    bundle = to_fhir(plan, journal, base_url=BASE)
    return [each["resource"] for each in bundle["entry"]]


@given(strategies.plan_with_journal())
def test_every_family(family):
    for resource in resources(*family):
        assert list(KNOWN.wrong(resource)) == []


def test_snapshots_say_what_differentials_say():
    for each in definitions():
        if each["resourceType"] == "StructureDefinition":
            assert parsed(each["snapshot"]["element"]) == parsed(each["differential"]["element"])


def _parts(value, within=False):
    """Go through the parts of extensions of ours that have a value."""
    if isinstance(value, dict):
        url = value.get("url", "")
        within = within or OURS in url
        if within and OURS not in url and "url" in value and any(key.startswith("value") for key in value):
            yield value
        for inner in value.values():
            yield from _parts(inner, within)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner, within)


def _rename(part):
    part["url"] = "anything"


def _retype(part):
    del part[next(each for each in part if each.startswith("value"))]
    part["valueMoney"] = {"value": 1}


def _empty(part):
    del part[next(each for each in part if each.startswith("value"))]


@pytest.mark.parametrize("spoil", [_rename, _retype, _empty])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_fault_in_any_part_is_found(name, spoil):
    """The walk itself can fail: whatever is changed in an extension of ours, it says so."""
    one_of_each = {each["resourceType"]: each for each in resources(*example(name)) if any(_parts(each))}
    assert len(one_of_each) > 5
    for resource in one_of_each.values():
        for part in _parts(resource):
            kept = dict(part)
            spoil(part)
            assert list(KNOWN.wrong(resource))
            part.clear()
            part.update(kept)
        assert list(KNOWN.wrong(resource)) == []


@pytest.mark.parametrize("base", [BASE, "https://collabcare.example/fhir/"])
def test_addresses_begin_with_the_base(base):
    found = definitions(base_url=base)
    assert {each["url"].startswith(base) for each in found} == {True}
    assert len({each["url"] for each in found}) == len(found)
    assert base == "https://collabcare.example/fhir/" or "collabcare.example" not in str(found)


def test_forms_have_a_question_for_each_item():
    forms = {each["url"]: each for each in definitions(base_url=BASE) if each["resourceType"] == "Questionnaire"}

    @given(strategies.plan_with_journal())
    def check(family):
        for resource in resources(*family):
            form = forms.get(resource.get("questionnaire", "").partition("|")[0])
            if form is not None:
                assert list(_unasked(resource, form)) == []

    check()


def _unasked(response, form):
    questions = {each["linkId"]: each for each in form.get("item", ())}
    for item in response.get("item", ()):
        question = questions.get(item["linkId"])
        if question is None:
            yield item["linkId"]
        else:
            yield from _unasked(item, question)


def test_link_ids_are_unique():
    def links(item):
        yield item["linkId"]
        for each in item.get("item", ()):
            yield from links(each)

    for form in definitions():
        if form["resourceType"] == "Questionnaire":
            found = [each for item in form["item"] for each in links(item)]
            assert len(found) == len(set(found))


def test_the_reference_page_leaves_no_field_out():
    assert unmapped() == set()


@pytest.mark.parametrize(
    "base", ["", "nonsense", "javascript:alert(1)", "https://x.example/a b/", "https://x.example/?q=1"]
)
def test_a_base_that_is_no_address_is_refused(base):
    plan, _ = example("late-talker")
    for make in (lambda: definitions(base_url=base), lambda: to_fhir(plan, base_url=base)):
        with pytest.raises(ValueError, match="base_url: give an address") as raised:
            make()
        assert not base or base not in str(raised.value)


def test_a_base_needs_no_slash_at_its_end():
    plan, _ = example("late-talker")
    assert to_fhir(plan, base_url="https://x.example/fhir") == to_fhir(plan, base_url="https://x.example/fhir/")
    assert definitions(base_url="https://x.example/fhir") == definitions(base_url="https://x.example/fhir/")
