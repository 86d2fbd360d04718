"""What the demo compares: the same family, had its journal been another, and what may be said of the difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, cast

import attrs

from collabcare.cli.tables import number, reason_words
from collabcare.engagement import EngagementScore
from collabcare.journal import Journal, Session
from collabcare.vocabulary import PracticeOutcome, SessionStatus, Who

__all__ = [
    "cancelling_verdict",
    "honest_verdict",
    "not_done",
    "silent_about_not_done",
    "silent_about_practice",
    "without_cancelled",
]


_R = TypeVar("_R")


def _changed(record: _R, **changes: object) -> _R:
    """Make a record that differs in some fields; type checkers take our records for data classes, not for attrs."""
    made: _R = attrs.evolve(cast("Any", record), **changes)
    return made


def not_done(journal: Journal) -> int:
    """Count the records that say that practice was not done."""
    return sum(each.outcome == PracticeOutcome.NOT_DONE for each in journal.practice)


def silent_about_not_done(journal: Journal) -> Journal:
    """Take away what says, or lets one conclude, that practice was not done."""
    practice = tuple(each for each in journal.practice if each.outcome != PracticeOutcome.NOT_DONE)
    return _changed(journal, practice=practice, log_statements=())


def silent_about_practice(journal: Journal) -> Journal:
    """Take away every word about practice."""
    return _changed(journal, practice=(), log_statements=())


def is_cancelled_by_clinic(session: Session) -> bool:
    """Tell whether the clinic called a session off."""
    return session.status == SessionStatus.CANCELLED and session.cancelled_by == Who.CLINIC


def without_cancelled(journal: Journal) -> Journal:
    """Take away the sessions that the clinic called off, and what points to them."""
    gone = {each.id for each in journal.sessions if is_cancelled_by_clinic(each)}
    return _changed(
        journal,
        sessions=tuple(each for each in journal.sessions if each.id not in gone),
        messages=tuple(_changed(each, session=None) if each.session in gone else each for each in journal.messages),
        measurements=tuple(
            _changed(each, session=None) if each.session in gone else each for each in journal.measurements
        ),
    )


def honest_verdict(honest: EngagementScore, silent: EngagementScore, how: str) -> Iterator[str]:
    """
    Say what silence changed, whichever way it went.

    Parameters
    ----------
    honest
        The score of the family that says what was not done.
    silent
        The same family's, had it been silent.
    how
        The kind of silence, to begin a sentence with.

    Yields
    ------
    str
        Sentences that the figures bear out.
    """
    one, other = honest.family.dimensions["home_practice"], silent.family.dimensions["home_practice"]
    if one.value is not None and other.value is None:
        why = reason_words(other.reason or "")
        yield f"{how}: home_practice has no value ({why}), where it had {number(one.value)}."
    elif _above(other.value, one.value):
        yield (
            f"{how}: home_practice reads {number(other.value)} and not {number(one.value)}, but with so much unknown "
            f"it may be as low as {number(other.worst)}, and the score says so."
        )
    told, kept = honest.family.dimensions["communication"], silent.family.dimensions["communication"]
    if _above(told.value, kept.value):
        yield (
            f'{how}: communication falls from {number(told.value)} to {number(kept.value)}, for "not done" is news as '
            'much as "done".'
        )
    if _above(silent.family.overall.value, honest.family.overall.value):
        yield (
            f"{how}: the overall reads {number(silent.family.overall.value)} and not "
            f"{number(honest.family.overall.value)}: here silence would look better."
        )
    elif honest.family.overall.value is not None:
        yield (
            f"{how}: the family that says so is not worse off, with {number(honest.family.overall.value)} overall "
            f"against {number(silent.family.overall.value)}."
        )


def cancelling_verdict(cancelling: EngagementScore, spared: EngagementScore) -> Iterator[str]:
    """
    Say on which side a clinic's cancellations show.

    Parameters
    ----------
    cancelling
        The score as it is.
    spared
        The score had the cancelled sessions never been scheduled.

    Yields
    ------
    str
        Sentences that the figures bear out.
    """
    came, would_come = (each.family.dimensions["attendance"] for each in (cancelling, spared))
    if (came.value, came.credit, came.opportunities) == (would_come.value, would_come.credit, would_come.opportunities):
        yield f"The family's attendance is {number(came.value)} with them and without them: they are not the family's."
    else:
        yield f"The family's attendance is {number(came.value)} with them, and {number(would_come.value)} without them."
    kept, would_keep = (each.clinic.dimensions["sessions_kept"] for each in (cancelling, spared))
    if _above(would_keep.value, kept.value):
        yield (
            f"The clinic's sessions_kept is {number(kept.value)} with them, and would be {number(would_keep.value)} "
            "without them: they show on the clinic's own side."
        )
    else:
        before, after = number(kept.value), number(would_keep.value)
        yield f"The clinic's sessions_kept is {before} with them, and {after} without them."


def _above(one: float | None, other: float | None) -> bool:
    """Tell whether one figure is there and above the other; what is not there is below everything."""
    return one is not None and (other is None or one > other)
