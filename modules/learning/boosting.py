"""Boosted trees of the libraries LightGBM and XGBoost, which come with the extra `boosting`."""

from typing import Any

from modules.kit import Task, UntrainedModel
from modules.learning.label_encoded_classifier import LabelEncodedClassifier
from modules.learning.learners import build_learner


def build_lightgbm_learner(learner: str, task: Task, parameters: dict[str, Any]) -> UntrainedModel:
    """LightGBM's trees, grown leaf by leaf; the same seed gives the same trees on any number of processors."""
    import lightgbm

    estimator = (lightgbm.LGBMRegressor if task == "regression" else lightgbm.LGBMClassifier)(
        n_estimators=parameters["number_of_trees"],
        num_leaves=parameters["maximum_number_of_leaves_per_tree"],
        min_child_samples=parameters["minimum_number_of_samples_per_leaf_node"],
        learning_rate=parameters["learning_rate"],
        colsample_bytree=parameters["feature_fraction"],
        subsample=parameters["row_fraction"],
        subsample_freq=1 if parameters["row_fraction"] < 1 else 0,
        reg_alpha=parameters["l1_regularization_weight"],
        reg_lambda=parameters["l2_regularization_weight"],
        random_state=parameters["seed"],
        deterministic=True,
        force_row_wise=True,
        importance_type="gain",
        verbosity=-1,
    )
    return build_learner(learner, task, estimator, parameters)


def build_xgboost_learner(learner: str, task: Task, parameters: dict[str, Any]) -> UntrainedModel:
    """XGBoost's trees by histograms, grown level by level."""
    import xgboost

    estimator = (xgboost.XGBRegressor if task == "regression" else xgboost.XGBClassifier)(
        n_estimators=parameters["number_of_trees"],
        max_depth=parameters["maximum_depth_of_the_trees"],
        min_child_weight=parameters["minimum_weight_of_a_leaf"],
        learning_rate=parameters["learning_rate"],
        colsample_bytree=parameters["feature_fraction"],
        subsample=parameters["row_fraction"],
        reg_alpha=parameters["l1_regularization_weight"],
        reg_lambda=parameters["l2_regularization_weight"],
        random_state=parameters["seed"],
        tree_method="hist",
        importance_type="total_gain",
    )
    return build_learner(
        learner, task, estimator if task == "regression" else LabelEncodedClassifier(estimator), parameters
    )
