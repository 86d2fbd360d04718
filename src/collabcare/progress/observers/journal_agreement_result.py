"""What is said of observers over a whole journal: who agreed with whom, by which measure, and what was not compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.progress.observers.occasions import NotCompared
from collabcare.progress.observers.pairs import ObservedPair
from collabcare.reliability import IntraclassCorrelation, Kappa, intraclass_correlations, kappa
from collabcare.vocabulary import Phase

__all__ = ["AgreementSummary", "ObserverAgreement"]

# What kappa is about, with the codes in order and how a disagreement weighs.
_CODES: dict[str, tuple[tuple[int, ...], Literal["quadratic"] | None]] = {
    "trials": ((0, 1), None),
    "intervals": ((0, 1), None),
    "levels": ((-2, -1, 0, 1, 2), "quadratic"),
}


@attrs.frozen(kw_only=True, repr=False)
class AgreementSummary:
    """
    One measure of agreement over all pairs that have it.

    Parameters
    ----------
    measure
        Its name.
    mean, lowest, highest
        Over the pairs with a value, each pair alike; `None` with a `reason`. Report all three: a high mean hides a
        session on which two people saw different things.
    pairs
        How many pairs have a value.
    without_value
        How many pairs have none, such as those in which neither scored an interval.
    reason
        `no-value` where no pair has one.
    """

    measure: str
    mean: float | None
    lowest: float | None
    highest: float | None
    pairs: int
    without_value: int
    reason: str | None

    def __repr__(self) -> str:
        """Show the measure and how many pairs there are; no figure of a child."""
        return f"<AgreementSummary {self.measure} {self.pairs} pairs>"


@attrs.frozen(kw_only=True, repr=False)
class ObserverAgreement:
    """
    How far people who measured one goal at the same time agree.

    It is about the measuring, not about the child and not about the people: low agreement says that a definition or a
    training is wanting. High agreement is no proof that the measurements are right.

    Parameters
    ----------
    goal
        Id of the goal.
    phase
        The phase that was looked at; `None` for all.
    occasions
        How many sessions, or instants outside of sessions, the goal was measured on.
    double_observed
        On how many of them two or more named people measured.
    compared
        On how many of them something could be compared.
    share
        `double_observed`/`occasions`; `None` where nothing was measured.
    pairs
        What was compared, in order of time. Three people on one occasion make three pairs.
    not_compared
        What was not, and why. What nobody else measured is not among it: `occasions` counts it.
    measures
        Each measure that fits, over all pairs, by name.
    reason
        Why nothing was compared: `nothing-measured`, `no-second-observer`, `nothing-comparable`.
    """

    goal: str
    phase: Phase | None
    occasions: int
    double_observed: int
    compared: int
    share: float | None
    pairs: tuple[ObservedPair, ...]
    not_compared: tuple[NotCompared, ...]
    measures: FrozenMapping[AgreementSummary]
    reason: str | None

    def __repr__(self) -> str:
        """Show how much there is; no figure of a child."""
        return f"<ObserverAgreement {self.compared} of {self.occasions} occasions compared>"

    def kappa(self, *, level: float = 0.95) -> FrozenMapping[Kappa]:
        """
        Cohen's kappa of what was scored yes or no, and weighted kappa of attainment levels.

        Unlike interval-by-interval agreement it takes away what chance would give. It takes all trials or intervals of
        all pairs together, as if one did not resemble the next: its limits are too narrow by as much. With more than
        two observers it mixes several pairs of people; ask for two of them.

        Parameters
        ----------
        level
            Confidence of the limits.

        Returns
        -------
        FrozenMapping of Kappa
            For `trials`, `intervals` and `levels` (with quadratic weights), as far as there are pairs of them.

        Raises
        ------
        InvalidRecordError
            When the level is not between 0 and 1.
        """
        found: dict[str, Kappa] = {}
        for kind, pairs in self._by_kind():
            if kind in _CODES:
                codes, weights = _CODES[kind]
                first = [int(each) for pair in pairs for each in pair.first]
                second = [int(each) for pair in pairs for each in pair.second]
                found[kind] = kappa(first, second, codes=codes, weights=weights, level=level)
        return FrozenMapping(found)

    def intraclass_correlations(self, *, level: float = 0.95) -> FrozenMapping[FrozenMapping[IntraclassCorrelation]]:
        """
        The six intraclass correlations of the two observers' numbers, occasion by occasion.

        Where the pairs are not always the same two people, only the forms `ICC(1,1)` and `ICC(1,k)` mean anything.

        Parameters
        ----------
        level
            Confidence of the limits.

        Returns
        -------
        FrozenMapping
            For each kind of pair, the correlations by form, see `collabcare.reliability.intraclass_correlations`.

        Raises
        ------
        InvalidRecordError
            When the level is not between 0 and 1.
        """
        return FrozenMapping(
            {
                kind: intraclass_correlations([pair.ratings for pair in pairs], level=level)
                for kind, pairs in self._by_kind()
            }
        )

    def _by_kind(self) -> Iterable[tuple[str, list[ObservedPair]]]:
        found: dict[str, list[ObservedPair]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.kind].append(pair)
        return sorted(found.items())
