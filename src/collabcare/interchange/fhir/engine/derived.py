"""
What other systems look for in a resource, and what follows from the rest of the plan: the subject, the team, lists.

It says nothing new, so nothing of it is read. When all has been read it is made once more, from what was read: what is
the same is taken out of the resource, what is not - somebody changed it - stays, and is thereby left out.
"""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from collabcare.interchange.fhir.engine.places import members, peek, put, take, take_members
from collabcare.interchange.fhir.engine.rows import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["Derived", "Listed", "child", "owner", "plan", "settle_derived"]

Doc = dict[str, Any]


@attrs.frozen
class Derived:
    """
    A copy of what the plan says elsewhere.

    Parameters
    ----------
    path
        Where it stands; with `[]` at the end `make` gives several, which come after what stands there.
    make
        Makes it from the record's document; `None` for nothing. It must bear a document of which anything is missing.
    """

    path: str
    make: Callable[[Doc, Out], Any]
    note: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """None: it says nothing new."""
        return ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it stands."""
        return (self.path,)

    def write(self, doc: Doc, resource: Doc, out: Out) -> None:
        """Write what follows."""
        made = self.make(doc, out)
        for each in made or () if self.path.endswith("[]") else () if made is None else (made,):
            put(resource, self.path, each)

    def read(self, resource: Doc, doc: Doc, into: In) -> None:  # noqa: ARG002 -- each row gets it
        """Take nothing yet; what follows is looked at when all was read."""
        into.derived.append((self, resource, into.entry))

    def take(self, resource: Doc, doc: Doc, out: Out, into: In) -> None:
        """Take out of the resource what it would say anyhow."""
        made = self.make(doc, out)
        if self.path.endswith("[]"):
            same = list(made or ())
            take_members(resource, self.path, lambda each: _known(each, into) in same)
        elif made is not None and _known(peek(resource, self.path), into) == made:
            take(resource, self.path)


@attrs.frozen
class Listed(Derived):
    """
    A list of resources; where they come in another order, as from a server, it says in which they belong.

    Parameters
    ----------
    at
        Key under which a member of the list refers to the resource; without it the member is the reference.
    """

    at: str | None = None

    def read(self, resource: Doc, doc: Doc, into: In) -> None:
        """Take nothing yet; what follows is looked at when all was read."""
        super().read(resource, doc, into)
        for each in members(resource, self.path):
            found = into.known(each.get(self.at) if self.at and isinstance(each, dict) else each)
            if found is not None:
                into.order.setdefault(found, len(into.order))


def settle_derived(into: In, document: Callable[[str], Doc | None], out: Out) -> None:
    """
    Take out of all resources what follows from what was read.

    Parameters
    ----------
    into
        What was read.
    document
        Gives the document that was made of the resource at a place; of a part with its `@owner`.
    out
        Knows each record by its class and id, as `Out.know` has it.
    """
    for row, resource, entry in into.derived:
        doc = document(entry.place)
        if doc is not None:
            into.entry = entry
            row.take(resource, doc, out, into)


def _known(value: Any, into: In) -> Any:
    """Copy a value, with what its references mean in their place."""
    if isinstance(value, list):
        return [_known(each, into) for each in value]
    if not isinstance(value, dict):
        return value
    copied = {key: _known(each, into) for key, each in value.items()}
    if isinstance(value.get("reference"), str):
        found = into.known(value)
        if found is not None:
            copied["reference"] = "/".join(found)
    return copied


def child(path: str = "subject") -> Subject:
    """Refer to the child of the plan; it is known before anything else is read."""
    return Subject(path)


def plan(path: str = "basedOn[]") -> Derived:
    """Refer to the plan."""

    def made(doc: Doc, out: Out) -> list[Doc]:  # noqa: ARG001 -- each gets it
        reference = out.reference(("SharedPlan",), out.document.get("id", ""))
        return [] if reference is None else [reference]

    return Derived(path, made, "the plan")


def owner(path: str, record: str) -> Derived:
    """Refer to the record that a part belongs to."""

    def made(doc: Doc, out: Out) -> Any:
        reference = out.reference((record,), doc.get("@owner", ""))
        return [reference] if path.endswith("[]") and reference is not None else reference

    return Derived(path, made, "the record that it belongs to")
