"""A table that does not fit into memory is learned from a part at a time, and gives the model that all rows give."""

import pickle
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel, catalog
from modules.kit.configured_learners import configure_learner
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.large_tables.running import run_on_large_tables
from modules.kit.serialization import to_arrow_table
from modules.learning.batch_training import BYTES_PER_CELL, name_estimator
from modules.learning.learners import split_pipeline

ROWS = 600
#: Less than a table with its copies, and more than what a learner holds of its rows.
MEMORY = 460 * ROWS


def make_data(label: str) -> Dataset:
    random = np.random.default_rng(3)  # the same rows whichever tests run before
    frame = pd.DataFrame(random.normal(size=(ROWS, 18)) + 5, columns=[f"x{place}" for place in range(18)])
    frame["kind"] = pd.Categorical(random.choice(["north", "south", "east"], ROWS), ["south", "north", "east", "none"])
    frame["when"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 10**7, ROWS), unit="s")
    frame["weight"] = random.integers(0, 3, ROWS).astype(float)
    score = frame["x0"] * 2 + frame["x1"] + (frame["kind"] == "north") + random.normal(size=ROWS)
    classes = {
        "two": (score > score.median()).astype("boolean"),
        "three": pd.Series(np.array(["low", "middle", "high"])[pd.qcut(score, 3, labels=False)]),
        "number": score,
        "count": pd.Series(random.poisson(np.exp((score - score.mean()) / score.std()))).astype("float64"),
    }
    frame["label"] = classes[label]
    frame.loc[[5, 77], "label"] = None
    return Dataset(frame, {"weight": "weight"})


def open_large(dataset: Dataset) -> LargeTable:
    table = to_arrow_table(dataset)
    return LargeTable(pa.Table.from_batches(table.to_batches(max_chunksize=50), table.schema), 70)


def train_both(learner: str, data: Dataset, folder: Path, **settings: object) -> tuple[TrainedModel, TrainedModel]:
    """The model of all rows at once, and of a part at a time."""
    untrained = configure_learner(catalog()[learner].function, **settings)
    assert isinstance(untrained, UntrainedModel)
    module, parameters = catalog()["train_model"], {"label": "label"}
    whole = module.run({"untrained_model": untrained, "dataset": data}, parameters)["trained_model"]
    inputs = {"untrained_model": untrained, "dataset": open_large(data)}
    parts = run_on_large_tables(module, inputs, parameters, folder, MEMORY)["trained_model"]
    assert isinstance(whole, TrainedModel)
    assert isinstance(parts, TrainedModel)
    assert (parts.rows, parts.classes, parts.feature_names) == (whole.rows, whole.classes, whole.feature_names)
    assert (parts.features, parts.label, parts.task) == (whole.features, whole.label, whole.task)
    pd.testing.assert_frame_equal(parts.sample, whole.sample)
    assert list(folder.iterdir()) == []
    return whole, parts


def predict(model: TrainedModel, data: Dataset) -> np.ndarray:
    frame = data.frame[model.features.names]
    scores = getattr(model.pipeline, "predict_proba", model.pipeline.predict)(frame)
    return np.asarray(scores, dtype="float64")


CASES: list[tuple[str, str, Mapping[str, object], float]] = [
    ("lightgbm_classifier", "two", {"number_of_trees": 5}, 0.0),
    ("lightgbm_classifier", "three", {"number_of_trees": 5}, 0.0),
    ("lightgbm_classifier", "two", {"number_of_trees": 5, "class_weights": "Balanced"}, 0.0),
    ("lightgbm_regression", "number", {"number_of_trees": 5}, 0.0),
    ("two_class_logistic_regression", "two", {}, 1e-4),
    ("two_class_logistic_regression", "two", {"normalize_features": False, "class_weights": "Balanced"}, 1e-4),
    ("multiclass_logistic_regression", "three", {}, 1e-4),
    ("linear_regression", "number", {}, 1e-8),
    ("linear_regression", "number", {"l2_regularization_weight": 0.0}, 1e-6),
    ("linear_regression", "number", {"include_intercept_term": False}, 1e-8),
    ("elastic_net_regression", "number", {}, 1e-8),
    ("elastic_net_regression", "number", {"l1_share": 1.0, "normalize_features": False}, 1e-8),
    ("xgboost_classifier", "two", {"number_of_trees": 5}, 0.0),
    ("xgboost_classifier", "three", {"number_of_trees": 5, "class_weights": "Balanced"}, 0.0),
    ("xgboost_regression", "number", {"number_of_trees": 5, "row_fraction": 0.5}, 0.0),
    ("two_class_boosted_decision_tree", "two", {"number_of_trees_constructed": 5}, 0.0),
    ("boosted_decision_tree_regression", "number", {"number_of_trees_constructed": 5}, 0.0),
    ("naive_bayes", "three", {}, 1e-8),
    ("naive_bayes", "two", {"class_weights": "Balanced", "variance_smoothing": 0.1}, 1e-8),
    ("naive_bayes", "three", {"feature_distribution": "Bernoulli"}, 1e-8),
    ("poisson_regression", "count", {}, 1e-3),
    ("poisson_regression", "count", {"l1_regularization_weight": 5.0}, 1e-3),
    ("generalized_linear_regression", "count", {"family": "Poisson"}, 1e-3),
]


@pytest.mark.parametrize(("learner", "label", "settings", "tolerance"), CASES)
def test_a_model_of_parts_is_that_of_all_rows(
    learner: str,
    label: str,
    settings: Mapping[str, object],
    tolerance: float,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "modules.learning.batch_training")
    if learner.startswith(("lightgbm", "xgboost")):
        pytest.importorskip(learner.partition("_")[0])
    data = make_data(label)
    whole, parts = train_both(learner, data, tmp_path, **settings)
    assert "on its rows a part at a time" in caplog.text
    np.testing.assert_allclose(predict(parts, data), predict(whole, data), rtol=tolerance, atol=tolerance)


#: Learners that visit the rows in another order, with how far predictions may be from one another on average: as far
#: as with another seed, some 0.04 of a probability.
ROUGH_CASES: list[tuple[str, str, Mapping[str, object], float]] = [
    ("two_class_support_vector_machine", "two", {}, 0.1),
    ("two_class_support_vector_machine", "two", {"class_weights": "Balanced", "normalize_features": False}, 0.1),
    ("two_class_averaged_perceptron", "two", {}, 0.1),
    ("linear_regression", "number", {"solution_method": "Online Gradient Descent"}, 0.4),
]


@pytest.mark.parametrize(("learner", "label", "settings", "distance"), ROUGH_CASES)
def test_gradient_steps_in_parts_lead_to_much_the_same_model(
    learner: str,
    label: str,
    settings: Mapping[str, object],
    distance: float,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "modules.learning.batch_training")
    data = make_data(label)
    whole, parts = train_both(learner, data, tmp_path, **settings)
    assert "on its rows a part at a time" in caplog.text
    assert np.abs(predict(parts, data) - predict(whole, data)).mean() < distance
    assert b"mapped_passes" not in pickle.dumps(parts.pipeline)


def test_other_learners_need_all_rows_and_say_so(tmp_path: Path) -> None:
    untrained = configure_learner(catalog()["two_class_decision_forest"].function)
    inputs = {"untrained_model": untrained, "dataset": open_large(make_data("two"))}
    with pytest.raises(ModuleError) as caught:
        run_on_large_tables(catalog()["train_model"], inputs, {"label": "label"}, tmp_path, 50 * ROWS)
    assert caught.value.number == 138
    assert "Train Model needs all 600 rows in memory" in caught.value.message


def test_the_learners_that_say_so_are_those_that_are_trained_in_parts() -> None:
    declared = {module.name for module in catalog().values() if module.traits.trains_in_batches}
    able = set()
    for module in catalog().values():
        if module.inputs or [port.type for port in module.outputs] != ["untrained_model"]:
            continue
        made = module.run({}, {})[module.outputs[0].name]
        assert isinstance(made, UntrainedModel)
        if name_estimator(split_pipeline(made)[0]) in BYTES_PER_CELL and made.task != "quantile":
            able.add(module.name)
    assert declared == able
