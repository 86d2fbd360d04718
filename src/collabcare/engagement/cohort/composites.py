"""
How dimensions become an overall, one way for each that a model can name; see `engagement.composites`.

What is summed over dimensions has their weights as they are; shares of them are made at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import narwhals as nw

from collabcare.engagement.cohort.clustering import t_quantile
from collabcare.engagement.cohort.intervals import Limits, above_zero, mean_of, pull, smoothed, variance_part, wilson
from collabcare.engagement.model import Aggregation, IntervalMethod, ScoringModel

__all__ = ["Way", "way_of"]

_HALF = 0.5


class Way(NamedTuple):
    """
    One way of joining the dimensions of a side.

    Parameters
    ----------
    parts
        What the terms of a dimension need beside its columns, from `rate` and `n_effective`.
    terms
        What a dimension adds to the sums, from its columns `here` and `there` (what it weighs in the value and in the
        bounds), `rate`, `worst`, `best` and `n_effective`, and `inverse_df` where the model's limits cluster.
    steps
        Columns that are made of the sums, each step of those before it; `value`, `worst` and `best` are among them.
        They are few, as some engines plan for long when many stand on one another, and none is long, as others write
        out each part of an expression.
    limits
        Made of what the steps give. What they are where no dimension takes part is not used.
    """

    parts: dict[str, nw.Expr]
    terms: dict[str, nw.Expr]
    steps: tuple[dict[str, nw.Expr], ...]
    limits: Limits


def way_of(model: ScoringModel) -> Way:
    """Find how a model joins its dimensions."""
    if model.aggregation == Aggregation.GEOMETRIC:
        return _geometric(model)
    return _wilson(model) if model.interval == IntervalMethod.WILSON else _score(model)


_HERE, _THERE, _RATE, _N = nw.col("here"), nw.col("there"), nw.col("rate"), nw.col("n_effective")
_NEAR = nw.col("near")  # the rate, drawn a little towards a half: what stands for it in a variance
_BOUNDS = {name: nw.col(name).fill_null(0.0) for name in ("worst", "best")}


def _wilson(model: ScoringModel) -> Way:
    """Give the weighted mean, with Wilson's limits at an effective number of opportunities."""
    gain = nw.col("gain_near")
    square = model.z * model.z * above_zero(nw.col("variance"))
    return Way(
        {"near": smoothed(_RATE, _N)},
        {
            **_gains(lambda rate: rate),
            "gain_near": _HERE * _NEAR,
            "variance": variance_part(_HERE, _NEAR, _N),
        },
        # The effective number is m (1 - m)/(V/W^2), with the mean m = G/W: that is G (W - G)/V.
        ({**_means(), "pull": square / (gain * (above_zero(_HERE) - gain) + square)},),
        wilson(nw.col("value"), nw.col("pull")),
    )


def _score(model: ScoringModel) -> Way:
    """Give the weighted mean, with the limits of a score test."""
    share = _HERE * nw.col("each")
    step = share * _NEAR * (1 - _NEAR)
    spread = _HERE * step
    terms = {
        **_gains(lambda rate: rate),
        "gain_near": _HERE * _NEAR,
        "variance": spread,
        "slope": _HERE * share * (1 - 2 * _NEAR) * step,
        "bend": _HERE * share * step * step,
        "spread_df": spread * spread * nw.col("inverse_df"),
    }
    here, variance = above_zero(_HERE), above_zero(nw.col("variance"))
    means = _means()
    first = {
        **means,
        "slope": nw.col("slope") / (here * variance),
        "bend": -nw.col("bend") / (variance * variance),
        "beside": means["value"] - nw.col("gain_near") / here,
        "spread": variance / (here * here),
        "quantile": _quantile(model),
    }
    slope, bend, beside = nw.col("slope"), nw.col("bend"), nw.col("beside")
    square = nw.col("quantile") * nw.col("quantile")
    at_value = nw.col("spread") + slope * beside + bend * beside * beside
    second = {
        "tilt": square * (slope + 2 * bend * beside),
        "lead": 1 - square * bend,
        "reach": 4 * square * nw.max_horizontal(at_value, nw.lit(0.0)),
    }
    tilt, lead, value = nw.col("tilt"), nw.col("lead"), nw.col("value")
    root = (tilt * tilt + lead * nw.col("reach")).sqrt()
    return Way(
        {"near": (_RATE * _N + _HALF) / (_N + 1), "each": 1 / _N},
        terms,
        (first, second),
        Limits(
            nw.max_horizontal(nw.min_horizontal(value + (tilt - root) / (2 * lead), value), nw.lit(0.0)),
            nw.min_horizontal(nw.max_horizontal(value + (tilt + root) / (2 * lead), value), nw.lit(1.0)),
        ),
    )


def _geometric(model: ScoringModel) -> Way:
    """Give the weighted geometric mean, with Wilson's limits at an effective number of opportunities."""
    spread = _HERE * _HERE * (1 - _NEAR) / (_N * _NEAR)
    terms = {**_gains(_log), "gain_near": _HERE * _NEAR.log(), "variance": spread}
    for name, weight, rate in _parts():
        terms[f"empty_{name}"] = ((weight > 0) & (rate <= 0)).cast(nw.Int64)
    if model.interval == IntervalMethod.CLUSTERED:
        terms["spread_df"] = spread * spread * nw.col("inverse_df")
    here = above_zero(_HERE)
    first = {
        name: nw.when(nw.col(f"empty_{name}") > 0)
        .then(nw.lit(0.0))
        .otherwise(nw.min_horizontal((nw.col(f"gain_{name}") / above_zero(weight)).exp(), nw.lit(1.0)))
        for name, weight, _ in _parts()
    }
    first |= {"middle": (nw.col("gain_near") / here).exp(), "quantile": _quantile(model)}
    middle = nw.col("middle")
    second = {"n_effective": (1 - middle) * here * here / above_zero(middle * nw.col("variance"))}
    third = {"pull": pull(_N, nw.col("quantile"))}
    parts = {"near": smoothed(_RATE, _N)}
    return Way(parts, terms, (first, second, third), wilson(nw.col("value"), nw.col("pull")))


def _parts() -> tuple[tuple[str, nw.Expr, nw.Expr], ...]:
    """List the three means of a side, each with what a dimension weighs in it and the rate that it brings."""
    return ("value", _HERE, _RATE), ("worst", _THERE, _BOUNDS["worst"]), ("best", _THERE, _BOUNDS["best"])


def _gains(of: Callable[[nw.Expr], nw.Expr]) -> dict[str, nw.Expr]:
    return {f"gain_{name}": weight * of(rate) for name, weight, rate in _parts()}


def _means() -> dict[str, nw.Expr]:
    return {name: mean_of(nw.col(f"gain_{name}"), weight) for name, weight, _ in _parts()}


def _log(rate: nw.Expr) -> nw.Expr:
    return above_zero(rate).log()  # of a rate of 0 there is none; such dimensions are counted


def _quantile(model: ScoringModel) -> nw.Expr:
    if model.interval == IntervalMethod.WILSON:
        return nw.lit(model.z)
    variance = above_zero(nw.col("variance"))
    return t_quantile(model.z, nw.col("spread_df") / (variance * variance))
