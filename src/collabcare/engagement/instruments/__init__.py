"""
Questionnaires as data: how answers become scores, never their wording.

A score is what the published key makes of the answers. It is not a judgement of a person.
"""

from __future__ import annotations

from collabcare.engagement.instruments.declaration import (
    Aggregate,
    AnswerCoding,
    FactKind,
    Instrument,
    InstrumentFact,
    InstrumentScale,
    MinAnswered,
    Rounding,
    Verification,
)
from collabcare.engagement.instruments.packaged import INSTRUMENTS, instrument
from collabcare.engagement.instruments.scoring import ScaleScore, score_answers
from collabcare.engagement.instruments.table import score_answers_table

__all__ = [
    "INSTRUMENTS",
    "Aggregate",
    "AnswerCoding",
    "FactKind",
    "Instrument",
    "InstrumentFact",
    "InstrumentScale",
    "MinAnswered",
    "Rounding",
    "ScaleScore",
    "Verification",
    "instrument",
    "score_answers",
    "score_answers_table",
]
