"""The evidence of one dimension, sorted into what counts, what is unknown and what was left out."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs

from collabcare._frozen import FrozenMapping
from collabcare.engagement.clustering import Estimate, Occasion, clustered
from collabcare.engagement.intervals import kish
from collabcare.engagement.model import IntervalMethod, UnreportedPolicy
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.reasons import EXCUSED, NEVER_SCHEDULED, STRICT, UNREPORTED

__all__ = ["Tally", "reporters", "tally"]

_REPORTERS = ("family", "clinic", "third-party")


@attrs.frozen(kw_only=True)
class Tally:
    """
    The evidence of one dimension, sorted.

    Parameters
    ----------
    rows
        The rows that give credit.
    unseen
        What was due and nobody reported.
    silence_counts
        Whether what nobody reported counts, as not done.
    forgiven
        Weights of what the strict rate holds at 0.
    left_out
        How many were left out, by reason.
    interval
        How it is counted what a rate rests on.

    Notes
    -----
    All sums are rounded once, by `math.fsum`: the order of the rows does not matter.
    """

    rows: tuple[Evidence, ...]
    unseen: tuple[LeftOut, ...]
    silence_counts: bool
    forgiven: tuple[float, ...]
    left_out: FrozenMapping[int]
    interval: IntervalMethod = IntervalMethod.WILSON

    @property
    def counted(self) -> int:
        """How many opportunities count."""
        return len(self.rows) + (len(self.unseen) if self.silence_counts else 0)

    @property
    def due(self) -> int:
        """How many opportunities were due, unreported ones too."""
        return len(self.rows) + len(self.unseen)

    @property
    def unreported(self) -> int:
        """How many occasions nobody reported, whatever the policy makes of them."""
        return len(self.unseen)

    @cached_property
    def credit(self) -> float:
        """The sum of credits, each opportunity alike."""
        return math.fsum([row.credit for row in self.rows])

    @cached_property
    def rate(self) -> float | None:
        """Rate of what counts, sum(w c)/sum(w); `None` when nothing does."""
        return _rate(self._gains, self._counted_weights)

    @cached_property
    def worst(self) -> float | None:
        """The rate if everything unreported were not done; `None` when nothing was due."""
        worst, rate = _rate(self._gains, self._due_weights), self.rate
        return worst if worst is None or rate is None else min(worst, rate)

    @cached_property
    def best(self) -> float | None:
        """The rate if everything unreported were done; `None` when nothing was due."""
        best, rate = _rate([*self._gains, *self.silent], self._due_weights), self.rate
        return best if best is None or rate is None else max(best, rate)

    @cached_property
    def strict(self) -> float | None:
        """The rate with everything excused, or left out for an open barrier, at 0; `None` when there is neither."""
        return _rate(self._gains, [*self._counted_weights, *self.forgiven]) if self.forgiven else self.rate

    @cached_property
    def n(self) -> float:
        """Equally weighted opportunities that tell as much as those that count."""
        return kish(self._counted_weights)

    @cached_property
    def n_due(self) -> float:
        """Equally weighted opportunities that tell as much as all that was due."""
        return kish(self._due_weights) if self.silent else self.n

    @cached_property
    def estimate(self) -> Estimate | None:
        """The rate with the number of opportunities that it rests on; `None` when nothing counts."""
        return self._estimate(self.rate, self.n, 0.0 if self.silence_counts else None)

    @cached_property
    def estimate_worst(self) -> Estimate | None:
        """The worst rate with the number that it rests on; `None` when nothing was due."""
        return self._estimate(self.worst, self.n_due, 0.0) if self.unseen else self.estimate

    @cached_property
    def estimate_best(self) -> Estimate | None:
        """The best rate with the number that it rests on; `None` when nothing was due."""
        return self._estimate(self.best, self.n_due, 1.0) if self.unseen else self.estimate

    def _estimate(self, rate: float | None, n: float, unseen: float | None) -> Estimate | None:
        """Take what nobody reported with the credit `unseen`, or not at all."""
        if rate is None:
            return None
        if self.interval == IntervalMethod.WILSON:
            return Estimate(rate, n)
        occasions = [Occasion(row.weight, row.credit, _week(row.on)) for row in self.rows]
        if unseen is not None:
            occasions += [Occasion(row.weight, unseen, _week(row.on)) for row in self.unseen]
        found = clustered(occasions)
        return found if found is None else attrs.evolve(found, rate=rate)

    @cached_property
    def silent(self) -> tuple[float, ...]:
        """Weights of what was due and nobody reported."""
        return tuple([row.weight for row in self.unseen])

    @cached_property
    def _weights(self) -> list[float]:
        return [row.weight for row in self.rows]

    @cached_property
    def _gains(self) -> list[float]:
        return [row.weight * row.credit for row in self.rows]

    @property
    def _due_weights(self) -> list[float]:
        return [*self._weights, *self.silent]

    @property
    def _counted_weights(self) -> list[float]:
        return self._due_weights if self.silence_counts else self._weights

    @property
    def excused_share(self) -> float:
        """Share of what was scheduled that was excused or paused; 0 when nothing was scheduled."""
        excused = sum(count for reason, count in self.left_out.items() if reason in EXCUSED)
        unseen = sum(
            count for reason, count in self.left_out.items() if reason not in NEVER_SCHEDULED and reason != UNREPORTED
        )
        return excused / max(1, unseen + self.due)

    @property
    def reported_share(self) -> float | None:
        """Share of what was due that was reported; `None` when nothing was due."""
        return len(self.rows) / self.due if self.due else None


def tally(
    rows: Iterable[Evidence | LeftOut], policy: UnreportedPolicy, interval: IntervalMethod = IntervalMethod.WILSON
) -> Tally:
    """
    Sort the rows of one dimension.

    Parameters
    ----------
    rows
        In any order.
    policy
        What silence means: unknown, or not done.
    interval
        How it is counted what a rate rests on.

    Returns
    -------
    Tally
        By the policy `not-done`, what is unreported counts without credit and is not left out.
    """
    evidence: list[Evidence] = []
    left_out: list[LeftOut] = []
    for row in rows:
        if isinstance(row, Evidence):
            evidence.append(row)
        else:
            left_out.append(row)
    silence_counts = policy == UnreportedPolicy.NOT_DONE
    reasons = Counter([row.reason for row in left_out])
    if silence_counts:
        del reasons[UNREPORTED]
    return Tally(
        rows=tuple(evidence),
        unseen=tuple([row for row in left_out if row.reason == UNREPORTED]),
        silence_counts=silence_counts,
        forgiven=tuple([row.weight for row in left_out if row.reason in STRICT]),
        left_out=FrozenMapping(dict(sorted(reasons.items()))),
        interval=interval,
    )


def reporters(rows: Sequence[Evidence]) -> tuple[FrozenMapping[float], float | None]:
    """
    Find who reported, and how late.

    Parameters
    ----------
    rows
        The rows that give credit.

    Returns
    -------
    tuple
        Of the rows whose reporter is known, the share by family, clinic and third party; and of those whose day of
        report is known, the share reported late, `None` when none is known.
    """
    names = Counter([row.reported_by for row in rows if row.reported_by is not None])
    total = names.total()
    late = [row.late_reported for row in rows if row.late_reported is not None]
    by = FrozenMapping({name: names[name] / total for name in _REPORTERS if names[name]})
    return by, sum(late) / len(late) if late else None


def _week(day: dt.date) -> int:
    """Number the weeks, from Monday to Sunday whatever the plan's first day is, so that tables can do the same."""
    return (day.toordinal() - 1) // 7


def _rate(gains: Sequence[float], weights: Sequence[float]) -> float | None:
    return min(1.0, math.fsum(gains) / math.fsum(weights)) if weights else None
