"""Quantile regression from training to evaluation."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from modules.kit import Dataset, ModelSchema, ModuleError, Schema, catalog
from modules.kit.serialization import load_value, save_value
from modules.learning.metric_formulas import compute_pinball_loss
from modules.learning.supervised_examples import make_cars
from modules.model_scoring_and_evaluation.cross_validate_model import cross_validate_model
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.fast_forest_quantile_regression import fast_forest_quantile_regression
from tests.view_json import build_thumbnail, build_view


def score_quantiles(quantiles: str = "0.9; 0.1, 0.5") -> Dataset:
    learner = fast_forest_quantile_regression(number_of_trees=20, quantiles_to_be_estimated=quantiles)
    return score_model(train_model(learner, make_cars(200), label="price"), make_cars(300)).scored_dataset


def test_every_row_gets_a_column_for_each_quantile_in_rising_order() -> None:
    frame = score_quantiles().frame
    columns = [name for name in frame if name.startswith("Scored")]

    assert columns == ["Scored Quantiles_0.1", "Scored Quantiles_0.5", "Scored Quantiles_0.9"]
    assert (np.diff(frame[columns].to_numpy(), axis=1) >= 0).all()


def test_the_evaluation_has_the_loss_of_each_quantile_their_mean_and_the_coverage() -> None:
    data = score_quantiles()
    evaluation = evaluate_model(data)
    frame, metrics = data.frame, evaluation.metrics[0]
    losses = [
        compute_pinball_loss(frame["price"].to_numpy(), frame[f"Scored Quantiles_{share}"].to_numpy(), share)
        for share in (0.1, 0.5, 0.9)
    ]
    inside = frame["price"].between(frame["Scored Quantiles_0.1"], frame["Scored Quantiles_0.9"])

    assert [metrics[f"Quantile_Loss_{share}"] for share in (0.1, 0.5, 0.9)] == pytest.approx(losses)
    assert metrics["Average_Quantile_Loss"] == pytest.approx(np.mean(losses))
    assert metrics["Coverage"] == pytest.approx(inside.mean())
    shown = build_view(evaluation)["models"][0]["details"]
    assert (shown["expected_coverage"], len(shown["intervals"])) == (pytest.approx(0.8), 300)
    assert build_thumbnail(evaluation)["kind"] == "scatter"  # type: ignore[index]


def test_scores_keep_their_meaning_in_a_file_and_without_it(tmp_path: Path) -> None:
    data = score_quantiles()
    stored = load_value(save_value(data, tmp_path, "scored_dataset").path, "dataset")
    bare = Dataset(data.frame, {"price": "label"})

    expected = evaluate_model(data).metrics
    assert evaluate_model(stored).metrics == expected
    assert evaluate_model(bare).metrics == expected


def test_one_quantile_is_enough() -> None:
    metrics = evaluate_model(score_quantiles("0.5")).metrics[0]

    assert metrics["Average_Quantile_Loss"] == metrics["Quantile_Loss_0.5"]


def test_folds_are_measured_by_quantile_losses() -> None:
    learner = fast_forest_quantile_regression(number_of_trees=10)
    table = cross_validate_model(learner, make_cars(), label="price", number_of_folds=3).evaluation_results_by_fold

    assert {"Average_Quantile_Loss", "Coverage", "Quantile_Loss_0.25"} <= set(table.frame.columns)


@pytest.mark.parametrize("text", ["", "0.5; 1", "half", "0"])
def test_quantiles_that_are_none_are_refused(text: str) -> None:
    module = catalog()["fast_forest_quantile_regression"]

    with pytest.raises(ValidationError, match="must be numbers between 0 and 1"):
        module.parameters(quantiles_to_be_estimated=text)


def test_gaps_are_refused_by_name() -> None:
    frame = make_cars().frame
    frame.loc[3, "weight"] = np.nan

    with pytest.raises(ModuleError, match=r"Missing at 'dataset': 'weight' \(1\)"):
        train_model(fast_forest_quantile_regression(), Dataset(frame), label="price")


def test_the_columns_of_quantiles_are_told_by_a_run_only() -> None:
    module = catalog()["score_model"]
    model = ModelSchema("quantile", make_cars().schema["price"], make_cars().schema)

    told = module.infer_schemas({"trained_model": model, "dataset": make_cars().schema}, module.parameters())
    assert not isinstance(told["scored_dataset"], Schema)
