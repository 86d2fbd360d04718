"""
Taking values out of resources that others wrote.

Each function takes only what it gives back; what it does not understand stays, and is thereby left out.
"""

# Resources are data of strangers, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from collabcare._dates import local_day, zone
from collabcare._record.kinds import DECIMAL_PATTERN
from collabcare.interchange.fhir.engine.names import UCUM
from collabcare.interchange.fhir.engine.strings import take_text
from collabcare.interchange.fhir.engine.values import from_decimal
from collabcare.interchange.fhir.importing.children import listed
from collabcare.interchange.fhir.importing.plans import OFFERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare.interchange.fhir.engine.contexts import In
    from collabcare.interchange.fhir.importing.foreign.elements_read import Reads

__all__ = [
    "amount_unit",
    "codings",
    "day",
    "instant",
    "label",
    "listed",
    "only_offered",
    "read_rows",
    "take_day",
    "take_instant",
    "take_label",
    "take_words",
]

Doc = dict[str, Any]

_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-[0-3][0-9](?![\s\S])")
_TIMED = re.compile(
    r"((?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-[0-3][0-9]T[0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(\.[0-9]{1,6})?[0-9]*(Z|[+-][0-9]{2}:[0-9]{2})?(?![\s\S])"
)
_UNIT = re.compile(r"[!-~]{1,40}(?![\s\S])")
_DECIMAL = re.compile(DECIMAL_PATTERN)
_LONGEST_LABEL = 200

_OVER = frozenset(["completed", "revoked"])


def only_offered(resource: Doc, doc: Doc) -> None:
    """Make a draft of what is a proposal, or one option of several, unless it is over."""
    if resource.get("intent") in OFFERED and doc.get("status") not in _OVER:
        del resource["intent"]
        doc["status"] = "draft"


def codings(concept: Any) -> Iterator[tuple[str | None, str, Doc]]:
    """Go through the codes of a CodeableConcept: system, code, and the coding itself."""
    for each in listed(concept.get("coding")) if isinstance(concept, dict) else ():
        system, code = each.get("system"), each.get("code")
        if isinstance(code, str) and (system is None or isinstance(system, str)):
            yield system, code, each


def instant(value: Any, timezone: str) -> str | None:
    """Read an instant; one without an offset is on the clock of the zone. `None` for a day, or for no instant."""
    found = _TIMED.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    text = f"{found[1]}{found[2] or ''}{(found[3] or '').replace('Z', '+00:00')}"
    try:
        read = dt.datetime.fromisoformat(text)
        read = read if read.tzinfo is not None else read.replace(tzinfo=zone(timezone))
        return read.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return None


def day(value: Any, timezone: str) -> str | None:
    """Read a day; that of an instant is the day in the zone. `None` for a year or a month alone."""
    if isinstance(value, str) and _DAY.match(value):
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            return None
    found = instant(value, timezone)
    if found is None:
        return None
    try:
        return local_day(dt.datetime.fromisoformat(found), timezone).isoformat()
    except OverflowError:
        return None


def take_day(holder: Any, key: str, doc: Doc, field: str, timezone: str) -> None:
    """Take a day into a field that is not said yet."""
    found = day(holder.get(key), timezone) if isinstance(holder, dict) and field not in doc else None
    if found is not None:
        doc[field] = found
        del holder[key]


def take_instant(holder: Any, key: str, doc: Doc, field: str, timezone: str) -> None:
    """Take an instant into a field that is not said yet."""
    found = instant(holder.get(key), timezone) if isinstance(holder, dict) and field not in doc else None
    if found is not None:
        doc[field] = found
        del holder[key]


def amount_unit(quantity: Any) -> str | None:
    """Give the unit (UCUM) of an amount that a record of ours can hold; `None` for any other."""
    if not isinstance(quantity, dict) or quantity.get("system") != UCUM:
        return None
    unit, value = quantity.get("code"), from_decimal(quantity.get("value"))
    if not isinstance(unit, str) or _UNIT.match(unit) is None or value is None:
        return None
    return unit if _DECIMAL.match(value) else None


def take_words(concept: Any, language: str) -> Doc | None:
    """Take the words of a CodeableConcept: its text, or else what is shown for the first code that shows any."""
    if not isinstance(concept, dict):
        return None
    text = take_text(concept, "text", language)
    if text is not None:
        return text
    for each in listed(concept.get("coding")):
        shown = take_text(each, "display", language)
        if shown is not None:
            return shown
    return None


def label(concept: Any) -> tuple[Doc, str] | None:
    """Find the words of a CodeableConcept that are short enough for a label: where they stand, and their key."""
    if not isinstance(concept, dict):
        return None
    for holder, key in ((concept, "text"), *((each, "display") for each in listed(concept.get("coding")))):
        words = holder.get(key)
        if isinstance(words, str) and 0 < len(words) <= _LONGEST_LABEL:
            return holder, key
    return None


def take_label(concept: Any) -> str | None:
    """Take the words of a CodeableConcept as a label; where there are none, its first code."""
    found = label(concept)
    if found is None:
        found = next(((each, "code") for _, code, each in codings(concept) if 0 < len(code) <= _LONGEST_LABEL), None)
    return None if found is None else found[0].pop(found[1])


def read_rows(reads: Reads, resource: Doc, doc: Doc, into: In) -> None:
    """Read by the rows of our own mapping, for fields that are not said yet."""
    for row in reads.rows:
        if not any(each in doc for each in row.fields):
            row.read(resource, doc, into)
