"""Multiclass Logistic Regression: a weighted sum of the features for each class, turned into probabilities."""

from typing import Annotated

from modules.kit import Seed, Traits, titled
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import (
    ClassWeightMode,
    CustomClassWeights,
    NormalizeFeatures,
    Regularization,
    Tolerance,
    make_class_weight,
)
from modules.learning.learners import make_logistic_regression


@learner(
    "Multiclass Logistic Regression",
    category="Classification",
    icon="chart-dots",
    role="baseline_learner",
    task="multiclass",
    traits=Traits(trains_in_batches=True),
    keywords=("softmax", "maximum entropy", "LogisticRegression", "logit"),
)
def multiclass_logistic_regression(
    *,
    optimization_tolerance: Tolerance = 1e-7,
    l2_regularization_weight: Annotated[Regularization, titled("L2 regularization weight")] = 1.0,
    normalize_features: NormalizeFeatures = True,
    class_weights: ClassWeightMode = "None",
    custom_class_weights: CustomClassWeights = "",
    seed: Seed = 0,
) -> Estimator:
    """Predict the probability of each of two or more classes from weighted sums of the features.

    Numbers are standardized to mean 0 and deviation 1 first, so a weight is the effect of one standard deviation. Do
    not normalize counts of words and other mostly empty columns: rare words would weigh as much as common ones. Text
    and categories become one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    from sklearn.preprocessing import StandardScaler

    estimator = make_logistic_regression(
        l2_regularization_weight,
        tol=optimization_tolerance,
        seed=seed,
        class_weight=make_class_weight(class_weights, custom_class_weights),
    )
    return add_scaler(estimator, StandardScaler() if normalize_features else None)
