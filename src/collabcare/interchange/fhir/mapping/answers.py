"""Answers to a questionnaire: the numbers of its items, never their wording."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from typing import Any

from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import child
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Constant, Hand, Instant, Reference
from collabcare.interchange.fhir.engine.values import as_number
from collabcare.journal import Answers

__all__ = ["ANSWERS", "QUESTIONNAIRE"]

QUESTIONNAIRE = "Questionnaire/collabcare-"
"""What comes after the base in the address of a questionnaire."""

# What may stand after the bar of a canonical address; other versions stand in the own extension.
_VERSION = re.compile(r"[A-Za-z0-9._-]{1,64}(?![\s\S])")
_NAME = re.compile(r"[A-Za-z0-9.-]{1,64}(?![\s\S])")


def _write_instrument(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:
    address = f"{out.base}{QUESTIONNAIRE}{doc['instrument']}"
    version = doc.get("instrument_version")
    if version is None:
        resource["questionnaire"] = address
        return None
    fits = _VERSION.match(version) is not None
    resource["questionnaire"] = f"{address}|{version}" if fits else address
    return None if fits else ("instrument_version",)


def _read_instrument(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:
    address = resource.get("questionnaire")
    if not isinstance(address, str):
        return
    home, bar, version = address.partition("|")
    _, ours, name = home.partition(QUESTIONNAIRE)
    if not ours or not _NAME.match(name) or (bar and not version):
        into.refuse("questionnaire", "not-understood")
        return
    doc["instrument"] = name
    if bar:
        doc["instrument_version"] = version
    del resource["questionnaire"]


_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_NOT_APPLICABLE = {"url": _ABSENT, "valueCode": "not-applicable"}


def _write_items(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> None:  # noqa: ARG001 -- a row gets it
    items = []
    for each in doc["items"]:
        item: dict[str, Any] = {"linkId": each["item"]}
        if "answer" in each:
            item["answer"] = [{"valueDecimal": each["answer"]}]
        elif each.get("not_applicable"):
            item["extension"] = [{**_NOT_APPLICABLE}]
        items.append(item)
    resource["item"] = items


def _read_items(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    items = resource.get("item")
    if not isinstance(items, list):
        return
    found, left = [], []
    for each in items:
        answer = _item(each)
        if answer is None:
            left.append(each)
        else:
            found.append(answer)
    if found:
        doc["items"] = found
    if left:
        resource["item"] = left
    else:
        del resource["item"]


def _item(item: Any) -> dict[str, Any] | None:
    """Read one item; one that says anything more stays whole."""
    if not isinstance(item, dict) or not isinstance(item.get("linkId"), str):
        return None
    name = {"item": item["linkId"]}
    if set(item) == {"linkId"}:
        return {**name, "skipped": True}
    if item == {"linkId": item["linkId"], "extension": [_NOT_APPLICABLE]}:
        return {**name, "not_applicable": True}
    answers = item.get("answer")
    if set(item) != {"linkId", "answer"} or not isinstance(answers, list) or len(answers) != 1:
        return None
    value = answers[0].get("valueDecimal") if isinstance(answers[0], dict) and len(answers[0]) == 1 else None
    answer = as_number(value)
    return None if answer is None else {**name, "answer": answer}


ANSWERS = ResourceMap(
    record=Answers,
    resource="QuestionnaireResponse",
    name="answers",
    identified="one",
    rows=(
        Hand(
            ("instrument", "instrument_version"),
            ("questionnaire",),
            _write_instrument,
            _read_instrument,
            "the version after a bar where an address can hold it",
        ),
        Constant("status", "completed"),
        child(),
        Instant("answered_at", "authored"),
        Reference("respondent", "source", "Participant"),
        Hand(
            ("items",),
            ("item[]",),
            _write_items,
            _read_items,
            "`linkId` is the item's number; without an answer it was skipped, or says that it does not apply",
        ),
    ),
)
