"""
Mostly excused.

Of five sessions two are attended and three are cancelled because the child is ill: more than half, so what is left
says nothing of the month. With everything excused at 0 it would be 2 of 5. Of six, three are attended and three
excused: just half, which is not more than half.
"""

import pytest

from tests.lib.families import cancelled, family, journal, session
from tests.lib.stories import Case, rows

plan = family()


def attended(*days):
    ill = [cancelled(f"2026-09-{day:02}T10:00", "family", "child-ill") for day in (1, 8, 15)]
    return Case(plan, journal(plan, ill, [session(f"2026-09-{day:02}T10:00") for day in days]))


CASES = {"two attended": attended(22, 29), "three attended": attended(22, 25, 29)}

EXPECTED = """
| case | days | dimension | credit | of | value | strict | reason | f | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| two attended | 2026-09 | attendance | 2 | 2 | - | .4 | mostly-excused | 0 | excused 3 |
| three attended | 2026-09 | attendance | 3 | 3 | 1 | .5 | - | 1 | excused 3 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
