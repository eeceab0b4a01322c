"""Weights of classes that are written by name, as the estimator wants them: by the values of the label."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from modules.kit import ModuleError
from modules.learning.estimator_parameters import read_parameters
from modules.learning.exported_functions import match_class_weights

#: They number the classes before they look up their weights.
NUMBERING_ESTIMATORS = ("HistGradientBoostingClassifier",)


def numbers_classes(estimator: Any) -> bool:
    return type(estimator).__name__ in NUMBERING_ESTIMATORS


def find_class_weights(estimator: Any) -> dict[str, Mapping[str, float]]:
    """The settings of the estimator, and of one within it, that list classes with their weights."""
    return {
        name: value
        for name, value in read_parameters(estimator).items()
        if name.endswith("class_weight") and isinstance(value, dict)
    }


def name_class_weights(estimator: Any, target: Any, learner: str, label: str) -> None:
    """Give the estimator the weights by the label's values; refuses classes that the label does not have (8)."""
    numbered = numbers_classes(estimator)
    for setting, weights in find_class_weights(estimator).items():
        known = [str(value) for value in np.unique(target)]
        strange = [name for name in weights if name not in known]
        if strange:
            message = f"The class weights of {learner} name '{strange[0]}', which is not a class of '{label}'."
            raise ModuleError(8, f"{message} Its classes: {', '.join(known[:8])}.", port="untrained_model")
        estimator.set_params(**{setting: match_class_weights(weights, target, numbered=numbered)})
