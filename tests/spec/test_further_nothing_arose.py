"""
Nothing agreed, and nothing that arose.

Four sessions held with the agreed ten minutes for the mother, three questions answered in time: three of the clinic's
eight dimensions. Where updates, feedback and reviews are promised, but fall due only after the month, they are left
out of what could have been measured: 3 of 5. Where they were never promised, they count against: 3 of 8.
"""

import attrs
import pytest

from collabcare.engagement import ScoringModel
from tests.lib.families import answer, family, journal, promise, question, session
from tests.lib.stories import Case, rows


def promised(*later):
    plan = family(
        commitments=[
            promise("reply", 3),
            promise("parent-input-minutes", 10),
            *(promise(kind, 60, since="2026-09-15") for kind in later),
        ]
    )
    return Case(
        plan,
        journal(
            plan,
            [
                session(f"2026-09-{day:02}T10:00", expected=["child", "mother"], parent_input_minutes=10)
                for day in (3, 10, 17, 24)
            ],
            [question(f"q{day}", f"2026-09-{day:02}T10:00") for day in (1, 8, 15)],
            [answer(f"q{day}", f"2026-09-{day:02}T18:00", "therapist", "mother") for day in (1, 8, 15)],
        ),
        attrs.evolve(ScoringModel.default(), require_both_sides=False),
    )


CASES = {"not yet due": promised("progress-update", "feedback", "review"), "never promised": promised()}

EXPECTED = """
| case | days | dimension | of | f | value | reason |
| --- | --- | --- | --- | --- | --- | --- |
| not yet due | 2026-09 | progress_updates | 0 | 0 | - | nothing-due |
| not yet due | 2026-09 | clinic | 11 | .6 | 1 | - |
| never promised | 2026-09 | progress_updates | 0 | 0 | - | nothing-agreed |
| never promised | 2026-09 | clinic | 11 | .375 | - | too-little-coverage |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
