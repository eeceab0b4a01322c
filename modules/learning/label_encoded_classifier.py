"""Classifiers that know classes by whole numbers only, given classes of any kind."""

from typing import Any

import numpy as np

from modules.learning.class_weighted_classifier import weigh_classes


class LabelEncodedClassifier:
    """Numbers the classes for the estimator within, and gives them back by `classes_`; rows count by `class_weight`.

    It has scikit-learn's methods and none of its base classes, since importing those takes long.
    """

    #: Of models that were stored before there was one.
    class_weight: object = None

    def __init__(self, estimator: Any, class_weight: object = None) -> None:
        self.estimator = estimator
        self.class_weight = class_weight

    def get_params(self, deep: bool = True) -> dict[str, object]:
        within = self.estimator.get_params() if deep else {}
        own = {"estimator": self.estimator, "class_weight": self.class_weight}
        return own | {f"estimator__{name}": value for name, value in within.items()}

    def set_params(self, **parameters: object) -> "LabelEncodedClassifier":
        self.estimator = parameters.pop("estimator", self.estimator)
        self.class_weight = parameters.pop("class_weight", self.class_weight)
        self.estimator.set_params(**{name.removeprefix("estimator__"): value for name, value in parameters.items()})
        return self

    def fit(self, encoded: object, target: Any, sample_weight: object = None) -> "LabelEncodedClassifier":
        self.classes_, numbers = np.unique(target, return_inverse=True)
        weights = weigh_classes(self.class_weight, target, sample_weight)
        self.estimator.fit(encoded, numbers, sample_weight=weights)
        return self

    def predict(self, encoded: object) -> object:
        return self.classes_[self.estimator.predict_proba(encoded).argmax(axis=1)]

    def predict_proba(self, encoded: object) -> object:
        return self.estimator.predict_proba(encoded)

    @property
    def feature_importances_(self) -> object:
        return self.estimator.feature_importances_

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "classes_")

    def __sklearn_tags__(self) -> object:
        return self.estimator.__sklearn_tags__()
