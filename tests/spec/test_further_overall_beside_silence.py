"""
An overall beside a dimension that nobody reported on.

Four sessions attended and fully rated, three requests answered in time; of twelve times of practice three are
reported done and nothing else. Practice has no value, so the overall is (1 + 1 + 1)/3 = 1; but its bounds hold the
silence: worst (1 + 1 + 1 + .25)/4 = .8125. At the worst, n_eff = 24.5658 and the lower limit is .6206. (By hand: p' =
5/6, 5/6, 4/5, 4/14; V = the sum of p'(1 - p')/n over 16.)
"""

import attrs
import pytest

from collabcare.engagement import ScoringModel
from tests.lib.families import answer, ask, done, family, journal, on_days, practice_of, promise, rated, session
from tests.lib.stories import Case, rows

plan = family(assignments=[practice_of(on_days("mon wed fri"))], commitments=[promise("reply", 3)])
happened = journal(
    plan,
    [
        session(f"2026-09-{day:02}T10:00", expected=["child", "mother"], ratings=rated([5, 5, 5, 5, 5]))
        for day in (8, 15, 22, 29)
    ],
    [done("walk", f"2026-09-{day:02}") for day in (7, 9, 11)],
    [ask(f"q{day}", f"2026-09-{day:02}T10:00") for day in (7, 14, 21)],
    [answer(f"q{day}", f"2026-09-{day:02}T18:00") for day in (7, 14, 21)],
)
CASES = {"": Case(plan, happened, attrs.evolve(ScoringModel.default(), require_both_sides=False))}

EXPECTED = """
| days | dimension | of | value | worst | best | low_worst | high_best | f | reason | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 2026-09-07/2026-10-05 | communication | 3 | 1 | 1 | 1 | | | 1 | - | - |
| 2026-09-07/2026-10-05 | home_practice | 3 | - | .25 | 1 | .0889 | 1 | 0 | too-little-reported | unreported 9 |
| 2026-09-07/2026-10-05 | family | 14 | 1 | .8125 | 1 | .6206 | 1 | .6 | - | unreported 9 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
