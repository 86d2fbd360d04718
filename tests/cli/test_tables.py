"""The table: readable in 80 columns and without colour, both sides, no difference of the two."""

import re

import pytest
from rich.text import Text

from collabcare.cli import tables
from collabcare.engagement.explain import REASONS


@pytest.fixture
def table(made_up, monkeypatch, capsys):
    """Print the made-up score at a width."""

    def table(width):
        monkeypatch.setenv("COLUMNS", str(width))
        tables.printed(*tables.score_table(made_up, "Europe/Madrid", width), Text(), tables.legend(width))
        return capsys.readouterr().out

    return table


@pytest.mark.parametrize("width", [40, 60, 76, 77, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(table, width):
    for line in table(width).splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


def test_nothing_but_plain_text_is_printed_where_there_is_no_terminal(table):
    assert re.fullmatch(r"[\n -~]+", table(80))


def test_both_sides_stand_beside_each_other_where_there_is_room(table):
    assert any({"FAMILY", "CLINIC"} <= set(line.split()) for line in table(80).splitlines())
    assert not any({"FAMILY", "CLINIC"} <= set(line.split()) for line in table(60).splitlines())


def test_a_value_has_its_interval_its_bounds_its_opportunities_and_what_was_left_out(table):
    said = " ".join(line.strip() for line in table(60).splitlines())
    assert "home_practice 0.79 0.42 to 0.95 5.5 of 7; worst 0.46, best 0.88 left out: beyond-capacity 1," in re.sub(
        " +", " ", said
    )


def test_what_has_no_value_says_why(table):
    said = re.sub(r"\s+", " ", table(60))
    assert "communication none too few opportunities; 1.5 of 2" in said
    assert "shared_decisions none nothing fell due" in said
    assert "progress_updates none nothing was agreed" in said


def test_every_reason_has_words():
    assert set(tables.WORDS) == set(REASONS)
    assert tables.reason_words("not-yet-known") == "not yet known"


def test_moments_are_shown_in_the_zone_of_the_plan(table):
    assert "as of         2026-10-05 00:00+02:00\n" in table(80)


def test_the_legend_says_what_never_to_do(table):
    said = table(80).replace("\n", " ")
    assert "Never subtract the sides, never rank families or clinics." in said


@pytest.mark.parametrize(("value", "shown"), [(3.0, "3"), (3.6667, "3.67"), (0.5, "0.5"), (0.0, "0"), (10.0, "10")])
def test_a_credit_has_no_needless_zeros(value, shown):
    assert tables.count(value) == shown
