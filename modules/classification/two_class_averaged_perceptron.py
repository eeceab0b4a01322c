"""Two-Class Averaged Perceptron: weights that move with every mistake, averaged over all steps."""

from typing import Annotated

from pydantic import Field

from modules.kit import Seed, Traits, sweepable
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import BalancedClasses, Passes, make_class_weight
from modules.learning.learners import add_calibration


@learner(
    "Two-Class Averaged Perceptron",
    category="Classification",
    icon="chart-dots",
    task="two-class",
    traits=Traits(trains_in_batches=True),
    keywords=("Perceptron", "linear classifier", "online learning"),
)
def two_class_averaged_perceptron(
    *,
    learning_rate: Annotated[
        float, Field(gt=0, description="How far the weights move with each mistake."), sweepable(0.1, 0.5, 1.0)
    ] = 1.0,
    maximum_number_of_iterations: Annotated[Passes, sweepable(1, 10)] = 10,
    class_weights: BalancedClasses = "None",
    seed: Seed = 0,
) -> Estimator:
    """Separate two classes by a weighted sum of the features that learns from its mistakes.

    The weights move with every row that falls on the wrong side; the mean of the weights of all steps is the model. Its
    margins become probabilities by Platt's method, fitted to five folds that the model has not seen. Numbers are
    standardized to mean 0 and deviation 1 first. Text and categories become one column of 0 and 1 for each value.
    Missing values cause an error: clean them first. The positive class is the later of the two in sorted order: 1 of 0
    and 1, True of False and True.
    """
    from sklearn.linear_model import SGDClassifier
    from sklearn.preprocessing import StandardScaler

    perceptron = SGDClassifier(
        loss="perceptron",
        penalty=None,
        learning_rate="constant",
        eta0=learning_rate,
        max_iter=maximum_number_of_iterations,
        tol=None,
        average=True,
        class_weight=make_class_weight(class_weights),
        random_state=seed,
    )
    return add_scaler(add_calibration(perceptron, seed), StandardScaler())
