"""
16. Tuesday for Monday.

Practice is due on Monday, Wednesday and Friday; it is done on Tuesday, Wednesday and Friday. Own days are matched
first, so Wednesday stays Wednesday's, and Tuesday is Monday's, one day late.
"""

import pytest

from tests.lib.families import done, family, journal, on_days, practice_of
from tests.lib.stories import Case, rows

plan = family(assignments=[practice_of(on_days("mon wed fri"))])
CASES = {"": Case(plan, journal(plan, [done("walk", f"2026-09-{day:02}") for day in (8, 9, 11)]))}

EXPECTED = """
| days | dimension | credit | of | value | left out |
| --- | --- | --- | --- | --- | --- |
| 2026-09-07/2026-09-14 | home_practice | 3 | 3 | 1 | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
