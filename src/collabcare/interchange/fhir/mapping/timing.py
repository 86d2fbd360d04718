"""
Schedules as FHIR Timing, by what its elements mean exactly.

Every other day is period 2 d; Monday and Friday is each day (period 1 d) that is one of them; every other Monday and
Friday is twice in 2 weeks on these days; three times a week on any day is frequency 3 in 1 wk. A time zone has no place
in a Timing: its clock is the family's.
"""

# Documents of every record pass through here, so the types of their values are not known.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collabcare.interchange.fhir.engine.places import prune, settle
from collabcare.interchange.fhir.engine.rows import Hand
from collabcare.interchange.fhir.engine.strings import own_extension
from collabcare.interchange.fhir.engine.values import EXTENSION, read_items, write_items
from collabcare.plans import FixedDays, WeeklyTarget
from collabcare.vocabulary import ServicePeriod, Weekday

if TYPE_CHECKING:
    from collabcare.interchange.fhir.engine.contexts import In, Out

__all__ = ["ASSIGNMENT_TIMING", "REPEAT", "SERVICE_TIMING"]

Doc = dict[str, Any]

_PATH = "occurrenceTiming.repeat"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\s\S])")
_DAYS = {each.fhir: each.value for each in Weekday}
_PERIODS = {each.fhir: each.value for each in ServicePeriod}
_MOST = 1_000_000
_MINUTES = {"min": 1, "h": 60, "d": 1440}
REPEAT = tuple(
    f"repeat.{each}"
    for each in (
        "boundsPeriod.start",
        "boundsPeriod.end",
        "duration",
        "durationUnit",
        "frequency",
        "period",
        "periodUnit",
        "dayOfWeek[]",
        "timeOfDay[]",
    )
)
"""The elements of a Timing that a schedule stands in."""

# What a Timing has no place for.
_FIXED_DAYS_OWN = ("except_on",)
_WEEKLY_TARGET_OWN = ("max_per_day",)


# --------------------------------------------------------------------------- out


def _bounds(start: str | None, end: str | None) -> Doc:
    period = {key: day for key, day in (("start", start), ("end", end)) if day is not None}
    return {"boundsPeriod": period} if period else {}


def _length(doc: Doc) -> Doc:
    return {"duration": doc["minutes"], "durationUnit": "min"} if "minutes" in doc else {}


def _fixed_days(schedule: Doc) -> Doc:
    times, interval = schedule.get("times_a_day", 1), schedule.get("interval", 1)
    weekdays = [Weekday(each).fhir for each in schedule.get("weekdays", ())]
    if not weekdays or interval == 1:
        repeat: Doc = {"frequency": times, "period": interval, "periodUnit": "d"}
    else:
        repeat = {"frequency": times * len(weekdays), "period": interval, "periodUnit": "wk"}
    if weekdays:
        repeat["dayOfWeek"] = weekdays
    if "times_of_day" in schedule:
        repeat["timeOfDay"] = schedule["times_of_day"]
    return repeat


def _write_assignment(doc: Doc, resource: Doc, out: Out) -> None:
    if "fixed_days" in doc:
        schedule, repeat = doc["fixed_days"], _fixed_days(doc["fixed_days"])
        own = ("fixed-days", write_items(FixedDays, schedule, out, EXTENSION, _FIXED_DAYS_OWN))
    else:
        schedule = doc["weekly_target"]
        repeat = {"frequency": schedule["times"], "period": 1, "periodUnit": "wk"}
        own = ("weekly-target", write_items(WeeklyTarget, schedule, out, EXTENSION, _WEEKLY_TARGET_OWN))
    timing: Doc = {}
    if own[1]:
        timing["extension"] = [{"url": out.own(own[0]), "extension": own[1]}]
    timing["repeat"] = _bounds(schedule["starts_on"], schedule.get("ends_on")) | _length(doc) | repeat
    resource["occurrenceTiming"] = timing


def _write_service(doc: Doc, resource: Doc, out: Out) -> None:  # noqa: ARG001 -- each row gets it
    repeat = _bounds(doc.get("since"), doc.get("until")) | _length(doc)
    repeat |= {"frequency": doc["times"], "period": 1, "periodUnit": ServicePeriod(doc["period"]).fhir}
    resource["occurrenceTiming"] = {"repeat": repeat}


# --------------------------------------------------------------------------- in


def _repeat(resource: Doc) -> Doc | None:
    timing = resource.get("occurrenceTiming")
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    return repeat if isinstance(repeat, dict) else None


def _whole(value: Any) -> int | None:
    """Read a whole number, however it is written: 2 and 2.0 are the same."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value) > _MOST or value != int(value)):
        return None
    return int(value)


def _take_minutes(repeat: Doc, doc: Doc) -> None:
    unit = repeat.get("durationUnit")
    factor = _MINUTES.get(unit) if isinstance(unit, str) else None
    length = _whole(repeat.get("duration"))
    if factor is None or length is None or "durationMax" in repeat:
        return
    doc["minutes"] = length * factor
    del repeat["duration"], repeat["durationUnit"]


def _take_bounds(repeat: Doc, doc: Doc, start: str, end: str) -> None:
    bounds = repeat.get("boundsPeriod")
    if not isinstance(bounds, dict):
        return
    for key, field in (("start", start), ("end", end)):
        if isinstance(bounds.get(key), str) and _DAY.match(bounds[key]):
            doc[field] = bounds.pop(key)
    prune(repeat, "boundsPeriod")


def _weekdays(repeat: Doc) -> list[str] | None:
    """Read the days of the week; `None` when one of them is none."""
    days = repeat.get("dayOfWeek", [])
    if not isinstance(days, list) or any(not isinstance(each, str) or each not in _DAYS for each in days):
        return None
    return [_DAYS[each] for each in days]


def _is_plain(repeat: Doc) -> bool:
    """Tell whether nothing bounds how often it is due beyond what a schedule of ours can say."""
    return not any(key in repeat for key in ("count", "countMax", "frequencyMax", "periodMax", "when", "offset"))


def _read_assignment(resource: Doc, doc: Doc, into: In) -> None:
    repeat = _repeat(resource)
    if repeat is None:
        return
    _take_minutes(repeat, doc)
    unit = repeat.get("periodUnit")
    frequency, period = _whole(repeat.get("frequency", 1)), _whole(repeat.get("period"))
    weekdays = _weekdays(repeat)
    field, schedule = "fixed_days", None
    if weekdays is not None and frequency and period and _is_plain(repeat):
        if unit == "wk" and not weekdays and period == 1 and "timeOfDay" not in repeat:
            field, schedule = "weekly_target", {"times": frequency}
        else:
            schedule = _of_days(unit, weekdays, frequency, period)
    if schedule is None:
        into.refuse(_PATH, "not-understood")
        return
    for key in ("frequency", "period", "periodUnit", "dayOfWeek"):
        repeat.pop(key, None)
    _take_bounds(repeat, schedule, "starts_on", "ends_on")
    cls = FixedDays if field == "fixed_days" else WeeklyTarget
    if cls is FixedDays and _are_times(repeat.get("timeOfDay")):
        schedule["times_of_day"] = repeat.pop("timeOfDay")
    own = own_extension(resource["occurrenceTiming"], field.replace("_", "-"))
    if own is not None:
        schedule |= read_items(cls, own, into, EXTENSION)
        settle(resource["occurrenceTiming"])
    prune(resource, _PATH)
    doc[field] = schedule


def _of_days(unit: Any, weekdays: list[str], frequency: int, period: int) -> Doc | None:
    if unit == "d" and not weekdays:
        schedule: Doc = {"frequency": "daily", "interval": period, "times_a_day": frequency}
    elif unit == "d" and period == 1:
        schedule = {"frequency": "weekly", "weekdays": weekdays, "times_a_day": frequency}
    elif unit == "wk" and weekdays and frequency % len(weekdays) == 0:
        times = frequency // len(weekdays)
        schedule = {"frequency": "weekly", "weekdays": weekdays, "interval": period, "times_a_day": times}
    else:
        return None
    return {key: value for key, value in schedule.items() if value != 1}


def _are_times(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _read_service(resource: Doc, doc: Doc, into: In) -> None:
    repeat = _repeat(resource)
    if repeat is None:
        return
    _take_minutes(repeat, doc)
    _take_bounds(repeat, doc, "since", "until")
    unit, frequency = repeat.get("periodUnit"), _whole(repeat.get("frequency", 1))
    if (
        isinstance(unit, str)
        and unit in _PERIODS
        and frequency
        and _whole(repeat.get("period")) == 1
        and _is_plain(repeat)
    ):
        doc["times"], doc["period"] = frequency, _PERIODS[unit]
        for key in ("frequency", "period", "periodUnit"):
            repeat.pop(key, None)
    else:
        into.refuse(_PATH, "not-understood")
    prune(resource, _PATH)


ASSIGNMENT_TIMING = Hand(
    ("fixed_days", "weekly_target", "minutes"),
    (_PATH,),
    _write_assignment,
    _read_assignment,
    "every other day is `period` 2 `d`; Monday and Friday are `period` 1 `d` with `dayOfWeek`; every other Monday and "
    "Friday are twice in 2 `wk` with `dayOfWeek`; three times a week on any day is `frequency` 3 in 1 `wk`. Days that "
    "fall out and the most a day stand in our extensions of the Timing",
    own=((FixedDays, _FIXED_DAYS_OWN), (WeeklyTarget, _WEEKLY_TARGET_OWN)),
)

SERVICE_TIMING = Hand(
    ("times", "period", "minutes", "since", "until"),
    (_PATH,),
    _write_service,
    _read_service,
    "so many times in `period` 1 of a day, a week, a month or a year",
)
