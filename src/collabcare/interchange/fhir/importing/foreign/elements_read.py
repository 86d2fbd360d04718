"""
What is read of one type of resource that others wrote, element by element.

Each reader declares it, and is shown these elements alone; the reference page lists them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from collabcare.interchange.fhir.engine.derived import Derived
from collabcare.interchange.fhir.engine.places import head
from collabcare.interchange.fhir.engine.reasons import LeftOutReason
from collabcare.interchange.fhir.engine.rows import Constant, Subject

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from collabcare.interchange.fhir.engine.resources import ResourceMap
    from collabcare.interchange.fhir.engine.rows import Row

__all__ = ["Reads", "Taken", "native", "worded"]

_FRAME = frozenset(["resourceType", "id", "meta", "language", "text", "contained", "identifier", "implicitRules"])
"""What says which resource it is; references lead by it, so it is never put aside."""


@attrs.frozen
class Taken:
    """
    An element that is read.

    Parameters
    ----------
    path
        Where it stands in the resource, such as `target[].dueDate`.
    field
        The field of ours that it goes to; empty for what is only gone by.
    note
        When, or how.
    parts
        What of it, where not all is read: paths below it.
    translated
        Whether its translations are read too.
    """

    path: str
    field: str
    note: str = ""
    parts: tuple[str, ...] = ()
    translated: bool = False


@attrs.frozen(slots=False)
class Reads:
    """
    What is read of a type of resource.

    Parameters
    ----------
    resource
        The type.
    record
        The record that it becomes, or adds to.
    when
        Which resources of the type are read, and the reasons that the others are left out with.
    taken
        The elements that are read in a way that only resources of others need, or of which more is to be said.
    rows
        The rows of our own mapping that read resources of others too.
    reasons
        Why what is left at an element, or below it, was left out, where that is always the same.
    """

    resource: str
    record: str
    when: str
    taken: tuple[Taken, ...]
    rows: tuple[Row, ...] = ()
    reasons: Mapping[str, LeftOutReason] = attrs.field(factory=dict[str, LeftOutReason])

    @cached_property
    def heads(self) -> frozenset[str]:
        """The elements of the resource that a reader is shown."""
        paths = [each.path for each in self.taken] + [path for row in self.rows for path in row.paths]
        found = {head(each) for each in paths}
        return frozenset({*_FRAME, *found, *("_" + each for each in found)})


def worded(path: str, field: str) -> tuple[Taken, Taken]:
    """Say how the words of a CodeableConcept are read."""
    return (
        Taken(f"{path}.text", field, "with its translations", translated=True),
        Taken(f"{path}.coding[].display", field, "where there is no text: the first that shows words", translated=True),
    )


def native(made: ResourceMap, without: Collection[str] = ()) -> tuple[Row, ...]:
    """Give the rows of a mapping that read what others write too: those for a field of ours, and whom it is about."""
    return tuple(
        row
        for row in made.rows
        if not isinstance(row, Constant | Derived)
        and (row.fields or isinstance(row, Subject))
        and not any(each in without for each in row.fields)
    )
