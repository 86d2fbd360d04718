"""
Explanation: the clinic explained each assignment for home, in the first language of those who were to practise it.

It says whether the family was told why and shown how, not whether the assignment was a good one.
"""

from __future__ import annotations

from collections.abc import Iterator

from collabcare._dates import DAY
from collabcare.engagement.case import Case
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.partners import Home
from collabcare.people import Participant
from collabcare.plans import HomeAssignment
from collabcare.plans.home_assignment import in_force, is_given
from collabcare.text import Text
from collabcare.vocabulary import Dimension, HowShown, WordingStatus

__all__ = ["agreed", "collect"]

_THIS = Dimension.EXPLANATION
_READ_BY_A_PERSON = frozenset({WordingStatus.WRITTEN, WordingStatus.REVIEWED})


def collect(case: Case) -> Iterator[Evidence | LeftOut]:
    """
    Give each assignment given in the window, for each home that it is for.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Evidence or LeftOut
        Mean of: the reason why was given; it was shown, not only sent; understanding was checked; the instructions are
        written or reviewed in the first language of the home's responsible caregiver. Where no language of theirs is
        known, the mean of the other three.
    """
    for assignment in case.plan.assignments:
        on = assignment.given_on
        if on not in case.window or not is_given(assignment):
            continue
        by = case.organization_of(() if assignment.assigned_by is None else (assignment.assigned_by,))
        if case.organization is not None and by != case.organization:
            continue
        homes = tuple(home for home in case.homes if not assignment.households or home in assignment.households)
        for home in homes or case.homes:
            name = assignment.id if home is None else f"{assignment.id}/{home}"
            reason = case.closed_reason(_THIS, on, (home,))
            if not case.has_caregiver(home, on) and reason != "on-hold":
                reason = "outside-plan"
            if reason is None and on > case.last_known_day:
                reason = "not-due"
            opportunity = case.opportunity(_THIS, on, assignment.id, name, organization=by)
            if reason is not None:
                yield opportunity.left_out(reason)
                continue
            parts = _parts(case, assignment, home)
            credit = sum(case.credit(_THIS, "given" if each else "missing") for each in parts) / len(parts)
            yield opportunity.taken(credit, f"{sum(parts)} of {len(parts)} parts")


def agreed(case: Case) -> bool:
    """Tell whether an assignment was given, or is in force, on a day of the window."""
    first, last = case.window.start_on, case.window.end_on - DAY
    for each in filter(is_given, case.plan.assignments):
        start, end = in_force(each)
        if each.given_on in case.window or max(start, first) <= min(end, last):
            return True
    return False


def _parts(case: Case, assignment: HomeAssignment, home: Home) -> list[bool]:
    shown = any(each != HowShown.SENT for each in assignment.shown)
    parts = [assignment.why is not None, shown, assignment.understanding_checked is True]
    language = _language(case, assignment, home)
    return parts if language is None else [*parts, _is_written(assignment.instructions, language)]


def _language(case: Case, assignment: HomeAssignment, home: Home) -> str | None:
    """Find the first language of the home's responsible caregiver; else of its other caregivers, else of the home."""
    there: list[Participant] = [each for each in case.caregivers[home] if each.active_on(assignment.given_on)]
    there.sort(key=lambda each: each.id not in assignment.responsible)
    spoken = [each.languages[0] for each in there if each.languages]
    spoken += [each.languages[0] for each in case.plan.households if each.id == home and each.languages]
    return spoken[0] if spoken else None


def _is_written(instructions: Text | None, language: str) -> bool:
    wanted = language.lower().partition("-")[0]
    return instructions is not None and any(
        each.status in _READ_BY_A_PERSON and each.language.lower().partition("-")[0] == wanted
        for each in instructions.wordings
    )
