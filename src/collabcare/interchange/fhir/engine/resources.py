"""How a record becomes a resource, and a resource a record again: the rows, our own extension, and the narrative."""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from collabcare._record.declare import specs
from collabcare.interchange.fhir.engine import names
from collabcare.interchange.fhir.engine.narrative import narrative
from collabcare.interchange.fhir.engine.places import head
from collabcare.interchange.fhir.engine.rows import Hand
from collabcare.interchange.fhir.engine.strings import own_extension
from collabcare.interchange.fhir.engine.values import ANSWERS, EXTENSION, Dialect, read_items, write_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare.interchange.fhir.engine.contexts import In, Out
    from collabcare.interchange.fhir.engine.rows import Row

__all__ = ["Part", "ResourceMap", "read_resource", "write_resource"]

Doc = dict[str, Any]


@attrs.frozen
class Part:
    """
    What becomes a resource of its own beside that of the record: a part of it, or more of the same record.

    Parameters
    ----------
    field
        The field that holds the part or parts; `None` where the resource says more about the record itself.
    map
        Its mapping; the identifier of a part is the record's id, a slash, and its place.
    """

    field: str | None
    map: ResourceMap


@attrs.define(slots=False, eq=False)
class ResourceMap:
    """
    The mapping of one record to one type of resource.

    Parameters
    ----------
    record
        The record class.
    resource
        The FHIR resource type.
    rows
        What has an element of its own in FHIR.
    name
        Names the kind of record in identifiers and extensions.
    when
        For which records, where one class becomes several types of resource; it is given the record's document.
    parts
        What becomes resources beside it.
    form
        Whether what has no element stands in the items of a form (QuestionnaireResponse), not in an extension.
    identified
        Whether resources of the type have an identifier, one or several; `None` for none (Provenance).
    title
        Field whose words begin the narrative.
    tells
        Fields that the narrative tells after them.
    never
        Fields that are never exported.
    carries
        Fields that the own extension holds; by default all that no row and no part carries.
    note
        For the reference page.
    """

    record: type
    resource: str
    rows: tuple[Row, ...]
    name: str
    when: Callable[[Doc], bool] | None = None
    parts: tuple[Part, ...] = ()
    form: bool = False
    identified: str | None = "many"
    title: str | None = None
    tells: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    carries: frozenset[str] | None = None
    note: str = ""

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """Fields that do not stand in the own extension."""
        everything = {each.name for each in specs(self.record)}
        if self.carries is not None:
            return frozenset(everything - self.carries)
        rows = self.placed
        parts = {part.field for part in self.parts if part.field is not None}
        more = {field for part in self.parts if part.field is None for field in part.map.placed}
        return frozenset({"id", *rows, *parts, *more, *self.never})

    @cached_property
    def placed(self) -> frozenset[str]:
        """Fields that rows carry."""
        return frozenset(field for row in self.rows for field in row.fields)

    @cached_property
    def own_fields(self) -> tuple[str, ...]:
        """Fields that stand in the own extension, in declared order."""
        return tuple(each.name for each in specs(self.record) if each.name not in self.elsewhere)

    @cached_property
    def says_language(self) -> bool:
        """Whether the language of the resource is that of a field, not of all words in it."""
        return any("language" in row.paths for row in self.rows)

    @cached_property
    def readers(self) -> tuple[tuple[frozenset[str] | None, Row], ...]:
        """Rows with the elements without which they find nothing; `None` where that is not known."""
        return tuple((None if isinstance(row, Hand) else _heads(row), row) for row in self.rows)

    @cached_property
    def extension(self) -> str:
        """Name of the own extension: one for each record class, whatever it becomes."""
        return names.kebab(self.record.__name__)

    @property
    def dialect(self) -> Dialect:
        """How items are spelt."""
        return ANSWERS if self.form else EXTENSION


def _heads(row: Row) -> frozenset[str]:
    keys = {head(path) for path in row.paths}
    return frozenset({*keys, *("_" + key for key in keys)})


def write_resource(made: ResourceMap, doc: Doc, out: Out, identity: str) -> Doc:
    """Write one record as one resource; `identity` is its id among those of its kind."""
    usual = out.language
    if made.says_language:
        out.language = None
    out.relied_on = False
    resource: Doc = {
        "resourceType": made.resource,
        "id": out.resource_id(made.name, identity),
        "text": narrative(made.record, doc, out, made.title, made.tells),
    }
    identifier = names.identifier(out.base, made.name, identity)
    if made.identified == "many":
        resource["identifier"] = [identifier]
    elif made.identified == "one":
        resource["identifier"] = identifier
    own_fields = _write_rows(made, doc, resource, out)
    items = write_items(made.record, doc, out, made.dialect, own_fields)
    if made.identified is None:
        items.insert(0, {"url": "id", "valueId": identity})
    if items and made.form:
        resource.setdefault("item", []).extend(items)
    elif items:
        own = {"url": out.own(made.extension), "extension": items}
        resource.setdefault("extension", []).append(own)
    if out.relied_on:
        resource["language"] = out.language
    out.language = usual
    return resource


def _write_rows(made: ResourceMap, doc: Doc, resource: Doc, out: Out) -> tuple[str, ...]:
    """Write the rows; give the fields that stand in the own extension."""
    own_fields = made.own_fields
    for part in made.parts:
        # What would stand in a part that is not written stands in the own extension.
        if part.field is None and part.map.when is not None and not part.map.when(doc):
            own_fields += tuple(part.map.placed)
    for row in made.rows:
        left = row.write(doc, resource, out)
        if left:
            own_fields += left
    return own_fields


def read_resource(made: ResourceMap, resource: Doc, into: In) -> Doc:
    """
    Take a record out of a resource; what could not be carried is left in it.

    The own extension is read first: a row may go by what it says.
    """
    said = None if made.says_language else resource.get("language")
    if not isinstance(said, str):
        return _read(made, resource, into)
    usual, into.language = into.language, said
    doc = _read(made, resource, into)
    into.language = usual
    if _speaks(doc, said):
        resource.pop("language")
    return doc


def _speaks(value: Any, language: str) -> bool:
    """Tell whether some message is in a language."""
    if isinstance(value, dict):
        return ("wordings" in value and value.get("default") == language) or any(
            _speaks(each, language) for each in value.values()
        )
    return isinstance(value, list) and any(_speaks(each, language) for each in value)


def _read(made: ResourceMap, resource: Doc, into: In) -> Doc:
    doc: Doc = {}
    if made.form:
        doc.update(read_items(made.record, resource, into, ANSWERS))
    else:
        own = own_extension(resource, made.extension)
        if own is not None:
            doc.update(read_items(made.record, own, into, EXTENSION))
            if set(own) <= {"url"}:
                resource["extension"].remove(own)
                if not resource["extension"]:
                    del resource["extension"]
    for row in _fitting(made, resource, into):
        row.read(resource, doc, into)
    return doc


def _fitting(made: ResourceMap, resource: Doc, into: In) -> list[Row]:
    """Give the rows that may find something in a resource; most of one kind have the same elements."""
    key = (made, *resource)
    rows = into.fitting.get(key)
    if rows is None:
        there = resource.keys()
        rows = into.fitting[key] = [row for heads, row in made.readers if heads is None or not there.isdisjoint(heads)]
    return rows
