"""How far people who measured the same goal on the same occasion agree, over a whole journal."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal import Journal
from collabcare.plans import Goal
from collabcare.progress.observers.pairs import NotCompared, ObservedPair, compare, occasions
from collabcare.reliability import IntraclassCorrelation, Kappa, intraclass_correlations, kappa
from collabcare.vocabulary import Phase

__all__ = ["AgreementSummary", "ObserverAgreement", "observer_agreement"]

_PAIR = 2
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


def observer_agreement(
    journal: Journal,
    goal: Goal | str,
    *,
    phase: Phase | str | None = None,
    observers: Iterable[str] | None = None,
) -> ObserverAgreement:
    """
    Find where two people measured the same goal at the same time, and say how far they agree.

    They measured the same where both are named as `Measurement.observer` and name one session; or, where no session is
    named, one instant. It does not know whether they watched independently of each other, which is what makes agreement
    worth something.

    Parameters
    ----------
    journal
        What happened.
    goal
        The goal, or its id.
    phase
        Only this phase of the design; agreement is to be reported for each phase. A measurement that names none counts
        to the phase that others of its occasion name; an occasion of two phases belongs to neither.
    observers
        Two ids, to compare these two people only; all pairs unless given. Occasions are counted alike.

    Returns
    -------
    ObserverAgreement
        The pairs, each measure over them, and what was left out with its reason.

    Raises
    ------
    InvalidRecordError
        When the phase is unknown, or not two observers are given.

    Notes
    -----
    The measures follow from what was measured: trials trial by trial; intervals interval by interval, scored and
    unscored; counts (event recording, permanent products) and successes of trials by total count; duration and latency
    by total duration. Where both have several measurements of a procedure on one occasion, those of the same instants
    belong together: each is an interval for the counts (mean count and exact count per interval), an occurrence for
    the durations (mean duration per occurrence). Other values (percentages of intervals, probes, reports) and
    attainment levels have no such measure: see `ObserverAgreement.intraclass_correlations` and
    `ObserverAgreement.kappa`.

    References
    ----------
    .. [1] Reed, D. D. and Azulay, R. L. (2011). A Microsoft Excel 2010 based tool for calculating interobserver
       agreement. Behavior Analysis in Practice 4(2), 45-52 (PMC3357100).

    Examples
    --------
    Of four sessions with a measurement, one was watched by a second person, who sees the first trial otherwise:

    >>> import attrs
    >>> from collabcare import example
    >>> plan, journal = example("two-households")
    >>> one = next(each for each in journal.measurements if each.goal == "break")
    >>> other = attrs.evolve(one, id="second", observer="leo", trials=(not one.trials[0], *one.trials[1:]))
    >>> found = observer_agreement(journal.add(other), "break")
    >>> found.occasions, found.double_observed, found.share
    (4, 1, 0.25)
    >>> len(one.trials), found.measures["trial_by_trial"].mean
    (10, 0.9)
    """
    name = goal.id if isinstance(goal, Goal) else goal
    wanted, two = _asked(phase, observers)
    measured = occasions(each for each in journal.measurements if each.goal == name)
    if wanted is not None:
        measured = tuple(each for each in measured if each.phase == wanted)
    pairs: list[ObservedPair] = []
    left: list[NotCompared] = []
    double = compared = 0
    for occasion in measured:
        people = [each for each in occasion.observers if two is None or each in two]
        unnamed = occasion.unnamed
        left += [] if unnamed is None else [unnamed]
        found = [each for one, other in itertools.combinations(people, 2) for each in compare(occasion, one, other)]
        new = [each for each in found if isinstance(each, ObservedPair)]
        pairs += new
        left += [each for each in found if isinstance(each, NotCompared)]
        double += len(people) >= _PAIR
        compared += bool(new)
    nothing = "nothing-measured" if not measured else "nothing-comparable" if double else "no-second-observer"
    return ObserverAgreement(
        goal=name,
        phase=wanted,
        occasions=len(measured),
        double_observed=double,
        compared=compared,
        share=double / len(measured) if measured else None,
        pairs=tuple(pairs),
        not_compared=tuple(left),
        measures=FrozenMapping(_summaries(pairs)),
        reason=None if pairs else nothing,
    )


def _asked(phase: Phase | str | None, observers: Iterable[str] | None) -> tuple[Phase | None, frozenset[str] | None]:
    problems: list[Problem] = []
    wanted = next((each for each in Phase if each == phase), None)
    if phase is not None and wanted is None:
        problems.append(Problem("/phase", "unknown-code", "give a phase that measurements have"))
    two = None if observers is None else frozenset(observers)
    if two is not None and len(two) != _PAIR:
        problems.append(Problem("/observers", "wrong-count", "give the ids of two people"))
    if problems:
        raise InvalidRecordError(problems)
    return wanted, two


def _summaries(pairs: Iterable[ObservedPair]) -> dict[str, AgreementSummary]:
    values: dict[str, list[float | None]] = defaultdict(list)
    for pair in pairs:
        for measure, each in pair.measures.items():
            values[measure].append(each.value)
    found: dict[str, AgreementSummary] = {}
    for measure in sorted(values):
        known = [each for each in values[measure] if each is not None]
        found[measure] = AgreementSummary(
            measure=measure,
            mean=math.fsum(known) / len(known) if known else None,
            lowest=min(known, default=None),
            highest=max(known, default=None),
            pairs=len(known),
            without_value=len(values[measure]) - len(known),
            reason=None if known else "no-value",
        )
    return found
