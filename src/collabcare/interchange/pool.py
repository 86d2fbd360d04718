"""Scores of many families from their documents, on all processors of one machine."""

# pyarrow has no types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from collabcare._dates import Window
from collabcare._extras import need
from collabcare.engagement.model import ScoringModel
from collabcare.errors import InvalidRecordError, Problem
from collabcare.interchange.batches import Every, columns_of, evidence_schema, in_arrow, problem_row, tables_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ScoredDocuments", "score_documents"]

_AT_ONCE = 50
"""Families that a process takes at a time: enough that handing over costs little, few enough to show progress."""

PathLike = str | os.PathLike[str]
_T = TypeVar("_T")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ScoredDocuments:
    """
    Scores of many families, and what could not be read.

    Parameters
    ----------
    scores
        What `score_evidence` gives, as a pyarrow table.
    evidence
        The table that it was given: every opportunity of every family.
    agreed
        What was agreed, and when.
    problems
        One row for each document that could not be used, with its path, the first problem and how many there are.
    """

    scores: pa.Table
    evidence: pa.Table
    agreed: pa.Table
    problems: pa.Table

    def __repr__(self) -> str:
        """Counts only."""
        return f"<ScoredDocuments {self.scores.num_rows} scores {self.problems.num_rows} problems>"


def score_documents(  # noqa: PLR0913 -- each is a question of its own
    paths: Iterable[PathLike | tuple[PathLike, PathLike]],
    *,
    window: Window,
    as_of: dt.datetime | dt.date | None = None,
    every: Every | None = None,
    by: Sequence[str] = ("plan_id",),
    model: ScoringModel | None = None,
    half_life_days: float | None = None,
    workers: int | None = None,
    progress: bool = False,
) -> ScoredDocuments:
    """
    Score families from the files that hold their plans and journals.

    All evidence is kept in memory: some hundred rows for a family of three months. What is more than a machine holds
    goes to an engine, as docs/how-to/score-a-million-families.md shows.

    Parameters
    ----------
    paths
        For each family a folder with `plan.json` and `journal.ndjson` (or `journal.json`), or the two paths.
    window
        The days that are looked at.
    as_of
        What happened later is not known yet; without it, the end of the window.
    every
        Cuts the window into `"week"`, `"month"` or `"quarter"`.
    by
        The columns of evidence that make a group.
    model
        The scoring model; without it, the one that comes with this library.
    half_life_days
        As in `score_evidence`.
    workers
        How many processes; without it, one for each processor. With 1 no other process is begun. A script that asks
        for more does so below `if __name__ == "__main__":`, as for every pool of processes in Python.
    progress
        Whether to show a bar on standard error (extra `cli`).

    Returns
    -------
    ScoredDocuments
        Scores in order of group, window, side and dimension. A file that cannot be read or opened gives one row of
        problems; so does a plan whose id an earlier one has, such as a family that stands twice in `paths`.

    Raises
    ------
    InvalidRecordError
        When there are fewer workers than one.

    Examples
    --------
    >>> from importlib import resources
    >>> from collabcare import Window
    >>> examples = resources.files("collabcare") / "examples"
    >>> paths = [examples / "shift-work", examples / "late-talker", examples / "nobody"]
    >>> result = score_documents(paths, window=Window.month("2026-10"), workers=1)
    >>> result
    <ScoredDocuments 30 scores 2 problems>
    >>> result.problems.column("code").to_pylist()
    ['missing', 'missing']
    """
    need("arrow", "narwhals", "pyarrow")
    if progress:
        need("cli", "rich")
    import pyarrow as pa

    from collabcare.engagement.cohort import score_evidence

    if workers is not None and workers < 1:
        raise InvalidRecordError([Problem("/workers", "out-of-range", "give at least one worker")])
    # A name may stand twice among them: on the way each family is called by its place.
    pairs = [(str(place), *_pair(each)) for place, each in enumerate(paths)]
    chunks = [pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)]
    work = functools.partial(_evidence_of, window=window, as_of=as_of, model=model, every=every)
    batches: list[Any] = []
    with _bar(len(pairs), shown=progress) as show:
        for chunk, found in zip(chunks, _results(work, chunks, workers or os.cpu_count() or 1), strict=True):
            batches += found
            show(len(chunk))
    table = _each_plan_once(pa.Table.from_batches(batches, schema=evidence_schema()))
    evidence, agreed, problems = tables_of(table)
    plans = pa.array([plan for _, plan, _ in pairs], pa.string()).take(problems["document"].cast(pa.int64()))
    problems = problems.set_column(0, "document", plans)
    scores = score_evidence(
        evidence, agreed=agreed, by=by, window=window, every=every, model=model, half_life_days=half_life_days
    )
    order = [(name, "ascending") for name in (*by, "window_start", "side", "dimension")]
    return ScoredDocuments(scores=scores.sort_by(order), evidence=evidence, agreed=agreed, problems=problems)


def _pair(path: PathLike | tuple[PathLike, PathLike]) -> tuple[str, str]:
    if isinstance(path, tuple):
        plan, journal = path
        return os.fspath(plan), os.fspath(journal)
    folder = Path(path)
    journal = folder / "journal.ndjson"
    return str(folder / "plan.json"), str(journal if journal.exists() else folder / "journal.json")


def _evidence_of(pairs: Sequence[tuple[str, str, str]], **how: Any) -> list[Any]:
    """Read some families and make batches of their evidence; this is what runs in another process."""
    import pyarrow as pa

    documents = ((name, Path(plan), Path(journal)) for name, plan, journal in pairs)
    return [in_arrow(pa.RecordBatch, columns) for columns in columns_of(documents, **how)]


def _results(work: Callable[[_T], list[Any]], chunks: Sequence[_T], workers: int) -> Iterator[list[Any]]:
    if workers == 1 or len(chunks) <= 1:
        yield from map(work, chunks)
        return
    # Begun afresh, not forked: engines of tables keep threads of their own, which a fork would leave behind.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(chunks)), mp_context=context) as pool:
        yield from pool.map(work, chunks)


def _each_plan_once(table: Any) -> Any:
    """Keep the first of several families whose plans have one id; the others become problems."""
    import narwhals as nw
    import pyarrow as pa

    rows = nw.from_native(table)
    kept: dict[str, str] = {}
    again: dict[str, None] = {}
    pairs = rows.filter(nw.col("table") != "problem").select("document", "plan_id").unique(maintain_order=True)
    for document, plan_id in pairs.iter_rows():
        if kept.setdefault(plan_id, document) != document:
            again[document] = None
    if not again:
        return table
    problem = problem_row("plan", Problem("/id", "duplicate-id", "give each plan an id of its own"), 1)
    added = [{"table": "problem", "document": document, **problem} for document in again]
    first = rows.filter(~nw.col("document").is_in(list(again))).to_native()
    return pa.concat_tables([first, pa.Table.from_pylist(added, schema=evidence_schema())])


@contextlib.contextmanager
def _bar(total: int, *, shown: bool) -> Generator[Callable[[int], None]]:
    """Show on standard error how many families are done."""
    if not shown:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)
