"""Naive Bayes: how likely each feature is in each class, multiplied."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Traits, shown_when, sweepable
from modules.learning.learner import Estimator, add_scaler, learner
from modules.learning.learner_parameters import ClassWeightMode, CustomClassWeights
from modules.learning.learners import add_class_weights


def _is_normal(feature_distribution: str) -> bool:
    return feature_distribution == "Normal"


@learner(
    "Naive Bayes",
    category="Classification",
    icon="percentage",
    task="classification",
    traits=Traits(requires_dense=_is_normal, trains_in_batches=True),
    keywords=("GaussianNB", "MultinomialNB", "Bayes classifier"),
)
def naive_bayes(
    *,
    feature_distribution: Annotated[
        Literal["Normal", "Multinomial", "Bernoulli"],
        Field(description="Normal suits measurements, Multinomial counts such as words, Bernoulli yes and no."),
        sweepable,
    ] = "Normal",
    variance_smoothing: Annotated[
        float,
        Field(
            ge=0,
            description="This share of the largest variance is added to every variance, for features that hardly vary.",
        ),
        sweepable(1e-9, 1e-6, 1e-3),
        shown_when(feature_distribution="Normal"),
    ] = 1e-9,
    count_smoothing: Annotated[
        float,
        Field(gt=0, description="Added to every count, so that values not seen in training are not impossible."),
        sweepable(0.01, 0.1, 1.0),
        shown_when(feature_distribution=("Multinomial", "Bernoulli")),
    ] = 1.0,
    class_weights: ClassWeightMode = "None",
    custom_class_weights: CustomClassWeights = "",
) -> Estimator:
    """Predict a class from how likely each feature is in it, as if features did not depend on each other.

    Trained in one pass over the data, and a good first model for text. Works with two or more classes. With two, the
    model is a two-class model. For Normal, numbers are standardized to mean 0 and deviation 1; Multinomial needs
    numbers of 0 or more; for Bernoulli a number above 0 is a yes. Text and categories become one column of 0 and 1 for
    each value. Missing values cause an error: clean them first.
    """
    from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
    from sklearn.preprocessing import StandardScaler

    if feature_distribution == "Normal":
        normal = GaussianNB(var_smoothing=variance_smoothing)
        return add_scaler(add_class_weights(normal, class_weights, custom_class_weights), StandardScaler())
    kind = MultinomialNB if feature_distribution == "Multinomial" else BernoulliNB
    return add_scaler(add_class_weights(kind(alpha=count_smoothing), class_weights, custom_class_weights), None)
