"""Poisson regression with a penalty that sets weights to zero, which scikit-learn's own does not have."""

import warnings
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.exceptions import ConvergenceWarning


class SparsePoissonRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Least sum over all rows of exp(z) - y z, plus l1 times the sum of |w| and l2 / 2 times that of w².

    A row with a weight counts so many times. Each weight is the difference of two that are never negative, which makes
    the penalty smooth; L-BFGS-B then finds the optimum, at which the weights that hardly help are exactly 0. The
    intercept is not penalized. Source: Schmidt, Fung and Rosales, Fast optimization methods for L1 regularization
    (2007); Zhu, Byrd, Lu and Nocedal, Algorithm 778 (1997).
    """

    def __init__(
        self, l1: float = 1.0, l2: float = 1.0, tol: float = 1e-7, memory: int = 20, max_iter: int = 1000
    ) -> None:
        self.l1 = l1
        self.l2 = l2
        self.tol = tol
        self.memory = memory
        self.max_iter = max_iter

    def fit(self, encoded: Any, target: Any, sample_weight: Any = None) -> "SparsePoissonRegressor":
        rows, width = encoded.shape
        counts = np.asarray(target, dtype=float)
        times = np.ones(rows) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        mass = times.sum()

        def loss(split: Any) -> tuple[float, Any]:
            weights, sizes = split[:width] - split[width:-1], split[:-1].sum()
            scores = encoded @ weights + split[-1]
            expected = np.exp(scores)
            total = (times * (expected - counts * scores)).sum() + self.l1 * sizes + self.l2 / 2 * (weights @ weights)
            excess = times * (expected - counts)
            slope = encoded.T @ excess + self.l2 * weights
            gradient = np.concatenate([slope + self.l1, self.l1 - slope, [excess.sum()]])
            return total / mass, gradient / mass

        start = np.zeros(2 * width + 1)
        start[-1] = np.log(max(np.average(counts, weights=sample_weight), np.finfo(float).tiny))
        bounds = [(0, None)] * (2 * width) + [(None, None)]
        options = {
            "maxiter": self.max_iter,
            "maxcor": self.memory,
            "maxls": 50,
            "gtol": self.tol,
            "ftol": 64 * np.finfo(float).eps,
        }
        with np.errstate(over="ignore", invalid="ignore"):
            found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        if found.nit >= self.max_iter:
            warnings.warn("L-BFGS-B stopped before it had converged.", ConvergenceWarning, stacklevel=2)
        self.coef_ = found.x[:width] - found.x[width:-1]
        self.intercept_ = float(found.x[-1])
        self.n_iter_ = int(found.nit)
        return self

    def predict(self, encoded: Any) -> Any:
        return np.exp(encoded @ self.coef_ + self.intercept_)
