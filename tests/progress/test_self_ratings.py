"""Performance and satisfaction. Means are worked out by hand beside each case."""

import datetime as dt

import pytest

from collabcare.errors import InvalidRecordError, UnknownReferenceError
from collabcare.progress import self_ratings
from tests.lib.families import family, goal, proposal, review
from tests.lib.goals import judged

ON = dt.date(2026, 11, 30)
NAMES = ("eat", "play", "sleep")


def rated(goal, who, performance, satisfaction=None, side="family"):
    return judged(goal, side, who, performance=performance, satisfaction=satisfaction)


def plan_of(*reviews, **fields):
    goals = [goal(each) for each in NAMES]
    return family(goals=goals, reviews=reviews, households={"a": "mother", "b": "father"}, **fields)


FIRST = review(
    "first",
    held_at="2026-09-10T10:00",
    judgements=[
        rated("eat", "mother", 2, 1),
        rated("play", "mother", 6, 5),
        rated("eat", "father", 5),
        rated("eat", None, 3, side="clinic"),
    ],
)
SECOND = review(
    "second",
    held_at="2026-10-20T10:00",
    judgements=[rated("eat", "mother", 7, 4), rated("play", "mother", 4, 5), rated("sleep", "mother", 9)],
)


def test_by_hand():
    # Performance: eat 2 to 7, play 6 to 4, sleep 9 once. Before (2 + 6)/2 = 4, after (7 + 4)/2 = 5.5, change 1.5, while
    # the two problems moved apart by 5 and -2. The last ratings: (7 + 4 + 9)/3.
    # Satisfaction: eat 1 to 4, play 5 to 5: before 3, after 4.5, change 1.5.
    found = {each.participant: each for each in self_ratings(plan_of(FIRST, SECOND), ON)}
    mother = found["mother"]
    performance = mother.performance
    assert (performance.before, performance.after, performance.change) == (4.0, 5.5, 1.5)
    assert (performance.problems_compared, performance.problems_rated) == (2, 3)
    assert performance.latest == pytest.approx(20 / 3)
    assert [(each.goal, each.first, each.latest, each.change) for each in performance.problems] == [
        ("eat", 2, 7, 5),
        ("play", 6, 4, -2),
        ("sleep", 9, 9, None),
    ]
    assert [(each.first_on, each.latest_on) for each in performance.problems] == [
        (dt.date(2026, 9, 10), dt.date(2026, 10, 20)),
        (dt.date(2026, 9, 10), dt.date(2026, 10, 20)),
        (dt.date(2026, 10, 20), dt.date(2026, 10, 20)),
    ]
    assert (performance.reason, mother.satisfaction.reason) == (None, None)
    assert (mother.satisfaction.before, mother.satisfaction.after, mother.satisfaction.change) == (3.0, 4.5, 1.5)
    assert (mother.satisfaction.problems_rated, mother.satisfaction.latest) == (2, 4.5)
    assert (found["father"].performance.reason, found["father"].satisfaction.reason) == ("rated-once", "nothing-rated")
    assert (found["father"].performance.latest, found["father"].satisfaction.latest) == (5.0, None)


def test_judges_are_kept_apart_family_first():
    found = self_ratings(plan_of(FIRST, SECOND), ON)
    assert [(each.side.value, each.participant) for each in found] == [
        ("family", "father"),
        ("family", "mother"),
        ("clinic", None),
    ]
    assert [each.participant for each in self_ratings(plan_of(FIRST), ON, participant="mother")] == ["mother"]


def test_one_person_is_found_whoever_rated_first():
    (father,) = self_ratings(plan_of(FIRST, SECOND), ON, participant="father")
    assert (father.participant, father.performance.latest) == ("father", 5.0)


def test_a_side_as_a_whole_stands_before_its_members():
    held = review(held_at="2026-11-01T10:00", judgements=[rated("eat", "Abel", 5), rated("eat", None, 4)])
    plan = family(goals=[goal("eat")], reviews=[held], households={"a": "Abel"})
    assert [each.participant for each in self_ratings(plan, ON)] == [None, "Abel"]


def test_a_review_of_the_day_counts():
    (mother,) = self_ratings(plan_of(FIRST, SECOND), dt.date(2026, 10, 20), participant="mother")
    assert mother.performance.change == 1.5


def test_later_reviews_and_reviews_not_held_are_not_looked_at():
    planned = review("planned", due_on="2026-09-20", judgements=[rated("eat", "mother", 10)])
    found = self_ratings(plan_of(planned, FIRST, SECOND), dt.date(2026, 10, 19), participant="mother")[0]
    assert (found.performance.latest, found.performance.reason) == (4.0, "rated-once")


def test_the_order_of_reviews_does_not_matter():
    assert self_ratings(plan_of(SECOND, FIRST), ON) == self_ratings(plan_of(FIRST, SECOND), ON)


def test_declined_goals_and_double_ratings_are_left_out_and_named():
    doubled = review(
        "doubled",
        held_at="2026-10-25T10:00",
        judgements=[rated("play", "mother", 3), rated("play", "mother", 4), rated("sleep", "mother", 8, 8)] * 2,
    )
    no = [proposal("eat", "2026-09-02", "2026-09-05", "declined")]
    [_, mother] = self_ratings(plan_of(FIRST, SECOND, doubled, agreements=no), ON)[:2]
    assert {each.reason: each.ids for each in mother.left_out} == {"declined": ("eat",), "ratings-differ": ("play",)}
    assert [(each.goal, each.first, each.latest) for each in mother.performance.problems] == [
        ("play", 6, 4),
        ("sleep", 9, 8),
    ]


def test_what_is_rated_counts_whatever_the_plan_says_of_its_beginning_but_not_an_error():
    goals = [goal("eat", lifecycle="planned"), goal("play", lifecycle="entered-in-error")]
    plan = family(
        goals=goals,
        reviews=[
            review(
                "first", held_at="2026-09-10T10:00", judgements=[rated("eat", "mother", 2), rated("play", "mother", 6)]
            )
        ],
    )
    (found,) = self_ratings(plan, ON)
    assert [each.goal for each in found.performance.problems] == ["eat"]
    assert [(each.reason, each.count) for each in found.left_out] == [("entered-in-error", 1)]


def test_nothing_rated_is_nothing():
    assert self_ratings(plan_of(), ON) == ()


def test_refused():
    with pytest.raises(InvalidRecordError, match="/on: wrong-type"):
        self_ratings(plan_of(), "2026-11-30")
    with pytest.raises(UnknownReferenceError):
        self_ratings(plan_of(), ON, participant="nobody")


def test_it_shows_nothing_of_a_family():
    found = self_ratings(plan_of(FIRST, SECOND), ON)
    assert repr(found[1]) == "<SelfRatings family>"
    assert "mother" not in repr(found)
    assert found[1].to_dict()["performance"]["change"] == 1.5
