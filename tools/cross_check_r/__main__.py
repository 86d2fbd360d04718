"""
Effect sizes of single-case designs beside R, on series drawn anew: `python -m tools.cross_check_r --seed 7`.

It needs Rscript with SingleCaseES and jsonlite; CONTRIBUTING.md says how to install them. It ends with status 1 where a
number differs, and lists the first that do; each can be drawn again with its seed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from collabcare.progress.single_case import Effect, effect, tau_u

FIGURES = {"Est": "value", "SE": "se", "CI_lower": "low", "CI_upper": "high"}
CLOSE = 1e-9
SHOWN = 20


def series(number: int, seed: int) -> Iterator[dict[str, Any]]:
    """Draw series of every scale: short and long, tied and not, with and without a trend, at the ends of the scale."""
    draw = random.Random(seed)  # noqa: S311 -- made-up figures
    for place in range(number):
        scale = draw.choice(["count", "rate", "percentage", "proportion", "other"])
        m, n = draw.choice([1, 2, 3, 5, 8, 12, 20]), draw.choice([1, 2, 3, 5, 8, 12, 20, 30])
        level, change, slope = draw.choice([0, 2, 10, 40]), draw.choice([0, 3, 20]), draw.choice([0, 0, 1, -1])
        intervals = draw.choice([10, 20])
        figures: list[float] = []
        for t in range(m + n):
            each = max(0.0, draw.gauss(level + change * (t >= m) + slope * t, draw.choice([0, 2, 6])))
            if scale == "count":
                each = float(round(each))
            elif scale == "rate":
                each = round(each) / 10
            elif scale in {"percentage", "proportion"}:
                each = min(round(each), intervals) / intervals * (100 if scale == "percentage" else 1)
            figures.append(each)
        top = {"percentage": 100, "proportion": 1}.get(scale)
        yield {
            "id": place,
            "A": figures[:m],
            "B": figures[m:],
            "improvement": draw.choice(["increase", "decrease"]),
            "scale": scale,
            "goal": top if top is not None else draw.choice([0, 25, 60]),
            "intervals": intervals if top is not None and draw.random() < 0.8 else None,  # noqa: PLR2004 -- most
            "observation_length": 10 if scale == "rate" and draw.random() < 0.8 else None,  # noqa: PLR2004 -- most
        }


def by_r(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let R compute them."""
    with tempfile.TemporaryDirectory(prefix="collabcare-r-") as folder:
        given, found = Path(folder, "series.json"), Path(folder, "found.json")
        # R wants a vector where Python has a list of one figure, and no field where Python has None.
        given.write_text(json.dumps([{k: v for k, v in each.items() if v is not None} for each in drawn]), "utf-8")
        script = Path(__file__).with_name("oracle.R")
        subprocess.run(["Rscript", "--vanilla", str(script), str(given), str(found)], check=True)
        answers: list[dict[str, Any]] = json.loads(found.read_text("utf-8"))
    return answers


def apart(name: str, key: str, ours: Effect) -> bool:
    """
    Tell where the two differ on purpose.

    Tau-BC: R takes residuals for different that rounding alone keeps apart; the line with residuals rounded is compared
    too, as `Tau_BC_rounded`, and must be the same. SMD: with so few figures that the correction is 0, R gives 0 with a
    standard error of 0; here that is a reason.
    """
    few = key == "SE" and ours.se_reason == "too-few-points"  # R gives an infinity
    return name == "Tau_BC" or ours.reason == "correction-is-zero" or few


class Comparison:
    """Numbers compared so far: how many by name, the greatest deviation of those alike, and what differs."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        self.worst = 0.0
        self.wrong: list[str] = []

    def look(self, where: str, name: str, ours: float | None, theirs: float | None, *, on_purpose: bool) -> None:
        """Compare one number."""
        if ours is None or theirs is None:
            alike = ours is theirs
        else:
            off = abs(ours - theirs) / max(1.0, abs(theirs))
            alike = off <= CLOSE
            self.worst = max(self.worst, off if alike else 0.0)
        self.counted[name if alike else f"{name}: apart on purpose" if on_purpose else f"{name}: apart"] += 1
        if not alike and not on_purpose:
            self.wrong.append(
                f"{where} {name}: {'one has none' if ours is None or theirs is None else 'another number'}"
            )

    def effects(self, each: dict[str, Any], answer: dict[str, Any]) -> None:
        """Compare the effect sizes of one series."""
        known = {name: each[name] for name in ("improvement", "goal", "intervals", "observation_length")}
        known["scale"] = "continuous" if each["scale"] == "other" else each["scale"]
        for name, figures in answer["effects"].items():
            found = effect(name.removesuffix("_rounded"), each["A"], each["B"], **known)
            for key, theirs in (figures or {}).items():
                ours = getattr(found, FIGURES[key])
                self.look(f"series {each['id']}", name, ours, theirs, on_purpose=apart(name, key, found))

    def trends(self, each: dict[str, Any], answer: dict[str, Any]) -> None:
        """Compare the Tau-U comparisons of one series with Kendall's tests."""
        plain, corrected = (
            tau_u(each["A"], each["B"], variant=variant, improvement=each["improvement"])
            for variant in ("complete_b", "tarlow")
        )
        for row, figures in answer["trends"].items():
            if figures:
                one, other = getattr(plain, row), getattr(corrected, row)
                where = f"series {each['id']}"
                self.look(where, f"tau_u {row}", one.value, figures["tau"], on_purpose=False)
                self.look(where, f"tau_u {row} p", one.p, figures["p"], on_purpose=False)
                # Where S is 0, R corrects it by 1 all the same; scan, whose variant it is, does not.
                no_trend = one.s == 0
                self.look(where, f"tau_u {row} p, continuity", other.p, figures["p_continuity"], on_purpose=no_trend)


def main() -> int:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    drawn = list(series(asked.series, asked.seed))
    found = Comparison()
    for each, answer in zip(drawn, by_r(drawn), strict=True):
        found.effects(each, answer)
        found.trends(each, answer)
    for name, number in sorted(found.counted.items()):
        print(f"{number:8} {name}")
    numbers = sum(found.counted.values())
    print(f"{asked.series} series, {numbers} numbers, greatest deviation of those alike {found.worst:.2g}")
    for line in found.wrong[:SHOWN]:
        print(line, file=sys.stderr)
    print(f"{len(found.wrong)} differ")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
