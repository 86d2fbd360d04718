"""
The overall of three dimensions.

Attendance 3 of 4; practice 7 of 7, daily for a week; two homes asked to decide, one in time and one in grace, 1.5 of
2, present with f = 2/3. The overall is (.75 + 1 + 2/3 x .75)/(8/3) = .84375. In communication nothing was agreed, which
counts against; participation is left out, as there were sessions but no caregiver was expected: 8/3 of 4 = .6667 of the
weight. Its interval: W = .375, .375, .25; p' = 4/6, 8/9, 2.5/4; V = .0171209; m = .7395833; n_eff = 11.2494; Wilson of
.84375 at 11.2494 is .5532 to .9593.
"""

import attrs
import pytest

from collabcare.engagement import ScoringModel
from tests.lib.families import daily, done, family, journal, no_show, practice_of, promise, proposal, session
from tests.lib.stories import Case, rows

plan = family(
    households={"a": "mother", "b": "father"},
    assignments=[practice_of(daily("2026-09-07", ends_on="2026-09-13"), households=("a",))],
    commitments=[promise("answer-to-proposal", 7)],
    agreements=[
        proposal("goal", "2026-09-08", "2026-09-10"),
        proposal("goal", "2026-09-08", "2026-09-20", participant="father"),
    ],
)
happened = journal(
    plan,
    [session(f"2026-09-{day:02}T10:00") for day in (3, 10, 17)],
    no_show("2026-09-24T10:00"),
    [done("walk", f"2026-09-{day:02}", household="a") for day in range(7, 14)],
)
CASES = {"": Case(plan, happened, attrs.evolve(ScoringModel.default(), require_both_sides=False))}

EXPECTED = """
| days | dimension | credit | of | value | low | high | worst | best | n_effective | f | reason |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 2026-09 | attendance | 3 | 4 | .75 | | | .75 | .75 | 4 | 1 | - |
| 2026-09 | home_practice | 7 | 7 | 1 | | | 1 | 1 | 7 | 1 | - |
| 2026-09 | shared_decisions | 1.5 | 2 | - | - | - | .75 | .75 | 2 | .6667 | too-few |
| 2026-09 | family | 11.5 | 13 | .84375 | .5532 | .9593 | .84375 | .84375 | 11.2494 | .6667 | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
