"""Tidy tables: their columns as data, and evidence made from those that a researcher brings."""

from __future__ import annotations

from collabcare.engagement.tables.attendance import attendance_evidence
from collabcare.engagement.tables.messages import MESSAGES, message_evidence
from collabcare.engagement.tables.occasions import OCCASIONS, practice_evidence
from collabcare.engagement.tables.ratings import RATINGS, rating_evidence
from collabcare.engagement.tables.results import EVIDENCE, SCORES
from collabcare.engagement.tables.sessions import SESSIONS

__all__ = [
    "TABLES",
    "attendance_evidence",
    "message_evidence",
    "practice_evidence",
    "rating_evidence",
]

TABLES = (SESSIONS, OCCASIONS, RATINGS, MESSAGES, EVIDENCE, SCORES)
"""Every table, those that come in first."""
