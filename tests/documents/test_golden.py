"""Documents of version 1 are read for ever, and written again byte for byte."""

from pathlib import Path

from collabcare import check_journal, check_plan, read_journal, read_plan, write_journal, write_plan

V1 = Path(__file__).parent / "v1"


def test_plan():
    data = (V1 / "plan.json").read_bytes()
    assert check_plan(data) == ()
    assert write_plan(read_plan(data)) == data


def test_journal():
    data = (V1 / "journal.json").read_bytes()
    plan = read_plan(V1 / "plan.json")
    assert [each for each in check_journal(data, plan) if each.severity == "error"] == []
    assert write_journal(read_journal(data)) == data


def test_journal_as_lines():
    data = (V1 / "journal.ndjson").read_bytes()
    assert read_journal(data) == read_journal(V1 / "journal.json")
    assert write_journal(read_journal(data), "ndjson") == data
