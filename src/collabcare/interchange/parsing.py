"""
JSON from a stranger: nothing too deep is built, no key stands twice, no text is broken.

What refuses a document as a whole has its error here.
"""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from collabcare._record import build
from collabcare.errors import Problem, UnreadableDocumentError, UnsupportedVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_DEPTH = 64

_RULES = {
    "not-utf-8": "encode the document as UTF-8, without a byte order mark",
    "not-json": "give one JSON value, without NaN or Infinity",
    "too-large": "keep a document, or a line of NDJSON, within 64 MiB",
    "too-deep": "nest arrays and objects at most 64 deep",
    "duplicate-key": "give each key of an object once",
    "nul-character": "leave out NUL characters",
    "lone-surrogate": "give surrogates in pairs",
    "unknown-document": "begin with the kind of document that is asked for here",
    "unsupported-version": "use a newer release of this library to read this document",
}

encode = msgspec.json.Encoder().encode


def unreadable(code: str, line: int | None = None) -> UnreadableDocumentError:
    """Make the error that refuses a document as a whole."""
    return UnreadableDocumentError(Problem(None, code, _RULES[code], line=line))


def unsupported(line: int | None = None) -> UnsupportedVersionError:
    """Make the error that refuses a document from the future."""
    return UnsupportedVersionError(Problem(None, "unsupported-version", _RULES["unsupported-version"], line=line))


def has_nul(data: bytes) -> bool:
    """Tell whether JSON has an escaped NUL character; an escaped backslash before `u0000` makes none."""
    return b"\\" in data and b"\\u0000" in data and b"\\u0000" in data.replace(b"\\\\", b"")


def keys_once(data: bytes, keys: int) -> bool:
    """
    Tell whether no key stood twice, and none is unknown, from how many were kept: each had a colon outside of text.

    The first count, which is cheap, may be too high where text begins with a colon, and is never too low.
    """
    if not any(spaced in data for spaced in _SPACED_COLONS) and data.count(b'":') == keys:
        return True
    return _outside_text(data).count(b":") == keys


_SPACED_COLONS = (b" :", b"\n:", b"\t:", b"\r:")


def _outside_text(data: bytes) -> bytes:
    """Give what stands outside of text, in JSON that is known to be well formed."""
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    return b"".join(data.split(b'"')[::2])


class _DuplicateKeyError(ValueError):
    """A key stands twice in one object."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DuplicateKeyError
    return found


def parse(data: bytes, line: int | None = None, *, real: Callable[[str], Any] | None = None) -> Any:
    """
    Parse JSON from a stranger: nothing deeper than 64 is ever built, and each key stands once.

    `real` makes the number of text that has a point or an exponent; without it, that is a float.

    Raises
    ------
    UnreadableDocumentError
        With the first reason for which it cannot be read.
    """
    code = None
    value = None
    try:
        text = data.decode("utf-8", "strict")
        if text.startswith("\ufeff"):
            code = "not-utf-8"
        elif _depth(outside := _outside_text(data)) > MAX_DEPTH:
            code = "too-deep"
        else:
            value = _parsed(data, text, outside, real)
    except UnicodeDecodeError:
        code = "not-utf-8"
    except _DuplicateKeyError:
        code = "duplicate-key"
    except (ValueError, RecursionError):
        code = "not-json"
    if code is None:
        code = _unsafe_text(data, value)
    if code is not None:
        raise unreadable(code, line)
    return value


def _parsed(data: bytes, text: str, outside: bytes, real: Callable[[str], Any] | None) -> Any:
    try:
        value = msgspec.json.Decoder(float_hook=real).decode(data)
    except ValueError:
        # The slower parser tells a doubled key and a lone surrogate from what is not JSON at all.
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=real or _finite,
            parse_int=_whole_number,
        )
    # A key that stood twice is there once when the value is written again. Text that begins with a colon is no key.
    if _outside_text(encode(value)).count(b":") != outside.count(b":"):
        raise _DuplicateKeyError
    return value


def _no_constant(_name: str) -> Any:
    raise ValueError


def _whole_number(text: str) -> int:
    # Python refuses thousands of digits, and needs long for them; this one is as far out of every range.
    return int(text[:40])


def _finite(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise ValueError
    return value


_STEP = [0] * 256
_STEP[ord("[")] = _STEP[ord("{")] = 1
_STEP[ord("]")] = _STEP[ord("}")] = -1
_NOT_BRACKETS = bytes(each for each in range(256) if _STEP[each] == 0)


def _depth(outside: bytes) -> int:
    """Find how deep arrays and objects are nested, without building any."""
    brackets = outside.translate(None, _NOT_BRACKETS)
    return max(itertools.accumulate(map(_STEP.__getitem__, brackets)), default=0)


_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


def _unsafe_text(data: bytes, value: Any) -> str | None:
    """Find NUL characters and lone surrogates; only an escape can bring them in."""
    if _ESCAPE.search(data) is None:
        return None
    for text in _texts(value):
        if "\0" in text:
            return "nul-character"
        if not build.right_text(text):
            return "lone-surrogate"
    return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
