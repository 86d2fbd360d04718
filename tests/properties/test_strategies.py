"""The strategies themselves: they draw from the whole of what is declared, and throw next to nothing away."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from collabcare._record.declare import is_record, specs
from collabcare.errors import InvalidRecordError
from collabcare.interchange.documents import check_journal, check_plan, write_journal, write_plan
from collabcare.journal import CheckIn, Journal, Session
from collabcare.people import Participant
from collabcare.plans import FixedDays, SharedPlan
from collabcare.testing import strategies
from collabcare.testing.values import instants, leaf
from collabcare.text import Wording
from tests.lib.record_classes import RECORDS

ONCE = settings(phases=[Phase.generate], database=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    ("strategy", "least"),
    [(strategies.plans, 200), (strategies.journals, 200), (strategies.plan_with_journal, 100)],
)
def test_less_than_one_in_twenty_draws_is_discarded(strategy, least):
    """A draw is discarded when it breaks a rule, or asks for more choices than Hypothesis gives."""
    started, kept = [], []

    @settings(ONCE, max_examples=least)
    @given(_counted(strategy(), started))
    def draw(record):
        kept.append(record)

    draw()
    assert len(kept) >= least * 0.9
    assert len(started) - len(kept) <= 0.05 * len(started)


def _counted(strategy, started):
    from hypothesis import strategies as st

    return st.builds(lambda: started.append(1)).flatmap(lambda _: strategy)


@pytest.mark.parametrize("cls", RECORDS)
def test_every_record_is_drawn_and_none_breaks_a_rule(cls):
    drawn = []

    @settings(ONCE, max_examples=100)
    @given(strategies.records(cls))
    def draw(record):
        assert type(record) is cls
        drawn.append(record)

    draw()
    for spec in specs(cls) if cls not in {SharedPlan, Journal} else ():
        values = [getattr(each, spec.name) for each in drawn]
        if not spec.required:
            assert any(value != spec.default for value in values), f"{spec.name} is never given"
            assert any(value == spec.default for value in values), f"{spec.name} is always given"


@pytest.mark.parametrize("cls", RECORDS)
def test_each_field_alone_is_within_its_declaration(cls):
    """The strategy of one field never draws what the reader refuses for that field."""
    from collabcare.interchange.documents import converter

    made = converter()
    for spec in specs(cls):
        if is_record(spec.leaf):
            continue

        @settings(ONCE, max_examples=20)
        @given(leaf(spec))
        def draw(value, name=spec.name, many=spec.many is not None):
            import msgspec

            data = {name: [msgspec.to_builtins(value)] if many else msgspec.to_builtins(value)}
            try:
                made.structure(data, cls)
            except InvalidRecordError as error:
                single = {"wrong-type", "wrong-format", "out-of-range", "unknown-code", "wrong-length"}
                bad = [
                    each
                    for each in error.problems
                    if each.code in single and (each.pointer or "").startswith(f"/{name}")
                ]
                assert not [each for each in bad if each.pointer in {f"/{name}", f"/{name}/0"}] or name == "timezone"

        if spec.name != "timezone":
            draw()


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
        (strategies.records(Session), lambda session: session.cancelled_by and session.cancellation_reason_other),
    ],
)
def test_rare_cases_are_drawn(strategy, wanted):
    assert find(strategy, wanted, settings=settings(max_examples=20_000, database=None)) is not None


def test_given_fields_are_kept():
    plan = find(strategies.records(SharedPlan, id="mine", revision=7), lambda _: True)
    assert (plan.id, plan.revision) == ("mine", 7)
