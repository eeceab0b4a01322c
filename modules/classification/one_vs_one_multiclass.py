"""One-vs-One Multiclass: a two-class learner for each pair of classes."""

from modules.kit import Call, UntrainedModel, module
from modules.learning.learners import build_multiclass_learner
from modules.learning.supervised_examples import make_loan_learner

TITLE = "One-vs-One Multiclass"


@module(
    TITLE,
    category="Classification",
    icon="arrows-split",
    task="multiclass",
    example=lambda: Call.of(make_loan_learner()),
    keywords=("OneVsOneClassifier", "OvO", "pairwise"),
)
def one_vs_one_multiclass(untrained_binary_classification_model: UntrainedModel) -> UntrainedModel:
    """Make a multiclass learner from a two-class one: a model for each pair of classes.

    Of k classes that is k (k - 1) / 2 models. Each votes for one class of its pair, and the class with the most votes
    wins; between equal votes the sums of the models' confidences decide. The probability of a class is its share of the
    votes. The encoding and scaling of the features is that of the two-class learner.
    """
    from sklearn.multiclass import OneVsOneClassifier

    return build_multiclass_learner(
        TITLE,
        OneVsOneClassifier,
        untrained_binary_classification_model,
        port="untrained_binary_classification_model",
    )
