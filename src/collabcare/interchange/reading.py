"""
From bytes to a record, or to every problem in them: the part that plans, journals and models share.

A document without a problem takes the fast road: everything in it is looked at many values at a time. Any other is
examined record by record. Both roads accept the same documents.
"""

# Records of every class pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from collabcare._record import build, bulk, examine, findings, forms, twins
from collabcare._record.caching import once_per_class
from collabcare._record.declare import is_record, specs
from collabcare.errors import InvalidRecordError, Problem
from collabcare.interchange.parsing import encode, has_nul, keys_once, parse, unreadable, unsupported

_R = TypeVar("_R")


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
