"""Copies of a caller's own dictionaries, as bounded as what is read from bytes."""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from collabcare.interchange import parsing, sources
from collabcare.interchange.fhir.r4.decoding import MAX_EXPONENT

__all__ = ["copied"]

_MAX_VALUES = 5_000_000
"""How many values one document may have; one that holds itself, or a part many times over, has more."""

_TOO_MUCH = 10**MAX_EXPONENT


def copied(value: Any) -> Any:
    """
    Copy JSON data that was parsed already, as it would come from bytes.

    Parameters
    ----------
    value
        Dictionaries with text as keys, lists, text, numbers, booleans and `None`; nothing else.

    Returns
    -------
    Any
        Fresh dictionaries and lists. A float becomes the shortest `Decimal` that means it.

    Raises
    ------
    UnreadableDocumentError
        When it is no JSON data, nested too deep, or too large.

    Examples
    --------
    >>> copied({"value": 1.5})
    {'value': Decimal('1.5')}
    """
    return _Copying().of(value, 0)


class _Copying:
    """One copy under way, and what may still be copied."""

    def __init__(self) -> None:
        self._values = _MAX_VALUES
        self._characters = sources.MAX_BYTES

    def of(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is str:
            return self._text(value)
        if kind is dict or kind is list:
            if depth == parsing.MAX_DEPTH:
                raise parsing.unreadable("too-deep")
            self._values -= len(value) + 1
            if self._values < 0:
                raise parsing.unreadable("too-large")
            if kind is list:
                return [self.of(each, depth + 1) for each in value]
            return {self._key(key): self.of(inner, depth + 1) for key, inner in value.items()}
        if kind is bool or value is None or (kind is int and -_TOO_MUCH < value < _TOO_MUCH):
            return value
        return self._other(value, depth)

    def _other(self, value: Any, depth: int) -> Any:
        """Copy a number with a point, or what is of a class that someone made of text, a list or a dictionary."""
        plain: Any
        for plain in (dict, list, str):
            if isinstance(value, plain):
                return self.of(plain(value), depth)
        if isinstance(value, float) and math.isfinite(value):
            return Decimal(repr(float(value)))
        if isinstance(value, Decimal) and value.is_finite() and -MAX_EXPONENT < value.adjusted() < MAX_EXPONENT:
            return value
        raise parsing.unreadable("not-json")

    def _key(self, key: Any) -> str:
        if type(key) is not str:
            raise parsing.unreadable("not-json")
        return self._text(key)

    def _text(self, text: str) -> str:
        self._characters -= len(text)
        if self._characters < 0:
            raise parsing.unreadable("too-large")
        if not text.isascii():
            _refuse_surrogates(text)
        if "\0" in text:
            raise parsing.unreadable("nul-character")
        return text


def _refuse_surrogates(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        pass
    else:
        return
    raise parsing.unreadable("lone-surrogate")
