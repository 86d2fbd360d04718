"""What a scoring model says of each dimension of this library: its weight, and a credit for each case."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from collabcare._record.declare import about, rule
from collabcare._record.kinds import Id, Share
from collabcare._record.record import record
from collabcare.engagement.instruments.declaration import Sentence
from collabcare.engagement.model.packaged import DEFAULT, packaged_document
from collabcare.engagement.model.questionnaire_dimension import Weight
from collabcare.errors import Problem
from collabcare.vocabulary import Dimension, Side

__all__ = ["DIMENSIONS", "Credit", "DimensionModel", "each_once"]

DIMENSIONS: dict[Side, tuple[Dimension, ...]] = {
    Side.FAMILY: (
        Dimension.ATTENDANCE,
        Dimension.PARTICIPATION,
        Dimension.HOME_PRACTICE,
        Dimension.COMMUNICATION,
        Dimension.SHARED_DECISIONS,
    ),
    Side.CLINIC: (
        Dimension.SESSIONS_KEPT,
        Dimension.PROGRESS_UPDATES,
        Dimension.RESPONSIVENESS,
        Dimension.PARENT_INPUT,
        Dimension.EXPLANATION,
        Dimension.FEEDBACK_SOUGHT,
        Dimension.BARRIERS_ANSWERED,
        Dimension.JOINT_REVIEW,
    ),
}
"""The dimensions of each side, in the order in which they are shown."""


@record
class Credit:
    """How much of an opportunity counts as taken in one case."""

    key: Id = about("Names the case.")
    credit: Share = about("How much counts, 0 to 1.")
    meaning: Sentence = about("When it is given.")


@record
class DimensionModel:
    """One dimension of a side: its weight and its credits."""

    dimension: Dimension = about("Which dimension.")
    weight: Weight = about("Its weight in the overall; 0 keeps it out of it.")
    opportunity: Sentence = about("What one opportunity is, in words.")
    credits: tuple[Credit, ...] = about("The credit in each case.")

    @rule
    def _keys_are_unique(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for position, each in enumerate(self.credits):
            if each.key in seen:
                yield Problem(f"/credits/{position}/key", "duplicate", "give each case once")
            seen.add(each.key)

    @rule
    def _keys_are_complete(self) -> Iterator[Problem]:
        missing = _needed_keys(self.dimension) - {each.key for each in self.credits}
        if missing:
            yield Problem("/credits", "needs", f"give a credit for each of: {', '.join(sorted(missing))}")


def each_once(name: str, dimensions: tuple[DimensionModel, ...], side: Side) -> Iterator[Problem]:
    """
    Say what keeps the dimensions of a side from being all of them, each once.

    Parameters
    ----------
    name
        The field that they stand in.
    dimensions
        Those of a model.
    side
        Whose they are.

    Yields
    ------
    Problem
        With places relative to the model.
    """
    expected = DIMENSIONS[side]
    given = [each.dimension for each in dimensions]
    wrong = False
    for position, each in enumerate(given):
        place = f"/{name}/{position}/dimension"
        if each not in expected:
            wrong = True
            yield Problem(place, "needs", f"give a dimension of the {name} side")
        elif each in given[:position]:
            wrong = True
            yield Problem(place, "duplicate", "give each dimension once")
    missing = [each.value for each in expected if each not in given]
    if missing and not wrong:  # mending what is wrong may give what is missing
        told = f"give each dimension of the side, with weight 0 to keep it out; missing: {', '.join(missing)}"
        yield Problem(f"/{name}", "needs", told)


@functools.cache
def _needed_keys(dimension: Dimension) -> frozenset[str]:
    """Name the cases that the rules ask a model for: those for which the packaged model has a credit."""
    content = packaged_document(DEFAULT)
    (found,) = (each for each in (*content["family"], *content["clinic"]) if each["dimension"] == dimension)
    return frozenset(case["key"] for case in found["credits"])
