"""Scores as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from collabcare.engagement import DimensionScore, EngagementScore, OverallScore
from collabcare.interchange.csv_cells import safe

__all__ = ["COLUMNS", "csv_text", "json_text"]

COLUMNS = (
    "plan",
    "start_on",
    "end_on",
    "as_of",
    "model",
    "model_version",
    "household",
    "organization",
    "side",
    "dimension",
    "value",
    "low",
    "high",
    "worst",
    "best",
    "low_worst",
    "high_best",
    "strict",
    "credit",
    "opportunities",
    "left_out",
    "left_out_reasons",
    "reported_share",
    "reason",
)
"""The columns of the CSV, in order; later releases may add some at the end, and never change these."""

_FIGURES = ("value", "low", "high", "worst", "best", "low_worst", "high_best", "strict", "credit", "opportunities")

Cell = str | float | None


def csv_text(scores: Sequence[EngagementScore]) -> str:
    """
    Write a row for each window, side and dimension, the overall of a side first.

    Parameters
    ----------
    scores
        One for each window.

    Returns
    -------
    str
        A header and the rows, with a comma between cells and a newline at the end of each.

    Notes
    -----
    An empty cell means that there is none. Text that a spreadsheet would take for a formula, or that begins with an
    apostrophe, has an apostrophe before it; numbers never do.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for score in scores:
        for row in _rows(score):
            writer.writerow([safe(row[name]) for name in COLUMNS])
    return file.getvalue()


def _rows(score: EngagementScore) -> Iterator[dict[str, Cell]]:
    common: dict[str, Cell] = {
        "plan": score.plan_id,
        "start_on": score.window.start_on.isoformat(),
        "end_on": score.window.end_on.isoformat(),
        "as_of": score.as_of.isoformat().replace("+00:00", "Z"),
        "model": score.model_id,
        "model_version": score.model_version,
        "household": score.household,
        "organization": score.organization,
    }
    for side in (score.family, score.clinic):
        yield {**common, "side": side.side.value, "dimension": "overall", **_cells(side.overall)}
        for name, figures in side.dimensions.items():
            yield {**common, "side": side.side.value, "dimension": name, **_cells(figures)}


def _cells(figures: DimensionScore | OverallScore) -> dict[str, Cell]:
    return {
        **{name: getattr(figures, name) for name in _FIGURES},
        "left_out": sum(figures.left_out.values()),
        "left_out_reasons": " ".join(f"{reason}={count}" for reason, count in figures.left_out.items()) or None,
        "reported_share": figures.reported_share,
        "reason": figures.reason,
    }


def json_text(scores: Sequence[EngagementScore]) -> str:
    """
    Write everything that the scores say.

    Parameters
    ----------
    scores
        One for each window, at least one, all of one plan.

    Returns
    -------
    str
        An object with the `plan` and its `scores`, one for each window, each as `EngagementScore.to_dict()` gives it.
    """
    content = {"plan": scores[0].plan_id, "scores": [each.to_dict() for each in scores]}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
