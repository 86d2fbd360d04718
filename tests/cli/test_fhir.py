"""`collabcare fhir`: in, out and checked; and a bundle where a plan and a journal are asked for."""

import json

import pytest

from collabcare.cli import clinic_demo
from collabcare.interchange.documents import read_journal, read_plan
from tests.lib.fhir_resources import care_plan, family, goal, patient, practice

PAIR = ("plan.json", "journal.ndjson")
ESCAPE = "\x1b[31mred\x1b[0m"


def written(folder, name, resources, kind="collection"):
    entries = [{"resource": each} for each in resources]
    (folder / name).write_text(json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}))
    return name


def test_a_plan_and_its_journal_go_out_and_in_again_as_they_were(run, folder):
    exported = run("fhir", "export", *PAIR)
    assert (exported.exit_code, exported.stderr) == (0, "")
    (folder / "bundle.json").write_text(exported.stdout)
    result = run("fhir", "import", "bundle.json", "-o", "out")
    assert result.exit_code == 0
    assert "left out" not in result.stdout
    assert read_plan(folder / "out" / "plan.json") == read_plan(folder / "plan.json")
    assert read_journal(folder / "out" / "journal.json") == read_journal(folder / "journal.ndjson")
    assert json.loads((folder / "out" / "left-out.json").read_text()) == []


def test_what_is_there_is_never_overwritten(run, folder):
    (folder / "bundle.json").write_text(run("fhir", "export", *PAIR).stdout)
    (folder / "out").mkdir()
    (folder / "out" / "plan.json").write_text("mine")
    result = run("fhir", "import", "bundle.json", "-o", "out")
    assert result.exit_code == 2
    assert "give another folder" in result.stderr
    assert (folder / "out" / "plan.json").read_text() == "mine"


def test_an_export_may_be_a_transaction_of_us_core(run, folder):
    made = json.loads(
        run("fhir", "export", "plan.json", "--transaction", "--us-core", "--base-url", "https://x.example/").stdout
    )
    assert made["type"] == "transaction"
    assert "us-core" in json.dumps(made)
    assert "https://x.example/" in json.dumps(made)


def test_what_is_missing_is_told_with_its_place_and_fails(run, folder):
    written(folder, "b.json", [patient(), care_plan(title=None)])
    result = run("fhir", "import", "b.json", columns=200)
    assert result.exit_code == 1
    assert "b.json: error: /title (Bundle.entry[1].resource.title): missing: give a value" in result.stdout


def test_what_was_left_out_is_counted_by_reason(run, folder):
    written(folder, "b.json", [*family(), practice(note=[{"text": ESCAPE}])])
    result = run("fhir", "import", "b.json", "-o", "out")
    assert result.exit_code == 0
    assert "no-place" in result.stdout
    left = json.loads((folder / "out" / "left-out.json").read_text())
    assert "ServiceRequest.note.text" in {each["path"] for each in left}


def test_several_children_each_have_a_folder_and_none_gets_out_of_it(run, folder):
    resources = [patient("a"), patient(".."), goal("Patient/a"), goal("Patient/..", id="g2")]
    (folder / "export.ndjson").write_text("\n".join(map(json.dumps, resources)))
    result = run("fhir", "import", "export.ndjson", "-o", "out")
    assert result.exit_code == 1
    assert sorted(each.name for each in (folder / "out").iterdir()) == ["a", "child-1"]
    assert sorted(each.name for each in folder.iterdir()) == ["export.ndjson", "journal.ndjson", "out", "plan.json"]
    only = run("fhir", "import", "export.ndjson", "--child", "a", "-o", "only")
    assert [each.name for each in (folder / "only").iterdir()] == ["a"]
    assert only.exit_code == 1
    assert run("fhir", "import", "export.ndjson", "--child", "nobody").exit_code == 2


def test_files_of_several_types_are_one_export(run, folder):
    for number, each in enumerate([*family(), practice()]):
        (folder / f"{number}.ndjson").write_text(json.dumps(each) + "\n")
    result = run("fhir", "import", *(f"{number}.ndjson" for number in range(7)), "-o", "out")
    assert result.exit_code == 0, result.stdout
    assert read_plan(folder / "out" / "p1" / "plan.json").assignments[0].id == "sr1"


@pytest.mark.parametrize(
    "content", ["<Bundle/>", "{", '{"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}']
)
@pytest.mark.parametrize("command", [("fhir", "import"), ("fhir", "check"), ("score",)])
def test_what_is_not_fhir_r4_is_said_in_a_line(run, folder, content, command):
    (folder / "b.json").write_text(content)
    result = run(*command, "b.json")
    assert result.exit_code == 1
    assert "b.json: error: the document" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_is_said_in_a_line(run, folder):
    for command in (("fhir", "import"), ("fhir", "check"), ("score",)):
        result = run(*command, "nowhere.json")
        assert (result.exit_code, result.stderr) == (2, "collabcare: nowhere.json: there is no such file\n")


def test_fhir_content_is_checked_and_hostile_words_do_not_reach_the_terminal(run, folder):
    bad = goal(lifecycleStatus=ESCAPE, description={"text": ESCAPE}, startDate="2026-02-30", **{ESCAPE: ESCAPE})
    written(folder, "b.json", [patient(), bad])
    for command in (("fhir", "check"), ("fhir", "import"), ("score",)):
        result = run(*command, "b.json")
        assert result.exit_code == 1
        assert "\x1b" not in result.stdout + result.stderr
    checked = run("fhir", "check", "b.json")
    assert "(Bundle.entry[1].resource.start" in checked.stdout
    assert "error(s)" in checked.stderr


def test_a_good_bundle_is_checked_without_a_word(run, folder):
    (folder / "bundle.json").write_text(run("fhir", "export", *PAIR).stdout)
    result = run("fhir", "check", "bundle.json")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("command", [("score", "--format", "csv"), ("explain",), ("progress", "--format", "json")])
def test_a_bundle_stands_for_a_plan_and_its_journal(run, folder, command):
    (folder / "bundle.json").write_text(run("fhir", "export", *PAIR).stdout)
    name, *options = command
    assert run(name, "bundle.json", *options).stdout == run(name, *PAIR, *options).stdout


def test_a_plan_alone_wants_its_journal(run, folder):
    result = run("score", "plan.json")
    assert result.exit_code == 2
    assert "give PLAN and JOURNAL, or a FHIR bundle alone" in result.stderr


def test_a_bundle_that_lacks_what_a_score_needs_says_so(run, folder):
    written(folder, "b.json", [patient(), care_plan()])
    result = run("score", "b.json")
    assert result.exit_code == 1
    assert "give at least one caregiver in an active plan" in result.stderr


# --------------------------------------------------------------------------- the demo


def test_the_demo_imports_a_real_child_and_says_what_a_score_would_need(run, shared, monkeypatch):
    monkeypatch.setenv("COLLABCARE_SHARED", str(shared))
    result = run("demo")
    assert result.exit_code == 0
    assert "What an engagement score would still need" in result.stdout
    assert "0 of 13 dimensions can be scored" in result.stdout.replace("\n  ", " ")


@pytest.mark.parametrize("folder_name", [None, "", "/nowhere"])
def test_the_demo_says_when_the_record_is_not_at_hand(monkeypatch, folder_name):
    monkeypatch.delenv("COLLABCARE_SHARED", raising=False)
    if folder_name is not None:
        monkeypatch.setenv("COLLABCARE_SHARED", folder_name)
    *_, last = clinic_demo.told_of_a_clinic(80)
    assert "not at hand" in str(last)
