"""Multiclass Neural Network: layers of nodes that learn what tells classes apart."""

from modules.kit import Seed
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import (
    ClassWeightMode,
    CustomClassWeights,
    HiddenNodes,
    LearningIterations,
    Momentum,
    NetworkLearningRate,
    ShuffleExamples,
)
from modules.learning.learners import add_class_weights


@learner(
    "Multiclass Neural Network",
    category="Classification",
    icon="network",
    task="multiclass",
    keywords=("MLPClassifier", "multilayer perceptron", "deep learning"),
)
def multiclass_neural_network(
    *,
    number_of_hidden_nodes: HiddenNodes = "100",
    learning_rate: NetworkLearningRate = 0.1,
    number_of_learning_iterations: LearningIterations = 100,
    the_momentum: Momentum = 0.0,
    shuffle_examples: ShuffleExamples = True,
    class_weights: ClassWeightMode = "None",
    custom_class_weights: CustomClassWeights = "",
    seed: Seed = 0,
) -> Estimator:
    """Predict the probability of each of two or more classes with fully connected layers of nodes.

    Trained by stochastic gradient descent, which ends sooner than the number of iterations once ten of them in a row
    have hardly lowered the loss. Numbers are standardized to mean 0 and deviation 1 first. Text and categories become
    one column of 0 and 1 for each value. Missing values cause an error: clean them first.
    """
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler

    network = MLPClassifier(
        solver="sgd",
        hidden_layer_sizes=tuple(map(int, number_of_hidden_nodes.split(","))),
        learning_rate_init=learning_rate,
        max_iter=number_of_learning_iterations,
        momentum=the_momentum,
        shuffle=shuffle_examples,
        random_state=seed,
    )
    weighted = add_class_weights(network, class_weights, custom_class_weights)
    return add_scaler(weighted, StandardScaler())
