"""
1. A weekly target across a pause.

Three times a week are agreed from Monday 7 September 2026. The child is ill from Wednesday 16 to Friday 18: a pause.
Week 1: three done. Week 2: two done, on Monday 14 and Sunday 20; of its four open days only floor(3 x 4/7) = 1
occasion is left. Week 3: one done. Week 4: nothing is reported, so nothing is known of it.
"""

import attrs
import pytest

from collabcare.engagement import ScoringModel
from tests.lib.families import a_week, done, family, journal, pause, practice_of
from tests.lib.stories import Case, rows

plan = family(assignments=[practice_of(a_week(3))], pauses=[pause("2026-09-16", "2026-09-18")])
DONE = ("2026-09-07", "2026-09-09", "2026-09-12", "2026-09-14", "2026-09-20", "2026-09-23")
happened = journal(plan, [done("walk", day) for day in DONE])
not_done_policy = attrs.evolve(ScoringModel.default(), unreported="not-done")
CASES = {
    "silence is unknown": Case(plan, happened),
    "silence is not done": Case(plan, happened, not_done_policy),
}

EXPECTED = """
| case | days | dimension | credit | of | value | low | high | worst | best | reported | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| silence is unknown | 2026-09-07/2026-10-05 | home_practice | 5 | 7 | .7143 | .3589 | .9178 | .5 | .8 | .7 | extra 1, paused 2, unreported 3 |
| silence is not done | 2026-09-07/2026-10-05 | home_practice | 5 | 10 | .5 | | | | | | extra 1, paused 2 |
"""  # noqa: E501 -- a table


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
