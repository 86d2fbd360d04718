"""
From bytes to a record, or to every problem in them: the part that plans, journals and models share.

A document without a problem takes the fast road: everything in it is looked at many values at a time. Any other is
examined record by record. Both roads accept the same documents.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import re
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec

from collabcare._record import build, bulk, examine, findings, forms, twins
from collabcare._record.caching import once_per_class
from collabcare._record.declare import is_record, specs
from collabcare.errors import InvalidRecordError, Problem, UnreadableDocumentError, UnsupportedVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_R = TypeVar("_R")

Source = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes themselves, or a binary file."""

MAX_BYTES = 64 * 1024 * 1024
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


def read_bytes(source: Source) -> bytes:
    """
    Read all of a source, but never more than a document may hold.

    Raises
    ------
    OSError
        When a path cannot be read.
    TypeError
        When it is not a source at all.
    UnreadableDocumentError
        When there is too much of it.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
    else:
        with contextlib.ExitStack() as stack:
            data = read_all(open_binary(source, stack), MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise unreadable("too-large")
    return data


NO_SOURCE = "give a path, bytes, or a file that was opened in binary mode"


def open_binary(source: Source, stack: contextlib.ExitStack) -> BinaryIO:
    """
    Open a source as a binary file; the stack closes it, unless it was open before.

    Raises
    ------
    OSError
        When a path cannot be read.
    TypeError
        When it is not a source at all.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return io.BytesIO(source)
    if not isinstance(source, str | os.PathLike):
        if not hasattr(source, "read"):
            raise TypeError(NO_SOURCE)
        return source
    try:
        return stack.enter_context(open(source, "rb"))  # noqa: PTH123 -- any path-like
    except (OSError, ValueError):
        if not str(source).lstrip().startswith(("{", "[")):
            raise
    # The system's own error would show the text that it took for a path: a whole document.
    raise TypeError(f"{NO_SOURCE}; text is taken for a path, so encode JSON first")


def read_all(file: Any, limit: int) -> bytes:
    """
    Read a file to its end, but at most so many bytes; it may give them in pieces, as a socket does.

    Raises
    ------
    TypeError
        When the file gives text.
    """
    pieces: list[bytes] = []
    while limit > 0:
        piece = file.read(limit)
        if not isinstance(piece, bytes):
            raise TypeError(NO_SOURCE)
        if not piece:
            break
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)


def read_record(data: bytes, cls: type[_R]) -> _R:
    """
    Read one document.

    Raises
    ------
    UnreadableDocumentError, UnsupportedVersionError
        When it cannot be read at all.
    InvalidRecordError
        With every problem.
    """
    found = _quickly(data, cls)
    if found is None and b"null" in data:
        found = _quickly(encode(without_nulls(cls, parse(data))), cls)
    if found is not None:
        return found
    problems = tuple(each for each in check_record(data, cls) if each.severity == "error")
    raise InvalidRecordError(problems)


def without_nulls(cls: type, value: Any) -> Any:
    """Leave out the fields that say nothing: an explicit null means what an absent field means."""
    if not isinstance(value, dict):
        return value
    known = {spec.name: spec for spec in specs(cls)}
    kept = {}
    for name, inner in value.items():
        spec = known.get(name)
        if inner is None and spec is not None and not spec.required:
            continue
        if spec is None or not is_record(spec.leaf):
            kept[name] = inner
        elif isinstance(inner, list) and spec.many is not None:
            kept[name] = [without_nulls(spec.leaf, each) for each in inner]
        else:
            kept[name] = without_nulls(spec.leaf, inner)
    return kept


def _quickly(data: bytes, cls: type[_R]) -> _R | None:
    """Read a document without a problem; `None` when there may be one."""
    if has_nul(data):
        return None
    try:
        if data.startswith(_BEGINS_AS_WRITTEN):
            fields = _decoder_as_written(cls).decode(data)
            # Written again it is the same: no key stood twice, none is unknown, and instants have their form.
            if encode(fields) == data:
                return record_of(fields, cls, as_written=True)
        fields = _decoder(cls).decode(data)
        if not keys_once(data, forms.keys(cls, [fields])):
            return None
    except (ValueError, RecursionError):
        return None
    return record_of(fields, cls)


_BEGINS_AS_WRITTEN = b'{"document":"'
"""Without a space after the colon; whoever writes one does so everywhere, and the document is decoded once only."""


def has_nul(data: bytes) -> bool:
    """Tell whether JSON has an escaped NUL character; an escaped backslash before `u0000` makes none."""
    return b"\\" in data and b"\\u0000" in data and b"\\u0000" in data.replace(b"\\\\", b"")


def record_of(fields: dict[str, Any], cls: type[_R], *, as_written: bool = False) -> _R | None:
    """Make the record of fields, as `build.from_fields` takes them; `None` when there may be a problem."""
    try:
        (record,), found = build.from_fields(cls, [fields], as_written=as_written)
    except (ValueError, OverflowError):
        return None
    return completed(record) if bulk.sound(record, found) else None


def completed(record: _R) -> _R:
    """Sort what a record keeps sorted, once all problems have been looked for."""
    sort = getattr(type(record), "__sort__", None)
    if sort is not None:
        sort(record)
    return record


@once_per_class
def _decoder(cls: type) -> msgspec.json.Decoder[Any]:
    """Give the decoder of a class's fields."""
    return msgspec.json.Decoder(twins.shape(cls))


@once_per_class
def _decoder_as_written(cls: type) -> msgspec.json.Decoder[Any]:
    """Give the decoder of a class's fields in a document as we write it."""
    return msgspec.json.Decoder(twins.shape_as_written(cls))


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


# Every problem.


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


def check_record(data: bytes, cls: type, *, plan: Any = None) -> tuple[Problem, ...]:
    """
    Find every problem of a readable document.

    Raises
    ------
    UnreadableDocumentError, UnsupportedVersionError
        When it cannot be read at all.
    """
    value = parse(data)
    check_header(value, cls)
    read, found = examine.examine(cls, without_nulls(cls, value) if b"null" in data else value)
    return (*found, *findings.problems(read, plan=plan))


def check_header(value: Any, cls: type, line: int | None = None) -> None:
    """
    Look at the constants that stand first in a document.

    Raises
    ------
    UnreadableDocumentError, UnsupportedVersionError
        When it is another kind of document, or newer than this library.
    """
    constants = dict(twins.header(cls))
    if "document" not in constants:
        return
    if not isinstance(value, dict) or value.get("document") != cls.document:  # type: ignore[attr-defined]
        raise unreadable("unknown-document", line)
    version = value.get("version")
    newest: int = cls.version  # type: ignore[attr-defined]
    if isinstance(version, int) and not isinstance(version, bool) and version > newest:
        raise unsupported(line)
