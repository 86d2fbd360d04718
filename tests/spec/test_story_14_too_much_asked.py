"""
14. Too much asked.

The family agreed to 60 minutes a week; six times 15 minutes were asked. Four are done, two are not. So only four
(60/15) occasions count, those with the highest credit.
"""

import datetime as dt

import pytest

from collabcare.engagement import Window, score
from tests.lib.families import a_week, done, family, journal, not_done, practice_of, promise
from tests.lib.stories import Case, rows

plan = family(assignments=[practice_of(a_week(6), minutes=15)], commitments=[promise("practice-minutes-per-week", 60)])
happened = journal(
    plan,
    [done("walk", f"2026-09-{day:02}") for day in (7, 8, 9, 10)],
    [not_done("walk", f"2026-09-{day}") for day in (11, 12)],
)
CASES = {"": Case(plan, happened)}

EXPECTED = """
| days | dimension | credit | of | value | left out |
| --- | --- | --- | --- | --- | --- |
| 2026-09-07/2026-09-14 | home_practice | 4 | 4 | 1 | beyond-capacity 2 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)


def test_explanation_says_how_much_was_asked():
    plan, happened, _ = CASES[""]
    told = score(plan, happened, Window.weeks(dt.date(2026, 9, 7), 1)).explain("home_practice")
    assert "90 minutes asked, 60 agreed" in told
