"""`collabcare score` and `explain`: windows, formats, and both sides."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from collabcare.cli import exports
from collabcare.engagement import score
from collabcare.interchange.documents import read_journal, read_plan

PAIR = ("plan.json", "journal.ndjson")


def scores(result):
    """Read the JSON of a command that went well."""
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["scores"]


def windows(result):
    return [(each["window"]["start_on"], each["window"]["end_on"]) for each in scores(result)]


def rows(result):
    """Read the CSV of a command that went well."""
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


# --------------------------------------------------------------------------- windows


def test_without_options_the_window_is_the_plan(run, folder):
    plan = read_plan(folder / "plan.json")
    ((start, end),) = windows(run("score", *PAIR, "--format", "json"))
    assert start == plan.starts_on.isoformat()
    assert plan.ends_on is None or end > plan.ends_on.isoformat()


def test_a_plan_without_an_end_ends_with_its_last_event(run, folder):
    plan = json.loads((folder / "plan.json").read_bytes())
    plan.pop("ends_on", None)
    (folder / "open.json").write_text(json.dumps(plan))
    lines = (folder / "journal.ndjson").read_bytes().splitlines()
    message = next(
        line for line in map(json.loads, lines[1:]) if line["kind"] == "message" and "in_reply_to" not in line
    )
    last = json.dumps({**message, "id": "last", "sent_at": "2031-03-05T12:00:00Z"}).encode()
    to_come = {"kind": "session", "id": "to-come", "status": "scheduled"}
    to_come |= {"scheduled_start_at": "2032-01-01T10:00:00Z", "scheduled_end_at": "2032-01-01T11:00:00Z"}
    (folder / "long.ndjson").write_bytes(b"\n".join([*lines, last, json.dumps(to_come).encode()]))
    ((_, end),) = windows(run("score", "open.json", "long.ndjson", "--format", "json"))
    assert end == "2031-03-06"


def test_a_long_silence_before_the_end_is_told(run, folder):
    plan = json.loads((folder / "plan.json").read_bytes()) | {"ends_on": "2031-12-31"}
    (folder / "long.json").write_text(json.dumps(plan))
    result = run("score", "long.json", "journal.ndjson", "--format", "json")
    assert windows(result)[0][1] == "2032-01-01"
    assert "the last event is of" in result.stderr


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--month", "2026-09"), [("2026-09-01", "2026-10-01")]),
        (("--from", "2026-09-10", "--to", "2026-09-20"), [("2026-09-10", "2026-09-20")]),
        (("--month", "2026-09", "--every", "month"), [("2026-09-01", "2026-10-01")]),
        (
            ("--from", "2026-09-20", "--to", "2026-11-02", "--every", "month"),
            [("2026-09-20", "2026-10-01"), ("2026-10-01", "2026-11-01"), ("2026-11-01", "2026-11-02")],
        ),
    ],
)
def test_a_window_is_chosen_and_cut(run, folder, options, expected):
    assert windows(run("score", *PAIR, *options, "--format", "json")) == expected


def test_weeks_begin_where_the_plan_lets_them_begin(run, folder):
    plan = json.loads((folder / "plan.json").read_bytes()) | {"week_start": "sunday"}
    (folder / "sunday.json").write_text(json.dumps(plan))
    found = windows(run("score", "sunday.json", PAIR[1], "--month", "2026-09", "--every", "week", "--format", "json"))
    assert [start for start, _ in found] == ["2026-09-01", "2026-09-06", "2026-09-13", "2026-09-20", "2026-09-27"]


def test_parts_add_up_to_the_whole(run, folder):
    whole = scores(run("score", *PAIR, "--format", "json"))[0]
    parts = scores(run("score", *PAIR, "--every", "week", "--format", "json"))
    for side in ("family", "clinic"):
        for name, figures in whole[side]["dimensions"].items():
            each = [part[side]["dimensions"][name] for part in parts]
            assert sum(one["opportunities"] for one in each) == figures["opportunities"], name
            assert sum(one["credit"] for one in each) == pytest.approx(figures["credit"]), name


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        ("2026-10-05", "2026-10-05T"),
        ("2026-10-05T12:00:00+02:00", "2026-10-05T10:00:00Z"),
        ("2026-10-05T10:00:00.5Z", "2026-10-05T10:00:00.500000Z"),
    ],
)
def test_a_moment_of_knowledge_is_a_day_or_an_instant(run, folder, moment, kept):
    (found,) = scores(run("score", *PAIR, "--month", "2026-09", "--as-of", moment, "--format", "json"))
    assert found["as_of"].startswith(kept)


# --------------------------------------------------------------------------- what is scored


def test_json_is_what_the_library_computes(run, folder):
    plan, journal = read_plan(folder / "plan.json"), read_journal(folder / "journal.ndjson")
    from collabcare import Window

    computed = score(plan, journal, Window.month("2026-10"))
    result = run("score", *PAIR, "--month", "2026-10", "--format", "json")
    assert json.loads(result.stdout) == {"plan": plan.id, "scores": [json.loads(json.dumps(computed.to_dict()))]}


def test_a_household_an_organization_and_a_model_are_scored_when_asked_for(run, folder):
    from importlib import resources

    model = json.loads(resources.files("collabcare.engagement").joinpath("models", "partnership-1.json").read_bytes())
    (folder / "ours.json").write_text(json.dumps(model | {"id": "ours"}))
    plan = read_plan(folder / "plan.json")
    home = plan.households[0].id
    clinic = next(each.organization for each in plan.participants if each.organization is not None)
    options = ("--household", home, "--organization", clinic, "--model", "ours.json")
    (found,) = scores(run("score", *PAIR, *options, "--format", "json"))
    assert (found["household"], found["organization"], found["model"]["id"]) == (home, clinic, "ours")
    table = run("score", *PAIR, *options).stdout
    assert f"household     {home}\n" in table
    assert f"organization  {clinic}\n" in table


def test_plan_or_journal_may_come_in_on_standard_input(run, folder):
    expected = run("score", *PAIR, "--format", "csv").stdout
    assert run("score", "-", PAIR[1], "--format", "csv", stdin=(folder / PAIR[0]).read_bytes()).stdout == expected
    assert run("score", PAIR[0], "-", "--format", "csv", stdin=(folder / PAIR[1]).read_bytes()).stdout == expected


# --------------------------------------------------------------------------- CSV


def test_csv_has_a_row_for_each_part_side_and_dimension_and_the_overalls(run, folder):
    found = rows(run("score", *PAIR, "--month", "2026-10", "--every", "week", "--format", "csv"))
    assert tuple(found[0]) == exports.COLUMNS
    assert len(found) == 5 * (1 + 5 + 1 + 8)
    assert [row["dimension"] for row in found[:2]] == ["overall", "attendance"]


def test_csv_says_what_json_says(run, folder):
    (computed,) = scores(run("score", *PAIR, "--format", "json"))
    for row in rows(run("score", *PAIR, "--format", "csv")):
        side = computed[row["side"]]
        figures = side["overall"] if row["dimension"] == "overall" else side["dimensions"][row["dimension"]]
        for name in ("value", "low", "high", "worst", "best", "credit"):
            assert (float(row[name]) if row[name] else None) == figures[name]
        assert int(row["opportunities"]) == figures["opportunities"]
        assert int(row["left_out"]) == sum(figures["left_out"].values())
        assert row["reason"] == (figures["reason"] or "")


def test_csv_lets_no_text_be_taken_for_a_formula_and_leaves_numbers_alone(made_up):
    found = list(csv.DictReader(io.StringIO(exports.csv_text([made_up]))))
    assert {row["plan"] for row in found} == {"'-plan.1"}
    home_practice = next(row for row in found if row["dimension"] == "home_practice")
    assert float(home_practice["value"]) == pytest.approx(5.5 / 7)
    assert home_practice["left_out_reasons"] == "beyond-capacity=1 duplicate=1 extra=1 paused=2 unreported=5"
    assert next(row for row in found if row["dimension"] == "participation")["value"] == ""


def test_the_reference_lists_the_columns_in_their_order():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text()
    table = page[page.index("| column |") : page.index("Numbers are written in full")]
    listed = [name for line in table.splitlines() for name in re.findall(r"`([a-z_]+)`", line.split(" | ")[0])]
    assert tuple(listed) == exports.COLUMNS


# --------------------------------------------------------------------------- explain and schema


def test_explain_begins_with_what_the_score_is_not(run, folder):
    result = run("explain", *PAIR)
    assert result.exit_code == 0
    assert "never rank families or clinics" in result.stdout.splitlines()[0]
    for name in ("attendance", "joint_review"):
        assert f"\n{name}: " in result.stdout


def test_explain_keeps_to_one_dimension_and_a_window(run, folder):
    result = run("explain", *PAIR, "--dimension", "attendance", "--month", "2026-10")
    assert "\nattendance: " in result.stdout
    assert "joint_review" not in result.stdout
    assert "2026-10-01" in result.stdout


@pytest.mark.parametrize("name", ["plan", "journal", "journal-line"])
def test_a_schema_is_printed_whole(run, name):
    from collabcare import schema

    assert json.loads(run("schema", name).stdout) == json.loads(json.dumps(schema(name)))
