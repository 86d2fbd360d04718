"""Plans and journals as JSON documents: in, out, and every problem at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from collabcare._record import build, examine
from collabcare._record.declare import is_record
from collabcare.errors import InvalidRecordError, Problem, UnreadableDocumentError, UnsupportedVersionError
from collabcare.interchange import lines
from collabcare.interchange.parsing import encode, has_nul, unreadable
from collabcare.interchange.reading import check_record, read_record
from collabcare.interchange.sources import Source, read_bytes
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    import cattrs

__all__ = [
    "check_journal",
    "check_plan",
    "converter",
    "journal_from_dict",
    "journal_to_dict",
    "plan_from_dict",
    "plan_to_dict",
    "read_journal",
    "read_plan",
    "write_journal",
    "write_plan",
]


def read_plan(source: Source) -> SharedPlan:
    """
    Read a shared plan.

    Parameters
    ----------
    source
        A path, the bytes themselves, or a binary file. At most 64 MiB.

    Returns
    -------
    SharedPlan
        Whole and checked; a document with a problem gives none.

    Raises
    ------
    UnreadableDocumentError
        When it is not a plan at all.
    UnsupportedVersionError
        When it is newer than this library.
    InvalidRecordError
        With every problem in it, each with its place.
    OSError
        When a path cannot be read.
    """
    return read_record(read_bytes(source), SharedPlan)


def read_journal(source: Source) -> Journal:
    """
    Read a journal, as one JSON document or as NDJSON.

    NDJSON is read line by line: its first line is the header, each later line an event with its `kind`.

    Parameters
    ----------
    source
        A path, the bytes themselves, or a binary file. At most 64 MiB; for NDJSON at most 64 MiB a line.

    Returns
    -------
    Journal
        Whole and checked. Whether it fits its plan is asked by `check_journal(source, plan)`.

    Raises
    ------
    UnreadableDocumentError
        When it, or a line of it, is not what it should be at all.
    UnsupportedVersionError
        When it is newer than this library.
    InvalidRecordError
        With every problem in it, each with its place and, for NDJSON, its line.
    OSError
        When a path cannot be read.
    """
    with lines.opened(source) as opened:
        return read_record(opened, Journal) if isinstance(opened, bytes) else lines.read(opened)


def check_plan(source: Source) -> tuple[Problem, ...]:
    """
    Find every problem of a plan.

    Parameters
    ----------
    source
        As for `read_plan`.

    Returns
    -------
    tuple of Problem
        Errors and warnings; empty when all is well. One without a pointer says that it cannot be read at all.
    """
    try:
        return check_record(read_bytes(source), SharedPlan)
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        return (error.problem,)


def check_journal(source: Source, plan: SharedPlan | None = None) -> tuple[Problem, ...]:
    """
    Find every problem of a journal, and of how it fits its plan.

    Parameters
    ----------
    source
        As for `read_journal`.
    plan
        Its plan; without it, what needs the plan is not looked at.

    Returns
    -------
    tuple of Problem
        Errors and warnings; empty when all is well. One without a pointer says that the document, or the line that it
        names, cannot be read at all.
    """
    try:
        with lines.opened(source) as opened:
            if isinstance(opened, bytes):
                return check_record(opened, Journal, plan=plan)
            return lines.check(opened, plan)
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        return (error.problem,)


def write_plan(plan: SharedPlan) -> bytes:
    """
    Write a plan, always in the same way: equal plans give equal bytes, in every process.

    Parameters
    ----------
    plan
        The plan.

    Returns
    -------
    bytes
        JSON in UTF-8 without spaces; fields in declared order, defaults left out.

    Raises
    ------
    InvalidRecordError
        When the plan was tampered with after it was made.
    TypeError
        When it is not a plan.
    """
    if not isinstance(plan, SharedPlan):  # pyright: ignore[reportUnnecessaryIsInstance] -- not all callers have a type checker
        raise TypeError("give a SharedPlan")
    return _written(plan)


def write_journal(journal: Journal, format: Literal["json", "ndjson"] = "json") -> bytes:  # noqa: A002 -- the plain word
    """
    Write a journal, always in the same way: equal journals give equal bytes, in every process.

    Parameters
    ----------
    journal
        The journal.
    format
        `"json"` for one document, `"ndjson"` for a header line and a line for each event.

    Returns
    -------
    bytes
        UTF-8 without spaces; fields in declared order, defaults left out.

    Raises
    ------
    InvalidRecordError
        When the journal was tampered with after it was made, or the format is neither.
    TypeError
        When it is not a journal.
    """
    if not isinstance(journal, Journal):  # pyright: ignore[reportUnnecessaryIsInstance] -- not all callers have a type checker
        raise TypeError("give a Journal")
    if format not in {"json", "ndjson"}:
        raise InvalidRecordError([Problem("", "unknown-code", "give json or ndjson as the format")])
    return _written(journal, encode if format == "json" else lines.written)


_SUSPECT = (b'NaN"', b'Infinity"')
"""What twins let pass, though no document may hold it; words may look so too."""


def _written(record: Any, write: Callable[[Any], bytes] = encode) -> bytes:
    try:
        data = write(build.to_twin(record))
    except (ValueError, TypeError, AttributeError):
        data = None  # what is wrong is said below
    if data is None or has_nul(data) or any(each in data for each in _SUSPECT):
        problems = examine.examine_record(record)
        if data is None or problems:
            raise InvalidRecordError(problems)
    return data


def plan_from_dict(data: dict[str, Any]) -> SharedPlan:
    """
    Read a plan from JSON data that was parsed already; it accepts and refuses what `read_plan` does.

    Parameters
    ----------
    data
        Dictionaries, lists, text, numbers, booleans and `None` only.

    Returns
    -------
    SharedPlan
        Whole and checked.

    Raises
    ------
    UnreadableDocumentError, UnsupportedVersionError, InvalidRecordError
        As `read_plan`.
    """
    return read_record(_dumped(data), SharedPlan)


def journal_from_dict(data: dict[str, Any]) -> Journal:
    """
    Read a journal from JSON data that was parsed already; it accepts and refuses what `read_journal` does.

    Parameters
    ----------
    data
        Dictionaries, lists, text, numbers, booleans and `None` only.

    Returns
    -------
    Journal
        Whole and checked.

    Raises
    ------
    UnreadableDocumentError, UnsupportedVersionError, InvalidRecordError
        As `read_journal`.
    """
    return read_record(_dumped(data), Journal)


def plan_to_dict(plan: SharedPlan) -> dict[str, Any]:
    """
    Give a plan as JSON data: dictionaries, lists, text, numbers and booleans.

    Parameters
    ----------
    plan
        The plan.

    Returns
    -------
    dict
        What `write_plan` writes, parsed.
    """
    data: dict[str, Any] = msgspec.json.decode(write_plan(plan))
    return data


def journal_to_dict(journal: Journal) -> dict[str, Any]:
    """
    Give a journal as JSON data: dictionaries, lists, text, numbers and booleans.

    Parameters
    ----------
    journal
        The journal.

    Returns
    -------
    dict
        What `write_journal` writes as JSON, parsed.
    """
    data: dict[str, Any] = msgspec.json.decode(write_journal(journal))
    return data


def _dumped(data: Any) -> bytes:
    code = "not-json"
    try:
        return json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        code = "lone-surrogate"
    except RecursionError:
        code = "too-deep"
    except (ValueError, TypeError):
        pass  # the code says it
    raise unreadable(code)


def converter() -> cattrs.Converter:
    """
    Make a cattrs converter that reads and writes records, so that classes of your own can hold them.

    It accepts and refuses what the reader does, and is strict about fields it does not know.

    Returns
    -------
    cattrs.Converter
        A new one, yours to extend.

    Examples
    --------
    >>> import attrs
    >>> from collabcare.people import Participant
    >>> Visit = attrs.make_class("Visit", {"room": attrs.field(type=str), "who": attrs.field(type=Participant)})
    >>> data = {"room": "2", "who": {"id": "m1", "role": "caregiver"}}
    >>> visit = converter().structure(data, Visit)
    >>> visit.who.role.definition
    'A parent, guardian, grandparent or other person who brings the child up.'
    >>> converter().unstructure(visit) == data
    True
    """
    import cattrs

    made = cattrs.Converter(forbid_extra_keys=True)
    made.register_structure_hook_func(is_record, lambda data, cls: read_record(_dumped(data), cls))
    made.register_unstructure_hook_func(is_record, lambda record: msgspec.json.decode(_written(record)))
    return made
