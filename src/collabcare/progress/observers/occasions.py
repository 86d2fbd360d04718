"""On which occasions a goal was measured, and by whom: one session, or one instant outside of sessions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import attrs

from collabcare.journal import Measurement
from collabcare.vocabulary import Phase

__all__ = ["NotCompared", "Occasion", "in_order", "occasions"]


@attrs.frozen(kw_only=True, repr=False)
class NotCompared:
    """
    Measurements that could not be compared with another person's, and why.

    Parameters
    ----------
    session
        Id of the session; `None` where none is named.
    measured_at
        When; the first of them where there are several.
    observers
        Whose measurements they are, as far as they are named.
    measurements
        Their ids.
    reason
        `no-observer` (it does not say who measured), `different-procedures` (the two used none in common),
        `different-data` (the one gives a count, say, the other intervals), `different-units`, `different-conditions`
        (another setting or phase), `different-lengths` (not as many trials or intervals, or not as many minutes of
        observation), `no-counterpart` (one has several on the occasion, and the other none at the same instant),
        `several-at-once` (several of one person at one instant: nobody knows which belongs to the other's),
        `below-zero` (a count or a duration that is none).
    """

    session: str | None
    measured_at: dt.datetime
    observers: tuple[str, ...]
    measurements: tuple[str, ...]
    reason: str

    def __repr__(self) -> str:
        """Show the reason; nothing of a child."""
        return f"<NotCompared {self.reason}>"


@attrs.frozen(eq=False)
class Occasion:
    """
    One session, or one instant outside of sessions, on which a goal was measured.

    Parameters
    ----------
    session
        Id of the session, if there is one.
    measurements
        In order of time, then of id.
    """

    session: str | None
    measurements: tuple[Measurement, ...]

    @property
    def observers(self) -> tuple[str, ...]:
        """Who measured, as far as they are named, in order."""
        return tuple(sorted({each.observer for each in self.measurements if each.observer is not None}))

    @property
    def phase(self) -> Phase | None:
        """The one phase that its measurements name; `None` where they name none or several."""
        found = {each.phase for each in self.measurements if each.phase is not None}
        return found.pop() if len(found) == 1 else None

    @property
    def unnamed(self) -> NotCompared | None:
        """The measurements that do not say who measured."""
        found = [each for each in self.measurements if each.observer is None]
        return self.not_compared("no-observer", found) if found else None

    def of(self, observer: str) -> tuple[Measurement, ...]:
        """Give the measurements of one observer."""
        return tuple(each for each in self.measurements if each.observer == observer)

    def not_compared(self, reason: str, measurements: Iterable[Measurement]) -> NotCompared:
        """Say why measurements of this occasion are not compared."""
        found = sorted(measurements, key=in_order)
        return NotCompared(
            session=self.session,
            measured_at=found[0].measured_at,
            observers=tuple(sorted({each.observer for each in found if each.observer is not None})),
            measurements=tuple(each.id for each in found),
            reason=reason,
        )


def occasions(measurements: Iterable[Measurement]) -> tuple[Occasion, ...]:
    """
    Put together what was measured in one session, or at one instant where no session is named.

    Parameters
    ----------
    measurements
        Of one goal.

    Returns
    -------
    tuple of Occasion
        In order of time. A measurement that names no session belongs to the one of others of its instant, if these
        name only one.
    """
    listed = sorted(measurements, key=in_order)
    named: dict[dt.datetime, set[str]] = defaultdict(set)
    for each in listed:
        if each.session is not None:
            named[each.measured_at].add(each.session)
    groups: dict[tuple[str | None, dt.datetime | None], list[Measurement]] = defaultdict(list)
    for each in listed:
        session = each.session
        if session is None and len(named[each.measured_at]) == 1:
            (session,) = named[each.measured_at]
        groups[session, None if session is not None else each.measured_at].append(each)
    return tuple(Occasion(session, tuple(found)) for (session, _), found in groups.items())


def in_order(measurement: Measurement) -> tuple[dt.datetime, str]:
    """Give what measurements are put in order by: their time, then their id."""
    return measurement.measured_at, measurement.id
