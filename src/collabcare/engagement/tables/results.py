"""The tables that come out: evidence and scores."""

from __future__ import annotations

from collabcare.engagement.explain import REASONS
from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.reasons import LEFT_OUT
from collabcare.engagement.tables.definition import Column, Table
from collabcare.engagement.tables.shared_columns import CLOSED, HOUSEHOLD, ORGANIZATION, PLAN_ID
from collabcare.vocabulary import Side

__all__ = ["EVIDENCE", "KEY_OF_REASON", "LEFT_OUT_MEANINGS", "SCORES"]

_MEANINGS = {
    **CLOSED,
    "cancelled-by-clinic": "The clinic cancelled or moved it.",
    "rescheduled": "It was moved to a session that exists, and counts there.",
    "excused": "It could not be expected, for a reason that the model accepts.",
    "open-barrier": "The family had raised a barrier that hinders it, and the clinic's answer was overdue.",
    "not-due": "It had not fallen due yet.",
    "still-open": "It was due, and could still be answered within grace.",
    "not-observed": "Too little could be observed to rate it.",
    "too-few-answered": "Too few items of a questionnaire were answered for its scale.",
    "unreported": "Nobody reported what became of it: unknown, not a no.",
    "duplicate": "Another report of the same occasion counts.",
    "extra": "It was done beyond what was due: no credit hangs on it.",
}

LEFT_OUT_MEANINGS = {reason: _MEANINGS[reason] for reason in LEFT_OUT}
"""Every reason for which an opportunity is left out, with its meaning."""

KEY_OF_REASON = {reason: f"left_out_{reason.replace('-', '_')}" for reason in LEFT_OUT}
"""The column of scores that counts each reason."""

_SIDE = Column(
    name="side",
    kind="code",
    meaning="Whose opportunity it was.",
    levels=tuple((each.value, each.definition) for each in Side),
)
_DIMENSIONS = tuple((each.value, each.definition) for side in DIMENSIONS.values() for each in side)

EVIDENCE = Table(
    name="evidence",
    title="Evidence: opportunities, each with its credit or the reason why it does not count",
    row="one opportunity of one side in one dimension",
    key=("plan_id", "side", "dimension", "opportunity_id"),
    columns=(
        PLAN_ID,
        _SIDE,
        Column(
            name="dimension",
            kind="code",
            meaning="Aspect of the partnership; a model may add others, by questionnaires.",
            levels=_DIMENSIONS,
        ),
        Column(name="on", kind="day", meaning="The day on which it was due, in the plan's zone."),
        Column(
            name="credit",
            kind="number",
            meaning="How much of it was taken.",
            empty="It is left out; reason says why.",
            unit="share",
            least=0,
            most=1,
        ),
        Column(
            name="weight",
            kind="number",
            meaning="How much it counts beside the others of its dimension; 0 for practice beyond what was due.",
            least=0,
        ),
        Column(
            name="source",
            kind="id",
            meaning="The record that made the opportunity: a session, an assignment, a message.",
            empty="Not known.",
        ),
        HOUSEHOLD,
        ORGANIZATION,
        Column(name="opportunity_id", kind="id", meaning="Names the opportunity within plan, side and dimension."),
        Column(
            name="reason",
            kind="code",
            meaning="Why it does not count.",
            empty="It counts; credit says how much.",
            levels=tuple(LEFT_OUT_MEANINGS.items()),
        ),
    ),
)

_OVERALL = ("overall", "All dimensions of the side together, weighted.")
_NONE = "There is none; reason says why."


def _share(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, empty=_NONE, unit="share", least=0, most=1)


SCORES = Table(
    name="scores",
    title="Scores: a row for each group, window, side and dimension, and one for the overall of each side",
    row="one dimension, or the overall, of one side of one group in one window",
    key=("plan_id", "window_start", "side", "dimension"),
    columns=(
        PLAN_ID,
        Column(name="window_start", kind="day", meaning="The first day of the window.", empty="Nothing bounds it."),
        Column(
            name="window_end", kind="day", meaning="The day after the last of the window.", empty="Nothing bounds it."
        ),
        _SIDE,
        Column(
            name="dimension",
            kind="code",
            meaning="Aspect of the partnership, or the overall; a model may add others, by questionnaires.",
            levels=(*_DIMENSIONS, _OVERALL),
        ),
        _share("value", "Sum of weight times credit over the sum of weights."),
        _share("low", "Lower limit of the interval of value."),
        _share("high", "Upper limit of the interval of value."),
        _share("worst", "The value if everything unreported were not done."),
        _share("best", "The value if everything unreported were done."),
        Column(name="credit", kind="number", meaning="The sum of credits, each opportunity alike.", least=0),
        Column(name="opportunities", kind="whole", meaning="How many opportunities count.", least=0),
        *(
            Column(name=KEY_OF_REASON[reason], kind="whole", meaning=f"How many: {meaning}", least=0)
            for reason, meaning in LEFT_OUT_MEANINGS.items()
        ),
        Column(
            name="reason",
            kind="code",
            meaning="Why there is no value.",
            empty="There is a value.",
            levels=tuple(REASONS.items()),
        ),
        Column(name="model_id", kind="id", meaning="The scoring model."),
        Column(name="model_version", kind="whole", meaning="Its version.", least=1),
        Column(name="library_version", kind="text", meaning="The release that computed it."),
        Column(
            name="parameters_digest",
            kind="text",
            meaning="SHA-256 of everything in the model that can move a number, in hexadecimal.",
        ),
    ),
)
