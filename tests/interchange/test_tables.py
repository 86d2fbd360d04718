"""Tables in and out: CSV that no spreadsheet runs and that comes back as it was, Parquet that carries its codebook."""

import csv
import datetime as dt
import io

import polars as pl
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabcare.engagement import codebook
from collabcare.engagement.cohort import attendance_evidence, practice_evidence, score_evidence
from collabcare.engagement.cohort.columns import EVIDENCE as EVIDENCE_COLUMNS
from collabcare.engagement.cohort.columns import SCORES as SCORE_COLUMNS
from collabcare.engagement.tables import TABLES
from collabcare.errors import InvalidTableError, UnknownReferenceError
from collabcare.interchange.csv_cells import plain, safe
from collabcare.interchange.tables import (
    codebook_markdown,
    parquet_codebook,
    read_csv,
    write_csv,
    write_parquet,
)
from tests.lib.bad_tables import right
from tests.lib.engines import ENGINES
from tests.lib.roads import METHODS

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\0=1",
    "'=1",
    "'",
    "''",
]


@given(st.text() | st.sampled_from(FORMULAS))
def test_what_was_made_harmless_can_be_had_back(text):
    assert plain(safe(text)) == text
    assert not safe(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_marked(formula):
    assert safe(formula) == f"'{formula}"


@pytest.mark.parametrize("cell", ["walk", "a=b", "2026-09-07", "", None, -1.5, 0, -3, True, dt.date(2026, 9, 7)])
def test_other_cells_stay_as_they_are(cell):
    assert safe(cell) is cell


def evidence():
    table = right()["sessions"].with_columns(
        plan_id=pl.Series(["=f1", "-f1", "'f2", "f2"]), session_id=pl.Series(["s1", "s2", "s3", 's,"4'])
    )
    return attendance_evidence(table)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_writes_the_same_csv_and_it_comes_back(engine, tmp_path):
    table = evidence().sort("side", "opportunity_id")
    write_csv(table, tmp_path / "wanted.csv")
    given_as = ENGINES[engine](table.to_dict(as_series=False))
    write_csv(given_as, tmp_path / "found.csv")
    assert (tmp_path / "found.csv").read_bytes() == (tmp_path / "wanted.csv").read_bytes()
    assert read_csv(tmp_path / "found.csv", "evidence").equals(table)
    text = (tmp_path / "found.csv").read_text("utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=f1" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_numbers_stay_numbers(tmp_path):
    table = pl.DataFrame({"early_minutes": [-5.0, 0.1, None], "plan_id": ["-5", "a", None]})
    write_csv(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text().splitlines() == ["early_minutes,plan_id", "-5,'-5", "0.1,a", ","]
    assert read_csv(tmp_path / "t.csv", "sessions").equals(table)


@pytest.mark.parametrize("name", right())
@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_a_table_that_was_written_is_read_with_its_types(name, backend, tmp_path):
    write_csv(right()[name], tmp_path / "t.csv")
    again = read_csv(tmp_path / "t.csv", name, backend=backend)
    write_csv(again, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "t.csv").read_bytes()
    if name == "occasions":
        assert len(practice_evidence(again)) == len(right()[name])


def test_cells_that_cannot_be_read_are_counted_by_column(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("on,scheduled_minutes,plan_id\n07/09/2026,45 min,zqx\n2026-09-08,4_5,a\n08/09/26,,b\n")
    with pytest.raises(InvalidTableError) as caught:
        read_csv(file, "sessions")
    found = [(each.column, each.code, each.rows) for each in caught.value.problems]
    assert found == [("on", "wrong-format", 2), ("scheduled_minutes", "wrong-format", 2)]
    assert "zqx" not in str(caught.value)
    assert "07/09" not in str(caught.value)


def test_a_file_with_uneven_rows_or_a_column_twice_is_refused(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("on,on\n2026-09-08,2026-09-08,1\n2026-09-08\n2026-09-08,2026-09-08\n")
    with pytest.raises(InvalidTableError) as caught:
        read_csv(file, "sessions")
    assert [(each.column, each.rows) for each in caught.value.problems] == [(None, 2), ("on", 3)]
    file.write_text("")
    assert read_csv(file, "sessions").is_empty()
    with pytest.raises(UnknownReferenceError):
        read_csv(file, "nothing")


@pytest.mark.parametrize("engine", ENGINES)
def test_parquet_carries_its_codebook(engine, tmp_path):
    table = evidence().with_columns(site=pl.lit("north"))
    write_parquet(ENGINES[engine](table.to_dict(as_series=False)), tmp_path / "t.parquet", "evidence")
    assert parquet_codebook(tmp_path / "t.parquet") == codebook("evidence")
    schema = pyarrow.parquet.read_schema(tmp_path / "t.parquet")
    assert schema.field("credit").metadata[b"description"] == b"How much of it was taken."
    assert schema.field("site").metadata is None or b"description" not in schema.field("site").metadata
    again = pl.read_parquet(tmp_path / "t.parquet")
    assert again.with_columns(pl.col("on").cast(pl.Date)).equals(table)


def test_parquet_without_a_codebook(tmp_path):
    evidence().write_parquet(tmp_path / "t.parquet")
    with pytest.raises(UnknownReferenceError):
        parquet_codebook(tmp_path / "t.parquet")
    with pytest.raises(UnknownReferenceError):
        write_parquet(evidence(), tmp_path / "t.parquet", "nothing")


def test_parquet_carries_the_codebook_of_a_model(tmp_path):
    model = METHODS["questionnaires"]
    write_parquet(evidence(), tmp_path / "t.parquet", "evidence", model=model)
    assert parquet_codebook(tmp_path / "t.parquet") == codebook("evidence", model=model) != codebook("evidence")


# The codebook and what the library gives.


def schema_of(name):
    (table,) = (each for each in TABLES if each.name == name)
    return table


def test_evidence_has_the_columns_of_its_codebook():
    assert tuple(evidence().columns) == schema_of("evidence").names == EVIDENCE_COLUMNS


TYPES = {"string": pl.String, "date": pl.Date, "number": pl.Float64, "integer": pl.Int64}


def test_scores_have_the_columns_and_types_of_their_codebook():
    found = score_evidence(evidence(), every="month")
    fields = codebook("scores")["fields"]
    assert found.columns == [each["name"] for each in fields] == ["plan_id", *SCORE_COLUMNS]
    assert {each["name"]: TYPES[each["type"]] for each in fields} == dict(found.schema)


def test_scores_can_be_grouped_by_what_went_along():
    table = right()["sessions"].with_columns(site=pl.Series(["north", "north", "south", "south"]))
    found = score_evidence(attendance_evidence(table, keep=["site"]), by=["site"])
    assert found.columns == ["site", *SCORE_COLUMNS]
    counted = found.filter(dimension="attendance").sort("site").select("site", "opportunities").rows()
    assert counted == [("north", 2), ("south", 2)]


def test_scores_hold_only_what_the_codebook_allows():
    found = score_evidence(evidence(), every="month")
    for each in codebook("scores")["fields"]:
        cells, constraints = found[each["name"]], each["constraints"]
        if constraints.get("required"):
            assert cells.null_count() == 0, each["name"]
        if "enum" in constraints:
            assert set(cells.drop_nulls()) <= set(constraints["enum"]), each["name"]
        if "minimum" in constraints and cells.drop_nulls().len():
            assert cells.min() >= constraints["minimum"], each["name"]
    assert found.select(*codebook("scores")["primaryKey"]).is_duplicated().sum() == 0


def test_the_codebook_knows_the_dimensions_of_a_model():
    model = METHODS["questionnaires"]
    for name in ("evidence", "scores"):
        plain, own = (
            next(each for each in codebook(name, model=each)["fields"] if each["name"] == "dimension")
            for each in (None, model)
        )
        more = {each.name: each.meaning for each in model.questionnaires}
        assert own["constraints"]["enum"] == plain["constraints"]["enum"] + list(more)
        assert own["categories"][-2:] == [{"value": code, "label": meaning} for code, meaning in more.items()]
        page = codebook_markdown(name, model=model)
        assert all(f"- `{code}`: {meaning}\n" in page for code, meaning in more.items())
    found = score_evidence(evidence(), model=model)
    assert set(found["dimension"]) == set(own["constraints"]["enum"])
    assert codebook(model=METHODS["partnership-2"]) == codebook()


def test_the_codebook_describes_every_column_in_both_forms():
    page = codebook_markdown()
    for name, table in codebook().items():
        assert f"## {name}\n" in page
        for field in table["fields"]:
            assert f"| `{field['name']}` |" in page
            assert field["description"].endswith(".")
            assert ("empty" in field) != ("required" in field["constraints"])
        assert set(table["primaryKey"]) <= {field["name"] for field in table["fields"]}
    with pytest.raises(UnknownReferenceError):
        codebook("nothing")
