"""Which groups and windows a table of scores has, and in which of them something was agreed."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from collabcare.engagement.cohort.tally import Frame, crossed, joined
from collabcare.engagement.cohort.windows import START, WindowColumns

__all__ = ["agreed_in", "groups_of"]


def groups_of(evidence: Frame, found: Frame, agreed: Frame | None, by: Sequence[str], windows: WindowColumns) -> Frame:
    """
    List every group with every window.

    Parameters
    ----------
    evidence
        Its rows.
    found
        The sums of them.
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
        return distinct(found, *by, START)
    # From the rows, not from their sums: an engine that plans each use of a table anew would sum them twice.
    rows = [_in_window(evidence, windows).select(*by)]
    if agreed is not None:
        rows.append(_in_force(agreed, windows).select(*by))
    groups = distinct(nw.concat(rows) if len(rows) > 1 else rows[0], *by)
    if windows.every is None:
        return groups
    table = crossed(groups, START, [day.isoformat() for day in windows.starts()])
    return table.with_columns(windows.read(nw.col(START)).alias(START))


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
        return distinct(_in_force(agreed, windows), *by, "dimension")
    start = nw.col(START)
    overlap = (nw.col("since") < windows.end(start)) & (nw.col("until").is_null() | (nw.col("until") >= start))
    right = agreed.select(*by, "dimension", "since", "until")
    return distinct(joined(groups, right, by, how="inner").filter(overlap), *by, START, "dimension")


def distinct(table: Frame, *names: str) -> Frame:
    """List what stands in some columns, each once: as a sum of nothing, which engines do faster than `unique`."""
    return table.group_by(*names).agg(nw.len().alias("n")).select(*names)


def _in_window(evidence: Frame, windows: WindowColumns) -> Frame:
    """Keep the rows that lie in the window as a whole."""
    return evidence if windows.window is None else evidence.filter(windows.holds(nw.col("on")))


def _in_force(agreed: Frame, windows: WindowColumns) -> Frame:
    """Keep what is in force on a day of the window as a whole."""
    if windows.window is None:
        return agreed
    since, until = nw.col("since"), nw.col("until")
    start, end = windows.literal(windows.window.start_on), windows.literal(windows.window.end_on)
    return agreed.filter((since < end) & (until.is_null() | (until >= start)))
