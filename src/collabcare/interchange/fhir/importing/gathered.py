"""What was read of one child, gathered into the documents of a plan and a journal, and where each part came from."""

# Documents are made of what strangers say, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collabcare.interchange.fhir.engine.rows import Row

__all__ = ["Gathered", "Origin", "Which"]

Doc = dict[str, Any]
Which = Literal["plan", "journal"]


class Origin(NamedTuple):
    """Where in the source a record comes from."""

    place: str
    """The resource, or the element of one."""
    rows: tuple[Row, ...] = ()
    """Say at which of its elements a field stands."""

    def of(self, field: str) -> str:
        """Give the FHIRPath of the element that says a field, or that of all of it."""
        for row in self.rows:
            if field in row.fields and row.paths:
                return f"{self.place}.{row.paths[0].replace('[]', '')}"
        return self.place


@attrs.define
class Gathered:
    """
    The documents of one child while they grow.

    Parameters
    ----------
    plan
        What the plan says of itself.
    origin
        Where that comes from; `None` when the source has no care plan.
    """

    plan: Doc = attrs.field(factory=dict)
    origin: Origin | None = None
    _records: dict[tuple[Which, str], list[Doc]] = attrs.field(factory=dict)
    _origins: dict[tuple[Which, str], list[Origin]] = attrs.field(factory=dict)

    def add(self, of: Which, field: str, doc: Doc, origin: Origin) -> None:
        """Add a record to a field of the plan or the journal."""
        key = (of, field)
        if key not in self._records:
            self._records[key], self._origins[key] = [], []
        self._records[key].append(doc)
        self._origins[key].append(origin)

    def records(self, of: Which, field: str) -> list[Doc]:
        """Give the records of a field."""
        return self._records.get((of, field), [])

    def arrange(self, of: Which, field: str, order: dict[str, int]) -> None:
        """Put the records of a field in an order, by id; those that it does not name come last."""
        records = self.records(of, field)
        ranked = sorted(range(len(records)), key=lambda each: order.get(records[each]["id"], len(order)))
        if ranked != list(range(len(records))):
            origins = self._origins[of, field]
            records[:], origins[:] = [records[each] for each in ranked], [origins[each] for each in ranked]

    def everything(self) -> Iterable[Doc]:
        """Go through all records, and the plan itself."""
        yield self.plan
        for each in self._records.values():
            yield from each

    def plan_document(self) -> Doc:
        """Give the document of the plan."""
        return {"document": "collabcare-plan", "version": 1, **self.plan, **self._fields("plan")}

    def journal_document(self) -> Doc:
        """Give the document of the journal."""
        named = {"plan": self.plan["id"]} if "id" in self.plan else {}
        return {"document": "collabcare-journal", "version": 1, **named, **self._fields("journal")}

    def _fields(self, of: Which) -> Doc:
        return {field: docs for (which, field), docs in self._records.items() if which == of}

    def fhirpath(self, of: Which, pointer: str) -> str | None:
        """Say where in the source the place in a document comes from."""
        field, *inner = pointer.split("/")[1:] or [""]
        origins = self._origins.get((of, field))
        if origins is None:
            return None if self.origin is None or of == "journal" else self.origin.of(field)
        if not inner or not inner[0].isdigit() or int(inner[0]) >= len(origins):
            return None
        origin = origins[int(inner[0])]
        return origin.of(inner[1]) if len(inner) > 1 else origin.place
