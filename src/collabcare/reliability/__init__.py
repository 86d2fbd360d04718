"""
How far items hang together and raters agree, for those who study questionnaires and observers.

Nothing of this is for the partnership score: its dimensions are different things, and need not go together.
"""

from __future__ import annotations

from collabcare.reliability.internal_consistency import InternalConsistency, alpha, omega
from collabcare.reliability.intraclass import IntraclassCorrelation, intraclass_correlations
from collabcare.reliability.kappa import Kappa, kappa

__all__ = [
    "InternalConsistency",
    "IntraclassCorrelation",
    "Kappa",
    "alpha",
    "intraclass_correlations",
    "kappa",
    "omega",
]
