"""
Effect sizes of single-case designs: a baseline phase beside a treatment phase of one child.

They say how far two phases lie apart. That the treatment did it, only the design of the study can say.
"""

from __future__ import annotations

from collabcare.progress.single_case.effect import Effect, effect
from collabcare.progress.single_case.measures import EFFECTS, NON_OVERLAP
from collabcare.progress.single_case.phases import Phases, phases
from collabcare.progress.single_case.table import effect_sizes
from collabcare.progress.single_case.tau_u import TauU, TauURow, tau_u

__all__ = ["EFFECTS", "NON_OVERLAP", "Effect", "Phases", "TauU", "TauURow", "effect", "effect_sizes", "phases", "tau_u"]
