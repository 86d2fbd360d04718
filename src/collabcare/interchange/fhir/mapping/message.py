"""Messages between the sides."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from typing import Any

from collabcare.interchange.fhir.engine.concepts import Concept
from collabcare.interchange.fhir.engine.contexts import In, Out
from collabcare.interchange.fhir.engine.derived import child
from collabcare.interchange.fhir.engine.places import peek, prune
from collabcare.interchange.fhir.engine.resources import ResourceMap
from collabcare.interchange.fhir.engine.rows import Constant, Hand, Instant, Reference
from collabcare.interchange.fhir.engine.strings import is_string, shown, take_string
from collabcare.interchange.fhir.mapping.encounter import DURING
from collabcare.interchange.fhir.mapping.systems import PARTICIPATION_MODE
from collabcare.journal import Message

__all__ = ["MESSAGE", "MODES"]

MODES = {
    channel: (PARTICIPATION_MODE, mode)
    for channel, mode in {
        "in-person": "FACE",
        "phone": "PHONE",
        "video": "VIDEOCONF",
        "portal": "ONLINEWRIT",
        "e-mail": "EMAILWRIT",
        "paper": "WRITTEN",
        "sms": "WRITTEN",
    }.items()
}
"""HL7's mode of taking part that comes closest to each channel; R4 has none for text messages alone."""

# Our language tags allow more than BCP 47 does; what others could not read stands in the own extension.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*(?![\s\S])")


def _write_language(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:  # noqa: ARG001
    language = doc.get("language")
    if language is None:
        return None
    if _LANGUAGE.match(language) is None:
        return ("language",)
    resource["language"] = language
    return None


def _read_language(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    language = resource.get("language")
    if isinstance(language, str):
        doc["language"] = resource.pop("language")


def _write_body(doc: dict[str, Any], resource: dict[str, Any], out: Out) -> tuple[str, ...] | None:  # noqa: ARG001
    body = doc.get("body")
    if body is None:
        return None
    resource["payload"] = [{"contentString": shown(body)}]
    return None if is_string(body) else ("body",)


def _read_body(resource: dict[str, Any], doc: dict[str, Any], into: In) -> None:  # noqa: ARG001 -- a row gets it
    payload = peek(resource, "payload[]")
    words = take_string(payload, "contentString") if isinstance(payload, dict) else None
    if words is None:
        return
    # The whole words were read before, out of the own extension; words that someone put in their place count.
    if "body" not in doc or shown(doc["body"]) != words:
        doc["body"] = words
    prune(resource, "payload[]")


MESSAGE = ResourceMap(
    record=Message,
    resource="Communication",
    name="message",
    title="body",
    rows=(
        Constant("status", "completed"),
        Concept("purpose", "category[]", "message-purpose"),
        child(),
        Concept("channel", "medium[]", "channel", also=MODES),
        Reference("about", "about", ("SharedPlan", "Goal", "Strategy", "HomeAssignment"), many=True),
        DURING,
        Instant("sent_at", "sent"),
        Reference("recipients", "recipient", "Participant", many=True),
        Reference("sender", "sender", "Participant"),
        Reference("in_reply_to", "inResponseTo[]", "Message"),
        Hand(("language",), ("language",), _write_language, _read_language, "where it is a tag of BCP 47"),
        Hand(
            ("body",),
            ("payload[].contentString",),
            _write_body,
            _read_body,
            "words that a FHIR string cannot hold are shown as far as they can be; whole in the own extension",
        ),
    ),
)
