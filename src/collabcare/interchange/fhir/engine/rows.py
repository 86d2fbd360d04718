"""
The rows that a mapping is written in: which field of ours stands at which path of a resource, and how.

Each row writes and reads, and says in data what the reference page says in words.
"""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from collabcare.interchange.fhir.engine.concepts import Concept
from collabcare.interchange.fhir.engine.places import parent, peek, prune, put, take, take_constant
from collabcare.interchange.fhir.engine.strings import put_string, take_string, take_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare.interchange.fhir.engine.contexts import In, Out
    from collabcare.vocabulary import Code as CodeSet

__all__ = [
    "Code",
    "Concept",
    "Constant",
    "Day",
    "Flag",
    "Hand",
    "Instant",
    "Number",
    "Reference",
    "Row",
    "Subject",
    "Words",
    "WordsIn",
]

Doc = dict[str, Any]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\s\S])")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})(?![\s\S])")


def is_day(value: Any) -> bool:
    """Tell whether it is written as a day."""
    return isinstance(value, str) and _DAY.match(value) is not None


def is_instant(value: Any) -> bool:
    """Tell whether it is written as an instant with its offset."""
    return isinstance(value, str) and _INSTANT.match(value) is not None


class Row(Protocol):
    """
    One line of a mapping.

    Parameters
    ----------
    fields
        The fields of ours that it carries; none for what only FHIR asks for.
    paths
        Where in the resource.
    """

    @property
    def fields(self) -> tuple[str, ...]: ...
    @property
    def paths(self) -> tuple[str, ...]: ...
    @property
    def note(self) -> str: ...

    def write(self, doc: Doc, resource: Doc, out: Out, /) -> tuple[str, ...] | None:
        """Put what the record says into the resource; name the fields for which it had no place this time."""
        ...

    def read(self, resource: Doc, doc: Doc, into: In, /) -> None:
        """Take what the resource says over into the record; what is not understood stays."""
        ...


@attrs.frozen
class _One:
    """A row of one field and one path."""

    field: str
    path: str
    note: str = attrs.field(default="", kw_only=True)

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)


class _Simple(_One):
    """A value that is written as it stands, and read where it has the right form."""

    __slots__ = ()

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG002 -- each row gets it
        if self.field in doc:
            put(resource, self.path, self.written(doc[self.field]))

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        found = peek(resource, self.path)
        if found is None:
            return
        value = self.understood(found)
        if value is None:
            into.refuse(self.path, "not-understood")
        else:
            take(resource, self.path)
            doc[self.field] = value

    def written(self, value: Any) -> Any:
        return value

    def understood(self, value: Any) -> Any:
        return value


class Day(_Simple):
    """A day; FHIR's years and months alone are not one."""

    __slots__ = ()

    def understood(self, value: Any) -> Any:
        return value if is_day(value) else None


class Instant(_Simple):
    """An instant, with its offset."""

    __slots__ = ()

    def understood(self, value: Any) -> Any:
        return value if is_instant(value) else None


class Flag(_Simple):
    """True or false."""

    __slots__ = ()

    def understood(self, value: Any) -> Any:
        return value if isinstance(value, bool) else None


class Number(_Simple):
    """A whole number."""

    __slots__ = ()

    def understood(self, value: Any) -> Any:
        return value if isinstance(value, int) and not isinstance(value, bool) else None


@attrs.frozen
class Code(_Simple):
    """A code of ours as the FHIR code that it is declared with; `codes` may say otherwise, code by code."""

    codes: type[CodeSet]
    also: dict[str, str] = attrs.field(factory=dict, kw_only=True)
    default: str | None = attrs.field(default=None, kw_only=True)

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG002 -- each row gets it
        value = doc.get(self.field, self.default)
        if value is not None:
            put(resource, self.path, self.written(value))

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        super().read(resource, doc, into)
        if doc.get(self.field) == self.default:
            doc.pop(self.field, None)

    def written(self, value: Any) -> Any:
        return self.also.get(value) or self.codes(value).fhir

    def understood(self, value: Any) -> Any:
        for ours in self.codes:
            if (self.also.get(ours.value) or ours.fhir) == value:
                return ours.value
        return None


@attrs.frozen
class Words(_One):
    """Words as they stand: a name, a note."""

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:
        if self.field in doc:
            holder, key = parent(resource, self.path)
            put_string(holder, key, doc[self.field], out.base)

    def read(self, resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG002 -- each row gets it
        above, _, key = self.path.rpartition(".")
        holder = peek(resource, above) if above else resource
        words = take_string(holder, key) if isinstance(holder, dict) else None
        if words is not None:
            doc[self.field] = words
            if above:
                prune(resource, above)


@attrs.frozen
class WordsIn(_One):
    """A message in its languages, as a string with its translations."""

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:
        if self.field in doc:
            holder, key = parent(resource, self.path)
            out.put_text(holder, key, doc[self.field])

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        above, _, key = self.path.rpartition(".")
        holder = peek(resource, above) if above else resource
        text = take_text(holder, key, into.language) if isinstance(holder, dict) else None
        if text is not None:
            doc[self.field] = text
            if above:
                prune(resource, above)


def names_of(to: str | tuple[str, ...]) -> tuple[str, ...]:
    """Give names of record classes, one or several."""
    return (to,) if isinstance(to, str) else to


@attrs.frozen
class Reference(_One):
    """A reference to another record, or several."""

    to: tuple[str, ...] = attrs.field(converter=names_of)
    many: bool = attrs.field(default=False, kw_only=True)

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:
        value = doc.get(self.field)
        if value and self.many:
            put(resource, self.path, [out.mention(self.to, each) for each in value])
        elif value:
            put(resource, self.path, out.mention(self.to, value))

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        found = peek(resource, self.path)
        if found is None:
            return
        if not self.many and type(found) is dict:
            # The usual case by itself: there are thousands of them.
            record_id = into.record_id(found, self.to)
            if record_id is None:
                into.refuse(self.path, "unresolved")
                return
            doc[self.field] = record_id
            take_reference(found)
            if not found:
                prune(resource, self.path)
            return
        references = found if isinstance(found, list) else [found]
        ids = []
        for each in references:
            record_id = into.record_id(each, self.to)
            if record_id is None:
                into.refuse(self.path, "unresolved")
            else:
                ids.append(record_id)
                take_reference(each)
        if ids:
            doc[self.field] = ids if self.many else ids[0]
        if isinstance(found, list):
            found[:] = [each for each in found if each]
        prune(resource, self.path)


def take_reference(reference: Doc) -> None:
    """Take away what a reference that was understood says; words that are shown for it stay."""
    del reference["reference" if "reference" in reference else "identifier"]
    reference.pop("type", None)


class _OfFhirAlone:
    """A row of one path that carries no field of ours: only FHIR asks for it."""

    __slots__ = ()
    path: str

    @property
    def fields(self) -> tuple[str, ...]:
        return ()

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)


@attrs.frozen
class Subject(_OfFhirAlone):
    """The child, whom everything is about."""

    path: str = "subject"
    note: str = attrs.field(default="", kw_only=True)

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG002 -- each row gets it
        child = out.reference(("Participant",), out.child)
        if child is not None:
            resource[self.path] = child

    def read(self, resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG002 -- each row gets it
        found = resource.get(self.path)
        if found is not None and into.child is not None and into.record_id(found, ("Participant",)) == into.child:
            take_reference(found)
            if not found:
                del resource[self.path]


@attrs.frozen
class Constant(_OfFhirAlone):
    """What FHIR asks for and we say of every record of a kind; `{base}` in text stands for the user's base."""

    path: str
    value: Any
    us_core: bool = attrs.field(default=False, kw_only=True)
    note: str = attrs.field(default="", kw_only=True)

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG002 -- each row gets it
        if out.us_core or not self.us_core:
            put(resource, self.path, out.again(self.under, out.base))

    def under(self, base: str) -> Any:
        """Give what it says under a base."""
        return _filled(self.value, base)

    def read(self, resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG002 -- each row gets it
        take_constant(resource, self.path, into.constant(self))


def _filled(value: Any, base: str) -> Any:
    """Put the user's base into what a constant says; everything is fresh."""
    if isinstance(value, str):
        return value.replace("{base}", base)
    if isinstance(value, dict):
        return {key: _filled(each, base) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, base) for each in value]
    return value


@attrs.frozen
class Hand:
    """
    A row whose two directions are written by hand, because FHIR cuts the matter differently.

    Parameters
    ----------
    own
        Which extensions of ours it writes besides: the record class, and its fields that stand there.
    elements
        Which elements it reads, where a path alone does not say it.
    """

    fields: tuple[str, ...]
    paths: tuple[str, ...]
    write: Callable[[Doc, Doc, Out], tuple[str, ...] | None]
    read: Callable[[Doc, Doc, In], None]
    note: str = ""
    own: tuple[tuple[type, tuple[str, ...]], ...] = ()
    elements: tuple[str, ...] = ()
