"""Least squares and ridge regressions of many groups, without what scikit-learn repeats for each of them.

The weights are those that its LinearRegression and Ridge find on the same rows: the same equations are solved by the
same functions of scipy.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from modules.kit import UntrainedModel
from modules.learning.learners import list_pipeline_parts
from modules.many_models.grouped_models import LinearModel

Floats = npt.NDArray[np.float64]


def find_ridge_weight(untrained: UntrainedModel) -> float | None:
    """The L2 weight of a linear regression that is solved at once, 0 of plain least squares; None of others."""
    from sklearn.linear_model import LinearRegression, Ridge

    estimator, number_steps = list_pipeline_parts(untrained.estimator)
    if number_steps or untrained.preprocessing or type(estimator) not in (LinearRegression, Ridge):
        return None
    if type(estimator) is LinearRegression:
        return None if estimator.positive else 0.0
    plain = estimator.solver == "auto" and not estimator.positive and np.isscalar(estimator.alpha)
    return float(estimator.alpha) if plain else None


def fits_intercept(untrained: UntrainedModel) -> bool:
    """Whether the linear regression has an intercept."""
    estimator: Any = list_pipeline_parts(untrained.estimator)[0]
    return bool(estimator.fit_intercept)


def solve_ridge(
    encoded: Floats, target: Floats, ridge: float, *, intercept: bool, weights: Floats | None = None
) -> LinearModel:
    """The best weights of some rows. Raises LinAlgError where the equations have no single solution."""
    from scipy import linalg

    centers, level = np.zeros(encoded.shape[1]), 0.0
    if intercept and weights is None:
        centers, level = encoded.sum(axis=0) / len(encoded), float(target.sum()) / len(target)
    elif intercept:
        centers = np.average(encoded, axis=0, weights=weights)
        level = float(np.average(target, weights=weights))
    rows, goal = encoded - centers, target - level
    if weights is not None:
        roots = np.sqrt(weights)
        rows, goal = rows * roots[:, None], goal * roots
    if ridge:
        gram = rows.T @ rows
        gram.flat[:: len(gram) + 1] += ridge
        _, found, failed = linalg.lapack.dposv(gram, rows.T @ goal)
        if failed:
            raise np.linalg.LinAlgError("The equations have no single solution.")
    else:
        cut = max(rows.shape) * np.finfo(rows.dtype).eps
        found = linalg.lstsq(rows, goal, cond=cut, check_finite=False)[0]
    return LinearModel(found, level - float(centers @ found))
