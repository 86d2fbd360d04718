import json
from importlib import resources

import attrs
import pytest

from collabcare.engagement import ScoringModel
from collabcare.engagement.model import DIMENSIONS, QuestionnaireDimension, scoring_model
from collabcare.errors import InvalidRecordError, UnknownReferenceError, UnreadableDocumentError
from collabcare.interchange.models import read_model
from collabcare.vocabulary import Dimension

MODEL = ScoringModel.default()
PACKAGED = (resources.files("collabcare.engagement") / "models" / "partnership-1.json").read_bytes()


def changed(**fields):
    return json.dumps({**json.loads(PACKAGED), **fields}).encode()


def problems(source):
    with pytest.raises(InvalidRecordError) as caught:
        read_model(source)
    return {(each.pointer, each.code) for each in caught.value.problems}


def test_reading_the_packaged_file_gives_the_default():
    assert read_model(PACKAGED) == MODEL
    assert ScoringModel.default() is MODEL


def test_numbers_are_those_of_the_contract():
    assert (MODEL.min_opportunities, MODEL.min_dimensions) == (3, 3)
    shares = (MODEL.min_reported, MODEL.min_weight_share, MODEL.min_rated_share, MODEL.max_excused_share)
    assert shares == (0.5, 0.5, 0.5, 0.5)
    days = (MODEL.shift_days, MODEL.grace_days_max, MODEL.make_up_days, MODEL.late_reported_days)
    assert days == (1, 14, 14, 3)
    assert MODEL.late_start_minutes == 10
    assert pytest.approx(1.959964, abs=1e-6) == MODEL.z
    assert MODEL.require_both_sides
    assert {each.weight for each in (*MODEL.family, *MODEL.clinic)} == {1.0}
    assert set(MODEL.excused_session_reasons) == {
        "child-ill",
        "caregiver-ill",
        "bereavement",
        "emergency-or-weather",
        "religious-day",
        "court-or-custody",
        "interpreter-missing",
        "assent-withdrawn",
    }


def test_a_broken_model_in_the_package_is_refused(monkeypatch):
    monkeypatch.setattr(scoring_model, "packaged_document", lambda name: json.loads(changed(min_reported=2)))
    with pytest.raises(InvalidRecordError):
        scoring_model._packaged("broken")


def test_every_dimension_stands_on_its_side():
    sides = [[each.dimension for each in side] for side in (MODEL.family, MODEL.clinic)]
    assert sides == [list(each) for each in DIMENSIONS.values()]
    assert {each for side in sides for each in side} == set(Dimension)


def test_all_problems_of_a_model_come_at_once():
    family = json.loads(PACKAGED)["family"]
    family[0]["credits"] = family[0]["credits"][1:] + family[0]["credits"][-1:]
    family[1]["dimension"] = "parent_input"
    family[2]["weight"] = -1
    found = problems(changed(family=family, confidence_level=1, min_reported=3, unreported="perhaps", colour="red"))
    assert found == {
        ("", "unknown-fields"),
        ("/min_reported", "out-of-range"),
        ("/unreported", "unknown-code"),
        ("/family/2/weight", "out-of-range"),
        ("/family/0/credits", "needs"),
        ("/family/0/credits/3/key", "duplicate"),
        ("/family/1/dimension", "needs"),
        ("/confidence_level", "out-of-range"),
    }


def test_a_missing_dimension_is_named():
    with pytest.raises(InvalidRecordError) as caught:
        attrs.evolve(MODEL, clinic=MODEL.clinic[1:])
    (found,) = caught.value.problems
    assert (found.pointer, found.code) == ("/clinic", "needs")
    assert found.rule.endswith("missing: sessions_kept")


def test_a_dimension_stands_once_and_some_weight_is_needed():
    family = [attrs.evolve(each, weight=0) for each in MODEL.family]
    with pytest.raises(InvalidRecordError) as caught:
        attrs.evolve(MODEL, family=(*family, family[0]))
    assert {(each.pointer, each.code) for each in caught.value.problems} == {
        ("/family/5/dimension", "duplicate"),
        ("/family", "at-least-one"),
    }


def test_another_document_is_no_model():
    with pytest.raises(UnreadableDocumentError):
        read_model(changed(document="collabcare-plan"))


@pytest.mark.parametrize("asked", [("attendance", "nearly"), ("nothing", "came"), ("participation", "came")])
def test_a_credit_that_is_not_there(asked):
    with pytest.raises(UnknownReferenceError):
        MODEL.credit(*asked)


WORDS = {"id", "model_version", "title", "status", "sources"}
BY_QUESTIONNAIRES = {"instruments"}  # instruments that no questionnaire uses move nothing: test_questionnaires.py
ALLIANCE = QuestionnaireDimension(
    name="alliance", side="family", weight=1, meaning="The alliance.", instrument="wai-sr", scale="total"
)
OTHER = {
    "require_both_sides": False,
    "min_opportunities": 4,
    "min_reported": 0.6,
    "min_dimensions": 4,
    "min_weight_share": 0.6,
    "min_rated_share": 0.6,
    "max_excused_share": 0.6,
    "confidence_level": 0.9,
    "unreported": "not-done",
    "practice_weight": "occasion",
    "shift_days": 2,
    "grace_days_max": 13,
    "late_start_minutes": 11,
    "make_up_days": 13,
    "late_reported_days": 4,
    "excused_session_reasons": (),
    "questionnaires": (ALLIANCE,),
    "interval": "clustered",
    "aggregation": "geometric",
    "family": (attrs.evolve(MODEL.family[0], weight=2), *MODEL.family[1:]),
    "clinic": (
        attrs.evolve(
            MODEL.clinic[0],
            credits=(attrs.evolve(MODEL.clinic[0].credits[0], credit=0.9), *MODEL.clinic[0].credits[1:]),
        ),
        *MODEL.clinic[1:],
    ),
}


def test_digest_table_knows_every_field():
    assert {each.name for each in attrs.fields(ScoringModel)} == WORDS | BY_QUESTIONNAIRES | set(OTHER)


@pytest.mark.parametrize("name", OTHER)
def test_digest_changes_with_whatever_can_move_a_number(name):
    assert attrs.evolve(MODEL, **{name: OTHER[name]}).parameters_digest != MODEL.parameters_digest


def test_digest_does_not_change_with_words_or_order():
    other = attrs.evolve(
        MODEL,
        id="ours",
        model_version=2,
        title="Ours",
        status="retired",
        sources=MODEL.sources[:1],
        family=tuple(
            attrs.evolve(each, opportunity="Other words.", credits=each.credits[::-1]) for each in MODEL.family[::-1]
        ),
        excused_session_reasons=MODEL.excused_session_reasons[::-1],
    )
    assert other.parameters_digest == MODEL.parameters_digest


def test_the_published_version_never_changes():
    # A new version of the model is a new file. This digest is that of partnership-1 as published with 0.1.0.
    assert MODEL.parameters_digest == "32ed68632b3cc58cc510f65a9a86e12ae9a1806f6a687037170ceab68a6b4959"


def test_a_model_from_before_a_field_was_there_means_what_it_meant():
    assert b'"interval"' not in PACKAGED
    assert b'"aggregation"' not in PACKAGED
    assert (MODEL.interval, MODEL.aggregation) == ("wilson", "arithmetic")
    told = attrs.evolve(MODEL, interval="wilson", aggregation="arithmetic")
    assert told.parameters_digest == MODEL.parameters_digest


def test_the_second_model_differs_in_its_limits_alone():
    second = ScoringModel.packaged("partnership-2")
    assert second.id == "partnership-2"
    assert second.interval == "clustered"
    assert attrs.evolve(second, interval="wilson").parameters_digest == MODEL.parameters_digest
    # As published with 0.1.0.
    assert second.parameters_digest == "1d42aceebcc52667e49962042c784393c1c6ee34f01b4cca3b76a97fbd3ae57a"
    assert ScoringModel.packaged("partnership-1") is MODEL


def test_a_model_that_does_not_come_with_the_library():
    with pytest.raises(UnknownReferenceError):
        ScoringModel.packaged("../partnership-1")


def test_repr_names_the_model_only():
    assert repr(MODEL) == "<ScoringModel partnership-1 5 family 8 clinic 0 questionnaires 0 instruments 14 sources>"
