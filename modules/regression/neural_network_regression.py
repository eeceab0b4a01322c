"""Neural Network Regression: layers of nodes that learn a number."""

from modules.kit import Seed
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import (
    HiddenNodes,
    LearningIterations,
    Momentum,
    NetworkLearningRate,
    ShuffleExamples,
)


@learner(
    "Neural Network Regression",
    category="Regression",
    icon="network",
    task="regression",
    keywords=("MLPRegressor", "multilayer perceptron", "deep learning"),
)
def neural_network_regression(
    *,
    number_of_hidden_nodes: HiddenNodes = "100",
    learning_rate: NetworkLearningRate = 0.1,
    number_of_learning_iterations: LearningIterations = 100,
    the_momentum: Momentum = 0.0,
    shuffle_examples: ShuffleExamples = True,
    seed: Seed = 0,
) -> Estimator:
    """Predict a number with fully connected layers of nodes.

    Trained by stochastic gradient descent, which ends sooner than the number of iterations once ten of them in a row
    have hardly lowered the loss. Numbers and the label are standardized to mean 0 and deviation 1 first. Text and
    categories become one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.neural_network import MLPRegressor
    from sklearn.preprocessing import StandardScaler

    network = MLPRegressor(
        solver="sgd",
        hidden_layer_sizes=tuple(map(int, number_of_hidden_nodes.split(","))),
        learning_rate_init=learning_rate,
        max_iter=number_of_learning_iterations,
        momentum=the_momentum,
        shuffle=shuffle_examples,
        random_state=seed,
    )
    # Prices in the thousands would make the steps of gradient descent explode.
    return add_scaler(TransformedTargetRegressor(network, transformer=StandardScaler()), StandardScaler())
