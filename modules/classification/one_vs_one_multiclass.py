"""One-vs-One Multiclass: a two-class learner for each pair of classes."""

from modules.kit import Call, UntrainedModel
from modules.learning.learner import LearnerParts, learner
from modules.learning.learners import combine_two_class_learners
from modules.learning.supervised_examples import make_loan_learner


@learner(
    "One-vs-One Multiclass",
    category="Classification",
    icon="arrows-split",
    task="multiclass",
    example=lambda: Call.of(make_loan_learner()),
    keywords=("OneVsOneClassifier", "OvO", "pairwise"),
)
def one_vs_one_multiclass(untrained_binary_classification_model: UntrainedModel) -> LearnerParts:
    """Make a multiclass learner from a two-class one: a model for each pair of classes.

    Of k classes that is k (k - 1) / 2 models. Each votes for one class of its pair, and the class with the most votes
    wins; between equal votes the sums of the models' confidences decide. The probability of a class is its share of the
    votes. The encoding and scaling of the features is that of the two-class learner.
    """
    from sklearn.multiclass import OneVsOneClassifier

    port = "untrained_binary_classification_model"
    return combine_two_class_learners(OneVsOneClassifier, untrained_binary_classification_model, port=port)
