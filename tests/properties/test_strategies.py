"""The strategies themselves: they draw from the whole of what is declared, and throw next to nothing away."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.statistics import collector

from collabcare._record.declare import specs
from collabcare.interchange.documents import check_journal, check_plan, write_journal, write_plan
from collabcare.journal import CheckIn, Journal, Session
from collabcare.people import Participant
from collabcare.plans import FixedDays, SharedPlan
from collabcare.testing import strategies
from collabcare.testing.values import instants
from collabcare.text import Wording
from collabcare.vocabulary import CancellationReason, SessionStatus
from tests.lib.record_classes import RECORDS

ONCE = settings(phases=[Phase.generate], database=None, derandomize=True, suppress_health_check=list(HealthCheck))


def fates(strategy, examples):
    """Count what became of the draws: valid, invalid (a filter or a rule threw it away) or overrun (too large)."""
    seen = []

    @settings(ONCE, max_examples=examples)
    @given(strategy)
    def draw(_):
        pass

    with collector.with_value(seen.append):
        draw()
    return Counter(case["status"] for case in seen[0]["generate-phase"]["test-cases"])


@pytest.mark.parametrize(
    "strategy",
    [
        strategies.plans(),
        strategies.journals(),
        strategies.plan_with_journal(),
        strategies.documents("plan", valid=False),
    ],
)
def test_less_than_one_in_twenty_draws_is_discarded(strategy):
    found = fates(strategy, 200)
    assert found["valid"] == 200
    assert found["invalid"] <= 0.05 * found.total()
    # Hypothesis overruns on purpose, trying small sizes first: a list of numbers does so for every sixth draw.
    assert found["overrun"] <= 0.25 * found.total()


@pytest.mark.parametrize("cls", RECORDS)
def test_every_record_is_drawn_and_none_breaks_a_rule(cls):
    drawn = []

    @settings(ONCE, max_examples=250)
    @given(strategies.records(cls))
    def draw(record):
        assert type(record) is cls
        drawn.append(record)

    draw()
    for spec in specs(cls) if cls not in {SharedPlan, Journal} else ():
        values = [getattr(each, spec.name) for each in drawn]
        if not spec.required and not spec.name.endswith("_other"):  # those go with one code of many: see below
            assert any(value != spec.default for value in values), f"{spec.name} is never given"
            assert any(value == spec.default for value in values), f"{spec.name} is always given"


@given(strategies.plan_with_journal())
def test_plan_and_journal_fit(pair):
    plan, journal = pair
    assert not [each for each in check_plan(write_plan(plan)) if each.severity == "error"]
    assert not [each for each in check_journal(write_journal(journal), plan) if each.severity == "error"]


@pytest.mark.parametrize(
    ("strategy", "wanted"),
    [
        (instants(), lambda at: at.fold == 1 and at.utcoffset() != at.replace(fold=0).utcoffset()),
        (instants(), lambda at: at.tzinfo.utcoffset(at.replace(tzinfo=None)) == dt.timedelta(hours=5, minutes=45)),
        (instants(), lambda at: at.astimezone(dt.UTC).date() == dt.date(2199, 12, 31)),
        (instants(), lambda at: at.microsecond % 10),
        (strategies.records(Wording), lambda wording: any(ord(each) > 0xFFFF for each in wording.words)),
        (strategies.records(Wording), lambda wording: any("\u0590" <= each <= "\u08ff" for each in wording.words)),
        (strategies.records(Participant), lambda who: len(who.id) == 64),
        (strategies.records(CheckIn), lambda one: one.hours_available == 0.0),
        (strategies.records(FixedDays), lambda days: days.frequency == "weekly" and days.interval > 1 and days.ends_on),
        (
            strategies.records(Session, status=SessionStatus.CANCELLED, cancellation_reason=CancellationReason.OTHER),
            lambda session: session.cancelled_by and session.cancellation_reason_other,
        ),
    ],
)
def test_rare_cases_are_drawn(strategy, wanted):
    assert (
        find(strategy, wanted, settings=settings(max_examples=20_000, database=None, phases=[Phase.generate]))
        is not None
    )


def test_given_fields_are_kept():
    once = settings(database=None, phases=[Phase.generate])
    plan = find(strategies.records(SharedPlan, id="mine", revision=7), lambda _: True, settings=once)
    assert (plan.id, plan.revision) == ("mine", 7)
