"""
The columns of the two tables: evidence that comes in, scores that go out.

Both lists are closed, so that the schema of a lazy result is known before anything is read.
"""

from __future__ import annotations

from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.reasons import LEFT_OUT
from collabcare.vocabulary import Side

__all__ = ["AGREED", "DIMENSION_NAMES", "EVIDENCE", "FAMILY", "KEY_OF_REASON", "OVERALL", "SCORES", "SIDE_OF"]

OVERALL = "overall"
"""The name that stands in the column `dimension` for a side as a whole."""

SIDE_OF = {dimension.value: side.value for side, dimensions in DIMENSIONS.items() for dimension in dimensions}
"""The side of each dimension, in the order in which they are shown."""

DIMENSION_NAMES = tuple(SIDE_OF)
FAMILY = tuple(each.value for each in DIMENSIONS[Side.FAMILY])

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
