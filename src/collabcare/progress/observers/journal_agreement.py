"""How far people who measured the same goal on the same occasion agree, over a whole journal."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable

from collabcare._frozen import FrozenMapping
from collabcare.errors import InvalidRecordError, Problem
from collabcare.journal import Journal
from collabcare.plans import Goal
from collabcare.progress.observers.journal_agreement_result import AgreementSummary, ObserverAgreement
from collabcare.progress.observers.occasions import NotCompared, occasions
from collabcare.progress.observers.pairs import ObservedPair, compare
from collabcare.vocabulary import Phase

__all__ = ["observer_agreement"]

_PAIR = 2


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
