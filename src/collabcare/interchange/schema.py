"""
The published JSON Schema of documents, and a second acceptor that goes by it alone.

The schema is derived from the records' declarations; `schemas/v1/` holds it as files, for other languages.
"""

from __future__ import annotations

import functools
import inspect
import json
import math
import re
from typing import TYPE_CHECKING, Any, cast

import msgspec

from collabcare._pointer import join
from collabcare._record import twins
from collabcare._record.declare import is_record, specs
from collabcare.engagement.instruments import Instrument
from collabcare.errors import Problem, UnknownReferenceError
from collabcare.journal import KINDS, Journal
from collabcare.plans import SharedPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["DIFFERENCES", "NAMES", "schema", "schema_problems", "schema_text"]

_DOCUMENTS: dict[str, Any] = {"plan": SharedPlan, "journal": Journal, "instrument": Instrument}

NAMES = (*_DOCUMENTS, "journal-line")
"""The schemas that there are."""

DIFFERENCES = {
    "cross-field": "Rules that tie fields or records together are not in the schema: the reader refuses more.",
    "time-zone": "The schema asks for the form of a time zone's name, the reader for a time zone that exists.",
    "utc-year": "Instants are kept in UTC: the reader refuses one whose UTC year is not 1900 to 2199, such as "
    "1900-01-01T00:00:00+02:00.",
    "whole-float": "To JSON Schema 10.0 and 1e1 are whole numbers; the reader wants them written 10.",
    "unreadable": "What no parsed document shows, the reader refuses beforehand: a key that stands twice, a byte order "
    "mark, NaN, more than 64 MiB, nesting deeper than 64.",
    "characters": "The schema allows NUL characters and lone surrogates in text; the reader refuses them.",
}
"""Every way in which the schema and the reader do not accept the same documents; all else is tested to be equal."""

_RULES = {
    "type": ("wrong-type", "give a value of the type that the schema names"),
    "enum": ("unknown-code", "give one of the codes that the schema lists"),
    "const": ("unknown-code", "give the constant that the schema names"),
    "minimum": ("out-of-range", "give a number within the schema's bounds"),
    "maximum": ("out-of-range", "give a number within the schema's bounds"),
    "minLength": ("wrong-length", "give text within the schema's lengths"),
    "maxLength": ("wrong-length", "give text within the schema's lengths"),
    "minItems": ("wrong-count", "give at least as many as the schema asks for"),
    "maxItems": ("wrong-count", "give at most as many as the schema allows"),
    "pattern": ("wrong-format", "give text in the form of the schema's pattern"),
    "format": ("wrong-format", "give a day, or an instant, that exists"),
}


def schema(name: str) -> dict[str, Any]:
    """
    Give the JSON Schema (2020-12) of a kind of document.

    It holds everything that one field's declaration says; `DIFFERENCES` lists what a schema cannot say.

    Parameters
    ----------
    name
        `"plan"`, `"journal"`, `"instrument"`, or `"journal-line"` for one line of a journal as NDJSON.

    Returns
    -------
    dict
        A new one on each call.

    Raises
    ------
    UnknownReferenceError
        When there is no schema of that name.

    Examples
    --------
    >>> schema("plan")["$id"]
    'urn:collabcare:schema:v1:plan'
    """
    if name not in NAMES:
        raise UnknownReferenceError(f"give one of these names of schemas: {', '.join(NAMES)}")
    cls = _DOCUMENTS.get(name, Journal)
    (top,), parts = msgspec.json.schema_components([twins.strict(cls)], ref_template="#/$defs/{name}")
    for declared in _declared(cls, {}).values():
        _describe(parts[declared.__name__], declared)
    content = top if name in _DOCUMENTS else {"anyOf": list(_lines(parts))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:collabcare:schema:v{cls.version}:{name}",
        "title": f"collabcare {name.replace('-', ' ')}, version {cls.version}",
        **content,
        "$defs": parts,
    }


def schema_text(name: str) -> str:
    """
    Give a schema as the file in `schemas/v1/` has it.

    Parameters
    ----------
    name
        As for `schema`.

    Returns
    -------
    str
        Indented JSON with a newline at its end.
    """
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def _declared(leaf: Any, found: dict[str, Any]) -> dict[str, Any]:
    """Find the records and code sets in a record class, by name."""
    found[leaf.__name__] = leaf
    for spec in specs(leaf) if is_record(leaf) else ():
        inner = spec.leaf
        if inner.__name__ not in found and (is_record(inner) or hasattr(inner, "__members__")):
            _declared(inner, found)
    return found


def _describe(part: dict[str, Any], declared: Any) -> None:
    """Complete the schema of a record or a code set by what its declaration says."""
    part["description"] = _prose(declared)
    if not is_record(declared):
        part.update(type="string", enum=[code.value for code in declared])
        if hasattr(declared, "definitions"):
            lines = (f"- {code}: {meaning}" for code, meaning in declared.definitions().items())
            part["description"] = "\n".join([part["description"], *lines])
        return
    for name, _ in twins.header(declared):
        (constant,) = part["properties"][name].pop("enum")
        part["properties"][name]["const"] = constant
    for spec in specs(declared):
        if spec.about.refers:
            part["properties"][spec.name]["description"] += f" (id: {' or '.join(spec.about.refers)})"


def _prose(declared: Any) -> str:
    """Give a docstring up to its first section."""
    return re.split(r"\n\n[A-Z][a-z]+\n-{3,}\n", inspect.cleandoc(declared.__doc__ or ""))[0]


def _lines(parts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Turn the parts of a journal into the lines that NDJSON has: the header, and one for each kind of event."""
    journal = parts["Journal"]
    journal["description"] = "The first line: which journal this is."
    journal["properties"] = {name: journal["properties"][name] for name in journal["required"]}
    yield {"$ref": "#/$defs/Journal"}
    for kind, (_, cls) in KINDS.items():
        event = parts[cls.__name__]
        event["properties"] = {"kind": {"description": "The kind of event.", "const": kind}} | event["properties"]
        event["required"] = ["kind", *event["required"]]
        yield {"$ref": f"#/$defs/{cls.__name__}"}


def schema_problems(document: Any) -> tuple[Problem, ...]:
    """
    Find what a document breaks of its published schema, with the library jsonschema and without the reader.

    It is the acceptor that users of other languages have. `DIFFERENCES` says what it cannot see.

    Parameters
    ----------
    document
        JSON data that was parsed already: a plan, a journal or an instrument.

    Returns
    -------
    tuple of Problem
        Empty when the schema accepts it.

    Examples
    --------
    >>> document = {"document": "collabcare-journal", "version": 1, "plan": "plan-1", "answers": [{"id": "a b"}]}
    >>> for problem in schema_problems(document):
    ...     print(problem.pointer, problem.code)
    /answers/0/answered_at missing
    /answers/0/id wrong-format
    /answers/0/instrument missing
    /answers/0/items missing
    /answers/0/respondent missing
    """
    name = next((name for name, cls in _DOCUMENTS.items() if _is_a(cls, document)), None)
    if name is None:
        return (Problem(None, "unknown-document", "begin with the kind of document that is asked for here"),)
    try:
        each_error = (each for error in _validator(name).iter_errors(document) for each in _problems(error))
        found = {(each.pointer, each.code): each for each in each_error}
    except RecursionError:
        return (Problem(None, "too-deep", "nest arrays and objects at most 64 deep"),)
    return tuple(found[place] for place in sorted(found))


def _is_a(cls: Any, document: Any) -> bool:
    if not isinstance(document, dict):
        return False
    fields = cast("dict[str, Any]", document)
    return bool(fields.get("document") == cls.document)


@functools.cache
def _validator(name: str) -> Any:
    from jsonschema import validators

    untyped: Any = validators
    base = untyped.Draft202012Validator
    number = functools.partial(_is_number, base.TYPE_CHECKER)
    cls = untyped.extend(base, type_checker=base.TYPE_CHECKER.redefine("number", number))
    return cls(schema(name), format_checker=base.FORMAT_CHECKER)


def _is_number(usual: Any, _checker: Any, value: Any) -> bool:
    """Refuse NaN, which lies within any bounds, and infinity; JSON has neither."""
    return usual.is_type(value, "number") and (not isinstance(value, float) or math.isfinite(value))


def _problems(error: Any) -> Iterable[Problem]:
    """Say what an error of jsonschema says, without its message, which holds the value."""
    pointer = join("", *error.absolute_path)
    known: Any = error.schema.get("properties", {})
    if error.validator == "anyOf":  # what may be null: the first branch says what it must be else
        return [each for inner in error.context if inner.schema_path[0] == 0 for each in _problems(inner)]
    if error.validator == "required":
        absent = (name for name in error.validator_value if name not in error.instance)
        return [Problem(join(pointer, name), "missing", "give a value") for name in absent]
    if error.validator == "additionalProperties":
        count = sum(key not in known for key in error.instance)
        return [
            Problem(pointer, "unknown-fields", f"take away what this kind of record does not have (fields: {count})")
        ]
    return [Problem(pointer, *_RULES[error.validator])]
