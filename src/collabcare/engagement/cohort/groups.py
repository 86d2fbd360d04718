"""Which groups and windows a table of scores has, and in which of them something was agreed."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from collabcare.engagement.cohort.tally import Frame
from collabcare.engagement.cohort.windows import START, WindowColumns

__all__ = ["agreed_in", "groups_of"]


def groups_of(found: Frame, agreed: Frame | None, by: Sequence[str], windows: WindowColumns) -> Frame:
    """
    List every group with every window.

    Parameters
    ----------
    found
        The sums of evidence.
    agreed
        What was in force, and when.
    by
        The columns of a group.
    windows
        With a window that is cut, each group has all parts of it; without, those in which it has evidence.

    Returns
    -------
    Frame
        A group that only has agreements stands there too, where the windows are known.
    """
    if windows.every is not None and windows.window is None:
        return found.select(*by, START).unique()
    rows = [found.select(*by)]
    if agreed is not None:
        rows.append(_in_force(agreed, windows).select(*by))
    groups = nw.concat(rows).unique()
    if windows.every is None:
        return groups
    one = found.head(1)
    starts = [one.select(windows.literal(day).alias(START)) for day in windows.starts()]
    return groups.join(nw.concat(starts), how="cross")


def agreed_in(groups: Frame, agreed: Frame, by: Sequence[str], windows: WindowColumns) -> Frame:
    """
    List the groups, windows and dimensions in which something was in force on some day.

    Parameters
    ----------
    groups
        What `groups_of` gives.
    agreed
        What was in force: the columns of the group, `dimension`, `since` and `until`, both days included.
    by
        The columns of a group.
    windows
        The windows.

    Returns
    -------
    Frame
        With the columns of the group, the window if it is cut, and the dimension.
    """
    if windows.every is None:
        return _in_force(agreed, windows).select(*by, "dimension").unique()
    # Joins drop groups that are null in a column, so these are joined by text.
    keys = {f"key_{number}": nw.col(name).cast(nw.String).fill_null("") for number, name in enumerate(by)}
    keys |= {f"null_{number}": nw.col(name).is_null().cast(nw.Int64) for number, name in enumerate(by)}
    left = groups.with_columns(**keys)
    right = agreed.select("dimension", "since", "until", **keys)
    start = nw.col(START)
    overlap = (nw.col("since") < windows.end(start)) & (nw.col("until").is_null() | (nw.col("until") >= start))
    return left.join(right, on=list(keys), how="inner").filter(overlap).select(*by, START, "dimension").unique()


def _in_force(agreed: Frame, windows: WindowColumns) -> Frame:
    """Keep what is in force on a day of the window as a whole."""
    if windows.window is None:
        return agreed
    since, until = nw.col("since"), nw.col("until")
    start, end = windows.literal(windows.window.start_on), windows.literal(windows.window.end_on)
    return agreed.filter((since < end) & (until.is_null() | (until >= start)))
