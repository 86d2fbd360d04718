"""
Tidy tables in and out: their columns, as CSV that no spreadsheet runs, and as Parquet that carries its codebook.

What the columns mean stands in one place, `TABLES`; the codebook, the checks and the types below are made from it.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast

from collabcare._extras import need
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.tables import TABLES
from collabcare.engagement.tables.codebook import codebook, codebook_markdown
from collabcare.engagement.tables.definition import Column, Table
from collabcare.errors import InvalidTableError, TableProblem, UnknownReferenceError
from collabcare.interchange.csv_cells import plain, safe

__all__ = [
    "TABLES",
    "codebook",
    "codebook_markdown",
    "parquet_codebook",
    "read_csv",
    "write_csv",
    "write_parquet",
]

Backend = Literal["polars", "pandas", "pyarrow"]

_KEY = b"collabcare-codebook"
# Whole numbers that a column of floats holds, as pandas makes of them where some are missing, look whole.
_EXACT = 2.0**53
_FLAGS = {"true": True, "false": False, "1": True, "0": False}


# --------------------------------------------------------------------------- CSV


def write_csv(table: object, path: str | Path) -> None:
    """
    Write a table as CSV in UTF-8: the same bytes for the same rows, whatever engine holds them.

    Parameters
    ----------
    table
        Of polars (eager or lazy), pandas, pyarrow, DuckDB or PySpark; a lazy one is computed.
    path
        The file.

    Notes
    -----
    Days are written `2026-09-07`, flags `true` and `false`; an empty cell means that there is nothing. Text, names of
    columns too, that a spreadsheet would take for a formula, or that begins with an apostrophe, has an apostrophe
    before it; `read_csv` takes it away again. Numbers are never touched.
    """
    found = _arrow(table)
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([safe(name) for name in found.column_names])
        for batch in found.to_batches(max_chunksize=65_536):
            columns = [[_written(cell) for cell in column.to_pylist()] for column in batch.columns]
            writer.writerows(zip(*columns, strict=True))


def read_csv(path: str | Path, table: str, *, backend: Backend = "polars") -> Any:
    """
    Read a CSV file as one of the tables, each column with the type that its codebook says.

    Parameters
    ----------
    path
        The file, in UTF-8, with a line of column names; days as `2026-09-07`, flags as `true` and `false` or 1 and 0.
    table
        Which table it is: `"sessions"`, `"occasions"`, `"ratings"`, `"messages"`, `"evidence"` or `"scores"`.
    backend
        What to give: `"polars"`, `"pandas"` or `"pyarrow"`.

    Returns
    -------
    table
        Columns that the codebook does not know are read as text.

    Raises
    ------
    OSError
        When the file cannot be read.
    UnknownReferenceError
        When there is no such table.
    InvalidTableError
        With every column in which cells cannot be read as its type, and how many.

    Notes
    -----
    Needs pyarrow. It only reads. What the cells say is checked when evidence is made of them.
    """
    pa = _arrow_module("pyarrow")
    import narwhals as nw

    definition = next((each for each in TABLES if each.name == table), None)
    if definition is None:
        raise UnknownReferenceError(f"give one of the tables: {', '.join(each.name for each in TABLES)}")
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file)) or [[]]
    names = [plain(name) for name in header]
    uneven = sum(len(row) != len(names) for row in rows)
    problems = [TableProblem(None, "wrong-count", "give each row a cell for each column", uneven)] if uneven else []
    twice = [name for position, name in enumerate(names) if name in names[:position]]
    problems += [TableProblem(name, "duplicate", "give each column once", len(rows)) for name in twice]
    if problems:
        raise InvalidTableError(problems)
    found: dict[str, list[object]] = {}
    for position, name in enumerate(names):
        found[name], wrong = _cells(_column(definition, name), [row[position] for row in rows])
        if wrong:
            rule = f"give cells that can be read as {_AS[_kind(definition, name)]}"
            problems.append(TableProblem(name, "wrong-format", rule, wrong))
    if problems:
        raise InvalidTableError(problems)
    schema = pa.schema([(name, _dtype(definition, name)) for name in names])
    read = pa.Table.from_pydict(found, schema=schema)
    if backend == "pyarrow":
        return read
    # pandas has no days: they come as midnights, on which it can reckon.
    return nw.from_native(read).to_polars() if backend == "polars" else read.to_pandas(date_as_object=False)


_AS = {
    "id": "text",
    "code": "text",
    "text": "text",
    "day": "days, such as 2026-09-07",
    "number": "numbers, with a point",
    "whole": "whole numbers",
    "flag": "true or false",
}


def _digits(text: str) -> str:
    """Refuse the underscores that Python, and nobody else, reads within a number."""
    if "_" in text:
        raise ValueError
    return text


_READ: dict[str, Callable[[str], object]] = {
    "day": dt.date.fromisoformat,
    "number": lambda text: float(_digits(text)),
    "whole": lambda text: int(_digits(text)),
    "flag": lambda text: _FLAGS[text.lower()],
}


def _column(table: Table, name: str) -> Column | None:
    return next((each for each in table.columns if each.name == name), None)


def _kind(table: Table, name: str) -> str:
    column = _column(table, name)
    return "text" if column is None else column.kind


def _dtype(table: Table, name: str) -> Any:
    pa = _arrow_module("pyarrow")
    types = {"day": pa.date32(), "number": pa.float64(), "whole": pa.int64(), "flag": pa.bool_()}
    return types.get(_kind(table, name), pa.string())


def _cells(column: Column | None, texts: Sequence[str]) -> tuple[list[object], int]:
    """Read the cells of a column, and count those that cannot be read."""
    kind = "text" if column is None else column.kind
    read = _READ.get(kind, plain)
    found: list[object] = []
    wrong = 0
    for text in texts:
        try:
            found.append(None if text == "" else read(text))
        except (ValueError, KeyError):
            found.append(None)
            wrong += 1
    return found, wrong


def _written(cell: object) -> object:
    """Write a cell: nothing as nothing, a day or midnight as a day, text so that no spreadsheet runs it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    return safe(cell)


# --------------------------------------------------------------------------- Parquet


def write_parquet(table: object, path: str | Path, name: str, *, model: ScoringModel | None = None) -> None:
    """
    Write a table as Parquet that carries its codebook in its metadata.

    Parameters
    ----------
    table
        Of polars (eager or lazy), pandas, pyarrow, DuckDB or PySpark; a lazy one is computed.
    path
        The file.
    name
        Which table it is, such as `"scores"`.
    model
        The scoring model that it was made with: its dimensions by questionnaires go into the codebook.

    Raises
    ------
    UnknownReferenceError
        When there is no such table.

    Notes
    -----
    The metadata of the file has the Table Schema under `collabcare-codebook`, and each column its description; other
    columns go along without one. `parquet_codebook` reads it, and any reader of Parquet can. Needs pyarrow.
    """
    parquet = _arrow_module("pyarrow.parquet")
    described = codebook(name, model=model)
    found = _arrow(table)
    fields = [
        field.with_metadata({b"description": column.meaning.encode()}) if column is not None else field
        for field, column in _described(found.schema, name)
    ]
    schema = found.schema.with_metadata({**(found.schema.metadata or {}), _KEY: json.dumps(described).encode()})
    for position, field in enumerate(fields):
        schema = schema.set(position, field)
    parquet.write_table(found.cast(schema), Path(path))


def parquet_codebook(path: str | Path) -> dict[str, Any]:
    """
    Read the codebook that a Parquet file carries.

    Parameters
    ----------
    path
        A file that `write_parquet` wrote.

    Returns
    -------
    dict
        The Table Schema of its table.

    Raises
    ------
    OSError
        When the file cannot be read.
    UnknownReferenceError
        When it carries none.
    """
    parquet = _arrow_module("pyarrow.parquet")
    metadata: dict[bytes, bytes] = parquet.read_schema(Path(path)).metadata or {}
    carried = metadata.get(_KEY)
    if carried is None:
        raise UnknownReferenceError("give a file that write_parquet wrote")
    found: dict[str, Any] = json.loads(carried)
    return found


def _arrow_module(name: str) -> Any:
    """Load pyarrow, which has no types and is not needed for anything else here."""
    need("arrow", "narwhals", "pyarrow")
    return importlib.import_module(name)


def _described(schema: Any, name: str) -> Iterator[tuple[Any, Column | None]]:
    definition = next(each for each in TABLES if each.name == name)
    for field in schema:
        yield field, _column(definition, field.name)


def _arrow(table: object) -> Any:
    """Take a table of any engine as Arrow; in pandas a missing number is no NaN but nothing."""
    need("arrow", "narwhals", "pyarrow")
    import narwhals as nw

    given: Any = nw.from_native(cast("Any", table))
    collected: Any = given.collect(backend="pyarrow") if isinstance(given, nw.LazyFrame) else given
    return collected.to_arrow()
