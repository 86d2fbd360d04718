"""What goes wrong is one clear line on standard error, never a traceback, and never a family's words."""

import json
import os
import subprocess
import sys

import pytest

from collabcare.cli import commands

PAIR = ("plan.json", "journal.ndjson")


def said(result):
    """Give the one line on standard error, of a command that gave no result."""
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("command", ["score", "explain"])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.json", "journal.ndjson"), "nowhere.json: there is no such file"),
        (("plan.json", "nowhere"), "nowhere: there is no such file"),
        (("plan.json", "."), ".: this is a folder"),
        (("-", "-"), "standard input can be read once"),
        ((*PAIR, "--model", "nowhere"), "nowhere: there is no such file"),
        ((*PAIR, "--from", "soon"), "give a day as YYYY-MM-DD"),
        ((*PAIR, "--from", "2026-02-30"), "give a day as YYYY-MM-DD"),
        ((*PAIR, "--from", "20260901"), "give a day as YYYY-MM-DD"),
        ((*PAIR, "--to", "0001-01-01"), "give a day as YYYY-MM-DD"),
        ((*PAIR, "--from", "2026-09-08", "--to", "2026-09-08"), "the window holds no day"),
        ((*PAIR, "--month", "2026-13"), "give a month as YYYY-MM"),
        ((*PAIR, "--month", "2026-09", "--to", "2026-10-01"), "give --month, or --from and --to"),
        ((*PAIR, "--as-of", "2026-10-01T10:00:00"), "an instant as YYYY-MM-DDTHH:MM:SS+HH:MM"),
        ((*PAIR, "--as-of", "now"), "an instant as YYYY-MM-DDTHH:MM:SS+HH:MM"),
        ((*PAIR, "--as-of", "2026-10-01T25:00:00Z"), "an instant as YYYY-MM-DDTHH:MM:SS+HH:MM"),
        ((*PAIR, "--household", "nowhere"), "household"),
        ((*PAIR, "--organization", "nobody"), "organization"),
        ((*PAIR, "--wish"), "--wish"),
        (("plan.json",), "JOURNAL"),
    ],
)
def test_what_cannot_be_carried_out_ends_with_2_and_a_line(run, folder, command, arguments, words):
    result = run(command, *arguments)
    assert result.exit_code == 2
    assert words in said(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", *PAIR, "--dimension", "charm"),
        ("score", *PAIR, "--every", "hour"),
        ("score", *PAIR, "--format", "xml"),
        ("schema", "recipe"),
        ("dance",),
        ("--dance",),
        ("check",),
        ("check", "-", "-"),
    ],
)
def test_wrong_usage_is_a_line(run, folder, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said(result).startswith("collabcare")


def test_a_document_with_problems_ends_with_1_and_its_problems(run, folder):
    plan = json.loads((folder / "plan.json").read_bytes())
    plan["title"] = "Marker"
    plan["timezone"] = "Marker/Marker"
    (folder / "bad.json").write_text(json.dumps(plan))
    result = run("score", "bad.json", "journal.ndjson")
    assert (result.exit_code, result.stdout) == (1, "")
    assert {"bad.json: error: /title: wrong-type", "bad.json: error: /timezone: wrong-format"} <= {
        line.rpartition(":")[0] for line in result.stderr.splitlines()
    }
    assert "Marker" not in result.output


def test_a_very_long_list_of_problems_is_cut_and_says_so(run, folder):
    header = (folder / "journal.ndjson").read_bytes().splitlines()[0]
    (folder / "long.ndjson").write_bytes(b"\n".join([header, *[b'{"kind":"dream"}'] * 500]))
    lines = run("score", "plan.json", "long.ndjson").stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "long.ndjson: and 480 more: collabcare check lists them all"


def test_a_journal_of_another_plan_is_refused(run, other_plan):
    result = run("score", "other.json", "journal.ndjson")
    assert result.exit_code == 1
    assert said(result).startswith("journal.ndjson: error: /plan: wrong-plan:")


def test_a_journal_that_points_to_nobody_in_the_plan_is_refused_with_its_line(run, folder):
    lines = (folder / "journal.ndjson").read_bytes().splitlines()
    message = next(
        line for line in map(json.loads, lines[1:]) if line["kind"] == "message" and "in_reply_to" not in line
    )
    stray = json.dumps({**message, "id": "stray", "sender": "Marker"}).encode()
    (folder / "stray.ndjson").write_bytes(b"\n".join([*lines, stray]))
    result = run("score", "plan.json", "stray.ndjson")
    assert result.exit_code == 1
    assert f"stray.ndjson:{len(lines) + 1}: error: /sender: unknown-reference" in result.stderr
    assert "Marker" not in result.output


def test_plan_and_journal_given_in_the_wrong_order_are_refused_in_words(run, folder):
    result = run("score", "journal.ndjson", "plan.json")
    assert result.exit_code == 1
    assert said(result) == "journal.ndjson: error: the document: unknown-document: give a plan here; this is a journal"


def test_a_file_that_may_not_be_read_is_a_line(run, folder):
    if os.geteuid() == 0:
        pytest.skip("The superuser may read every file.")
    (folder / "plan.json").chmod(0)
    assert "this file may not be read by you" in said(run("score", *PAIR))


def test_a_plan_without_an_end_and_a_journal_without_events_ask_for_a_window(run, folder):
    plan = json.loads((folder / "plan.json").read_bytes())
    plan.pop("ends_on", None)
    (folder / "open.json").write_text(json.dumps(plan))
    (folder / "empty.json").write_text(json.dumps({"document": "collabcare-journal", "version": 1, "plan": plan["id"]}))
    result = run("score", "open.json", "empty.json")
    assert result.exit_code == 2
    assert "give --to or --month" in said(result)
    assert run("score", "open.json", "empty.json", "--month", "2026-10").exit_code == 0


def test_warnings_about_a_journal_are_counted_and_refuse_nothing(run, folder):
    header, *lines = (folder / "journal.ndjson").read_bytes().splitlines()
    moved = {"kind": "session", "id": "moved-away", "status": "moved"}
    moved |= {"scheduled_start_at": "2026-10-01T10:00:00Z", "scheduled_end_at": "2026-10-01T11:00:00Z"}
    (folder / "moved.ndjson").write_bytes(b"\n".join([header, json.dumps(moved).encode(), *lines]))
    result = run("score", "plan.json", "moved.ndjson", "--format", "csv")
    assert result.exit_code == 0
    assert result.stderr == "collabcare: moved.ndjson: 1 warning(s); collabcare check PLAN JOURNAL lists them\n"


def test_our_own_defect_is_a_line_without_the_message_of_the_exception(run, folder, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("Marker")

    monkeypatch.setattr(commands, "score", fail)
    result = run("score", *PAIR)
    assert result.exit_code == 3
    assert "RuntimeError in test_failures.py" in said(result)
    assert "Marker" not in result.output


def test_help_is_given_without_arguments_and_when_asked_for(run):
    assert "check" in run().output
    for option in ("-h", "--help"):
        result = run(option)
        assert result.exit_code == 0
        assert "demo" in result.stdout


def test_the_version_is_told(run):
    result = run("--version")
    assert result.stdout.startswith("collabcare 0.")


def program(*arguments, code=None, **options):
    """Run the real program."""
    command = ["-c", code] if code else ["-m", "collabcare"]
    return subprocess.run([sys.executable, *command, *arguments], capture_output=True, check=False, **options)


def test_it_runs_as_a_module(folder):
    result = program("check", *PAIR)
    assert (result.returncode, result.stdout) == (0, b"")


def test_a_reader_that_goes_away_is_no_failure(folder):
    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run(
        [sys.executable, "-m", "collabcare", "schema", "plan"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (result.returncode, result.stderr) == (141, b"")


def test_a_terminal_that_knows_few_letters_gets_question_marks(folder):
    result = program("demo", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_a_line_says_how_to_get_it(missing):
    code = f"""
import sys
class Finder:
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] == {missing!r} else self.finder.find_spec(name, path, target)
sys.meta_path[:] = map(Finder, sys.meta_path)
from collabcare.cli import main
main()
"""
    result = program(code=code)
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr == b'collabcare: the command line needs two more packages: pip install "collabcare[cli]"\n'


def test_a_dimension_that_the_model_adds_can_be_explained(run, folder):
    from importlib import resources

    model = json.loads((resources.files("collabcare.engagement") / "models" / "partnership-1.json").read_bytes())
    entry = {"name": "alliance", "side": "family", "weight": 1, "meaning": "The alliance."}
    model |= {"id": "ours", "questionnaires": [{**entry, "instrument": "wai-sr", "scale": "total"}]}
    (folder / "ours.json").write_text(json.dumps(model))
    result = run("explain", *PAIR, "--model", "ours.json", "--dimension", "alliance")
    assert result.exit_code == 0
    assert "alliance: no value (nothing-due" in result.stdout
    refused = run("explain", *PAIR, "--dimension", "alliance")
    assert refused.exit_code == 2
    assert "give one of: attendance" in said(refused)
    assert run("check", "ours.json").exit_code == 0


def test_an_instrument_is_checked(run, folder):
    from importlib import resources

    instrument = json.loads(
        (resources.files("collabcare.engagement.instruments") / "data" / "wai-sr.json").read_bytes()
    )
    (folder / "ours.json").write_text(json.dumps(instrument))
    assert run("check", "ours.json").exit_code == 0
    (folder / "ours.json").write_text(json.dumps(instrument | {"highest": 0}))
    result = run("check", "ours.json")
    assert result.exit_code == 1
    assert "/highest: out-of-range" in result.stdout
