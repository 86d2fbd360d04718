"""
More rows than memory holds: the same score in passes, each over a share of the groups.

Summing needs room for every group at once, however lazily the rows are read. A pass has only some of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

import narwhals as nw

from collabcare.errors import InvalidTableError, TableProblem

__all__ = ["in_passes"]

_Table = TypeVar("_Table")
_Shares = Callable[[int], Any]


def in_passes(frame: _Table, buckets: int, *, by: str = "plan_id") -> Iterator[_Table]:
    """
    Cut a table into shares by a hash of a column, so that whatever belongs together is in the same share.

    Nothing is read yet: a lazy table gives lazy shares, each of which reads the whole table again when it is used.

    Parameters
    ----------
    frame
        Any table that `score_evidence` takes.
    buckets
        How many shares, from 1.
    by
        The column; one that `score_evidence` is asked to group by.

    Returns
    -------
    iterator of tables
        Shares of the same kind. Each row that has a value in the column is in one of them.

    Raises
    ------
    InvalidTableError
        When there is no such column.
    ValueError
        When there are to be fewer than one share.

    Examples
    --------
    >>> import duckdb
    >>> rows = duckdb.sql("SELECT 'plan-' || range AS plan_id FROM range(100)")
    >>> shares = [len(share) for share in in_passes(rows, 3)]
    >>> len(shares), sum(shares)
    (3, 100)
    """
    if buckets < 1:
        raise ValueError("give at least one bucket")
    table = nw.from_native(cast("Any", frame))
    if by not in table.collect_schema():
        raise InvalidTableError([TableProblem(by, "missing", "give this column")])
    # Which share a row is in moves no number, so each engine may use the hash that it is fastest with.
    share = _SHARES[table.implementation.value](frame, by, buckets)
    return (cast("_Table", share(number)) for number in range(buckets))


def _polars(frame: Any, by: str, buckets: int) -> _Shares:  # noqa: ANN401 -- a table of its engine
    import polars as pl

    return lambda number: frame.filter(pl.col(by).hash(seed=0) % buckets == number)


def _duckdb(frame: Any, by: str, buckets: int) -> _Shares:  # noqa: ANN401 -- a table of its engine
    name = by.replace('"', '""')
    return lambda number: frame.filter(f'hash("{name}") % {buckets} = {number}')


def _pyspark(frame: Any, by: str, buckets: int) -> _Shares:  # noqa: ANN401 -- a table of its engine
    from pyspark.sql import functions

    return lambda number: frame.filter(functions.pmod(functions.xxhash64(by), functions.lit(buckets)) == number)


def _in_memory(frame: Any, by: str, buckets: int) -> _Shares:  # noqa: ANN401 -- a table of its engine
    """Number the values of a table that is in memory anyway: pyarrow and pandas share no hash."""
    table = nw.from_native(frame, eager_only=True)
    numbered = table.select(by).unique().with_row_index("share")
    shares = numbered.select(by, nw.col("share").cast(nw.Int64) % buckets)
    return lambda number: table.join(shares.filter(nw.col("share") == number), on=by, how="semi").to_native()


_SHARES: dict[str, Callable[[Any, str, int], _Shares]] = {
    "polars": _polars,
    "duckdb": _duckdb,
    "pyspark": _pyspark,
    "pandas": _in_memory,
    "pyarrow": _in_memory,
}
