"""From the records of one family to the columns of the tables, for any engine to take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from operator import attrgetter

from collabcare._dates import DAY, Window
from collabcare.engagement.case import Case
from collabcare.engagement.cohort.columns import AGREED, EVIDENCE, side_of
from collabcare.engagement.evidence import agreed_of
from collabcare.engagement.model import ScoringModel
from collabcare.engagement.opportunity import Evidence, LeftOut
from collabcare.engagement.own_dimension import OwnDimension
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from collabcare.vocabulary import Dimension, Side

__all__ = ["agreed_table", "evidence_table"]


def evidence_table(rows: Iterable[Evidence | LeftOut]) -> dict[str, list[object]]:
    """
    Turn evidence into the columns of a table.

    Parameters
    ----------
    rows
        What `engagement.evidence` gives, of one plan or of many.

    Returns
    -------
    dict of list
        One list for each column of evidence. Of what was left out, `credit` is `None`; of what counts, `reason` is.

    Examples
    --------
    >>> import polars as pl
    >>> from collabcare import Window, engagement, example
    >>> plan, journal = example("shift-work")
    >>> rows = engagement.evidence(plan, journal, Window.month("2026-10"))
    >>> table = pl.DataFrame(evidence_table(rows))
    >>> table.filter(pl.col("credit").is_null() == pl.col("reason").is_null()).height
    0
    """
    listed = tuple(rows)
    columns: dict[str, list[object]] = {}
    for name in EVIDENCE:
        if name == "credit":
            columns[name] = [row.credit if isinstance(row, Evidence) else None for row in listed]
        elif name == "reason":
            columns[name] = [row.reason if isinstance(row, LeftOut) else None for row in listed]
        else:
            columns[name] = list(map(attrgetter(name), listed))
    columns["side"] = _texts([row.side for row in listed])
    columns["dimension"] = _texts([row.dimension for row in listed])
    return columns


def _texts(codes: Sequence[Side | Dimension | OwnDimension]) -> list[object]:
    """Give codes as the plain text that engines take, each looked up once."""
    texts = {code: code.value for code in {*codes}}
    return [texts[code] for code in codes]


def agreed_table(  # noqa: PLR0913 -- each is a question of its own
    plan: SharedPlan,
    journal: Journal,
    window: Window,
    as_of: dt.datetime | dt.date | None = None,
    *,
    model: ScoringModel | None = None,
    household: str | None = None,
    organization: str | None = None,
) -> dict[str, list[object]]:
    """
    List when something was agreed in each dimension, as the columns of a table.

    It tells "nothing fell due" from "nothing was agreed", which the coverage of the overall needs.

    Parameters
    ----------
    plan
        What was agreed.
    journal
        What happened under that plan.
    window
        The days that are looked at.
    as_of
        What happened later is not known yet, as in `engagement.evidence`.
    model
        The scoring model; without it, the one that comes with this library.
    household
        Restricts the family side to one home.
    organization
        Restricts the clinic side to one organization.

    Returns
    -------
    dict of list
        One list for each column: `since` and `until` are the first and the last day of a stretch within the window.

    Notes
    -----
    Each day is asked by itself, by the rules of the dimension; days that follow one another are one stretch.
    """
    columns: dict[str, list[object]] = {name: [] for name in AGREED}
    known = window.end_on if as_of is None else as_of
    sides = side_of(ScoringModel.default() if model is None else model)
    running: dict[str, dt.date] = {}
    for day in (*window, window.end_on):
        today: set[str] = set()
        if day in window:
            case = Case.of(
                plan,
                journal,
                Window(day, day + DAY),
                known,
                model=model,
                household=household,
                organization=organization,
            )
            today = {each.value for each in agreed_of(case)}
        for name, side in sides.items():
            if name in today:
                running.setdefault(name, day)
            elif name in running:
                for column, value in zip(AGREED, (plan.id, side, name, running.pop(name), day - DAY), strict=True):
                    columns[column].append(value)
    return columns
