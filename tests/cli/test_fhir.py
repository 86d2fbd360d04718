"""`collabcare fhir`: in, out and checked; and a bundle where a plan and a journal are asked for."""

import json

import pytest

from collabcare.cli import clinic_demo
from collabcare.interchange import sources
from collabcare.interchange.documents import read_journal, read_plan
from tests.lib.fhir_resources import appointment, care_plan, family, goal, observation, patient, practice

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
    assert "- /title (Bundle.entry[1].resource.title): give a value [missing]\n" in result.stdout


def test_a_child_without_a_care_plan_needs_one_and_that_is_said_once(run, folder):
    written(folder, "b.json", [patient()])
    result = run("fhir", "import", "b.json", columns=200)
    assert "- the plan: give a CarePlan of the child" in result.stdout
    assert "/title" not in result.stdout
    assert "no whole plan with its journal yet" in run("score", "b.json").stderr


def test_content_of_another_release_is_said_when_it_is_read(run, folder):
    written(folder, "b.json", [patient(), {"resourceType": "Goal", "id": "g", "status": "on-hold"}])
    result = run("fhir", "import", "b.json", columns=200)
    assert "- Bundle.entry[1].resource: give FHIR R4 (4.0.1); this is of STU3 [unsupported-version]" in result.stdout


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
    assert "Child 2: out/a\n" in result.stdout
    assert "2 children read: 0 whole plans" in result.stderr
    only = run("fhir", "import", "export.ndjson", "--child", "Patient/a", "-o", "only")
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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is empty"),
        (b" \n", "this is empty"),
        (b"%PDF-1.7\n\xe2", "this is a PDF"),
        (b"PK\x03\x04\x00", "unpack it first"),
        (b"\x1f\x8b\x08", "unpack it first"),
    ],
)
def test_what_is_no_json_is_called_what_it_is(run, folder, content, said):
    (folder / "b.json").write_bytes(content)
    for command in (("fhir", "import"), ("fhir", "check"), ("score",)):
        result = run(*command, "b.json")
        assert result.exit_code == 1
        assert said in result.stdout + result.stderr


@pytest.mark.parametrize("shape", ["a line", "lines", "lines of resources", "no end of a line"])
@pytest.mark.parametrize("command", [("fhir", "import"), ("fhir", "check"), ("score",), ("explain",), ("progress",)])
def test_what_is_too_large_is_said_in_a_line(run, folder, monkeypatch, shape, command):
    monkeypatch.setattr(sources, "MAX_BYTES", 4096)
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient(id="p" * 60)}] * 60}
    content = {
        "a line": json.dumps(bundle),
        "lines": json.dumps(bundle, indent=1),
        "lines of resources": json.dumps(patient()) + "\n" + json.dumps(patient(language="e" * 5000)) + "\n",
        "no end of a line": "{" + " " * 5000,
    }[shape]
    (folder / "b.json").write_text(content)
    result = run(*command, "b.json", columns=200)
    assert result.exit_code == 1
    assert "b.json" in result.stdout + result.stderr
    assert "too-large" in result.stdout + result.stderr
    assert "defect" not in result.stderr


def test_of_several_files_the_one_that_cannot_be_read_is_named(run, folder):
    written(folder, "a.json", [patient()])
    (folder / "b.ndjson").write_text(json.dumps(patient()) + '\n{"resourceType": "Goal", "descr')
    result = run("fhir", "import", "a.json", "b.ndjson")
    assert result.exit_code == 1
    assert result.stderr.startswith("b.ndjson:2: error: the document: not-json: ")


def test_a_document_of_ours_is_called_what_it_is(run, folder):
    for command in ("import", "check"):
        for name, what in (("plan.json", "plan"), ("journal.ndjson", "journal")):
            result = run("fhir", command, name)
            assert result.exit_code == 1
            assert f"give a FHIR bundle here; this is a {what}\n" in result.stdout + result.stderr


def test_a_source_without_any_resource_says_so(run, folder):
    (folder / "b.ndjson").write_text("")
    result = run("fhir", "import", "b.ndjson")
    assert (result.exit_code, result.stderr) == (2, "collabcare: there is no resource of FHIR here\n")


def test_a_base_that_is_no_address_is_refused_and_a_slash_is_added(run, folder):
    for base in ("nonsense", "javascript:alert(1)", "https://x.example/ y/"):
        result = run("fhir", "export", "plan.json", "--base-url", base)
        assert (result.exit_code, result.stdout) == (2, "")
        assert base not in result.stderr
    made = run("fhir", "export", "plan.json", "--base-url", "https://x.example/fhir").stdout
    assert '"https://x.example/fhir/identifier/collabcare-shared-plan"' in made


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
    assert "1 file checked: " in checked.stderr


def test_a_good_bundle_is_checked_without_a_word(run, folder):
    (folder / "bundle.json").write_text(run("fhir", "export", *PAIR).stdout)
    result = run("fhir", "check", "bundle.json")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("command", [("score", "--format", "csv"), ("explain",), ("progress", "--format", "json")])
def test_a_bundle_stands_for_a_plan_and_its_journal(run, folder, command):
    (folder / "bundle.json").write_text(run("fhir", "export", *PAIR).stdout)
    name, *options = command
    assert run(name, "bundle.json", *options).stdout == run(name, *PAIR, *options).stdout


@pytest.mark.parametrize("command", [("score",), ("explain",), ("progress",)])
def test_a_bundle_of_several_children_wants_one_named(run, folder, command):
    others = [patient("p2"), goal("Patient/p2", id="g9")]
    written(folder, "b.json", [*family(), practice(), appointment(), *others])
    several = run(*command, "b.json")
    assert several.exit_code == 1
    assert "name one with --child" in several.stderr
    assert run(*command, "b.json", "--child", "p1").exit_code == 0
    nobody = run(*command, "b.json", "--child", "Ada Lovelace")
    assert nobody.exit_code == 1
    assert "Ada" not in nobody.stderr


def test_the_zone_of_others_is_given_to_every_command_that_takes_a_bundle(run, folder):
    written(folder, "b.json", [*family(period={"start": "2026-01-04T23:30:00Z"}), appointment()])
    at_home = run("score", "b.json", "--timezone", "Europe/Madrid").stdout
    assert "2026-01-05 to" in at_home
    assert "2026-01-04 to" in run("score", "b.json").stdout
    measured = observation(effectiveDateTime="2026-01-12T23:30:00Z")
    written(folder, "m.json", [*family(), measured])
    days = {
        zone: json.loads(run("progress", "m.json", "--format", "json", "--timezone", zone).stdout)["on"]
        for zone in ("UTC", "Europe/Madrid")
    }
    assert days == {"UTC": "2026-01-12", "Europe/Madrid": "2026-01-13"}
    for command in (("score",), ("explain",), ("progress",), ("fhir", "import")):
        wrong = run(*command, "m.json", "--timezone", "Mars/Phobos")
        assert wrong.exit_code == 2
        assert "give a time zone (IANA) that exists" in wrong.stderr
        assert "Mars" not in wrong.stderr


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
