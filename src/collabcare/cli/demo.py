"""
`collabcare demo`: the families that the package ships, scored while you watch.

Every sentence is chosen by the numbers above it; none is printed that they do not bear out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import attrs
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from collabcare._dates import Window
from collabcare.cli import tables
from collabcare.cli.comparisons import (
    cancelling_verdict,
    honest_verdict,
    is_cancelled_by_clinic,
    not_done,
    silent_about_not_done,
    silent_about_practice,
    without_cancelled,
)
from collabcare.cli.progress import Waiting
from collabcare.cli.tables import number
from collabcare.cli.windows import WindowOptions
from collabcare.engagement import DimensionScore, EngagementScore, OverallScore
from collabcare.engagement import score
from collabcare.interchange.examples import example, names
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Decision

__all__ = ["demo"]

_CANCELLED = "cancelled-by-clinic"


@attrs.frozen(repr=False)
class _Story:
    """One invented family: what was agreed, what happened, and its score."""

    name: str
    plan: SharedPlan
    journal: Journal
    window: Window
    score: EngagementScore

    def scored(self, journal: Journal) -> EngagementScore:
        """Score the same family, had its journal been another."""
        return score(self.plan, journal, self.window)


def _story(name: str) -> _Story:
    plan, journal = example(name)
    window = WindowOptions(None, None, None).window(plan, journal, name)
    return _Story(name, plan, journal, window, score(plan, journal, window))


def demo() -> None:
    """Score each family, then show what honesty costs (nothing) and what cancelling costs, and whom."""
    with Waiting() as waiting:
        waiting.at("scoring")
        stories = [_story(name) for name in names()]
        width = tables.terminal_width()
        parts: list[RenderableType] = [_paragraph(_OPENING, width)]
        for count, story in enumerate(stories, 1):
            parts += _family(count, story, width)
        parts += _honest(max(stories, key=lambda each: not_done(each.journal)), width)
        parts += _cancelling(max(stories, key=_cancelled_sessions), width)
        parts += [Text(), tables.legend(width)]
    tables.printed(*parts)


_OPENING = (
    "Families that were invented for this demo: nobody in them is real. For each, what both sides had agreed stands in "
    "a plan, and what happened in a journal; the scores below are computed now, from these two."
)


def _paragraph(text: str, width: int, bullet: str = "") -> Text:
    room = min(width, 95)
    return Text("\n".join(textwrap.wrap(text, room, initial_indent=bullet, subsequent_indent=" " * len(bullet))))


def _heading(text: str) -> list[RenderableType]:
    return [Text(), Text(text, style="bold"), Text("=" * len(text), style="bold")]


def _family(count: int, story: _Story, width: int) -> Iterator[RenderableType]:
    wording = story.plan.title.in_(["en"])
    title = story.name if wording is None else wording.words
    yield from _heading(f"{count}. {title}")
    yield Text(f"{story.name}: {tables.window_words(story.score)}\n")
    yield tables.sides(story.score, width)
    yield Text("\nWhat to notice")
    for said in _notices(story):
        yield _paragraph(said, width, "- ")


def _notices(story: _Story) -> Iterator[str]:
    """Say what is worth a look in a family's numbers."""
    family, clinic = story.score.family.dimensions, story.score.clinic.dimensions
    practice, attendance = family["home_practice"], family["attendance"]
    cancelled = attendance.left_out.get(_CANCELLED, 0)
    if cancelled:
        yield (
            f"The clinic cancelled {_counted(cancelled, 'session')}. The family's attendance leaves them out; the "
            f"clinic's sessions_kept is {_said(clinic['sessions_kept'])}."
        )
    silent = practice.left_out.get("unreported", 0)
    if silent and practice.worst is not None and practice.best is not None:
        yield (
            f"Nobody said what became of {_counted(silent, 'occasion')} of practice. They are unknown, not zero: "
            f"home_practice lies between {number(practice.worst)} and {number(practice.best)}."
        )
    paused = sum(each.left_out.get(reason, 0) for each in family.values() for reason in ("paused", "excused"))
    if paused:
        yield f"Illness, holidays and the like: {_counted(paused, 'opportunity')} left out on the family's side."
    declined = sum(each.decision == Decision.DECLINED for each in story.plan.agreements)
    if declined:
        yield (
            f"The family said no to {_counted(declined, 'proposal')}. A no is an answer: shared_decisions is "
            f"{_said(family['shared_decisions'])}."
        )
    late = clinic["responsiveness"]
    if late.opportunities > late.credit:
        yield f"The family's questions: responsiveness is {_said(late)}, on the clinic's side."
    for side in (story.score.family, story.score.clinic):
        if side.overall.reason is not None:
            yield f"The {side.side} side has no overall: {tables.reason_words(side.overall.reason)}."


def _said(figures: DimensionScore | OverallScore) -> str:
    counted = f"{tables.count(figures.credit)} of {figures.opportunities}"
    if figures.reason is not None:
        return f"not given ({tables.reason_words(figures.reason)}: {counted})"
    return f"{number(figures.value)} ({counted})"


def _counted(count: int, noun: str) -> str:
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else several}"


def _honest(story: _Story, width: int) -> Iterator[RenderableType]:
    """Compare a family that says what was not done with the same family, had it been silent."""
    yield from _heading("Honest or silent?")
    yield _paragraph(
        f"The family of {story.name} once more, which says {not_done(story.journal)} times that practice was not done. "
        "Beside it stands the same family had it kept that to itself (those records, and its statements that the log "
        "is complete, are taken out), and had it said nothing about practice at all. It did exactly as much each time.",
        width,
    )
    honest = story.score
    hiding = story.scored(silent_about_not_done(story.journal))
    silent = story.scored(silent_about_practice(story.journal))
    table = _table("", "says so", "keeps it to itself", "says nothing")
    for name in ("home_practice", "communication"):
        _compare(table, name, *(each.family.dimensions[name] for each in (honest, hiding, silent)))
    _compare(table, "overall", *(each.family.overall for each in (honest, hiding, silent)))
    yield from (Text(), table, Text())
    for how, other in (("Keeping it to itself", hiding), ("Saying nothing", silent)):
        for said in honest_verdict(honest, other, how):
            yield _paragraph(said, width, "- ")


def _cancelled_sessions(story: _Story) -> int:
    return sum(map(is_cancelled_by_clinic, story.journal.sessions))


def _cancelling(story: _Story, width: int) -> Iterator[RenderableType]:
    """Show a clinic's cancellations where they belong."""
    cancelled = _cancelled_sessions(story)
    if not cancelled:
        return
    spared = story.scored(without_cancelled(story.journal))
    yield from _heading("When the clinic cancels")
    yield _paragraph(
        f"In {story.name} the clinic called off {_counted(cancelled, 'session')}. Beside it stand the same weeks had "
        "those sessions never been scheduled.",
        width,
    )
    table = _table("", "as it was", "never scheduled")
    for name, side in (("attendance", "family"), ("sessions_kept", "clinic")):
        figures = (getattr(each, side).dimensions[name] for each in (story.score, spared))
        _compare(table, f"{name} ({side})", *figures)
    yield from (Text(), table, Text())
    for said in cancelling_verdict(story.score, spared):
        yield _paragraph(said, width, "- ")


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head)
    return table


def _compare(table: Table, name: str, *figures: DimensionScore | OverallScore) -> None:
    table.add_row(name, *map(_said, figures))
    if any(each.worst != each.best for each in figures):
        table.add_row("  worst to best", *map(_bounds, figures))


def _bounds(figures: DimensionScore | OverallScore) -> str:
    if figures.worst is None or figures.best is None:
        return "not known"
    return f"{number(figures.worst)} to {number(figures.best)}"
