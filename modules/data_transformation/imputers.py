"""Estimates of missing numbers from the other columns of their row: chained equations, components, neighbors."""

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.data_transformation.missing_data_modes import BY_NEIGHBORS, CleaningMode
from modules.kit import Dataset, ModuleError
from modules.kit.schema import NUMERIC, infer_column_type

logger = logging.getLogger(__name__)

Matrix = npt.NDArray[np.float64]

#: Among so many rows neighbors are looked for: the time grows with their number times that of the rows with gaps.
MAX_NEIGHBOR_ROWS = 20_000


class Imputer(Protocol):
    """Fills a matrix from what it learned of another one."""

    def fit(self, values: Matrix, /) -> Any: ...

    def transform(self, values: Matrix, /) -> Matrix: ...


@dataclass
class ProbabilisticPCA:
    """Fills each gap with its expected value given the rest of its row.

    The rows are taken as normally distributed with the covariance of probabilistic principal components (Tipping and
    Bishop, 1999, Probabilistic Principal Component Analysis), which is fitted by filling again and again.
    """

    rounds: int = 25
    tolerance: float = 1e-4
    explained: float = 0.9
    center: Matrix = field(init=False)
    scale: Matrix = field(init=False)
    covariance: Matrix = field(init=False)

    def fit(self, values: Matrix) -> "ProbabilisticPCA":
        from sklearn.decomposition import PCA

        self.center, self.scale = measure_scale(values)
        standard = (values - self.center) / self.scale
        self.covariance = np.eye(values.shape[1])
        filled = np.nan_to_num(standard)
        for _ in range(self.rounds if min(values.shape) > 1 and np.var(filled) > 0 else 0):
            model = PCA(n_components=self.explained, svd_solver="full").fit(filled)
            self.covariance = model.get_covariance()
            before, filled = filled, self._estimate_gaps(standard, model.mean_)
            if float(np.abs(filled - before).max()) < self.tolerance:
                break
        self.center = self.center + filled.mean(axis=0) * self.scale
        return self

    def transform(self, values: Matrix) -> Matrix:
        standard = (values - self.center) / self.scale
        filled = self._estimate_gaps(standard, np.zeros(values.shape[1])) * self.scale + self.center
        return np.where(np.isnan(values), filled, values)

    def _estimate_gaps(self, standard: Matrix, mean: Matrix) -> Matrix:
        """Each gap is its expected value given the rest of its row; rows with the same gaps are solved at once."""
        filled = standard.copy()
        patterns, which = np.unique(np.isnan(standard), axis=0, return_inverse=True)
        ridge = self.covariance + 1e-6 * np.eye(len(mean))
        ends = np.cumsum(np.bincount(which.ravel(), minlength=len(patterns)))
        groups = np.split(np.argsort(which.ravel(), kind="stable"), ends[:-1])
        for gaps, rows in zip(patterns, groups, strict=False):
            there = ~gaps
            if not gaps.any():
                continue
            weights = np.linalg.solve(ridge[np.ix_(there, there)], ridge[np.ix_(there, gaps)])
            filled[np.ix_(rows, gaps)] = mean[gaps] + (standard[np.ix_(rows, there)] - mean[there]) @ weights
        return filled


@dataclass
class NearestNeighbors:
    """Fills each gap with the mean of the most similar rows that have a value there.

    Distances are those of scaled columns, over the columns that both rows have (Troyanskaya et al., Bioinformatics 17,
    2001).
    """

    neighbors: int = 5
    center: Matrix = field(init=False)
    scale: Matrix = field(init=False)
    imputer: Any = field(init=False)

    def fit(self, values: Matrix) -> "NearestNeighbors":
        from sklearn.impute import KNNImputer

        self.center, self.scale = measure_scale(values)
        if len(values) > MAX_NEIGHBOR_ROWS:
            message = "The neighbors are looked for among %s rows, evenly drawn from all %s."
            logger.warning(message, f"{MAX_NEIGHBOR_ROWS:,}", f"{len(values):,}")
            values = values[np.linspace(0, len(values) - 1, MAX_NEIGHBOR_ROWS).astype(int)]
        self.imputer = KNNImputer(n_neighbors=self.neighbors, keep_empty_features=True)
        self.imputer.fit((values - self.center) / self.scale)
        return self

    def transform(self, values: Matrix) -> Matrix:
        filled = self.imputer.transform((values - self.center) / self.scale) * self.scale + self.center
        return np.where(np.isnan(values), filled, values)


def measure_scale(values: Matrix) -> tuple[Matrix, Matrix]:
    """The mean of each column and its standard deviation, 1 where all of its values are the same."""
    # Squares of very large numbers are infinite, those of shares of the largest one are not.
    largest = np.nanmax(np.abs(values), axis=0)
    largest = np.where(largest > 0, largest, 1.0)
    scale = np.nanstd(values / largest, axis=0) * largest
    return np.nanmean(values / largest, axis=0) * largest, np.where(scale > 0, scale, 1.0)


def to_matrix(frame: pd.DataFrame, names: Sequence[str]) -> Matrix:
    """The columns as numbers; error 16 where one is something else."""
    for name in names:
        kind = infer_column_type(frame[name])
        if kind not in NUMERIC:
            raise ModuleError(16, f"Column '{name}' must hold numbers. It is {kind}.", port="dataset", column=name)
    return np.column_stack([frame[name].to_numpy(dtype="float64", na_value=np.nan) for name in names])


def fit_imputer(dataset: Dataset, names: Sequence[str], mode: CleaningMode, neighbors: int) -> Imputer | None:
    """What fills gaps of these columns: components, neighbors or MICE; None without rows."""
    if not names or not dataset.rows:
        return None
    values = to_matrix(dataset.frame, names)
    if np.isinf(values).any():
        column = names[int(np.flatnonzero(np.isinf(values).any(axis=0))[0])]
        message = f"Column '{column}' has infinite values, which can't be used for estimates. Replace them first."
        raise ModuleError(33, message, port="dataset", column=column)
    if mode == "Replace using Probabilistic PCA":
        return ProbabilisticPCA().fit(values)
    if mode == BY_NEIGHBORS:
        return NearestNeighbors(neighbors).fit(values)
    return _fit_mice(values)


def _fit_mice(values: Matrix) -> Imputer:
    """scikit-learn's chained equations: each column by ridge regression on the others, ten rounds."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        imputer: Imputer = IterativeImputer(random_state=0, keep_empty_features=True).fit(values)
    if caught:
        logger.warning("MICE had not converged after ten rounds. The replacements are still usable estimates.")
    return imputer
