"""FHIR sources of every form give the same resources, and hostile ones a named error."""

import io
import json
import tracemalloc
from decimal import Decimal

import pytest

from collabcare.errors import UnreadableDocumentError, UnsupportedVersionError
from collabcare.interchange.fhir.r4 import copying, decoding
from collabcare.interchange.fhir.r4.opening import MAX_CONTAINED, opened

GOAL = {"resourceType": "Goal", "id": "g1", "note": [{"text": "a"}]}
PLAN = {"resourceType": "CarePlan", "id": "p1"}
BUNDLE = {
    "resourceType": "Bundle",
    "type": "transaction",
    "entry": [
        {"fullUrl": "urn:uuid:1", "resource": GOAL, "request": {"method": "PUT", "url": "Goal/g1"}},
        {"request": {"method": "DELETE", "url": "Goal/g2"}},
        {"resource": PLAN},
    ],
}
PLACES = ["Bundle.entry[0].resource", "Bundle.entry[2].resource"]


def data(value):
    return json.dumps(value).encode()


def refused(source):
    with pytest.raises((UnreadableDocumentError, UnsupportedVersionError)) as caught:
        list(opened(source))
    assert caught.value.__context__ is None
    return caught.value.problem


def test_a_bundle_comes_as_bytes_path_file_or_dictionary(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_bytes(data(BUNDLE))
    indented = json.dumps(BUNDLE, indent=2).encode()
    for source in (data(BUNDLE), indented, path, str(path), io.BytesIO(data(BUNDLE)), BUNDLE):
        found = list(opened(source))
        assert [each.place for each in found] == PLACES
        assert [each.resource for each in found] == [GOAL, PLAN]
        assert [each.pointer for each in found] == ["/entry/0/resource", "/entry/2/resource"]
        assert found[0].full_url == "urn:uuid:1"
        assert found[0].request == {"method": "PUT", "url": "Goal/g1"}


def test_a_bare_resource_is_named_by_its_type():
    (entry,) = opened(data(GOAL))
    assert (entry.place, entry.pointer, entry.line) == ("Goal", "", None)


def test_ndjson_is_read_line_by_line(tmp_path):
    lines = data(GOAL) + b"\n" + data(PLAN) + b"\n\n" + data(PLAN)
    path = tmp_path / "export.ndjson"
    path.write_bytes(lines)
    for source in (lines, path, io.BytesIO(lines)):
        found = list(opened(source))
        assert [(each.place, each.line) for each in found] == [("line[1]", 1), ("line[2]", 2), ("line[4]", 4)]
        assert {each.pointer for each in found} == {""}


def test_ndjson_of_bundles_is_opened_too():
    found = list(opened(data(GOAL) + b"\n" + data(BUNDLE) + b"\n"))
    assert [each.place for each in found] == ["line[1]", "line[2].entry[0].resource", "line[2].entry[2].resource"]
    assert found[1].pointer == "/entry/0/resource"


def test_ndjson_is_not_read_ahead():
    class File(io.BytesIO):
        given = 0

        def readline(self, limit):
            File.given += 1
            return super().readline(limit)

    reading = opened(File((data(GOAL) + b"\n") * 1_000))
    next(reading)
    assert File.given <= 3


def test_an_iterable_of_dictionaries_is_numbered():
    found = list(opened(iter([GOAL, BUNDLE])))
    assert [each.place for each in found] == [
        "resource[0]",
        "resource[1].entry[0].resource",
        "resource[1].entry[2].resource",
    ]
    assert found[1].pointer == "/1/entry/0/resource"


def test_dictionaries_of_the_caller_stay_as_they_are():
    (entry,) = opened(GOAL)
    entry.resource.pop("note")[0].clear()
    assert GOAL["note"] == [{"text": "a"}]


def test_a_bundle_in_a_bundle_is_opened():
    outer = {"resourceType": "Bundle", "type": "batch-response", "entry": [{"resource": BUNDLE}]}
    assert [each.place for each in opened(outer)] == [
        "Bundle.entry[0].resource.entry[0].resource",
        "Bundle.entry[0].resource.entry[2].resource",
    ]


def test_decimals_keep_their_digits():
    (entry,) = opened(b'{"resourceType": "Observation", "valueQuantity": {"value": 1.10}}')
    assert str(entry.resource["valueQuantity"]["value"]) == "1.10"
    (entry,) = opened({"resourceType": "Observation", "valueQuantity": {"value": 0.1}})
    assert entry.resource["valueQuantity"]["value"] == Decimal("0.1")


NESTED = b'{"resourceType": "List", "x": ' + b"[" * 200 + b"]" * 200 + b"}"
BAD = {
    "xml": (b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>', "not-json"),
    "xml-with-a-mark": (b"\xef\xbb\xbf \n<Bundle/>", "not-json"),
    "xml-utf-16": ("<Bundle/>".encode("utf-16"), "not-json"),
    "empty": (b"", "not-json"),
    "text": (b"Bundle", "not-json"),
    "list": (b"[]", "unknown-document"),
    "no-type": (b'{"status": "active"}', "unknown-document"),
    "type-is-a-list": (b'{"resourceType": ["Goal"]}', "unknown-document"),
    "entry-is-an-object": (b'{"resourceType": "Bundle", "entry": {}}', "unknown-document"),
    "entry-is-text": (b'{"resourceType": "Bundle", "entry": ["x"]}', "unknown-document"),
    "resource-is-a-list": (b'{"resourceType": "Bundle", "entry": [{"resource": []}]}', "unknown-document"),
    "deep": (NESTED, "too-deep"),
    "huge-number": (b'{"resourceType": "Observation", "valueQuantity": {"value": 1e400}}', "not-json"),
    "tiny-number": (b'{"resourceType": "Observation", "valueQuantity": {"value": 1e-999999999999}}', "not-json"),
    "long-number": (b'{"resourceType": "Observation", "x": 0.' + b"1" * 101 + b"}", "not-json"),
    "nan": (b'{"resourceType": "Observation", "x": NaN}', "not-json"),
    "doubled-key": (b'{"resourceType": "Goal", "id": "a", "id": "b"}', "duplicate-key"),
    "doubled-key-hidden": (b'{"resourceType": "Goal", "id": "a", "id": "\\u003aa"}', "duplicate-key"),
    "doubled-key-spaced": (b'{"resourceType": "Goal", "id": "a", "id" \n\t : "a"}', "duplicate-key"),
    "nul": (b'{"resourceType": "Goal", "id": "\\u0000"}', "nul-character"),
    "half-a-character": (b'{"resourceType": "Goal", "id": "\\ud800"}', "lone-surrogate"),
    "latin-1": ('{"resourceType": "Goal", "id": "é"}'.encode("latin-1"), "not-utf-8"),
    "r5": (b'{"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}', "unsupported-version"),
    "stu3": (
        b'{"resourceType": "Goal", "meta": {"profile": ["http://hl7.org/fhir/3.0/StructureDefinition/Goal"]}}',
        "unsupported-version",
    ),
}


@pytest.mark.parametrize(("source", "code"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_named(source, code):
    assert refused(source).code == code


def test_xml_and_releases_are_named_in_words():
    assert "XML" in refused(BAD["xml"][0]).rule
    assert "R5" in refused(BAD["r5"][0]).rule
    assert "STU3" in refused(BAD["stu3"][0]).rule


def test_xml_in_a_line_is_named_with_its_line():
    problem = refused(data(GOAL) + b"\n" + data(GOAL) + b"\n<Goal/>\n")
    assert (problem.line, problem.code) == (3, "not-json")


def test_what_cannot_be_read_is_passed_over_where_someone_is_told():
    bomb = {"resourceType": "Bundle", "entry": [{"resource": GOAL}, {"resource": []}]}
    lines = [data(GOAL), data(PLAN), b"<Goal/>", data(bomb), data(PLAN)]
    told = []
    found = list(opened(b"\n".join(lines), told.append))
    assert [each.place for each in found] == ["line[1]", "line[2]", "line[4].entry[0].resource", "line[5]"]
    assert [(each.line, each.code) for each in told] == [(3, "not-json"), (4, "unknown-document")]
    told.clear()
    assert [each.place for each in opened([GOAL, 3, PLAN], told.append)] == ["resource[0]", "resource[2]"]
    assert [each.code for each in told] == ["unknown-document"]
    told.clear()
    assert list(opened(b"{", told.append)) == list(opened({"status": "active"}, told.append)) == []
    assert [each.code for each in told] == ["not-json", "unknown-document"]


def test_too_large_a_file_is_read_no_further():
    class Endless:
        given = 0

        def readline(self, limit):
            Endless.given += limit
            return b" " * limit

        read = readline

    assert refused(Endless()).code == "too-large"
    assert Endless.given < 100 * 1024 * 1024


def test_bombs_of_contained_resources_and_bundles_are_refused():
    inside = [{"resourceType": "Goal", "id": str(number)} for number in range(MAX_CONTAINED + 1)]
    assert refused({**PLAN, "contained": inside}).code == "too-large"
    bomb = GOAL
    for _ in range(6):
        bomb = {"resourceType": "Bundle", "entry": [{"resource": bomb}]}
    assert refused(bomb).code == "too-deep"


def test_dictionaries_are_as_bounded_as_bytes(monkeypatch):
    monkeypatch.setattr(copying, "_MAX_VALUES", 10_000)
    loop = {"resourceType": "Goal"}
    loop["note"] = loop
    assert refused(loop).code == "too-deep"
    many = ["x"]
    for _ in range(40):
        many = [many, many]
    assert refused({"resourceType": "Goal", "note": many}).code == "too-large"
    long = "x" * 1_000_000
    assert refused({"resourceType": "Goal", "note": [long] * 100}).code == "too-large"
    for value in (float("nan"), object(), Decimal("1e9999"), 10**500, b"x", {1: "x"}):
        assert refused({"resourceType": "Goal", "note": value}).code == "not-json"
    assert refused({"resourceType": "Goal", "note": "\ud800"}).code == "lone-surrogate"
    assert refused({"resourceType": "Goal", "note": "\0"}).code == "nul-character"


@pytest.mark.parametrize(("escape", "character"), [(b'\\"[', '"['), (b"\\\\", "\\"), (b'\\n\\"]', '\n"]')])
def test_text_full_of_escapes_needs_little_memory(escape, character):
    data = b'{"resourceType":"Goal","id":"' + escape * 500_000 + b'"}'
    tracemalloc.start()
    try:
        value = decoding.decoded(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert value["id"] == character * 500_000
    assert peak < 8 * len(data)


def test_what_is_no_source_is_a_type_error():
    for source in (None, 3, io.StringIO("{}"), '{"resourceType": "Goal"}'):
        with pytest.raises(TypeError):
            list(opened(source))


def test_no_value_shows():
    (entry,) = opened({"resourceType": "Goal", "description": {"text": "MARKER"}})
    assert "MARKER" not in repr(entry)
    assert "MARKER" not in repr(refused({"resourceType": "Bundle", "entry": "MARKER"}))


def test_the_fast_road_agrees_with_the_strict_one(shared):
    folders = [shared / "data" / "hostile" / "json_test_suite", shared / "data" / "fhir", shared / "fhir"]
    files = [each for folder in folders for each in sorted(folder.rglob("*.json"))]
    assert len(files) > 500

    def outcome(read, source):
        try:
            return read(source)
        except UnreadableDocumentError as error:
            return error.problem.code

    for each in files:
        source = each.read_bytes()
        strict = outcome(lambda given: decoding.parsing.parse(given, real=decoding._decimal), source)
        assert outcome(decoding.decoded, source) == strict, each.name
