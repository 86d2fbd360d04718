"""What the reference page says is read of resources of others is what is read: no more, no less, with its reason."""

import copy
import json
import re
from collections import Counter
from decimal import Decimal

import pytest

from collabcare.interchange.fhir import from_fhir
from collabcare.interchange.fhir.importing.foreign.reading import READS
from collabcare.interchange.fhir.r4.elements import is_primitive, kind
from tests.lib.fhir_foreign import SOURCES, ZONE, carried
from tools.fhir_foreign import read, unread

BY_TYPE = {each.resource: each for each in READS}
FRAME = {"id", "language", "text.status", "text.div"}
_ITEMS = re.compile(r"\bitem\.(?:answer\.)?(?=item\b)")


def declared(path: str) -> bool:
    """Tell whether the page says that what stands at a path is read."""
    name, _, below = path.partition(".")
    if name == "Bundle":
        return True
    below = _ITEMS.sub("", below)
    return name in BY_TYPE and (
        below in FRAME or any(below == each or below.startswith(each + ".") for each in read(BY_TYPE[name]))
    )


def sources(shared):
    found = sorted((shared / "data" / "fhir").glob("*/*.json"))
    assert len(found) == 165
    for path in found:
        yield [json.loads(path.read_bytes(), parse_float=Decimal)]
    yield from SOURCES.values()


def test_what_is_carried_of_any_resource_is_declared(shared):
    astray = {path for source in sources(shared) for path in carried(source) if not declared(path)}
    assert astray == set()


def test_all_that_is_declared_is_carried_of_some_resource(shared):
    seen = {_ITEMS.sub("", path) for source in sources(shared) for path in carried(source)}
    never = {
        f"{name}.{each}"
        for name, reads in BY_TYPE.items()
        for each in read(reads)
        if not any(path == f"{name}.{each}" or path.startswith(f"{name}.{each}.") for path in seen)
    }
    assert never == set()


# --------------------------------------------------------------------------- what is not read

TOLD = {"ServiceRequest.asNeeded[x]"}
"""Not read, and yet not without effect, as the page says: what is done as needed is never due."""

_VALUES = {
    "boolean": False,
    "integer": 3,
    "positiveInt": 3,
    "unsignedInt": 3,
    "decimal": Decimal("2.50"),
    "date": "2026-02-03",
    "dateTime": "2026-02-03T10:00:00Z",
    "instant": "2026-02-03T10:00:00Z",
    "time": "10:00:00",
    "uri": "urn:x:9",
    "url": "urn:x:9",
    "canonical": "https://x.example/canonical/9",
    "base64Binary": "AAAA",
}


def example(type_name, depth=0):
    """Make a value of a type of R4, with all that it may have but resources and what is recursive."""
    if is_primitive(type_name):
        return _VALUES.get(type_name, "word")
    found = {}
    for name, element in kind(type_name).elements.items():
        if element.type in {"Resource", "Extension", "xhtml"} or name == "id" or (depth > 2 and element.least == 0):
            continue
        value = example(element.type, depth + 1)
        found[name] = [value] if element.many else value
    return found


def undeclared():
    for name, reads in BY_TYPE.items():
        for reason, below in unread(reads).items():
            for each in below:
                if f"{name}.{each}" not in TOLD:
                    yield pytest.param(name, each, reason, id=f"{name}.{each}")


def choices(name, path):
    """Give the elements in JSON that a path of the page stands for."""
    *above, last = path.removesuffix(" (other types)").split(".")
    type_name = name
    for step in above:
        type_name = kind(type_name).elements[step].type
    known = read(BY_TYPE[name])
    for each, element in kind(type_name).elements.items():
        full = ".".join([*above, each])
        if (element.choice or each) == last and not any(one == full or one.startswith(full + ".") for one in known):
            yield above, each, element


@pytest.mark.parametrize(("name", "path", "reason"), list(undeclared()))
def test_what_the_page_calls_not_read_changes_nothing_and_is_left_out_for_its_reason(name, path, reason):
    tried = False
    for above, key, element in choices(name, path):
        value = example(element.type)
        without, added = with_and_without(name, above, key, [value] if element.many else value)
        usual = from_fhir(without, timezone=ZONE)
        usually = Counter({(each.path, each.reason): each.count for each in usual.left_out})

        imported = from_fhir(added, timezone=ZONE)

        more = Counter({(each.path, each.reason): each.count for each in imported.left_out}) - usually
        path_added = ".".join([name, *above, key])
        assert sum(more.values()) == count(value) > 0
        assert all(one == path_added or one.startswith(path_added + ".") for one, _ in more)
        assert {why for _, why in more} <= {reason, "repeats"}
        assert (imported.plan_document, imported.journal_document) == (usual.plan_document, usual.journal_document)
        tried = True
    assert tried


def with_and_without(name, above, key, value):
    """Give a case in which an element can be put, without it and with it."""
    for source in SOURCES.values():
        without, added = copy.deepcopy(source), copy.deepcopy(source)
        holders = [next(places(each, name, above), None) for each in (without, added)]
        if None not in holders:
            holders[0].pop(key, None)
            holders[1][key] = value
            return without, added
    raise LookupError(name, above, key)


def places(source, name, above):
    """Go through the places in resources of a type that elements lead to."""
    found = [each for each in source if each["resourceType"] == name]
    for step in above:
        below = [each[step] for each in found if step in each]
        found = [one for each in below for one in (each if isinstance(each, list) else [each])]
    yield from found


def count(value):
    if isinstance(value, dict | list):
        return sum(map(count, value.values() if isinstance(value, dict) else value))
    return 1
