"""Classes that count by weights, for classifiers that know weights of rows and none of classes."""

from typing import Any, Self

import numpy as np


def weigh_classes(class_weight: object, target: object, sample_weight: object = None) -> Any:
    """How much each row counts by its class and by its own weight; None where all count alike."""
    from sklearn.utils.class_weight import compute_sample_weight

    if class_weight is None:
        return sample_weight
    weights = compute_sample_weight(class_weight, target)
    return weights if sample_weight is None else weights * np.asarray(sample_weight, dtype="float64")


class WrappedClassifier:
    """A classifier around another one, whose classes count by `class_weight`: "balanced", or a weight for each.

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

    def set_params(self, **parameters: object) -> Self:
        self.estimator = parameters.pop("estimator", self.estimator)
        self.class_weight = parameters.pop("class_weight", self.class_weight)
        self.estimator.set_params(**{name.removeprefix("estimator__"): value for name, value in parameters.items()})
        return self

    def predict_proba(self, encoded: object) -> object:
        return self.estimator.predict_proba(encoded)

    def __sklearn_tags__(self) -> object:
        return self.estimator.__sklearn_tags__()


class ClassWeightedClassifier(WrappedClassifier):
    """Trains the estimator within on rows that count by the weight of their class."""

    def fit(self, encoded: object, target: object, sample_weight: object = None) -> Self:
        self.estimator.fit(encoded, target, sample_weight=weigh_classes(self.class_weight, target, sample_weight))
        return self

    @property
    def classes_(self) -> object:
        return self.estimator.classes_

    def predict(self, encoded: object) -> object:
        return self.estimator.predict(encoded)

    def get_metadata_routing(self) -> object:
        """One-vs-all and one-vs-one hand weights of rows on to it."""
        from sklearn.utils.metadata_routing import MetadataRequest

        request = MetadataRequest(owner=self)
        request.fit.add_request(param="sample_weight", alias=True)
        return request

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self.estimator, "classes_")
