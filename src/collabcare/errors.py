"""
What can be wrong, as data: problems, their codes, and the exceptions that carry them.

No problem and no exception ever holds a value of a child or a family.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Literal

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "CollabCareError",
    "FhirServerError",
    "InvalidRecordError",
    "InvalidTableError",
    "Problem",
    "ProblemCode",
    "ServerIssue",
    "StaleRevisionError",
    "TableProblem",
    "UnknownReferenceError",
    "UnreadableDocumentError",
    "UnsupportedVersionError",
]


class ProblemCode(enum.StrEnum):
    """
    The stable name of each thing that can be wrong.

    Programs may rely on a code; the words beside it may become clearer from one release to the next.
    `docs/reference/errors.md` has a section for each.
    """

    # The document cannot be read at all: no pointer.
    NOT_UTF_8 = "not-utf-8"
    NOT_JSON = "not-json"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    DUPLICATE_KEY = "duplicate-key"
    NUL_CHARACTER = "nul-character"
    LONE_SURROGATE = "lone-surrogate"
    UNKNOWN_DOCUMENT = "unknown-document"
    UNSUPPORTED_VERSION = "unsupported-version"
    # One field by itself.
    MISSING = "missing"
    UNKNOWN_FIELDS = "unknown-fields"
    UNKNOWN_KIND = "unknown-kind"
    WRONG_TYPE = "wrong-type"
    UNKNOWN_CODE = "unknown-code"
    OUT_OF_RANGE = "out-of-range"
    WRONG_LENGTH = "wrong-length"
    WRONG_COUNT = "wrong-count"
    WRONG_FORMAT = "wrong-format"
    # Rules beyond one field.
    AT_LEAST_ONE = "at-least-one"
    EXACTLY_ONE = "exactly-one"
    NEEDS = "needs"
    DATE_ORDER = "date-order"
    DUPLICATE = "duplicate"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_REFERENCE = "unknown-reference"
    WRONG_ROLE = "wrong-role"
    EMPTY_SCHEDULE = "empty-schedule"
    OVERLAP = "overlap"
    NOT_COVERED = "not-covered"
    INCOMPLETE_SCALE = "incomplete-scale"
    DIFFERENT_UNITS = "different-units"
    WRONG_REPLY = "wrong-reply"
    NOT_ON_SCALE = "not-on-scale"
    WRONG_PLAN = "wrong-plan"
    SEVERAL_CHILDREN = "several-children"
    # What FHIR content can have wrong beside all that.
    WRONG_TARGET = "wrong-target"
    CIRCULAR_REFERENCE = "circular-reference"
    UNSAFE_CONTENT = "unsafe-content"
    # Columns and rows of a table.
    UNKNOWN_COLUMN = "unknown-column"
    WRONG_UNIT = "wrong-unit"
    NOT_A_NUMBER = "not-a-number"
    DIFFERS = "differs"
    # Warnings: worth a look, never a refusal.
    NOT_AN_OCCASION = "not-an-occasion"
    OTHER_HOUSEHOLD = "other-household"
    MISSING_SESSION = "missing-session"


@attrs.frozen
class Problem:
    """
    One thing that is wrong with a document or a record, and what to do about it.

    It names the place and the rule, never what stood there.

    Parameters
    ----------
    pointer
        JSON Pointer to the place; `None` when the document as a whole cannot be read.
    code
        The stable name of the problem, see `ProblemCode`.
    rule
        The rule that is broken, in words that say what to do.
    severity
        `"error"` refuses a document; `"warning"` never does.
    line
        Line of an NDJSON file, counted from 1; `None` elsewhere. The pointer is then within that line.
    fhirpath
        For FHIR, the place as FHIRPath: `Bundle.entry[3].resource.status`. `None` elsewhere.

    Examples
    --------
    >>> Problem("/goals/0/id", "missing", "give a value")
    Problem(pointer='/goals/0/id', code='missing', rule='give a value', severity='error', line=None, fhirpath=None)
    >>> print(Problem("/status", "missing", "give a value", fhirpath="CarePlan.status"))
    /status (CarePlan.status): missing: give a value
    """

    pointer: str | None
    code: str
    rule: str
    severity: Literal["error", "warning"] = "error"
    line: int | None = None
    fhirpath: str | None = attrs.field(default=None, kw_only=True)

    def __str__(self) -> str:
        """One line: place, code, rule."""
        line = "" if self.line is None else f"line {self.line}: "
        place = "the document" if self.pointer is None else self.pointer or "the top level"
        fhirpath = "" if self.fhirpath is None else f" ({self.fhirpath})"
        return f"{line}{place}{fhirpath}: {self.code}: {self.rule}"


@attrs.frozen
class TableProblem:
    """
    One thing that is wrong with a table, and what to do about it.

    It names the column, the rule and the number of rows, never what stood there.

    Parameters
    ----------
    column
        The name of the column; `None` where it is about the table as a whole.
    code
        The stable name of the problem, see `ProblemCode`.
    rule
        The rule that is broken, in words that say what to do.
    rows
        How many rows break it; `None` where it is about the column as a whole.

    Examples
    --------
    >>> print(TableProblem("credit", "out-of-range", "give a number from 0 to 1", 3))
    column credit: out-of-range in 3 rows: give a number from 0 to 1
    """

    column: str | None
    code: str
    rule: str
    rows: int | None = None

    def __str__(self) -> str:
        """One line: column, code, rows, rule."""
        rows = "" if self.rows is None else f" in {self.rows} row{'s' if self.rows != 1 else ''}"
        place = "the table" if self.column is None else f"column {self.column}"
        return f"{place}: {self.code}{rows}: {self.rule}"


@attrs.frozen
class ServerIssue:
    """
    One thing that a FHIR server objects to, as far as it can be told without a value.

    What the server says in words is not kept: it may repeat what it was sent.

    Parameters
    ----------
    severity
        FHIR's `fatal`, `error`, `warning` or `information`.
    code
        FHIR's code for the kind of issue, such as `invalid` or `forbidden`; empty when the server's is none of those.
    places
        Where, as paths of element names, such as `Goal.target[0].due`.

    Examples
    --------
    >>> print(ServerIssue("error", "required", ("Goal.description",)))
    error required at Goal.description
    """

    severity: str
    code: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Severity, code, places."""
        said = " ".join(filter(None, (self.severity, self.code)))
        return f"{said} at {', '.join(self.places)}" if self.places else said


class CollabCareError(Exception):
    """Everything that this library raises on purpose."""


def _listed(problems: Sequence[Problem] | Sequence[TableProblem]) -> str:
    return "\n".join(
        [f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", *(f"  {each}" for each in problems)]
    )


class InvalidRecordError(CollabCareError, ValueError):
    """
    A record or a document breaks rules; `problems` has every one of them.

    "Invalid" is not "not enough to compute": the latter is a result with a reason, never an exception.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Count, then one problem a line."""
        return _listed(self.problems)


class InvalidTableError(CollabCareError, ValueError):
    """A table cannot be scored; `problems` has every rule that it breaks, by column and number of rows."""

    def __init__(self, problems: Iterable[TableProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Count, then one problem a line."""
        return _listed(self.problems)


class _DocumentError(CollabCareError):
    """A document was refused as a whole, for one reason."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)

    def __str__(self) -> str:
        """The one problem."""
        return str(self.problem)


class UnreadableDocumentError(_DocumentError, ValueError):
    """What came in is not a document of this library: not JSON, not UTF-8, too large, too deep, of unknown kind."""


class UnsupportedVersionError(_DocumentError, ValueError):
    """The document is newer than this library, which a newer release can read; or FHIR of another release than R4."""


class UnknownReferenceError(CollabCareError, LookupError):
    """A name that was asked for (a household, an organization, an example, a dimension) is not there."""


class StaleRevisionError(CollabCareError):
    """
    What was to be saved rests on a version that is no longer the newest, so it was not saved.

    Read the newest version, bring the two together, and save again.
    """

    def __init__(self, issues: Iterable[ServerIssue] = ()) -> None:
        self.issues = tuple(issues)
        super().__init__(self.issues)

    def __str__(self) -> str:
        """What to do, then an issue a line."""
        return _with_issues(
            "somebody saved a newer version: read it, bring the changes together, and save again", self.issues
        )


_SERVER_REASONS = {
    "refused": "the server refused the request",
    "unreachable": "the server did not answer: look at the network, or try again later",
    "unreadable": "the answer is not the FHIR that was asked for, in JSON: look at the address of the server",
    "too-large": "the answer is larger than the limits allow: raise them, or ask for less",
    "redirected": "the server sends elsewhere: give the address where it answers itself",
    "foreign-page": "the server's next page is not at its own address, or was read already: look at how it is set up",
    "incomplete": "the server has more than it gives, and no next page: ask for less at a time",
    "other-child": "the server also gave records that do not name this child: nothing may be read from it like this",
}


class FhirServerError(CollabCareError):
    """
    A FHIR server did not do what it was asked to.

    Neither the server's words nor an address stand in it, since both may tell of a child.
    """

    def __init__(self, reason: str, status: int | None = None, issues: Iterable[ServerIssue] = ()) -> None:
        self.reason = reason
        self.status = status
        self.issues = tuple(issues)
        super().__init__(reason, status, self.issues)

    def __str__(self) -> str:
        """Reason, status, what it means, then an issue a line."""
        status = "" if self.status is None else f" (status {self.status})"
        return _with_issues(f"{self.reason}{status}: {_SERVER_REASONS[self.reason]}", self.issues)


def _with_issues(sentence: str, issues: Sequence[ServerIssue]) -> str:
    return "\n".join([sentence, *(f"  {each}" for each in issues)])
