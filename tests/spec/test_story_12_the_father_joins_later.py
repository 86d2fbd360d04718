"""
12. The father joins later.

Practice is due daily in both homes from 7 September to 4 October 2026. The child is with A from Monday to Thursday,
16 days, and with B from Friday to Sunday, 12 days; B's caregiver takes part from 21 September, so six of B's days lie
before. A reports 14 done and 2 not done; B reports 3 done and says nothing of 3.
"""

import datetime as dt

import pytest

from tests.lib.families import daily, done, family, home, journal, not_done, person, practice_of
from tests.lib.stories import Case, rows

plan = family(
    starts_on="2026-09-07",
    households=[home("a", "mother", days="mon tue wed thu"), home("b", "father", days="fri sat sun")],
    people=[person("father", household="b", since="2026-09-21")],
    assignments=[practice_of(daily("2026-09-07"))],
)
MONDAYS = [dt.date(2026, 9, 7) + dt.timedelta(weeks=week) for week in range(4)]
in_a = [monday + dt.timedelta(days=day) for monday in MONDAYS for day in range(4)]
happened = journal(
    plan,
    [done("walk", str(day), household="a") for day in in_a[:14]],
    [not_done("walk", str(day), household="a") for day in in_a[14:]],
    [done("walk", day, household="b") for day in ("2026-09-25", "2026-09-26", "2026-09-27")],
)
CASES = {"": Case(plan, happened)}

EXPECTED = """
| days | home | dimension | credit | of | value | low | high | worst | best | reported | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 2026-09-07/2026-10-05 | | home_practice | 17 | 19 | .8947 | .6861 | .9706 | .7727 | .9091 | | outside-plan 6, unreported 3 |
| 2026-09-07/2026-10-05 | a | home_practice | 14 | 16 | .875 | | | | | 1 | - |
| 2026-09-07/2026-10-05 | b | home_practice | 3 | 3 | 1 | | | .5 | 1 | .5 | outside-plan 6, unreported 3 |
"""  # noqa: E501 -- a table


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
