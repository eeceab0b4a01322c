"""Classifiers that know classes by whole numbers only, given classes of any kind."""

from typing import Any, Self

import numpy as np

from modules.learning.class_weighted_classifier import WrappedClassifier, weigh_classes


class LabelEncodedClassifier(WrappedClassifier):
    """Numbers the classes for the estimator within, and gives them back by `classes_`."""

    def fit(self, encoded: object, target: Any, sample_weight: object = None) -> Self:
        self.classes_, numbers = np.unique(target, return_inverse=True)
        weights = weigh_classes(self.class_weight, target, sample_weight)
        self.estimator.fit(encoded, numbers, sample_weight=weights)
        return self

    def predict(self, encoded: object) -> object:
        return self.classes_[self.estimator.predict_proba(encoded).argmax(axis=1)]

    @property
    def feature_importances_(self) -> object:
        return self.estimator.feature_importances_

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "classes_")
