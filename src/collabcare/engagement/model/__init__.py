"""
The scoring model: every number that a score rests on, as versioned data with its sources.

A published version never changes, so that it scores the same for ever; a clinic may write one of its own.
"""

from __future__ import annotations

from collabcare.engagement.model.codes import (
    Aggregation,
    IntervalMethod,
    ModelStatus,
    PracticeWeight,
    SourceKind,
    UnreportedPolicy,
)
from collabcare.engagement.model.dimensions import DIMENSIONS, Credit, DimensionModel
from collabcare.engagement.model.packaged import PACKAGED
from collabcare.engagement.model.questionnaire_dimension import QuestionnaireDimension
from collabcare.engagement.model.scoring_model import RuleSource, ScoringModel

__all__ = [
    "DIMENSIONS",
    "PACKAGED",
    "Aggregation",
    "Credit",
    "DimensionModel",
    "IntervalMethod",
    "ModelStatus",
    "PracticeWeight",
    "QuestionnaireDimension",
    "RuleSource",
    "ScoringModel",
    "SourceKind",
    "UnreportedPolicy",
]
