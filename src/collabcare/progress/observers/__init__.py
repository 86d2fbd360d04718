"""
How far two people who watched the same agree.

Agreement is no proof that either is right.
"""

from __future__ import annotations

from collabcare.progress.observers.counts import exact_count_per_interval, mean_count_per_interval, total_count
from collabcare.progress.observers.durations import mean_duration_per_occurrence, total_duration
from collabcare.progress.observers.interobserver_agreement import InterobserverAgreement
from collabcare.progress.observers.intervals import (
    interval_by_interval,
    scored_interval,
    trial_by_trial,
    unscored_interval,
)
from collabcare.progress.observers.journal_agreement import observer_agreement
from collabcare.progress.observers.journal_agreement_result import AgreementSummary, ObserverAgreement
from collabcare.progress.observers.occasions import NotCompared
from collabcare.progress.observers.pairs import ObservedPair

__all__ = [
    "AgreementSummary",
    "InterobserverAgreement",
    "NotCompared",
    "ObservedPair",
    "ObserverAgreement",
    "exact_count_per_interval",
    "interval_by_interval",
    "mean_count_per_interval",
    "mean_duration_per_occurrence",
    "observer_agreement",
    "scored_interval",
    "total_count",
    "total_duration",
    "trial_by_trial",
    "unscored_interval",
]
