"""Pipelines of scikit-learn as the learners set them, for tests that compare the two."""

from collections.abc import Callable
from typing import Any

from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from modules.kit import (
    Dataset,
    UntrainedModel,
)
from tests.modules.learning.test_like_scikit_learn import make_one_hot_encoder, split_label

LearnerPairs = dict[str, tuple[Callable[[], UntrainedModel], Callable[[], Any]]]


def make_scaled_estimator(estimator: Any) -> Any:
    return make_pipeline(make_one_hot_encoder(StandardScaler()), estimator)


def make_network(kind: Any, **changes: Any) -> Any:
    """A network as the modules set it."""
    settings = {"hidden_layer_sizes": (100,), "learning_rate_init": 0.1, "max_iter": 100, "momentum": 0}
    return kind(solver="sgd", random_state=0, **settings | changes)


def make_perceptron() -> Any:
    machine = SGDClassifier(
        loss="perceptron",
        penalty=None,
        learning_rate="constant",
        eta0=1,
        max_iter=10,
        tol=None,
        average=True,
        random_state=0,
    )
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return CalibratedClassifierCV(machine, cv=folds, ensemble=False)


def train_by_hand(pipeline: Any, train: Dataset, test: Dataset) -> tuple[Any, Any, Any]:
    """The true classes of the test data, those that the pipeline predicts and the pipeline."""
    test_features, truth = split_label(test, "Species")
    pipeline.fit(*split_label(train, "Species"))
    return truth, pipeline.predict(test_features), pipeline
