"""Each rule beyond one field: the smallest record that breaks it, with the place and the code of its problem."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from collabcare._record.declare import rules
from collabcare.errors import InvalidRecordError, ProblemCode
from collabcare.interchange.documents import check_journal, write_journal
from collabcare.journal import (
    Answers,
    CheckIn,
    FidelityObservation,
    ItemAnswer,
    Journal,
    Measurement,
    ParticipationRating,
    PracticeRecord,
    Session,
)
from collabcare.people import ContactPreference, Household, Participant, ResidenceSchedule
from collabcare.plans import (
    Agreement,
    AttainmentScale,
    Barrier,
    BarrierResponse,
    Commitment,
    Expectation,
    FixedDays,
    Goal,
    GoalJudgement,
    HomeAssignment,
    MasteryCriterion,
    Measure,
    Pause,
    Review,
    Service,
    SharedPlan,
    SupportLevel,
    SupportScale,
    WeeklyTarget,
)
from collabcare.text import Text, Wording
from tests.lib.record_classes import RECORDS
from tests.records.smallest import LATER, LEVELS, NOON, ONE, PEOPLE, SMALLEST, THREE, TWO, WORDS, message, target

BACKWARDS = {"since": TWO, "until": ONE}
ENGLISH, SPANISH = Wording(language="en", words="a"), Wording(language="es", words="b")
AT_ONE = dt.time(13)
EVERY_DAY = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def home(name, **fields):
    return Household(
        id=name, residence_schedule=(ResidenceSchedule(**({"starts_on": ONE, "weekdays": EVERY_DAY} | fields)),)
    )


def agreement(**fields):
    return Agreement(**(SMALLEST[Agreement] | {"subject": "plan"} | fields))


# Class, rule, what is changed in the smallest record, place, code.
CASES = [
    (
        Text,
        "_languages_are_unique",
        {"wordings": (ENGLISH, attrs.evolve(ENGLISH, language="en"))},
        "/wordings/1/language",
        "duplicate",
    ),
    (Text, "_default_is_there", {"wordings": (SPANISH,)}, "/default", "needs"),
    (ContactPreference, "_times_in_order", {"from_time": AT_ONE, "to_time": AT_ONE}, "/to_time", "date-order"),
    (Participant, "_dates_in_order", BACKWARDS, "/until", "date-order"),
    (Participant, "_other_has_text", {"role": "other"}, "/role_other", "needs"),
    (Participant, "_other_has_text", {"role_other": "coach"}, "/role_other", "needs"),
    (Participant, "_other_discipline_has_text", {"disciplines": ("aba", "other")}, "/disciplines_other", "needs"),
    (Participant, "_other_discipline_has_text", {"disciplines_other": "music"}, "/disciplines_other", "needs"),
    (Participant, "_birth_year_of_child", {"birth_year": 1980}, "/birth_year", "wrong-role"),
    (ResidenceSchedule, "_dates_in_order", {"starts_on": TWO, "ends_on": ONE}, "/ends_on", "date-order"),
    (ResidenceSchedule, "_not_both", {"also_on": (TWO,), "except_on": (ONE, TWO)}, "/except_on/1", "duplicate"),
    (Agreement, "_decided_with_date", {"decision": "agreed"}, "/decided_at", "needs"),
    (Agreement, "_decided_with_date", {"decided_at": NOON}, "/decided_at", "needs"),
    (AttainmentScale, "_levels_complete", {"levels": LEVELS[:4]}, "/levels", "incomplete-scale"),
    (AttainmentScale, "_levels_complete", {"levels": (*LEVELS, LEVELS[0])}, "/levels", "incomplete-scale"),
    (Barrier, "_other_has_text", {"kind": "other"}, "/kind_other", "needs"),
    (Barrier, "_resolved_after_raised", {"resolved_on": ONE}, "/resolved_on", "date-order"),
    (
        Barrier,
        "_answered_after_raised",
        {"responses": (BarrierResponse(kind="solution", description=WORDS, agreed_on=ONE),)},
        "/responses/0/agreed_on",
        "date-order",
    ),
    (Commitment, "_dates_in_order", BACKWARDS, "/until", "date-order"),
    (Commitment, "_unit_fits", {"unit": "minutes"}, "/unit", "needs"),
    (Commitment, "_unit_fits", {"kind": "parent-input-minutes"}, "/unit", "needs"),
    (Expectation, "_level_or_change", {"level": None}, "/level", "exactly-one"),
    (Expectation, "_level_or_change", {"change": WORDS}, "/level", "exactly-one"),
    (FixedDays, "_weekdays_fit", {"frequency": "weekly"}, "/weekdays", "needs"),
    (FixedDays, "_weekdays_fit", {"weekdays": ("monday",)}, "/weekdays", "needs"),
    (FixedDays, "_weekdays_fit", {"frequency": "weekly", "weekdays": ("monday", "monday")}, "/weekdays", "duplicate"),
    (FixedDays, "_times_fit", {"times_a_day": 2, "times_of_day": (AT_ONE,)}, "/times_of_day", "wrong-count"),
    (FixedDays, "_dates_in_order", {"starts_on": TWO, "ends_on": ONE}, "/ends_on", "date-order"),
    (FixedDays, "_not_empty", {"ends_on": TWO, "except_on": (ONE, TWO)}, "", "empty-schedule"),
    (
        FixedDays,
        "_not_empty",
        {"frequency": "weekly", "weekdays": ("monday",), "ends_on": THREE},  # Wednesday to Friday
        "",
        "empty-schedule",
    ),
    (Goal, "_dates_in_order", BACKWARDS, "/until", "date-order"),
    (Goal, "_other_discipline_has_text", {"discipline": "other"}, "/discipline_other", "needs"),
    (Goal, "_other_domain_has_text", {"domain_other": "art"}, "/domain_other", "needs"),
    (Goal, "_units_equal", {"targets": (target("%"), target("min"))}, "/targets/1/unit", "different-units"),
    (
        Goal,
        "_units_equal",
        {"baseline": Measure(value=Decimal(1), unit="%"), "targets": (target("min"),)},
        "/targets/0/unit",
        "different-units",
    ),
    (
        Goal,
        "_mastery_on_scale",
        {"mastery": MasteryCriterion(threshold=Decimal(80), max_support_level="verbal")},
        "/mastery/max_support_level",
        "not-on-scale",
    ),
    (GoalJudgement, "_says_something", {"level": None}, "", "at-least-one"),
    (HomeAssignment, "_one_schedule", {"fixed_days": None}, "/fixed_days", "exactly-one"),
    (
        HomeAssignment,
        "_one_schedule",
        {"weekly_target": WeeklyTarget(times=1, starts_on=ONE)},
        "/fixed_days",
        "exactly-one",
    ),
    (HomeAssignment, "_dates_in_order", BACKWARDS, "/until", "date-order"),
    (Pause, "_dates_in_order", {"starts_on": TWO}, "/ends_on", "date-order"),
    (Review, "_due_or_held", {"due_on": None}, "/due_on", "at-least-one"),
    (Review, "_attended_when_held", {"attended": ("m",)}, "/held_at", "needs"),
    (Review, "_invited_with_date", {"invited": ("m",)}, "/invited_on", "needs"),
    (Review, "_invited_with_date", {"invited_on": ONE}, "/invited_on", "needs"),
    (Review, "_due_in_order", {"next_due_on": TWO}, "/next_due_on", "date-order"),
    (Service, "_dates_in_order", BACKWARDS, "/until", "date-order"),
    (Service, "_other_has_text", {"discipline": "other"}, "/discipline_other", "needs"),
    (SharedPlan, "_timezone_exists", {"timezone": "Mars/Base"}, "/timezone", "wrong-format"),
    (SharedPlan, "_ends_after_start", {"starts_on": TWO, "ends_on": ONE}, "/ends_on", "date-order"),
    (
        SharedPlan,
        "_seen_after_referral",
        {"referred_on": TWO, "first_session_on": ONE},
        "/first_session_on",
        "date-order",
    ),
    (
        SharedPlan,
        "_one_child",
        {"participants": (*PEOPLE, Participant(id="c2", role="child"))},
        "/participants",
        "wrong-role",
    ),
    (SharedPlan, "_child_is_a_child", {"child": "m"}, "/child", "wrong-role"),
    (SharedPlan, "_caregiver_in_active_plan", {"participants": PEOPLE[:2]}, "/participants", "wrong-role"),
    (SharedPlan, "_therapist_in_active_plan", {"participants": PEOPLE[::2]}, "/participants", "wrong-role"),
    (
        SharedPlan,
        "_household_lists_member",
        {
            "participants": (*PEOPLE, Participant(id="s", role="sibling", household="h")),
            "households": (Household(id="h", members=("m",)),),
        },
        "/participants/3/household",
        "needs",
    ),
    (
        SharedPlan,
        "_commitments_do_not_overlap",
        {
            "commitments": tuple(
                Commitment(**(SMALLEST[Commitment] | {"id": name, "until": TWO})) for name in ("a", "b")
            )
        },
        "/commitments/1/since",
        "overlap",
    ),
    (SharedPlan, "_household_days_fit", {"households": (home("h"), home("i"))}, "/households", "overlap"),
    (SharedPlan, "_household_days_fit", {"households": (home("h", starts_on=TWO),)}, "/households", "not-covered"),
    (
        SharedPlan,
        "_decided_after_request",
        {"agreements": (agreement(requested_on=THREE, decision="agreed", decided_at=NOON),)},
        "/agreements/0/decided_at",
        "date-order",
    ),
    (
        SharedPlan,
        "_held_after_invitation",
        {"reviews": (Review(id="r", held_at=NOON, invited_on=THREE, invited=("m",)),)},
        "/reviews/0/held_at",
        "date-order",
    ),
    (
        SupportScale,
        "_codes_are_unique",
        {"levels": (SupportLevel(code="a", name=WORDS), SupportLevel(code="a", name=WORDS))},
        "/levels/1/code",
        "duplicate",
    ),
    (WeeklyTarget, "_dates_in_order", {"starts_on": TWO, "ends_on": ONE}, "/ends_on", "date-order"),
    (WeeklyTarget, "_reachable", {"max_per_day": 1}, "/max_per_day", "empty-schedule"),
    (Answers, "_items_are_unique", {"items": (ItemAnswer(item="1", skipped=True),) * 2}, "/items/1/item", "duplicate"),
    (CheckIn, "_says_something", {"stress": None}, "", "at-least-one"),
    (FidelityObservation, "_correct_within_scored", {"steps_correct": 4}, "/steps_correct", "out-of-range"),
    (ItemAnswer, "_one_of_three", {"skipped": False}, "/answer", "exactly-one"),
    (ItemAnswer, "_one_of_three", {"answer": 1.0}, "/answer", "exactly-one"),
    (
        Journal,
        "_reply_fits",
        {"messages": (message("a"), message("b", sender="m", recipients=("x",), in_reply_to="a"))},
        "/messages/1/recipients",
        "wrong-reply",
    ),
    (
        Journal,
        "_reply_fits",
        {"messages": (message("b", sender="m", recipients=("t",), in_reply_to="a"), message("a", sent_at=LATER))},
        "/messages/0/sent_at",
        "date-order",
    ),
    (Measurement, "_says_something", {"level": None}, "/value", "at-least-one"),
    (Measurement, "_value_with_unit", {"value": Decimal(1)}, "/unit", "needs"),
    (Measurement, "_value_with_unit", {"unit": "%"}, "/unit", "needs"),
    (Measurement, "_successes_of_attempts", {"successes": 1}, "/attempts", "needs"),
    (Measurement, "_successes_of_attempts", {"successes": 2, "attempts": 1}, "/successes", "out-of-range"),
    (ParticipationRating, "_rated_or_not_observed", {"rating": None}, "/rating", "exactly-one"),
    (ParticipationRating, "_rated_or_not_observed", {"not_observed": True}, "/rating", "exactly-one"),
    (ParticipationRating, "_scale_in_order", {"lowest": 4.0}, "/highest", "out-of-range"),
    (ParticipationRating, "_within_bounds", {"rating": 4.5}, "/rating", "out-of-range"),
    (ParticipationRating, "_other_has_text", {"item": "other"}, "/item_other", "needs"),
    (PracticeRecord, "_has_a_day", {"due_on": None}, "/due_on", "at-least-one"),
    (
        PracticeRecord,
        "_one_day_of_practice",
        {"practised_on": ONE, "practised_at": NOON},
        "/practised_on",
        "exactly-one",
    ),
    (PracticeRecord, "_excused_with_reason", {"outcome": "excused"}, "/excused_reason", "needs"),
    (PracticeRecord, "_excused_with_reason", {"excused_reason": "child-ill"}, "/excused_reason", "needs"),
    (PracticeRecord, "_share_fits", {"done_share": 0.5}, "/done_share", "needs"),
    (Session, "_schedule_in_order", {"scheduled_end_at": NOON}, "/scheduled_end_at", "date-order"),
    (Session, "_times_in_order", {"started_at": LATER, "ended_at": NOON}, "/ended_at", "date-order"),
    (Session, "_attended_when_held", {"status": "no-show", "attended": ("m",)}, "/attended", "needs"),
    (Session, "_cancelled_by_when_cancelled", {"cancelled_by": "clinic"}, "/cancelled_by", "needs"),
    (Session, "_moved_to_when_moved", {"moved_to": "s2"}, "/moved_to", "needs"),
    (Session, "_other_discipline_has_text", {"discipline": "other"}, "/discipline_other", "needs"),
    (
        Session,
        "_other_reason_has_text",
        {"status": "cancelled", "cancellation_reason": "other"},
        "/cancellation_reason_other",
        "needs",
    ),
]


@pytest.mark.parametrize("cls", SMALLEST, ids=lambda cls: cls.__name__)
def test_the_smallest_record_is_right(cls):
    assert cls(**SMALLEST[cls])


@pytest.mark.parametrize(
    ("cls", "rule", "changes", "pointer", "code"),
    CASES,
    ids=[f"{case[0].__name__}{case[1]}-{at}" for at, case in enumerate(CASES)],
)
def test_rule(cls, rule, changes, pointer, code):
    with pytest.raises(InvalidRecordError) as caught:
        cls(**(SMALLEST[cls] | changes))
    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code, problem.severity) == (pointer, code, "error")
    assert code in set(ProblemCode)


# A journal beside its plan.

GOAL = Goal(
    id="g",
    statement=WORDS,
    targets=(target("%"),),
    support_scale=SupportScale(levels=(SupportLevel(code="none", name=WORDS),)),
)
MONDAYS = FixedDays(frequency="weekly", weekdays=("monday",), starts_on=ONE)
PLAN = SharedPlan(
    **SMALLEST[SharedPlan],
    goals=(GOAL,),
    assignments=(HomeAssignment(**(SMALLEST[HomeAssignment] | {"fixed_days": MONDAYS})),),
    households=(home("home", except_on=(ONE,)), home("away", weekdays=("monday",), ends_on=ONE, also_on=(ONE,))),
)
MONDAY = dt.date(2025, 1, 6)


def practice(**fields):
    return {"practice": (PracticeRecord(**(SMALLEST[PracticeRecord] | {"due_on": MONDAY} | fields)),)}


def measurement(**fields):
    return {"measurements": (Measurement(**(SMALLEST[Measurement] | fields)),)}


BESIDE_PLAN = [
    (
        "_moved_to_exists",
        {"sessions": (Session(**(SMALLEST[Session] | {"status": "moved", "moved_to": "x"})),)},
        "/sessions/0/moved_to",
        "missing-session",
        "warning",
    ),
    ("_due_on_is_an_occasion", practice(due_on=TWO), "/practice/0/due_on", "not-an-occasion", "warning"),
    ("_household_has_child", practice(household="away"), "/practice/0/household", "other-household", "warning"),
    ("_practice_support_on_scale", practice(support_level="x"), "/practice/0/support_level", "not-on-scale", "error"),
    ("_unit_of_goal", measurement(value=Decimal(1), unit="min"), "/measurements/0/unit", "different-units", "error"),
    ("_support_on_scale", measurement(support_level="x"), "/measurements/0/support_level", "not-on-scale", "error"),
    ("", practice(assignment="x"), "/practice/0/assignment", "unknown-reference", "error"),
    ("", {"plan": "another"}, "/plan", "unknown-reference", "error"),
]


@pytest.mark.parametrize(
    ("rule", "fields", "pointer", "code", "severity"), BESIDE_PLAN, ids=[case[2] for case in BESIDE_PLAN]
)
def test_rule_of_a_journal_and_its_plan(rule, fields, pointer, code, severity):
    data = write_journal(Journal(**({"plan": "plan"} | fields)))
    spaced = data.replace(b'{"document"', b'{ "document"')
    found = [(each.pointer, each.code, each.severity) for each in check_journal(spaced, PLAN)]
    assert found == [(pointer, code, severity)]


def test_a_journal_that_fits_its_plan():
    fields = practice(support_level="none", household="home") | measurement(value=Decimal(1), unit="%")
    assert check_journal(write_journal(Journal(plan="plan", **fields)), PLAN) == ()


def test_every_rule_has_an_example():
    shown = {(cls, rule) for cls, rule, *_ in CASES} | {(Journal, rule) for rule, *_ in BESIDE_PLAN}
    assert {(cls, rule.__name__) for cls in RECORDS for rule in rules(cls)} <= shown


# Ids.


def test_ids_are_unique_in_a_plan():
    with pytest.raises(InvalidRecordError) as caught:
        SharedPlan(**(SMALLEST[SharedPlan] | {"goals": (Goal(id="m", statement=WORDS),)}))
    assert [(each.pointer, each.code) for each in caught.value.problems] == [("/goals/0/id", "duplicate-id")]


def test_ids_resolve_in_a_plan():
    with pytest.raises(InvalidRecordError) as caught:
        SharedPlan(**(SMALLEST[SharedPlan] | {"goals": (Goal(id="g", statement=WORDS, responsible=("m", "x")),)}))
    assert [(each.pointer, each.code) for each in caught.value.problems] == [
        ("/goals/0/responsible/1", "unknown-reference")
    ]


def test_an_id_of_another_kind_of_record_does_not_resolve():
    with pytest.raises(InvalidRecordError) as caught:
        SharedPlan(**(SMALLEST[SharedPlan] | {"goals": (Goal(id="g", statement=WORDS, proposed_by="plan"),)}))
    assert [(each.pointer, each.code) for each in caught.value.problems] == [
        ("/goals/0/proposed_by", "unknown-reference")
    ]
