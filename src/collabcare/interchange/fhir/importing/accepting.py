"""
The documents that were read, made a plan and a journal; what is refused is dropped where that makes nothing up.

A goal, a strategy, an assignment, a service, an expectation or a family's profile that breaks a rule is dropped by
itself, with its problem, and so is an event. Anything else of the plan refuses it: without a person, a home, a pause, a
promise, an answer, a barrier or a review that was there, a plan would say something else.
"""

# Documents are made of what strangers say, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from collabcare._record import findings
from collabcare.errors import InvalidRecordError, Problem
from collabcare.interchange import parsing, reading
from collabcare.journal import KINDS, Journal
from collabcare.plans import SharedPlan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collabcare.interchange.fhir.importing.gathered import Gathered, Which

__all__ = ["DROPPABLE", "accepted"]

Doc = dict[str, Any]
_R = TypeVar("_R")

DROPPABLE = frozenset({"goals", "strategies", "assignments", "services", "expectations", "family_profiles"})
"""The fields of a plan from which a record may be dropped."""

_EVENTS = frozenset(name for name, _ in KINDS.values())


def accepted(gathered: Gathered) -> tuple[SharedPlan | None, Journal | None, tuple[Problem, ...]]:
    """
    Make the plan and the journal.

    Parameters
    ----------
    gathered
        What was read.

    Returns
    -------
    tuple
        The plan or `None`, the journal or `None`, and every problem of the documents as they were gathered.
    """
    plan_side = _Side(gathered, "plan", gathered.plan_document(), DROPPABLE)
    plan = plan_side.read(SharedPlan)
    journal_side = _Side(gathered, "journal", gathered.journal_document(), _EVENTS)
    journal = journal_side.read(Journal)
    unfit: list[Problem] = []
    if plan is not None and journal is not None:
        # Whether what happened fits what was agreed refuses no event, here as in a journal of ours.
        found = findings.problems(journal, plan=plan)
        unfit = [journal_side.as_gathered(each, journal) for each in found if each.severity == "error"]
    return plan, journal, (*plan_side.problems, *journal_side.problems, *unfit)


class _Side:
    """
    One of the two documents, and which of its records are still in it.

    Parameters
    ----------
    gathered
        Knows where records come from.
    of
        Which document.
    document
        It; nothing is taken out of it.
    droppable
        The fields from which a record may be dropped.
    """

    def __init__(self, gathered: Gathered, of: Which, document: Doc, droppable: frozenset[str]) -> None:
        self.problems: list[Problem] = []
        self._gathered = gathered
        self._of: Which = of
        self._document = document
        self._droppable = droppable
        self._kept = {field: list(range(len(value))) for field, value in document.items() if isinstance(value, list)}

    def read(self, cls: type[_R]) -> _R | None:
        """Read the document, dropping what may be dropped until nothing is refused any more."""
        while True:
            try:
                return reading.read_record(parsing.encode(self._current()), cls)
            except InvalidRecordError as error:
                found = error.problems
            if not self._drop(found):
                return None

    def as_gathered(self, problem: Problem, journal: Journal) -> Problem:
        """Give a problem of a journal, in which events stand in order, its place in the document."""
        _, field, position, *inner = (problem.pointer or "").split("/")
        event = getattr(journal, field)[int(position)]
        place = next(each for each in self._kept[field] if self._document[field][each].get("id") == event.id)
        pointer = "/".join(["", field, str(place), *inner])
        return attrs.evolve(problem, pointer=pointer, fhirpath=self._gathered.fhirpath(self._of, pointer))

    def _current(self) -> Doc:
        return {
            field: [value[each] for each in self._kept[field]] if field in self._kept else value
            for field, value in self._document.items()
        }

    def _drop(self, found: Iterable[Problem]) -> bool:
        """Take note of problems, and drop the records that have them; tell whether that was possible for all."""
        dropped: dict[str, set[int]] = {}
        whole = True
        for each in found:
            pointer = each.pointer or ""
            field, *inner = pointer.split("/")[1:] or [""]
            if inner and inner[0].isdigit() and field in self._kept:
                position = self._kept[field][int(inner[0])]
                pointer = "/".join(["", field, str(position), *inner[1:]])
                dropped.setdefault(field, set()).add(position)
            whole = whole and field in self._droppable and bool(inner)
            self.problems.append(
                attrs.evolve(each, pointer=pointer, fhirpath=self._gathered.fhirpath(self._of, pointer))
            )
        if whole:
            for field, positions in dropped.items():
                self._kept[field] = [each for each in self._kept[field] if each not in positions]
        return whole
