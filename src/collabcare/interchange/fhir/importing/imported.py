"""What an import gives."""

# Documents are made of what strangers say, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collabcare.errors import Problem
    from collabcare.interchange.fhir.left_out import LeftOut
    from collabcare.journal import Journal
    from collabcare.plans import SharedPlan

__all__ = ["Imported"]


@attrs.frozen(repr=False)
class Imported:
    """
    What was read of one child, what is still missing, and what was not carried.

    Every value of the source stands in a document or in `left_out`. Everything of the documents stands in the plan or
    the journal, or has a problem.

    Parameters
    ----------
    plan
        The plan; `None` when something is missing without which it would be none: `problems` says what.
    journal
        What happened; `None` only when the child's plan has no name to refer to.
    left_out
        Every element that was not carried, by path and reason, counted.
    problems
        What is wrong or missing in the documents. Their pointers lead into `plan_document`, or, where the problem is in
        what happened, into `journal_document`; `fhirpath` says where in the source it comes from. A warning without a
        pointer says what is written in another release of FHIR.
    plan_document
        All that was read of the plan, in the form of our own documents, what was refused too.
    journal_document
        All that was read of what happened, likewise.
    """

    plan: SharedPlan | None
    journal: Journal | None
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]
    plan_document: dict[str, Any]
    journal_document: dict[str, Any]

    def __repr__(self) -> str:
        """Show what was read by counts, and nothing of what it says."""
        plan = "no plan" if self.plan is None else "a plan"
        events = sum(len(each) for each in self.journal_document.values() if isinstance(each, list))
        left = sum(each.count for each in self.left_out)
        return f"Imported({plan}, {events} events, {len(self.problems)} problems, {left} values left out)"
