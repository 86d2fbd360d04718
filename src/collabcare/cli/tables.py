"""Scores for people to read: both sides beside each other, never one against the other."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator

import click
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from collabcare._dates import zone
from collabcare.engagement import DimensionScore, EngagementScore, OverallScore, SideScore
from collabcare.engagement.explain import NOT_THIS

__all__ = [
    "WORDS",
    "count",
    "legend",
    "number",
    "paragraph",
    "printed",
    "reason_words",
    "score_table",
    "sides",
    "terminal_width",
    "window_words",
]

_NARROWEST, _WIDEST, _GAP = 37, 46, 3
_READABLE = 2 * _WIDEST + _GAP
_INDENT = "  "
_TIE = "\N{NO-BREAK SPACE}"

WORDS = {
    "nothing-agreed": "nothing was agreed",
    "nothing-due": "nothing fell due",
    "mostly-excused": "mostly excused or paused",
    "too-little-reported": "too little was reported",
    "too-few": "too few opportunities",
    "too-few-dimensions": "too few dimensions were measured",
    "too-little-coverage": "too little of this side was measured",
    "other-side-not-measured": "withheld: the other side has no overall",
}

_LEGEND = (
    "A value is the share of what was agreed that was kept, from 0 to 1, with its interval; below it stand the credit "
    "and the opportunities. Worst and best take what nobody reported as not done, or as done."
)


def reason_words(reason: str) -> str:
    """Say in words why there is no value."""
    return WORDS.get(reason, reason.replace("-", " "))


def number(value: float | None) -> str:
    """Round a value for people."""
    return "none" if value is None else f"{value:.2f}"


def count(value: float) -> str:
    """Round a sum of credits for people, without needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _behind(figures: DimensionScore | OverallScore) -> Iterator[str]:
    """Say what stands behind a value: why there is none, credit and bounds."""
    if figures.reason is not None:
        yield reason_words(figures.reason)
    if figures.opportunities or figures.worst is not None:
        yield f"{count(figures.credit)} of {figures.opportunities}"
    if figures.worst is not None and figures.best is not None and figures.worst < figures.best:
        yield f"worst {number(figures.worst)}, best {number(figures.best)}"


def _entry(name: str, figures: DimensionScore | OverallScore, left_out: str, width: int) -> Text:
    interval = "" if figures.low is None or figures.high is None else f"{number(figures.low)} to {number(figures.high)}"
    text = Text(f"{name:<17}  {number(figures.value)}  {interval}".rstrip())
    text.stylize("bold", 0, len(name))
    for line in ("; ".join(_behind(figures)), left_out):
        for part in _wrapped(line, width):
            text.append(f"\n{part.replace(_TIE, ' ')}")
    return text


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, initial_indent=_INDENT, subsequent_indent=2 * _INDENT, break_on_hyphens=False)


def paragraph(text: str, width: int, bullet: str = "") -> Text:
    """
    Break a paragraph into lines that are easy to read.

    Parameters
    ----------
    text
        The paragraph.
    width
        Columns of the terminal.
    bullet
        What its first line begins with; the others are indented as far.

    Returns
    -------
    Text
        At most 95 columns wide.
    """
    indent = " " * len(bullet)
    room = min(width, _READABLE)
    return Text(
        "\n".join(textwrap.wrap(text, room, initial_indent=bullet, subsequent_indent=indent, break_on_hyphens=False))
    )


def _left_out(figures: DimensionScore) -> str:
    counts = (f"{reason}{_TIE}{times}" for reason, times in figures.left_out.items())
    return f"left out: {', '.join(counts)}" if figures.left_out else ""


def _side(side: SideScore, width: int) -> Text:
    left_out = sum(side.overall.left_out.values())
    parts = [Text(f"{side.side.value.upper()}\n{'-' * width}", style="bold")]
    parts.append(_entry("overall", side.overall, f"left out: {left_out} in all" if left_out else "", width))
    parts.append(Text())
    parts += [_entry(name, each, _left_out(each), width) for name, each in side.dimensions.items()]
    return Text("\n").join(parts)


def sides(score: EngagementScore, width: int) -> RenderableType:
    """
    Lay out both sides, beside each other where there is room.

    Parameters
    ----------
    score
        The score.
    width
        Columns of the terminal.

    Returns
    -------
    RenderableType
        For rich to print.
    """
    room = min(_WIDEST, (width - _GAP) // 2)
    if room < _NARROWEST:
        return Text("\n\n").join([_side(score.family, min(width, _WIDEST)), _side(score.clinic, min(width, _WIDEST))])
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    grid.add_column(width=room, no_wrap=True)
    grid.add_column(width=room, no_wrap=True)
    grid.add_row(_side(score.family, room), _side(score.clinic, room))
    return grid


def window_words(score: EngagementScore) -> str:
    """Say which days were looked at."""
    window = score.window
    days = "1 day" if window.days == 1 else f"{window.days} days"
    return f"{window.start_on} to {window.end_on}, the last day not included: {days}"


def score_table(score: EngagementScore, timezone: str, width: int) -> list[RenderableType]:
    """
    Lay out a score: what it is about, then both sides.

    Parameters
    ----------
    score
        The score.
    timezone
        The plan's time zone, in which moments are shown.
    width
        Columns of the terminal.

    Returns
    -------
    list of RenderableType
        For rich to print, one after the other.
    """
    as_of = score.as_of.astimezone(zone(timezone))
    about = [
        ("plan", score.plan_id),
        ("window", window_words(score)),
        ("as of", _moment(as_of)),
        ("model", f"{score.model_id}, version {score.model_version}"),
        ("household", score.household),
        ("organization", score.organization),
    ]
    head = "\n".join(f"{name:<14}{value}" for name, value in about if value is not None)
    return [Text(head), Text(), sides(score, width)]


def _moment(at: dt.datetime) -> str:
    return at.isoformat(sep=" ", timespec="minutes")


def printed(*parts: RenderableType) -> None:
    """Print on standard output, in colour or bold only where a terminal shows them."""
    console = Console(highlight=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    click.echo("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()), nl=False)


def legend(width: int) -> Text:
    """Say how to read the figures, and what never to do with them."""
    return Text("\n".join(textwrap.wrap(" ".join((_LEGEND, *NOT_THIS)), min(width, 2 * _WIDEST + _GAP))))


def terminal_width() -> int:
    """Find how many columns standard output has; 80 when it is no terminal."""
    return Console().width
