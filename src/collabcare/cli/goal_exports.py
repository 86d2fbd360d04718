"""What the measurements say of each goal, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from collabcare.cli.goals import GoalReport, Report
from collabcare.interchange.csv_cells import safe

__all__ = ["COLUMNS", "csv_text", "json_text"]

COLUMNS: tuple[str, ...] = (
    "plan",
    "on",
    "goal",
    "figure",
    "source",
    "value",
    "low",
    "high",
    "observations",
    "status",
    "day",
    "reason",
)
"""The columns of the CSV, in order; later releases may add some at the end, and never change these."""

Cell = str | float | None


def json_text(found: Report) -> str:
    """
    Write everything that the report says.

    Parameters
    ----------
    found
        The report.

    Returns
    -------
    str
        An object with `plan`, `on`, `attainment` and a list of `goals`.
    """
    goals = [
        {
            "goal": each.goal.id,
            "mastery": each.mastery.to_dict(),
            "generalization": each.generalization.to_dict(),
            "effects": [one.to_dict() for one in each.effects],
            "without_effects": each.without_effects,
        }
        for each in found.goals
    ]
    content = {
        "plan": found.plan.id,
        "on": found.on.isoformat(),
        "attainment": found.attainment.to_dict(),
        "goals": goals,
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def csv_text(found: Report) -> str:
    """
    Write a row for each figure.

    Parameters
    ----------
    found
        The report.

    Returns
    -------
    str
        A header and the rows. An empty cell means that there is none; text that a spreadsheet would take for a formula
        has an apostrophe before it.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval=None)
    writer.writeheader()
    for row in _rows(found):
        full = {"plan": found.plan.id, "on": found.on.isoformat(), **row}
        writer.writerow({name: safe(cell) for name, cell in full.items()})
    return file.getvalue()


def _rows(found: Report) -> Iterator[dict[str, Cell]]:
    for score in (found.attainment.measured, found.attainment.family, found.attainment.clinic):
        common: dict[str, Cell] = {"source": score.source, "observations": score.goals_scored}
        yield {**common, "figure": "t", "value": score.t, "reason": score.reason}
        yield {**common, "figure": "t_change", "value": score.change, "reason": score.change_reason}
        yield {**common, "figure": "median_level", "value": score.median}
        yield {**common, "figure": "share_at_or_above", "value": score.share_at_or_above}
        for each in score.goals:
            day = None if each.on is None else each.on.isoformat()
            row: dict[str, Cell] = {"goal": each.goal, "figure": "level", "source": score.source, "value": each.level}
            yield {**row, "day": day, "reason": each.reason}
    for goal in found.goals:
        yield from _goal_rows(goal)


def _goal_rows(goal: GoalReport) -> Iterator[dict[str, Cell]]:
    name, found, seen = goal.goal.id, goal.mastery, goal.generalization
    yield {
        "goal": name,
        "figure": "mastery",
        "observations": found.observations,
        "status": found.status,
        "day": None if found.met_on is None else found.met_on.isoformat(),
        "reason": found.reason,
    }
    yield {"goal": name, "figure": "generalization", "status": seen.outcome, "reason": seen.reason}
    gap = seen.gap
    yield {
        "goal": name,
        "figure": "home_less_clinic",
        "value": gap.value,
        "low": gap.low,
        "high": gap.high,
        "reason": gap.reason,
    }
    if goal.phases is None or not goal.effects:
        yield {"goal": name, "figure": "effects", "reason": goal.without_effects}
        return
    count = len(goal.phases.baseline) + len(goal.phases.treatment)
    for each in goal.effects:
        row: dict[str, Cell] = {"goal": name, "figure": each.name, "value": each.value, "low": each.low}
        yield {**row, "high": each.high, "observations": count, "reason": each.reason}
