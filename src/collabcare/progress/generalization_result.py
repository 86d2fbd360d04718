"""What generalization says: where, with whom and with what a skill was seen, and where nobody looked."""

from __future__ import annotations

from typing import Literal

import attrs

from collabcare.progress.result_part import NotCounted, Plain
from collabcare.vocabulary import Setting

__all__ = [
    "OUTCOMES",
    "ClinicHomeGap",
    "Generalization",
    "GeneralizationRow",
    "PartFigures",
    "PartOfTable",
    "SettingMastery",
    "SettingStatus",
]

SettingStatus = Literal["mastered", "not-yet", "lost", "untested", "not-comparable"]

OUTCOMES: dict[str, str] = {
    "mastered-in-clinic-untested-at-home": "The skill is mastered in the clinic. No observation at home is known.",
    "mastered-in-clinic-not-at-home": "The skill is mastered in the clinic, and not at home so far.",
    "mastered-in-both": "The skill is mastered in the clinic and at home.",
    "mastered-at-home-untested-in-clinic": "The skill is mastered at home. No observation in the clinic is known.",
    "mastered-at-home-not-in-clinic": "The skill is mastered at home, and not in the clinic so far.",
    "not-mastered-in-either": "The skill is mastered neither in the clinic nor at home so far.",
    "not-in-clinic-untested-at-home": (
        "The skill is not mastered in the clinic so far. No observation at home is known."
    ),
    "not-at-home-untested-in-clinic": (
        "The skill is not mastered at home so far. No observation in the clinic is known."
    ),
    "untested-in-both": "No observation of the skill in the clinic or at home is known.",
}
"""What clinic and home say together, each code with its sentence."""


@attrs.frozen(kw_only=True, repr=False)
class PartFigures(Plain):
    """
    Counts and rates of one part of the table.

    Parameters
    ----------
    observations
        How many there are.
    meeting
        How many of them reach the threshold of the goal's criterion; `None` without a criterion.
    successes, attempts
        Over all trials of these observations (or intervals, see `Generalization.basis`).
    rate
        successes/attempts, 0 to 1; `None` without trials.
    low, high
        Limits of the rate (Wilson), which take all trials as independent: too narrow, for trials of a day go together.
    mean
        The mean of the observations' values in the goal's unit, each observation alike; `None` without any.
    """

    observations: int
    meeting: int | None
    successes: int
    attempts: int
    rate: float | None
    low: float | None
    high: float | None
    mean: float | None


@attrs.frozen(kw_only=True, repr=False)
class GeneralizationRow(Plain):
    """
    One combination of setting, people and materials in which a skill was observed.

    Parameters
    ----------
    setting
        Where; `None` where it was not stated.
    people
        Who was with the child; empty where it was not stated.
    materials
        What was used; empty where it was not stated.
    figures
        Counts and rates.
    """

    setting: Setting | None
    people: tuple[str, ...]
    materials: tuple[str, ...]
    figures: PartFigures


@attrs.frozen(kw_only=True, repr=False)
class PartOfTable(Plain):
    """
    One setting, one person or one material, over all the rest.

    Parameters
    ----------
    name
        Which; `None` for observations that do not state it.
    figures
        Counts and rates. An observation with two people, or two materials, counts for each.
    """

    name: str | None
    figures: PartFigures


@attrs.frozen(kw_only=True, repr=False)
class SettingMastery(Plain):
    """
    Whether the skill is mastered in one setting, by what was observed there alone.

    Parameters
    ----------
    setting
        Where.
    status
        `mastered`, `not-yet`, `lost`, `untested` (nobody looked since teaching began), or `not-comparable` (what was
        observed there cannot be held against the criterion); `None` without a criterion, where somebody looked.
    """

    setting: Setting
    status: SettingStatus | None


@attrs.frozen(kw_only=True, repr=False)
class ClinicHomeGap(Plain):
    """
    How far home lies from the clinic.

    Parameters
    ----------
    clinic, home
        The figure of each place.
    value
        home - clinic: below 0, it goes less well at home, where more is better. `None` with a `reason`.
    low, high
        Its limits (MOVER on Wilson's); `None` where it is a difference of means.
    basis
        `rate`: shares of trials or intervals, 0 to 1. `mean`: values in the goal's unit.
    reason
        Why there is no value: `untested-at-home`, `untested-in-clinic`, `untested-in-both`, `not-comparable`. Why there
        are no limits: `no-trials`.
    """

    clinic: float | None
    home: float | None
    value: float | None
    low: float | None
    high: float | None
    basis: Literal["rate", "mean"] | None
    reason: str | None


@attrs.frozen(kw_only=True, repr=False)
class Generalization(Plain):
    """
    Where, with whom and with what a skill was seen, and where nobody looked.

    Parameters
    ----------
    goal
        Its id.
    unit
        The goal's unit.
    basis
        What the rates count: `trials` or `intervals`; `None` without any.
    table
        Settings x people x materials: each combination that was observed.
    settings, people, materials
        The same by each of the three.
    never_probed
        Settings of the goal where nobody looked since teaching began.
    never_probed_with
        Pairs of a setting and a person with whom the skill was observed elsewhere, and not there.
    never_probed_using
        The same of materials.
    mastered_in
        Whether the skill is mastered in each setting: those of the goal, those observed, clinic and home.
    outcome
        What clinic and home say together, such as `mastered-in-clinic-untested-at-home`; `None` with a `reason`.
    sentence
        The same in plain words, in English.
    gap
        How far home lies from the clinic.
    left_out
        Measurements that are not in the table, by reason: `baseline-phase`, `other-unit`, `no-value`, `no-unit`,
        `help-too-much`, `help-not-stated`, `help-not-on-scale` (what the criterion allows does not cover it), and
        `same-moment` (a second record of one observation).
    reason
        Why there is no outcome: `no-criterion` or `not-comparable`.
    """

    goal: str
    unit: str | None
    basis: Literal["trials", "intervals"] | None
    table: tuple[GeneralizationRow, ...]
    settings: tuple[PartOfTable, ...]
    people: tuple[PartOfTable, ...]
    materials: tuple[PartOfTable, ...]
    never_probed: tuple[Setting, ...]
    never_probed_with: tuple[tuple[Setting, str], ...]
    never_probed_using: tuple[tuple[Setting, str], ...]
    mastered_in: tuple[SettingMastery, ...]
    outcome: str | None
    sentence: str | None
    gap: ClinicHomeGap
    left_out: tuple[NotCounted, ...]
    reason: str | None
