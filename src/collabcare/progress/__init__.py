"""
What the journal's measurements mean for each goal of the child.

It says how far goals were reached, and never why: no figure here shows that a service or a family caused it.
"""

from __future__ import annotations

from collabcare.progress import observers, single_case
from collabcare.progress.attainment import attainment
from collabcare.progress.attainment_change import AttainmentChange, GoalChange, ScoreChange, attainment_change
from collabcare.progress.attainment_result import Attainment, AttainmentScore, GoalAttainment
from collabcare.progress.dose_response import dose_response
from collabcare.progress.dose_response_result import DoseResponse, DoseResponseWeek
from collabcare.progress.gas import gas_t_score
from collabcare.progress.generalization import generalization
from collabcare.progress.generalization_result import (
    ClinicHomeGap,
    Generalization,
    GeneralizationRow,
    PartFigures,
    PartOfTable,
    SettingMastery,
)
from collabcare.progress.mastery import mastery
from collabcare.progress.mastery_result import Mastery, MasteryEpisode, MissingForMastery
from collabcare.progress.result_part import NotCounted
from collabcare.progress.self_ratings import MeanRating, ProblemRating, SelfRatings, self_ratings

__all__ = [
    "Attainment",
    "AttainmentChange",
    "AttainmentScore",
    "ClinicHomeGap",
    "DoseResponse",
    "DoseResponseWeek",
    "Generalization",
    "GeneralizationRow",
    "GoalAttainment",
    "GoalChange",
    "Mastery",
    "MasteryEpisode",
    "MeanRating",
    "MissingForMastery",
    "NotCounted",
    "PartFigures",
    "PartOfTable",
    "ProblemRating",
    "ScoreChange",
    "SelfRatings",
    "SettingMastery",
    "attainment",
    "attainment_change",
    "dose_response",
    "gas_t_score",
    "generalization",
    "mastery",
    "observers",
    "self_ratings",
    "single_case",
]
