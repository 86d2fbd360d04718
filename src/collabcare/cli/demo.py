"""
`collabcare demo`: the families that the package ships, scored while you watch.

Every sentence is chosen by the numbers above it; none is printed that they do not bear out.
"""

from __future__ import annotations

import itertools
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from collabcare._dates import Window
from collabcare.cli import goals, tables
from collabcare.cli.clinic_demo import told_of_a_clinic
from collabcare.cli.comparisons import (
    Silence,
    cancelling_verdict,
    honest_verdict,
    is_cancelled_by_clinic,
    not_done,
    silent_about_not_done,
    silent_about_practice,
    thousandths,
    without_cancelled,
)
from collabcare.cli.tables import number
from collabcare.cli.waiting import Waiting
from collabcare.cli.windows import WindowOptions
from collabcare.engagement import DimensionScore, EngagementScore, OverallScore, score
from collabcare.interchange.examples import example, names
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Decision

__all__ = ["Story", "demo", "notices", "told"]

_MOST_NOTICES = 5


@attrs.frozen(repr=False)
class Story:
    """One invented family: what was agreed, what happened, and its score."""

    name: str
    plan: SharedPlan
    journal: Journal
    window: Window
    score: EngagementScore

    def scored(self, journal: Journal) -> EngagementScore:
        """Score the same family, had its journal been another."""
        return score(self.plan, journal, self.window)


def told(name: str) -> Story:
    """Read and score one of the families."""
    plan, journal = example(name)
    window = WindowOptions(None, None, None).window(plan, journal, name)
    return Story(name, plan, journal, window, score(plan, journal, window))


def demo() -> None:
    """Score each family, then show what honesty costs (nothing) and what cancelling costs, and whom."""
    with Waiting() as waiting:
        waiting.at("scoring")
        stories = [told(name) for name in names()]
        width = tables.terminal_width()
        parts: list[RenderableType] = [_paragraph(_OPENING.format(count=len(stories)), width)]
        for count, story in enumerate(stories, 1):
            parts += _family(count, story, width)
        parts += _honest(stories, width)
        parts += _cancelling(max(stories, key=_cancelled_sessions), width)
        waiting.at("importing")
        parts += list(told_of_a_clinic(width))
        parts += [Text(), tables.legend(width)]
    tables.printed(*parts)


_OPENING = (
    "{count} families that were invented for this demo: nobody in them is real. For each, what both sides had agreed "
    "stands in a plan, and what happened in a journal; the scores are computed now, from these two."
)


def _paragraph(text: str, width: int, bullet: str = "") -> Text:
    room = min(width, 95)
    return Text("\n".join(textwrap.wrap(text, room, initial_indent=bullet, subsequent_indent=" " * len(bullet))))


def _heading(text: str) -> list[RenderableType]:
    return [Text(), Text(text, style="bold"), Text("=" * len(text), style="bold")]


def _family(count: int, story: Story, width: int) -> Iterator[RenderableType]:
    wording = story.plan.title.in_(["en"])
    title = story.name if wording is None else wording.words
    yield from _heading(f"{count}. {title}")
    yield _paragraph(f"{story.name}: {_who(story.plan)}.", width)
    yield Text(f"{tables.window_words(story.score)}\n")
    yield tables.sides(story.score, width)
    yield Text("\nWhat to notice")
    for said in itertools.islice(notices(story), _MOST_NOTICES):
        yield _paragraph(said, width, "- ")
    yield Text("\nThe child's goals")
    for said in goals.summary(goals.report(story.plan, story.journal)):
        yield _paragraph(said, width, "- ")


def _who(plan: SharedPlan) -> str:
    """Count who takes part, without a name."""
    roles = Counter(each.role for each in plan.participants)
    people = [_counted(times, role.value) for role, times in roles.items()]
    return f"{', '.join(people)}; {_counted(len(plan.households), 'home')}"


def notices(story: Story) -> Iterator[str]:
    """Say what is worth a look in a family's numbers, what is special to it first."""
    family, clinic = story.score.family.dimensions, story.score.clinic.dimensions
    practice, attendance = family["home_practice"], family["attendance"]
    if len(story.plan.households) > 1:
        yield (
            f"The child has {len(story.plan.households)} homes: practice belongs to the home where the child was that "
            "day, and --household shows one by itself."
        )
    beyond = practice.left_out.get("beyond-capacity", 0)
    if beyond:
        yield (
            f"More practice was asked than the family had agreed to: the {_counted(beyond, 'occasion')} beyond that "
            "count neither for it nor against it."
        )
    barred = sum(each.left_out.get("open-barrier", 0) for each in family.values())
    if barred:
        yield (
            f"The family had said what stood in its way, and no answer had come: {_counted(barred, 'opportunity')} "
            f"missed meanwhile not held against it. The clinic's barriers_answered is "
            f"{_said(clinic['barriers_answered'])}."
        )
    declined = practice.left_out.get("goal-declined", 0)
    if declined:
        yield f"Practice for a goal that a home had declined: {_counted(declined, 'occasion')} left out."
    cancelled = _cancelled_sessions(story)
    if cancelled and attendance.left_out.get("cancelled-by-clinic"):
        yield (
            f"The clinic called off {_counted(cancelled, 'session')}: not in the family's attendance, which is "
            f"{_said(attendance)}, but in the clinic's sessions_kept, which is {_said(clinic['sessions_kept'])}."
        )
    silent = practice.left_out.get("unreported", 0)
    if silent and practice.worst is not None and practice.best is not None:
        yield (
            f"What became of {_counted(silent, 'occasion')} of practice nobody said. That is unknown, not zero: "
            f"home_practice lies between {number(practice.worst)} and {number(practice.best)}."
        )
    if any(each.decision == Decision.DECLINED for each in story.plan.agreements):
        decisions = _said(family["shared_decisions"])
        yield f"The family said no to something. A no is an answer: shared_decisions is {decisions}."
    rested = sum(each.left_out.get(reason, 0) for each in family.values() for reason in ("paused", "excused"))
    if rested:
        yield f"Illness, holidays and the like: {_counted(rested, 'opportunity')} left out on the family's side."


def _said(figures: DimensionScore | OverallScore) -> str:
    counted = f"{tables.count(figures.credit)} of {figures.opportunities}"
    if figures.reason is not None:
        behind = f": {counted}" if figures.opportunities else ""
        return f"not given ({tables.reason_words(figures.reason)}{behind})"
    return f"{number(figures.value)} ({counted})"


def _counted(count: int, noun: str) -> str:
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else several}"


def _honest(stories: Sequence[Story], width: int) -> Iterator[RenderableType]:
    """Compare families that say what was not done with the same families, had they been silent."""
    yield from _heading("Honest or silent?")
    said = sum(not_done(each.journal) for each in stories)
    yield _paragraph(
        f"These families say {_counted(said, 'time')} that practice was not done. Beside each stands the same family, "
        "had it said nothing about practice, and had it hidden only what was not done (with its statements that the "
        "log is complete). It did exactly as much each time.",
        width,
    )
    families = [
        Silence(
            name=each.name,
            honest=each.score,
            silent=each.scored(silent_about_practice(each.journal)),
            hiding=each.scored(silent_about_not_done(each.journal)),
        )
        for each in stories
    ]
    table = _table("", "says so", "says nothing", "hides what was not done")
    for family in families:
        sides = [each.family for each in (family.honest, family.silent, family.hiding)]
        table.add_row(Text(family.name, style="bold"))
        table.add_row("  overall", *(thousandths(each.overall.value) for each in sides))
        table.add_row("  worst to best", *(_bounds(each.overall) for each in sides))
        for name in ("home_practice", "communication"):
            table.add_row(f"  {name}", *(_said(each.dimensions[name]) for each in sides))
    yield from (Text(), table, Text())
    for sentence in honest_verdict(families):
        yield _paragraph(sentence, width, "- ")


def _cancelled_sessions(story: Story) -> int:
    return sum(map(is_cancelled_by_clinic, story.journal.sessions))


def _cancelling(story: Story, width: int) -> Iterator[RenderableType]:
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
        table.add_row(f"{name} ({side})", *map(_said, figures))
    yield from (Text(), table, Text())
    for said in cancelling_verdict(story.score, spared):
        yield _paragraph(said, width, "- ")


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head)
    return table


def _bounds(figures: DimensionScore | OverallScore) -> str:
    if figures.worst is None or figures.best is None:
        return "not known"
    return f"{thousandths(figures.worst)} to {thousandths(figures.best)}"
