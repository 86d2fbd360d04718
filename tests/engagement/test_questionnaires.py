"""Questionnaires as further dimensions, where a model says so."""

import copy
import json
import pickle
from importlib import resources

import attrs
import pytest

from collabcare import read_model
from collabcare._dates import Window
from collabcare.engagement import OwnDimension, ScoringModel, evidence, score
from collabcare.engagement.instruments import instrument
from collabcare.engagement.model import QuestionnaireDimension
from collabcare.errors import InvalidRecordError, UnknownReferenceError
from collabcare.journal import ItemAnswer
from collabcare.vocabulary import Dimension
from tests.lib.families import daily, day, done, family, home, journal, pause, person, practice_of, questionnaire

DEFAULT = ScoringModel.default()
MONTH = Window.month("2026-09")


def dimension(**fields):
    settled = {
        "name": "alliance",
        "side": "family",
        "weight": 1,
        "meaning": "How caregiver and therapist work together.",
    }
    return QuestionnaireDimension(**{**settled, "instrument": "wai-sr", "scale": "total", **fields})


def model(*dimensions, **fields):
    return attrs.evolve(DEFAULT, id="ours", questionnaires=dimensions or (dimension(),), **fields)


def filled(answered_at, answer, count=12, instrument="wai-sr", **fields):
    items = tuple(ItemAnswer(item=str(item), answer=answer) for item in range(1, count + 1))
    return questionnaire(answered_at, instrument, items=items, **fields)


def figures(found):
    return found.value, found.credit, found.opportunities, found.reason


THREE = (filled("2026-09-07T10:00", 5), filled("2026-09-14T10:00", 3), filled("2026-09-21T10:00", 1))


# --------------------------------------------------------------------------- what it says


def test_credit_is_the_share_of_the_range():
    # Sums 60, 36 and 12 of 12 to 60: 1, .5 and 0.
    plan = family()
    found = score(plan, journal(plan, *THREE), MONTH, model=model())
    assert figures(found.family.dimensions["alliance"]) == (0.5, 1.5, 3, None)
    assert list(found.family.dimensions)[-1] == "alliance"
    assert "alliance" not in found.clinic.dimensions
    assert found.family.dimensions["alliance"].reported_by == {"family": 1}


def test_a_scale_that_is_better_when_lower_is_turned_round():
    own = attrs.evolve(
        instrument("wai-sr"),
        id="strain",
        scales=tuple(attrs.evolve(each, higher_is_better=False) for each in instrument("wai-sr").scales),
    )
    plan = family()
    events = [attrs.evolve(each, instrument="strain") for each in THREE[:2]]
    rows = evidence(
        plan, journal(plan, *events), MONTH, model=model(dimension(instrument="strain"), instruments=(own,))
    )
    assert [row.credit for row in rows] == [0, 0.5]


def test_it_enters_the_overall_by_its_weight():
    plan = family(assignments=[practice_of(daily())])
    events = [*THREE, *(done("walk", f"2026-09-{each:02}") for each in range(7, 10))]
    sparse = {"min_dimensions": 1, "min_weight_share": 0, "require_both_sides": False, "min_reported": 0}
    for weight, expected in ((0, 1), (1, (1 + 0.5) / 2), (3, (1 + 3 * 0.5) / 4)):
        found = score(plan, journal(plan, *events), MONTH, model=model(dimension(weight=weight), **sparse))
        assert found.family.overall.value == pytest.approx(expected)
    assert found.family.overall.present == ("home_practice", "alliance")


def test_fewer_than_the_minimum_show_no_value_and_count_in_part():
    plan = family()
    found = score(plan, journal(plan, THREE[0]), MONTH, model=model()).family.dimensions["alliance"]
    assert figures(found) == (None, 1, 1, "too-few")
    assert found.present_share == pytest.approx(1 / 3)


def test_nobody_is_blamed_for_a_questionnaire_that_was_not_given():
    plan = family(assignments=[practice_of(daily())])
    events = [done("walk", f"2026-09-{each:02}") for each in range(7, 28)]
    with_, without = (score(plan, journal(plan, *events), MONTH, model=each) for each in (model(), DEFAULT))
    assert with_.family.dimensions["alliance"].reason == "nothing-due"
    assert with_.family.overall == without.family.overall


def test_without_questionnaires_nothing_changes():
    plan = family(assignments=[practice_of(daily())])
    happened = journal(plan, *THREE, done("walk", "2026-09-07"))
    found = score(plan, happened, MONTH)
    assert {*found.family.dimensions, *found.clinic.dimensions} == {each.value for each in Dimension}
    others = tuple(row for row in evidence(plan, happened, MONTH, model=model()) if row.dimension != "alliance")
    assert others == evidence(plan, happened, MONTH)


def test_too_few_answers_leave_it_out():
    plan = family()
    events = [filled("2026-09-07T10:00", 5, count=11)]
    found = score(plan, journal(plan, *events), MONTH, model=model()).family.dimensions["alliance"]
    assert (found.opportunities, found.left_out) == (0, {"too-few-answered": 1})
    bond = score(plan, journal(plan, *events), MONTH, model=model(dimension(scale="bond")))
    assert bond.family.dimensions["alliance"].opportunities == 1


def test_explain_and_to_dict_show_it():
    plan = family()
    found = score(plan, journal(plan, *THREE), MONTH, model=model())
    told = found.explain("alliance")
    assert "alliance: 0.5 (from" in told
    assert "How caregiver and therapist work together." in told
    assert told.count("scale total of wai-sr, as a share of its range") == 3
    assert "attendance" not in told
    plain = found.to_dict()["family"]["dimensions"]["alliance"]
    assert type(plain["dimension"]) is str
    assert json.loads(json.dumps(plain))["value"] == 0.5
    with pytest.raises(UnknownReferenceError):
        score(plan, journal(plan), MONTH).explain("alliance")


# --------------------------------------------------------------------------- which answers count


def test_window_as_of_plan_and_hold():
    plan = family(starts_on="2026-09-10", pauses=[pause("2026-09-20", "2026-09-22")])
    happened = journal(plan, *THREE, filled("2026-10-01T00:30", 5), filled("2026-08-31T23:30", 5))
    found = evidence(plan, happened, MONTH, model=model())
    # The 7th lies before the plan; answers given during a pause are still answers.
    assert [(str(row.on), getattr(row, "reason", None)) for row in found] == [
        ("2026-09-07", "outside-plan"),
        ("2026-09-14", None),
        ("2026-09-21", None),
    ]
    assert len(evidence(plan, happened, MONTH, day("2026-09-14"), model=model())) == 1
    held = attrs.evolve(plan, status="on-hold")
    assert {row.reason for row in evidence(held, happened, MONTH, model=model())} == {"on-hold"}


def test_respondents():
    plan = family()
    happened = journal(plan, filled("2026-09-07T10:00", 5), filled("2026-09-07T11:00", 3, respondent="therapist"))
    assert [row.credit for row in evidence(plan, happened, MONTH, model=model())] == [1, 0.5]
    only = model(dimension(respondents=("caregiver",)))
    assert [row.credit for row in evidence(plan, happened, MONTH, model=only)] == [1]


def test_one_home_and_one_organization():
    homes = [home("a", "mother"), home("b", "father")]
    other = person("teacher", "therapist", organization="school")
    plan = family(starts_on="2026-09-07", households=homes, people=[other])
    events = [
        filled("2026-09-07T10:00", 5),
        filled("2026-09-08T10:00", 3, respondent="father"),
        filled("2026-09-09T10:00", 1, respondent="therapist"),
    ]
    happened = journal(plan, *events)
    caregivers = ("caregiver",)
    both = model(dimension(respondents=caregivers), dimension(name="own", side="clinic", respondents=("therapist",)))
    rows = evidence(plan, happened, MONTH, model=both)
    assert [(row.side, row.household, row.organization) for row in rows] == [
        ("family", "a", None),
        ("family", "b", None),
        ("clinic", None, "clinic"),
    ]
    rows = evidence(plan, happened, MONTH, model=both, household="b", organization="school")
    assert [(row.side, row.household) for row in rows] == [("family", "b")]


def test_rows_of_the_family_come_first():
    plan = family()
    both = model(dimension(name="own", side="clinic"), dimension())
    rows = evidence(plan, journal(plan, *THREE), MONTH, model=both)
    assert [row.dimension for row in rows] == ["alliance"] * 3 + ["own"] * 3


def test_answers_that_do_not_fit_are_all_told_with_their_place():
    plan = family()
    happened = journal(
        plan, filled("2026-09-07T10:00", 6), filled("2026-09-08T10:00", 3), filled("2026-09-09T10:00", 0)
    )
    with pytest.raises(InvalidRecordError) as caught:
        score(plan, happened, MONTH, model=model(dimension(), dimension(name="bond", scale="bond")))
    found = [(each.pointer, each.code) for each in caught.value.problems]
    assert found == [(f"/answers/{at}/items/{item}/answer", "out-of-range") for at in (0, 2) for item in range(12)]
    # In another window they do no harm, and a model that does not use them never looks.
    assert score(plan, happened, Window.month("2026-10"), model=model())
    assert score(plan, happened, MONTH)


# --------------------------------------------------------------------------- the model


def problems(*dimensions, **fields):
    with pytest.raises(InvalidRecordError) as caught:
        model(*dimensions, **fields)
    return [(each.pointer, each.code) for each in caught.value.problems]


def test_all_problems_of_the_questionnaires_come_at_once():
    found = problems(
        dimension(name="attendance"),
        dimension(name="a", instrument="dass"),
        dimension(name="a", scale="joy"),
        dimension(name="b", instrument="psoc"),
        dimension(name="c", instrument="psoc", coding="low-is-more"),
        dimension(name="d", instrument="csq-8", coding="high-is-more"),
        instruments=(instrument("wai-sr"), instrument("wai-sr")),
    )
    assert found == [
        ("/instruments/1/id", "duplicate"),
        ("/questionnaires/0/name", "duplicate"),
        ("/questionnaires/1/instrument", "unknown-reference"),
        ("/questionnaires/2/name", "duplicate"),
        ("/questionnaires/2/scale", "unknown-reference"),
        ("/questionnaires/3/coding", "needs"),
        ("/questionnaires/4/coding", "needs"),
        *[("/questionnaires/5/instrument", "needs")] * 2,
    ]


def test_a_model_file_with_an_instrument_of_its_own():
    packaged = json.loads((resources.files("collabcare.engagement") / "models" / "partnership-1.json").read_bytes())
    wai = json.loads((resources.files("collabcare.engagement.instruments") / "data" / "wai-sr.json").read_bytes())
    entry = {
        "name": "alliance",
        "side": "clinic",
        "weight": 2,
        "meaning": "The alliance.",
        "instrument": "ours",
        "scale": "bond",
    }
    found = read_model(
        json.dumps(packaged | {"id": "ours", "questionnaires": [entry], "instruments": [wai | {"id": "ours"}]}).encode()
    )
    assert found.instrument("ours").id == "ours"
    assert found.dimensions("clinic")[-1].dimension.definition == "The alliance."
    with pytest.raises(UnknownReferenceError):
        found.instrument("nothing")


CHANGES = {
    "name": "other",
    "side": "clinic",
    "weight": 2,
    "instrument": "tascp",
    "scale": "bond",
    "coding": "high-is-more",
    "respondents": ("caregiver",),
}


def test_change_table_knows_every_field():
    assert {each.name for each in attrs.fields(QuestionnaireDimension)} == {*CHANGES, "meaning"}


@pytest.mark.parametrize("name", CHANGES)
def test_digest_changes_with_whatever_can_move_a_number(name):
    assert model(dimension(**{name: CHANGES[name]})).parameters_digest != model().parameters_digest


def test_digest_goes_by_the_instruments_that_are_used():
    wai = instrument("wai-sr")
    changed = attrs.evolve(wai, reversed_items=(1,))
    used = model(instruments=(changed,)).parameters_digest
    assert used != model().parameters_digest
    assert model(instruments=(wai,)).parameters_digest == model().parameters_digest
    unused = model(instruments=(attrs.evolve(changed, id="other"),))
    assert unused.parameters_digest == model().parameters_digest
    # Two instruments that change their names score other answers.
    first, second = attrs.evolve(wai, id="a"), attrs.evolve(changed, id="b")
    swapped = attrs.evolve(wai, id="b"), attrs.evolve(changed, id="a")
    entries = (dimension(instrument="a"), dimension(name="other", instrument="b"))
    one, two = (model(*entries, instruments=each) for each in ((first, second), swapped))
    assert one.parameters_digest != two.parameters_digest


def test_digest_does_not_change_with_words():
    other = model(dimension(meaning="Other words."))
    assert other.parameters_digest == model().parameters_digest


def test_an_own_dimension_is_text_that_lasts():
    own = OwnDimension("alliance", "The alliance.")
    for again in (copy.deepcopy(own), pickle.loads(pickle.dumps(own))):  # noqa: S301 -- our own bytes
        assert (again, again.value, again.definition) == ("alliance", "alliance", "The alliance.")
    assert {own: 1}["alliance"] == 1
    assert type(own.value) is str
