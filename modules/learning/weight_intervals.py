"""How sure the weights of a least squares regression are."""

from typing import Any

import numpy as np

CONFIDENCE = 0.95

#: Above this many multiplications the intervals would take longer than the training.
MAX_OPERATIONS = 2e9


def compute_weight_intervals(
    estimator: Any, encoded: Any, target: Any, names: tuple[str, ...], row_weights: Any = None
) -> dict[str, tuple[float, float]]:
    """The 95 % confidence interval of each weight that the data determine, by the encoded feature's name.

    Weights of categories are not determined beside an intercept: adding 1 to all of one column and taking it from the
    intercept predicts the same. Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section
    3.2. A row's variance is that of all divided by its weight. Empty for other estimators, and for tables so wide that
    it would take long.
    """
    if type(estimator).__name__ != "LinearRegression" or not isinstance(encoded, np.ndarray):
        return {}
    rows, width = encoded.shape
    if rows * width * width > MAX_OPERATIONS:
        return {}
    matrix = np.column_stack([encoded, np.ones(rows)]) if estimator.fit_intercept else encoded
    if row_weights is not None:
        roots = np.sqrt(row_weights)
        matrix, target, rows = matrix * roots[:, None], target * roots, int((row_weights > 0).sum())
    sizes = np.linalg.norm(matrix, axis=0)
    sizes[sizes == 0] = 1.0
    gram = (matrix / sizes).T @ (matrix / sizes)
    inverse = np.linalg.pinv(gram, hermitian=True, rcond=1e-10)
    projection = inverse @ gram
    free = rows - round(float(np.trace(projection)))
    if free < 1:
        return {}
    return _compute_intervals(estimator, matrix, target, np.diag(inverse) / sizes**2, np.diag(projection), free, names)


def _compute_intervals(
    estimator: Any, matrix: Any, target: Any, spread: Any, determined: Any, free: int, names: tuple[str, ...]
) -> dict[str, tuple[float, float]]:
    from scipy.stats import t

    weights = np.append(estimator.coef_, estimator.intercept_) if estimator.fit_intercept else estimator.coef_
    variance = float(np.sum((target - matrix @ weights) ** 2)) / free
    reach = float(t.ppf((1 + CONFIDENCE) / 2, free)) * np.sqrt(variance * np.maximum(spread, 0))
    return {
        name: (float(estimator.coef_[at] - reach[at]), float(estimator.coef_[at] + reach[at]))
        for at, name in enumerate(names)
        if abs(determined[at] - 1) < 1e-6
    }
