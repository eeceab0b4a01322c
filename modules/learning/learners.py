"""Untrained models: a scikit-learn estimator with the scaling that its numbers need first."""

from collections.abc import Mapping
from typing import Any

from modules.kit import Task, UntrainedModel


def new_learner(
    learner: str, task: Task, estimator: Any, parameters: Mapping[str, Any], *, scaler: Any = None
) -> UntrainedModel:
    """A learner of this title. A `scaler` is fitted to the numeric columns only, never to encoded categories."""
    from sklearn.pipeline import Pipeline

    whole = estimator if scaler is None else Pipeline([("scaler", scaler), ("estimator", estimator)])
    return UntrainedModel(task=task, learner=learner, estimator=whole, parameters=dict(parameters))


def parts(untrained: UntrainedModel) -> tuple[Any, list[tuple[str, Any]]]:
    """Fresh copies of the estimator and of the named steps for its numeric columns."""
    from sklearn.base import clone
    from sklearn.pipeline import Pipeline

    whole = clone(untrained.estimator)
    if isinstance(whole, Pipeline):
        return whole.steps[-1][1], whole.steps[:-1]
    return whole, []


def boosted_trees(
    learner: str,
    task: Task,
    *,
    maximum_number_of_leaves_per_tree: int,
    minimum_number_of_samples_per_leaf_node: int,
    learning_rate: float,
    number_of_trees_constructed: int,
    seed: int,
) -> UntrainedModel:
    """Histogram-based gradient boosting that grows exactly the number of trees asked for."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingRegressor if task == "regression" else HistGradientBoostingClassifier
    estimator = kind(
        max_leaf_nodes=maximum_number_of_leaves_per_tree,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        learning_rate=learning_rate,
        max_iter=number_of_trees_constructed,
        early_stopping=False,
        random_state=seed,
    )
    parameters = {
        "maximum_number_of_leaves_per_tree": maximum_number_of_leaves_per_tree,
        "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
        "learning_rate": learning_rate,
        "number_of_trees_constructed": number_of_trees_constructed,
        "seed": seed,
    }
    return new_learner(learner, task, estimator, parameters)


def logistic_regression(
    learner: str, task: Task, *, optimization_tolerance: float, l2_regularization_weight: float, seed: int
) -> UntrainedModel:
    """Logistic regression by L-BFGS on standardized numbers, which it needs to converge."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    estimator = LogisticRegression(
        C=1 / l2_regularization_weight if l2_regularization_weight > 0 else np.inf,
        tol=optimization_tolerance,
        max_iter=1000,
        random_state=seed,
    )
    parameters = {
        "optimization_tolerance": optimization_tolerance,
        "l2_regularization_weight": l2_regularization_weight,
        "seed": seed,
    }
    return new_learner(learner, task, estimator, parameters, scaler=StandardScaler())
