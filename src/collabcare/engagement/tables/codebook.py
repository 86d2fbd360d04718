"""The codebook of every table: for programs as Table Schema, for people as Markdown, both from the same columns."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabcare.engagement.model import ScoringModel
from collabcare.engagement.tables import TABLES
from collabcare.engagement.tables.definition import Column, Table
from collabcare.errors import UnknownReferenceError

__all__ = ["codebook", "codebook_markdown"]

_TYPES = {
    "id": "string",
    "code": "string",
    "text": "string",
    "day": "date",
    "number": "number",
    "whole": "integer",
    "flag": "boolean",
}


def codebook(table: str | None = None, *, model: ScoringModel | None = None) -> dict[str, object]:
    """
    Describe the columns of a table, or of all: name, type, unit, range, levels and what an empty cell means.

    It describes columns, never cells: nothing of a family stands in it.

    Parameters
    ----------
    table
        `"sessions"`, `"occasions"`, `"ratings"` or `"messages"` (what you bring), `"evidence"` or `"scores"` (what
        comes out); without it, all of them.
    model
        Its dimensions by questionnaires are among the codes of `dimension`, each with its meaning; without it, only
        those of this library are.

    Returns
    -------
    dict
        A Table Schema of one table; without `table`, the schema of each by its name. Beside what the standard has, a
        field says its `unit`, what an `empty` cell means, and whether the column is `optional`.

    Raises
    ------
    UnknownReferenceError
        When there is no such table.

    References
    ----------
    .. [1] Frictionless Data, Table Schema.

    Examples
    --------
    >>> list(codebook())
    ['sessions', 'occasions', 'ratings', 'messages', 'evidence', 'scores']
    >>> credit = next(field for field in codebook("evidence")["fields"] if field["name"] == "credit")
    >>> credit["type"], credit["unit"], credit["constraints"]
    ('number', 'share', {'minimum': 0, 'maximum': 1})
    """
    found: dict[str, object] = {each.name: _schema(each) for each in _wanted(table, model)}
    return found if table is None else _schema(_wanted(table, model)[0])


def codebook_markdown(table: str | None = None, *, model: ScoringModel | None = None) -> str:
    """
    Give the codebook as Markdown, such as for the supplement of a paper.

    Parameters
    ----------
    table
        One table; without it, all of them.
    model
        Its dimensions by questionnaires are among the codes of `dimension`.

    Returns
    -------
    str
        A section for each table.

    Raises
    ------
    UnknownReferenceError
        When there is no such table.
    """
    return "\n".join(line for each in _wanted(table, model) for line in _section(each)).rstrip() + "\n"


def _tables_with(model: ScoringModel | None) -> tuple[Table, ...]:
    """Give every table as it is with a model, which may add dimensions by questionnaires."""
    own = () if model is None else tuple((each.name, each.meaning) for each in model.questionnaires)
    return tuple(_with_dimensions(each, own) for each in TABLES) if own else TABLES


def _with_dimensions(table: Table, own: tuple[tuple[str, str], ...]) -> Table:
    columns = (
        attrs.evolve(each, levels=each.levels + own) if each.name == "dimension" else each for each in table.columns
    )
    return attrs.evolve(table, columns=tuple(columns))


def _wanted(table: str | None, model: ScoringModel | None) -> tuple[Table, ...]:
    found = tuple(each for each in _tables_with(model) if table in {None, each.name})
    if not found:
        raise UnknownReferenceError(f"give one of the tables: {', '.join(each.name for each in TABLES)}")
    return found


# --------------------------------------------------------------------------- Table Schema


def _schema(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "description": f"A row is {table.row}.",
        "fields": [_field(each) for each in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if column.empty is None:
        constraints["required"] = True
    bounds = {"minimum": column.least, "exclusiveMinimum": column.above, "maximum": column.most}
    constraints |= {name: bound for name, bound in bounds.items() if bound is not None}
    if column.levels:
        constraints["enum"] = [level for level, _ in column.levels]
    field: dict[str, object] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.meaning,
        "constraints": constraints,
    }
    if column.levels:
        field["categories"] = [{"value": level, "label": meaning} for level, meaning in column.levels]
    if column.unit is not None:
        field["unit"] = column.unit
    if column.empty is not None:
        field["empty"] = column.empty
    if not column.required:
        field["optional"] = True
    return field


# --------------------------------------------------------------------------- Markdown


def _section(table: Table) -> Iterator[str]:
    yield from (f"## {table.name}", "", f"{table.title}.", "")
    yield from (f"A row is {table.row}. No two rows share {' and '.join(f'`{each}`' for each in table.key)}.", "")
    yield from ("| column | type | needed | range | meaning | an empty cell |", "| --- | --- | --- | --- | --- | --- |")
    for each in table.columns:
        cells = (
            f"`{each.name}`",
            _type(each),
            "yes" if each.required else "no",
            _range(each),
            each.meaning,
            each.empty or "not allowed",
        )
        yield f"| {' | '.join(cells)} |"
    yield ""
    for each in table.columns:
        if each.levels:
            yield from (f"Codes of `{each.name}`:", "")
            yield from (f"- `{level}`: {meaning}" for level, meaning in each.levels)
            yield ""
    if table.unknown:
        yield from ("What the table cannot know:", "")
        yield from (f"- {each}" for each in table.unknown)
        yield ""


def _type(column: Column) -> str:
    words = {"id": "id", "code": "code", "text": "text", "day": "day", "whole": "whole number", "flag": "true or false"}
    kind = words.get(column.kind, "number")
    return kind if column.unit is None else f"{kind} ({column.unit})"


def _range(column: Column) -> str:
    least, most = column.least, column.most
    first = f"more than {column.above:g}" if column.above is not None else "" if least is None else f"{least:g}"
    if most is None:
        return first if least is None else f"{first} or more"
    return f"{first} to {most:g}"
