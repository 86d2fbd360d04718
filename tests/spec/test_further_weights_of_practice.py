"""
What practice weighs.

One assignment is due daily, another once a week. The daily one is done seven times, the weekly one is not done. Each
assignment's week counts alike: (7 x 1/7 + 0)/(1 + 1) = .5, with n = 2 x 2/(7/49 + 1) = 3.5, so .1383 to .8617. By
occasions it is 7 of 8. By minutes, ten daily and thirty a week, 70 of 100.
"""

import attrs
import pytest

from collabcare.engagement import ScoringModel
from tests.lib.families import daily, done, family, journal, not_done, on_days, practice_of
from tests.lib.stories import Case, rows

plan = family(
    assignments=[
        practice_of(daily("2026-09-07"), "talk", minutes=10),
        practice_of(on_days("sat"), "swim", minutes=30),
    ]
)
happened = journal(plan, [done("talk", f"2026-09-{day:02}") for day in range(7, 14)], not_done("swim", "2026-09-12"))


def weighed_by(what):
    return Case(plan, happened, attrs.evolve(ScoringModel.default(), practice_weight=what))


CASES = {"assignment": weighed_by("assignment"), "occasion": weighed_by("occasion"), "minutes": weighed_by("minutes")}

EXPECTED = """
| case | days | dimension | credit | of | value | low | high | n_effective |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| assignment | 2026-09-07/2026-09-14 | home_practice | 7 | 8 | .5 | .1383 | .8617 | 3.5 |
| occasion | 2026-09-07/2026-09-14 | home_practice | 7 | 8 | .875 | | | 8 |
| minutes | 2026-09-07/2026-09-14 | home_practice | 7 | 8 | .7 | | | |
"""


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
