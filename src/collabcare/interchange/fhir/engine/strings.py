"""Words in FHIR: strings that it allows, and messages in several languages."""

# Values of every type pass through here, so they are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.places import find_url, members, settle

__all__ = [
    "from_base64",
    "in_default",
    "is_string",
    "put_string",
    "put_text",
    "shown",
    "take_string",
    "take_text",
    "to_base64",
]

# A FHIR string holds something visible, no control characters but tab and line ends, and - by HL7's pattern, as most
# read it - no white space but those and the plain space: words with no-break spaces and the like stand beside it.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]")
_MARK = "\ufffd"
_EXACT = "exact-words"
_EXACT_TRANSLATION = "exact-translation"
_WORDINGS = "wordings"


def is_string(words: str) -> bool:
    """Tell whether a FHIR string can hold words."""
    return shown(words) == words


def to_base64(words: str) -> str:
    """Write words byte for byte, where a FHIR string cannot hold them."""
    return base64.b64encode(words.encode()).decode()


def from_base64(data: Any) -> str | None:
    """Read words that were written byte for byte; `None` for anything else."""
    try:
        return base64.b64decode(data, validate=True).decode() or None
    except (binascii.Error, UnicodeDecodeError, TypeError, ValueError):
        return None  # it stays where it is, and so is left out


def put_string(target: dict[str, Any], key: str, words: str, base: str) -> None:
    """Put words at a key; where a FHIR string cannot hold them, what can be shown, and beside it each byte."""
    target[key] = shown(words)
    if target[key] != words:
        exact = {"url": names.own(base, _EXACT), "valueBase64Binary": to_base64(words)}
        target.setdefault("_" + key, {}).setdefault("extension", []).append(exact)


def shown(words: str) -> str:
    """Show a space for other spaces, a mark for what cannot be shown, and one where there is nothing to see."""
    if words.isascii() and words.isprintable() and not words.isspace():
        return words
    seen = _CONTROLS.sub(_MARK, _SPACES.sub(" ", words))
    return seen + _MARK if seen.isspace() else seen


def take_string(target: dict[str, Any], key: str) -> str | None:
    """Take the words at a key out of their place; `None`, and nothing taken, when there are none."""
    words = target.get(key)
    if not isinstance(words, str) or not words:
        return None
    del target[key]
    if "_" + key in target:
        return _take_exact(target, key, words) or words
    return words


def _take_exact(target: dict[str, Any], key: str, said: str) -> str | None:
    """Take the exact words that are shown so; if others were put in their place, they say nothing any more."""
    beside = target.get("_" + key)
    exact = own_extension(beside, _EXACT) if isinstance(beside, dict) else None
    words = from_base64(exact.get("valueBase64Binary")) if exact else None
    if not words or not exact or shown(words) != said:
        return None
    del exact["valueBase64Binary"]
    _settle_beside(target, key)
    return words


def in_default(text: dict[str, Any]) -> str:
    """Give the words of a message in its default language; none where it has none."""
    found = (each.get("words") for each in text.get("wordings", ()) if each.get("language") == text.get("default"))
    return next((each for each in found if isinstance(each, str)), "")


def put_text(target: dict[str, Any], key: str, text: dict[str, Any], base: str, language: str | None = None) -> None:
    """
    Put a message at a key: its default wording as the string, the others as FHIR translations of it.

    What FHIR has no place for - how far each wording can be relied on, and an order in which the default is not first -
    stands in an extension of our own, and only where there is something to say.
    """
    wordings: list[dict[str, Any]] = text["wordings"]
    place = next(i for i, each in enumerate(wordings) if each["language"] == text["default"])
    put_string(target, key, wordings[place]["words"], base)
    beside: list[dict[str, Any]] = []
    if text["default"] != language:
        beside.append({"url": names.LANGUAGE, "valueCode": text["default"]})
    for each in wordings:
        if each is not wordings[place]:
            lang = {"url": "lang", "valueCode": each["language"]}
            if is_string(each["words"]):
                content = {"url": "content", "valueString": each["words"]}
                beside.append({"url": names.TRANSLATION, "extension": [lang, content]})
            else:
                content = {"url": "content", "valueBase64Binary": to_base64(each["words"])}
                beside.append({"url": names.own(base, _EXACT_TRANSLATION), "extension": [lang, content]})
    if place or any("status" in each for each in wordings):
        more: list[dict[str, Any]] = [{"url": "place", "valueInteger": place}]
        more += [{"url": "status", "valueCode": each.get("status", "written")} for each in wordings]
        beside.append({"url": names.own(base, _WORDINGS), "extension": more})
    if beside:
        target.setdefault("_" + key, {}).setdefault("extension", []).extend(beside)


def take_text(target: dict[str, Any], key: str, language: str) -> dict[str, Any] | None:
    """Take a message out of its place; words that do not say their language are in the one given."""
    words = take_string(target, key)
    if words is None:
        return None
    beside = target.get("_" + key)
    if not isinstance(beside, dict):
        return {"default": language, "wordings": [{"language": language, "words": words}]}
    said = find_url(beside, names.LANGUAGE)
    default = said.pop("valueCode") if said and isinstance(said.get("valueCode"), str) else language
    wordings = [{"language": default, "words": words}]
    for each in members(beside, "extension"):
        if isinstance(each, dict) and (
            each.get("url") == names.TRANSLATION or names.own_name(each.get("url")) == _EXACT_TRANSLATION
        ):
            wordings += _translation(each)
    own = own_extension(beside, _WORDINGS)
    if own is not None:
        _arrange(wordings, own)
    _settle_beside(target, key)
    return {"default": default, "wordings": wordings}


def own_extension(holder: Any, name: str) -> dict[str, Any] | None:
    """Find an extension of ours, under whatever base."""
    extensions = holder.get("extension") if isinstance(holder, dict) else None
    if not isinstance(extensions, list):
        return None
    for each in extensions:
        if isinstance(each, dict) and names.is_own(each.get("url"), name):
            return each
    return None


def _translation(extension: dict[str, Any]) -> list[dict[str, Any]]:
    lang, content = find_url(extension, "lang"), find_url(extension, "content")
    if lang is None or content is None or not isinstance(lang.get("valueCode"), str):
        return []
    key = "valueString" if "valueString" in content else "valueBase64Binary"
    words = content.get(key)
    if key == "valueBase64Binary":
        words = from_base64(words)
    if not isinstance(words, str) or not words:
        return []
    del content[key]
    wording = {"language": lang.pop("valueCode"), "words": words}
    settle(extension)
    return [wording]


def _arrange(wordings: list[dict[str, Any]], own: dict[str, Any]) -> None:
    """Give wordings their statuses and the default its place, unless someone has added or taken away wordings since."""
    parts = [each for each in members(own, "extension") if isinstance(each, dict)]
    places = [each.get("valueInteger") for each in parts if each.get("url") == "place"]
    statuses = [each.get("valueCode") for each in parts if each.get("url") == "status"]
    if len(statuses) != len(wordings) or not all(isinstance(each, str) for each in statuses) or len(places) != 1:
        return
    place = places[0]
    if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(wordings):
        return
    wordings.insert(place, wordings.pop(0))
    for each, status in zip(wordings, statuses, strict=True):
        if status != "written":
            each["status"] = status
    for each in parts:
        each.pop("valueInteger" if each.get("url") == "place" else "valueCode", None)
    settle(own)


def _settle_beside(target: dict[str, Any], key: str) -> None:
    beside = target["_" + key]
    settle(beside)
    if not beside:
        del target["_" + key]
