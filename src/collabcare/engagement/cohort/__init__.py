"""
Scores of many families at once, on whatever engine holds the table (extra `cohort`).

The rules are those of `engagement.score`, and so are the numbers.
"""

from __future__ import annotations

from collabcare.engagement.cohort.records import agreed_table, evidence_table
from collabcare.engagement.cohort.score import score_evidence

__all__ = ["agreed_table", "evidence_table", "score_evidence"]
