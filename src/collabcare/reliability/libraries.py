"""What is asked of scipy and statsmodels, in one place: neither says which types it gives."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from collabcare._extras import need

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["KappaFigures", "cohens_kappa", "f_beyond", "f_quantile", "need_statistics", "one_factor"]

_LEAST = 0.05  # of an item's own variance, where the search begins
_PROPER = 1 - 1e-6
"""Loadings above it leave an item no variance of its own: a Heywood case."""


def need_statistics() -> None:
    """Refuse to go on without the packages of the extra, and say how to get them."""
    need("stats", "numpy", "scipy", "statsmodels")


def f_quantile(share: float, first: float, second: float) -> float:
    """Give the quantile of an F distribution."""
    from scipy import stats  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    untyped: Any = stats
    return float(untyped.f.ppf(share, first, second))


def f_beyond(f: float, first: float, second: float) -> float:
    """Give the probability of a greater F."""
    from scipy import stats  # pyright: ignore[reportMissingTypeStubs]

    untyped: Any = stats
    return float(untyped.f.sf(f, first, second))


def one_factor(values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Find the loadings of one factor by maximum likelihood; `None` where there is no proper solution."""
    import numpy as np
    from statsmodels.multivariate import factor  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]
    from statsmodels.tools import sm_exceptions  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    untyped, exceptions = cast("Any", factor), cast("Any", sm_exceptions)
    try:
        with warnings.catch_warnings():
            # By warnings it says that the search did not end, or that an item is left without variance of its own.
            warnings.simplefilter("error", exceptions.ModelWarning)
            warnings.simplefilter("error", RuntimeWarning)
            model = untyped.Factor(values, n_factor=1, method="ml")
            # Told where to begin, as it would begin by chance: equal answers give equal figures.
            size, direction = (each[..., -1:] for each in np.linalg.eigh(np.corrcoef(values, rowvar=False)))
            first = direction * np.sqrt(size)
            unique = np.clip(1 - first[:, 0] ** 2, _LEAST, 1)
            fitted = model.fit(start=(first, unique), maxiter=1000)
    except (exceptions.ModelWarning, RuntimeWarning, np.linalg.LinAlgError):
        return None
    loadings: NDArray[np.float64] = np.asarray(fitted.loadings, dtype=np.float64)[:, 0]
    return loadings if bool(np.all(np.abs(loadings) < _PROPER)) else None


class KappaFigures(NamedTuple):
    """Kappa and its standard error in large samples."""

    value: float
    error: float


def cohens_kappa(table: NDArray[np.float64], weights: str | None) -> KappaFigures:
    """Compute Cohen's kappa of a square table of counts."""
    import numpy as np
    from statsmodels.stats import inter_rater  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    untyped: Any = inter_rater
    with np.errstate(invalid="ignore", divide="ignore"):  # tests of kappa = 0 that are not asked for here
        found = untyped.cohens_kappa(table, wt=weights)
    # Rounding may leave a variance of 0 just below it.
    return KappaFigures(float(found.kappa), math.sqrt(max(0.0, float(found.var_kappa))))
