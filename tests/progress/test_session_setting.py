"""Where something was measured: what the measurement says, else where its session took place."""

import pytest

from collabcare.progress import generalization, mastery
from collabcare.vocabulary import ServiceDelivery, Setting
from tests.lib.families import ZONE, session
from tests.lib.goals import measured, skill

ASKED = skill(consecutive=2, settings=2, goal_settings=["home", "clinic"])
HELD = session("2026-09-07T10:00", id="s1", setting="clinic")


def seen(name="m1", on="2026-09-07", **fields):
    return measured(name, on, successes=9, attempts=10, **fields)


def settings(measurements, *sessions, of=ASKED):
    return [row.setting for row in generalization(of, measurements, sessions=sessions).table]


def test_a_measurement_is_made_where_its_session_takes_place():
    assert settings([seen(session="s1")], HELD) == [Setting.CLINIC]
    assert settings([seen(session="s1")]) == [None]


def test_what_a_measurement_states_comes_first():
    assert settings([seen(session="s1", setting="home")], HELD) == [Setting.HOME]


@pytest.mark.parametrize("named", [None, "other"])
def test_another_session_says_nothing(named):
    assert settings([seen(session=named)], HELD) == [None]


@pytest.mark.parametrize("status", ["cancelled", "moved", "no-show"])
def test_a_session_that_was_not_held_took_place_nowhere(status):
    assert settings([seen(session="s1")], session("2026-09-07T10:00", id="s1", status=status, setting="clinic")) == [
        None
    ]


@pytest.mark.parametrize("delivery", [None, *ServiceDelivery])
def test_a_session_at_a_distance_is_in_two_places(delivery):
    held = session("2026-09-07T10:00", id="s1", setting="clinic", service_delivery=delivery)
    one_place = delivery in {None, ServiceDelivery.IN_PERSON}
    assert settings([seen(session="s1")], held) == [Setting.CLINIC if one_place else None]


def test_a_session_that_does_not_say_where():
    assert settings([seen(session="s1")], session("2026-09-07T10:00", id="s1")) == [None]


def test_each_session_has_its_own_place():
    other = session("2026-09-08T10:00", id="s2", setting="home")
    found = generalization(ASKED, [seen(session="s1"), seen("m2", "2026-09-08", session="s2")], sessions=[HELD, other])
    assert [row.setting for row in found.table] == [Setting.HOME, Setting.CLINIC]
    assert (found.never_probed, found.gap.value) == ((), 0.0)


def test_mastery_in_two_settings_knows_where_sessions_took_place():
    there = [seen(session="s1"), seen("m2", "2026-09-08", setting="home")]
    with_sessions = mastery(ASKED, there, sessions=[HELD], timezone=ZONE)
    assert (with_sessions.status, with_sessions.met_on.isoformat()) == ("mastered", "2026-09-08")
    without = mastery(ASKED, there, timezone=ZONE)
    assert [(each.code, each.have, each.unstated) for each in without.missing] == [("settings", 1, 1)]
