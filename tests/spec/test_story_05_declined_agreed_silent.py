"""
5. Declined, agreed, silent.

On Tuesday 8 September 2026 three goals are put to both homes; they promised an answer in 7 days. Home A answers on
the 10th: agreed, declined, agreed with concerns. Declining is answering. Home B answers all three on the 20th, in
grace. What is asked on one day is one opportunity, for each home.

Home A practises daily from 7 to 13 September for the declined goal only: from the 10th on nothing is due there.
"""

import pytest

from tests.lib.families import daily, done, family, journal, practice_of, promise, proposal
from tests.lib.stories import Case, rows

WALK = practice_of(daily("2026-09-07", ends_on="2026-09-13"), goals=("second",), households=("a",))
ANSWERS = {"first": "agreed", "second": "declined", "third": "agreed-with-concerns"}
plan = family(
    households={"a": "mother", "b": "father"},
    commitments=[promise("answer-to-proposal", 7)],
    assignments=[WALK],
    agreements=[
        *(proposal(goal, "2026-09-08", "2026-09-10", decision) for goal, decision in ANSWERS.items()),
        *(proposal(goal, "2026-09-08", "2026-09-20", participant="father") for goal in ANSWERS),
    ],
)
practised = [done("walk", day, household="a") for day in ("2026-09-07", "2026-09-08", "2026-09-09")]
CASES = {"": Case(plan, journal(plan, practised))}

EXPECTED = """
| days | home | dimension | credit | of | value | reason | f | rate | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 2026-09 | | shared_decisions | 1.5 | 2 | - | too-few | .6667 | .75 | - |
| 2026-09 | a | shared_decisions | 1 | 1 | - | too-few | .3333 | 1 | - |
| 2026-09 | b | shared_decisions | .5 | 1 | - | too-few | .3333 | .5 | - |
| 2026-09 | a | home_practice | 3 | 3 | 1 | - | 1 | 1 | goal-declined 4 |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
