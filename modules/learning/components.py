"""The main directions of a table: exact where that is affordable, else by a randomized algorithm."""

from typing import Any

import numpy as np

#: Up to so many features the directions are exact; above, they are estimated.
MAX_EXACT_FEATURES = 1_000
#: With so many rows for each feature, the exact directions come from the features' products, which needs less memory.
ROWS_PER_FEATURE = 10


class MainDirections:
    """The directions along which rows differ most from their mean, or from zero where they are not `centered`.

    It has scikit-learn's methods and none of its base classes, since importing those takes long. `fit` takes an array
    of shape (rows, features).
    """

    def __init__(self, n_components: int, *, oversampling: int = 10, centered: bool = True) -> None:
        self.n_components = n_components
        self.oversampling = oversampling
        self.centered = centered

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {"n_components": self.n_components, "oversampling": self.oversampling, "centered": self.centered}

    def set_params(self, **parameters: Any) -> "MainDirections":
        for name, value in parameters.items():
            setattr(self, name, value)
        return self

    def fit(self, rows: Any, target: Any = None) -> "MainDirections":
        values = np.asarray(rows, dtype="float64")
        self.mean_ = values.mean(axis=0) if self.centered else np.zeros(values.shape[1])
        self.components_ = self._find_directions(values - self.mean_)
        return self

    def _find_directions(self, values: Any) -> Any:
        """The first right singular vectors of the values, one a row."""
        count, features = values.shape
        if features > MAX_EXACT_FEATURES:
            from sklearn.utils.extmath import randomized_svd

            found = randomized_svd(values, self.n_components, n_oversamples=self.oversampling, random_state=0)
            return found[2]
        if count >= ROWS_PER_FEATURE * features:
            _, vectors = np.linalg.eigh(values.T @ values)  # in ascending order
            return vectors.T[::-1][: self.n_components]
        _, _, directions = np.linalg.svd(values, full_matrices=False)
        return directions[: self.n_components]

    def transform(self, rows: Any) -> Any:
        return (np.asarray(rows, dtype="float64") - self.mean_) @ self.components_.T

    def inverse_transform(self, reduced: Any) -> Any:
        return reduced @ self.components_ + self.mean_

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "components_")
