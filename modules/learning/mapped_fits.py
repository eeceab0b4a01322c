"""Fitting to features that lie in a mapped file, for estimators of which scikit-learn copies all rows at once."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from modules.kit import report

Numbers = npt.NDArray[np.float64]

ROWS_AT_ONCE = 65_536
#: Beyond this ratio of the largest to the smallest direction, the smallest ones are rounding.
MOST_CONDITION = 1e12
#: A step is halved at most so often until it leads down.
MOST_HALVINGS = 30


def is_mapped(encoded: object) -> bool:
    """Whether the features lie in a file, since memory does not hold them."""
    return isinstance(encoded, np.memmap)


def fit_least_squares(estimator: Any, encoded: Any, target: Numbers, settings: Mapping[str, Any]) -> None:
    """Least squares or ridge regression by the normal equations, which are added up over the rows.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 3.4.1. The rows are centered
    first where there is an intercept. Of several equally good solutions it is the shortest one, as scikit-learn's.
    """
    sums = _add_up_squares(encoded, target, settings, centered=estimator.fit_intercept)
    gram = sums.products[:-1, :-1].copy()
    gram[np.diag_indices(len(gram))] += float(getattr(estimator, "alpha", 0.0))
    sums.set_weights(estimator, _solve(gram, sums.products[:-1, -1]))


def fit_elastic_net(estimator: Any, encoded: Any, target: Numbers, settings: Mapping[str, Any]) -> None:
    """The elastic net on a few rows that have the sums of squares and products of all rows.

    Its loss depends on nothing else. The penalty is weighed against the mean over the rows, so that it is raised by
    how many more rows there are than those few. Source: Friedman, Hastie and Tibshirani, Regularization Paths for
    Generalized Linear Models via Coordinate Descent, section 2.2.
    """
    from sklearn.base import clone

    sums = _add_up_squares(encoded, target, settings, centered=estimator.fit_intercept)
    sizes, directions = np.linalg.eigh(sums.products)
    few = np.sqrt(np.maximum(sizes, 0))[:, None] * directions.T
    scale = sums.weight / len(few)
    stand_in = clone(estimator).set_params(alpha=estimator.alpha * scale, fit_intercept=False)
    stand_in.fit(few[:, :-1], few[:, -1])
    estimator.n_iter_, estimator.dual_gap_ = stand_in.n_iter_, stand_in.dual_gap_ / scale
    sums.set_weights(estimator, stand_in.coef_)


@dataclass(frozen=True)
class _Squares:
    """The weighted sums of squares and products of the features and, as the last one, the target; their means."""

    products: Numbers
    mean: Numbers
    center: float
    weight: float

    def set_weights(self, estimator: Any, weights: Numbers) -> None:
        """Keep the weights, and the intercept that follows from the means."""
        estimator.coef_ = weights
        estimator.intercept_ = self.center - float(self.mean @ weights) if estimator.fit_intercept else 0.0
        estimator.n_features_in_ = len(weights)


def _add_up_squares(encoded: Numbers, target: Numbers, settings: Mapping[str, Any], *, centered: bool) -> _Squares:
    """Add up over the rows, less their means where there is an intercept."""
    rows, width = encoded.shape
    weights = np.asarray(settings.get("sample_weight", np.ones(rows)), dtype="float64")
    starts = range(0, rows, ROWS_AT_ONCE)
    mean, center = np.zeros(width), 0.0
    if centered:
        for start in starts:
            part = slice(start, start + ROWS_AT_ONCE)
            mean += weights[part] @ np.asarray(encoded[part])
        mean /= weights.sum()
        center = float(weights @ target / weights.sum())
    products = np.zeros((width + 1, width + 1))
    for start in starts:
        part = slice(start, start + ROWS_AT_ONCE)
        values = np.column_stack([np.asarray(encoded[part]) - mean, target[part] - center])
        products += (values * weights[part, None]).T @ values
        report(min(start + ROWS_AT_ONCE, rows), rows, "rows")
    return _Squares(products, mean, center, float(weights.sum()))


def _solve(matrix: Numbers, moment: Numbers) -> Numbers:
    """The solution of equations whose matrix is symmetric; the shortest one where several are equally good."""
    sizes = np.sqrt(np.diag(matrix))
    sizes[sizes == 0] = 1.0
    scaled = matrix / np.outer(sizes, sizes)
    if np.linalg.cond(scaled) < MOST_CONDITION:
        return np.asarray(np.linalg.solve(scaled, moment / sizes) / sizes)
    return np.asarray(np.linalg.pinv(matrix, hermitian=True) @ moment)


def fit_logistic(estimator: Any, encoded: Any, target: Numbers, settings: Mapping[str, Any]) -> None:
    """Logistic regression with an intercept by Newton's method, whose sums are added up over the rows.

    For two classes there is one row of weights, for more one for each class. It ends when no slope of the mean loss is
    above the tolerance. Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.4.1.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.utils import compute_class_weight

    classes, codes = np.unique(target, return_inverse=True)
    weights = np.asarray(settings.get("sample_weight", np.ones(len(codes))), dtype="float64")
    balance = compute_class_weight(estimator.class_weight, classes=classes, y=target, sample_weight=weights)
    weights = weights * balance[codes]
    problem = _LogisticProblem(encoded, codes, weights, len(classes), 1 / estimator.C)
    found = np.zeros((problem.outputs, encoded.shape[1] + 1))
    here, done, slopes = problem.add_up(found), 0, np.inf
    for done in range(1, estimator.max_iter + 1):
        slopes = np.abs(here.slopes).max() / weights.sum()
        if slopes <= estimator.tol:
            break
        step = _solve(here.curvature, here.slopes.ravel()).reshape(found.shape)
        following = _go_down(problem, found, here, step)
        if following is None:
            break
        found, here = following
        report(done, None, "steps")
    if slopes > max(estimator.tol, 1e-6):
        warnings.warn("Newton's method did not reach the tolerance.", ConvergenceWarning, stacklevel=2)
    estimator.classes_, estimator.n_iter_ = classes, np.array([done], dtype="int32")
    estimator.coef_, estimator.intercept_ = found[:, :-1], found[:, -1]
    estimator.n_features_in_ = encoded.shape[1]


@dataclass(frozen=True)
class _LogisticSums:
    """The loss at some weights, its slopes, and their slopes."""

    loss: float
    slopes: Numbers
    curvature: Numbers


@dataclass(frozen=True)
class _LogisticProblem:
    """Rows with the numbers of their classes and their weights; `penalty` is half of that of all weights squared."""

    encoded: Numbers
    codes: npt.NDArray[np.intp]
    weights: Numbers
    classes: int
    penalty: float

    @property
    def outputs(self) -> int:
        return 1 if self.classes == 2 else self.classes

    def add_up(self, found: Numbers) -> _LogisticSums:
        """The sums over all rows, and the penalty, which the intercept does not pay."""
        width = found.shape[1]
        loss, slopes = 0.0, np.zeros(found.shape)
        curvature = np.zeros((self.outputs, width, self.outputs, width))
        for start in range(0, len(self.codes), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            rows, weights, codes = np.asarray(self.encoded[part]), self.weights[part], self.codes[part]
            matrix = np.column_stack([rows, np.ones(len(rows))])
            chances, losses = self._predict(matrix @ found.T, codes)
            loss += float(weights @ losses)
            hits = codes[:, None] == (np.arange(self.outputs) if self.outputs > 1 else 1)
            slopes += ((chances - hits) * weights[:, None]).T @ matrix
            for one in range(self.outputs):
                for other in range(one + 1):
                    spread = weights * chances[:, one] * ((one == other) - chances[:, other])
                    curvature[one, :, other] += matrix.T @ (matrix * spread[:, None])
        for one in range(self.outputs):
            for other in range(one):
                curvature[other, :, one] = curvature[one, :, other]
        paid = np.ones(found.shape)
        paid[:, -1] = 0
        flat = curvature.reshape(found.size, found.size)
        flat[np.diag_indices(found.size)] += self.penalty * paid.ravel()
        loss += self.penalty / 2 * float(np.sum(paid * found**2))
        return _LogisticSums(loss, slopes + self.penalty * paid * found, flat)

    def _predict(self, scores: Numbers, codes: npt.NDArray[np.intp]) -> tuple[Numbers, Numbers]:
        """The probability of each output, and the loss of each row."""
        from scipy.special import expit, log_softmax

        if self.outputs == 1:
            signed = np.where(codes == 1, scores[:, 0], -scores[:, 0])
            return expit(scores), np.logaddexp(0, -signed)
        logs = log_softmax(scores, axis=1)
        return np.exp(logs), -logs[np.arange(len(codes)), codes]


def _go_down(
    problem: _LogisticProblem, found: Numbers, here: _LogisticSums, step: Numbers
) -> tuple[Numbers, _LogisticSums] | None:
    """The place that the step leads to, or a part of it, where the loss is less; None where there is none."""
    for halving in range(MOST_HALVINGS):
        place = found - step / 2**halving
        there = problem.add_up(place)
        if there.loss < here.loss:
            return place, there
        if np.abs(there.slopes).max() < np.abs(here.slopes).max() and np.isclose(there.loss, here.loss, rtol=1e-12):
            return place, there  # all that is left of the loss is rounding
    return None
