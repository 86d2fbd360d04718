"""Settings x people x materials: what was observed in each combination, and in each part over all the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from collabcare._proportions import wilson
from collabcare.journal import Measurement
from collabcare.plans import Goal
from collabcare.progress.generalization_result import GeneralizationRow, PartFigures, PartOfTable
from collabcare.progress.measured_value import compares, counts_of
from collabcare.vocabulary import Setting

__all__ = ["WHERE", "Seen", "Table"]

WHERE = {setting: position for position, setting in enumerate(Setting)}
"""The order of settings."""


class Seen(NamedTuple):
    """An observation that counts, and its value in the unit of the goal."""

    record: Measurement
    value: Fraction


class Table:
    """The observations that count, and the figures of any part of them."""

    def __init__(self, goal: Goal, seen: Sequence[Seen], z: float) -> None:
        self._criterion, self._seen, self._z = goal.mastery, seen, z
        kinds = {counts.kind for each in seen if (counts := counts_of(each.record)) is not None}
        self.basis: Literal["trials", "intervals"] | None = (
            "trials" if "trials" in kinds else "intervals" if kinds else None
        )

    def figures(self, seen: Sequence[Seen]) -> PartFigures:
        """Count a part; sums do not depend on the order of its observations."""
        counts = [found for each in seen if (found := counts_of(each.record)) is not None and found.kind == self.basis]
        successes, attempts = sum(each.successes for each in counts), sum(each.attempts for each in counts)
        rate = successes / attempts if attempts else None
        limits = None if rate is None else wilson(rate, attempts, self._z)
        asked = self._criterion
        return PartFigures(
            observations=len(seen),
            meeting=None if asked is None else sum(compares(asked, each.value) for each in seen),
            successes=successes,
            attempts=attempts,
            rate=rate,
            low=None if limits is None else limits.low,
            high=None if limits is None else limits.high,
            mean=math.fsum(each.value for each in seen) / len(seen) if seen else None,
        )

    def in_(self, setting: Setting) -> PartFigures:
        """Count one setting."""
        return self.figures([each for each in self._seen if each.record.setting == setting])

    def rows(self) -> tuple[GeneralizationRow, ...]:
        """Count each combination of setting, people and materials."""
        found: dict[tuple[Setting | None, tuple[str, ...], tuple[str, ...]], list[Seen]] = {}
        for each in self._seen:
            people, materials = set(each.record.with_whom), set(each.record.materials)
            key = each.record.setting, tuple(sorted(people)), tuple(sorted(materials))
            found.setdefault(key, []).append(each)
        order = sorted(found, key=lambda each: (_rank(each[0]), each[1:]))
        return tuple(
            GeneralizationRow(setting=each[0], people=each[1], materials=each[2], figures=self.figures(found[each]))
            for each in order
        )

    def by_setting(self) -> tuple[PartOfTable, ...]:
        """Count each setting; observations that do not state it come last."""
        found: dict[Setting | None, list[Seen]] = {}
        for each in self._seen:
            found.setdefault(each.record.setting, []).append(each)
        return tuple(PartOfTable(name=each, figures=self.figures(found[each])) for each in sorted(found, key=_rank))

    def by(self, parts: Callable[[Measurement], tuple[str, ...]]) -> tuple[PartOfTable, ...]:
        """Count each person or material; observations that state none come last."""
        found: dict[str, list[Seen]] = {}
        for each in self._seen:
            for part in set(parts(each.record)):
                found.setdefault(part, []).append(each)
        stated = [PartOfTable(name=each, figures=self.figures(found[each])) for each in sorted(found)]
        others = [each for each in self._seen if not parts(each.record)]
        return (*stated, *([PartOfTable(name=None, figures=self.figures(others))] if others else []))


def _rank(setting: Setting | None) -> int:
    return len(WHERE) if setting is None else WHERE[setting]
