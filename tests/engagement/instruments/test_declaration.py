"""Instruments as data: those that come along, what makes one wrong, and what a template lacks."""

import json
from importlib import resources

import attrs
import pytest

from collabcare import read_instrument, schema_problems
from collabcare.engagement.instruments import (
    INSTRUMENTS,
    FactKind,
    Instrument,
    InstrumentScale,
    Verification,
    instrument,
)
from collabcare.errors import (
    InvalidRecordError,
    UnknownReferenceError,
    UnreadableDocumentError,
    UnsupportedVersionError,
)

FOLDER = resources.files("collabcare.engagement.instruments") / "data"
TEMPLATES = {"copm", "csq-8", "mpoc-20"}
# An instrument that was published never changes: a new key is a new instrument_version in a new file.
DIGESTS = {
    "psoc": "65f881b566f20d268ff7e2c10879c920d90b97cf88733473b2188932d2b71c21",
    "tascp": "1b3fda3ec83195ab5edd939e71bfc08dba800b168ad478eb26a1a5a224896dc0",
    "wai-sr": "9f34a388f1fd0c118370030767ce5fed0087742f585b203fce3f995a07ab4f41",
}


def document(name="wai-sr", **fields):
    return json.loads((FOLDER / f"{name}.json").read_bytes()) | fields


def problems(**fields):
    with pytest.raises(InvalidRecordError) as caught:
        read_instrument(json.dumps(document(**fields)).encode())
    return {(each.pointer, each.code) for each in caught.value.problems}


def test_the_files_are_those_that_are_named():
    assert tuple(sorted(each.name.removesuffix(".json") for each in FOLDER.iterdir())) == INSTRUMENTS


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_each_file_reads_as_the_instrument_that_is_given(name):
    found = instrument(name)
    assert read_instrument((FOLDER / f"{name}.json").read_bytes()) == found
    assert instrument(name) is found
    assert found.id == name
    assert schema_problems(document(name)) == ()


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_templates_and_no_others_lack_something(name):
    found = instrument(name)
    assert bool(found.missing) == (name in TEMPLATES) == found.requires_licence
    assert {each.kind for each in found.facts} == set(FactKind)


@pytest.mark.parametrize("name", sorted(set(INSTRUMENTS) - TEMPLATES))
def test_no_key_that_can_be_used_rests_on_memory(name):
    assert instrument(name).status == Verification.SECONDARY
    assert Verification.RECALLED not in {each.status for each in instrument(name).facts}


@pytest.mark.parametrize("name", DIGESTS)
def test_published_versions_never_change(name):
    assert instrument(name).parameters_digest == DIGESTS[name]


def test_templates_hold_no_item_numbers():
    for name in TEMPLATES:
        assert [scale.items for scale in instrument(name).scales] == [()] * len(instrument(name).scales)
    assert [scale.size for scale in instrument("mpoc-20").scales] == [3, 5, 3, 4, 5]


def test_no_wording_of_an_item_is_there():
    """Whatever is text stands in a field that cannot hold items."""
    for name in INSTRUMENTS:
        found = document(name)
        for scale in found["scales"]:
            assert all(isinstance(each, int) for each in scale.get("items", ()))


def test_an_instrument_that_does_not_come_along():
    with pytest.raises(UnknownReferenceError):
        instrument("dass")


def test_all_problems_come_at_once():
    facts = document()["facts"][:-1]
    scales = [
        {"key": "a", "meaning": "A.", "items": [1, 1], "aggregate": "sum", "size": 3},
        {"key": "a", "meaning": "A.", "items": [13], "aggregate": "mean", "prorate": True, "colour": "red"},
        {"key": "b", "meaning": "B.", "items": [2], "aggregate": "sum", "min_answered": "half"},
        {"key": "c", "meaning": "C.", "items": [2], "aggregate": "mean", "min_answered": "count"},
        {"key": "d", "meaning": "D.", "items": [2], "aggregate": "mean", "min_answered": "count", "min_count": 2},
        {"key": "e", "meaning": "E.", "items": [2], "aggregate": "mean", "min_count": 2},
    ]
    assert problems(lowest=5, not_applicable=5, reversed_items=[3, 3, 40], scales=scales, facts=facts) == {
        ("/highest", "out-of-range"),
        ("/not_applicable", "out-of-range"),
        ("/reversed_items/1", "duplicate"),
        ("/reversed_items/2", "out-of-range"),
        ("/scales/0/items/1", "duplicate"),
        ("/scales/0/items", "wrong-count"),
        ("/scales/1", "unknown-fields"),
        ("/scales/1/key", "duplicate"),
        ("/scales/1/items/0", "out-of-range"),
        ("/scales/1/prorate", "needs"),
        ("/scales/2/prorate", "needs"),
        ("/scales/3/min_count", "needs"),
        ("/scales/4/min_count", "out-of-range"),
        ("/scales/5/min_count", "needs"),
        ("/facts", "needs"),
    }


def test_the_range_of_whole_answers_is_whole():
    assert problems(highest=4.5) == {("/highest", "out-of-range")}
    assert read_instrument(json.dumps(document(highest=4.5, whole_numbers=False)).encode()).highest == 4.5


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"{}", UnreadableDocumentError),
        (json.dumps(document() | {"document": "collabcare-model"}).encode(), UnreadableDocumentError),
        (json.dumps(document() | {"version": 2}).encode(), UnsupportedVersionError),
    ],
)
def test_what_is_no_instrument(data, error):
    with pytest.raises(error):
        read_instrument(data)


OTHER = {
    "id": "other",
    "instrument_version": "2",
    "item_count": 13,
    "lowest": 0.0,
    "highest": 6.0,
    "whole_numbers": False,
    "not_applicable": 9.0,
    "coding": "low-is-more",
    "coding_varies": True,
    "reversed_items": (1,),
    "scales": (attrs.evolve(instrument("wai-sr").scales[0], higher_is_better=False),),
    "requires_licence": True,
}
WORDS = {"title", "licence", "licence_reference", "facts"}


def test_digest_table_knows_every_field():
    assert {each.name for each in attrs.fields(Instrument)} == WORDS | set(OTHER)


@pytest.mark.parametrize("name", OTHER)
def test_digest_changes_with_whatever_can_move_a_number(name):
    found = instrument("wai-sr")
    assert attrs.evolve(found, **{name: OTHER[name]}).parameters_digest != found.parameters_digest


def test_digest_does_not_change_with_words_or_order():
    found = instrument("wai-sr")
    scales = [attrs.evolve(each, items=each.items[::-1], meaning="Other words.") for each in found.scales]
    other = attrs.evolve(
        found, title="Other", licence="Other.", licence_reference="x", facts=found.facts[::-1], scales=scales[::-1]
    )
    assert other.parameters_digest == found.parameters_digest


@pytest.mark.parametrize(
    ("rule", "items", "needed"), [("all", 5, 5), ("half", 4, 2), ("half", 5, 3), ("half", 1, 1), ("count", 5, 2)]
)
def test_how_many_answers_a_scale_needs(rule, items, needed):
    scale = InstrumentScale(
        key="a",
        meaning="A.",
        items=tuple(range(1, items + 1)),
        aggregate="mean",
        min_answered=rule,
        min_count=2 if rule == "count" else None,
    )
    assert scale.needed == needed


def test_repr_names_the_instrument_only():
    assert repr(instrument("psoc")) == "<Instrument psoc 3 scales 8 facts>"
