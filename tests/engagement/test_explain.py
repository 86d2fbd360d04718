import datetime as dt

import attrs
import pytest

from collabcare.engagement import ScoringModel, Window, score
from collabcare.engagement.explain import REASONS
from collabcare.engagement.model import DIMENSIONS
from collabcare.errors import UnknownReferenceError
from collabcare.interchange.examples import example
from tests.lib.families import (
    a_week,
    cancelled,
    daily,
    done,
    family,
    home,
    journal,
    not_done,
    practice_of,
    promise,
    question,
    session,
)

MARKER = "Zebulon"
WINDOW = Window.weeks(dt.date(2026, 9, 7), 2)
plan = family(
    starts_on="2026-09-07",
    households=[home("a", "mother", days="mon tue wed thu"), home("b", "father", days="fri sat sun")],
    assignments=[practice_of(daily("2026-09-07"))],
    commitments=[promise("reply", 3, side="clinic")],
)
happened = journal(
    plan,
    session("2026-09-08T10:00", id="tuesday"),
    cancelled("2026-09-15T10:00", "family", "child-ill", id="next-tuesday"),
    done("walk", "2026-09-07", household="a", note=MARKER, reported_by="mother", reported_at="2026-09-07T20:00"),
    not_done("walk", "2026-09-08", household="a"),
    question("q", "2026-09-09T10:00", body=MARKER),
)
told = score(plan, happened, WINDOW)


def test_it_begins_with_what_the_number_is_not():
    lines = told.explain().splitlines()
    assert lines[0] == "This score counts kept agreements. Never subtract the sides, never rank families or clinics."
    assert lines[1].startswith("It is not a measure of a parent")


def test_every_dimension_and_every_row_is_told():
    text = told.explain()
    for dimensions in DIMENSIONS.values():
        assert all(f"\n{each.value}: " in text for each in dimensions)
    assert text.count("\n  - ") == len(told.rows)
    assert "2026-09-08 tuesday a: credit 1, weight 1" in text
    assert "2026-09-15 next-tuesday a: left out, excused" in text


def test_one_dimension_alone():
    text = told.explain("attendance")
    assert "tuesday" in text
    assert "home_practice" not in text
    with pytest.raises(UnknownReferenceError):
        told.explain("devotion")


def test_nothing_of_a_family_is_told_but_days_and_ids():
    for text in (told.explain(), str(told.to_dict()), repr(told), repr(told.family), repr(told.family.overall)):
        assert MARKER not in text
    assert repr(told.family.dimensions["attendance"]) == "<DimensionScore attendance 1 opportunities>"


def test_a_household_is_told_why_results_need_not_add_up():
    restricted = score(plan, happened, WINDOW, household="a", organization="clinic")
    assert "need not add up" in restricted.explain()
    assert "one organization" in restricted.explain()
    assert "need not add up" not in told.explain()
    assert (restricted.household, restricted.organization) == ("a", "clinic")


def test_one_side_alone_is_said():
    model = attrs.evolve(ScoringModel.default(), require_both_sides=False)
    alone = score(plan, happened, WINDOW, model=model)
    assert not alone.require_both_sides
    assert alone.to_dict()["require_both_sides"] is False
    assert "turned off" in alone.explain()


def test_how_much_practice_was_asked():
    much = family(
        assignments=[practice_of(a_week(6), minutes=15)], commitments=[promise("practice-minutes-per-week", 60)]
    )
    found = score(much, journal(much, [done("walk", f"2026-09-{day:02}") for day in (7, 8, 9, 10)]), WINDOW)
    (load, *_) = found.practice_load
    assert (load.week_of, load.asked_minutes, load.agreed_minutes) == (dt.date(2026, 9, 7), 90, 60)
    assert repr(load) == "<PracticeLoad>"
    assert "week of 2026-09-07: 90 minutes asked, 60 agreed" in found.explain()
    assert "minutes asked" not in found.explain("attendance")


def test_every_reason_has_words():
    sides = (told.family, told.clinic)
    given = {each.reason for side in sides for each in (side.overall, *side.dimensions.values())}
    assert given - {None} <= set(REASONS)


def test_the_score_says_what_it_rests_on():
    model = ScoringModel.default()
    assert (told.model_id, told.model_version) == (model.id, model.model_version)
    assert told.parameters_digest == model.parameters_digest
    assert told.window == WINDOW
    assert told.as_of == dt.datetime(2026, 9, 20, 22, tzinfo=dt.UTC)
    assert told.library_version


def test_an_overall_is_told_with_its_uncertainty():
    given = score(*example("shift-work"), Window(dt.date(2026, 9, 7), dt.date(2026, 11, 30)))
    text = given.explain()
    assert "\nThe family side: 0." in text
    assert " dimensions with " in text
    assert "  If nothing unreported was done" in text
    assert "open barrier, at 0" in given.explain("attendance")


def test_limits_and_joining_are_told_where_they_are_not_the_usual_ones():
    usual = score(plan, happened, WINDOW).explain()
    assert "Limits are" not in usual
    assert "Overalls are" not in usual
    other = attrs.evolve(ScoringModel.packaged("partnership-2"), aggregation="geometric")
    told = score(plan, happened, WINDOW, model=other).explain()
    assert "Limits are clustered: Wilson's at the number of independent opportunities" in told
    assert "Overalls are geometric: Weighted geometric mean" in told
