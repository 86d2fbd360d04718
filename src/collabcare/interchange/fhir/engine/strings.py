"""Words in FHIR: strings that it allows, and messages in several languages."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.places import find_url, settle

__all__ = ["as_bytes", "exact_words", "is_plain", "own_extension", "put_string", "put_text", "take_string", "take_text"]

# A FHIR string holds something visible, and no control characters but tab and line ends.
_ALLOWED = re.compile(r"[\t\n\r -\U0010ffff]*[^\s\x00-\x1f][\t\n\r -\U0010ffff]*(?![\s\S])")
_NOT_ALLOWED = re.compile(r"[^\t\n\r -\U0010ffff]")
_MARK = "\ufffd"
_EXACT = "exact-words"
_WORDINGS = "wordings"


def is_plain(words: str) -> bool:
    """Tell whether a FHIR string can hold words as they are."""
    return _ALLOWED.match(words) is not None


def put_string(target: dict[str, Any], key: str, words: str, base: str) -> None:
    """Put words at a key; where a FHIR string cannot hold them, what can be shown, and beside it each byte."""
    if _ALLOWED.match(words):
        target[key] = words
    else:
        target[key] = _shown(words)
        exact = {"url": names.own(base, _EXACT), "valueBase64Binary": as_bytes(words)}
        target.setdefault("_" + key, {}).setdefault("extension", []).append(exact)


def _shown(words: str) -> str:
    """Show a mark for each character that FHIR does not allow, and one for words of which nothing can be seen."""
    shown = _NOT_ALLOWED.sub(_MARK, words)
    return shown if _ALLOWED.match(shown) else shown + _MARK


def take_string(target: dict[str, Any], key: str) -> str | None:
    """Take the words at a key out of their place; `None`, and nothing taken, when there are none."""
    words = target.get(key)
    if not isinstance(words, str) or not words:
        return None
    del target[key]
    if _MARK in words:
        return _take_exact(target, key, words) or words
    return words


def _take_exact(target: dict[str, Any], key: str, shown: str) -> str | None:
    """Take the exact words that are shown so; if others were put in their place, they say nothing any more."""
    beside = target.get("_" + key)
    exact = own_extension(beside, _EXACT) if isinstance(beside, dict) else None
    words = exact_words(exact) if exact is not None else None
    if not words or not exact or _shown(words) != shown:
        return None
    del exact["valueBase64Binary"]
    _settle_beside(target, key)
    return words


def as_bytes(words: str) -> str:
    """Write words byte for byte, as FHIR writes bytes."""
    return base64.b64encode(words.encode()).decode()


def exact_words(holder: dict[str, Any]) -> str | None:
    """Read words that stand byte for byte; `None` when there are none, and then they are left out."""
    try:
        return base64.b64decode(holder["valueBase64Binary"], validate=True).decode() or None
    except (binascii.Error, UnicodeDecodeError, TypeError, ValueError, KeyError):
        return None


def put_text(target: dict[str, Any], key: str, text: dict[str, Any], base: str, language: str | None = None) -> None:
    """
    Put a message at a key: its default wording as the string, the others as FHIR translations of it.

    What FHIR has no place for - how far each wording can be relied on, and an order in which the default is not first -
    stands in an extension of our own, and only where there is something to say. A message in the `language` of its
    resource does not say so again.
    """
    wordings: list[dict[str, Any]] = text["wordings"]
    place = next(i for i, each in enumerate(wordings) if each["language"] == text["default"])
    put_string(target, key, wordings[place]["words"], base)
    beside: list[dict[str, Any]] = []
    if text["default"] != language:
        beside.append({"url": names.LANGUAGE, "valueCode": text["default"]})
    for each in wordings:
        if each is not wordings[place]:
            content: dict[str, Any] = {"url": "content"}
            put_string(content, "valueString", each["words"], base)
            beside.append(
                {"url": names.TRANSLATION, "extension": [{"url": "lang", "valueCode": each["language"]}, content]}
            )
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
    default = said.pop("valueCode", language) if said else language
    wordings = [{"language": default, "words": words}]
    for each in beside.get("extension", ()):
        if isinstance(each, dict) and each.get("url") == names.TRANSLATION:
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
    words = take_string(content, "valueString")
    if words is None:
        return []
    wording = {"language": lang.pop("valueCode"), "words": words}
    settle(extension)
    return [wording]


def _arrange(wordings: list[dict[str, Any]], own: dict[str, Any]) -> None:
    place, statuses = 0, []
    for each in own.get("extension", ()):
        if isinstance(each, dict) and each.get("url") == "place":
            place = each.pop("valueInteger", 0)
        elif isinstance(each, dict) and each.get("url") == "status":
            statuses.append(each.pop("valueCode", "written"))
    settle(own)
    if isinstance(place, int) and 0 < place < len(wordings):
        wordings.insert(place, wordings.pop(0))
    for each, status in zip(wordings, statuses, strict=False):
        if status != "written":
            each["status"] = status


def _settle_beside(target: dict[str, Any], key: str) -> None:
    beside = target["_" + key]
    settle(beside)
    if not beside:
        del target["_" + key]
