"""The evidence of one dimension, sorted into what counts, what is unknown and what was left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs

from collabcare.engagement.frozen import FrozenMapping
from collabcare.engagement.intervals import kish
from collabcare.engagement.model import UnreportedPolicy
from collabcare.engagement.opportunity import Evidence, LeftOut

__all__ = ["UNREPORTED", "Due", "Tally", "reporters", "tally"]

UNREPORTED = "unreported"
_EXCUSED = frozenset({"excused", "paused"})
_STRICT = frozenset({"excused", "open-barrier"})
# Left out without having been scheduled: not there to be excused.
_NEVER_SCHEDULED = frozenset(
    {"on-hold", "outside-plan", "rescheduled", "goal-declined", "not-due", "still-open", "duplicate", "extra"}
)
_REPORTERS = ("family", "clinic", "third-party")


@attrs.frozen
class Due:
    """
    One opportunity that was due, with what it can be worth.

    Parameters
    ----------
    weight
        Its weight, above 0.
    worst, best
        The credit; 0 and 1 where nobody reported.
    counts
        Whether it counts; what is unreported does not, unless the policy is `not-done`, and then as 0.
    """

    weight: float
    worst: float
    best: float
    counts: bool = True


@attrs.frozen(kw_only=True)
class Tally:
    """
    The evidence of one dimension, sorted.

    Parameters
    ----------
    due
        All that was due, unreported occasions too.
    forgiven
        Weights of what the strict rate holds at 0.
    rows
        The rows that give credit.
    left_out
        How many were left out, by reason.
    """

    due: tuple[Due, ...]
    forgiven: tuple[float, ...]
    rows: tuple[Evidence, ...]
    left_out: FrozenMapping[int]

    @cached_property
    def counted(self) -> tuple[Due, ...]:
        """What counts."""
        return tuple(each for each in self.due if each.counts)

    @property
    def unreported(self) -> int:
        """How many occasions nobody reported, whatever the policy makes of them."""
        return len(self.due) - len(self.rows)

    @cached_property
    def rate(self) -> float | None:
        """Rate of what counts, sum(w c)/sum(w); `None` when nothing does."""
        return _rate([(each.weight, each.worst) for each in self.counted])

    @cached_property
    def worst(self) -> float | None:
        """The rate if everything unreported were not done; `None` when nothing was due."""
        worst, rate = _rate([(each.weight, each.worst) for each in self.due]), self.rate
        return worst if worst is None or rate is None else min(worst, rate)

    @cached_property
    def best(self) -> float | None:
        """The rate if everything unreported were done; `None` when nothing was due."""
        best, rate = _rate([(each.weight, each.best) for each in self.due]), self.rate
        return best if best is None or rate is None else max(best, rate)

    @cached_property
    def strict(self) -> float | None:
        """The rate with everything excused, or left out for an open barrier, at 0; `None` when there is neither."""
        return _rate([(each.weight, each.worst) for each in self.counted] + [(weight, 0.0) for weight in self.forgiven])

    @cached_property
    def n(self) -> float:
        """Equally weighted opportunities that tell as much as those that count."""
        return kish(each.weight for each in self.counted)

    @cached_property
    def n_due(self) -> float:
        """Equally weighted opportunities that tell as much as all that was due."""
        return kish(each.weight for each in self.due)

    @property
    def excused_share(self) -> float:
        """Share of what was scheduled that was excused or paused; 0 when nothing was scheduled."""
        excused = sum(count for reason, count in self.left_out.items() if reason in _EXCUSED)
        unseen = sum(
            count for reason, count in self.left_out.items() if reason not in _NEVER_SCHEDULED and reason != UNREPORTED
        )
        return excused / max(1, unseen + len(self.due))

    @property
    def reported_share(self) -> float | None:
        """Share of what was due that was reported; `None` when nothing was due."""
        return len(self.rows) / len(self.due) if self.due else None


def tally(rows: Iterable[Evidence | LeftOut], policy: UnreportedPolicy) -> Tally:
    """
    Sort the rows of one dimension.

    Parameters
    ----------
    rows
        In any order.
    policy
        What silence means: unknown, or not done.

    Returns
    -------
    Tally
        By the policy `not-done`, what is unreported counts without credit and is not left out.
    """
    known = list(rows)
    evidence = tuple(row for row in known if isinstance(row, Evidence))
    left_out = [row for row in known if isinstance(row, LeftOut)]
    silence_counts = policy == UnreportedPolicy.NOT_DONE
    silent = [Due(row.weight, 0.0, 1.0, silence_counts) for row in left_out if row.reason == UNREPORTED]
    reasons = Counter(row.reason for row in left_out if not (silence_counts and row.reason == UNREPORTED))
    return Tally(
        due=(*(Due(row.weight, row.credit, row.credit) for row in evidence), *silent),
        forgiven=tuple(row.weight for row in left_out if row.reason in _STRICT),
        rows=evidence,
        left_out=FrozenMapping(dict(sorted(reasons.items()))),
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
    names = Counter(row.reported_by for row in rows if row.reported_by is not None)
    total = names.total()
    late = [row.late_reported for row in rows if row.late_reported is not None]
    by = FrozenMapping({name: names[name] / total for name in _REPORTERS if names[name]})
    return by, sum(late) / len(late) if late else None


def _rate(counted: Sequence[tuple[float, float]]) -> float | None:
    if not counted:
        return None
    total = math.fsum([weight for weight, _ in counted])
    return min(1.0, math.fsum([weight * credit for weight, credit in counted]) / total)
