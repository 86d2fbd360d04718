"""
FHIR from wherever it comes: one iterator over resources, whatever they were wrapped in.

Nothing is held longer than needed: a bulk export (NDJSON) is read line by line.
"""

# JSON of strangers passes through here, so the types of its values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from collabcare.errors import Problem, UnreadableDocumentError, UnsupportedVersionError
from collabcare.interchange import lines, sources
from collabcare.interchange.fhir.r4 import releases
from collabcare.interchange.fhir.r4.copying import copied
from collabcare.interchange.fhir.r4.decoding import decoded
from collabcare.interchange.fhir.r4.elements import is_resource_type
from collabcare.interchange.fhir.r4.not_json import refuse_other_forms

__all__ = ["MAX_CONTAINED", "MAX_NESTED", "Document", "Entry", "Source", "Told", "documents", "entries", "opened"]

Source = str | os.PathLike[str] | bytes | BinaryIO | dict[str, Any] | Iterable[dict[str, Any]]
"""A path, the bytes themselves, a binary file, a resource that was parsed already, or several of them."""

MAX_CONTAINED = 1_000
"""How many resources one resource may contain."""

MAX_NESTED = 4
"""How deep a Bundle may stand in a Bundle: a batch response holds search sets."""


class Entry(NamedTuple):
    """
    One resource, and where it stood.

    It belongs to who reads it: nothing else holds the dictionaries, so they may be taken apart.
    """

    place: str
    """FHIRPath to the resource: `Bundle.entry[3].resource`, `CarePlan`, `line[7]` of NDJSON (counted from 1), or
    `resource[3]` of an iterable (counted from 0)."""
    full_url: str | None
    """What other entries of a Bundle call it."""
    resource: dict[str, Any]
    """As parsed. Only the outermost resource of a source is sure to have a `resourceType` that is text."""
    request: dict[str, Any] | None
    """What a transaction or a history says was, or is to be, done with it."""
    pointer: str
    """JSON Pointer to the resource; of NDJSON within its line, of an iterable as if that were a list."""
    line: int | None
    """Its line in NDJSON, counted from 1."""

    def __repr__(self) -> str:
        """Show the place, and nothing of what stands there."""
        return f"Entry({self.place})"


class Document(NamedTuple):
    """One JSON document of a source: all of a file, a line of NDJSON, or a member of an iterable."""

    place: str
    value: dict[str, Any]
    line: int | None
    pointer: str

    def __repr__(self) -> str:
        """Show the place, and nothing of what stands there."""
        return f"Document({self.place})"


Told = Callable[[Problem], object]
"""Who is told that a document cannot be read, so that the next can be."""


def opened(source: Source, unreadable: Told | None = None) -> Iterator[Entry]:
    """
    Go through the resources of a source, in its order.

    Parameters
    ----------
    source
        A Bundle of any type or one bare resource, as a path, bytes, a binary file or a dictionary; NDJSON, a resource
        or a Bundle a line; or an iterable of resources as dictionaries. Dictionaries are copied. A Bundle within a
        Bundle is opened too. At most 64 MiB; for NDJSON at most 64 MiB a line.
    unreadable
        Is called with the problem of a document, a line of NDJSON or a member of an iterable that cannot be read, or
        not to its end; the next is read then. Without it, the first such problem is raised.

    Returns
    -------
    iterator of Entry
        Resources. Entries of a Bundle that hold none (a deletion, an outcome) are passed over. What stands in a
        resource was not looked at: see `check_fhir`.

    Raises
    ------
    UnreadableDocumentError
        When it is not JSON (of XML, a PDF or something packed it is said what it is), too large, too deep, or not
        FHIR. It is raised when the place is reached; what is too large is raised always, for nothing after it can be
        read.
    UnsupportedVersionError
        When a resource says that it is written in another release of FHIR than R4.
    OSError
        When a path cannot be read.
    TypeError
        When it is not a source at all.

    Examples
    --------
    >>> bundle = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Goal", "id": "g1"}}]}
    >>> list(opened(bundle))
    [Entry(Bundle.entry[0].resource)]
    """
    return entries(documents(source, unreadable), unreadable)


def documents(source: Source, unreadable: Told | None = None) -> Iterator[Document]:
    """
    Go through the JSON documents of a source, Bundles unopened.

    Parameters
    ----------
    source
        As for `opened`.
    unreadable
        As for `opened`.

    Returns
    -------
    iterator of Document
        Each is a JSON object that has a `resourceType`.

    Raises
    ------
    TypeError
        When it is not a source at all.
    """
    if isinstance(source, dict):
        return _kept([lambda: _document(copied(source), "", None)], unreadable)
    if isinstance(source, str | os.PathLike | bytes | bytearray | memoryview) or hasattr(source, "read"):
        return _of_file(source, unreadable)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    if hasattr(source, "__iter__"):
        return _kept((partial(_of_member, *each) for each in enumerate(source)), unreadable)
    raise TypeError("give a path, bytes, a file that was opened in binary mode, a dictionary, or several dictionaries")


def _kept(makes: Iterable[Callable[[], Document]], unreadable: Told | None) -> Iterator[Document]:
    """Make documents one by one, and pass over those that cannot be read."""
    for make in makes:
        try:
            document = make()
        except (UnreadableDocumentError, UnsupportedVersionError) as error:
            if unreadable is None:
                raise
            unreadable(error.problem)
        else:
            yield document


def _of_file(source: sources.Source, unreadable: Told | None) -> Iterator[Document]:
    with lines.opened(source) as file:
        if isinstance(file, bytes):
            yield from _kept([lambda: _parsed(file, "", None)], unreadable)
        else:
            makes = (partial(_parsed, line, f"line[{number}]", number) for number, line in file.lines())
            yield from _kept(makes, unreadable)


def _parsed(data: bytes, place: str, line: int | None) -> Document:
    refuse_other_forms(data, line)
    return _document(decoded(data, line), place, line)


def _of_member(position: int, resource: Any) -> Document:
    return _document(copied(resource), f"resource[{position}]", None, f"/{position}")


def _document(value: Any, place: str, line: int | None, pointer: str = "") -> Document:
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise _not_fhir("give FHIR: a JSON object with a resourceType", line, place)
    return Document(place or _name(value), value, line, pointer)


def _name(resource: dict[str, Any]) -> str:
    # A word that is no resource type may be anything, a name too.
    kind: str = resource["resourceType"]
    return kind if is_resource_type(kind) else "Resource"


def entries(found: Iterable[Document], unreadable: Told | None = None) -> Iterator[Entry]:
    """
    Open the Bundles among documents.

    Parameters
    ----------
    found
        Documents, as `documents` gives them.
    unreadable
        As for `opened`.

    Yields
    ------
    Entry
        As `opened`.
    """
    for document in found:
        try:
            yield from _opened(Entry(document.place, None, document.value, None, document.pointer, document.line), 0)
        except (UnreadableDocumentError, UnsupportedVersionError) as error:
            if unreadable is None:
                raise
            unreadable(error.problem)


def _opened(entry: Entry, nested: int) -> Iterator[Entry]:
    resource = _readable(entry).resource
    if resource.get("resourceType") != "Bundle":
        yield entry
        return
    if nested > MAX_NESTED:
        rule = f"nest Bundles at most {MAX_NESTED} deep"
        raise UnreadableDocumentError(Problem(None, "too-deep", rule, line=entry.line))
    members = resource.get("entry", ())
    if not isinstance(members, list | tuple):
        raise _not_fhir("give Bundle.entry as a list", entry.line, entry.place)
    for position, member in enumerate(members):
        place = f"{entry.place}.entry[{position}]"
        inner = member.get("resource") if isinstance(member, dict) else None
        if isinstance(inner, dict):
            full_url = member.get("fullUrl")
            request = member.get("request")
            held = Entry(
                f"{place}.resource",
                full_url if isinstance(full_url, str) else None,
                inner,
                request if isinstance(request, dict) else None,
                f"{entry.pointer}/entry/{position}/resource",
                entry.line,
            )
            if inner.get("resourceType") == "Bundle":
                yield from _opened(held, nested + 1)
            else:
                yield _readable(held)
        elif not isinstance(member, dict) or "resource" in member:
            raise _not_fhir("give each entry of a Bundle, and its resource, as an object", entry.line, place)


def _readable(entry: Entry) -> Entry:
    """Refuse a resource of another release, or one that contains too many."""
    resource = entry.resource
    release = releases.declared(resource)
    if release is not None:
        rule = f"give FHIR R4 (4.0.1); this is {release}"
        raise UnsupportedVersionError(Problem(None, "unsupported-version", rule, line=entry.line, fhirpath=entry.place))
    contained = resource.get("contained")
    if isinstance(contained, list) and len(contained) > MAX_CONTAINED and resource.get("resourceType") != "Bundle":
        rule = f"keep a resource within {MAX_CONTAINED:,} contained resources"
        raise UnreadableDocumentError(Problem(None, "too-large", rule, line=entry.line, fhirpath=entry.place))
    return entry


def _not_fhir(rule: str, line: int | None, place: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(Problem(None, "unknown-document", rule, line=line, fhirpath=place or None))
