"""From documents of many families to one table: nothing is lost, and nothing that is broken stops the rest."""

import datetime as dt
import functools
import json
import pickle
from collections import Counter
from importlib import resources

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given

from collabcare import Journal, Window, engagement, example, write_journal, write_plan
from collabcare.engagement.cohort import (
    agreed_table,
    evidence_batches,
    evidence_schema,
    evidence_table,
    score_documents,
    score_evidence,
    tables_of,
)
from collabcare.errors import InvalidRecordError, InvalidTableError
from collabcare.interchange.examples import names
from collabcare.journal import ItemAnswer
from collabcare.testing import strategies
from tests.lib.cohorts import assert_same, expected_rows
from tests.lib.families import questionnaire
from tests.lib.roads import METHODS

AUTUMN = Window.weeks(example("shift-work")[0].starts_on, 12)
FOLDERS = [resources.files("collabcare") / "examples" / name for name in names()]


def documents(*families):
    return {
        "document": [plan.id for plan, _ in families],
        "plan": [write_plan(plan) for plan, _ in families],
        "journal": [write_journal(journal, "ndjson") for _, journal in families],
    }


def joined(batches):
    return pa.Table.from_batches(list(batches), schema=evidence_schema())


@pytest.mark.parametrize("name", names())
def test_evidence_is_that_of_the_records(name):
    plan, journal = example(name)
    batch = pa.RecordBatch.from_pydict(documents((plan, journal)))
    evidence, _, problems = tables_of(joined(evidence_batches([batch], window=AUTUMN)))
    assert evidence.to_pydict() == evidence_table(engagement.evidence(plan, journal, AUTUMN))
    assert problems.num_rows == 0


@pytest.mark.parametrize("every", [None, "week", "month", "quarter"])
def test_scores_are_those_of_what_was_agreed_day_by_day(every):
    families = [example(name) for name in names()]
    found = joined(evidence_batches(pa.table(documents(*families)).to_batches(), window=AUTUMN, every=every))
    evidence, agreed, _ = tables_of(found)
    by_day = pa.concat_tables([pa.table(agreed_table(plan, journal, AUTUMN)) for plan, journal in families])
    sort = [("plan_id", "ascending"), ("window_start", "ascending"), ("side", "ascending"), ("dimension", "ascending")]
    one, other = (
        score_evidence(evidence, agreed=each, window=AUTUMN, every=every).sort_by(sort).to_pylist()
        for each in (agreed, by_day)
    )
    assert one == other


def with_answers(answer):
    """Give a family whose journal has three filled-in questionnaires, and one with too few answers."""
    plan, journal = example("shift-work")
    for week, count in enumerate((12, 12, 12, 3)):
        on = AUTUMN.start_on + dt.timedelta(weeks=week, days=1)
        items = tuple(ItemAnswer(item=str(item), answer=answer) for item in range(1, count + 1))
        respondent = plan.participants[0].id
        given = questionnaire(f"{on}T10:00", "wai-sr", id=f"wai-{week}", items=items, respondent=respondent)
        journal = journal.add(given)
    return plan, journal


@pytest.mark.parametrize("every", [None, "month"])
@pytest.mark.parametrize("name", ["questionnaires", "questionnaires, clustered"])
def test_questionnaires_of_a_model_are_dimensions(name, every):
    model = METHODS[name]
    plan, journal = with_answers(4)
    found = joined(
        evidence_batches(pa.table(documents((plan, journal))).to_batches(), window=AUTUMN, every=every, model=model)
    )
    evidence, agreed, _ = tables_of(found)
    assert set(agreed["dimension"].to_pylist()) >= {"alliance", "bond"}
    expected = []
    for each in [AUTUMN] if every is None else AUTUMN.split(every):
        score = engagement.score(plan, journal, each, as_of=AUTUMN.end_on, model=model)
        days = {"window_start": each.start_on, "window_end": each.end_on}
        expected += expected_rows((score.family, score.clinic), plan_id=plan.id, **days)
    assert sum(row["opportunities"] for row in expected if row["dimension"] == "bond") == 3
    assert sum(row["left_out_too_few_answered"] for row in expected if row["dimension"] == "bond") == 1
    by_day = pa.table(agreed_table(plan, journal, AUTUMN, model=model))
    for force in (agreed, by_day):
        scores = score_evidence(evidence, agreed=force, window=AUTUMN, every=every, model=model)
        assert_same(scores.to_pylist(), expected)


def test_answers_that_do_not_fit_stop_no_other_family():
    families = documents(example("late-talker"), with_answers(9))
    found = joined(evidence_batches(pa.table(families).to_batches(), window=AUTUMN, model=METHODS["questionnaires"]))
    evidence, _, problems = tables_of(found)
    assert set(evidence["plan_id"].to_pylist()) == {"late-talker"}
    (row,) = problems.to_pylist()
    assert (row["document"], row["part"], row["code"]) == ("shift-work", "journal", "out-of-range")
    assert row["pointer"].startswith("/answers/")


@given(strategies.plan_with_journal())
def test_whatever_family_it_is(family):
    plan, journal = family
    window = Window.weeks(plan.starts_on, 4)
    evidence, _, problems = tables_of(
        joined(evidence_batches([pa.RecordBatch.from_pydict(documents(family))], window=window))
    )
    assert evidence.to_pydict() == evidence_table(engagement.evidence(plan, journal, window))
    assert problems.num_rows == 0


def test_a_broken_document_gives_one_row_and_stops_nothing():
    good = example("shift-work")
    plan, journal = documents(good)["plan"][0], documents(good)["journal"][0]
    two_faults = json.loads(plan)
    two_faults["revision"], two_faults["timezone"] = "SECRET", 5
    other = write_journal(example("late-talker")[1])
    pairs = [
        ("whole", plan, journal),
        ("not json", b"SECRET", journal),
        ("two faults", json.dumps(two_faults).encode(), journal),
        ("nothing", plan, None),
        ("a line", plan, journal + b'{"kind":"SECRET"}\n'),
        ("of another plan", plan, other),
        ("both", b"", b""),
    ]
    table = pa.table(dict(zip(("document", "plan", "journal"), map(list, zip(*pairs, strict=True)), strict=True)))
    evidence, _, problems = tables_of(joined(evidence_batches(table.to_batches(), window=AUTUMN)))
    assert evidence.to_pydict() == evidence_table(engagement.evidence(*good, AUTUMN))
    columns = ("document", "part", "pointer", "line", "code", "problems")
    assert [tuple(row[each] for each in columns) for row in problems.to_pylist()] == [
        ("not json", "plan", None, None, "not-json", 1),
        ("two faults", "plan", "/timezone", None, "wrong-type", 2),
        ("nothing", "journal", None, None, "missing", 1),
        ("a line", "journal", "/kind", journal.count(b"\n") + 1, "unknown-kind", 1),
        ("of another plan", "journal", "/plan", None, "wrong-plan", 1),
        ("both", "plan", None, None, "not-json", 1),
        ("both", "journal", None, None, "not-json", 1),
    ]
    assert "SECRET" not in str(problems.to_pydict())


def test_documents_as_text_without_names():
    plan, journal = example("late-talker")
    batch = pa.table({"plan": [write_plan(plan).decode(), ""], "journal": [write_journal(journal).decode()] * 2})
    evidence, problems = evidence_batches(batch, window=AUTUMN)
    assert isinstance(evidence, pa.Table)
    assert evidence.schema == problems.schema == evidence_schema()
    assert problems.column("document").to_pylist() == [None]


def test_missing_columns_are_named():
    with pytest.raises(InvalidTableError) as caught:
        list(evidence_batches(pa.table({"plans": [b""]}), window=AUTUMN))
    assert [(each.column, each.code) for each in caught.value.problems] == [("plan", "missing"), ("journal", "missing")]


def test_it_travels_to_other_processes():
    work = functools.partial(evidence_batches, window=AUTUMN, model=engagement.ScoringModel.default(), every="month")
    batch = pa.RecordBatch.from_pydict(documents(example("shift-work")))
    again = pickle.loads(pickle.dumps(work))  # noqa: S301 -- our own
    assert joined(again([batch])).equals(joined(work([batch])))


def test_workers_change_nothing(monkeypatch):
    monkeypatch.setattr("collabcare.interchange.pool._AT_ONCE", 1)
    paths = [*FOLDERS, FOLDERS[0] / "nowhere"]
    alone, together = (score_documents(paths, window=AUTUMN, every="month", workers=each) for each in (1, 2))
    for name in ("evidence", "agreed", "problems"):
        assert getattr(alone, name).equals(getattr(together, name)), name
    # Sums of several threads may differ in their last digit.
    one, other = (each.scores.to_pylist() for each in (alone, together))
    assert [pytest.approx(row, abs=1e-12) for row in one] == other


@pytest.mark.parametrize("name", names())
def test_scores_are_those_of_the_records(name):
    folder = resources.files("collabcare") / "examples" / name
    found = score_documents([(folder / "plan.json", folder / "journal.ndjson")], window=AUTUMN, workers=1)
    score = engagement.score(*example(name), AUTUMN)
    assert found.problems.num_rows == 0
    for row in pl.from_arrow(found.scores).iter_rows(named=True):
        side = score.family if row["side"] == "family" else score.clinic
        one = side.overall if row["dimension"] == "overall" else side.dimensions[row["dimension"]]
        for figure in ("value", "low", "high", "worst", "best"):
            assert row[figure] == pytest.approx(getattr(one, figure), abs=1e-12), (row["dimension"], figure)
        assert (row["reason"], row["opportunities"]) == (one.reason, one.opportunities)


def test_a_second_plan_of_one_id_is_a_problem(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        plan, journal = example("shift-work")
        (tmp_path / name / "plan.json").write_bytes(write_plan(plan))
        (tmp_path / name / "journal.json").write_bytes(write_journal(journal))
    found = score_documents([tmp_path / "first", tmp_path / "second"], window=AUTUMN, workers=1)
    assert found.evidence.num_rows == len(engagement.evidence(*example("shift-work"), AUTUMN))
    (row,) = found.problems.to_pylist()
    assert (row["document"], row["code"]) == (str(tmp_path / "second" / "plan.json"), "duplicate-id")


@pytest.mark.parametrize("at_once", [1, 50])
def test_a_family_that_stands_twice_counts_once(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr("collabcare.interchange.pool._AT_ONCE", at_once)
    other = tmp_path / "journal.json"
    other.write_bytes(write_journal(Journal(plan="shift-work")))
    folder = FOLDERS[names().index("shift-work")]
    nowhere = tmp_path / "nowhere"
    paths = [nowhere, folder, nowhere, folder, (folder / "plan.json", other)]
    once, again = (score_documents(each, window=AUTUMN, workers=1) for each in ([folder], paths))
    for name in ("evidence", "agreed", "scores"):
        assert getattr(again, name).equals(getattr(once, name)), name
    missing, twice = str(nowhere / "plan.json"), str(folder / "plan.json")
    found = Counter((row["document"], row["part"], row["code"]) for row in again.problems.to_pylist())
    assert found == {
        (missing, "plan", "missing"): 2,
        (missing, "journal", "missing"): 2,
        (twice, "plan", "duplicate-id"): 2,
    }


def test_a_bar_goes_to_standard_error(capsys):
    score_documents(FOLDERS, window=AUTUMN, workers=1, progress=True)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "3/3" in shown.err


def test_no_family_at_all():
    found = score_documents([], window=AUTUMN)
    assert (found.scores.num_rows, found.problems.num_rows) == (0, 0)


def test_fewer_workers_than_one():
    with pytest.raises(InvalidRecordError):
        score_documents(FOLDERS, window=AUTUMN, workers=0)


def test_a_file_that_is_too_large_says_so(tmp_path):
    plan, journal = tmp_path / "plan.json", tmp_path / "journal.json"
    with plan.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    journal.write_bytes(write_journal(example("shift-work")[1]))
    found = score_documents([(plan, journal), FOLDERS[0]], window=AUTUMN, workers=1)
    assert [(row["part"], row["code"]) for row in found.problems.to_pylist()] == [("plan", "too-large")]
    assert found.scores.num_rows == 15
