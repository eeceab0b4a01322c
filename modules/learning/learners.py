"""Untrained models: a scikit-learn estimator with the scaling that its numbers need first."""

from collections.abc import Mapping
from typing import Any

from modules.kit import ModuleError, Task, UntrainedModel
from modules.learning.class_weighted_classifier import ClassWeightedClassifier
from modules.learning.label_encoded_classifier import LabelEncodedClassifier
from modules.learning.learner import Estimator, LearnerParts, add_scaler
from modules.learning.learner_parameters import make_class_weight

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
    whole = add_scaler(estimator, scaler)
    return UntrainedModel(task=task, learner=learner, estimator=whole, parameters=dict(parameters))


def split_pipeline(untrained: UntrainedModel) -> tuple[Any, list[tuple[str, Any]]]:
    """Fresh copies of the estimator and of the named steps for its numeric columns."""
    from sklearn.base import clone

    return list_pipeline_parts(clone(untrained.estimator))


def list_pipeline_parts(whole: Any) -> tuple[Any, list[tuple[str, Any]]]:
    """The estimator and the named steps for its numeric columns, to be read and not to be fitted."""
    from sklearn.pipeline import Pipeline

    if isinstance(whole, Pipeline):
        return whole.steps[-1][1], whole.steps[:-1]
    return whole, []


def unwrap_estimator(estimator: Any) -> Any:
    """The learner itself, from within one-vs-all, one-vs-one, the numbering of classes or their weights."""
    from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier

    outer = (OneVsOneClassifier, OneVsRestClassifier, LabelEncodedClassifier, ClassWeightedClassifier)
    return estimator.estimator if isinstance(estimator, outer) else estimator


def combine_two_class_learners(kind: Any, two_class: UntrainedModel, *, port: str) -> LearnerParts:
    """Many two-class models as one multiclass model; `kind` is the estimator that combines them."""
    from sklearn.pipeline import Pipeline

    if two_class.task != "two-class":
        message = f"This module combines two-class learners. Got {two_class.learner}, which is for {two_class.task}."
        raise ModuleError(13, f"{message} Connect one whose name begins with Two-Class.", port=port)
    estimator, number_steps = split_pipeline(two_class)
    if any(name.endswith("class_weight") and isinstance(value, dict) for name, value in estimator.get_params().items()):
        message = f"The custom class weights of {two_class.learner} cannot be used here: each model knows two classes."
        raise ModuleError(13, f"{message} Choose Balanced or None.", port=port)
    whole = Pipeline([*number_steps, ("estimator", kind(estimator))])
    return LearnerParts(
        whole,
        {"one_hot": two_class.one_hot, "preprocessing": two_class.preprocessing},
        parameters={"two_class_learner": two_class.learner, **two_class.parameters},
    )


def add_calibration(estimator: Any, seed: int) -> Any:
    """The estimator with probabilities made of its margins by Platt's method, on folds that it has not seen."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(CALIBRATION_FOLDS, shuffle=True, random_state=seed)
    return CalibratedClassifierCV(estimator, method="sigmoid", cv=folds, ensemble=False)


def add_class_weights(estimator: Any, mode: str, text: str) -> Any:
    """The estimator whose rows count by the weight of their class, if there is one; it knows weights of rows alone."""
    class_weight = make_class_weight(mode, text)
    return estimator if class_weight is None else ClassWeightedClassifier(estimator, class_weight)


def make_logistic_regression(
    l2_weight: float, *, tol: float, seed: int, class_weight: str | dict[str, float] | None = None
) -> Estimator:
    """Logistic regression by L-BFGS; a weight of 0 is no penalty."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    strength = 1 / l2_weight if l2_weight > 0 else np.inf
    estimator: Estimator = LogisticRegression(
        C=strength, tol=tol, max_iter=1000, random_state=seed, class_weight=class_weight
    )
    return estimator
