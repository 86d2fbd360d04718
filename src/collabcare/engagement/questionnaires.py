"""
Questionnaires as evidence: each time one was filled in, where its score lies in the instrument's range.

It takes part only where a scoring model says so. It says what the answers say, not how anyone is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from collabcare.engagement.instruments.scoring import TOO_FEW, score_answers
from collabcare.engagement.opportunity import Evidence, LeftOut, Opportunity
from collabcare.errors import InvalidRecordError, Problem
from collabcare.vocabulary import Side

if TYPE_CHECKING:
    from collabcare.engagement.case import Case
    from collabcare.engagement.model import QuestionnaireDimension
    from collabcare.journal import Answers

__all__ = ["collect"]


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each questionnaire of the model that was filled in within the window.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Credit (score - least)/(greatest - least), turned round where a lower score is better. Left out: `on-hold`,
        `outside-plan`, and `too-few-answered`, where the scale has no score.

    Raises
    ------
    InvalidRecordError
        When answers in the window do not fit their instrument, with every problem and its place in the journal.
    """
    problems: dict[tuple[str | None, str], Problem] = {}
    rows: list[Evidence | LeftOut] = []
    for spec in case.model.questionnaires:
        for position, answers in enumerate(case.journal.answers):
            if answers.instrument != spec.instrument or not _is_wanted(case, spec, answers):
                continue
            try:
                rows.append(_row(case, spec, answers))
            except InvalidRecordError as error:
                moved = [attrs.evolve(each, pointer=f"/answers/{position}{each.pointer}") for each in error.problems]
                problems |= {(each.pointer, each.code): each for each in moved}
    if problems:
        raise InvalidRecordError(problems.values())
    yield from rows


def _is_wanted(case: Case, spec: QuestionnaireDimension, answers: Answers) -> bool:
    if answers.answered_at > case.as_of or case.day_of(answers.answered_at) not in case.window:
        return False
    person = case.people.get(answers.respondent)
    if spec.respondents and (person is None or person.role not in spec.respondents):
        return False
    if spec.side == Side.FAMILY:
        return case.household is None or case.home_of.get(answers.respondent) == case.household
    return case.organization is None or case.organization_of([answers.respondent]) == case.organization


def _row(case: Case, spec: QuestionnaireDimension, answers: Answers) -> Evidence | LeftOut:
    on = case.day_of(answers.answered_at)
    found = score_answers(case.model.instrument(spec.instrument), answers, coding=spec.coding)[spec.scale]
    is_family = spec.side == Side.FAMILY
    opportunity = Opportunity(
        plan_id=case.plan.id,
        side=spec.side,
        dimension=spec.dimension,
        on=on,
        household=case.home_of.get(answers.respondent) if is_family else None,
        organization=None if is_family else case.organization_of([answers.respondent]),
        source=answers.id,
        opportunity_id=answers.id,
    )
    if case.on_hold:
        return opportunity.left_out("on-hold")
    if not case.in_plan(on):
        return opportunity.left_out("outside-plan")
    if found.share is None:
        return opportunity.left_out(TOO_FEW)
    note = f"scale {spec.scale} of {spec.instrument}, as a share of its range"
    return opportunity.taken(found.share, note, reported_by=case.reporters.get(answers.respondent))
