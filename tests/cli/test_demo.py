"""The demo: what it is there to show, it shows; what it says, its numbers bear out."""

import re

import attrs
import pytest

from collabcare.cli import comparisons, demo
from collabcare.engagement import score
from collabcare.interchange.examples import names


@pytest.fixture(scope="module")
def stories():
    return {name: demo.told(name) for name in names()}


@pytest.fixture
def said(run):
    """Give what the demo prints, as one line."""
    result = run("demo")
    assert (result.exit_code, result.stderr) == (0, "")
    return re.sub(r"\s+", " ", result.stdout)


def test_it_scores_every_family_that_the_package_ships_on_both_sides(said):
    assert len(names()) == 3
    for name in names():
        assert f"{name}:" in said
    assert said.count("FAMILY CLINIC") == 3


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_the_terminal(run, width):
    assert max(map(len, run("demo", columns=width).stdout.splitlines())) <= width


def silences(stories):
    return [
        comparisons.Silence(
            name=each.name,
            honest=each.score,
            silent=each.scored(comparisons.silent_about_practice(each.journal)),
            hiding=each.scored(comparisons.silent_about_not_done(each.journal)),
        )
        for each in stories.values()
    ]


def test_a_family_that_says_what_was_not_done_is_not_worse_off_than_a_silent_one(said, stories):
    assert "No family is worse off for saying so than for saying nothing" in said
    for each in silences(stories):
        assert each.honest.family.overall.value >= each.silent.family.overall.value, each.name


def test_hiding_what_was_not_done_never_raises_what_is_certain(said, stories):
    assert "It never raises worst, which is what is certain" in said
    for each in silences(stories):
        assert each.hiding.family.overall.worst <= each.honest.family.overall.worst + 1e-9, each.name


def test_where_hiding_makes_a_value_look_better_the_demo_says_so(said, stories):
    for each in silences(stories):
        better = each.hiding.family.overall.value > each.honest.family.overall.value
        verdict = " ".join(comparisons.honest_verdict([each]))
        assert ("can make the value look better" in verdict) == better
        assert ("makes no overall look better" in verdict) == (not better)


def test_a_clinic_that_cancels_sees_it_on_its_own_side(said, stories):
    assert "they show on the clinic's own side" in said
    assert "with them and without them: they are not the family's" in said
    for each in stories.values():
        spared = each.scored(comparisons.without_cancelled(each.journal))
        assert spared.family.dimensions["attendance"].credit == each.score.family.dimensions["attendance"].credit
        cancelled = sum(map(comparisons.is_cancelled_by_clinic, each.journal.sessions))
        if cancelled > 1:
            assert spared.clinic.dimensions["sessions_kept"].value > each.score.clinic.dimensions["sessions_kept"].value


def test_every_number_in_a_notice_stands_in_the_score(stories):
    for each in stories.values():
        known = {
            f"{value:.2f}"
            for side in (each.score.family, each.score.clinic)
            for figures in side.dimensions.values()
            for value in (figures.value, figures.worst, figures.best)
            if value is not None
        }
        for notice in demo.notices(each):
            assert set(re.findall(r"\b[01]\.[0-9]{2}\b", notice)) <= known


def test_it_never_says_what_the_numbers_do_not_bear_out(stories):
    """Turn the comparisons round: the sentences turn round with them."""
    each = next(one for one in silences(stories) if one.name == "shift-work")
    turned = comparisons.Silence(name=each.name, honest=each.silent, silent=each.honest, hiding=each.honest)
    verdict = " ".join(comparisons.honest_verdict([turned]))
    assert "Saying nothing would look better" in verdict
    assert "No family is worse off" not in verdict
    assert "never raises worst" not in verdict
    each = stories["shift-work"]
    spared = each.scored(comparisons.without_cancelled(each.journal))
    assert "own side" not in " ".join(comparisons.cancelling_verdict(spared, each.score))


def test_other_attendance_is_told_as_it_is(stories):
    each = next(iter(stories.values()))
    sessions = [one for one in each.journal.sessions if one.status == "held"][2:]
    keep = {one.id for one in sessions}
    journal = attrs.evolve(
        each.journal,
        sessions=tuple(one for one in each.journal.sessions if one.id in keep),
        messages=tuple(attrs.evolve(one, session=None) for one in each.journal.messages),
        measurements=tuple(attrs.evolve(one, session=None) for one in each.journal.measurements),
    )
    other = score(each.plan, journal, each.window)
    assert "they are not the family's" not in " ".join(comparisons.cancelling_verdict(each.score, other))
