"""Documents to evidence in PySpark: the function that Arrow batches go through elsewhere, unchanged."""

import functools

import pytest
from pyspark.sql.pandas.types import from_arrow_schema

from collabcare import Window, engagement, example, write_journal, write_plan
from collabcare.engagement import cohort
from collabcare.interchange.examples import names

# Whatever PySpark itself warns of is not this library's.
pytestmark = pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::UserWarning"
)
AUTUMN = Window.weeks(example("shift-work")[0].starts_on, 12)


def test_documents_go_through_map_in_arrow(spark):
    families = [example(name) for name in names()]
    documents = [(plan.id, write_plan(plan), write_journal(journal)) for plan, journal in families]
    documents.append(("broken", b"{", b""))
    table = spark.createDataFrame(documents, "document string, plan binary, journal binary").repartition(2)
    work = functools.partial(cohort.evidence_batches, window=AUTUMN)
    found = table.mapInArrow(work, from_arrow_schema(cohort.evidence_schema())).cache()
    evidence, agreed, problems = cohort.tables_of(found)
    assert evidence.count() == sum(len(engagement.evidence(*family, AUTUMN)) for family in families)
    assert sorted((row.document, row.part, row.code) for row in problems.collect()) == [
        ("broken", "journal", "not-json"),
        ("broken", "plan", "not-json"),
    ]
    assert {row.plan_id for row in agreed.select("plan_id").distinct().collect()} == {plan.id for plan, _ in families}
