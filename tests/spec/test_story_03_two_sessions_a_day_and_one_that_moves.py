"""
3. Two sessions on a day, and one that moves.

Thursday 10 September 2026: occupational therapy, 45 minutes, attended; speech therapy, 45 minutes, from which the
father took the child after 30. Tuesday 15 is moved by the family to Friday 18, and on Friday 18 nobody comes. Tuesday
22 is moved by the family, to no new session: it counts, and `check_journal` warns of it. Had the clinic ended the
speech therapy early, the family would lose nothing by it.
"""

import pytest

from collabcare import check_journal, write_journal
from tests.lib.families import family, journal, moved, no_show, session
from tests.lib.stories import Case, rows

plan = family()
others = [
    session("2026-09-10T10:00", discipline="occupational-therapy"),
    moved("2026-09-15T10:00", "family", to="friday"),
    no_show("2026-09-18T10:00", id="friday"),
    moved("2026-09-22T10:00", "family"),
]


def ended_early_by(who):
    speech = session("2026-09-10T11:00", ended_after=30, ended_early_by=who, discipline="speech-language")
    return Case(plan, journal(plan, others, speech))


CASES = {"through the family": ended_early_by("family"), "through the clinic": ended_early_by("clinic")}

EXPECTED = """
| case | days | dimension | credit | of | value | left out |
| --- | --- | --- | --- | --- | --- | --- |
| through the family | 2026-09 | attendance | 1.6667 | 4 | .4167 | rescheduled 1 |
| through the clinic | 2026-09 | attendance | 2 | 4 | .5 | rescheduled 1 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)


def test_check_warns_of_the_session_that_was_moved_to_none():
    plan, happened, _ = CASES["through the family"]
    (found,) = check_journal(write_journal(happened), plan)
    assert (found.severity, found.code) == ("warning", "missing-session")
    assert happened.sessions[int(found.pointer.split("/")[2])].scheduled_start_at.day == 22
