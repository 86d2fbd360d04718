"""
Who reported, and how late.

Practice on four days, reported by the mother on the day, three days after it, four days after it, and once by the
therapist at a time that is not known. One of three reports with a known day came more than three days after its day.
"""

import datetime as dt

import pytest

from collabcare.engagement import Window, score
from tests.lib.families import daily, done, family, journal, practice_of
from tests.lib.stories import Case, rows

plan = family(assignments=[practice_of(daily("2026-09-07", ends_on="2026-09-10"))])
happened = journal(
    plan,
    done("walk", "2026-09-07", reported_by="mother", reported_at="2026-09-07T20:00"),
    done("walk", "2026-09-08", reported_by="mother", reported_at="2026-09-11T20:00"),
    done("walk", "2026-09-09", reported_by="mother", reported_at="2026-09-13T08:00"),
    done("walk", "2026-09-10", reported_by="therapist"),
)
CASES = {"": Case(plan, happened)}

EXPECTED = """
| days | dimension | credit | of | value | reported | late |
| --- | --- | --- | --- | --- | --- | --- |
| 2026-09-07/2026-09-14 | home_practice | 4 | 4 | 1 | 1 | .3333 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)


def test_shares_by_reporter():
    plan, happened, _ = CASES[""]
    found = score(plan, happened, Window.weeks(dt.date(2026, 9, 7), 1)).family.dimensions["home_practice"]
    assert found.reported_by == {"family": 0.75, "clinic": 0.25}
