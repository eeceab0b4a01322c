"""Neural Network Regression: layers of nodes that learn a number."""

from modules.kit import Call, Seed, UntrainedModel, module
from modules.learning.learner_parameters import (
    HiddenNodes,
    LearningIterations,
    Momentum,
    NetworkLearningRate,
    ShuffleExamples,
)
from modules.learning.learners import build_neural_network

TITLE = "Neural Network Regression"


@module(
    TITLE,
    category="Regression",
    icon="network",
    task="regression",
    example=lambda: Call.of(),
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
) -> UntrainedModel:
    """Predict a number with fully connected layers of nodes.

    Trained by stochastic gradient descent, which ends sooner than the number of iterations once ten of them in a row
    have hardly lowered the loss. Numbers and the label are standardized to mean 0 and deviation 1 first. Text and
    categories become one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    return build_neural_network(
        TITLE,
        "regression",
        number_of_hidden_nodes=number_of_hidden_nodes,
        learning_rate=learning_rate,
        number_of_learning_iterations=number_of_learning_iterations,
        the_momentum=the_momentum,
        shuffle_examples=shuffle_examples,
        seed=seed,
    )
