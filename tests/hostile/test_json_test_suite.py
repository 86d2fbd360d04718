"""
The JSON Parsing Test Suite (Nicolas Seriot, MIT), read as plans and as journals.

`n_` files are not JSON, `y_` files are, and `i_` files may go either way. None of them is a plan or a journal.
"""

import os
from pathlib import Path

import pytest

import collabcare as cc

# Valid JSON that no document may be, on purpose: a doubled key is two truths, and NUL characters break other software.
REFUSED_ON_PURPOSE = {
    "y_object_duplicated_key.json": "duplicate-key",
    "y_object_duplicated_key_and_value.json": "duplicate-key",
    "y_object_escaped_null_in_key.json": "nul-character",
    "y_string_null_escape.json": "nul-character",
}
UNREADABLE = {"not-utf-8", "not-json", "too-deep", "duplicate-key", "nul-character", "lone-surrogate"}
UNUSUAL = UNREADABLE | {"unknown-document"}

READERS = [(cc.read_plan, cc.check_plan), (cc.read_journal, cc.check_journal)]


def files(folder: Path, beginning: str = "") -> list[Path]:
    found = sorted(each for each in folder.iterdir() if each.name.startswith(beginning))
    assert len(found) > 20
    return found


def refusal(read, check, source) -> str:
    """Read what is no document, in both ways; give the one code with which both refuse it."""
    problems = check(source)
    with pytest.raises(cc.UnreadableDocumentError) as caught:
        read(source)
    assert problems == (caught.value.problem,)
    assert problems[0].pointer is None
    assert problems[0].severity == "error"
    return problems[0].code


@pytest.fixture(scope="module")
def parsing(shared) -> Path:
    return shared / "data" / "hostile" / "json_test_suite" / "test_parsing"


@pytest.mark.parametrize(("read", "check"), READERS, ids=["plan", "journal"])
def test_what_is_not_json_is_unreadable(parsing, read, check):
    for each in files(parsing, "n_"):
        assert (each.name, refusal(read, check, each.read_bytes()) in UNREADABLE) == (each.name, True)


@pytest.mark.parametrize(("read", "check"), READERS, ids=["plan", "journal"])
def test_json_is_read_as_far_as_not_being_a_document(parsing, read, check):
    for each in files(parsing, "y_"):
        expected = REFUSED_ON_PURPOSE.get(each.name, "unknown-document")
        assert (each.name, refusal(read, check, each.read_bytes())) == (each.name, expected)


@pytest.mark.parametrize(("read", "check"), READERS, ids=["plan", "journal"])
def test_json_that_parsers_differ_about_is_refused_in_our_own_way(parsing, read, check):
    for each in files(parsing, "i_"):
        assert (each.name, refusal(read, check, each.read_bytes()) in UNUSUAL) == (each.name, True)


@pytest.mark.parametrize(("read", "check"), READERS, ids=["plan", "journal"])
def test_json_that_parsers_change_is_refused_in_our_own_way(shared, read, check):
    for each in files(shared / "data" / "hostile" / "json_test_suite" / "test_transform"):
        assert (each.name, refusal(read, check, each.read_bytes()) in UNUSUAL) == (each.name, True)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("n_structure_100000_opening_arrays.json", "too-deep"),
        ("n_structure_open_array_object.json", "too-deep"),
        ("i_structure_500_nested_arrays.json", "too-deep"),
        ("i_structure_UTF-8_BOM_empty_object.json", "not-utf-8"),
        ("i_string_invalid_utf-8.json", "not-utf-8"),
        ("i_string_UTF-16LE_with_BOM.json", "not-utf-8"),
        ("i_string_lone_second_surrogate.json", "lone-surrogate"),
        ("n_number_NaN.json", "not-json"),
        ("i_number_huge_exp.json", "not-json"),
        ("i_number_too_big_pos_int.json", "unknown-document"),
    ],
)
def test_the_reason_is_named(parsing, name, code):
    assert refusal(cc.read_plan, cc.check_plan, (parsing / name).read_bytes()) == code


@pytest.mark.parametrize("ending", ["json", "ndjson"])
def test_the_same_is_said_about_files(parsing, tmp_path, ending):
    path = tmp_path / f"journal.{ending}"
    for each in [*files(parsing, "n_"), *files(parsing, "i_")]:
        path.write_bytes(each.read_bytes())
        assert (each.name, refusal(cc.read_journal, cc.check_journal, os.fspath(path)) in UNUSUAL) == (each.name, True)


def test_each_file_as_a_line_of_a_journal(parsing):
    header = b'{"document":"collabcare-journal","version":1,"plan":"p"}\n'
    for each in files(parsing):
        line = each.read_bytes()
        if b"\n" in line.strip() or not line.strip():
            continue
        source = header + line.strip() + b"\n"
        (problem,) = cc.check_journal(source)
        assert (each.name, problem.line) == (each.name, 2)
        expected = cc.UnreadableDocumentError if problem.pointer is None else cc.InvalidRecordError
        with pytest.raises(expected):
            cc.read_journal(source)
        assert (each.name, problem.code in UNREADABLE | {"unknown-kind"}) == (each.name, True)
        if each.name.startswith("n_"):
            assert (each.name, problem.code in UNREADABLE) == (each.name, True)
