"""The order in which the resources of others are read: each after what it refers to."""

# Documents are made of what strangers say, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.importing.foreign.assignments import REQUESTS, read_activities, read_requests
from collabcare.interchange.fhir.importing.foreign.care_plan import CARE_PLAN, read_care_plan, take_named, team_of
from collabcare.interchange.fhir.importing.foreign.event_elements import (
    ANSWERED,
    APPOINTMENTS,
    ENCOUNTERS,
    MESSAGES,
    OBSERVATIONS,
)
from collabcare.interchange.fhir.importing.foreign.events import (
    read_answers,
    read_measurements,
    read_messages,
    read_sessions,
)
from collabcare.interchange.fhir.importing.foreign.goals import GOALS, read_goals
from collabcare.interchange.fhir.importing.foreign.people import read_child_itself, read_people
from collabcare.interchange.fhir.importing.foreign.people_elements import CARE_TEAM, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collabcare.interchange.fhir.importing.foreign.case import Case

__all__ = ["READS", "read_foreign"]

_EVENTS = (APPOINTMENTS, ENCOUNTERS, OBSERVATIONS, MESSAGES, ANSWERED)
READS = (CARE_PLAN, GOALS, REQUESTS, *PEOPLE.values(), CARE_TEAM, *_EVENTS)
"""What is read, type by type."""


def read_foreign(case: Case) -> None:
    """
    Read all that others wrote of one child.

    Parameters
    ----------
    case
        The case; what was read is gathered in it. People are read last: only those whom something names take part.
    """
    read_child_itself(case)
    read_care_plan(case)
    read_goals(case)
    read_requests(case)
    read_activities(case)
    read_sessions(case)
    read_measurements(case)
    read_messages(case)
    read_answers(case)
    if case.entries:
        read_people(case, team_of(case) | set(_texts(list(case.gathered.everything()))))
    take_named(case)


def _texts(value: Any) -> Iterator[str]:
    """Go through all text of documents: an id of a person is the only text that is one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
