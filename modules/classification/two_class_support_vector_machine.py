"""Two-Class Support Vector Machine: the widest margin between two classes."""

from typing import Annotated

from pydantic import Field

from modules.kit import Call, Seed, UntrainedModel, module, sweepable, titled
from modules.learning.learner_parameters import NormalizeFeatures, Passes
from modules.learning.learners import add_calibration, build_learner

TITLE = "Two-Class Support Vector Machine"


@module(
    TITLE,
    category="Classification",
    icon="chart-dots",
    task="two-class",
    example=lambda: Call.of(),
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
    seed: Seed = 0,
) -> UntrainedModel:
    """Separate two classes by the line, plane or hyperplane with the widest margin.

    A linear machine, trained by averaged stochastic gradient descent on the hinge loss. Its margins become
    probabilities by Platt's method, fitted to five folds that the machine has not seen. Text and categories become one
    column of 0 and 1 for each value. Missing values cause an error: clean them first. The positive class is the later
    of the two in sorted order: 1 of 0 and 1, True of False and True.
    """
    from sklearn.linear_model import SGDClassifier
    from sklearn.preprocessing import StandardScaler

    machine = SGDClassifier(
        loss="hinge", alpha=lambda_weight, max_iter=number_of_iterations, tol=None, average=True, random_state=seed
    )
    parameters = {
        "number_of_iterations": number_of_iterations,
        "lambda_weight": lambda_weight,
        "normalize_features": normalize_features,
        "seed": seed,
    }
    return build_learner(
        TITLE,
        "two-class",
        add_calibration(machine, seed),
        parameters,
        scaler=StandardScaler() if normalize_features else None,
    )
