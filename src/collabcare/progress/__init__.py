"""
What the journal's measurements mean for each goal of the child.

It says how far goals were reached, and never why: no figure here shows that a service or a family caused it.
"""

from __future__ import annotations

from collabcare.progress.dose_response import DoseResponse, DoseResponseWeek, dose_response

__all__ = [
    "DoseResponse",
    "DoseResponseWeek",
    "dose_response",
]
