"""Classifiers that know classes by whole numbers only, given classes of any kind."""

from typing import Any

import numpy as np


class LabelEncodedClassifier:
    """Numbers the classes for the estimator within, and gives them back by `classes_`.

    It has scikit-learn's methods and none of its base classes, since importing those takes long.
    """

    def __init__(self, estimator: Any) -> None:
        self.estimator = estimator

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        within = self.estimator.get_params() if deep else {}
        return {"estimator": self.estimator} | {f"estimator__{name}": value for name, value in within.items()}

    def set_params(self, **parameters: Any) -> "LabelEncodedClassifier":
        self.estimator = parameters.pop("estimator", self.estimator)
        self.estimator.set_params(**{name.removeprefix("estimator__"): value for name, value in parameters.items()})
        return self

    def fit(self, encoded: Any, target: Any, sample_weight: Any = None) -> "LabelEncodedClassifier":
        self.classes_, numbers = np.unique(target, return_inverse=True)
        self.estimator.fit(encoded, numbers, sample_weight=sample_weight)
        return self

    def predict(self, encoded: Any) -> Any:
        return self.classes_[self.predict_proba(encoded).argmax(axis=1)]

    def predict_proba(self, encoded: Any) -> Any:
        return self.estimator.predict_proba(encoded)

    @property
    def feature_importances_(self) -> Any:
        return self.estimator.feature_importances_

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "classes_")

    def __sklearn_tags__(self) -> Any:
        return self.estimator.__sklearn_tags__()
