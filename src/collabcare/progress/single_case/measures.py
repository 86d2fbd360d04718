"""The effect sizes by name: those of the non-overlap family, and the others."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType

from collabcare.progress.single_case import means, overlap, ratios, trend
from collabcare.progress.single_case.case import Case
from collabcare.progress.single_case.effect_figures import Figures
from collabcare.progress.single_case.tau_u import VARIANTS, tau_u_of

__all__ = ["EFFECTS", "NON_OVERLAP", "compute"]

_TAU_U = {
    f"Tau_U_{variant}_{suffix}": functools.partial(tau_u_of, variant=variant, row=row)
    for variant in VARIANTS
    for suffix, row in (("A", "minus_baseline"), ("B", "plus_treatment"), ("AB", "full"))
}

_NON_OVERLAP: dict[str, Callable[[Case], Figures]] = {
    "NAP": overlap.nap,
    "NAP_Hanley": overlap.nap_hanley,
    "NAP_null": overlap.nap_null,
    "Tau": overlap.tau,
    "Tau_U_A": _TAU_U["Tau_U_parker_A"],
    **_TAU_U,
    "Tau_BC": trend.tau_bc,
    "PND": overlap.pnd,
    "PEM": overlap.pem,
    "PEM_ties_0": overlap.pem_ties_0,
    "PAND": overlap.pand,
    "IRD": overlap.ird,
}

_MEASURES: Mapping[str, Callable[[Case], Figures]] = MappingProxyType(
    {
        **_NON_OVERLAP,
        "SMD_baseline_corrected": means.smd_baseline_corrected,
        "SMD_baseline_uncorrected": means.smd_baseline_uncorrected,
        "SMD_pooled_corrected": means.smd_pooled_corrected,
        "SMD_pooled_uncorrected": means.smd_pooled_uncorrected,
        "LRRi": ratios.lrri,
        "LRRi_uncorrected": ratios.lrri_uncorrected,
        "LRRd": ratios.lrrd,
        "LRRd_uncorrected": ratios.lrrd_uncorrected,
        "LOR": ratios.lor,
        "LRM": ratios.lrm,
        "PoGO": means.pogo,
    }
)

EFFECTS: tuple[str, ...] = tuple(_MEASURES)
"""The names of all effect sizes."""

NON_OVERLAP: tuple[str, ...] = tuple(_NON_OVERLAP)
"""The names of those that only ask which figures are better, not by how much."""


def compute(name: str, case: Case) -> Figures:
    """Compute one effect size; a phase without figures gives a reason."""
    if not case.baseline:
        return Figures(None, reason="no-baseline")
    if not case.treatment:
        return Figures(None, reason="no-treatment")
    return _MEASURES[name](case)
