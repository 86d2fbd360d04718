"""
From documents of many families to one table, batch by batch: for Spark, Dask, Ray, or the processes of one machine.

A document that cannot be read gives one row that says so; it never stops the rest.
"""

# pyarrow has no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeStubs=false

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import attrs

from collabcare._dates import DAY, Window
from collabcare.engagement.case import Case
from collabcare.engagement.cohort.columns import AGREED, EVIDENCE, side_of
from collabcare.engagement.cohort.records import evidence_table
from collabcare.engagement.evidence import agreed_of, rows_of
from collabcare.engagement.model import ScoringModel
from collabcare.errors import (
    InvalidRecordError,
    InvalidTableError,
    Problem,
    TableProblem,
    UnreadableDocumentError,
    UnsupportedVersionError,
)
from collabcare.interchange.documents import read_journal, read_plan

__all__ = ["COLUMNS", "Every", "evidence_batches", "evidence_schema", "tables_of"]

_Table = TypeVar("_Table")

Every = Literal["week", "month", "quarter"]

_PROBLEM = ("document", "part", "pointer", "line", "code", "rule", "problems")
COLUMNS = ("table", *dict.fromkeys((*EVIDENCE, *AGREED)), *_PROBLEM)
"""The columns of a batch: which table a row belongs to, and the columns of all three."""

_NOT_TEXT = {
    "on": "date32",
    "since": "date32",
    "until": "date32",
    "credit": "float64",
    "weight": "float64",
    "line": "int64",
    "problems": "int64",
}
Columns = dict[str, list[object]]


def evidence_schema() -> Any:
    """
    Give the schema of what `evidence_batches` yields, as Spark wants to know it beforehand.

    Returns
    -------
    pyarrow.Schema
        All columns may be null; `table` never is.

    Examples
    --------
    >>> evidence_schema().names[:4]
    ['table', 'plan_id', 'side', 'dimension']
    """
    import pyarrow as pa

    return pa.schema([(name, getattr(pa, _NOT_TEXT.get(name, "string"))()) for name in COLUMNS])


def evidence_batches(
    batches: Any,
    *,
    window: Window,
    as_of: dt.datetime | dt.date | None = None,
    model: ScoringModel | None = None,
    every: Every | None = None,
) -> Iterator[Any]:
    """
    Turn batches of plans and journals into batches of evidence.

    It is a pure function of one batch after the other, so that it runs unchanged in PySpark's `mapInArrow`, in Ray's
    `map_batches`, in a Dask bag, or in a pool of processes.

    Parameters
    ----------
    batches
        Arrow record batches, or one batch or table: columns `plan` and `journal` with documents as text or bytes, a
        journal as JSON or NDJSON; and, if you like, `document` with a name of yours for the pair.
    window
        The days that are looked at.
    as_of
        What happened later is not known yet; without it, the end of the window.
    model
        The scoring model; without it, the one that comes with this library.
    every
        How the scores will be cut, so that what was agreed is told for each part; `None` for the window as a whole.

    Yields
    ------
    pyarrow.RecordBatch
        For each batch one of evidence, and one of problems where there are any, both with the columns of
        `evidence_schema()`; tables where a table was given. Its column `table` says where a row belongs: `evidence`
        and `agreed` for `score_evidence`, or `problem`: a document that cannot be read, or a journal that does not
        belong to its plan. Such a row has the name of the pair, its `part` (`plan` or `journal`), the first problem and
        how many there are.

    Raises
    ------
    InvalidTableError
        When a batch has no such columns.

    Examples
    --------
    >>> import pyarrow as pa
    >>> import collabcare
    >>> from collabcare import Window
    >>> plan, journal = collabcare.example("shift-work")
    >>> batch = pa.table(
    ...     {
    ...         "document": ["ours", "theirs"],
    ...         "plan": [collabcare.write_plan(plan), b"{}"],
    ...         "journal": [collabcare.write_journal(journal), b"{}"],
    ...     }
    ... )
    >>> evidence, problems = evidence_batches(batch, window=Window.month("2026-10"))
    >>> set(evidence["plan_id"].to_pylist()), problems["document"].to_pylist(), problems["code"].to_pylist()
    ({'shift-work'}, ['theirs', 'theirs'], ['unknown-document', 'unknown-document'])
    """
    import pyarrow as pa

    several = [batches] if isinstance(batches, pa.RecordBatch | pa.Table) else batches
    for batch in several:
        as_given = type(batch)
        found = columns_of(_documents(batch), window=window, as_of=as_of, model=model, every=every)
        for columns in found:
            yield in_arrow(as_given, columns)


def in_arrow(made: Any, columns: Columns) -> Any:
    """Make a record batch or a table of `evidence_schema()`; a column that is not given holds nothing."""
    import pyarrow as pa

    schema, count = evidence_schema(), len(columns["table"])
    arrays = [
        pa.array(columns[each.name], each.type) if each.name in columns else pa.nulls(count, each.type)
        for each in schema
    ]
    return made.from_arrays(arrays, schema=schema)


def _documents(batch: Any) -> Iterator[tuple[str | None, Any, Any]]:
    """List the pairs of a batch, each with its name."""
    names = batch.schema.names
    problems = [TableProblem(name, "missing", "give this column") for name in ("plan", "journal") if name not in names]
    if problems:
        raise InvalidTableError(problems)
    plans, journals = batch.column("plan").to_pylist(), batch.column("journal").to_pylist()
    called = batch.column("document").to_pylist() if "document" in names else [None] * len(plans)
    for name, plan, journal in zip(called, plans, journals, strict=True):
        yield None if name is None else str(name), plan, journal


def columns_of(
    pairs: Iterable[tuple[str | None, Any, Any]],
    *,
    window: Window,
    as_of: dt.datetime | dt.date | None,
    model: ScoringModel | None,
    every: Every | None,
) -> Iterator[Columns]:
    """
    Make the columns of evidence, and then those of problems where there are any.

    Parameters
    ----------
    pairs
        Name, plan and journal of each family; a document as bytes or text, or `None`.
    window
        The days that are looked at.
    as_of
        What happened later is not known.
    model
        The scoring model.
    every
        How the scores will be cut.

    Yields
    ------
    dict of list
        With those columns of `COLUMNS` in which something may stand.
    """
    evidence: Columns = {name: [] for name in ("table", "document", *dict.fromkeys((*EVIDENCE, *AGREED)))}
    problems: Columns = {name: [] for name in ("table", *_PROBLEM)}
    parts = (window,) if every is None else window.split("week" if every == "week" else "month")
    for name, plan_document, journal_document in pairs:
        refused: list[dict[str, object]] = []
        plan = _read("plan", plan_document, read_plan, refused)
        journal = _read("journal", journal_document, read_journal, refused)
        if not refused:
            try:
                case = Case.of(plan, journal, window, as_of, model=model)
                rows = rows_of(case)
            except InvalidRecordError as error:
                refused.append(problem_row("journal", error.problems[0], len(error.problems)))
            else:
                _extend(evidence, "evidence", name, evidence_table(rows))
                _extend(evidence, "agreed", name, _agreed(case, parts))
        for row in refused:
            _extend(problems, "problem", name, {column: [value] for column, value in row.items()})
    yield evidence
    if problems["table"]:
        yield problems


def _read(part: str, document: Any, read: Callable[[bytes | Path], Any], refused: list[dict[str, object]]) -> Any:
    """Read one document, or note why it cannot be read."""
    problems: tuple[Problem, ...] = (Problem(None, "missing", "give a document that can be opened"),)
    try:
        if isinstance(document, str | bytes | Path):
            return read(document.encode() if isinstance(document, str) else document)
    except OSError:
        pass  # it cannot be opened, which the problem says
    except (UnreadableDocumentError, UnsupportedVersionError) as error:
        problems = (error.problem,)
    except InvalidRecordError as error:
        problems = error.problems
    except UnicodeEncodeError:
        problems = (Problem(None, "lone-surrogate", "give surrogates in pairs"),)
    refused.append(problem_row(part, problems[0], len(problems)))
    return None


def problem_row(part: str, problem: Problem, problems: int) -> dict[str, object]:
    """Make the row that tells why a document gives no evidence: its first problem, and how many it has."""
    return {
        "part": part,
        "pointer": problem.pointer,
        "line": problem.line,
        "code": str(problem.code),
        "rule": problem.rule,
        "problems": problems,
    }


def _agreed(case: Case, parts: tuple[Window, ...]) -> Columns:
    """Tell for each part of the window in which dimensions something was agreed."""
    columns: Columns = {name: [] for name in AGREED}
    sides = side_of(case.model)
    for part in parts:
        dimensions = agreed_of(case if len(parts) == 1 else attrs.evolve(case, window=part))
        for each in sorted(dimensions):
            values = (case.plan.id, sides[each.value], each.value, part.start_on, part.end_on - DAY)
            for name, value in zip(AGREED, values, strict=True):
                columns[name].append(value)
    return columns


def _extend(columns: Columns, table: str, document: str | None, more: Columns) -> None:
    """Put the rows of one table below what is there; the columns of the others stay empty."""
    count = len(next(iter(more.values())))
    more = {**more, "table": [table] * count, "document": [document] * count}
    for name, listed in columns.items():
        listed.extend(more.get(name) or [None] * count)


def tables_of(frame: _Table) -> tuple[_Table, _Table, _Table]:
    """
    Take apart what `evidence_batches` yields, on whatever engine holds it.

    Parameters
    ----------
    frame
        A table with the columns of `evidence_schema()`.

    Returns
    -------
    tuple
        Evidence and what was agreed, for `score_evidence`; and the problems.
    """
    import narwhals as nw

    table = nw.from_native(cast("Any", frame))
    parts = (("evidence", EVIDENCE), ("agreed", AGREED), ("problem", _PROBLEM))
    found = [table.filter(nw.col("table") == name).select(*columns).to_native() for name, columns in parts]
    return found[0], found[1], found[2]
