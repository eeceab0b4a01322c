"""Untrained models: a scikit-learn estimator with the scaling that its numbers need first."""

from collections.abc import Mapping
from typing import Any

from modules.kit import ModuleError, Task, UntrainedModel
from modules.learning.label_encoded_classifier import LabelEncodedClassifier

CALIBRATION_FOLDS = 5


def resolve_task(task: Task, classes: int) -> Task:
    """What a learner is once it has seen how many classes the label has: `classification` becomes one of the two."""
    if task != "classification":
        return task
    return "two-class" if classes == 2 else "multiclass"


def build_learner(
    learner: str, task: Task, estimator: Any, parameters: Mapping[str, Any], *, scaler: Any = None
) -> UntrainedModel:
    """A learner of this title. A `scaler` is fitted to the numeric columns only, never to encoded categories."""
    from sklearn.pipeline import Pipeline

    whole = estimator if scaler is None else Pipeline([("scaler", scaler), ("estimator", estimator)])
    return UntrainedModel(task=task, learner=learner, estimator=whole, parameters=dict(parameters))


def split_pipeline(untrained: UntrainedModel) -> tuple[Any, list[tuple[str, Any]]]:
    """Fresh copies of the estimator and of the named steps for its numeric columns."""
    from sklearn.base import clone
    from sklearn.pipeline import Pipeline

    whole = clone(untrained.estimator)
    if isinstance(whole, Pipeline):
        return whole.steps[-1][1], whole.steps[:-1]
    return whole, []


def unwrap_estimator(estimator: Any) -> Any:
    """The learner itself, from within one-vs-all, one-vs-one or the numbering of classes."""
    from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier

    outer = (OneVsOneClassifier, OneVsRestClassifier, LabelEncodedClassifier)
    return estimator.estimator if isinstance(estimator, outer) else estimator


def build_multiclass_learner(learner: str, kind: Any, two_class: UntrainedModel, *, port: str) -> UntrainedModel:
    """Many two-class models as one multiclass model; `kind` is the estimator that combines them."""
    from sklearn.pipeline import Pipeline

    if two_class.task != "two-class":
        message = f"{learner} combines two-class learners. Got {two_class.learner}, which is for {two_class.task}."
        raise ModuleError(13, f"{message} Connect one whose name begins with Two-Class.", port=port)
    estimator, number_steps = split_pipeline(two_class)
    whole = Pipeline([*number_steps, ("estimator", kind(estimator))])
    return build_learner(learner, "multiclass", whole, {"two_class_learner": two_class.learner, **two_class.parameters})


def add_calibration(estimator: Any, seed: int) -> Any:
    """The estimator with probabilities made of its margins by Platt's method, on folds that it has not seen."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(CALIBRATION_FOLDS, shuffle=True, random_state=seed)
    return CalibratedClassifierCV(estimator, method="sigmoid", cv=folds, ensemble=False)


def build_boosted_trees(
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
    return build_learner(learner, task, estimator, parameters)


def build_logistic_regression(
    learner: str,
    task: Task,
    *,
    optimization_tolerance: float,
    l2_regularization_weight: float,
    seed: int,
    normalize_features: bool = True,
) -> UntrainedModel:
    """Logistic regression by L-BFGS, on standardized numbers unless told otherwise."""
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
        "normalize_features": normalize_features,
        "seed": seed,
    }
    scaler = StandardScaler() if normalize_features else None
    return build_learner(learner, task, estimator, parameters, scaler=scaler)


def build_decision_forest(
    learner: str,
    task: Task,
    *,
    number_of_decision_trees: int,
    maximum_depth_of_the_decision_trees: int,
    minimum_number_of_samples_per_leaf_node: int,
    resampling_method: str,
    seed: int,
) -> UntrainedModel:
    """A random forest, or with Replicate Resampling extremely randomized trees."""
    from sklearn.ensemble import (
        ExtraTreesClassifier,
        ExtraTreesRegressor,
        RandomForestClassifier,
        RandomForestRegressor,
    )

    bagging = resampling_method == "Bagging Resampling"
    if task == "regression":
        kind = RandomForestRegressor if bagging else ExtraTreesRegressor
    else:
        kind = RandomForestClassifier if bagging else ExtraTreesClassifier
    estimator = kind(
        n_estimators=number_of_decision_trees,
        max_depth=maximum_depth_of_the_decision_trees,
        min_samples_leaf=minimum_number_of_samples_per_leaf_node,
        bootstrap=bagging,
        random_state=seed,
    )
    parameters = {
        "number_of_decision_trees": number_of_decision_trees,
        "maximum_depth_of_the_decision_trees": maximum_depth_of_the_decision_trees,
        "minimum_number_of_samples_per_leaf_node": minimum_number_of_samples_per_leaf_node,
        "resampling_method": resampling_method,
        "seed": seed,
    }
    return build_learner(learner, task, estimator, parameters)


def build_neural_network(
    learner: str,
    task: Task,
    *,
    number_of_hidden_nodes: str,
    learning_rate: float,
    number_of_learning_iterations: int,
    the_momentum: float,
    shuffle_examples: bool,
    seed: int,
) -> UntrainedModel:
    """Fully connected layers trained by stochastic gradient descent, on standardized numbers and targets."""
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.preprocessing import StandardScaler

    network = (MLPRegressor if task == "regression" else MLPClassifier)(
        solver="sgd",
        hidden_layer_sizes=tuple(map(int, number_of_hidden_nodes.split(","))),
        learning_rate_init=learning_rate,
        max_iter=number_of_learning_iterations,
        momentum=the_momentum,
        shuffle=shuffle_examples,
        random_state=seed,
    )
    parameters = {
        "number_of_hidden_nodes": number_of_hidden_nodes,
        "learning_rate": learning_rate,
        "number_of_learning_iterations": number_of_learning_iterations,
        "the_momentum": the_momentum,
        "shuffle_examples": shuffle_examples,
        "seed": seed,
    }
    # Prices in the thousands would make the steps of gradient descent explode.
    scaled = TransformedTargetRegressor(network, transformer=StandardScaler()) if task == "regression" else network
    return build_learner(learner, task, scaled, parameters, scaler=StandardScaler())


def build_nearest_neighbors(
    learner: str,
    task: Task,
    *,
    number_of_neighbors: int,
    neighbor_weights: str,
    distance_metric: str,
    normalize_features: bool,
) -> UntrainedModel:
    """The class or the mean of the nearest rows."""
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
    from sklearn.preprocessing import StandardScaler

    estimator = (KNeighborsRegressor if task == "regression" else KNeighborsClassifier)(
        n_neighbors=number_of_neighbors, weights=neighbor_weights.lower(), metric=distance_metric.lower()
    )
    parameters = {
        "number_of_neighbors": number_of_neighbors,
        "neighbor_weights": neighbor_weights,
        "distance_metric": distance_metric,
        "normalize_features": normalize_features,
    }
    scaler = StandardScaler() if normalize_features else None
    return build_learner(learner, task, estimator, parameters, scaler=scaler)
