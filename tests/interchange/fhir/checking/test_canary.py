"""No value and no unknown name of FHIR content stands in a problem or an error, however the content is broken."""

import copy
import json
import pickle
import traceback

import attrs
import pytest

from collabcare.errors import UnreadableDocumentError, UnsupportedVersionError
from collabcare.interchange.fhir.checking import check_fhir
from collabcare.interchange.fhir.r4.opening import opened
from collabcare.interchange.fhir.r4.references import References

MARK = "CANARY7f"
NUMBER = 73403317
SHAPES = [
    MARK,
    NUMBER,
    [MARK],
    {MARK: MARK},
    [[NUMBER]],
    {"reference": MARK},
    f"javascript:{MARK}",
    f"<{MARK}",
    f"#{MARK}",
]


def leaves(value, path=()):
    """Give the path of every value."""
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(inner, (*path, key))


def put(document, path, value):
    found = copy.deepcopy(document)
    inside = found
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return found


def renamed(document, path):
    found = copy.deepcopy(document)
    inside = found
    for step in path[:-1]:
        inside = inside[step]
    inside[MARK] = inside.pop(path[-1])
    return found


def shown(problem):
    return f"{problem} {problem!r} {attrs.astuple(problem)} {pickle.dumps(problem)!r}"


def looked_at(source):
    """Check a source and open it; give every text that comes back."""
    for problem in check_fhir(source, us_core=True):
        yield shown(problem)
    try:
        entries = list(opened(source))
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        yield f"{error.__context__!r} {error.__cause__!r}"
        yield f"{error} {error!r} {error.args!r} {vars(error)!r} {pickle.dumps(error)!r}"
        yield "".join(traceback.format_exception_only(error))
        return
    references = References(entries)
    yield f"{references!r} {references.circles()!r} {references.duplicates()!r} {entries!r}"


@pytest.fixture(scope="module")
def bundle(shared):
    """Give a bundle that has an extension, a contained resource and a primitive's extension too."""
    found = json.loads((shared / "fhir" / "validators" / "cases" / "ok-02-valid-uscore.json").read_bytes())
    plan = found["entry"][6]["resource"]
    plan["contained"] = [{"resourceType": "Practitioner", "id": "in", "name": [{"text": "B"}]}]
    plan["author"] = {"reference": "#in", "type": "Practitioner"}
    plan["_title"] = {"extension": [{"url": "http://a.example", "valueString": "x"}]}
    goal = found["entry"][3]["resource"]
    parts = [{"url": "individual", "valueReference": {"reference": "RelatedPerson/rp1"}}]
    parts.append({"url": "status", "valueCode": "agree"})
    goal["extension"] = [{"url": "http://hl7.org/fhir/StructureDefinition/goal-acceptance", "extension": parts}]
    assert check_fhir(found, us_core=True) == ()
    return found


def clean(texts):
    return not any(MARK in text or str(NUMBER) in text for text in texts)


def test_no_value_is_shown(bundle):
    paths = list(leaves(bundle))
    assert len(paths) > 250
    for number, path in enumerate(paths):
        # Each value gets three shapes, and each shape comes to a third of all.
        for shape in (SHAPES[(number + step) % len(SHAPES)] for step in (0, 3, 6)):
            assert clean(looked_at(put(bundle, path, shape))), path


def test_no_unknown_name_is_shown(bundle):
    for path in leaves(bundle):
        if isinstance(path[-1], str):
            broken = renamed(bundle, path)
            assert check_fhir(broken), path
            assert clean(looked_at(broken)), path


def test_no_bytes_are_shown(bundle):
    data = json.dumps(bundle).replace("Shared plan", MARK).encode()
    broken = [data[:-5], data + b"{}", data.replace(b"CANARY", b"CANARY7f\xff"), b"\xef\xbb\xbf" + data, b"<" + data]
    broken += [data.replace(b'"title"', b'"id"'), data.replace(b"CANARY", b"CANARY7f\\ud800"), MARK.encode()]
    for each in broken:
        texts = list(looked_at(each))
        assert texts
        assert clean(texts)
