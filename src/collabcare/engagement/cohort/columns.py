"""
The columns of the two tables: evidence that comes in, scores that go out; and the dimensions of a model.

What they mean, and which they are, stands in `engagement.tables.results`.

All lists are closed once the model is known, so that the schema of a lazy result is known before anything is read.
"""

from __future__ import annotations

from collabcare.engagement.model import ScoringModel
from collabcare.engagement.tables import results
from collabcare.engagement.tables.results import KEY_OF_REASON
from collabcare.vocabulary import Side

__all__ = ["AGREED", "EVIDENCE", "KEY_OF_REASON", "OVERALL", "SCORES", "side_of"]

OVERALL = "overall"
"""The name that stands in the column `dimension` for a side as a whole."""

EVIDENCE = results.EVIDENCE.names
"""The columns of a table of evidence."""

AGREED = ("plan_id", "side", "dimension", "since", "until")
"""The columns of a table of what was in force."""

SCORES = tuple(name for name in results.SCORES.names if name != "plan_id")
"""The columns of a table of scores, after those that it is grouped by."""


def side_of(model: ScoringModel) -> dict[str, str]:
    """Give the side of each dimension of a model, those by questionnaires too, in the order in which they are shown."""
    return {each.dimension.value: side.value for side in Side for each in model.dimensions(side)}
