"""The weighted mean of several fitted models, as it stands in exported scripts too."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


class AveragedModels:
    """Predicts the weighted mean of what pipelines predict, each from its own columns; or the class with most votes."""

    votes = False

    def __init__(
        self, models: Sequence[Any], columns: Sequence[Sequence[str]], weights: Sequence[float], votes: bool = False
    ) -> None:
        self.votes = votes
        self.models = list(models)
        self.columns = [list(names) for names in columns]
        self.weights = list(weights)
        self.feature_names_in_ = np.array(
            list(dict.fromkeys(name for names in self.columns for name in names)), dtype=object
        )
        if hasattr(self.models[0], "classes_"):
            self.classes_ = self.models[0].classes_

    def fit(self, rows: pd.DataFrame, target: Any = None) -> "AveragedModels":
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict_proba(self, rows: pd.DataFrame) -> Any:
        parts = zip(self.models, self.columns, self.weights, strict=True)
        return sum(weight * self._ask(model, rows[names]) for model, names, weight in parts)

    def _ask(self, model: Any, rows: pd.DataFrame) -> Any:
        """The probabilities of a model, or 1 for the class that it votes for."""
        found = model.predict_proba(rows)
        return np.eye(found.shape[1])[found.argmax(axis=1)] if self.votes else found

    def predict(self, rows: pd.DataFrame) -> Any:
        if hasattr(self, "classes_"):
            return self.classes_[self.predict_proba(rows).argmax(axis=1)]
        parts = zip(self.models, self.columns, self.weights, strict=True)
        return sum(weight * np.asarray(model.predict(rows[names]), dtype="float64") for model, names, weight in parts)

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {"models": self.models, "columns": self.columns, "weights": self.weights, "votes": self.votes}
