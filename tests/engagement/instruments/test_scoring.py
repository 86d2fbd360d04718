"""From answers to scores: the keys by hand, missing answers, and what is refused."""

import datetime as dt
import json
import math

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.engagement.instruments import InstrumentScale, instrument, score_answers
from collabcare.errors import InvalidRecordError
from collabcare.journal import Answers, ItemAnswer

WAI, PSOC, TASCP = instrument("wai-sr"), instrument("psoc"), instrument("tascp")
UP = "high-is-more"


def problems(*arguments, **options):
    with pytest.raises(InvalidRecordError) as caught:
        score_answers(*arguments, **options)
    return [(each.pointer, each.code) for each in caught.value.problems]


def values(found):
    return {key: each.value for key, each in found.items()}


def all_of(count, answer):
    return dict.fromkeys(range(1, count + 1), answer)


# --------------------------------------------------------------------------- the keys


def test_wai_sr_by_hand():
    # Item n answered 1 + n mod 5: 2 3 4 5 1 2 3 4 5 1 2 3.
    answers = {item: 1 + item % 5 for item in range(1, 13)}
    # Goal 4, 6, 8, 11: 5 + 2 + 4 + 2; task 1, 2, 10, 12: 2 + 3 + 1 + 3; bond 3, 5, 7, 9: 4 + 1 + 3 + 5.
    assert values(score_answers(WAI, answers)) == {"goal": 13, "task": 9, "bond": 13, "total": 35}


@pytest.mark.parametrize(
    ("found", "lowest", "highest"),
    [
        (WAI, {"goal": 4, "task": 4, "bond": 4, "total": 12}, {"goal": 20, "task": 20, "bond": 20, "total": 60}),
        (TASCP, {"total": 12}, {"total": 48}),
        (
            PSOC,
            {"satisfaction": 9, "efficacy": 7, "total": 16},
            {"satisfaction": 54, "efficacy": 42, "total": 96},
        ),
    ],
)
def test_ranges_are_the_published_ones(found, lowest, highest):
    worst = {
        item: found.highest if item in found.reversed_items else found.lowest for item in range(1, found.item_count + 1)
    }
    best = {item: found.lowest + found.highest - answer for item, answer in worst.items()}
    for answers, expected, share in ((worst, lowest, 0), (best, highest, 1)):
        scores = score_answers(found, answers, coding=UP)
        assert values(scores) == expected
        assert {each.share for each in scores.values()} == {share}
    assert {key: each.lowest for key, each in scores.items()} == lowest
    assert {key: each.highest for key, each in scores.items()} == highest


def test_psoc_gives_the_worked_example(shared):
    examples = json.loads((shared / "data" / "worked_examples.json").read_text())["examples"]
    (example,) = (each for each in examples if each["id"] == "psoc_reverse")
    answers = dict(enumerate(example["input"]["answers"], 1))
    # The example counts item 17 to efficacy, as forms of 17 items do: a scale that a user may add.
    scale = attrs.evolve(PSOC.scales[1], key="efficacy-17", items=(*PSOC.scales[1].items, 17), size=8)
    found = score_answers(attrs.evolve(PSOC, scales=(*PSOC.scales, scale)), answers, coding=UP)
    assert found["satisfaction"].value == example["expected"]["satisfaction_9_items"]
    assert found["efficacy-17"].value == example["expected"]["efficacy_8_items(with 17)"]
    assert found["satisfaction"].value + found["efficacy-17"].value == example["expected"]["total"]


def test_tascp_turns_five_items():
    assert score_answers(TASCP, all_of(12, 4))["total"].value == 7 * 4 + 5 * 1


def test_the_result_says_what_it_is():
    (found,) = score_answers(TASCP, all_of(12, 2)).values()
    assert (found.instrument, found.instrument_version, found.scale) == ("tascp", "1", "total")
    assert (found.answered, found.of, found.prorated, found.reason) == (12, 12, False, None)
    assert (found.status, found.aggregate) == ("secondary", "sum")
    assert found.parameters_digest == TASCP.parameters_digest
    assert json.loads(json.dumps(found.to_dict()))["value"] == found.value
    assert repr(found) == "<ScaleScore tascp total>"


# --------------------------------------------------------------------------- direction


def test_psoc_asks_which_way_the_form_runs():
    assert problems(PSOC, all_of(17, 3)) == [("/coding", "needs")]
    assert problems(PSOC, all_of(17, 3), coding="low-is-more") == [("/coding", "needs")]
    assert problems(PSOC, all_of(17, 3), coding="upside-down") == [("/coding", "unknown-code")]
    assert problems(WAI, all_of(12, 3), coding="low-is-more") == [("/coding", "needs")]
    assert score_answers(WAI, all_of(12, 3), coding=UP) == score_answers(WAI, all_of(12, 3))


@given(st.lists(st.integers(1, 6), min_size=17, max_size=17))
def test_turning_a_form_of_the_other_direction_gives_what_its_own_key_gives(answers):
    """With 1 as agreement the published key turns efficacy instead of satisfaction; so does turning every answer."""
    other = dict(enumerate(answers, 1))
    efficacy = PSOC.scales[1].items
    other_key = attrs.evolve(PSOC, reversed_items=efficacy, coding="low-is-more")
    turned = {item: 7 - answer for item, answer in other.items()}
    assert values(score_answers(PSOC, turned, coding=UP)) == values(
        score_answers(other_key, other, coding="low-is-more")
    )


@pytest.mark.parametrize(("counted_from", "places"), [(0, [1]), (2, [12])])
def test_a_form_that_counts_otherwise_is_caught_where_an_answer_shows_it(counted_from, places):
    answers = dict(enumerate([0, 1, 2, 3, 4, 3, 2, 1, 2, 3, 2, 4], 1))
    answers = {item: answer + counted_from for item, answer in answers.items()}
    out = [item for item, answer in answers.items() if not 1 <= answer <= 5]
    assert problems(WAI, answers) == [(f"/{item}", "out-of-range") for item in out]
    assert set(places) <= set(out)


# --------------------------------------------------------------------------- missing answers


def with_rule(rule, **more):
    scale = InstrumentScale(
        key="total", meaning="All.", items=(1, 2, 3, 4, 5), min_answered=rule, **{"aggregate": "mean", **more}
    )
    return attrs.evolve(WAI, item_count=5, scales=(scale,))


@pytest.mark.parametrize(
    ("rule", "answered", "value"),
    [("all", 5, 3), ("all", 4, None), ("half", 3, 2), ("half", 2, None), ("half", 0, None)],
)
def test_minimum_answered(rule, answered, value):
    found = score_answers(with_rule(rule), {item: item for item in range(1, answered + 1)})["total"]
    assert (found.value, found.answered, found.of) == (value, answered, 5)
    assert found.reason == (None if value is not None else "too-few-answered")


def test_a_sum_is_prorated_where_the_key_says_so():
    # 1 + 2 + 4 = 7 of three items, of five: 7 x 5/3.
    found = score_answers(with_rule("half", aggregate="sum", prorate=True), {1: 1, 2: 2, 4: 4})["total"]
    assert found.value == pytest.approx(35 / 3)
    assert found.prorated
    assert not score_answers(with_rule("half", aggregate="sum", prorate=True), all_of(5, 2))["total"].prorated


@pytest.mark.parametrize(
    ("rounding", "decimals", "value"),
    [("none", 0, 7 / 3), ("nearest", 0, 2), ("up", 0, 3), ("nearest", 1, 2.3), ("up", 1, 2.4)],
)
def test_rounding(rounding, decimals, value):
    key = with_rule("half", rounding=rounding, decimals=decimals)
    assert score_answers(key, {1: 1, 2: 2, 4: 4})["total"].value == pytest.approx(value)


def test_halves_are_rounded_up():
    key = with_rule("half", rounding="nearest")
    assert score_answers(key, {1: 2, 2: 3, 3: 2, 4: 3})["total"].value == 3
    assert score_answers(key, {1: 1, 2: 2, 3: 1, 4: 2})["total"].value == 2


def test_what_does_not_apply_is_not_answered():
    key = attrs.evolve(with_rule("half"), not_applicable=0)
    found = score_answers(key, {1: 5, 2: 4, 3: 3, 4: 0, 5: None})["total"]
    assert (found.value, found.answered, found.not_applicable) == (4, 3, 1)


def test_a_scale_that_is_better_when_lower():
    key = with_rule("all", higher_is_better=False)
    assert score_answers(key, all_of(5, 1))["total"].share == 1
    assert score_answers(key, all_of(5, 4))["total"].share == 0.25
    assert score_answers(key, {})["total"].share is None


# --------------------------------------------------------------------------- what is refused


def test_out_of_range_is_a_problem_and_never_a_clamp():
    answers = {**all_of(12, 3), 2: 6, 5: 0, 7: 2.5, 8: -3, 9: 731}
    found = problems(WAI, answers)
    assert found == [(f"/{item}", "out-of-range") for item in (2, 5, 7, 8, 9)]
    with pytest.raises(InvalidRecordError) as caught:
        score_answers(WAI, answers)
    assert "731" not in str(caught.value) + repr(caught.value.problems)


@pytest.mark.parametrize("answer", ["4", True, math.nan, math.inf, [4], b"five"])
def test_what_is_no_number(answer):
    assert problems(WAI, {**all_of(12, 3), 4: answer}) == [("/4", "wrong-type")]


def test_items_that_are_not_there_are_counted_not_named():
    found = problems(WAI, {"1": 3, 1: 3, 0: 3, 13: 3, "Marta": 3})
    assert sorted(found) == [("", "unknown-fields"), ("/1", "duplicate")]
    with pytest.raises(InvalidRecordError) as caught:
        score_answers(WAI, {"Marta": 3})
    assert "Marta" not in str(caught.value)


def test_numbers_of_any_kind_count():
    assert score_answers(WAI, {str(item): np.int64(3) for item in range(1, 13)})["total"].value == 36
    assert score_answers(WAI, all_of(12, np.float32(3)))["total"].value == 36


def test_a_template_says_what_it_lacks_and_that_it_needs_a_licence():
    with pytest.raises(InvalidRecordError) as caught:
        score_answers(instrument("csq-8"), all_of(8, 9))
    first, second, *others = caught.value.problems
    assert (first.pointer, second.pointer) == ("/licence_reference", "/scales/0/items")
    assert "licence" in first.rule
    assert "8 item numbers" in second.rule
    # The rest is said at once too: direction and range.
    assert {(each.pointer, each.code) for each in others} == {
        ("/coding", "needs"),
        *((f"/{item}", "out-of-range") for item in range(1, 9)),
    }


def test_a_template_that_its_user_completed_can_be_scored():
    template = instrument("csq-8")
    (scale,) = template.scales
    own = attrs.evolve(
        template,
        instrument_version="own-1",
        licence_reference="Contract 12, filed with the data protection officer.",
        reversed_items=(1, 2),  # made up: the key comes with the licence
        scales=(attrs.evolve(scale, items=tuple(range(1, 9))),),
    )
    assert own.missing == ()
    assert score_answers(own, all_of(8, 4), coding=UP)["total"].value == 6 * 4 + 2
    with pytest.raises(InvalidRecordError):
        attrs.evolve(scale, items=(1, 2, 3))  # eight are known to belong to it


# --------------------------------------------------------------------------- answers of a journal


def journal_answers(items, **fields):
    settled = {
        "id": "a1",
        "instrument": "wai-sr",
        "respondent": "m",
        "answered_at": dt.datetime(2026, 9, 7, tzinfo=dt.UTC),
    }
    return Answers(**{**settled, "items": tuple(items), **fields})


@given(
    st.dictionaries(st.integers(1, 12), st.one_of(st.integers(1, 5), st.sampled_from(["skipped", "not_applicable"])))
)
def test_answers_of_a_journal_score_as_numbers_do(answers):
    if not answers:
        return
    items = [
        ItemAnswer(item=str(item), **({each: True} if isinstance(each, str) else {"answer": each}))
        for item, each in answers.items()
    ]
    plain = {item: None if isinstance(each, str) else each for item, each in answers.items()}
    found, expected = score_answers(WAI, journal_answers(items)), score_answers(WAI, plain)
    assert values(found) == values(expected)
    not_applicable = sum(each == "not_applicable" for each in answers.values())
    assert found["total"].not_applicable == not_applicable


def test_all_problems_of_answers_of_a_journal():
    items = [ItemAnswer(item="1", answer=6), ItemAnswer(item="13", answer=1), ItemAnswer(item="two", skipped=True)]
    found = problems(WAI, journal_answers(items, instrument="psoc", instrument_version="7"))
    assert found == [
        ("/instrument", "unknown-reference"),
        ("/instrument_version", "unknown-reference"),
        ("/items/1/item", "unknown-reference"),
        ("/items/2/item", "unknown-reference"),
        ("/items/0/answer", "out-of-range"),
    ]


# --------------------------------------------------------------------------- what always holds


@given(st.dictionaries(st.integers(1, 17), st.none() | st.integers(1, 6)), st.sampled_from(["all", "half"]))
def test_scores_lie_in_their_range(answers, rule):
    scales = [attrs.evolve(each, min_answered=rule, prorate=rule == "half") for each in PSOC.scales]
    for each in score_answers(attrs.evolve(PSOC, scales=tuple(scales)), answers, coding=UP).values():
        assert (each.value is None) == (each.reason is not None)
        assert 0 <= each.answered <= each.of
        if each.value is not None:
            assert each.lowest - 1e-9 <= each.value <= each.highest + 1e-9
            assert 0 <= each.share <= 1
