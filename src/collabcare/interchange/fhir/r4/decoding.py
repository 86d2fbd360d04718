"""
FHIR's JSON from a stranger: decimals keep their digits, and nothing too deep or doubled gets in.

What looks harmless takes a fast road. Anything else is parsed as strictly as a document of ours is.
"""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from collabcare.interchange import parsing

__all__ = ["MAX_EXPONENT", "decoded"]

MAX_EXPONENT = 400
"""A number beyond ten to this power, or below its inverse, is no measure of anything."""

_MAX_DIGITS = 100


def _decimal(text: str) -> Decimal:
    """Keep a decimal's digits; refuse what no float could hold."""
    if len(text) > _MAX_DIGITS:
        raise ValueError
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("Infinity")
    if not value.is_finite() or not -MAX_EXPONENT < value.adjusted() < MAX_EXPONENT:
        raise ValueError
    return value


_decode = msgspec.json.Decoder(float_hook=_decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


def decoded(data: bytes, line: int | None = None) -> Any:
    """
    Parse the JSON of FHIR.

    Parameters
    ----------
    data
        One JSON value in UTF-8.
    line
        Its line in NDJSON, for the error.

    Returns
    -------
    Any
        Fresh dictionaries and lists; a number with a point or an exponent is a `Decimal`.

    Raises
    ------
    UnreadableDocumentError
        With the first reason for which it cannot be read.

    Examples
    --------
    >>> decoded(b'{"value": 1.10}')
    {'value': Decimal('1.10')}
    """
    value = _quickly(data)
    return parsing.parse(data, line, real=_decimal) if value is None else value


# Quotes and backslashes that stand as escapes; looking for one character first is many times faster than for two.
_ESCAPED = re.compile(rb'\\["\\]')
_MANY = 10_000
# A NUL, a quote, a colon, a backslash, or half a character that stands as an escape.
_SUSPECT_ESCAPE = re.compile(rb"\\u(?:00(?:00|22|3[aA]|5[cC])|[dD][89a-fA-F])")
_SPACED_COLONS = (b" :", b"\n:", b"\t:", b"\r:")
_SPACED_KEY = re.compile(rb'"[ \t\r\n]+:')


def _quickly(data: bytes) -> Any:
    """Parse what is surely sound; `None` when a closer look is needed."""
    bare = _without_escaped_quotes(data) if b"\\" in data else data
    if (b"\\" in bare and _SUSPECT_ESCAPE.search(bare)) or _too_deep(bare):
        return None
    try:
        value = _decode(data)
        again = _encode(value)
    except (ValueError, RecursionError):
        return None
    # Written again it is the same, or has as many keys: none stood twice. What looks like a key in text stays as often.
    if again == data:
        return value
    # Looking for one character first is many times faster than for two.
    if any(each[:1] in data and each in data for each in _SPACED_COLONS) and _SPACED_KEY.search(data):
        return None
    return value if again.count(b'":') == data.count(b'":') else None


def _without_escaped_quotes(data: bytes) -> bytes:
    """Take escaped quotes and backslashes away; the pattern needs memory for each, and so is for few of them only."""
    bare, found = _ESCAPED.subn(b"", data, _MANY)
    return bare if found < _MANY else data.replace(b"\\\\", b"").replace(b'\\"', b"")


_NOT_OUTLINE = bytes(each for each in range(256) if chr(each) not in '"[]{}')
_ALIKE = bytes.maketrans(b"[]", b"{}")


def _too_deep(bare: bytes) -> bool:
    """Tell whether brackets are more than 64 deep, without building any; escaped quotes were taken away."""
    # Two quotes side by side are empty text, or join two pieces of text: either way they may go.
    outline = bare.translate(_ALIKE, _NOT_OUTLINE).replace(b'""', b"")
    outline = b"".join(outline.split(b'"')[::2])
    for _ in range(parsing.MAX_DEPTH):
        if not outline:
            return False
        outline = outline.replace(b"{}", b"")
    return bool(outline)
