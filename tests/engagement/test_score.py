import datetime as dt
import importlib.metadata
import json
import math

import attrs
import pytest

from collabcare.engagement import Evidence, LeftOut, ScoringModel, Window, score
from collabcare.engagement.clustering import Occasion, clustered, t_quantile
from collabcare.engagement.intervals import wilson
from collabcare.engagement.score import library_version, side_score
from collabcare.errors import InvalidRecordError, UnknownReferenceError
from collabcare.interchange.examples import example
from collabcare.journal import Journal
from collabcare.vocabulary import Side

MODEL = ScoringModel.default()
OCTOBER = Window.month("2026-10")
plan, happened = example("shift-work")


def test_version_of_the_library(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    library_version.cache_clear()
    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert library_version() == "unknown"
    library_version.cache_clear()
    monkeypatch.setattr(importlib.metadata, "version", lambda name: f"{name} 1")
    assert library_version() == "collabcare 1"
    library_version.cache_clear()


def test_as_of_is_an_instant_in_utc():
    assert score(plan, happened, OCTOBER).as_of == score(plan, happened, OCTOBER, as_of=OCTOBER.end_on).as_of
    at = dt.datetime(2026, 10, 20, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    found = score(plan, happened, OCTOBER, as_of=at)
    assert found.as_of == at
    assert found.to_dict()["as_of"] == "2026-10-20T10:00:00Z"


def test_both_sides_or_none():
    found = score(plan, Journal(plan=plan.id), OCTOBER)
    values = {found.family.overall.value, found.clinic.overall.value}
    assert values == {None} or None not in values


def test_a_score_is_plain_data():
    told = score(plan, happened, OCTOBER).to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["model"] == {"id": MODEL.id, "version": 1, "parameters_digest": MODEL.parameters_digest}
    assert list(told["family"]["dimensions"]) == [each.dimension for each in MODEL.family]


def test_sides_by_name():
    found = score(plan, happened, OCTOBER)
    assert found.side(Side.FAMILY) is found.family
    assert found.side(Side.CLINIC) is found.clinic


def test_weight_zero_keeps_a_dimension_out_of_the_overall_but_shows_it():
    rows = [
        Evidence(
            plan_id="plan",
            side=Side.FAMILY,
            dimension=spec.dimension,
            on=dt.date(2026, 9, 7),
            credit=float(spec.dimension != "attendance"),
            source="s",
            opportunity_id=str(number),
        )
        for spec in MODEL.family
        for number in range(3)
    ]
    light = attrs.evolve(MODEL, family=(attrs.evolve(MODEL.family[0], weight=0), *MODEL.family[1:]))
    assert side_score(Side.FAMILY, rows, (), MODEL).overall.value == pytest.approx(0.8)
    found = side_score(Side.FAMILY, rows, (), light)
    assert found.overall.value == 1
    assert found.dimensions["attendance"].value == 0
    assert found.overall.present == tuple(each.dimension for each in MODEL.family[1:])


def test_what_cannot_be_asked():
    with pytest.raises(UnknownReferenceError):
        score(plan, happened, OCTOBER, household="nowhere")
    with pytest.raises(InvalidRecordError):
        score(plan, Journal(plan="another"), OCTOBER)


def test_a_withheld_overall_gives_no_figure_at_all():
    found = score(plan, happened, OCTOBER).family.overall
    assert found.reason == "other-side-not-measured"
    assert found.opportunities > 0
    figures = ("value", "low", "high", "worst", "best", "low_worst", "high_best", "strict", "n_effective")
    assert [getattr(found, name) for name in figures] == [None] * len(figures)


def test_strict_of_the_overall_by_hand():
    # late-talker, 12 weeks: attendance has 49/6 of 10 and one excused session at 0: 49/66. Each dimension has at least
    # three opportunities and the weight 1, so the overall's is the mean of the five.
    agreed, told = example("late-talker")
    found = score(agreed, told, Window.weeks(agreed.starts_on, 12)).family
    assert found.dimensions["attendance"].strict == pytest.approx(49 / 66, abs=1e-12)
    each = [dimension.strict for dimension in found.dimensions.values()]
    assert found.overall.strict == pytest.approx(sum(each) / 5, abs=1e-12)
    assert found.overall.strict < found.overall.value


@pytest.mark.parametrize("name", ["late-talker", "two-households", "shift-work"])
def test_the_second_model_has_the_values_of_the_first(name):
    agreed, told = example(name)
    window = Window.weeks(agreed.starts_on, 12)
    one = score(agreed, told, window)
    other = score(agreed, told, window, model=ScoringModel.packaged("partnership-2"))
    assert (one.interval, other.interval, other.model_id) == ("wilson", "clustered", "partnership-2")
    for side in (Side.FAMILY, Side.CLINIC):
        pairs = [(one.side(side).overall, other.side(side).overall)]
        pairs += zip(one.side(side).dimensions.values(), other.side(side).dimensions.values(), strict=True)
        for first, second in pairs:
            for figure in ("value", "worst", "best", "strict", "credit", "opportunities", "reason", "present_share"):
                assert getattr(first, figure) == pytest.approx(getattr(second, figure), abs=1e-12), figure
    assert one.family.dimensions["home_practice"].low != other.family.dimensions["home_practice"].low


def test_what_nobody_reported_counts_in_the_bounds_of_the_second_model():
    rows = [
        kind(
            plan_id="plan",
            side=Side.FAMILY,
            dimension=MODEL.family[0].dimension,
            on=dt.date(2026, 9, 7) + dt.timedelta(days=number),
            source="s",
            opportunity_id=str(number),
            **what,
        )
        for number in range(28)
        for kind, what in [(LeftOut, {"reason": "unreported"}) if number % 4 == 0 else (Evidence, {"credit": 1.0})]
    ]
    found = side_score(Side.FAMILY, rows, (), ScoringModel.packaged("partnership-2")).dimensions["attendance"]
    # 21 of 28, seven unreported: each week lacks one or two.
    assert (found.value, found.worst, found.best) == (1, 0.75, 1)
    worst = clustered([Occasion(1, float(number % 4 != 0), number // 7) for number in range(28)])
    expected = wilson(0.75, worst.n, t_quantile(MODEL.z, worst.inverse_df))
    assert found.low_worst == pytest.approx(expected.low)
    assert found.high_best == 1


def test_an_overall_joined_by_a_geometric_mean():
    agreed, told = example("late-talker")
    model = attrs.evolve(MODEL, aggregation="geometric")
    found = score(agreed, told, Window.weeks(agreed.starts_on, 12), model=model)
    rates = [each.rate for each in found.family.dimensions.values()]
    assert found.family.overall.value == pytest.approx(math.prod(rates) ** (1 / 5))
    assert found.aggregation == "geometric"


def test_a_half_life_weighs_by_age_and_changes_nothing_else():
    from collabcare import Window, engagement, example

    plan, journal = example("late-talker")
    window = Window.weeks(plan.starts_on, 12)
    plain = engagement.score(plan, journal, window)
    aged = engagement.score(plan, journal, window, half_life_days=14)
    assert [row.on for row in aged.rows] == [row.on for row in plain.rows]
    for row, before in zip(aged.rows, plain.rows, strict=True):
        age = (window.end_on - row.on).days - 1
        assert row.weight == before.weight * 0.5 ** (age / 14)
    practice, before = (each.family.dimensions["home_practice"] for each in (aged, plain))
    assert (practice.opportunities, practice.credit) == (before.opportunities, before.credit)
    assert practice.n_effective < before.n_effective
    assert (plain.half_life_days, aged.half_life_days) == (None, 14.0)
    assert plain.parameters_digest == engagement.ScoringModel.default().parameters_digest != aged.parameters_digest
    # A half-life that is very long is none, and one that is very short leaves finite figures.
    long = engagement.score(plan, journal, window, half_life_days=1e12).family.dimensions["home_practice"]
    assert abs(long.value - before.value) < 1e-9
    short = engagement.score(plan, journal, window, half_life_days=1e-9).family.dimensions["home_practice"]
    assert 0 <= short.low <= short.value <= short.high <= 1


def days_of(credited, **left_out):
    """Make rows of attendance: one for each credit, and so many left out for each reason."""
    told = [*credited, *(reason for reason, count in left_out.items() for _ in range(count))]
    common = {"plan_id": "plan", "side": Side.FAMILY, "dimension": MODEL.family[0].dimension, "source": "s"}
    return [
        LeftOut(on=dt.date(2026, 9, 7), opportunity_id=str(number), reason=each, **common)
        if isinstance(each, str)
        else Evidence(on=dt.date(2026, 9, 7), opportunity_id=str(number), credit=each, **common)
        for number, each in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("rows", "strict", "n"),
    [
        (days_of([1.0, 1.0], excused=1), 2 / 3, 2),  # just enough with what is held at 0
        (days_of([1.0], excused=1), None, 1),
        (days_of([1.0, 1.0, 1.0], unreported=4), None, 3),  # too little reported
        (days_of([], excused=1), None, None),
    ],
)
def test_when_there_is_a_strict_rate(rows, strict, n):
    found = side_score(Side.FAMILY, rows, (), MODEL).dimensions["attendance"]
    assert found.side is Side.FAMILY
    assert found.strict == (None if strict is None else pytest.approx(strict))
    assert found.n_effective == n
