"""
The columns of the two tables: evidence that comes in, scores that go out; and the dimensions of a model.

All lists are closed once the model is known, so that the schema of a lazy result is known before anything is read.
"""

from __future__ import annotations

from collabcare.engagement.model import ScoringModel
from collabcare.engagement.reasons import LEFT_OUT
from collabcare.vocabulary import Side

__all__ = ["AGREED", "EVIDENCE", "KEY_OF_REASON", "OVERALL", "SCORES", "side_of"]

OVERALL = "overall"
"""The name that stands in the column `dimension` for a side as a whole."""

EVIDENCE = (
    "plan_id",
    "side",
    "dimension",
    "on",
    "credit",
    "weight",
    "source",
    "household",
    "organization",
    "opportunity_id",
    "reason",
)
"""The columns of a table of evidence."""

AGREED = ("plan_id", "side", "dimension", "since", "until")
"""The columns of a table of what was in force."""

KEY_OF_REASON = {reason: f"left_out_{reason.replace('-', '_')}" for reason in LEFT_OUT}
"""The column that counts each reason."""

SCORES = (
    "window_start",
    "window_end",
    "side",
    "dimension",
    "value",
    "low",
    "high",
    "worst",
    "best",
    "credit",
    "opportunities",
    *KEY_OF_REASON.values(),
    "reason",
    "model_id",
    "model_version",
    "library_version",
    "parameters_digest",
)
"""The columns of a table of scores, after those that it is grouped by."""


def side_of(model: ScoringModel) -> dict[str, str]:
    """Give the side of each dimension of a model, those by questionnaires too, in the order in which they are shown."""
    return {each.dimension.value: side.value for side in Side for each in model.dimensions(side)}
