"""
13. Three questions, one answer.

The mother asks on Friday 11 September 2026 at 17:30 and 17:40 and on Saturday at 9:00; the therapist answers on
Monday at 9:00. A reply was promised in 2 working days. While a question is open, further ones are part of it.
"""

import pytest

from tests.lib.families import answer, family, journal, promise, question
from tests.lib.stories import Case, rows

plan = family(commitments=[promise("reply", 2, days="working", side="clinic")])
ASKED = {"first": "2026-09-11T17:30", "second": "2026-09-11T17:40", "third": "2026-09-12T09:00"}


def answered(which):
    reply = answer(which, "2026-09-14T09:00", sender="therapist", to="mother")
    return Case(plan, journal(plan, [question(name, sent_at) for name, sent_at in ASKED.items()], reply))


CASES = {"the first is answered": answered("first"), "the last is answered": answered("third")}

EXPECTED = """
| case | days | dimension | credit | of | on | left out |
| --- | --- | --- | --- | --- | --- | --- |
| the first is answered | 2026-09 | responsiveness | 1 | 1 | 2026-09-15 | - |
| the last is answered | 2026-09 | responsiveness | 1 | 1 | 2026-09-15 | - |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
