"""
Evidence: from a plan and its journal to every opportunity in a window, credited or left out with the reason.

Everything that a score says can be traced to these rows.
"""

from __future__ import annotations

import datetime as dt
from operator import attrgetter

from collabcare._dates import Window
from collabcare.engagement.case import Case
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.own_dimension import OwnDimension
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Dimension, Side

__all__ = ["Evidence", "LeftOut", "agreed_of", "evidence", "rows_of"]

_order = attrgetter("on", "opportunity_id")  # no two opportunities of a dimension share an id


def evidence(  # noqa: PLR0913 -- each is a question of its own
    plan: SharedPlan,
    journal: Journal,
    window: Window,
    as_of: dt.datetime | dt.date | None = None,
    *,
    model: ScoringModel | None = None,
    household: str | None = None,
    organization: str | None = None,
) -> tuple[Evidence | LeftOut, ...]:
    """
    List every opportunity of both sides in a window, with its credit or the reason why it does not count.

    It counts kept agreements. It is not a measure of a parent or of a therapist, and no total is drawn here.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened under that plan.
    window
        Half-open days in the plan's zone. What falls due later is not in it, what fell due in it is, however late it
        was answered.
    as_of
        What happened later is not known yet. A day means its first moment in the plan's zone; without it, the end of
        the window.
    model
        The scoring model; without it, the one that comes with this library.
    household
        Restricts the family side to one home.
    organization
        Restricts the clinic side to one organization.

    Returns
    -------
    tuple of Evidence or LeftOut
        In order of side, dimension, day and opportunity.

    Raises
    ------
    InvalidRecordError
        When the journal belongs to another plan, or `as_of` is neither a day nor an instant with an offset.
    UnknownReferenceError
        When the plan has no such household or organization.

    Notes
    -----
    With one `as_of`, the rows of adjoining windows are together the rows of their union.
    """
    return rows_of(Case.of(plan, journal, window, as_of, model=model, household=household, organization=organization))


def rows_of(case: Case) -> tuple[Evidence | LeftOut, ...]:
    """List every opportunity of a case, in order of side, dimension, day and opportunity."""
    from collabcare.engagement.dimensions import DIMENSION_MODULES

    rows: list[Evidence | LeftOut] = []
    for module in DIMENSION_MODULES.values():
        rows += sorted(module.collect(case), key=_order)
    if case.model.questionnaires:
        from collabcare.engagement import questionnaires

        places = {each.name: place for place, each in enumerate(case.model.questionnaires)}
        rows += sorted(questionnaires.collect(case), key=lambda row: (places[row.dimension], _order(row)))
        rows.sort(key=lambda row: row.side != Side.FAMILY)  # the family's first; within a side the order stays
    return tuple(rows)


def agreed_of(case: Case) -> frozenset[Dimension | OwnDimension]:
    """Name the dimensions in which anything was agreed: it tells "nothing fell due" from "nothing was agreed"."""
    from collabcare.engagement.dimensions import DIMENSION_MODULES

    agreed = {dimension for dimension, module in DIMENSION_MODULES.items() if module.agreed(case)}
    # A questionnaire that nobody was given counts against nobody: none due, not none agreed.
    return frozenset({*agreed, *(each.dimension for each in case.model.questionnaires)})
