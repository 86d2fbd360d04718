"""Files and standard input: what kind of document they hold, and reading them or saying why not."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar, cast

import attrs
import click

from collabcare._record import findings
from collabcare.cli.failures import Failure, Refused, count_words, note, refused, shown_name
from collabcare.cli.fhir_words import needed
from collabcare.engagement.instruments import Instrument
from collabcare.engagement.model import ScoringModel
from collabcare.errors import (
    InvalidRecordError,
    Problem,
    UnknownReferenceError,
    UnreadableDocumentError,
    UnsupportedVersionError,
)
from collabcare.interchange import documents, fhir, models, parsing, sources
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

__all__ = [
    "WRONG_PLAN",
    "Opened",
    "from_disk",
    "opened",
    "read_both",
    "read_bundle",
    "read_model",
    "read_plan_and_journal",
    "readable",
    "told_apart",
]

STANDARD_INPUT = "-"
WRONG_PLAN = Problem("/plan", "wrong-plan", "give the journal together with the plan that it names")
_KINDS = {cls.document: cls for cls in (SharedPlan, Journal, ScoringModel, Instrument)}
_WORDS: dict[type, str] = {
    SharedPlan: "plan",
    Journal: "journal",
    ScoringModel: "scoring model",
    Instrument: "instrument",
}
_HEADER_FIELDS = {"document", "version", "plan"}
_T = TypeVar("_T")


@attrs.frozen(repr=False)
class Opened:
    """
    A file, or what came in on standard input, and what its header says.

    Parameters
    ----------
    path
        As it was given; `-` is standard input.
    source
        What the readers take: a path, or the bytes where they can be read only once.
    kind
        The class of document that the header names; `None` when it names none that is known.
    plan
        The plan that the header of a journal names.
    """

    path: str
    source: str | bytes
    kind: type | None
    plan: str | None


def opened(path: str) -> Opened:
    """
    Look at the header of a document; standard input is read whole, as it can be read only once.

    What is no JSON at all is unreadable, as to the readers.
    """
    return from_disk(path, lambda: _opened(path))


def from_disk(path: str, read: Callable[[], _T]) -> _T:
    """Read something, and say in one line why that is not possible."""
    try:
        return read()
    except FileNotFoundError:
        said = "there is no such file"
    except IsADirectoryError:
        said = "this is a folder; give a file"
    except PermissionError:
        said = "this file may not be read by you"
    except OSError as error:
        said = f"this file cannot be read ({os.strerror(error.errno)})" if error.errno else "this file cannot be read"
    raise Failure(f"collabcare: {shown_name(path)}: {said}")


def _opened(path: str) -> Opened:
    if path == STANDARD_INPUT:
        return _looked_at(path, sys.stdin.buffer, again=False)
    with open(path, "rb") as file:  # noqa: PTH123 -- a path of any kind, /dev/fd/63 too
        return _looked_at(path, file, again=stat.S_ISREG(os.fstat(file.fileno()).st_mode))


def _looked_at(path: str, file: BinaryIO, *, again: bool) -> Opened:
    first = file.readline(sources.MAX_BYTES + 1)
    header = _header(first)
    if header is not None:
        return Opened(path, path if again else first + file.read(), *_named(header))
    data = first + file.read(max(0, sources.MAX_BYTES + 1 - len(first)))
    source = path if again else data
    if again and path.endswith(".ndjson"):
        return Opened(path, source, Journal, None)
    return Opened(path, source, *_named(parsing.parse(sources.read_bytes(data))))


def _header(line: bytes) -> dict[str, Any] | None:
    """Read the first line of NDJSON; `None` when the document is not NDJSON."""
    try:
        value = parsing.parse(line)
    except UnreadableDocumentError:
        return None
    if not isinstance(value, dict):
        return None
    fields = cast("dict[str, Any]", value)
    return fields if "document" in fields and fields.keys() <= _HEADER_FIELDS else None


def _named(value: object) -> tuple[type | None, str | None]:
    if not isinstance(value, dict):
        return None, None
    fields = cast("dict[str, object]", value)
    document, plan = fields.get("document"), fields.get("plan")
    kind = _KINDS.get(document) if isinstance(document, str) else None
    return kind, plan if isinstance(plan, str) else None


def read_both(plan_path: str, journal_path: str) -> tuple[SharedPlan, Journal]:
    """
    Read a plan and its journal, and make sure that they belong together.

    What cannot be read, has problems or does not belong together fails.
    """
    plan = _read(plan_path, documents.read_plan, "plan")
    source = readable(journal_path)
    journal = _read(journal_path, documents.read_journal, "journal", source)
    if journal.plan != plan.id:
        raise refused(journal_path, [WRONG_PLAN])
    problems = list(findings.problems(journal, plan=plan))
    if any(each.severity == "error" for each in problems):
        # Once more from the source, for the lines of NDJSON.
        raise refused(journal_path, from_disk(journal_path, lambda: documents.check_journal(source, plan)))
    if problems:
        note(f"{shown_name(journal_path)}: {len(problems)} warning(s); collabcare check PLAN JOURNAL lists them")
    return plan, journal


def read_plan_and_journal(plan_path: str, journal_path: str | None) -> tuple[SharedPlan, Journal | None]:
    """Read a plan, and its journal where there is one; what does not belong together fails."""
    if journal_path is not None:
        return read_both(plan_path, journal_path)
    return _read(plan_path, documents.read_plan, "plan"), None


def read_bundle(path: str, timezone: str, child: str | None = None) -> tuple[SharedPlan, Journal]:
    """
    Read the plan and the journal of one child out of FHIR.

    What cannot be read, has several children and none was named, or lacks what a plan needs fails.
    """
    source = readable(path)
    problems: tuple[Problem, ...]
    read: fhir.Imported | None = None
    try:
        read = from_disk(path, lambda: fhir.from_fhir(source, timezone=timezone, child=child))
        problems = (*needed(read), *(each for each in read.problems if each.severity != "error"))
    except UnknownReferenceError:
        problems = (Problem(None, "unknown-reference", "let --child be the id of a child of this bundle"),)
    except InvalidRecordError as error:
        problems = tuple(_for_the_command_line(each) for each in error.problems)
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        if told_apart(source, "FHIR bundle") is not None:
            # A document of ours by itself: the other one was forgotten.
            raise click.UsageError("give PLAN and JOURNAL, or a FHIR bundle alone.") from None
        problems = (error.problem,)
    if read is None or read.plan is None or read.journal is None or any(each.severity == "error" for each in problems):
        failure = refused(path, problems, lister=f"collabcare fhir import {shown_name(path)}")
        if read is not None:
            hint = f"{shown_name(path)}: no whole plan with its journal yet; collabcare fhir import says what was read"
            failure = Refused(failure.message, f"collabcare: {hint}")
        raise failure
    left = sum(each.count for each in read.left_out)
    if left:
        note(f"{shown_name(path)}: {count_words(left, 'value')} of FHIR left out; collabcare fhir import tells why")
    return read.plan, read.journal


def _for_the_command_line(problem: Problem) -> Problem:
    """Say what to do on the command line where a problem says what to do in a program."""
    if problem.code != "several-children":
        return problem
    return attrs.evolve(problem, rule="this is of several children: name one with --child")


def read_model(path: str) -> ScoringModel:
    """Read a scoring model; one that cannot be read or has problems fails."""
    return _read(path, models.read_model, "scoring model")


def readable(path: str) -> str | bytes:
    """Give what can be read twice: the path of a file, the bytes of anything else."""
    return from_disk(path, lambda: _twice(path))


def _twice(path: str) -> str | bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    with open(path, "rb") as file:  # noqa: PTH123 -- a path of any kind, /dev/fd/63 too
        return path if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else file.read()


def _read(path: str, read: Callable[[Any], _T], wanted: str, source: str | bytes | None = None) -> _T:
    known = readable(path) if source is None else source
    problems: tuple[Problem, ...]
    try:
        return from_disk(path, lambda: read(known))
    except InvalidRecordError as error:
        problems = error.problems
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        problems = (told_apart(known, wanted) or error.problem,)
    raise refused(path, problems)


def told_apart(source: str | bytes, wanted: str) -> Problem | None:
    """Say that another kind of document was given; `None` when that is not what is wrong."""
    try:
        with io.BytesIO(source) if isinstance(source, bytes) else open(source, "rb") as file:  # noqa: PTH123 -- as above
            kind = _looked_at("", file, again=False).kind
    except (OSError, UnreadableDocumentError):
        return None
    given = None if kind is None else _WORDS[kind]
    if given in {None, wanted}:
        return None
    return Problem(None, "unknown-document", f"give a {wanted} here; this is a {given}")
