"""`collabcare progress`: the same figures for people, as JSON and as CSV."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest

from collabcare import example, progress, read_journal, write_journal
from collabcare.cli import goal_exports
from collabcare.journal import Journal, Measurement
from collabcare.progress import single_case

PAIR = ("plan.json", "journal.ndjson")


@pytest.fixture
def measured(folder):
    """Add to the family's journal a baseline and an intervention for one of its goals."""
    plan, journal = example("late-talker")
    goal = next(each for each in plan.goals if each.id == "asking")
    unit = goal.targets[0].unit
    counts = {"baseline": [1, 0, 2, 1, 1], "intervention": [2, 3, 3, 5, 6, 6]}
    events = [
        Measurement(
            id=f"added-{phase}-{day}",
            goal="asking",
            measured_at=dt.datetime(2026, 9 if phase == "baseline" else 10, 1 + day, 9, tzinfo=dt.UTC),
            value=Decimal(count),
            unit=unit,
            procedure="event",
            phase=phase,
            # The session says where.
            session="speech-2026-09-29",
        )
        for phase, values in counts.items()
        for day, count in enumerate(values)
    ]
    empty = Journal(plan=plan.id, sessions=journal.sessions)
    (folder / "measured.ndjson").write_bytes(write_journal(empty.add(*events), "ndjson"))
    return folder


def test_every_form_says_the_same_as_the_library(run, measured):
    on = dt.date(2026, 11, 1)
    plan, journal = example("late-talker")[0], read_journal(measured / "measured.ndjson")
    goal = next(each for each in plan.goals if each.id == "asking")
    asked = ("progress", "plan.json", "measured.ndjson", "--on", on.isoformat())
    found = json.loads(run(*asked, "--format", "json").stdout)
    assert (found["plan"], found["on"]) == (plan.id, "2026-11-01")
    assert found["attainment"] == progress.attainment(plan, journal, on).to_dict()
    (told,) = (each for each in found["goals"] if each["goal"] == "asking")
    assert (
        told["mastery"]
        == progress.mastery(goal, journal.measurements, sessions=journal.sessions, timezone=plan.timezone).to_dict()
    )
    assert (
        told["generalization"]
        == progress.generalization(goal, journal.measurements, sessions=journal.sessions).to_dict()
    )
    phases = single_case.phases(goal, journal.measurements)
    assert told["effects"] == [phases.effect(name, exact_limits=True).to_dict() for name in single_case.EFFECTS]
    nap = phases.effect("NAP", exact_limits=True)
    # 30 pairs: the baseline's 2 ties with one day of the intervention, all others are lower.
    assert nap.value == pytest.approx(29.5 / 30)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    assert list(rows[0]) == list(goal_exports.COLUMNS)
    (row,) = (each for each in rows if (each["goal"], each["figure"]) == ("asking", "NAP"))
    assert (float(row["value"]), row["observations"]) == (nap.value, "11")
    assert f"NAP {nap.value:.2f} ({nap.low:.2f} to {nap.high:.2f})" in " ".join(run(*asked).stdout.split())


def test_what_is_measured_later_is_not_looked_at(run, measured):
    asked = ("progress", "plan.json", "measured.ndjson", "--goal", "asking", "--format", "json", "--on")
    (before,) = json.loads(run(*asked, "2026-09-03").stdout)["goals"]
    assert before["generalization"]["table"] == []  # only baseline so far, which the table leaves out
    assert {each["reason"] for each in before["effects"]} == {"no-treatment"}
    (nothing,) = json.loads(run(*asked, "2026-08-31").stdout)["goals"]
    assert (nothing["effects"], nothing["without_effects"]) == ([], "no-phases")
    assert nothing["mastery"]["reason"] == "nothing-measured"


def test_without_a_day_it_looks_at_the_last_event_or_review(run, folder):
    plan, journal = example("late-talker")
    last = json.loads(run("progress", *PAIR, "--format", "json").stdout)["on"]
    days = [each.scheduled_start_at.date() for each in journal.sessions]
    assert last >= max(days).isoformat()
    assert last >= max(each.held_at for each in plan.reviews if each.held_at).date().isoformat()


def test_declined_goals_are_named_and_not_looked_at(run, folder):
    found = json.loads(run("progress", *PAIR, "--format", "json").stdout)
    declined = {
        name for each in found["attainment"]["left_out"] if each["reason"] == "declined" for name in each["ids"]
    }
    assert declined
    assert declined.isdisjoint(each["goal"] for each in found["goals"])
    assert "declined: english-only" in run("progress", *PAIR).stdout


def test_why_phases_are_not_compared_is_said_in_words(run, measured):
    plan = json.loads((measured / "plan.json").read_bytes())
    (asking,) = (each for each in plan["goals"] if each["id"] == "asking")
    del asking["targets"]
    (measured / "aimless.json").write_text(json.dumps(plan))
    asked = ("progress", "aimless.json", "measured.ndjson", "--goal", "asking")
    (told,) = json.loads(run(*asked, "--format", "json").stdout)["goals"]
    assert (told["effects"], told["without_effects"]) == ([], "direction-not-stated")
    assert "not compared: direction not stated" in run(*asked).stdout


def test_what_cannot_be_asked(run, folder):
    wrong = run("progress", *PAIR, "--goal", "nobody's")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "give the id of a goal of this plan" in wrong.stderr
    assert run("progress", "-", "-").exit_code == 2
    assert run("progress", "nowhere.json", "journal.ndjson").exit_code == 2


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_the_terminal(run, measured, width):
    lines = run("progress", "plan.json", "measured.ndjson", columns=width).stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert not any("None" in line for line in lines)
