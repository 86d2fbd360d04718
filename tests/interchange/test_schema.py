"""The published schema: current, sound by itself, and different from the reader only where it says so."""

import json
import math
from importlib import resources

import jsonschema
import pytest

from collabcare.errors import CollabCareError, UnknownReferenceError
from collabcare.interchange.documents import journal_to_dict, plan_to_dict, read_plan, write_journal, write_plan
from collabcare.interchange.examples import example, names
from collabcare.interchange.schema import _RULES, DIFFERENCES, NAMES, schema, schema_problems, schema_text
from collabcare.vocabulary import Role


@pytest.fixture(scope="module")
def plan():
    return plan_to_dict(example(names()[0])[0])


def changed(document, **fields):
    return json.loads(json.dumps(document)) | fields


@pytest.mark.parametrize("name", NAMES)
def test_published_file_is_current(name):
    file = resources.files("collabcare.interchange") / "schemas" / "v1" / f"{name}.json"
    assert file.read_text(encoding="utf-8") == schema_text(name), "run python -m tools.generate"


@pytest.mark.parametrize("name", NAMES)
def test_is_a_sound_schema_with_an_id_of_its_version(name):
    made = schema(name)
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"] == f"urn:collabcare:schema:v1:{name}"
    assert schema(name) is not made


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_closed_and_described(name):
    for part in schema(name)["$defs"].values():
        assert part["description"].strip()
        if "enum" in part:
            assert part["type"] == "string"
            continue
        assert part["additionalProperties"] is False
        for field, content in part["properties"].items():
            assert "const" in content or content["description"].strip(), field


def test_codes_stand_with_their_definitions():
    role = schema("plan")["$defs"]["Role"]
    assert role["enum"] == [each.value for each in Role]
    assert all(f"- {each.value}: {each.definition}" in role["description"] for each in Role)


def test_version_is_a_constant():
    assert schema("plan")["$defs"]["SharedPlan"]["properties"]["version"] == {"const": 1}


def test_unknown_name():
    with pytest.raises(UnknownReferenceError):
        schema("invoice")


@pytest.mark.parametrize("story", names())
def test_shipped_documents_are_valid(story):
    shared, journal = example(story)
    assert schema_problems(plan_to_dict(shared)) == ()
    assert schema_problems(journal_to_dict(journal)) == ()
    line = jsonschema.Draft202012Validator(schema("journal-line"))
    for each in write_journal(journal, "ndjson").splitlines():
        assert line.is_valid(json.loads(each))
    assert not line.is_valid({"kind": "invoice", "id": "a"})
    assert not line.is_valid({"id": "a"})


# Problems.


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"title": None}, "/title", "wrong-type"),
        ({"id": "a b"}, "/id", "wrong-format"),
        ({"id": "a\n"}, "/id", "wrong-format"),
        ({"starts_on": "2025-02-29"}, "/starts_on", "wrong-format"),
        ({"ends_on": "2025-02-29"}, "/ends_on", "wrong-format"),
        ({"reviews": [{"id": "r", "held_at": "2025-02-30T09:00:00Z"}]}, "/reviews/0/held_at", "wrong-format"),
        ({"week_start": "caturday"}, "/week_start", "unknown-code"),
        ({"revision": -1}, "/revision", "out-of-range"),
        ({"revision": 1_000_001}, "/revision", "out-of-range"),
        ({"version": 2}, "/version", "unknown-code"),
        ({"goals": [{"id": "g"}]}, "/goals/0/statement", "missing"),
        ({"title": {"default": "en", "wordings": []}}, "/title/wordings", "wrong-count"),
        ({"closed_on": ["2025-01-01"] * 1001}, "/closed_on", "wrong-count"),
        ({"Marta Gómez": 1}, "", "unknown-fields"),
        ({"participants": [{"id": "c", "role": "child", "name": ""}]}, "/participants/0/name", "wrong-length"),
    ],
)
def test_problem(plan, fields, pointer, code):
    found = schema_problems(changed(plan, **fields))
    assert [(each.pointer, each.code) for each in found] == [(pointer, code)]


@pytest.mark.parametrize("name", ["plan", "journal"])
def test_every_keyword_has_a_problem(name):
    """A keyword that the schema begins to use must be translated; no document would show that it is not."""
    told = {"$schema", "$id", "$ref", "$defs", "title", "description", "default", "properties", "items"}
    translated = {"anyOf", "required", "additionalProperties", *_RULES}
    used, waiting = set(), [schema(name)]
    while waiting:
        part = waiting.pop()
        used |= part.keys()
        inner = [*part.get("properties", {}).values(), *part.get("$defs", {}).values(), *part.get("anyOf", ())]
        waiting += [*inner, part["items"]] if isinstance(part.get("items"), dict) else inner
    assert used <= told | translated


def test_no_value_and_no_key_of_a_document_stands_in_a_problem(plan):
    marker = "Xyzzy-Marker"
    broken = {key: [marker] if key != "document" else value for key, value in plan.items()} | {marker: marker}
    found = schema_problems(broken)
    assert len(found) > 5
    assert marker not in repr(found) + "".join(map(str, found))


@pytest.mark.parametrize("value", [None, [], "x", {}, {"document": "invoice"}, {"document": []}])
def test_other_documents(value):
    assert [(each.pointer, each.code) for each in schema_problems(value)] == [(None, "unknown-document")]


def test_nesting_without_end(plan):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    found = schema_problems(changed(plan) | {"revision": deep})
    assert [each.code for each in found] in (["too-deep"], ["wrong-type"])


def test_numbers_that_json_does_not_have():
    answers = {"id": "a", "instrument": "i", "respondent": "m", "answered_at": "2025-01-01T00:00:00Z"}
    journal = {"document": "collabcare-journal", "version": 1, "plan": "p"}
    for number in (math.nan, math.inf):
        found = schema_problems(journal | {"answers": [answers | {"items": [{"item": "1", "answer": number}]}]})
        assert {each.code for each in found} == {"wrong-type"}


# Each listed difference exists: the schema accepts, the reader refuses.


def with_words(plan, words):
    return changed(plan, title={"default": "en", "wordings": [{"language": "en", "words": words}]})


def escaped(document):
    return json.dumps(document).encode()


EXAMPLES = {
    "cross-field": [lambda plan: escaped(changed(plan, ends_on="1999-01-01"))],
    "time-zone": [lambda plan: escaped(changed(plan, timezone="Mars/Base"))],
    "utc-year": [
        lambda plan: escaped(changed(plan, reviews=[{"id": "r", "held_at": "1900-01-01T00:00:00+02:00"}])),
        lambda plan: escaped(changed(plan, reviews=[{"id": "r", "held_at": "2199-12-31T23:00:00-02:00"}])),
    ],
    "whole-float": [
        lambda plan: escaped(changed(plan, revision=10.0)),
        lambda plan: escaped(changed(plan, version=1.0)),
        lambda plan: escaped(changed(plan, revision="@")).replace(b'"@"', b"1e1"),
    ],
    "unreadable": [
        lambda plan: escaped(plan).replace(b"{", b'{"version":1,', 1),
        lambda plan: b"\xef\xbb\xbf" + escaped(plan),
    ],
    "characters": [
        lambda plan: escaped(with_words(plan, "a\0b")),
        lambda plan: escaped(with_words(plan, "a\ud800b")),
    ],
}


def test_every_difference_has_examples():
    assert EXAMPLES.keys() == DIFFERENCES.keys()
    assert all(sentence.endswith(".") for sentence in DIFFERENCES.values())


@pytest.mark.parametrize(
    ("name", "position"), [(name, at) for name, each in EXAMPLES.items() for at in range(len(each))]
)
def test_difference_exists(name, position, plan):
    data = EXAMPLES[name][position](plan)
    assert schema_problems(json.loads(data)) == ()
    with pytest.raises(CollabCareError):
        read_plan(data)


def test_leap_seconds_and_year_0000_are_no_difference(plan):
    for at in ("2016-12-31T23:59:60Z", "0000-01-01T00:00:00Z"):
        document = changed(plan, reviews=[{"id": "r", "held_at": at}])
        assert {each.pointer for each in schema_problems(document)} == {"/reviews/0/held_at"}
        with pytest.raises(CollabCareError):
            read_plan(escaped(document))


def test_writer_keeps_the_schema(plan):
    assert schema_problems(json.loads(write_plan(read_plan(escaped(plan))))) == ()
