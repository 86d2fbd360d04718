"""
11. A plan that starts in the middle of the window.

The plan, and five times of practice a week, begin on Thursday 10 September 2026; an evaluation session took place on
Tuesday 8. Done: 2, 5, 3 and 5 times in the four weeks. The first week has four open days, so floor(5 x 4/7) = 2
occasions, and three of its five lie before the plan; the week of 28 September ends on 4 October and is October's.
Updates every 14 days are due on 23 September and 7 October.
"""

import pytest

from tests.lib.families import a_week, done, family, journal, practice_of, promise, session
from tests.lib.stories import Case, rows

plan = family(
    starts_on="2026-09-10",
    assignments=[practice_of(a_week(5, starts_on="2026-09-10"))],
    commitments=[promise("progress-update", 14, since="2026-09-10")],
)
DONE = [10, 12, *range(14, 19), 21, 22, 23, 28, 29, 30]
happened = journal(
    plan,
    session("2026-09-08T10:00", session_kind="evaluation"),
    [done("walk", f"2026-09-{day}") for day in DONE],
    [done("walk", day) for day in ("2026-10-01", "2026-10-02")],
)
CASES = {"": Case(plan, happened)}

EXPECTED = """
| days | dimension | credit | of | value | low | high | on | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 2026-09 | home_practice | 10 | 12 | .8333 | .552 | .953 | 2026-09-13, 2026-09-20, 2026-09-27 | outside-plan 3 |
| 2026-10-01/2026-10-05 | home_practice | 5 | 5 | 1 | | | 2026-10-04 | - |
| 2026-09 | progress_updates | 0 | 1 | - | | | 2026-09-23 | - |
| 2026-10-01/2026-10-12 | progress_updates | 0 | 1 | - | | | 2026-10-07 | - |
| 2026-09 | attendance | 0 | 0 | - | | | 2026-09-08 | outside-plan 1 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
