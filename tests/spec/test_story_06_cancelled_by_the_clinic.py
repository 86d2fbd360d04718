"""
6. Cancelled by the clinic on the day.

Four sessions: held; cancelled by the clinic two hours before; held; held without the interpreter whom the mother
needs. The family came to all that took place. For the clinic it depends on whether another session was offered within
14 days.
"""

import pytest

from tests.lib.families import cancelled, family, journal, person, session
from tests.lib.stories import Case, rows

plan = family(people=[person("mother", needs_interpreter=True)])
both = ["child", "mother"]


def offered(make_up_on):
    return Case(
        plan,
        journal(
            plan,
            session("2026-09-03T10:00", expected=both, interpreter_present=True),
            cancelled(
                "2026-09-10T10:00",
                "clinic",
                cancelled_at="2026-09-10T08:00",
                expected=both,
                make_up_offered_on=make_up_on,
            ),
            session("2026-09-17T10:00", expected=both, interpreter_present=True),
            session("2026-09-24T10:00", expected=both, interpreter_present=False),
        ),
    )


CASES = {"no make-up": offered(None), "make-up offered": offered("2026-09-15")}

EXPECTED = """
| case | days | dimension | credit | of | value | low | high | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| no make-up | 2026-09 | attendance | 3 | 3 | 1 | | | cancelled-by-clinic 1 |
| no make-up | 2026-09 | sessions_kept | 2.5 | 4 | .625 | .2194 | .9081 | - |
| make-up offered | 2026-09 | attendance | 3 | 3 | 1 | | | cancelled-by-clinic 1 |
| make-up offered | 2026-09 | sessions_kept | 3 | 4 | .75 | | | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
