"""
Scores of many families at once, on whatever engine holds the table (extra `cohort`).

The rules are those of `engagement.score`, and so are the numbers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from collabcare.engagement.cohort.passes import in_passes
from collabcare.engagement.cohort.records import agreed_table, evidence_table
from collabcare.engagement.cohort.score import score_evidence
from collabcare.engagement.tables import attendance_evidence, message_evidence, practice_evidence, rating_evidence

if TYPE_CHECKING:
    from collabcare.interchange.batches import evidence_batches, evidence_schema, tables_of
    from collabcare.interchange.pool import ScoredDocuments, score_documents

__all__ = [
    "ScoredDocuments",
    "agreed_table",
    "attendance_evidence",
    "evidence_batches",
    "evidence_schema",
    "evidence_table",
    "in_passes",
    "message_evidence",
    "practice_evidence",
    "rating_evidence",
    "score_documents",
    "score_evidence",
    "tables_of",
]

# What reads documents lives a layer above, and is loaded when it is asked for.
_HOMES = {
    "ScoredDocuments": "pool",
    "evidence_batches": "batches",
    "evidence_schema": "batches",
    "score_documents": "pool",
    "tables_of": "batches",
}


def _load(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"collabcare.interchange.{_HOMES[name]}"), name)


if not TYPE_CHECKING:  # type checkers know the names above, and report any other
    __getattr__ = _load
