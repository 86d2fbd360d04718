"""From a table of answers, one row for each questionnaire filled in, to the same table with its scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from collabcare._extras import need
from collabcare._pointer import join
from collabcare.engagement.instruments.declaration import (
    Aggregate,
    AnswerCoding,
    Instrument,
    InstrumentScale,
    Rounding,
)
from collabcare.engagement.instruments.scoring import TOO_FEW, check_use, range_rule
from collabcare.errors import InvalidRecordError, Problem

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.typing import IntoFrameT

    Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]

__all__ = ["score_answers_table"]

_EXACT = 9


def score_answers_table(
    instrument: Instrument,
    frame: IntoFrameT,
    *,
    columns: str | Mapping[int, str] = "item_{}",
    coding: AnswerCoding | str | None = None,
) -> IntoFrameT:
    """
    Score a table of answers to a questionnaire, one row for each time it was filled in, one column for each item.

    It gives the numbers that `score_answers` gives, row by row.

    Parameters
    ----------
    instrument
        The key; one with something in `missing` is a template and cannot be scored.
    frame
        A table of any kind that narwhals knows: polars (eager or lazy), pandas, pyarrow, DuckDB ... A null is an item
        without an answer; in pandas, NaN is one too.
    columns
        The column of each item: a pattern in which `{}` stands for the item's number, or a mapping by number. Items
        that no scale uses need no column.
    coding
        As in `score_answers`.

    Returns
    -------
    IntoFrameT
        The same kind of table, lazy where it was lazy, with all its columns and, named after the instrument and with
        `_` for `-`: `wai_sr_instrument_version`, `wai_sr_parameters_digest`, and for each scale `wai_sr_bond` (the
        score, or null), `wai_sr_bond_answered`, `wai_sr_bond_prorated` and `wai_sr_bond_reason`.

    Raises
    ------
    InvalidRecordError
        With every problem at once, each with its column: one that is missing or not of numbers, or how many rows have
        an answer out of range; or with its scale: a key that gives columns the names of others. No row is scored then,
        and nothing is moved into the range. A lazy table is run once for this.

    Notes
    -----
    The formulas stand at `score_answers`. It needs the extra `cohort`.

    Examples
    --------
    >>> import polars as pl
    >>> from collabcare.engagement.instruments import instrument, score_answers_table
    >>> answers = pl.DataFrame({"family": ["a", "b"], **{f"q{item}": [4, None] for item in range(1, 13)}})
    >>> found = score_answers_table(instrument("wai-sr"), answers, columns="q{}")
    >>> found.select("family", "wai_sr_total", "wai_sr_total_reason").rows()
    [('a', 48.0, None), ('b', None, 'too-few-answered')]
    """
    need("cohort", "narwhals")
    import narwhals as nw

    table: Any = nw.from_native(frame)
    problems = list(check_use(instrument, coding))
    schema: dict[str, Any] = dict(table.collect_schema())
    used = sorted({item for scale in instrument.scales for item in scale.items})
    names = {item: name for item in used if (name := _column(columns, item)) is not None}
    problems += _column_problems(instrument, used, names, schema)
    readable = {item: name for item, name in names.items() if name in schema and schema[name].is_numeric()}
    problems += _range_problems(instrument, table, readable)
    if problems:
        raise InvalidRecordError(problems)
    prefix = _prefix(instrument)
    expressions = [
        nw.lit(instrument.instrument_version).alias(f"{prefix}_instrument_version"),
        nw.lit(instrument.parameters_digest).alias(f"{prefix}_parameters_digest"),
    ]
    for scale in instrument.scales:
        expressions += _scale(instrument, scale, names)
    scored: IntoFrameT = table.with_columns(*expressions).to_native()
    return scored


def _column(columns: str | Mapping[int, str], item: int) -> str | None:
    return columns.replace("{}", str(item)) if isinstance(columns, str) else columns.get(item)


def _prefix(instrument: Instrument) -> str:
    return instrument.id.replace("-", "_").replace(".", "_")


def _name(instrument: Instrument, scale: InstrumentScale) -> str:
    return f"{_prefix(instrument)}_{scale.key.replace('-', '_').replace('.', '_')}"


def _column_problems(
    instrument: Instrument, used: Sequence[int], names: Mapping[int, str], schema: Mapping[str, Any]
) -> Iterator[Problem]:
    taken: set[str] = set()
    for item in used:
        name = names.get(item)
        if name is None:
            yield Problem("/columns", "missing", f"name the column of item {item}")
            continue
        place = join("", name)
        if name in taken:
            yield Problem(place, "duplicate", "give each item a column of its own")
        elif name not in schema:
            yield Problem(place, "missing", f"give the column of item {item}, or say in columns how it is called")
        elif not schema[name].is_numeric():
            yield Problem(place, "wrong-type", "give a column of numbers, with nulls where there is no answer")
        taken.add(name)
    added = {f"{_prefix(instrument)}_instrument_version", f"{_prefix(instrument)}_parameters_digest"}
    for position, scale in enumerate(instrument.scales):
        name = _name(instrument, scale)
        own = {name, *(f"{name}_{each}" for each in ("answered", "prorated", "reason"))}
        if added & own:
            told = "give it another key: in a table its columns have the names of others"
            yield Problem(f"/scales/{position}/key", "duplicate", told)
        added |= own
    for name in sorted(added & schema.keys()):
        yield Problem(join("", name), "duplicate", "rename this column: the score has its name")


def _range_problems(instrument: Instrument, table: Frame, names: Mapping[int, str]) -> Iterator[Problem]:
    """Count, in one pass, the rows of each column that have an answer which is none."""
    import narwhals as nw

    if not names:
        return
    bad: list[nw.Expr] = []
    for item, name in names.items():
        answer = nw.col(name).cast(nw.Float64)
        right = (answer >= instrument.lowest) & (answer <= instrument.highest)
        if instrument.whole_numbers:
            right = right & (answer == answer.floor())
        if instrument.not_applicable is not None:
            right = right | (answer == instrument.not_applicable)
        # Engines tell nulls and NaN apart in different ways; where NaN is no null it is out of every range.
        bad.append((~answer.is_null() & ~right).cast(nw.Int64).sum().alias(f"bad_{item}"))
    counted: Any = table.select(*bad)
    row = counted.collect() if isinstance(counted, nw.LazyFrame) else counted
    for item, name in names.items():
        count = row[f"bad_{item}"][0]
        if count is not None and int(count):
            yield Problem(join("", name), "out-of-range", f"give {range_rule(instrument)} (rows: {int(count)})")


def _scale(instrument: Instrument, scale: InstrumentScale, names: Mapping[int, str]) -> Iterator[nw.Expr]:
    import narwhals as nw

    turned = instrument.lowest + instrument.highest
    answers: list[nw.Expr] = []
    for item in scale.items:
        answer = nw.col(names[item]).cast(nw.Float64)
        if instrument.not_applicable is not None:
            answer = nw.when(answer != instrument.not_applicable).then(answer)
        answers.append(turned - answer if item in instrument.reversed_items else answer)
    size = len(answers)
    answered = nw.sum_horizontal(*((~each.is_null()).cast(nw.Float64) for each in answers))
    factor = (1.0 if scale.aggregate == Aggregate.MEAN else float(size)) / answered
    value = nw.sum_horizontal(*answers) * factor
    enough = answered >= scale.needed
    name = _name(instrument, scale)
    yield nw.when(enough).then(_rounded(scale, value)).alias(name)
    yield answered.cast(nw.Int64).alias(f"{name}_answered")
    yield (enough & (answered < (size if scale.prorate else 0))).alias(f"{name}_prorated")
    yield nw.when(~enough).then(nw.lit(TOO_FEW)).alias(f"{name}_reason")


def _rounded(scale: InstrumentScale, value: nw.Expr) -> nw.Expr:
    if scale.rounding == Rounding.NONE:
        return value
    unit = 10.0**scale.decimals
    exact = (value * unit).round(_EXACT)
    return ((exact + 0.5).floor() if scale.rounding == Rounding.NEAREST else exact.ceil()) / unit
