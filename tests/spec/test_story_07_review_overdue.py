"""
7. A review that is overdue.

A review every 30 days is agreed from 1 September 2026: the first is due on 30 September. The mother is invited ten
days before it is held on Thursday 8 October, and comes. Then the next is due on 7 November. In the other course of
events it is held on 20 October, after grace ended on the 14th.
"""

import pytest

from tests.lib.families import family, journal, promise, review
from tests.lib.stories import Case, rows


def held(on, invited_on):
    plan = family(
        commitments=[promise("review", 30), promise("review-notice", 7)],
        reviews=[review(held_at=f"{on}T10:00", invited_on=invited_on, invited=["mother"], attended=["mother"])],
    )
    return Case(plan, journal(plan))


CASES = {"held on 8 October": held("2026-10-08", "2026-09-28"), "held on 20 October": held("2026-10-20", "2026-10-10")}

EXPECTED = """
| case | days | as of | dimension | credit | of | on | left out |
| --- | --- | --- | --- | --- | --- | --- | --- |
| held on 8 October | 2026-09 | 2026-10-01 | joint_review | 0 | 0 | 2026-09-30 | still-open 1 |
| held on 8 October | 2026-09 | 2026-10-31 | joint_review | .5 | 1 | 2026-09-30 | - |
| held on 8 October | 2026-10 | 2026-10-31 | shared_decisions | 1 | 1 | 2026-10-08 | - |
| held on 8 October | 2026-11 | 2026-11-07 | joint_review | 0 | 0 | 2026-11-07 | not-due 1 |
| held on 8 October | 2026-11 | 2026-11-08 | joint_review | 0 | 0 | 2026-11-07 | still-open 1 |
| held on 20 October | 2026-09 | 2026-10-31 | joint_review | 0 | 1 | 2026-09-30 | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
