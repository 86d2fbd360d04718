"""
How often nominal 95 % limits hold the true rate: a simulation of windows whose truth is known.

Run it with `make coverage-simulation`. It prints tables, writes the figures to `build/coverage.json`, and with
`ARGS=--write` puts the tables into docs/explanation/how-sure-is-a-score.md.
"""

import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import limits as ways
import numpy as np
from limits import Array, Estimates, Limits, Sums
from scipy import stats

from collabcare.engagement.clustering import Occasion
from collabcare.engagement.clustering import clustered as of_library
from collabcare.engagement.composites import score_composite
from collabcare.engagement.intervals import Part

SEED = 20261122
REPETITIONS = 10_000
GOAL = (0.93, 0.97)
OPPORTUNITIES = (3, 5, 7, 10, 15, 20, 30, 60, 100, 200)
RATES = (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1.0)
HALVES = (0.0, 0.5, 0.9)
# Rates of daily practice, attendance, participation, communication and decisions in three families.
FAMILIES = ((0.8, 0.9, 0.6, 0.85, 0.9), (0.5, 0.8, 0.5, 0.7, 0.6), (0.9, 0.95, 0.9, 0.95, 0.95))
PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "how-sure-is-a-score.md"


class Cell(NamedTuple):
    """One cell of a grid: where it stands, and what each way of finding limits gives there."""

    at: dict[str, Any]
    covers: dict[str, float]
    width: dict[str, float]


# --------------------------------------------------------------------------- made-up windows


def drawn(rng: np.random.Generator, count: int, rate: float, half: float, fade: float = 0.0) -> Array:
    """
    Draw credits: rows are windows, columns opportunities in order of time.

    `half` is the share of the largest possible number of half credits; `fade` the chance that an opportunity goes as
    the one before it, which makes the correlation of those k apart fade^k, whatever the credits.
    """
    halves = 2 * min(rate, 1 - rate) * half
    chance = rng.random((REPETITIONS, count))
    full = rate - halves / 2
    credit = np.where(chance < full, 1.0, np.where(chance < full + halves, 0.5, 0.0))
    if fade:
        again = rng.random((REPETITIONS, count)) < fade
        for each in range(1, count):
            credit[:, each] = np.where(again[:, each], credit[:, each - 1], credit[:, each])
    return credit


def added_up(rng: np.random.Generator, count: int, rate: float, half: float, *, weighed: bool = False) -> Sums:
    """Draw a dimension in which occasions do not depend on each other and weeks say nothing."""
    weight = np.tile([1, 1 / 3, 1 / 7, 1 / 5], count)[:count] if weighed else np.ones(count)
    return ways.sums(drawn(rng, count, rate, half), weight, np.zeros(count))


def judged(found: Limits, truth: float) -> tuple[float, float]:
    low, high = found
    inside = (np.maximum(low, 0) <= truth + 1e-12) & (truth <= np.minimum(high, 1) + 1e-12)
    return float(inside.mean()), float((np.minimum(high, 1) - np.maximum(low, 0)).mean())


def cell(at: dict[str, Any], found: dict[str, Limits], truth: float) -> Cell:
    both = {name: judged(each, truth) for name, each in found.items()}
    return Cell(at, {name: each for name, (each, _) in both.items()}, {name: each for name, (_, each) in both.items()})


# --------------------------------------------------------------------------- the grids


def yes_or_no() -> Iterator[Cell]:
    """Cover one dimension of yes and no, exactly: every count with its probability."""
    for count, rate in itertools.product(OPPORTUNITIES, RATES):
        k = np.arange(count + 1)
        chance = stats.binom.pmf(k, count, rate)
        covers, width = {}, {}
        for name, (low, high) in {
            "Wilson": ways.wilson(k / count, count),
            "Jeffreys": ways.jeffreys(k / count, count),
        }.items():
            covers[name] = float(chance[(low <= rate + 1e-12) & (rate <= high + 1e-12)].sum())
            width[name] = float(chance @ (high - low))
        within = np.concatenate([[0.0], np.cumsum(chance)])
        reachable = within[None, :] - within[:, None]
        possible = bool(((reachable >= GOAL[0]) & (reachable <= GOAL[1])).any())
        yield Cell({"n": count, "rate": rate, "possible": possible}, covers, width)


def one_dimension(rng: np.random.Generator) -> Iterator[Cell]:
    """Cover one dimension of half credits and of weights."""
    for half, weighed in itertools.product(HALVES, (False, True)):
        for count, rate in itertools.product(OPPORTUNITIES, RATES):
            s = added_up(rng, count, rate, half, weighed=weighed)
            found = {
                "wilson": ways.limits(ways.plain(s)),
                "clustered": ways.limits(ways.clustered(s)),
                "Jeffreys": ways.jeffreys(ways.plain(s).rate, s.w**2 / s.ww),
            }
            yield cell({"half": half, "weighed": weighed, "n": count, "rate": rate}, found, rate)


def overall_ways(share: Array, sums: list[Sums]) -> dict[str, Limits]:
    plain = ways.joined([ways.plain(each) for each in sums])
    known = ways.joined([ways.clustered(each) for each in sums])
    return {
        "wilson": ways.effective_n(share, plain),
        "clustered": ways.score_test(share, known),
        "MOVER": ways.mover(share, plain),
        "MOVER, observed variance": ways.mover(share, known),
        "effective n, observed variance": ways.effective_n(share, known),
    }


def alike(rng: np.random.Generator) -> Iterator[Cell]:
    """Cover the overall of dimensions that are alike."""
    for dimensions, half, count, rate in itertools.product((3, 5, 8), HALVES, OPPORTUNITIES, RATES):
        share = np.full(dimensions, 1 / dimensions)
        found = overall_ways(share, [added_up(rng, count, rate, half) for _ in share])
        yield cell({"dimensions": dimensions, "half": half, "n": count, "rate": rate}, found, rate)


def unlike(rng: np.random.Generator) -> Iterator[Cell]:
    """Cover the overall of dimensions with numbers, rates, weights and credits of their own."""
    for half in HALVES:
        for number in range(100):
            size = int(rng.choice([3, 5, 8]))
            counts = np.exp(rng.uniform(np.log(5), np.log(100), size)).round().astype(int)
            rates = rng.uniform(0.05, 0.95, size) if number % 2 else np.clip(rng.beta(6, 1.5, size), 0.05, 0.95)
            share = rng.choice([0.5, 1, 2, 3], size)
            share /= share.sum()
            sums = [
                added_up(rng, int(count), float(rate), half, weighed=bool(rng.integers(2)))
                for count, rate in zip(counts, rates, strict=True)
            ]
            at = {"half": half, "n": counts.tolist(), "rates": rates.round(3).tolist()}
            yield cell(at, overall_ways(share, sums), float(rates @ share))


def tied(rng: np.random.Generator) -> Iterator[Cell]:
    """Cover one dimension whose occasions depend on those before them."""
    grid = itertools.product((0.0, 0.3, 0.6), (7, 3, 1), (4, 8, 12, 26), (0.0, 0.5), (0.2, 0.5, 0.8, 0.9, 0.95))
    for fade, a_week, weeks, half, rate in grid:
        if a_week * weeks < 5:
            continue
        credit = drawn(rng, a_week * weeks, rate, half, fade)
        s = ways.sums(credit, np.ones(a_week * weeks), np.repeat(np.arange(weeks), a_week))
        found = {
            "wilson": ways.limits(ways.plain(s)),
            "clustered": ways.limits(ways.clustered(s)),
            "week means, t": ways.limits(ways.week_clustered(s)),
            "without neighbouring weeks": ways.limits(ways.clustered(s, neighbours=False)),
        }
        yield cell({"tie": fade, "a_week": a_week, "weeks": weeks, "half": half, "rate": rate}, found, rate)


def whole_family(rng: np.random.Generator, rates: tuple[float, ...], weeks: int, fade: float) -> list[Sums]:
    """Draw the five dimensions of a family: daily practice with a tie, sessions, their ratings, answers, decisions."""
    every = zip(rates, (7, 1, 1, 2, 1), (0.2, 0.1, 0.9, 0.3, 0.3), strict=True)
    return [
        ways.sums(
            drawn(rng, weeks * a_week, rate, half, fade if a_week == 7 else 0.0),
            np.ones(weeks * a_week),
            np.repeat(np.arange(weeks), a_week),
        )
        for rate, a_week, half in every
    ]


def families(rng: np.random.Generator) -> Iterator[Cell]:
    """Cover the overall of a whole family."""
    for fade, weeks, rates in itertools.product((0.0, 0.3, 0.6), (4, 8, 12, 26), FAMILIES):
        sums = whole_family(rng, rates, weeks, fade)
        yield cell({"tie": fade, "weeks": weeks, "rates": rates}, overall_ways(np.full(5, 0.2), sums), np.mean(rates))


def differences(rng: np.random.Generator) -> Iterator[Cell]:
    """Cover the difference of two windows of a family: of the overall, and of daily practice."""
    share = np.full(5, 0.2)
    for fade, weeks, rates, shift in itertools.product((0.0, 0.3, 0.6), (4, 6, 12, 26), FAMILIES, (0.0, -0.1, -0.3)):
        later = tuple(rate + shift for rate in rates)
        windows = [whole_family(rng, each, weeks, fade) for each in (rates, later)]
        covers, width = {}, {}
        for name, estimate, whole in (
            ("wilson", ways.plain, ways.effective_n),
            ("clustered", ways.clustered, ways.score_test),
        ):
            both = [ways.joined([estimate(each) for each in sums]) for sums in windows]
            values = [each.rate @ share for each in both]
            practice = [Estimates(*(part[:, 0] for part in each)) for each in both]
            found = {
                "overall": ways.difference(values[0], whole(share, both[0]), values[1], whole(share, both[1])),
                "practice": ways.difference(
                    practice[0].rate, ways.limits(practice[0]), practice[1].rate, ways.limits(practice[1])
                ),
            }
            for figure, (low, high) in found.items():
                covers[f"{figure}, {name}"] = float(((low <= shift + 1e-12) & (shift <= high + 1e-12)).mean())
                width[f"{figure}, {name}"] = float((high - low).mean())
        yield Cell({"tie": fade, "weeks": weeks, "rates": rates, "shift": shift}, covers, width)


def geometric(rng: np.random.Generator) -> Iterator[Cell]:
    """Cover the geometric overall of dimensions that are alike."""
    for dimensions, half, count, rate in itertools.product((3, 5, 8), HALVES[:2], OPPORTUNITIES, RATES):
        share = np.full(dimensions, 1 / dimensions)
        sums = [added_up(rng, count, rate, half) for _ in share]
        found = {
            "wilson": ways.geometric(share, ways.joined([ways.plain(each) for each in sums])),
            "clustered": ways.geometric(share, ways.joined([ways.clustered(each) for each in sums])),
        }
        yield cell({"dimensions": dimensions, "half": half, "n": count, "rate": rate}, found, rate)


# --------------------------------------------------------------------------- telling


def asked(each: Cell) -> bool:
    """Tell whether a cell belongs to the goal: five opportunities or more, true rates up to .95."""
    return bool(np.all(np.asarray(each.at.get("n", 5)) >= 5) and each.at.get("rate", 0) <= 0.95)


def line(cells: list[Cell], name: str) -> list[str]:
    covers = np.array([each.covers[name] for each in cells])
    hit = ((covers >= GOAL[0]) & (covers <= GOAL[1])).sum()
    width = np.mean([each.width[name] for each in cells])
    low, middle, high = covers.min(), np.median(covers), covers.max()
    return [
        f"{hit} of {len(cells)}",
        str((covers < GOAL[0]).sum()),
        f"{low:.3f}",
        f"{middle:.3f}",
        f"{high:.3f}",
        f"{width:.3f}",
    ]


HEAD = ("limits", ".93 to .97", "below", "least", "median", "most", "width")


def table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def by(cells: list[Cell], *keys: str) -> dict[tuple[Any, ...], list[Cell]]:
    found: dict[tuple[Any, ...], list[Cell]] = {}
    for each in cells:
        found.setdefault(tuple(each.at[key] for key in keys), []).append(each)
    return found


def summary(cells: list[Cell], keys: tuple[str, ...], label: Callable[..., str]) -> str:
    names = list(cells[0].covers)
    rows = [[label(*at), name, *line(those, name)] for at, those in by(cells, *keys).items() for name in names]
    return table(("", *HEAD), rows)


def told(grids: dict[str, list[Cell]]) -> str:
    exact = [each for each in grids["yes or no"] if asked(each)]
    possible = [each for each in exact if each.at["possible"]]
    rows = [[name, *line(exact, name)] for name in ("Wilson", "Jeffreys")]
    rows += [[f"{name}, where it can be done", *line(possible, name)] for name in ("Wilson", "Jeffreys")]
    impossible = by([each for each in exact if not each.at["possible"]], "n")
    cannot = "; ".join(
        f"{n}: {', '.join(str(each.at['rate']) for each in those)}" for (n,), those in impossible.items()
    )
    text = {
        "One dimension of yes and no (exact)": f"{table(HEAD, rows)}\n\nNo limits whatever can be at {GOAL[0]:.2f} to {GOAL[1]:.2f} for these opportunities and rates: {cannot}.",  # noqa: E501 -- one sentence
        "One dimension of half credits and weights": summary(
            [each for each in grids["one dimension"] if asked(each)],
            ("half", "weighed"),
            lambda half, weighed: f"half credits {half:g}{', weights' if weighed else ''}",
        ),
        "The overall, dimensions alike": summary(
            [each for each in grids["alike"] if asked(each)],
            ("half",),
            lambda half: f"half credits {half:g}",
        ),
        "The overall, dimensions unlike": summary(grids["unlike"], ("half",), lambda half: f"half credits {half:g}"),
        "One dimension whose occasions depend on each other": summary(
            grids["tied"], ("tie", "a_week"), lambda tie, a_week: f"tie {tie:g}, {a_week} a week"
        ),
        "The overall of a family with daily practice": summary(grids["families"], ("tie",), lambda tie: f"tie {tie:g}"),
        "The difference of two windows of a family": summary(
            grids["differences"], ("tie",), lambda tie: f"tie {tie:g}"
        ),
        "The geometric overall, rates of .5 to .95": summary(
            [each for each in grids["geometric"] if asked(each) and each.at["rate"] >= 0.5],
            ("dimensions", "half"),
            lambda dimensions, half: f"{dimensions} dimensions, half credits {half:g}",
        ),
    }
    return "\n\n".join(f"### {title}\n\n{body}" for title, body in text.items())


def check_against_library(rng: np.random.Generator) -> None:
    """Let the formulas in arrays and those of the library agree, so that what is simulated is what is shipped."""
    for _ in range(200):
        count = int(rng.integers(3, 60))
        weight, week = rng.choice([1, 1 / 3, 1 / 7], count), np.sort(rng.integers(0, 10, count))
        credit = rng.choice([0, 0.5, 1, rng.random()], (3, count))
        arrays = ways.clustered(ways.sums(credit, weight, week))
        ours = [
            of_library([Occasion(float(w), float(c), int(g)) for w, c, g in zip(weight, row, week, strict=True)])
            for row in credit
        ]
        for at, one in enumerate(ours):
            assert one is not None
            np.testing.assert_allclose([one.rate, one.n, one.inverse_df], [each[at] for each in arrays], rtol=1e-9)
        share = np.array([0.5, 0.3, 0.2])
        low, high = ways.score_test(share, Estimates(*(each[None, :] for each in arrays)))
        whole = score_composite(
            [Part(float(part), one.rate, one.n, one.inverse_df) for part, one in zip(share, ours, strict=True) if one],
            ways.Z,
        )
        np.testing.assert_allclose([whole.low, whole.high], [low[0], high[0]], atol=2e-3)  # t by series, t by scipy


GRIDS: dict[str, Callable[[np.random.Generator], Iterator[Cell]]] = {
    "yes or no": lambda _: yes_or_no(),
    "one dimension": one_dimension,
    "alike": alike,
    "unlike": unlike,
    "tied": tied,
    "families": families,
    "geometric": geometric,
    "differences": differences,
}


def main(arguments: list[str]) -> None:
    seconds = time.perf_counter()
    streams = np.random.SeedSequence(SEED).spawn(len(GRIDS) + 1)
    check_against_library(np.random.default_rng(streams[-1]))
    grids = {
        name: list(grid(np.random.default_rng(stream)))
        for (name, grid), stream in zip(GRIDS.items(), streams, strict=False)
    }
    text = told(grids)
    print(f"seed {SEED}, {REPETITIONS} windows a cell, {time.perf_counter() - seconds:.0f} s\n\n{text}")
    kept = {name: [each._asdict() for each in cells] for name, cells in grids.items()}
    target = Path("build/coverage.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"seed": SEED, "repetitions": REPETITIONS, "grids": kept}), encoding="utf-8")
    if "--write" in arguments:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition("<!-- tables -->\n")
        _, _, after = rest.partition("<!-- end of tables -->")
        PAGE.write_text(f"{before}<!-- tables -->\n\n{text}\n\n<!-- end of tables -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
