"""
A made-up export of a REDCap project: 12 families over 3 months, for the tutorial. Nobody in it is real.

It has what such exports have: a row for each event and each instance of a repeating instrument, cells of the other
instruments empty, checkboxes as columns `field___1`, codes as numbers, a length in hours and a share in percent.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from random import Random
from typing import Any

_SEED = 20260901
_FIRST, _END = dt.date(2026, 9, 1), dt.date(2026, 12, 1)
_FAMILIES = 12
_DAY = dt.timedelta(days=1)
_HELD, _CANCELLED, _MISSED = 1, 2, 3
_FAMILY, _CLINIC = 1, 2

_COLUMNS = (
    "record_id",
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "enrol_site",
    "enrol_caregivers",
    "sess_date",
    "sess_status",
    "sess_hours",
    "sess_late_min",
    "sess_late_by",
    "sess_cancelled_by",
    "sess_reason",
    "sess_came___1",
    "sess_came___2",
    "sess_came___3",
    "sess_rate_asks",
    "sess_rate_shares",
    "sess_rate_plans",
    "prac_due",
    "prac_task",
    "prac_times_week",
    "prac_outcome",
    "prac_percent",
    "con_date",
    "con_asked_by",
    "con_promised",
    "con_answered",
)

Row = dict[str, Any]


def redcap_export() -> str:
    """Give the export as CSV."""
    random = Random(_SEED)  # noqa: S311 -- made-up data comes from a seeded generator
    rows = [row for number in range(1, _FAMILIES + 1) for row in _family(random, number)]
    file = io.StringIO()
    writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _chance(random: Random, share: float) -> bool:
    return random.random() < share


def _pick(random: Random, options: tuple[Any, ...]) -> Any:  # noqa: ANN401 -- one of whatever is offered
    return options[int(random.random() * len(options))]


def _family(random: Random, number: int) -> list[Row]:
    caregivers = 1 + _chance(random, 0.4)
    rows = [
        {
            "record_id": number,
            "redcap_event_name": "enrolment_arm_1",
            "enrol_site": 1 + number % 2,
            "enrol_caregivers": caregivers,
        }
    ]
    keen, kept = 0.55 + 0.4 * random.random(), 0.7 + 0.25 * random.random()
    made = [
        *(("session", each["sess_date"], each) for each in _sessions(random, caregivers, kept)),
        *(("practice", each["prac_due"], each) for each in _practice(random, keen)),
        *(("contact", each["con_date"], each) for each in _contacts(random, keen)),
    ]
    instances: dict[tuple[str, str], int] = {}
    for instrument, day, fields in made:
        event = f"month_{day.month - _FIRST.month + 1}_arm_1"
        instance = instances[instrument, event] = instances.get((instrument, event), 0) + 1
        rows.append(
            {
                "record_id": number,
                "redcap_event_name": event,
                "redcap_repeat_instrument": instrument,
                "redcap_repeat_instance": instance,
                **fields,
            }
        )
    return sorted(rows, key=lambda row: (row["redcap_event_name"], row.get("redcap_repeat_instrument", "")))


def _sessions(random: Random, caregivers: int, kept: float) -> list[Row]:
    """Make a session a week."""
    found: list[Row] = []
    day = _FIRST + int(random.random() * 4) * _DAY
    while day < _END:
        row: Row = {"sess_date": day, "sess_hours": _pick(random, (0.75, 0.75, 1))}
        if _chance(random, kept):
            row["sess_status"] = _HELD
            row["sess_came___1"] = 1
            row["sess_came___2"] = int(_chance(random, 0.9))
            row["sess_came___3"] = int(caregivers > 1 and _chance(random, 0.7))
            if _chance(random, 0.12):
                row["sess_late_min"], row["sess_late_by"] = _pick(random, (5, 10, 15)), _pick(random, (1, 1, 2))
            for item in ("asks", "shares", "plans"):
                row[f"sess_rate_{item}"] = 9 if _chance(random, 0.2) else _pick(random, (2, 3, 3, 4, 4, 5))
        elif _chance(random, 0.7):
            row["sess_status"] = _CANCELLED
            row["sess_cancelled_by"] = by = _pick(random, (_FAMILY, _FAMILY, _CLINIC))
            row["sess_reason"] = 4 if by == _CLINIC else _pick(random, (1, 1, 2, 3))
        else:
            row["sess_status"] = _MISSED
        if row["sess_status"] != _HELD:  # a checkbox that nobody ticked is 0, not empty
            row |= {f"sess_came___{each}": 0 for each in (1, 2, 3)}
        found.append(row)
        day += 7 * _DAY
    return found


def _practice(random: Random, keen: float) -> list[Row]:
    """Make practice due on Mondays, Wednesdays and Fridays, with a week now and then of which nobody tells."""
    found: list[Row] = []
    day = _FIRST
    told = True
    while day < _END:
        if day.weekday() == 0:
            told = not _chance(random, 0.15)
        if day.weekday() in {0, 2, 4}:
            row: Row = {"prac_due": day, "prac_task": "reading together", "prac_times_week": 3}
            if told:
                row["prac_outcome"] = 1 if _chance(random, keen) else _pick(random, (2, 3, 3, 4))
                if row["prac_outcome"] == 2:  # noqa: PLR2004 -- partly
                    row["prac_percent"] = _pick(random, (25, 50, 75, None))
            found.append(row)
        day += _DAY
    return found


def _contacts(random: Random, keen: float) -> list[Row]:
    """Make requests of both sides, some answered in time, some late, some never."""
    found: list[Row] = []
    day = _FIRST + int(random.random() * 6) * _DAY
    while day < _END:
        by = _pick(random, (1, 2))
        promised = 3 if by == 1 else 2
        row: Row = {"con_date": day, "con_asked_by": by, "con_promised": promised}
        after = (
            int(random.random() * (promised + 1)) if _chance(random, keen) else promised + 1 + int(random.random() * 5)
        )
        if not _chance(random, 0.08) and day + after * _DAY < _END:
            row["con_answered"] = day + after * _DAY
        found.append(row)
        day += (6 + int(random.random() * 8)) * _DAY
    return found
