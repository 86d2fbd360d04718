"""
9. A rating scale with one item missing.

Five items, rated 1 to 5, for the mother in four sessions: 5, 4, not observed, 3, 4 gives (1 + .75 + .5 + .75)/4 =
.75; 4, 4 and three not observed is too little; five times 3 gives .5; in the last session only the child was rated.
"""

import pytest

from tests.lib.families import family, journal, rated, session
from tests.lib.stories import Case, rows

plan = family()
RATINGS = (
    rated([5, 4, None, 3, 4]),
    rated([4, 4, None, None, None]),
    rated([3, 3, 3, 3, 3]),
    rated([5, 5, 5, 5, 5], participant="child"),
)
DAYS = ("2026-09-03", "2026-09-10", "2026-09-17", "2026-09-24")
CASES = {
    "": Case(
        plan,
        journal(
            plan,
            [
                session(f"{day}T10:00", expected=["child", "mother"], ratings=ratings)
                for day, ratings in zip(DAYS, RATINGS, strict=True)
            ],
        ),
    )
}

EXPECTED = """
| days | dimension | credit | of | value | reason | f | rate | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 2026-09-03/2026-09-04 | participation | .75 | 1 | - | too-few | .3333 | .75 | - |
| 2026-09-10/2026-09-11 | participation | 0 | 0 | - | nothing-due | 0 | - | not-observed 1 |
| 2026-09-17/2026-09-18 | participation | .5 | 1 | - | too-few | .3333 | .5 | - |
| 2026-09 | participation | 1.25 | 2 | - | too-few | .6667 | .625 | not-observed 2 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
