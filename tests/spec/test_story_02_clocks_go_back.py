"""
2. The clocks go back.

Practice is due daily at 20:00 from 24 to 26 October 2026, in Madrid; on Sunday 25 the clocks go back. It is done on
the 24th at 23:30, on the 25th at 2:30 and again an hour later at 2:30, and on the 26th at 0:10. A record that names
no occasion and finds none left is `extra`; two that name the same occasion are one and a `duplicate`.

A question is sent on Friday 23 October at 18:00; a reply was promised in 2 days. It is due at the end of Sunday, 55
hours later. Answered at 23:59:59 it is in time, at 0:00:00 it is in grace.
"""

import datetime as dt

import pytest

from tests.lib.families import answer, daily, done, family, journal, practice_of, promise, question
from tests.lib.stories import Case, rows

schedule = daily("2026-10-24", ends_on="2026-10-26", times_of_day=(dt.time(20),))
plan = family(assignments=[practice_of(schedule)], commitments=[promise("reply", 2, side="clinic")])
TIMES = ("2026-10-24T23:30+02:00", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-26T00:10+01:00")
DUE = ("2026-10-24", "2026-10-25", "2026-10-25", "2026-10-26")
asked = question("q", "2026-10-23T18:00")


def answered(sent_at):
    return Case(plan, journal(plan, asked, answer("q", sent_at, sender="therapist", to="mother")))


CASES = {
    "no occasion named": Case(plan, journal(plan, [done("walk", time) for time in TIMES])),
    "both name the 25th": Case(
        plan, journal(plan, [done("walk", time, due_on=day) for time, day in zip(TIMES, DUE, strict=True)])
    ),
    "answered at 23:59:59": answered("2026-10-25T23:59:59"),
    "answered at 0:00:00": answered("2026-10-26T00:00:00"),
}

EXPECTED = """
| case | days | dimension | credit | of | on | left out |
| --- | --- | --- | --- | --- | --- | --- |
| no occasion named | 2026-10-24/2026-10-27 | home_practice | 3 | 3 | | extra 1 |
| both name the 25th | 2026-10-24/2026-10-27 | home_practice | 3 | 3 | | duplicate 1 |
| answered at 23:59:59 | 2026-10 | responsiveness | 1 | 1 | 2026-10-25 | - |
| answered at 0:00:00 | 2026-10 | responsiveness | .5 | 1 | 2026-10-25 | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
