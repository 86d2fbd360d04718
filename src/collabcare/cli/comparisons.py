"""What the demo compares: the same family, had its journal been another, and what may be said of the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeVar, cast

import attrs

from collabcare.cli.tables import number
from collabcare.engagement import EngagementScore
from collabcare.journal import Journal, Session
from collabcare.vocabulary import PracticeOutcome, SessionStatus, Who

__all__ = [
    "Silence",
    "cancelling_verdict",
    "honest_verdict",
    "is_cancelled_by_clinic",
    "not_done",
    "silent_about_not_done",
    "silent_about_practice",
    "thousandths",
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


@attrs.frozen
class Silence:
    """
    One family, as it is and had it been silent.

    Parameters
    ----------
    name
        The family's story.
    honest
        The score as it is.
    silent
        Had it said nothing about practice.
    hiding
        Had it kept to itself only what was not done.
    """

    name: str
    honest: EngagementScore
    silent: EngagementScore
    hiding: EngagementScore


def honest_verdict(families: Sequence[Silence]) -> Iterator[str]:
    """
    Say what silence changed, whichever way it went.

    Parameters
    ----------
    families
        At least one.

    Yields
    ------
    str
        Sentences that the figures bear out.
    """
    worse = [each for each in families if _above(_overall(each.silent), _overall(each.honest))]
    if worse:
        yield f"Saying nothing would look better than saying what was not done: {_compared(worse, 'silent')}."
    else:
        yield f"No family is worse off for saying so than for saying nothing: {_compared(families, 'silent')}."
    raised = [each for each in families if _above(_overall(each.hiding), _overall(each.honest))]
    if raised:
        yield f"Hiding only what was not done can make the value look better: {_compared(raised, 'hiding')}."
    else:
        yield f"Hiding what was not done makes no overall look better: {_compared(families, 'hiding')}."
    if not any(_above(_worst(each.hiding), _worst(each.honest)) for each in families):
        grown = all(_span(each.hiding) > _span(each.honest) for each in families)
        wider = ", and the span from worst to best is wider for each family" if grown else ""
        yield f"It never raises worst, which is what is certain{wider}: look at these before a value."


def _overall(score: EngagementScore) -> float | None:
    return score.family.overall.value


def _worst(score: EngagementScore) -> float | None:
    # Sums of the same numbers in another order: a difference in the last digits is none.
    worst = score.family.overall.worst
    return None if worst is None else round(worst, 9)


def _span(score: EngagementScore) -> float:
    overall = score.family.overall
    return 0.0 if overall.best is None or overall.worst is None else overall.best - overall.worst


def _compared(families: Sequence[Silence], how: Literal["silent", "hiding"]) -> str:
    pairs = (
        f"{thousandths(_overall(each.honest))} against {thousandths(_overall(getattr(each, how)))} ({each.name})"
        for each in families
    )
    return ", ".join(pairs)


def thousandths(value: float | None) -> str:
    """Round a figure for people, with one digit more than elsewhere: the comparisons are close."""
    return "none" if value is None else f"{value:.3f}"


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
