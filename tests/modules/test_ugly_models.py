"""What was fitted on sound data meets tables that nobody wishes for: models, clusters and transformations."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, Module, TrainedModel, Transformation, UntrainedModel, catalog
from modules.learning.supervised_examples import make_loan_learner
from modules.model_scoring_and_evaluation.apply_transformation import apply_transformation
from modules.model_scoring_and_evaluation.assign_data_to_clusters import assign_data_to_clusters
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_anomaly_detection_model import train_anomaly_detection_model
from modules.model_training.train_clustering_model import train_clustering_model
from modules.model_training.train_model import train_model
from tests.modules.ugly_tables import UGLY_CASES, make_ugly, run_or_explain

LABELS = {
    "regression": "price",
    "quantile": "price",
    "two-class": "fuel",
    "classification": "make",
    "multiclass": "make",
}
LEARNERS = [
    module
    for module in catalog().values()
    if any(port.type == "untrained_model" for port in module.outputs)
    and module.task in (*LABELS, "anomaly", "clustering")
    and not module.missing_packages
]
#: UMAP takes half a minute to compile.
SLOW_MODULES = {"umap_projection"}
TRANSFORMERS = [
    module
    for module in catalog().values()
    if any(port.type == "transformation" for port in module.outputs)
    and any(port.type == "dataset" for port in module.inputs)
    and not module.missing_packages
    and module.name not in SLOW_MODULES
]
every_case = pytest.mark.parametrize("case", UGLY_CASES)


def make_cars() -> Dataset:
    random = np.random.default_rng(0)
    rows = 36
    power = random.integers(50, 200, rows)
    frame = {
        "power": power,
        "weight": random.uniform(800, 2000, rows),
        "body": random.choice(["sedan", "wagon", "van"], rows),
        "sold": pd.date_range("2024-01-01", periods=rows, freq="D"),
        "turbo": random.random(rows) > 0.5,
        "price": 100.0 * power,
        "fuel": np.where(power > 120, "diesel", "gas"),
        "make": np.array(["audi", "bmw", "fiat"])[np.arange(rows) % 3],
    }
    return Dataset(pd.DataFrame(frame))


@every_case
@pytest.mark.parametrize("learner", LEARNERS, ids=lambda module: module.name)
def test_a_model_meets_what_it_was_not_trained_on(learner: Module, case: str) -> None:
    trained = train_model_of(learner.name)
    met = make_ugly(make_cars(), UGLY_CASES[case])
    if trained.task == "clustering":
        run_or_explain(lambda: {"assigned": assign_data_to_clusters(trained, met)})
    else:
        run_or_explain(lambda: score_model(trained, met)._asdict())


@pytest.mark.parametrize("learner", [one for one in LEARNERS if one.task in LABELS], ids=lambda module: module.name)
def test_a_model_scores_every_row_with_categories_that_it_has_never_seen(learner: Module) -> None:
    unseen = make_cars().with_frame(make_cars().frame.assign(body="hovercraft"))

    scored = score_model(train_model_of(learner.name), unseen).scored_dataset

    scores = scored.frame[scored.schema.names_with_role("score")]
    assert len(scores) == unseen.rows
    assert scores.notna().all(axis=None)


@every_case
@pytest.mark.parametrize("transformer", TRANSFORMERS, ids=lambda module: module.name)
def test_a_transformation_meets_what_it_was_not_fitted_on(transformer: Module, case: str) -> None:
    fitted, dataset = fit_transformation(transformer.name)

    run_or_explain(lambda: apply_transformation(fitted, make_ugly(dataset, UGLY_CASES[case]))._asdict())


@cache
def train_model_of(name: str) -> TrainedModel:
    learner = catalog()[name]
    inputs = {port.name: make_loan_learner() for port in learner.inputs}
    untrained: UntrainedModel = learner.run(inputs, {})["untrained_model"]
    if learner.task == "clustering":
        features = make_cars().with_frame(make_cars().frame[["power", "weight", "body", "turbo"]])
        return train_clustering_model(untrained, features).trained_model
    if learner.task == "anomaly":
        return train_anomaly_detection_model(untrained, make_cars())
    label = LABELS[str(learner.task)]
    others = [name for name in ("price", "fuel", "make") if name != label]
    return train_model(untrained, make_cars().with_frame(make_cars().frame.drop(columns=others)), label=label)


@cache
def fit_transformation(name: str) -> tuple[Transformation, Dataset]:
    """What the module's example fits, and the data of the example."""
    module = catalog()[name]
    assert module.example is not None
    call = module.example()
    given: dict[str, Any] = {port.name: value for port, value in zip(module.inputs, call.inputs, strict=False)}
    made = module.run(given, call.parameters).values()
    return (
        next(value for value in made if isinstance(value, Transformation)),
        next(value for value in given.values() if isinstance(value, Dataset)),
    )
