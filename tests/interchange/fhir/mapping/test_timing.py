"""Schedules as Timing: what each means exactly, what is read of others, and that every rule of Timing holds."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given

from collabcare._dates import Window
from collabcare.interchange.fhir.exporting import to_fhir
from collabcare.interchange.fhir.importing import from_fhir
from collabcare.plans import Service
from collabcare.testing import strategies
from tests.lib.families import a_week, daily, day, family, goal, on_days, practice_of
from tests.lib.fhir import BASE, Written

EIGHTEEN = dt.time(18)


def _repeat(assignment):
    return Written(family(goals=(goal(),), assignments=(assignment,)))("ServiceRequest", "walk")["occurrenceTiming"]


BOUNDS = {"boundsPeriod": {"start": "2026-09-07"}}


@pytest.mark.parametrize(
    ("schedule", "fields", "repeat"),
    [
        (daily(), {}, {"frequency": 1, "period": 1, "periodUnit": "d"}),
        (daily(interval=2), {}, {"frequency": 1, "period": 2, "periodUnit": "d"}),
        (
            daily(times_a_day=2, times_of_day=(dt.time(8), EIGHTEEN)),
            {},
            {"frequency": 2, "period": 1, "periodUnit": "d", "timeOfDay": ["08:00:00", "18:00:00"]},
        ),
        (
            on_days("mon wed fri", times_of_day=(EIGHTEEN,)),
            {"minutes": 10},
            {
                "duration": 10,
                "durationUnit": "min",
                "frequency": 1,
                "period": 1,
                "periodUnit": "d",
                "dayOfWeek": ["mon", "wed", "fri"],
                "timeOfDay": ["18:00:00"],
            },
        ),
        (
            on_days("mon fri", interval=2, times_a_day=3),
            {},
            {"frequency": 6, "period": 2, "periodUnit": "wk", "dayOfWeek": ["mon", "fri"]},
        ),
        (a_week(3), {}, {"frequency": 3, "period": 1, "periodUnit": "wk"}),
    ],
)
def test_schedules(schedule, fields, repeat):
    assert _repeat(practice_of(schedule, **fields)) == {"repeat": BOUNDS | repeat}


def test_bounds_are_the_first_and_the_last_day():
    timing = _repeat(practice_of(daily(ends_on="2026-10-01")))
    assert timing["repeat"]["boundsPeriod"] == {"start": "2026-09-07", "end": "2026-10-01"}


@pytest.mark.parametrize(
    ("schedule", "url", "part"),
    [
        (daily(except_on=["2026-09-20"]), "fixed-days", {"url": "except_on", "valueDate": "2026-09-20"}),
        (a_week(3, max_per_day=1), "weekly-target", {"url": "max_per_day", "valueInteger": 1}),
    ],
)
def test_what_a_timing_cannot_say_stands_in_ours(schedule, url, part):
    timing = _repeat(practice_of(schedule))
    assert timing["extension"] == [{"url": f"{BASE}StructureDefinition/collabcare-{url}", "extension": [part]}]


@pytest.mark.parametrize(
    ("repeat", "schedule"),
    [
        # Whole numbers may be written with a point.
        ({"frequency": 1, "period": Decimal("2.0"), "periodUnit": "d"}, daily(interval=2)),
        ({"period": 1, "periodUnit": "d"}, daily()),
        ({"frequency": 2, "period": 1, "periodUnit": "wk", "dayOfWeek": ["tue", "sat"]}, on_days("tue sat")),
        ({"frequency": 4, "period": 1, "periodUnit": "wk"}, a_week(4)),
    ],
)
def test_timings_of_others(repeat, schedule):
    imported = _imported(BOUNDS | repeat)
    (found,) = imported.plan.assignments
    assert (found.fixed_days or found.weekly_target) == schedule
    assert imported.left_out == ()


@pytest.mark.parametrize(
    "repeat",
    [
        {"frequency": 2, "periodUnit": "wk"},  # how long the period is, is not said
        {"frequency": 1, "period": 1, "periodUnit": "mo"},
        {"frequency": 1, "period": Decimal("1.5"), "periodUnit": "d"},
        {"frequency": 1, "period": 2, "periodUnit": "wk"},  # once in two weeks on any day
        {"frequency": 3, "period": 1, "periodUnit": "wk", "dayOfWeek": ["tue", "sat"]},  # which day twice?
        {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["PCV"], "offset": 30},
        {"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"},
        {"frequency": 1, "period": 1, "periodUnit": "d", "count": 10},
        {"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["someday"]},
        {"frequency": 1, "period": 1, "periodUnit": ["d"]},
        {"frequency": True, "period": 1, "periodUnit": "d"},
        {},
    ],
)
def test_what_no_schedule_of_ours_can_say_is_left_out_whole(repeat):
    imported = _imported(BOUNDS | repeat)
    assert {each.code for each in imported.problems} == {"exactly-one"}
    left = {each.path.rpartition(".")[2] for each in imported.left_out}
    assert left == {"start", *repeat}


def _imported(repeat):
    bundle = to_fhir(family(goals=(goal(),), assignments=(practice_of(daily()),)), base_url=BASE)
    for each in bundle["entry"]:
        if each["resource"]["resourceType"] == "ServiceRequest":
            each["resource"]["occurrenceTiming"] = {"repeat": repeat}
    return from_fhir(bundle, timezone="Europe/Madrid")


def test_service():
    service = Service(
        id="speech",
        discipline="speech-language",
        times=2,
        period="month",
        minutes=45,
        location="clinic",
        since=day("2026-09-01"),
    )
    written = Written(family(services=(service,), status="on-hold"))
    assert written.at("ServiceRequest", "speech", "occurrenceTiming.repeat") == [
        {
            "boundsPeriod": {"start": "2026-09-01"},
            "duration": 45,
            "durationUnit": "min",
            "frequency": 2,
            "period": 1,
            "periodUnit": "mo",
        }
    ]
    assert written.at("ServiceRequest", "speech", "category.coding.code") == ["service"]
    assert written.at("ServiceRequest", "speech", "code.coding.code") == ["speech-language"]
    assert written.at("ServiceRequest", "speech", "locationCode.coding.code") == ["clinic", "PROFF"]
    assert written.at("ServiceRequest", "speech", "status") == ["on-hold"]


# --------------------------------------------------------------------------- every rule of Timing, and the meaning


@given(strategies.plans())
def test_rules_of_timing(plan):
    for each in to_fhir(plan, base_url=BASE)["entry"]:
        if "occurrenceTiming" in each["resource"]:
            repeat = each["resource"]["occurrenceTiming"]["repeat"]
            assert ("duration" in repeat) == ("durationUnit" in repeat)  # tim-1
            assert repeat["period"] > 0  # tim-2, tim-5, and no period of nothing
            assert repeat["periodUnit"] in {"d", "wk", "mo", "a"}
            assert repeat["frequency"] > 0
            assert repeat.get("duration", 0) >= 0  # tim-4
            # tim-6 to tim-10 speak of elements that no schedule of ours needs
            assert not repeat.keys() & {"periodMax", "durationMax", "countMax", "offset", "when", "frequencyMax"}
            bounds = repeat.get("boundsPeriod")
            assert bounds is None or bounds.get("start", "") <= bounds.get("end", "9")  # per-1
            assert all(len(each) == len("18:00:00") for each in repeat.get("timeOfDay", ()))


def _days(repeat, first, last):
    """Expand a Timing by what FHIR says of its elements, for weeks that begin on Monday."""
    start = dt.date.fromisoformat(repeat["boundsPeriod"]["start"])
    end = min(last, dt.date.fromisoformat(repeat["boundsPeriod"].get("end", "9999-12-31")))
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    found = []
    current = max(first, start)
    while current <= end:
        if repeat["periodUnit"] == "d":
            due = (current - start).days % repeat["period"] == 0
        else:
            monday, from_monday = (each - dt.timedelta(each.weekday()) for each in (current, start))
            due = (monday - from_monday).days // 7 % repeat["period"] == 0
        if due and names[current.weekday()] in repeat.get("dayOfWeek", names):
            found.append(current)
        current += dt.timedelta(1)
    return found


@pytest.mark.parametrize(
    "schedule",
    [
        daily(),
        daily(interval=3, ends_on="2026-10-11"),
        on_days("mon wed fri"),
        on_days("tue sun", interval=2),
        on_days("sat", interval=3, starts_on="2026-09-09"),
    ],
)
def test_a_timing_means_the_days_of_its_schedule(schedule):
    window = Window(dt.date(2026, 9, 1), dt.date(2027, 1, 1))
    repeat = _repeat(practice_of(schedule))["repeat"]
    due = [each.on for each in schedule.occasions(window)]
    assert due
    assert due == _days(repeat, window.start_on, window.end_on - dt.timedelta(1))
