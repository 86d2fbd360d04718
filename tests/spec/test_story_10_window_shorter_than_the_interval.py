"""
10. A window shorter than the interval, and a promise made late.

An update every 30 days is promised from 1 September 2026. One is sent on 3 September, two on the 29th and 30th, and
none later. Intervals end on 30 September and 30 October, and belong to the window that holds that day. Feedback every
28 days is promised from 1 October on only; its first interval ends on 28 October.
"""

import pytest

from tests.lib.families import family, journal, promise, update
from tests.lib.stories import Case, rows

plan = family(commitments=[promise("progress-update", 30), promise("feedback", 28, since="2026-10-01")])
SENT = ("2026-09-03T10:00", "2026-09-29T10:00", "2026-09-30T10:00")
CASES = {"": Case(plan, journal(plan, [update(sent_at) for sent_at in SENT]))}

EXPECTED = """
| days | dimension | credit | of | on | reason |
| --- | --- | --- | --- | --- | --- |
| 2026-09-14/2026-09-28 | progress_updates | 0 | 0 | - | nothing-due |
| 2026-09-28/2026-10-12 | progress_updates | 1 | 1 | 2026-09-30 | too-few |
| 2026-10-26/2026-11-09 | progress_updates | 0 | 1 | 2026-10-30 | too-few |
| 2026-10-01/2026-10-28 | feedback_sought | 0 | 0 | - | nothing-due |
| 2026-10 | feedback_sought | 0 | 1 | 2026-10-28 | too-few |
| 2026-09 | feedback_sought | 0 | 0 | - | nothing-agreed |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
