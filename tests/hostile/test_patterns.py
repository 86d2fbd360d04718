"""Text that makes careless regular expressions run for ever, and lists that make careless rules do so."""

import json
import re
import time
from itertools import pairwise
from re import _constants, _parser

import pytest

import collabcare as cc
from collabcare._record import kinds
from collabcare._record.declare import is_record, specs
from collabcare.interchange import parsing
from collabcare.journal import Journal
from collabcare.plans import SharedPlan
from tests.lib import maximal

SHAPES = ["a", "a.", "a-", " ", "0", "0.", "-", "A1-", "/a", "_/", "2024-0", "é", "\n", "a\n", "0123456789abcdef"]


def declared(cls: type, seen: set[type]) -> set[str]:
    if cls in seen:
        return set()
    seen.add(cls)
    found = {each.bounds.pattern for each in specs(cls) if each.bounds.pattern is not None}
    return found.union(*(declared(each.leaf, seen) for each in specs(cls) if is_record(each.leaf)))


PATTERNS = sorted(
    declared(SharedPlan, set())
    | declared(Journal, set())
    | {kinds.DAY_PATTERN, kinds.TIME_PATTERN, kinds.INSTANT_PATTERN, kinds.DECIMAL_PATTERN}
)


def test_all_patterns_are_here():
    assert len(PATTERNS) >= 9


def repeats(parsed) -> list[int]:
    """List how often each repeated part may stand, with the parts inside it multiplied."""
    found = []
    for operation, argument in parsed:
        inner = []
        for each in argument if isinstance(argument, tuple | list) else [argument]:
            parts = each if isinstance(each, list) else [each]
            inner += [times for part in parts if isinstance(part, _parser.SubPattern) for times in repeats(part)]
        if operation in {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}:
            times = int(argument[1])
            inner = [times * each for each in inner] or [times]
        found += inner
    return found


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_repeats_without_end(pattern):
    # So no text, however long, takes longer than a certain one of a hundred characters.
    assert max(repeats(_parser.parse(pattern)), default=1) <= 100


def test_the_test_above_sees_what_it_looks_for():
    for dangerous in ("^(a+)+$", "(?:a|aa)*b", "(?:[a-z]{1,20}){1,20}", "^a*$"):
        assert max(repeats(_parser.parse(dangerous))) > 100


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_accepts_a_line_break_at_the_end(shared, pattern):
    inputs = json.loads((shared / "data" / "hostile" / "own" / "redos_inputs.json").read_text("utf-8"))
    assert len(inputs) == 5
    for each in inputs:
        text = each["input"]
        matches = re.search(pattern, text) is not None
        assert not (matches and text.endswith("\n"))
        assert not (matches and len(text) > 100)


def cost(work) -> float:
    """Measure work by the least of several times, so that a busy machine does not matter."""
    found = []
    for _ in range(5):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def assert_no_worse_than_quadratic(make, sizes=(1, 2, 4)) -> None:
    """Let each doubling of the input at most quadruple the work, give or take the grain of the clock."""
    costs = []
    for size in sizes:
        source = make(size)
        costs.append(cost(lambda source=source: source and cc.check_plan(source)))
    for before, after in pairwise(costs):
        assert after <= 5 * before + 0.02, costs


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", [("id",), ("timezone",), ("participants", 1, "languages", 0)], ids=str)
def test_long_text_where_a_pattern_is_asked_for(shape, path):
    document = maximal.plan()
    assert_no_worse_than_quadratic(
        lambda size: maximal.dump(maximal.put(document, path, shape * (size * 100_000 // len(shape))))
    )


@pytest.mark.parametrize("each", [b"[", b'["', b'"\\', b'{"a":', b'"\\u0000', b"\\", b"9", b"\xff", b"[[],", b'"",'])
def test_long_rubbish(each):
    assert_no_worse_than_quadratic(lambda size: b'{"document":"collabcare-plan","version":' + each * (size * 100_000))


@pytest.mark.parametrize("each", [b"[", b'["', b'"\\', b'{"a":'])
def test_depth_is_found_without_building_anything(each):
    assert_no_worse_than_quadratic(lambda size: each * (size * 50_000))
    with pytest.raises(cc.UnreadableDocumentError):
        parsing.parse(each * 50_000)


def commitments(size: int) -> bytes:
    """Write many promises of one kind that all overlap."""
    plan = maximal.plan()
    (first,) = plan["commitments"]
    plan["commitments"] = [{**first, "id": f"k{each}"} for each in range(size * 500)]
    return maximal.dump(plan)


def excluded(size: int) -> bytes:
    """Write a schedule from which nearly every day is taken out, many times over."""
    plan = maximal.plan()
    plan["assignments"][0]["fixed_days"] = {
        "frequency": "daily",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "except_on": [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)] * size * 10,
    }
    return maximal.dump(plan)


def goals(size: int) -> bytes:
    """Write a goal for each of many, and a strategy that serves them all."""
    plan = maximal.plan()
    first = plan["goals"][0]
    plan["goals"] = [first, *({"id": f"n{each}", "statement": first["statement"]} for each in range(size * 200))]
    plan["strategies"][0]["goals"] = [each["id"] for each in plan["goals"]]
    plan["strategies"][0]["used_by"] = ["nobody"]
    return maximal.dump(plan)


@pytest.mark.parametrize("make", [commitments, excluded, goals], ids=lambda each: each.__name__)
def test_long_lists(make):
    assert_no_worse_than_quadratic(make)


def test_each_overlapping_promise_is_named_once():
    problems = cc.check_plan(commitments(1))
    assert {each.code for each in problems} == {"overlap"}
    assert len(problems) == 499
