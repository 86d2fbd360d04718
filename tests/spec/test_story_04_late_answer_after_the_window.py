"""
4. A late answer after the window.

The clinic asks on Tuesday 29 September 2026 at 10:00; the family promised to reply in 3 days. That is due on Friday 2
October, and grace lasts to the end of Monday 5: so it is October's, whatever became of it. Until it is due it is
`not-due`; until grace has passed unanswered it is `still-open`; after that it never changes again.
"""

import pytest

from tests.lib.families import answer, ask, family, journal, promise
from tests.lib.stories import Case, rows

plan = family(commitments=[promise("reply", 3)])


def answered(sent_at):
    return Case(plan, journal(plan, ask("q", "2026-09-29T10:00"), answer("q", sent_at)))


CASES = {
    "not answered": Case(plan, journal(plan, ask("q", "2026-09-29T10:00"))),
    "on Sunday 4": answered("2026-10-04T10:00"),
    "on Wednesday 7": answered("2026-10-07T10:00"),
}

EXPECTED = """
| case | days | as of | dimension | credit | of | on | reason | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| not answered | 2026-10 | 2026-10-02T12:00 | communication | 0 | 0 | 2026-10-02 | nothing-due | not-due 1 |
| not answered | 2026-10 | 2026-10-03 | communication | 0 | 0 | 2026-10-02 | nothing-due | still-open 1 |
| on Sunday 4 | 2026-10 | 2026-10-03 | communication | 0 | 0 | 2026-10-02 | nothing-due | still-open 1 |
| on Sunday 4 | 2026-10 | 2026-10-04T12:00 | communication | .5 | 1 | 2026-10-02 | too-few | - |
| on Sunday 4 | 2026-10 | 2026-10-06 | communication | .5 | 1 | 2026-10-02 | too-few | - |
| on Sunday 4 | 2026-10 | | communication | .5 | 1 | 2026-10-02 | too-few | - |
| on Wednesday 7 | 2026-10 | 2026-10-06 | communication | 0 | 1 | 2026-10-02 | too-few | - |
| on Wednesday 7 | 2026-10 | 2026-10-08 | communication | 0 | 1 | 2026-10-02 | too-few | - |
| on Wednesday 7 | 2026-10 | | communication | 0 | 1 | 2026-10-02 | too-few | - |
| on Sunday 4 | 2026-09 | | communication | 0 | 0 | - | nothing-due | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
