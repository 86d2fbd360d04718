"""Effect sizes of many cases, from a table of their figures to a table of effects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

from collabcare._extras import need
from collabcare.errors import InvalidRecordError, InvalidTableError, Problem, TableProblem
from collabcare.progress.single_case.case import SCALES, Case
from collabcare.progress.single_case.case_table import Asked, Cases, read
from collabcare.progress.single_case.measures import EFFECTS, NON_OVERLAP, compute
from collabcare.progress.single_case.non_overlap_arrays import Batch, Columns

if TYPE_CHECKING:
    import narwhals as nw
    import numpy as np
    from narwhals.typing import IntoFrameT
    from numpy.typing import NDArray

__all__ = ["effect_sizes"]

_FIGURES = ("value", "se", "low", "high")
_REASONS = ("reason", "se_reason")
_SIZES = ("baseline_points", "treatment_points")
_AT_ONCE = 2_000_000
"""Pairs of figures that are looked at in one go: what it takes in memory is about a hundred bytes for each."""


def effect_sizes(  # noqa: PLR0913 -- all that can be said of the cases, by name
    frame: IntoFrameT,
    *,
    names: Sequence[str] = NON_OVERLAP,
    by: Sequence[str] = ("case",),
    value: str = "value",
    phase: str = "phase",
    order: str | None = None,
    baseline: str = "baseline",
    treatment: str = "intervention",
    improvement: str = "increase",
    scale: str | None = None,
    goal: float | str | None = None,
    intervals: float | str | None = None,
    observation_length: float | str | None = None,
    level: float = 0.95,
    exact_limits: bool = False,
) -> IntoFrameT:
    """
    Effect sizes of many cases: one row for each case and measure, as a meta-analysis reads it.

    It gives the numbers that `effect` gives, case by case. Filter by `effect` for one measure, with its standard error
    beside it; averaging several measures of one case counts it several times.

    Parameters
    ----------
    frame
        One row for each figure: a table of polars (eager or lazy), pandas or pyarrow; other engines that narwhals knows
        give a pyarrow table back.
    names
        The measures, of `EFFECTS`.
    by
        The columns that tell cases apart: study, child, goal, pair of phases. No column of the result may be among
        them.
    value
        The column of figures. Leave a row out where nothing was measured.
    phase
        The column of phases.
    order
        The column that puts the figures of a case in order: numbers, days or instants. Without it they stand as the
        rows of the table do; Tau-U and Tau-BC need an order, and a table of a database has none of its own.
    baseline
        What `phase` says in a baseline.
    treatment
        What `phase` says in a treatment. Rows of the other phases of a journal (maintenance, generalization-probe) are
        passed over; any other phase is refused.
    improvement
        As in `effect`; a word that is none of its codes names a column.
    scale
        The same. An empty cell of the column is not known.
    goal
        As in `effect`; text names a column. An empty cell is not known.
    intervals
        The same.
    observation_length
        The same.
    level
        Confidence of the limits.
    exact_limits
        As in `effect`.

    Returns
    -------
    IntoFrameT
        The same kind of table, lazy where it was lazy: the columns of `by`, then `effect`, `value`, `se`, `low`,
        `high`, `reason`, `se_reason`, `baseline_points`, `treatment_points`. Cases in the order in which they first
        come, measures in the order asked for.

    Raises
    ------
    InvalidTableError
        With every problem, by column and number of rows: a column is missing or of another type, a cell is empty, a
        figure is not finite or not on the scale, a phase is unknown, rows of a case differ in what is said of the case,
        two figures of a case have one place in the order, or a baseline comes after the treatment (name the pair of
        phases in `by`).
    InvalidRecordError
        When a name is no measure, or a number that holds for all cases is none.

    Notes
    -----
    The formulas stand at `effect`. The non-overlap family is computed by array, for all cases with equally long phases
    at once. It needs the extras `cohort` and `stats`.

    Examples
    --------
    >>> import polars as pl
    >>> figures = pl.DataFrame(
    ...     {
    ...         "case": ["ana"] * 5 + ["ben"] * 2,
    ...         "phase": ["baseline"] * 2 + ["intervention"] * 3 + ["baseline"] * 2,
    ...         "session": [1, 2, 3, 4, 5, 1, 2],
    ...         "value": [3, 4, 4, 6, 7, 5, 5],
    ...     }
    ... )
    >>> found = effect_sizes(figures, names=["NAP", "PND"], order="session")
    >>> for row in found.select("case", "effect", "value", "reason").rows():
    ...     print(row)
    ('ana', 'NAP', 0.9166666666666666, None)
    ('ana', 'PND', 0.6666666666666666, None)
    ('ben', 'NAP', None, 'no-treatment')
    ('ben', 'PND', None, 'no-treatment')
    """
    need("cohort,stats", "narwhals", "numpy")
    import narwhals as nw

    asked = Asked(
        by=tuple(by),
        value=value,
        phase=phase,
        order=order,
        baseline=baseline,
        treatment=treatment,
        improvement=improvement,
        scale=scale,
        goal=goal,
        intervals=intervals,
        observation_length=observation_length,
    )
    _check(names, asked, level)
    table: Any = nw.from_native(frame)
    lazy = isinstance(table, nw.LazyFrame)
    if lazy and order is None and not table.implementation.is_polars() and any(map(_goes_by_order, names)):
        raise InvalidTableError([TableProblem(None, "needs", "name in order= the column that puts figures in order")])
    cases = read(table, asked, ("effect", *_FIGURES, *_REASONS, *_SIZES))
    results = _computed(cases, names, NormalDist().inv_cdf((1 + level) / 2), exact=exact_limits)
    found: Any = _as_table(cases, names, results)
    native: IntoFrameT = (found.lazy() if lazy and table.implementation.is_polars() else found).to_native()
    return native


def _goes_by_order(name: str) -> bool:
    return name.startswith("Tau_")


def _check(names: Sequence[str], asked: Asked, level: float) -> None:
    problems = [
        Problem(f"/names/{place}", "unknown-code", f"give one of: {', '.join(EFFECTS)}")
        for place, name in enumerate(names)
        if name not in EFFECTS
    ]
    problems += [
        Problem(f"/names/{place}", "duplicate", "name each measure once")
        for place, name in enumerate(names)
        if name in names[:place]
    ]
    if not asked.by:
        problems.append(Problem("/by", "at-least-one", "name the columns that tell cases apart"))
    if asked.baseline == asked.treatment:
        problems.append(Problem("/treatment", "duplicate", "give each phase a word of its own"))
    if not 0 < level < 1:
        problems.append(Problem("/level", "out-of-range", "give a number between 0 and 1, neither of them"))
    if problems:
        raise InvalidRecordError(problems)


class _Results(NamedTuple):
    """Figures and reasons, one row for each measure and one column for each case."""

    figures: NDArray[np.float64]
    reasons: NDArray[np.object_]


def _computed(cases: Cases, names: Sequence[str], z: float, *, exact: bool) -> _Results:
    import numpy as np

    count = len(cases.keys)
    found = _Results(
        np.full((len(_FIGURES), len(names), count), np.nan), np.full((len(_REASONS), len(names), count), None, object)
    )
    found.reasons[0][:, cases.treatment == 0] = "no-treatment"
    found.reasons[0][:, cases.baseline == 0] = "no-baseline"
    for rows, before, after in _groups(cases):
        sign = cases.sign[rows, None]
        batch = Batch(before * sign, after * sign, z, exact=exact)
        for place, name in enumerate(names):
            if name in NON_OVERLAP:
                _fill(found, place, rows, batch.columns(name))
                continue
            for row, one, other in zip(rows.tolist(), before.tolist(), after.tolist(), strict=True):
                given = compute(name, _case(cases, row, one, other, z))
                missing = (np.nan if each is None else each for each in given[: len(_FIGURES)])
                found.figures[:, place, row] = list(missing)
                found.reasons[:, place, row] = [given.reason, given.se_reason]
    return found


def _fill(found: _Results, place: int, rows: NDArray[np.int64], columns: Columns) -> None:
    import numpy as np

    for each, column in enumerate(columns[: len(_FIGURES)]):
        found.figures[each, place, rows] = column
    nothing = np.isnan(columns.value)
    found.reasons[0, place, rows[nothing]] = columns.reason
    found.reasons[1, place, rows[~nothing & np.isnan(columns.se)]] = columns.se_reason


def _groups(cases: Cases) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]]:
    """Give the cases whose phases are equally long together, so many at once as memory should hold."""
    import numpy as np

    sizes = np.stack([cases.baseline, cases.treatment], axis=1)
    whole = (sizes > 0).all(axis=1)
    for m, n in np.unique(sizes[whole], axis=0).tolist():
        (rows,) = np.nonzero((cases.baseline == m) & (cases.treatment == n))
        step = max(1, _AT_ONCE // (m + n) ** 2)
        for first in range(0, len(rows), step):
            part = rows[first : first + step]
            figures = cases.figures[cases.starts[part, None] + np.arange(m + n)]
            yield part, figures[:, :m], figures[:, m:]


def _case(cases: Cases, row: int, before: list[float], after: list[float], z: float) -> Case:
    import math

    scale = int(cases.scale[row])
    known = {name: float(column[row]) for name, column in cases.numbers.items()}
    goal, intervals, length = (
        None if math.isnan(known[name]) else known[name] for name in ("goal", "intervals", "observation_length")
    )
    return Case(
        baseline=tuple(before),
        treatment=tuple(after),
        improvement="increase" if cases.sign[row] == 1 else "decrease",
        scale=None if scale < 0 else SCALES[scale],
        goal=goal,
        intervals=intervals,
        observation_length=length,
        z=z,
        exact=False,
    )


def _as_table(cases: Cases, names: Sequence[str], results: _Results) -> nw.DataFrame[Any]:
    import narwhals as nw
    import numpy as np

    count, width = len(cases.keys), len(names)
    engine = cases.keys.implementation
    repeated = nw.maybe_reset_index(cases.keys[np.repeat(np.arange(count), width).tolist()])

    def series(name: str, values: Any, dtype: Any) -> nw.Series[Any]:  # noqa: ANN401 -- of any type
        return nw.new_series(name, values, dtype, backend=engine)

    columns = [series("effect", list(names) * count, nw.String)]
    columns += [series(name, results.figures[place].T.ravel(), nw.Float64) for place, name in enumerate(_FIGURES)]
    columns += [
        series(name, results.reasons[place].T.ravel().tolist(), nw.String) for place, name in enumerate(_REASONS)
    ]
    columns += [
        series(name, np.repeat(each, width), nw.Int64)
        for name, each in zip(_SIZES, (cases.baseline, cases.treatment), strict=True)
    ]
    table = repeated.with_columns(*columns)
    # What is missing is null in the engines that tell it from NaN.
    return table.with_columns(nw.when(~nw.col(name).is_nan()).then(nw.col(name)).alias(name) for name in _FIGURES)
