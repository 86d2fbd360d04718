"""Hostile FHIR: text that breaks other software, files that break parsers, and bombs of every kind."""

import json
import sys

import pytest

from collabcare.errors import UnreadableDocumentError
from collabcare.interchange.fhir.checking import check_fhir
from collabcare.interchange.fhir.checking.findings import MAX_PROBLEMS
from collabcare.interchange.fhir.r4.opening import opened
from collabcare.interchange.fhir.r4.references import References


def naughty_bundle(value):
    """Put a value wherever text, a number, a date, a code, a link or markup belongs."""
    text = value if isinstance(value, str) else json.dumps(value)
    patient = {
        "resourceType": "Patient",
        "id": value,
        "language": value,
        "meta": {"profile": [value], "versionId": value, "lastUpdated": value},
        "text": {"status": value, "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{text}</div>'},
        "contained": [{"resourceType": value, "id": value}],
        "extension": [{"url": value, "valueString": value}, {"url": text, "extension": [{"url": value}]}],
        "identifier": [{"system": value, "value": value}],
        "name": [{"text": value, "given": [value]}],
        "birthDate": value,
        "photo": [{"url": value, "data": value}],
        "link": [{"other": {"reference": value, "type": value, "identifier": {"value": value}}, "type": value}],
    }
    plan = {
        "resourceType": "CarePlan",
        "basedOn": [{"reference": f"CarePlan/{text}"}, {"reference": value}],
        "category": value,
        "period": {"start": value, "end": value},
        "note": [{"text": value}],
    }
    entries = [{"fullUrl": value, "resource": patient}, {"fullUrl": f"urn:uuid:{text}", "resource": plan}]
    return {"resourceType": "Bundle", "type": value, "entry": entries}


@pytest.fixture(scope="module")
def naughty(shared):
    hostile = shared / "data" / "hostile"
    found = json.loads((hostile / "blns" / "blns.json").read_text("utf-8"))
    for path in sorted((hostile / "own").glob("*.json")):
        rows = json.loads(path.read_text("utf-8"))
        found += [value for row in rows for key, value in row.items() if key not in {"name", "why", "expect"}]
    assert len(found) > 550
    return found


def test_naughty_text_is_a_problem_or_kept_and_never_shown(naughty):
    for value in naughty:
        problems = check_fhir(naughty_bundle(value), us_core=True)
        assert problems
        shown = "\n".join(f"{each} {each!r}" for each in problems)
        # Short words stand in rules by chance.
        assert not isinstance(value, str) or len(value) < 15 or value not in shown


def test_naughty_text_does_not_stop_references(naughty):
    for value in naughty:
        try:
            entries = list(opened(json.dumps(naughty_bundle(value)).encode()))
        except UnreadableDocumentError:
            continue
        references = References(entries)
        references.circles()
        references.duplicates()
        for entry in entries:
            references.resolve({"reference": value, "identifier": {"value": value}}, entry)
            references.resolve({"identifier": {"value": value}, "type": value}, entry)


def test_files_that_break_parsers_are_problems(shared):
    files = sorted((shared / "data" / "hostile" / "json_test_suite").rglob("*.json"))
    assert len(files) > 300
    for each in files:
        data = each.read_bytes()
        assert check_fhir(data), each.name
        inside = b'{"resourceType": "Goal", "note": ' + data + b"}"
        assert check_fhir(inside), each.name


def test_a_file_of_200_megabytes_is_too_large(tmp_path):
    path = tmp_path / "bundle.json"
    for start in (b'{"resourceType": "Bundle", "entry": [', b'{\n"resourceType": "Bundle",\n"entry": [\n'):
        with path.open("wb") as file:
            file.write(start)
            file.truncate(200 * 1024 * 1024)
        (problem,) = check_fhir(path)
        assert (problem.pointer, problem.code) == (None, "too-large")


def test_bombs_hit_their_limits():
    many = [{"resourceType": "Goal", "id": f"g{n}"} for n in range(20_000)]
    assert "too-large" in {each.code for each in check_fhir({"resourceType": "CarePlan", "contained": many})}
    nested = many[0]
    for _ in range(30):
        nested = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": nested}]}
    assert [each.code for each in check_fhir(nested)] == ["too-deep"]
    half = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": many[0]}]}
    for _ in range(10):
        half = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": half}, {"resource": half}]}
    assert "too-deep" in {each.code for each in check_fhir(half)}
    wide = {"resourceType": "Bundle", "type": "collection", "entry": [{}] * 100_000}
    assert len(check_fhir(wide)) == MAX_PROBLEMS + 1
    nulls = {"resourceType": "Patient", "name": [{"given": [None] * 100_000}]}
    assert len(check_fhir(json.dumps(nulls).encode())) == MAX_PROBLEMS + 1


def steps(work):
    """Count the lines of Python that run."""
    count = 0

    def trace(frame, event, given):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def crowd(size):
    """Make tasks that share one URL, one id and one identifier, and all refer to each other by them."""
    url, same = "https://a.example/fhir/Task/t", {"system": "https://a.example", "value": "1"}
    task = {
        "resourceType": "Task",
        "id": "t",
        "identifier": [same],
        "status": "ready",
        "intent": "plan",
        "partOf": [
            {"reference": url},
            {"reference": "Task/t"},
            {"identifier": same},
            {"reference": "Task/t/_history/3"},
        ],
    }
    entries = [{"fullUrl": url, "resource": task} for _ in range(size)]
    return {"resourceType": "Bundle", "type": "history", "entry": entries}


def test_work_grows_with_the_size_and_not_faster():
    def work(size):
        entries = list(opened(crowd(size)))

        def look():
            references = References(entries)
            references.circles()
            references.duplicates()

        return steps(look)

    assert work(400) < 2.2 * work(200)


SLOW = {
    "base 64": ("base64Binary", " " * 200_000 + "!"),
    "markup": ("markdown", "<" * 200_000),
    "handlers": ("markdown", "<a onabc " * 20_000),
    "links": ("markdown", "](" * 100_000 + " " * 100_000),
    "code": ("code", "a " * 100_000),
    "oid": ("oid", "urn:oid:1" + ".1" * 100_000 + "x"),
    "reference": ("string", "https://" + "A/" * 100_000 + "!"),
}


# Quadratic time would be minutes here.
@pytest.mark.parametrize(("kind", "value"), SLOW.values(), ids=SLOW.keys())
def test_no_pattern_takes_long(kind, value):
    name = f"value{kind[0].upper()}{kind[1:]}"
    extension = [{"url": "http://a.example", name: value}]
    check_fhir({"resourceType": "Basic", "extension": extension, "subject": {"reference": value}})


def leaves(value, path=()):
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(inner, (*path, key))


SHAPES = [
    None,
    True,
    0,
    -1,
    "",
    " ",
    "x",
    [],
    {},
    [None],
    [[]],
    {"x": []},
    ["x"],
    10**30,
    {"reference": {}},
    {"url": []},
]


def test_any_shape_at_any_place_of_real_resources_is_no_crash(shared):
    files = [each for each in sorted((shared / "data" / "fhir").rglob("*.json")) if each.stat().st_size < 20_000]
    assert len(files) > 140
    for number, file in enumerate(files):
        resource = json.loads(file.read_bytes())
        for count, path in enumerate(list(leaves(resource))[number % 9 :: 9]):
            inside = resource
            for step in path[:-1]:
                inside = inside[step]
            kept, inside[path[-1]] = inside[path[-1]], SHAPES[(number + count) % len(SHAPES)]
            check_fhir(resource, us_core=True)
            inside[path[-1]] = kept
