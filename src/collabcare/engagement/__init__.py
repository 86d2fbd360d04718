"""
What plan and journal say about the partnership: evidence, and a score of both sides with its uncertainty.

It counts kept agreements. Never subtract the sides, never rank families or clinics.
"""

from __future__ import annotations

from collabcare._dates import Window
from collabcare.engagement.evidence import evidence
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.result import DimensionScore, EngagementScore, OverallScore, SideScore
from collabcare.engagement.score import score
from collabcare.engagement.tables.codebook import codebook

__all__ = [
    "DimensionScore",
    "EngagementScore",
    "Evidence",
    "LeftOut",
    "OverallScore",
    "ScoringModel",
    "SideScore",
    "Window",
    "codebook",
    "evidence",
    "score",
]
