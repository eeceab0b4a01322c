"""Two-Class Support Vector Machine: the widest margin between two classes."""

from typing import Annotated

from pydantic import Field

from modules.kit import Seed, Traits, sweepable, titled
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import (
    BalancedClasses,
    NormalizeFeatures,
    Passes,
    make_class_weight,
)
from modules.learning.learners import add_calibration


@learner(
    "Two-Class Support Vector Machine",
    category="Classification",
    icon="chart-dots",
    task="two-class",
    traits=Traits(trains_in_batches=True),
    keywords=("SVM", "SVC", "LinearSVC", "support vectors", "binary classification"),
)
def two_class_support_vector_machine(
    *,
    number_of_iterations: Passes = 10,
    lambda_weight: Annotated[
        float,
        Field(gt=0, description="Weight of the L2 penalty. A larger one makes a wider margin and smaller weights."),
        sweepable(1e-5, 1e-4, 0.001, 0.01, 0.1),
        titled("Lambda"),
    ] = 0.001,
    normalize_features: NormalizeFeatures = True,
    class_weights: BalancedClasses = "None",
    seed: Seed = 0,
) -> Estimator:
    """Separate two classes by the line, plane or hyperplane with the widest margin.

    A linear machine, trained by averaged stochastic gradient descent on the hinge loss. Its margins become
    probabilities by Platt's method, fitted to five folds that the machine has not seen. Text and categories become one
    column of 0 and 1 for each value. Missing values cause an error: clean them first. The positive class is the later
    of the two in sorted order: 1 of 0 and 1, True of False and True.
    """
    from sklearn.linear_model import SGDClassifier
    from sklearn.preprocessing import StandardScaler

    machine = SGDClassifier(
        loss="hinge",
        alpha=lambda_weight,
        max_iter=number_of_iterations,
        tol=None,
        average=True,
        random_state=seed,
        class_weight=make_class_weight(class_weights),
    )
    return add_scaler(add_calibration(machine, seed), StandardScaler() if normalize_features else None)
