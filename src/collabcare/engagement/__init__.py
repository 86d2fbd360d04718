"""
What plan and journal say about the partnership: evidence, and a score of both sides with its uncertainty.

It counts kept agreements. Never subtract the sides, never rank families or clinics.
"""

from __future__ import annotations

from collabcare._dates import Window
from collabcare.engagement.adherence import Adherence, AdherenceRate, Persistence, PracticeGap, adherence
from collabcare.engagement.change import Change, Difference, SideChange, change
from collabcare.engagement.evidence import evidence
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.own_dimension import OwnDimension
from collabcare.engagement.result import DimensionScore, EngagementScore, OverallScore, SideScore
from collabcare.engagement.score import score
from collabcare.engagement.sensitivity import JoinedSensitivity, Sensitivity, SideSensitivity, sensitivity
from collabcare.engagement.tables.codebook import codebook
from collabcare.engagement.trajectory import Trajectory, TrajectoryPoint, trajectory
from collabcare.engagement.trend import SideTrend, Trend, trend

__all__ = [
    "Adherence",
    "AdherenceRate",
    "Change",
    "Difference",
    "DimensionScore",
    "EngagementScore",
    "Evidence",
    "JoinedSensitivity",
    "LeftOut",
    "OverallScore",
    "OwnDimension",
    "Persistence",
    "PracticeGap",
    "ScoringModel",
    "Sensitivity",
    "SideChange",
    "SideScore",
    "SideSensitivity",
    "SideTrend",
    "Trajectory",
    "TrajectoryPoint",
    "Trend",
    "Window",
    "adherence",
    "change",
    "codebook",
    "evidence",
    "score",
    "sensitivity",
    "trajectory",
    "trend",
]
