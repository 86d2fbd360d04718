"""
Every real resource imports, and each of its values is either carried or named as left out, with a reason.

The resources are HL7's, Synthea's and others', and no part of this project.
"""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from collabcare import vocabulary
from collabcare.interchange.fhir import Imported, from_fhir, left_out
from collabcare.interchange.fhir.importing.foreign import roles
from collabcare.interchange.fhir.importing.foreign.taking import day, instant
from collabcare.vocabulary.code import Code

ZONE = "Europe/Madrid"


def values(value: Any, place: str) -> dict[str, Any]:
    """Walk through a resource by itself: each value with its place."""
    if isinstance(value, dict):
        return {k: v for key, each in value.items() for k, v in values(each, f"{place}.{key}").items()}
    if isinstance(value, list):
        return {k: v for position, each in enumerate(value) for k, v in values(each, f"{place}[{position}]").items()}
    return {} if value is None else {place: value}


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Path]:
    found = sorted((shared / "data" / "fhir").glob("*/*.json"))
    assert len(found) == 165
    return found


def resource_of(path: Path) -> Any:
    return json.loads(path.read_bytes(), parse_float=Decimal)


def test_every_value_is_carried_or_named(real):
    for path in real:
        resource = resource_of(path)
        every = values(resource, resource["resourceType"])

        read = from_fhir(path, timezone=ZONE)

        left = sum(each.count for each in read.left_out)
        assert 0 < left <= len(every), path.name
        for each in read.left_out:
            assert 0 < len(each.places) == min(each.count, 10) or each.reason == "unknown-element", path.name
            # A value's place is told where it stands, so it can be looked up.
            if each.reason not in {"unknown-element", "unknown-resource"}:
                assert set(each.places) <= every.keys(), path.name


def test_what_is_carried_stands_in_a_document_or_is_only_frame(real, monkeypatch):
    monkeypatch.setattr(left_out, "_MOST_PLACES", 1_000_000)
    carried_at_all = 0
    for path in real:
        resource = resource_of(path)
        every = values(resource, resource["resourceType"])
        read = from_fhir(path, timezone=ZONE)
        unknown = sum(each.count for each in read.left_out if each.reason in {"unknown-element", "unknown-resource"})
        named = {place for each in read.left_out if each.reason != "unknown-element" for place in each.places}
        carried = {place: value for place, value in every.items() if place not in named}
        if unknown:
            continue
        carried_at_all += len(carried)
        assert len(carried) + sum(each.count for each in read.left_out) == len(every), path.name
        said = Said(read)
        astray = [
            place for place, value in carried.items() if not is_frame(place, value, every) and not said.says(place, value)
        ]
        assert astray == [], path.name
    assert carried_at_all > 500


def test_all_but_few_resources_have_elements_that_r4_knows(real):
    strange = {
        path.parent.name
        for path in real
        for each in from_fhir(path, timezone=ZONE).left_out
        if each.reason in {"unknown-element", "unknown-resource"}
    }
    # The two files that are genuinely invalid: STU3.
    assert strange <= {"us-core-2.0.0"}


_FRAME = re.compile(r"(.*\.)?(resourceType|id|fullUrl)|Bundle\.type|.*\.text\.(status|div)")


def is_frame(place: str, value: Any, every: dict[str, Any]) -> bool:
    """Tell whether a value only holds a resource together: its type, its id, its generated narrative."""
    if _FRAME.fullmatch(place) is None:
        return False
    if place.endswith((".text.status", ".text.div")):
        return every[place.rpartition(".")[0] + ".status"] == "generated"
    return True


class Said:
    """Everything that two documents say, to look values up in."""

    def __init__(self, read: Imported) -> None:
        documents = {"plan": read.plan_document, "journal": read.journal_document}
        self.values = {str(each) for each in values(documents, "").values()}
        self.text = "\n".join(self.values)
        # What stands for a default of ours is not written.
        self.codes = {"active", *self.values}

    def says(self, place: str, value: Any) -> bool:
        if value is True:
            return place.endswith((".preferred", "valueBoolean"))
        if isinstance(value, int | Decimal):
            return str(value) in self.values or str(float(value)) in self.values
        element = place.rpartition(".")[2]
        if element == "reference":
            return value.rpartition("/")[2].rpartition(":")[2].removeprefix("#") in self.text
        if element in {"system", "url"}:
            return True  # says whose the code beside it is, which is looked at by itself
        if day(value, ZONE) in self.values or instant(value, ZONE) in self.values:
            return True
        return value in self.text or any(ours in self.codes for ours in OURS.get(value, ()))


OURS: dict[str, set[str]] = {}
for each in vars(vocabulary).values():
    if isinstance(each, type) and issubclass(each, Code):
        for code in each:
            if code.fhir is not None:
                OURS.setdefault(code.fhir, set()).add(code.value)
for (_, theirs), (role, _) in roles._table().items():
    OURS.setdefault(theirs, set()).add(role)
OURS |= {"fulfilled": {"held"}, "finished": {"held"}, "noshow": {"no-show"}, "final": {"measurements"}}
