"""Columns that may move a prediction in one direction only: named in the form, numbered for the estimator in training.

An untrained estimator of the boosting libraries has them as {column: 1 or -1}; where its encoded features stand is
known in training.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from modules.kit import ModuleError, Schema
from modules.kit.errors import column_not_found
from modules.learning.encoding import NUMBER_TYPES, list_source_columns
from modules.learning.estimator_parameters import read_parameters

#: What scikit-learn, and what LightGBM and XGBoost call them.
SETTINGS = ("monotonic_cst", "monotone_constraints")


def name_directions(raising: Sequence[str], lowering: Sequence[str]) -> dict[str, int] | None:
    """The setting of an untrained estimator; None where no column has a direction. Refuses a column with both (26)."""
    both = next((name for name in raising if name in lowering), None)
    if both is not None:
        message = f"'{both}' can't both only raise and only lower the prediction. Remove it from one of the lists."
        raise ModuleError(26, message, parameter="columns_that_lower", column=both)
    return {**dict.fromkeys(raising, 1), **dict.fromkeys(lowering, -1)} or None


def find_constraints(estimator: Any) -> dict[str, Mapping[str, int]]:
    """The settings of the estimator, and of one within it, that name columns with their directions."""
    return {
        name: value
        for name, value in read_parameters(estimator).items()
        if name.rpartition("__")[2] in SETTINGS and isinstance(value, dict) and value
    }


def place_constraints(estimator: Any, encoder: Any, features: Schema, target: Any, learner: str) -> None:
    """Give the estimator the direction of each encoded feature.

    Refuses a column that is not among the features (1), is no number (17), and labels of more than two classes (13).
    """
    found = find_constraints(estimator)
    if not found:
        return
    if hasattr(estimator, "predict_proba") and len(np.unique(target)) > 2:
        message = f"{learner} can keep directions with two classes only, and the label has more."
        raise ModuleError(13, f"{message} Remove the columns with a direction.", port="untrained_model")
    sources = list_source_columns(encoder)
    for setting, directions in found.items():
        _refuse_unsuited(directions, features, learner)
        estimator.set_params(**{setting: _list_directions(sources, directions)})


def _list_directions(sources: Sequence[str], directions: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(directions.get(source, 0) for source in sources)


def _refuse_unsuited(directions: Mapping[str, int], features: Schema, learner: str) -> None:
    for name in directions:
        if name not in features:
            raise column_not_found(name, features, port="untrained_model")
        if features[name].type not in NUMBER_TYPES:
            message = f"Only numbers have a direction. '{name}' is {features[name].type}."
            message = f"{message} Remove it from the directions of {learner}, or change its type with Edit Metadata."
            raise ModuleError(17, message, port="untrained_model", column=name)
