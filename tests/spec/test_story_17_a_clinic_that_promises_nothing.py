"""
17. A clinic that promises nothing.

The clinic explains one assignment and holds four sessions; it promised nothing. One explanation is present with 1/3,
the sessions with 1, of eight dimensions: (1 + 1/3)/8 = .17 is less than half. There is no overall for the clinic, and
so none for the family either, which came, took part and practised. Where a model does not require both sides, the
family has one: attendance, participation and practice are three of its five dimensions.
"""

import attrs
import pytest

from collabcare.engagement import ScoringModel
from tests.lib.families import daily, done, family, journal, practice_of, rated, session
from tests.lib.stories import Case, rows

plan = family(assignments=[practice_of(daily("2026-09-07", ends_on="2026-09-13"))])
happened = journal(
    plan,
    [
        session(f"2026-09-{day:02}T10:00", expected=["child", "mother"], ratings=rated([5, 5, 5, 5, 5]))
        for day in (3, 10, 17, 24)
    ],
    [done("walk", f"2026-09-{day:02}") for day in range(7, 14)],
)
one_side = attrs.evolve(ScoringModel.default(), require_both_sides=False)
CASES = {"both sides required": Case(plan, happened), "one side is enough": Case(plan, happened, one_side)}

EXPECTED = """
| case | days | dimension | of | f | value | reason |
| --- | --- | --- | --- | --- | --- | --- |
| both sides required | 2026-09 | sessions_kept | 4 | 1 | 1 | - |
| both sides required | 2026-09 | explanation | 1 | .3333 | - | too-few |
| both sides required | 2026-09 | clinic | 5 | .1667 | - | too-little-coverage |
| both sides required | 2026-09 | family | 15 | .6 | - | other-side-not-measured |
| one side is enough | 2026-09 | clinic | 5 | .1667 | - | too-little-coverage |
| one side is enough | 2026-09 | family | 15 | .6 | 1 | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
