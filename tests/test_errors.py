"""Problems and exceptions: what they say, that they survive pickling, and that each code is documented and used."""

import ast
import copy
import pickle
import re
from pathlib import Path

import attrs
import pytest

import collabcare
from collabcare import errors
from collabcare.errors import (
    CollabCareError,
    FhirServerError,
    InvalidRecordError,
    Problem,
    ProblemCode,
    ServerIssue,
    StaleRevisionError,
    UnknownReferenceError,
    UnreadableDocumentError,
    UnsupportedVersionError,
)

SOURCE = Path(collabcare.__file__).parent
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "errors.md"

MISSING = Problem("/goals/0/id", "missing", "give a value")
LATER = Problem("/due_on", "not-an-occasion", "give a day on which the assignment is due", "warning", 7)
UNREADABLE = Problem(None, "not-json", "give one JSON value, without NaN or Infinity", line=3)

EXCEPTIONS = [
    InvalidRecordError([]),
    InvalidRecordError([MISSING]),
    InvalidRecordError(iter([MISSING, LATER])),
    UnreadableDocumentError(UNREADABLE),
    UnsupportedVersionError(Problem(None, "unsupported-version", "use a newer release")),
    UnknownReferenceError("there is no such example"),
    StaleRevisionError(),
    StaleRevisionError([ServerIssue("error", "conflict", ("Goal.target[0]",))]),
    FhirServerError("refused", 422, iter([ServerIssue("error", "", ())])),
    FhirServerError("unreachable"),
    CollabCareError("anything"),
]


def test_problems_as_lines():
    assert str(MISSING) == "/goals/0/id: missing: give a value"
    assert str(LATER) == "line 7: /due_on: not-an-occasion: give a day on which the assignment is due"
    assert str(UNREADABLE) == "line 3: the document: not-json: give one JSON value, without NaN or Infinity"
    assert str(Problem("", "unknown-fields", "take away")) == "the top level: unknown-fields: take away"


def test_problems_are_values():
    assert attrs.evolve(MISSING) == MISSING
    assert len({MISSING, attrs.evolve(MISSING), LATER}) == 2
    with pytest.raises(AttributeError):
        MISSING.code = "other"
    assert (MISSING.severity, MISSING.line) == ("error", None)


@pytest.mark.parametrize(
    ("problems", "shown"),
    [
        ([], "0 problems"),
        ([MISSING], "1 problem\n  /goals/0/id: missing: give a value"),
        (
            [MISSING, LATER],
            (
                "2 problems\n  /goals/0/id: missing: give a value\n"
                "  line 7: /due_on: not-an-occasion: give a day on which the assignment is due"
            ),
        ),
    ],
)
def test_every_problem_is_shown(problems, shown):
    assert str(InvalidRecordError(problems)) == shown
    assert InvalidRecordError(problems).problems == tuple(problems)


def test_errors_of_documents_show_their_problem():
    assert str(UnreadableDocumentError(UNREADABLE)) == str(UNREADABLE)
    assert UnreadableDocumentError(UNREADABLE).problem is UNREADABLE


def test_errors_of_servers_say_what_to_do():
    issues = [ServerIssue("error", "required", ("Goal.description", "Goal.target[0]")), ServerIssue("warning", "")]
    assert str(FhirServerError("refused", 422, issues)) == (
        "refused (status 422): the server refused the request\n"
        "  error required at Goal.description, Goal.target[0]\n  warning"
    )
    assert str(FhirServerError("redirected", 301)).startswith("redirected (status 301): the server sends elsewhere")
    assert str(StaleRevisionError(issues[1:])) == (
        "somebody saved a newer version: read it, bring the changes together, and save again\n  warning"
    )


def test_each_reason_of_a_server_error_stands_on_the_page():
    page = PAGE.read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \| [A-Z]", page, flags=re.MULTILINE)[-8:] == list(errors._SERVER_REASONS)


def test_what_python_code_catches():
    for each in EXCEPTIONS:
        assert isinstance(each, CollabCareError)
    assert issubclass(InvalidRecordError, ValueError)
    assert issubclass(UnreadableDocumentError, ValueError)
    assert issubclass(UnsupportedVersionError, ValueError)
    assert issubclass(UnknownReferenceError, LookupError)
    assert not issubclass(UnsupportedVersionError, UnreadableDocumentError)


@pytest.mark.parametrize("error", EXCEPTIONS, ids=range(len(EXCEPTIONS)))
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_exceptions_survive_pickling(error, protocol):
    error.add_note("from a process of its own")
    found = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 -- made one line above
    assert type(found) is type(error)
    assert str(found) == str(error)
    assert repr(found) == repr(error)
    assert found.args == error.args
    assert vars(found) == vars(error)
    assert vars(copy.deepcopy(error)) == vars(error)


# Codes.


def codes_in_source() -> dict[str, list[str]]:
    """Find each code that the library gives to a problem, with the places."""
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                position = {"Problem": 1, "unreadable": 0}.get(name)
                given = [] if position is None else node.args[position : position + 1]
                for each in given:
                    if isinstance(each, ast.Constant):
                        found.setdefault(each.value, []).append(f"{path.name}:{node.lineno}")
    return found


def test_each_code_that_the_library_gives_is_one_of_the_codes():
    found = codes_in_source()
    assert len(found) > 20
    assert {code: places for code, places in found.items() if code not in set(ProblemCode)} == {}


def test_each_code_has_its_section_and_its_example():
    page = PAGE.read_text("utf-8")
    sections = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    names = [each.partition("\n")[0] for each in sections]
    assert names == [each.value for each in ProblemCode]
    for name, section in zip(names, sections, strict=True):
        # The example is executed with the documentation, so it does cause the problem.
        example = section.partition("```python\n")[2].partition("```")[0]
        assert re.search(rf"^{name} (None|'.*')$", example, flags=re.MULTILINE), name
        said, advised = section.partition("```python\n")[0], section.rpartition("```")[2]
        assert len(said.split()) > 5, name
        assert len(advised.split()) > 2, name


def test_each_exception_stands_on_the_page():
    page = PAGE.read_text("utf-8")
    for name in errors.__all__:
        assert f"`{name}`" in page, name
    for field in attrs.fields(Problem):
        assert f"| `{field.name}` |" in page
