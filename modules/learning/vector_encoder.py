"""Sparse features as scikit-learn takes them: the vectors of all columns beside one another."""

from typing import Any

import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin

from modules.kit import ModuleError
from modules.kit.sparse_vectors import get_vectors, stack_vectors


class VectorEncoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Columns of vectors become one sparse matrix. Other rows must have the same features in the same order."""

    def fit(self, frame: pd.DataFrame, _target: object = None) -> "VectorEncoder":
        self.dtypes_ = {str(name): get_vectors(frame[name]).dtype for name in frame.columns}
        return self

    def transform(self, frame: pd.DataFrame) -> Any:
        for name, dtype in self.dtypes_.items():
            found = get_vectors(frame[name]).dtype
            if found != dtype:
                message = f"Column '{name}' has {len(found.features):,} features, and they are not the "
                message += f"{len(dtype.features):,} of the training data. Apply the transformation that made those."
                raise ModuleError(16, message, port="dataset", column=name)
        return stack_vectors(frame)

    @property
    def names(self) -> list[str]:
        """What the features are called."""
        return [name for dtype in self.dtypes_.values() for name in dtype.features]

    def list_widths(self) -> list[int]:
        """The number of features of each column."""
        return [len(dtype.features) for dtype in self.dtypes_.values()]
