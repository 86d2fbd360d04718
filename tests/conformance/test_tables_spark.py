"""PySpark makes the same evidence of tidy tables as the other engines, and tells of the same problems."""

import datetime as dt

import pyspark.sql
import pytest

from collabcare.errors import InvalidTableError
from tests.engagement.tables.test_engines import BAD, FAMILIES, MAKERS, rows, same
from tests.lib.bad_tables import right

# Whatever PySpark itself warns of is not this library's.
pytestmark = pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::UserWarning"
)
AS_OF = dt.date(2026, 12, 1)


@pytest.mark.parametrize("name", MAKERS)
def test_spark_gives_the_same_evidence(spark, name):
    wanted = rows(MAKERS[name](FAMILIES[name], as_of=AS_OF, keep=["site"]))
    made = MAKERS[name](spark.createDataFrame(FAMILIES[name].to_arrow()), as_of=AS_OF, keep=["site"])
    assert isinstance(made, pyspark.sql.DataFrame)
    found = rows(made)
    assert len(found) == len(wanted) > 0
    for one, other in zip(found, wanted, strict=True):
        assert list(one) == list(other)
        assert {key: each for key, each in one.items() if not same(each, other[key])} == {}


@pytest.mark.parametrize("name", MAKERS)
def test_spark_tells_of_the_same_problems(spark, name):
    table = right()[name].with_columns(BAD[name])

    def told(table):
        with pytest.raises(InvalidTableError) as caught:
            MAKERS[name](table, as_of=AS_OF)
        return [(each.column, each.code, each.rows) for each in caught.value.problems]

    assert told(spark.createDataFrame(table.to_arrow())) == told(table)
