"""The FHIR R4 definitions of what is ours: made from the mapping, so that they say what is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from collabcare.interchange.fhir.definitions import DEFAULT_BASE
from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.outline import Item, OwnExtension, outlined
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.values import ANSWERS
from collabcare.interchange.fhir.mapping.own_codes import OwnCodes, own_codes
from collabcare.interchange.fhir.mapping.own_extensions import maps, own_extensions

Doc = dict[str, Any]

FOLDER = "src/collabcare/interchange/fhir/definitions"
VERSION = "1.0.0"


def definition_files() -> Iterator[tuple[str, Callable[[], str]]]:
    """Give each file of definitions, from the top of the checkout, with the function that gives its text."""
    for resource in _resources():
        yield f"{FOLDER}/{resource['resourceType']}-{resource['id']}.json", partial(_text, resource)


def _text(resource: Doc) -> str:
    """Write one element a line: a change of the mapping is then a line that changed."""
    return _lines(resource, 0, depth=3 if resource["resourceType"] == "StructureDefinition" else 2) + "\n"


def _lines(value: object, level: int, depth: int) -> str:
    if level == depth or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    inner = " " * (level + 1)
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {_lines(each, level + 1, depth)}" for key, each in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + " " * level + "}"
    lines = [inner + _lines(each, level + 1, depth) for each in value]
    return "[\n" + ",\n".join(lines) + "\n" + " " * level + "]"


def _resources() -> Iterator[Doc]:
    yield from (_structure_definition(each) for each in own_extensions())
    for each in own_codes():
        yield from (_code_system(each), _value_set(each))
    yield from (_questionnaire(each) for each in maps() if each.form)


def _frame(kind: str, name: str, title: str, meaning: str) -> Doc:
    return {
        "resourceType": kind,
        "id": f"collabcare-{name}",
        "url": f"{DEFAULT_BASE}{kind}/collabcare-{name}",
        "version": VERSION,
        "name": "Collabcare" + "".join(each.capitalize() for each in name.split("-")),
        "title": title,
        "status": "active",
        "experimental": False,
        "publisher": "collabcare",
        "description": meaning,
    }


def _title(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()


# --------------------------------------------------------------------------- extensions


def _structure_definition(own: OwnExtension) -> Doc:
    elements = list(_extension("Extension", Item(own.name, own.types, own.meaning, own.items), root=own))
    return {
        **_frame("StructureDefinition", own.name, _title(own.name), own.meaning),
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": each} for each in own.on],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "snapshot": {"element": [_in_snapshot(each) for each in elements]},
        "differential": {"element": elements},
    }


def _extension(at: str, item: Item, root: OwnExtension | None = None) -> Iterator[Doc]:
    """Give the elements below one extension, which stands at `at`; with a root, the extension itself first."""
    path = _path(at)
    url = item.name
    if root is not None:
        url = f"{DEFAULT_BASE}StructureDefinition/collabcare-{root.name}"
        yield {"id": at, "path": path, "short": _title(item.name), "definition": item.meaning, "min": 0, "max": "*"}
    yield {
        "id": f"{at}.extension",
        "path": f"{path}.extension",
        **(_SLICED if item.items else {"min": 0, "max": "0"}),
    }
    for each in item.items:
        yield from _slice(f"{at}.extension", each)
    yield {
        "id": f"{at}.url",
        "path": f"{path}.url",
        "min": 1,
        "max": "1",
        "type": [{"code": "uri"}],
        "fixedUri": url,
    }
    needed = bool(item.types) and not item.items
    value: Doc = {"id": f"{at}.value[x]", "path": f"{path}.value[x]", "min": int(needed)}
    if item.types:
        yield {**value, "max": "1", "type": [{"code": each} for each in item.types]}
    else:
        yield {**value, "max": "0"}


_SLICED: Doc = {
    "slicing": {"discriminator": [{"type": "value", "path": "url"}], "ordered": False, "rules": "closed"},
    "min": 0,
    "max": "*",
}


def _slice(at: str, item: Item) -> Iterator[Doc]:
    within = f"{at}:{item.name}"
    yield {
        "id": within,
        "path": _path(within),
        "sliceName": item.name,
        "short": item.meaning,
        "min": item.least,
        "max": "*" if item.many else "1",
        "type": [{"code": "Extension"}],
    }
    elements = list(_extension(within, item))
    if item.codes is not None:
        value_set = f"{DEFAULT_BASE}ValueSet/collabcare-{names.kebab(item.codes.__name__)}"
        elements[-1]["binding"] = {"strength": "required", "valueSet": value_set}
    yield from elements


def _path(at: str) -> str:
    return ".".join(each.partition(":")[0] for each in at.split("."))


def _in_snapshot(element: Doc) -> Doc:
    """Say where an element comes from, as a snapshot does."""
    last = element["path"].rpartition(".")[2]
    base = {"path": "Extension" if last == element["path"] else f"Extension.{last}", "min": 0, "max": "*"}
    if last == "url":
        base |= {"min": 1, "max": "1"}
    elif last == "value[x]":
        base["max"] = "1"
    elif last == "extension":
        base["path"] = "Element.extension"
    filled = {"definition": element.get("short", _title(last.removesuffix("[x]"))), **element, "base": base}
    if last == "extension" and "type" not in filled:
        filled["type"] = [{"code": "Extension"}]
    return filled


# --------------------------------------------------------------------------- codes


def _code_system(own: OwnCodes) -> Doc:
    frame = _frame("CodeSystem", own.name, _title(own.name), own.meaning)
    frame |= {"caseSensitive": True, "valueSet": f"{DEFAULT_BASE}ValueSet/collabcare-{own.name}"}
    if not own.codes:
        return {**frame, "content": "not-present"}
    concepts = [
        {"code": code, "display": _title(code)} | ({"definition": definition} if definition else {})
        for code, definition in own.codes.items()
    ]
    return {**frame, "content": "complete", "count": len(concepts), "concept": concepts}


def _value_set(own: OwnCodes) -> Doc:
    system = f"{DEFAULT_BASE}CodeSystem/collabcare-{own.name}"
    frame = _frame("ValueSet", own.name, _title(own.name), own.meaning)
    return {**frame, "immutable": False, "compose": {"include": [{"system": system}]}}


# --------------------------------------------------------------------------- forms


_QUESTIONS = {
    "string": "text",
    "code": "choice",
    "id": "string",
    "instant": "dateTime",
    "Reference": "reference",
    "decimal": "decimal",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "dateTime": "dateTime",
    "time": "time",
}


def _questionnaire(made: ResourceMap) -> Doc:
    said = (made.record.__doc__ or "").strip().partition("\n")[0]
    items = outlined(made.record, ANSWERS, made.elsewhere)
    return {
        **_frame("Questionnaire", made.name, _title(made.name), said),
        "subjectType": ["Patient"],
        "item": [_question(each, "") for each in items],
    }


def _question(item: Item, above: str) -> Doc:
    link = f"{above}{item.name}"
    kind = "group" if item.items else _QUESTIONS[item.types[0]]
    question: Doc = {"linkId": link, "text": item.meaning, "type": kind}
    if item.least:
        question["required"] = True
    if item.many:
        question["repeats"] = True
    if item.codes is not None:
        question["type"] = "string"
    if item.items:
        question["item"] = [_question(each, "") for each in item.items]
    return question
