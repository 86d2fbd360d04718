"""
Stories: what happened above, the expected answer below, as a table that a clinician can read.

A story's file has prose in its docstring, `CASES` (each a plan and a journal, and a model where it is not the default
one) and `EXPECTED`, a Markdown table, one row for each question put to `score`. The reference page of the model shows
docstring and table as they stand.

Columns that ask: `case`, `days` (`2026-09-07/2026-10-05`, half-open, or a month `2026-09`), `as of` (a day or a local
time; the end of the days when empty), `home`, and `dimension` (`family` and `clinic` are overalls).
All other columns are answers. An empty cell says nothing, `-` says that there is none. Numbers are as exact as they are
written; `left out` lists every reason with its count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from collabcare._dates import Window
from collabcare.engagement import ScoringModel, score
from collabcare.journal import Journal
from collabcare.plans import SharedPlan

ASKING = ("case", "days", "as of", "home", "dimension")
FIELDS = {"of": "opportunities", "reported": "reported_share", "f": "present_share", "late": "late_reported"}


class Case(NamedTuple):
    """One course of events."""

    plan: SharedPlan
    journal: Journal
    model: ScoringModel | None = None


class Row(NamedTuple):
    """One row of a story's table: a question and its answers."""

    asked: dict[str, str]
    answers: dict[str, str]

    def __str__(self) -> str:
        return " ".join(each for each in self.asked.values() if each).replace("/", "..")

    @property
    def expected(self) -> dict[str, str]:
        """The answers that the table gives."""
        return {key: cell for key, cell in self.answers.items() if cell}

    def found(self, cases: Mapping[str, Case]) -> dict[str, str]:
        """Ask `score`, and write its answers as the table writes them."""
        case = cases[self.asked.get("case", "")]
        found = score(
            case.plan,
            case.journal,
            _window(self.asked["days"]),
            as_of=_as_of(self.asked.get("as of", ""), case.plan.timezone),
            model=case.model,
            household=self.asked.get("home") or None,
        )
        name = self.asked["dimension"]
        if name in {"family", "clinic"}:
            figures: Any = getattr(found, name).overall
        else:
            figures = {**found.family.dimensions, **found.clinic.dimensions}[name]
        return {key: _shown(key, cell, figures, found) for key, cell in self.expected.items()}

    def check(self, cases: Mapping[str, Case]) -> None:
        """Compare what `score` answers with the table."""
        found = self.found(cases)
        wrong = [
            f"{key} is {text}, not {self.answers[key]}" for key, text in found.items() if text != self.answers[key]
        ]
        assert not wrong, f"{self}: {'; '.join(wrong)}"


def rows(table: str) -> list[Row]:
    """Read a Markdown table."""
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
    head, _, *body = lines
    found = []
    for line in body:
        cells = dict(zip(head, line, strict=True))
        asked = {name: cells.pop(name) for name in ASKING if name in cells}
        found.append(Row(asked, cells))
    return found


def _shown(key: str, cell: str, figures: Any, found: Any) -> str:
    """Write what was found as the table writes it."""
    if key == "left out":
        return ", ".join(f"{reason} {count}" for reason, count in figures.left_out.items()) or "-"
    if key == "on":
        days = sorted({str(each.on) for each in found.rows if each.dimension == figures.dimension})
        return ", ".join(days) or "-"
    value = getattr(figures, FIELDS.get(key, key))
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    digits = len(cell.partition(".")[2])
    return (
        cell if cell != "-" and abs(value - float(cell)) <= 0.5 * 10**-digits + 1e-12 else f"{value:.{max(4, digits)}f}"
    )


def _window(days: str) -> Window:
    start, _, end = days.partition("/")
    return Window(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) if end else Window.month(start)


def _as_of(text: str, timezone: str) -> dt.date | dt.datetime | None:
    if "T" in text:
        return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone))
    return dt.date.fromisoformat(text) if text else None
