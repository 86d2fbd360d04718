"""What needs an extra says which one, and never fails with the bare name of a module."""

import subprocess
import sys

import polars as pl
import pytest

from collabcare import Window, engagement, example, reliability
from collabcare._extras import need
from collabcare.engagement import cohort, tables
from collabcare.engagement.instruments import instrument, score_answers_table
from collabcare.interchange import tables as files
from collabcare.interchange.fhir.client import AsyncFhirClient, FhirClient
from collabcare.progress.rank_correlation import rank_correlation
from collabcare.progress.single_case import effect_sizes

PLAN, JOURNAL = example("late-talker")
WEEKS = engagement.trajectory(PLAN, JOURNAL, "week", Window.weeks(PLAN.starts_on, 12))
MONTH = Window.month("2026-10")
TABLE = pl.DataFrame({"plan_id": ["p"]})


CALLS = {
    "score_evidence": ("narwhals", "cohort", lambda _: cohort.score_evidence),
    "in_passes": ("narwhals", "cohort", lambda _: cohort.in_passes),
    "evidence_batches": ("narwhals", "cohort", lambda _: cohort.evidence_batches),
    "attendance": ("narwhals", "cohort", lambda _: tables.attendance_evidence(TABLE)),
    "messages": ("narwhals", "cohort", lambda _: tables.message_evidence(TABLE, as_of=MONTH.end_on)),
    "practice": ("narwhals", "cohort", lambda _: tables.practice_evidence(TABLE)),
    "ratings": ("narwhals", "cohort", lambda _: tables.rating_evidence(TABLE)),
    "effect_sizes": ("numpy", "cohort,stats", lambda _: effect_sizes(TABLE)),
    "rank_correlation": ("scipy", "stats", lambda _: rank_correlation([(x, x * x % 7) for x in range(9)], 0.95)),
    "answers": ("narwhals", "cohort", lambda _: score_answers_table(instrument("wai-sr"), TABLE)),
    "score_documents": ("pyarrow", "arrow", lambda _: cohort.score_documents([], window=MONTH)),
    "progress": ("rich", "cli", lambda _: cohort.score_documents([], window=MONTH, progress=True)),
    "write_parquet": ("pyarrow", "arrow", lambda path: files.write_parquet(TABLE, path, "evidence")),
    "write_csv": ("pyarrow", "arrow", lambda path: files.write_csv(TABLE, path)),
    "read_csv": ("narwhals", "arrow", lambda path: files.read_csv(path, "evidence")),
    "parquet_codebook": ("pyarrow", "arrow", files.parquet_codebook),
    "fhir": ("httpx", "fhir-client", lambda _: FhirClient("https://fhir.example/R4")),
    "fhir_async": ("httpx", "fhir-client", lambda _: AsyncFhirClient("https://fhir.example/R4")),
    "trend": ("scipy", "stats", lambda _: engagement.trend(WEEKS)),
    "alpha": ("numpy", "stats", lambda _: reliability.alpha([])),
    "omega": ("scipy", "stats", lambda _: reliability.omega([])),
    "intraclass": ("numpy", "stats", lambda _: reliability.intraclass_correlations([])),
    "kappa": ("statsmodels", "stats", lambda _: reliability.kappa([], [], codes=[])),
}


@pytest.mark.parametrize("name", CALLS)
def test_it_says_what_to_install(name, monkeypatch, tmp_path):
    hidden, extra, call = CALLS[name]
    monkeypatch.setitem(sys.modules, hidden, None)
    with pytest.raises(ModuleNotFoundError) as caught:
        call(tmp_path / "table")
    assert str(caught.value) == f'this needs {hidden}: pip install "collabcare[{extra}]"'
    assert caught.value.name == hidden


def test_all_that_is_missing_is_said_at_once():
    with pytest.raises(ModuleNotFoundError, match="this needs no_such_one and no_such_other: "):
        need("stats", "no_such_one", "sys", "no_such_other")


def test_a_family_becomes_columns_without_any_extra():
    code = (
        "import sys; sys.modules['narwhals'] = None\n"
        "from collabcare.engagement.cohort import agreed_table, attendance_evidence, evidence_table\n"
        "print(len(evidence_table([])))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "11"
