"""
8. Practice that nobody reported.

Practice is due on Mondays, Wednesdays and Fridays over four weeks, twelve times. (a) Three are reported done and
nothing else: too little for a value, and the bounds say how little is known. (b) Five done, one in part without
saying how much, one not done. (c) As (a), and the mother states that the log is complete until 4 October: then what
it does not mention was not done.
"""

import pytest

from tests.lib.families import done, family, journal, log_complete, not_done, on_days, partly, practice_of
from tests.lib.stories import Case, rows

plan = family(assignments=[practice_of(on_days("mon wed fri"))])
three = [done("walk", day) for day in ("2026-09-07", "2026-09-09", "2026-09-11")]
seven = [
    *(done("walk", day) for day in ("2026-09-07", "2026-09-09", "2026-09-11", "2026-09-14", "2026-09-16")),
    partly("walk", "2026-09-18"),
    not_done("walk", "2026-09-21"),
]
CASES = {
    "a": Case(plan, journal(plan, three)),
    "b": Case(plan, journal(plan, seven)),
    "c": Case(plan, journal(plan, three, log_complete("2026-10-04"))),
}

EXPECTED = """
| case | days | dimension | credit | of | value | low | high | worst | best | low_worst | high_best | reported | reason | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| a | 2026-09-07/2026-10-05 | home_practice | 3 | 3 | - | - | - | .25 | 1 | .0889 | 1 | .25 | too-little-reported | unreported 9 |
| b | 2026-09-07/2026-10-05 | home_practice | 5.5 | 7 | .7857 | .4201 | .9489 | .4583 | .875 | .2229 | .9706 | | - | unreported 5 |
| c | 2026-09-07/2026-10-05 | home_practice | 3 | 12 | .25 | | | .25 | .25 | | | 1 | - | - |
"""  # noqa: E501 -- a table


@pytest.mark.parametrize("row", rows(EXPECTED), ids=str)
def test_story(row):
    row.check(CASES)
