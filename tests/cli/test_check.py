"""`collabcare check`: every problem a line, on standard output; all else on standard error."""

import json
import re
from importlib import resources

import pytest

from collabcare.interchange.documents import journal_to_dict, read_journal

LINE = re.compile(r"(?P<file>[^:]+)(:(?P<line>[0-9]+))?: (error|warning): (?P<pointer>[^:]+): (?P<code>[a-z0-9-]+): .+")


@pytest.fixture
def broken(folder):
    """A plan with three problems."""
    plan = json.loads((folder / "plan.json").read_bytes())
    plan["ends_on"] = "1999-01-01"
    plan["Marker-of-a-name"] = "Marker-of-a-value"
    plan["goals"][0]["id"] = "Marker of an id"
    path = folder / "broken.json"
    path.write_text(json.dumps(plan))
    return path


def test_nothing_is_said_on_standard_output_when_all_is_well(run, folder):
    result = run("check", "plan.json", "journal.ndjson")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "collabcare: 2 files checked: 0 errors, 0 warnings\n"


def test_each_problem_is_a_line_with_file_pointer_code_and_rule(run, broken):
    result = run("check", "broken.json")
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert all(LINE.fullmatch(line) for line in lines), lines
    assert {"/goals/0/id", "/ends_on", "the top level"} <= {LINE.fullmatch(line)["pointer"] for line in lines}
    assert f"1 file checked: {len(lines)} errors, 0 warnings" in result.stderr


def test_no_value_and_no_key_of_a_family_is_printed(run, broken):
    assert "Marker" not in run("check", "broken.json").output


def test_a_problem_of_ndjson_names_its_line(run, folder):
    header, *events = (folder / "journal.ndjson").read_bytes().splitlines()
    (folder / "bad.ndjson").write_bytes(b"\n".join([header, b'{"kind":"message"}', *events]))
    result = run("check", "bad.ndjson")
    assert result.exit_code == 1
    assert {LINE.fullmatch(line)["line"] for line in result.stdout.splitlines()} == {"2"}


def test_a_warning_is_listed_and_refuses_nothing(run, folder):
    journal = journal_to_dict(read_journal(folder / "journal.ndjson"))
    session = next(each for each in journal["sessions"] if each["status"] == "held")
    moved = {key: session[key] for key in ("id", "scheduled_start_at", "scheduled_end_at")} | {"status": "moved"}
    (folder / "moved.json").write_text(json.dumps({**journal, "sessions": [moved], "messages": [], "measurements": []}))
    result = run("check", "moved.json")
    assert result.exit_code == 0
    rule = "name the session that took the place of this one"
    assert result.stdout == f"moved.json: warning: /sessions/0/moved_to: missing-session: {rule}\n"
    assert "0 errors, 1 warning" in result.stderr


def test_a_journal_is_checked_against_the_plan_given_with_it(run, folder):
    lines = (folder / "journal.ndjson").read_bytes().splitlines()
    message = next(
        line for line in map(json.loads, lines[1:]) if line["kind"] == "message" and "in_reply_to" not in line
    )
    stray = json.dumps({**message, "id": "stray", "sender": "nobody"}).encode()
    (folder / "stray.ndjson").write_bytes(b"\n".join([*lines, stray]))
    assert run("check", "stray.ndjson").exit_code == 0
    for order in (("plan.json", "stray.ndjson"), ("stray.ndjson", "plan.json")):
        result = run("check", *order)
        assert result.exit_code == 1
        assert "/sender: unknown-reference" in result.stdout


def test_a_journal_beside_the_plan_of_another_family_is_of_the_wrong_plan(run, other_plan):
    result = run("check", "other.json", "journal.ndjson")
    assert result.exit_code == 1
    assert "journal.ndjson: error: /plan: wrong-plan:" in result.stdout


def test_of_several_plans_a_journal_is_checked_against_its_own(run, other_plan):
    assert run("check", "other.json", "plan.json", "journal.ndjson").exit_code == 0


def test_standard_input_may_be_a_journal_of_either_form_or_a_plan(run, folder):
    for name in ("journal.ndjson", "plan.json"):
        assert run("check", "-", stdin=(folder / name).read_bytes()).exit_code == 0
    result = run("check", "-", stdin=b'{"document":"collabcare-plan","version":1}')
    assert result.exit_code == 1
    assert result.stdout.startswith("standard input: error: /")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"\xff", "not-utf-8"),
        (b"[" * 100, "too-deep"),
        (b'{"a":1,"a":2}', "duplicate-key"),
        (b"[]", "unknown-document"),
        (b'{"document":"recipe"}', "unknown-document"),
        (b'{"document":["collabcare-plan"]}', "unknown-document"),
        (b'{"document":"collabcare-plan","version":99}', "unsupported-version"),
        (b'{"document":"collabcare-journal","version":99}\n{"kind":"x"}', "unsupported-version"),
        (b'{"document":"collabcare-model","version":1}', "missing"),
    ],
)
def test_what_is_no_document_is_a_problem_like_any_other(run, folder, content, code):
    (folder / "odd").write_bytes(content)
    result = run("check", "odd")
    assert result.exit_code == 1
    assert {LINE.fullmatch(line)["code"] for line in result.stdout.splitlines()} == {code}


def test_a_file_that_is_not_there_hides_nothing_of_the_others(run, broken):
    result = run("check", "nowhere.json", "broken.json")
    assert result.exit_code == 2
    assert result.stdout.count("broken.json: error:") == 3
    assert "collabcare: nowhere.json: there is no such file\n" in result.stderr


def test_a_file_name_stays_on_its_line(run, folder):
    (folder / "a\nb\x1b[31m.json").write_bytes(b"{}")
    result = run("check", "a\nb\x1b[31m.json")
    assert len(result.stdout.splitlines()) == 1
    assert "\x1b" not in result.output


def test_the_packaged_model_is_a_document_too(run):
    path = resources.files("collabcare.engagement").joinpath("models", "partnership-1.json")
    assert run("check", path).exit_code == 0
