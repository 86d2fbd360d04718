"""
Half-lives: what happened long ago weighs less than what happened last.

It is a choice of whoever asks, not a rule of the model, so it has a digest of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable

import msgspec

from collabcare._dates import DAY, Window
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.errors import InvalidRecordError, Problem

__all__ = ["MOST_HALVINGS", "aged", "checked_half_life", "digest_with"]

MOST_HALVINGS = 256.0
"""From so many halvings on, nothing weighs less: a weight never becomes 0, nor does its square."""


def checked_half_life(days: float | None) -> float | None:
    """
    Refuse what is not a number of days.

    Parameters
    ----------
    days
        Days after which an opportunity weighs half; `None` for no half-life.

    Returns
    -------
    float or None
        The same.

    Raises
    ------
    InvalidRecordError
        When it is not a number above 0.
    """
    if days is None:
        return None
    if type(days) not in {int, float}:
        raise InvalidRecordError([Problem("/half_life_days", "wrong-type", "give a number of days")])
    if not (math.isfinite(days) and days > 0):
        raise InvalidRecordError([Problem("/half_life_days", "out-of-range", "give a number of days above 0")])
    return float(days)


def aged(
    rows: Iterable[Evidence | LeftOut], window: Window, half_life_days: float | None
) -> tuple[Evidence | LeftOut, ...]:
    """
    Let each opportunity weigh by its age at the end of the window.

    Parameters
    ----------
    rows
        Evidence of the window.
    window
        Its last day has the age 0.
    half_life_days
        Days after which an opportunity weighs half; `None` leaves the weights as they are.

    Returns
    -------
    tuple of Evidence or LeftOut
        In the same order, with the weight w .5^(age/half-life).

    Examples
    --------
    >>> import datetime as dt
    >>> from collabcare.vocabulary import Dimension, Side
    >>> row = Evidence(
    ...     plan_id="plan",
    ...     side=Side.FAMILY,
    ...     dimension=Dimension.ATTENDANCE,
    ...     on=dt.date(2026, 9, 2),
    ...     credit=1.0,
    ...     source="s1",
    ...     opportunity_id="s1",
    ... )
    >>> aged([row], Window.month("2026-09"), 14)[0].weight
    0.25
    """
    if half_life_days is None:
        return tuple(rows)
    last = window.end_on - DAY
    shares: dict[dt.date, float] = {}
    found: list[Evidence | LeftOut] = []
    for row in rows:
        share = shares.get(row.on)
        if share is None:
            share = shares[row.on] = 0.5 ** min((last - row.on).days / half_life_days, MOST_HALVINGS)
        found.append(msgspec.structs.replace(row, weight=row.weight * share))
    return tuple(found)


def digest_with(model: ScoringModel, half_life_days: float | None) -> str:
    """
    Make the SHA-256 of all parameters of a result.

    Parameters
    ----------
    model
        The scoring model.
    half_life_days
        The half-life of the weights.

    Returns
    -------
    str
        Without a half-life that of the model alone.
    """
    if half_life_days is None:
        return model.parameters_digest
    content = {"half_life_days": half_life_days, "model": model.parameters_digest}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
