"""The same numbers on every road: one family at a time, and tables of many on every engine."""

import datetime as dt

import msgspec
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import Phase, given, settings
from hypothesis import example as example_of
from hypothesis import strategies as st

from collabcare import Window, engagement, example
from collabcare.engagement import Evidence, LeftOut, cohort
from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.reasons import LEFT_OUT
from collabcare.engagement.tables.results import EVIDENCE, SCORES
from collabcare.errors import InvalidRecordError, InvalidTableError
from collabcare.testing import strategies
from tests.lib.cohorts import assert_same, expected_rows
from tests.lib.engines import ENGINES, rows_of
from tests.lib.roads import FIRST, METHODS, MODELS, PLANS, agreed_columns, made_up, one_by_one

# Making an example smaller runs an engine hundreds of times.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@st.composite
def rows_of_plans(draw):
    """Draw evidence of a few plans: some full enough for every rule to let a value through, some nearly empty."""
    rows = []
    for plan in PLANS:
        for side, dimensions in DIMENSIONS.items():
            for dimension in draw(st.sets(st.sampled_from(dimensions))):
                reasons = draw(st.lists(st.sampled_from(LEFT_OUT), min_size=1, max_size=2))
                count = draw(st.integers(1, 9))
                for number in range(count):
                    left = draw(st.integers(0, 3)) == 0
                    fields = {
                        "plan_id": plan,
                        "side": side,
                        "dimension": dimension,
                        "on": FIRST + dt.timedelta(days=draw(st.integers(0, 130))),
                        "weight": draw(st.sampled_from([1.0, 1.0, 1 / 3, 1 / 7, 15.0])),
                        "source": "source",
                        "household": draw(st.sampled_from([None, "a", "b"])),
                        "opportunity_id": str(number),
                    }
                    if left:
                        rows.append(LeftOut(reason=draw(st.sampled_from(reasons)), **fields))
                    else:
                        credit = draw(st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1)))
                        rows.append(Evidence(credit=credit, **fields))
    return rows


@st.composite
def agreements(draw):
    """Draw what was in force: plan, dimension, first and last day, open at the end or not."""
    found = []
    for side, dimensions in DIMENSIONS.items():
        for dimension in dimensions:
            for plan in draw(st.sets(st.sampled_from(PLANS))):
                since = FIRST + dt.timedelta(days=draw(st.integers(-20, 130)))
                until = draw(st.one_of(st.none(), st.integers(0, 60).map(lambda each: since + dt.timedelta(days=each))))  # noqa: B023
                found.append((plan, side, dimension, since, until))
    return found


WINDOW = Window(dt.date(2026, 9, 3), dt.date(2026, 12, 2))
windows = st.sampled_from([None, WINDOW])


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=12, phases=NO_SHRINKING)
@given(
    rows=rows_of_plans(),
    agreed=st.one_of(st.none(), agreements()),
    window=windows,
    every=st.sampled_from([None, "week", "month", "quarter"]),
    model=st.sampled_from(MODELS),
    half_life=st.sampled_from([None, 10, 0.25]),
)
def test_every_engine_gives_the_numbers_of_one_family_at_a_time(  # noqa: PLR0917 -- drawn by name
    engine, rows, agreed, window, every, model, half_life
):
    if every is None and window is None:
        half_life = None
    make = ENGINES[engine]
    found = cohort.score_evidence(
        make(cohort.evidence_table(rows)),
        agreed=None if agreed is None else make(agreed_columns(agreed)),
        window=window,
        every=every,
        model=model,
        half_life_days=half_life,
        check=False,
    )
    assert_same(rows_of(found), one_by_one(rows, agreed, window, every, model, half_life))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=2, phases=NO_SHRINKING)
@given(
    seed=st.integers(0, 2**32),
    with_agreed=st.booleans(),
    window=windows,
    every=st.sampled_from([None, "month", "quarter"]),
    half_life=st.sampled_from([None, 10]),
)
# A rate of .9993, whose spread by weeks has few digits when it is made from what was gained.
@example_of(seed=2**32 - 1, with_agreed=False, window=None, every="month", half_life=None)
def test_every_engine_gives_them_with_every_method(  # noqa: PLR0917 -- drawn by name
    engine, method, seed, with_agreed, window, every, half_life
):
    model = METHODS[method]
    if every is None and window is None:
        half_life = None
    rows, agreed = made_up(seed, model)
    make = ENGINES[engine]
    found = cohort.score_evidence(
        make(cohort.evidence_table(rows)),
        agreed=make(agreed_columns(agreed)) if with_agreed else None,
        window=window,
        every=every,
        model=model,
        half_life_days=half_life,
    )
    expected = one_by_one(rows, agreed if with_agreed else None, window, every, model, half_life)
    assert any(row["low"] is not None for row in expected)
    assert_same(rows_of(found), expected)


def test_the_methods_give_other_limits_for_the_same_evidence():
    rows, _ = made_up(1, METHODS["questionnaires"])
    table = ENGINES["polars"](cohort.evidence_table(rows))
    limits = [
        [(row["low"], row["high"]) for row in rows_of(cohort.score_evidence(table, model=model, check=False))]
        for model in METHODS.values()
    ]
    assert all(one != other for number, one in enumerate(limits) for other in limits[:number])


NAMES = ["late-talker", "shift-work", "two-households"]


def whole(plan):
    return Window(plan.starts_on, dt.date(2026, 11, 30))


def on_both_roads(engine, families, every):
    """Score families one by one, and as tables; `families` are pairs of plan and journal with their window."""
    rows, agreed, expected = [], {}, []
    for plan, journal, window in families:
        known = window.end_on
        rows += engagement.evidence(plan, journal, window, known)
        for name, values in cohort.agreed_table(plan, journal, window, known).items():
            agreed.setdefault(name, []).extend(values)
        for each in [window] if every is None else window.split(every):
            score = engagement.score(plan, journal, each, as_of=known)
            days = {"window_start": each.start_on, "window_end": each.end_on}
            expected += expected_rows((score.family, score.clinic), plan_id=plan.id, **days)
    found = cohort.score_evidence(
        ENGINES[engine](cohort.evidence_table(rows)),
        agreed=ENGINES[engine](agreed),
        window=families[0][2],
        every=every,
    )
    return rows_of(found), expected


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("every", [None, "month"])
def test_the_example_families_score_alike_on_both_roads(engine, every):
    window = Window(dt.date(2026, 9, 1), dt.date(2026, 11, 30))
    assert_same(*on_both_roads(engine, [(*example(name), window) for name in NAMES], every))


@settings(max_examples=15)
@given(strategies.plan_with_journal())
def test_any_family_scores_alike_on_both_roads(family):
    plan, journal = family
    window = Window.weeks(min(plan.starts_on, dt.date(2190, 1, 1)), 3)
    found, expected = on_both_roads("pyarrow", [(plan, journal, window)], "week")
    # What has neither evidence nor an agreement is no row of any table.
    assert_same(found, expected if found else [])


def test_each_home_scores_alike_on_both_roads():
    plan, journal = example("two-households")
    window = whole(plan)
    table, expected = {}, []
    for home in [each.id for each in plan.households]:
        columns = cohort.evidence_table(engagement.evidence(plan, journal, window, household=home))
        columns["home"] = [home] * len(columns["plan_id"])
        # Rows of the clinic stand with each home, so their names are made unique.
        columns["opportunity_id"] = [f"{home}/{each}" for each in columns["opportunity_id"]]
        for name, values in columns.items():
            table.setdefault(name, []).extend(values)
        score = engagement.score(plan, journal, window, household=home)
        expected += [
            row | {"reason": row["reason"] and row["reason"].replace("nothing-agreed", "nothing-due")}
            for row in expected_rows((score.family, score.clinic), plan_id=plan.id, home=home)
            if row["dimension"] != "overall"
        ]
    found = rows_of(cohort.score_evidence(ENGINES["polars"](table), by=("plan_id", "home"), window=window))
    found = [row for row in found if row["dimension"] != "overall"]
    assert_same(found, expected, ("home", "side", "dimension"))


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_that_are_missing_in_a_column_are_groups(engine):
    plan, journal = example("two-households")
    rows = engagement.evidence(plan, journal, whole(plan))
    assert {row.household for row in rows} > {None}
    table = ENGINES[engine](cohort.evidence_table(rows))
    found = rows_of(cohort.score_evidence(table, by=("plan_id", "household")))
    counted = {}
    for row in rows:
        counted[row.household] = counted.get(row.household, 0) + isinstance(row, Evidence)
    overall = [row for row in found if row["dimension"] == "overall"]
    for home, count in counted.items():
        assert sum(row["opportunities"] for row in overall if row["household"] == home) == count


def names_made_on_the_way(monkeypatch, model):
    """Score a table, and list every column that stood in any table on the way."""
    seen = set()

    def listening(method):
        def listen(table, *args, **kwargs):
            found = method(table, *args, **kwargs)
            seen.update(table.columns, found.columns)
            return found

        return listen

    rows, agreed = made_up(1, model)
    tables = cohort.evidence_table(rows), agreed_columns(agreed)
    table, in_force = (ENGINES["pyarrow"](each | {"school": each["plan_id"]}) for each in tables)
    with monkeypatch.context() as patch:
        for name in ("select", "with_columns", "join", "drop"):
            patch.setattr(nw.DataFrame, name, listening(getattr(nw.DataFrame, name)))
        cohort.score_evidence(
            table, agreed=in_force, by=("plan_id", "school"), every="month", half_life_days=10, model=model
        )
    return seen


@pytest.mark.parametrize(
    ("engine", "method"),
    [("polars", each) for each in ("geometric", "geometric, clustered", "questionnaires")]
    + [(each, "partnership-2") for each in ENGINES],
)
def test_a_group_may_have_the_name_of_any_column_that_is_made_on_the_way(engine, method, monkeypatch):
    model = METHODS[method]
    names = names_made_on_the_way(monkeypatch, model)
    assert names > {"rate", "cover", "n_effective", "w", "here"}
    names -= {*SCORES.names, *EVIDENCE.names, "since", "until"}
    rows, agreed = made_up(2, model)
    columns, in_force = cohort.evidence_table(rows), agreed_columns(agreed)
    for table in (columns, in_force):
        table |= {name: [f"{plan} {name}" for plan in table["plan_id"]] for name in names}
    make = ENGINES[engine]
    expected = one_by_one(rows, agreed, WINDOW, "month", model, 10)
    by = ("plan_id", *names)
    found = cohort.score_evidence(
        make(columns), agreed=make(in_force), by=by, window=WINDOW, every="month", model=model, half_life_days=10
    )
    got = rows_of(found)
    assert list(got[0])[: len(by)] == list(by)
    assert all(row[name] == f"{row['plan_id']} {name}" for row in got for name in names)
    assert_same(got, expected)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_group_may_not_have_the_name_of_a_column_of_scores(engine):
    made = {*SCORES.names} - {"plan_id"}
    for name in (*made, "Value"):
        columns = {**agreed_columns([]), **cohort.evidence_table([]), name: []}
        with pytest.raises(InvalidTableError) as caught:
            cohort.score_evidence(ENGINES[engine](columns), by=("plan_id", name))
        assert (name, "duplicate") in [(each.column, each.code) for each in caught.value.problems]
    columns = cohort.evidence_table([])
    with pytest.raises(InvalidTableError) as caught:
        cohort.score_evidence(ENGINES[engine](columns), by=("plan_id", "household", "plan_id"))
    assert [(each.column, each.code) for each in caught.value.problems] == [("plan_id", "duplicate")]


def test_the_result_names_what_made_it():
    plan, journal = example("shift-work")
    window = whole(plan)
    table = ENGINES["polars"](cohort.evidence_table(engagement.evidence(plan, journal, window)))
    for half_life in (None, 14):
        score = engagement.score(plan, journal, window, half_life_days=half_life)
        found = cohort.score_evidence(table, window=window, half_life_days=half_life)
        for name in ("model_id", "model_version", "library_version", "parameters_digest"):
            assert set(found[name]) == {getattr(score, name)}
    digests = {
        engagement.score(plan, journal, window, half_life_days=each).parameters_digest for each in (None, 14, 15)
    }
    assert len(digests) == 3


def test_a_lazy_table_stays_lazy_and_unread():
    table = ENGINES["polars-lazy"](cohort.evidence_table([])).with_columns(
        weight=pl.col("weight").map_batches(fails, return_dtype=pl.Float64)
    )
    found = cohort.score_evidence(table, check=False)
    assert isinstance(found, pl.LazyFrame)
    with pytest.raises(Exception, match="was read"):
        found.collect()


def fails(_column):
    raise RuntimeError("was read")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("every", [None, "week", "month"])
@pytest.mark.parametrize("window", [None, WINDOW])
@pytest.mark.parametrize("empty", ["evidence", "agreed"])
def test_a_table_without_rows_is_a_table(engine, every, window, empty):
    rows, agreed = made_up(1, MODELS[0])
    rows, agreed = ([], agreed) if empty == "evidence" else (rows, [])
    make = ENGINES[engine]
    found = cohort.score_evidence(
        make(cohort.evidence_table(rows)), agreed=make(agreed_columns(agreed)), window=window, every=every
    )
    assert_same(rows_of(found), one_by_one(rows, agreed, window, every, MODELS[0], None))


@pytest.mark.parametrize("engine", ENGINES)
def test_passes_are_together_the_table(engine):
    plan, journal = example("late-talker")
    rows = engagement.evidence(plan, journal, whole(plan))
    rows = [msgspec.structs.replace(row, plan_id=f"plan-{number}") for number in range(20) for row in rows]
    table = ENGINES[engine](cohort.evidence_table(rows))
    shares = [rows_of(cohort.score_evidence(each, check=False)) for each in cohort.in_passes(table, 3)]
    assert sum(1 for each in shares if each) > 1
    assert_same([row for each in shares for row in each], rows_of(cohort.score_evidence(table)))


def test_what_cannot_be_asked_is_refused():
    table = ENGINES["polars"](cohort.evidence_table([]))
    for wrong in ({"every": "year"}, {"half_life_days": 7}, {"half_life_days": 0, "every": "week"}):
        with pytest.raises(InvalidRecordError):
            cohort.score_evidence(table, **wrong)
    with pytest.raises(ValueError, match="bucket"):
        cohort.in_passes(table, 0)
    with pytest.raises(InvalidTableError):
        cohort.in_passes(table, 2, by="nothing")


def test_both_kinds_of_arrow_text_are_read():
    plan, journal = example("late-talker")
    columns = cohort.evidence_table(engagement.evidence(plan, journal, whole(plan)))
    table, agreed = (ENGINES["pyarrow"](each) for each in (columns, cohort.agreed_table(plan, journal, whole(plan))))
    large = table.cast(
        pa.schema([pa.field(f.name, pa.large_string() if f.type == pa.string() else f.type) for f in table.schema])
    )
    expected = rows_of(cohort.score_evidence(table, agreed=agreed))
    assert_same(rows_of(cohort.score_evidence(large, agreed=agreed)), expected)


def test_many_families_in_arrow_are_not_taken_for_one_another():
    # Above some ten thousands of rows Arrow's joins give rows in an order of their own.
    names = [(side.value, each.value) for side, dimensions in DIMENSIONS.items() for each in dimensions[:4]]
    sides, dimensions = zip(*names, strict=True)
    base = pl.DataFrame({"side": sides, "dimension": dimensions}).join(pl.DataFrame({"number": range(3)}), how="cross")
    table = (
        pl.DataFrame({"plan": range(40_000)})
        .join(base, how="cross")
        .select(
            "side",
            "dimension",
            plan_id=pl.format("plan-{}", "plan"),
            on=dt.date(2026, 9, 7),
            credit=1.0,
            weight=1.0,
            opportunity_id=pl.col("number").cast(pl.String),
            reason=pl.lit(None, pl.String),
        )
    )
    one_sided = pl.col("plan_id").str.ends_with("7")
    rows = table.filter((pl.col("side") == "family") | ~one_sided).sample(fraction=1, shuffle=True, seed=1)
    found = pl.from_arrow(cohort.score_evidence(rows.to_arrow(), check=False)).filter(pl.col("dimension") == "overall")
    assert found.height == 80_000
    assert found.filter(pl.col("reason").is_null() == one_sided).is_empty()
