"""A table of figures of many cases, checked and put in order: what is wrong is said by column and number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import attrs

from collabcare.errors import InvalidTableError, TableProblem
from collabcare.progress.single_case.case import SCALES
from collabcare.progress.single_case.checked_case import LARGEST, scale_limits
from collabcare.vocabulary import Phase

if TYPE_CHECKING:
    import narwhals as nw
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

__all__ = ["Asked", "Cases", "read"]

_CASE, _ROW, _AFTER = "collabcare case", "collabcare row", "collabcare after"
_NUMBERS = ("goal", "intervals", "observation_length")


@attrs.frozen(kw_only=True)
class Asked:
    """Which columns hold what, and what is the same for all cases; a constant or the name of a column for each."""

    by: tuple[str, ...]
    value: str
    phase: str
    order: str | None
    baseline: str
    treatment: str
    improvement: str
    scale: str | None
    goal: float | str | None
    intervals: float | str | None
    observation_length: float | str | None

    @property
    def codes(self) -> dict[str, str]:
        """Columns of codes that say more of a case, by what they say."""
        found: dict[str, str] = {}
        if self.improvement not in {"increase", "decrease"}:
            found["improvement"] = self.improvement
        if self.scale is not None and self.scale not in SCALES:
            found["scale"] = self.scale
        return found

    @property
    def numbers(self) -> dict[str, str]:
        """Columns of numbers that say more of a case, by what they say."""
        given = {name: getattr(self, name) for name in _NUMBERS}
        return {name: each for name, each in given.items() if isinstance(each, str)}

    @property
    def never_empty(self) -> tuple[str, ...]:
        """The columns in which each row needs something."""
        names = [*self.by, self.value, self.phase, *([] if self.order is None else [self.order])]
        if "improvement" in self.codes:
            names.append(self.codes["improvement"])
        return tuple(dict.fromkeys(names))

    @property
    def all(self) -> tuple[str, ...]:
        """All columns that are read."""
        return tuple(dict.fromkeys((*self.never_empty, *self.codes.values(), *self.numbers.values())))


class Cases(NamedTuple):
    """Figures by case, baseline first, each in order; and what is known of each case."""

    keys: nw.DataFrame[Any]
    figures: Floats
    starts: Counts
    baseline: Counts
    treatment: Counts
    sign: Counts
    scale: Counts
    """Place in `SCALES`, -1 where there is none."""
    numbers: dict[str, Floats]


def read(frame: nw.DataFrame[Any] | nw.LazyFrame[Any], asked: Asked, taken: Sequence[str]) -> Cases:
    """Read a table; `taken` are the names of columns that the result adds."""
    import narwhals as nw

    schema = frame.collect_schema()
    problems = [
        TableProblem(name, "duplicate", "rename this column: the result has its name")
        for name in asked.by
        if name in taken
    ]
    problems += [TableProblem(name, "missing", "give this column") for name in asked.all if name not in schema]
    problems += _types(dict(schema), asked)
    if problems:
        raise InvalidTableError(problems)
    chosen: Any = frame.select(*asked.all)
    rows: nw.DataFrame[Any] = chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen
    problems += _empty_cells(rows, asked)
    rows = rows.drop_nulls(subset=list(asked.never_empty)).with_row_index(_ROW)
    problems += _phases(rows, asked)
    keys = rows.select(*asked.by).unique(maintain_order=True).with_row_index(_CASE)
    rows = rows.join(keys, on=list(asked.by), how="left")
    label = nw.col(asked.phase).cast(nw.String)
    rows = rows.filter(label.is_in([asked.baseline, asked.treatment])).with_columns(
        (label == asked.treatment).alias(_AFTER)
    )
    if asked.order is not None:
        problems += _order(rows, asked)
    rows = rows.sort(_CASE, _AFTER, asked.order or _ROW)
    cases, more = _arranged(rows, keys.drop(_CASE), asked)
    if problems + more:
        raise InvalidTableError(problems + more)
    return cases


def _types(schema: dict[str, Any], asked: Asked) -> list[TableProblem]:
    import narwhals as nw

    problems: list[TableProblem] = []
    text = (nw.String, nw.Categorical, nw.Enum)

    def look(name: str, fits: bool, rule: str) -> None:  # noqa: FBT001 -- whether it fits is what it is about
        if name in schema and not fits:
            problems.append(TableProblem(name, "wrong-type", rule))

    for name in (asked.value, *asked.numbers.values()):
        look(name, name in schema and schema[name].is_numeric(), "give numbers, not text")
    for name in (asked.phase, *asked.codes.values()):
        look(name, isinstance(schema.get(name), text), "give the codes of this column as text")
    for name in asked.by:
        look(
            name,
            not (name in schema and schema[name].is_float()),
            "give text, whole numbers or days to tell cases apart",
        )
    if asked.order is not None:
        kind = schema.get(asked.order)
        ordered = kind is not None and (kind.is_numeric() or kind.is_temporal())
        look(asked.order, ordered, "give numbers, days or instants: text has another order")
    return problems


def _empty_cells(rows: nw.DataFrame[Any], asked: Asked) -> list[TableProblem]:
    problems: list[TableProblem] = []
    for name in asked.never_empty:
        empty = int(rows[name].is_null().sum())
        if empty:
            rule = "leave the row out where nothing was measured" if name == asked.value else "let no cell be empty"
            problems.append(TableProblem(name, "missing", rule, empty))
    return problems


def _phases(rows: nw.DataFrame[Any], asked: Asked) -> list[TableProblem]:
    import narwhals as nw

    known = dict.fromkeys((asked.baseline, asked.treatment, *(each.value for each in Phase)))
    other = int((~rows[asked.phase].cast(nw.String).is_in(list(known))).sum())
    return [TableProblem(asked.phase, "unknown-code", f"give one of: {', '.join(known)}", other)] if other else []


def _order(rows: nw.DataFrame[Any], asked: Asked) -> list[TableProblem]:
    """Find figures of one case at one time, and baselines that come after a treatment has begun."""
    import narwhals as nw

    problems: list[TableProblem] = []
    name = cast("str", asked.order)
    same = int(rows.select(_CASE, name).is_duplicated().sum())
    if same:
        problems.append(TableProblem(name, "duplicate", "give the figures of a case one after the other", same))
    first = rows.filter(nw.col(_AFTER)).group_by(_CASE).agg(nw.col(name).min().alias(_ROW))
    before = rows.filter(~nw.col(_AFTER)).select(_CASE, name).join(first, on=_CASE, how="inner")
    late = int((before[name] > before[_ROW]).sum())
    if late:
        rule = "let the baseline come before the treatment; tell pairs of phases of one child apart in by="
        problems.append(TableProblem(asked.phase, "date-order", rule, late))
    return problems


def _arranged(rows: nw.DataFrame[Any], keys: nw.DataFrame[Any], asked: Asked) -> tuple[Cases, list[TableProblem]]:
    """Lay the figures out by case, and look at them and at what is said of each case."""
    import narwhals as nw
    import numpy as np

    case, after = rows[_CASE].to_numpy().astype(np.int64), rows[_AFTER].to_numpy().astype(bool)
    figures = rows[asked.value].cast(nw.Float64).to_numpy()
    total = np.bincount(case, minlength=len(keys))
    treatment = np.bincount(case[after], minlength=len(keys))
    starts = np.concatenate([[0], np.cumsum(total)[:-1]]) if len(keys) else total
    problems: list[TableProblem] = []

    def by_case(name: str, column: Floats | Counts) -> Any:  # noqa: ANN401 -- numbers of either kind
        """Give what is said of each case, which is the same in all of its rows."""
        found = np.zeros(len(keys), dtype=column.dtype)
        found[case[::-1]] = column[::-1]
        other = (column != found[case]) & ~((column != column) & (found[case] != found[case]))  # noqa: PLR0124 -- NaN
        if other.any():
            rule = "give all rows of a case the same"
            problems.append(TableProblem(name, "differs", rule, int(other.sum())))
        return found

    sign = np.full(len(keys), -1 if asked.improvement == "decrease" else 1)
    if "improvement" in asked.codes:
        name = asked.codes["improvement"]
        sign = by_case(name, 1 - 2 * _code(rows[name], ("increase", "decrease"), name, problems))
    scale = np.full(len(keys), SCALES.index(asked.scale) if asked.scale in SCALES else -1)
    if "scale" in asked.codes:
        name = asked.codes["scale"]
        scale = by_case(name, _code(rows[name], SCALES, name, problems))
    numbers = {
        name: np.full(len(keys), np.nan if value is None or isinstance(value, str) else float(value))
        for name, value in ((name, getattr(asked, name)) for name in _NUMBERS)
    }
    for name, column in asked.numbers.items():
        numbers[name] = by_case(column, rows[column].cast(nw.Float64).to_numpy().astype(np.float64))
    limits = np.array([*(scale_limits(each) for each in SCALES), scale_limits(None)])[scale]
    problems += _out_of_range(figures, limits[case], asked.value)
    problems += _out_of_range(numbers["goal"][case], limits[case], _said(asked.goal, "goal"), empty=True)
    for name in ("intervals", "observation_length"):
        positive = np.broadcast_to([np.nextafter(0, 1), LARGEST], (len(case), 2))
        problems += _out_of_range(numbers[name][case], positive, _said(getattr(asked, name), name), empty=True)
    return Cases(keys, figures, starts, total - treatment, treatment, sign, scale, numbers), problems


def _said(given: object, name: str) -> str:
    return given if isinstance(given, str) else name


def _code(column: nw.Series[Any], codes: Sequence[str], name: str, problems: list[TableProblem]) -> Counts:
    """Give the place of each code, -1 where there is none."""
    import narwhals as nw
    import numpy as np

    text = column.cast(nw.String)
    found = np.full(len(column), -1)
    for place, code in enumerate(codes):
        found[(text == code).fill_null(value=False).to_numpy().astype(bool)] = place
    unknown = int((found < 0).sum()) - int(text.is_null().sum())
    if unknown:
        problems.append(TableProblem(name, "unknown-code", f"give one of: {', '.join(codes)}", unknown))
    return found


def _out_of_range(figures: Floats, limits: Floats, name: str, *, empty: bool = False) -> list[TableProblem]:
    import numpy as np

    problems: list[TableProblem] = []
    nothing = np.isnan(figures)
    if nothing.any() and not empty:
        rule = "leave the row out where the number is not known"
        problems.append(TableProblem(name, "not-a-number", rule, int(nothing.sum())))
    with np.errstate(invalid="ignore"):
        outside = ~nothing & ~((figures >= limits[:, 0]) & (figures <= limits[:, 1]))
    if outside.any():
        rule = "give finite numbers within the scale; intervals and lengths are above 0"
        problems.append(TableProblem(name, "out-of-range", rule, int(outside.sum())))
    return problems
