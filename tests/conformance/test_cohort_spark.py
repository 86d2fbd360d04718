"""PySpark gives the numbers of one family at a time, on a real local session."""

import datetime as dt

import pytest

from collabcare import Window
from collabcare.engagement import cohort
from collabcare.errors import InvalidTableError
from tests.lib.cohorts import assert_same
from tests.lib.engines import rows_of
from tests.lib.roads import METHODS, MODELS, agreed_columns, made_up, one_by_one

# Whatever PySpark itself warns of is not this library's.
pytestmark = pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"
)

EVIDENCE = (
    "plan_id string, side string, dimension string, on date, credit double, weight double, source string, "
    "household string, organization string, opportunity_id string, reason string"
)
AGREED = "plan_id string, side string, dimension string, since date, until date"
WINDOW = Window(dt.date(2026, 9, 3), dt.date(2026, 12, 2))


def frame(spark, columns, schema):
    return spark.createDataFrame(list(zip(*columns.values(), strict=True)), schema)


@pytest.mark.parametrize(
    ("seed", "window", "every", "model", "half_life", "with_agreed"),
    [
        (1, None, None, MODELS[0], None, False),
        (2, WINDOW, None, MODELS[1], 10, True),
        (3, None, "week", MODELS[2], 10, True),
        (4, WINDOW, "month", MODELS[0], None, True),
        (9, None, None, METHODS["geometric"], None, False),
        (10, WINDOW, None, METHODS["partnership-2"], None, True),
        (11, None, "month", METHODS["clustered, not done"], 10, False),
        (12, WINDOW, None, METHODS["geometric, clustered"], None, True),
        (13, WINDOW, "quarter", METHODS["questionnaires, clustered"], None, True),
    ],
)
def test_spark_gives_the_numbers_of_one_family_at_a_time(  # noqa: PLR0917 -- a table of cases
    spark, seed, window, every, model, half_life, with_agreed
):
    rows, agreed = made_up(seed, model)
    found = cohort.score_evidence(
        frame(spark, cohort.evidence_table(rows), EVIDENCE),
        agreed=frame(spark, agreed_columns(agreed), AGREED) if with_agreed else None,
        window=window,
        every=every,
        model=model,
        half_life_days=half_life,
        check=False,
    )
    expected = one_by_one(rows, agreed if with_agreed else None, window, every, model, half_life)
    assert_same(rows_of(found), expected)


def test_bad_rows_are_counted(spark):
    rows, _ = made_up(7, MODELS[0])
    table = {name: list(values) for name, values in cohort.evidence_table([*rows, rows[0]]).items()}
    table["weight"][1] = -1.0
    with pytest.raises(InvalidTableError) as caught:
        cohort.score_evidence(frame(spark, table, EVIDENCE))
    found = [(each.column, each.code, each.rows) for each in caught.value.problems]
    assert ("weight", "out-of-range", 1) in found
    assert found[-1][:2] == ("opportunity_id", "duplicate-id")
