"""One-vs-All Multiclass: a two-class learner for each class against all others."""

from modules.kit import Call, UntrainedModel
from modules.learning.learner import LearnerParts, learner
from modules.learning.learners import combine_two_class_learners
from modules.learning.supervised_examples import make_loan_learner


@learner(
    "One-vs-All Multiclass",
    category="Classification",
    icon="arrows-split",
    task="multiclass",
    example=lambda: Call.of(make_loan_learner()),
    keywords=("one-vs-rest", "OneVsRestClassifier", "OvR"),
)
def one_vs_all_multiclass(untrained_binary_classification_model: UntrainedModel) -> LearnerParts:
    """Make a multiclass learner from a two-class one: a model for each class against all others.

    The class whose model is surest wins; the probabilities of all models are scaled to add up to 1. The encoding and
    scaling of the features is that of the two-class learner.
    """
    from sklearn.multiclass import OneVsRestClassifier

    port = "untrained_binary_classification_model"
    return combine_two_class_learners(OneVsRestClassifier, untrained_binary_classification_model, port=port)
