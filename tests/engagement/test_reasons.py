"""The closed list of reasons: none that the dimensions can give is missing from it."""

import ast
import importlib.resources
import re

from collabcare import Window, engagement, example
from collabcare.engagement import LeftOut
from collabcare.engagement.explain import REASONS
from collabcare.engagement.promises import ANSWERED
from collabcare.engagement.reasons import EXCUSED, LEFT_OUT, NEVER_SCHEDULED, STRICT

FILES = ("case", "requests", "promises", "occasions", "sessions", "intervals_of_promises")
# Functions of these names say why something is left out.
SPEAKERS = re.compile("reason|state|standing|closed|called_off")
OTHERS = {*ANSWERED, "came-late"}


def spoken():
    """Find every text in lower case that is returned, assigned to `reason`, or given to `left_out`."""
    root = importlib.resources.files("collabcare.engagement")
    paths = [root / f"{name}.py" for name in FILES]
    paths += [each for each in (root / "dimensions").iterdir() if each.name.endswith(".py")]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            values = []
            if isinstance(node, ast.Assign) and any("reason" in ast.unparse(each) for each in node.targets):
                values.append(node.value)
            if isinstance(node, ast.keyword) and node.arg == "reason":
                values.append(node.value)
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("left_out"):
                values += node.args
            if isinstance(node, ast.FunctionDef) and SPEAKERS.search(node.name):
                values += [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
            for value in values:
                yield from results(value)


def results(node):
    """Give the texts that an expression can come to; what it only compares or looks up is none of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from results(node.body)
        yield from results(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from results(each)


def test_every_reason_in_the_code_is_on_the_list():
    found = set(spoken()) - OTHERS
    assert len(found) >= 12
    assert sorted(found - set(LEFT_OUT)) == []


def test_every_reason_on_the_list_is_given_somewhere():
    source = "".join(
        each.read_text("utf-8")
        for folder in ("", "dimensions", "instruments")
        for each in (importlib.resources.files("collabcare.engagement") / folder).iterdir()
        if each.name.endswith(".py") and each.name != "reasons.py"
    )
    assert [each for each in LEFT_OUT if f'"{each}"' not in source] == []


def test_the_lists_within_the_list():
    assert list(LEFT_OUT) == sorted(set(LEFT_OUT))
    assert {*EXCUSED, *STRICT, *NEVER_SCHEDULED} <= set(LEFT_OUT)
    assert set(LEFT_OUT).isdisjoint(REASONS)


def test_the_examples_give_no_other():
    for name in ("late-talker", "shift-work", "two-households"):
        plan, journal = example(name)
        rows = engagement.evidence(plan, journal, Window.weeks(plan.starts_on, 20))
        assert {row.reason for row in rows if isinstance(row, LeftOut)} <= set(LEFT_OUT)
