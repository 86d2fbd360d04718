"""
15. A barrier that stays open.

On 1 September 2026 the mother says that getting to the clinic is a problem. The clinic promised a solution in 7 days,
and finds one on the 22nd, after grace ended on the 15th. Sessions are missed on the 4th, 11th, 18th and 25th; one is
attended on the 28th. From the day on which the promise fell due until the answer, missed sessions are not held
against the family.
"""

import pytest

from tests.lib.families import barrier, family, journal, no_show, promise, session
from tests.lib.stories import Case, rows

plan = family(
    commitments=[promise("barrier-response", 7)],
    barriers=[barrier("2026-09-01", answered_on="2026-09-22", affects=("attendance",))],
)
missed = [no_show(f"2026-09-{day:02}T10:00") for day in (4, 11, 18, 25)]
CASES = {"": Case(plan, journal(plan, missed, session("2026-09-28T10:00")))}

EXPECTED = """
| days | dimension | credit | of | on | left out |
| --- | --- | --- | --- | --- | --- |
| 2026-09 | attendance | 1 | 3 | | open-barrier 2 |
| 2026-09 | barriers_answered | 0 | 1 | 2026-09-08 | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
