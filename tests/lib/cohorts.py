"""What the object road says, in the form of a table of scores, and how tables of scores are compared."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from collabcare.engagement.reasons import LEFT_OUT
from collabcare.engagement.result import SideScore

FIGURES = ("value", "low", "high", "worst", "best", "credit")
KEYS = ("plan_id", "window_start", "window_end", "side", "dimension")


def expected_rows(sides: Iterable[SideScore], **key: Any) -> list[dict[str, Any]]:
    """Give the rows of a table of scores from two sides that were scored one by one."""
    rows = []
    for side in sides:
        for name, figures in (*side.dimensions.items(), ("overall", side.overall)):
            row = {**key, "side": side.side.value, "dimension": name}
            row |= {each: getattr(figures, each) for each in (*FIGURES, "opportunities", "reason")}
            row |= {f"left_out_{each.replace('-', '_')}": figures.left_out.get(each, 0) for each in LEFT_OUT}
            rows.append(row)
    return rows


def assert_same(
    found: Iterable[dict[str, Any]], expected: Iterable[dict[str, Any]], keys: Iterable[str] = KEYS
) -> None:
    """Compare two tables, in any order: figures within 1e-12, all else exactly."""
    names = tuple(keys)

    def key(row: dict[str, Any]) -> tuple[str, ...]:
        return tuple(str(row[each]) for each in names)

    left, right = ({key(row): row for row in rows} for rows in (found, expected))
    assert sorted(left) == sorted(right)
    for name, row in right.items():
        for column, value in row.items():
            other = left[name][column]
            if column in FIGURES and None not in {value, other}:
                assert math.isclose(value, other, rel_tol=0, abs_tol=1e-12), (name, column, value, other)
            else:
                assert value == other, (name, column, value, other)
