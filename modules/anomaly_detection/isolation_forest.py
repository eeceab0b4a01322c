"""Isolation Forest: rows that a few random questions are enough to set apart."""

from typing import Annotated

from pydantic import Field

from modules.kit import Seed, Traits, sweepable
from modules.learning.anomaly import AnomalyLearner
from modules.learning.anomaly_parameters import ExpectedShare
from modules.learning.learner import LearnerParts, learner
from modules.learning.learner_parameters import NumberOfTrees


@learner(
    "Isolation Forest",
    category="Anomaly Detection",
    icon="tree",
    task="anomaly",
    traits=Traits(requires_dense=True),
    kind=AnomalyLearner,
    keywords=("IsolationForest", "outlier detection", "novelty"),
)
def isolation_forest(
    *,
    number_of_trees: NumberOfTrees = 100,
    rows_per_tree: Annotated[
        int,
        Field(ge=2, description="How many rows each tree sees, drawn at random. If there are fewer, it sees all."),
        sweepable,
    ] = 256,
    expected_share_of_anomalies: ExpectedShare = 0.05,
    seed: Seed = 0,
) -> LearnerParts:
    """Find rows that a few random splits are enough to separate from the others.

    Each tree asks for a random feature whether it is above a random value, until every row is alone. Strange rows are
    alone early (Liu, Ting and Zhou, IEEE International Conference on Data Mining 2008). It takes any mixture of
    columns, needs no scaling, and is quick on many rows. Connect it to Train Anomaly Detection Model.
    """
    from sklearn.ensemble import IsolationForest

    # The line is drawn at the share by us: scikit-learn would score all rows once more for it.
    estimator = IsolationForest(n_estimators=number_of_trees, max_samples=rows_per_tree, random_state=seed)
    return LearnerParts(estimator, {"share": expected_share_of_anomalies})
