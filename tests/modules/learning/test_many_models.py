"""One model for each group: as good as each alone, a failing group is a row, unchanged groups are not trained again."""

import pickle
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel, catalog
from modules.kit.fan_out import FixedShare, provide_workers
from modules.kit.serialization import load_value, save_value
from modules.kit.views.many_models_view import ManyModelsView
from modules.learning.fitting import fit_model
from modules.learning.predicting import score_dataset
from modules.many_models.evaluate_many_models import evaluate_many_models
from modules.many_models.group_examples import make_shop_learner, make_shop_sales
from modules.many_models.grouped_models import PackedModel
from modules.many_models.score_many_models import score_many_models
from modules.many_models.train_many_models import TrainManyModelsOutputs, train_many_models
from modules.time_series.forecast_examples import make_lag_learner, make_visits


def make_learner(name: str, **parameters: object) -> UntrainedModel:
    made: UntrainedModel = catalog()[name].run({}, parameters)["untrained_model"]
    return made


def train(learner: UntrainedModel, data: Dataset, **options: object) -> TrainManyModelsOutputs:
    settings = {"group_by": ("shop",), "label": "sales", **options}
    return train_many_models(learner, data, **settings)  # type: ignore[arg-type]


def select_shop(data: Dataset, shop: str) -> Dataset:
    return data.with_frame(data.frame[data.frame["shop"] == shop].drop(columns="shop").reset_index(drop=True))


@pytest.mark.parametrize(
    "name", ["linear_regression", "boosted_decision_tree_regression", "decision_forest_regression"]
)
def test_each_group_is_predicted_as_by_a_model_of_its_rows_alone(name: str) -> None:
    data, learner = make_shop_sales(), make_learner(name)
    scored = score_many_models(train(learner, data).trained_model, data).scored_dataset.frame
    for shop in ("Ayr", "Bath", "Cork"):
        part = select_shop(data, shop)
        alone = score_dataset(fit_model(learner, part, "sales"), part).columns["Scored Labels"]
        np.testing.assert_allclose(scored.loc[scored["shop"] == shop, "Scored Labels"], alone, rtol=1e-9)


def test_trees_of_groups_take_times_and_gaps_as_a_model_of_their_rows_alone_does() -> None:
    frame = make_shop_sales().frame
    days = pd.date_range("2024-01-01", periods=len(frame), freq="13h")
    data = Dataset(frame.assign(rain=frame["rain"].where(frame["rain"] > 3), day=days))
    learner = make_learner("boosted_decision_tree_regression")
    with provide_workers(FixedShare(2)):
        model = train(learner, data).trained_model
    scored = score_many_models(model, data).scored_dataset.frame
    part = select_shop(data, "Bath")
    alone = score_dataset(fit_model(learner, part, "sales"), part).columns["Scored Labels"]
    np.testing.assert_array_equal(scored.loc[scored["shop"] == "Bath", "Scored Labels"], alone)


def test_models_that_an_older_version_packed_are_still_read() -> None:
    packed = PackedModel(zlib.compress(pickle.dumps({"weights": [1.0, 2.0]}, protocol=5), 1), ("a", "b"))
    del packed.__dict__["size"]
    assert packed.load() == {"weights": [1.0, 2.0]}


def test_ridge_with_weights_is_that_of_scikit_learn() -> None:
    data = make_shop_sales()
    weighted = Dataset(data.frame.assign(count=np.arange(len(data.frame)) % 5 + 1.0), {"count": "weight"})
    learner = make_learner("linear_regression", l2_regularization_weight=2.0)
    scored = score_many_models(train(learner, weighted).trained_model, weighted).scored_dataset.frame
    part = weighted.frame[weighted.frame["shop"] == "Cork"]
    expected = Ridge(alpha=2.0).fit(part[["price", "rain"]], part["sales"], part["count"])
    got = scored.loc[scored["shop"] == "Cork", "Scored Labels"]
    np.testing.assert_allclose(got, expected.predict(part[["price", "rain"]]), rtol=1e-9)


def test_a_group_that_cannot_be_learned_from_is_a_row_and_falls_back() -> None:
    frame = make_shop_sales().frame
    constant = frame[frame["shop"] == "Ayr"].assign(shop="Ely", sales=5.0)
    gaps = frame[frame["shop"] == "Ayr"].assign(shop="Fox", rain=np.nan)
    data = Dataset(pd.concat([frame, constant, gaps], ignore_index=True))
    learner = make_learner("linear_regression")
    outputs = train(learner, data, train_global_model=False)
    groups = outputs.groups.frame.set_index("shop")
    assert groups["State"].to_dict() == dict.fromkeys(["Deal", "Ely", "Fox"], "Failed") | dict.fromkeys(
        ["Ayr", "Bath", "Cork"], "Trained"
    )
    reasons = groups["Reason"]
    assert "Only 4 rows" in reasons["Deal"]
    assert "nothing to learn" in reasons["Ely"]
    assert "'rain'" in reasons["Fox"]
    clean = Dataset(pd.concat([frame, constant], ignore_index=True))
    with pytest.raises(ModuleError, match="Deal; Ely"):
        score_many_models(outputs.trained_model, clean, score_with_global_model=False)
    left_empty = score_many_models(
        outputs.trained_model, clean, fallback="Leave the score empty", score_with_global_model=False
    ).scored_dataset.frame
    assert left_empty.loc[left_empty["Scored Labels"].isna(), "shop"].unique().tolist() == ["Deal", "Ely"]


def test_unknown_groups_use_the_larger_group_then_the_global_model() -> None:
    frame = make_shop_sales().frame
    data = Dataset(pd.concat([frame.assign(city="north"), frame.assign(city="south", sales=frame["sales"] + 50)]))
    model = train(make_shop_learner(), data, group_by=("city", "shop"), train_parent_models=True).trained_model
    rows = Dataset(pd.DataFrame({"city": ["north", "north", "west"], "shop": ["Ayr", "New", "Ayr"]}))
    rows = rows.with_frame(rows.frame.assign(price=2.0, rain=5.0))
    scored = score_many_models(model, rows).scored_dataset.frame
    assert scored["Scored By"].tolist() == ["Own model", "Model of city", "Global model"]
    assert scored["Scored Labels"][2] == scored["Globally Scored Labels"][2]


def test_only_groups_whose_rows_or_settings_changed_are_trained_again() -> None:
    data, learner = make_shop_sales(), make_shop_learner()
    earlier = train(learner, data).trained_model
    changed = data.frame.copy()
    changed.loc[changed["shop"] == "Bath", "rain"] += 1.0
    again = train_many_models(learner, Dataset(changed), earlier, group_by=("shop",), label="sales")
    states = again.groups.frame.set_index("shop")["State"].to_dict()
    assert states == {"Deal": "Failed", "Ayr": "Unchanged", "Bath": "Trained", "Cork": "Unchanged"}
    anew = train(learner, Dataset(changed)).trained_model
    rows = Dataset(changed)
    pd.testing.assert_frame_equal(score_dataset(again.trained_model, rows).columns, score_dataset(anew, rows).columns)
    other = make_learner("linear_regression", l2_regularization_weight=3.0)
    other_states = train_many_models(other, data, earlier, group_by=("shop",), label="sales").groups.frame["State"]
    assert "Unchanged" not in set(other_states)


def test_classes_of_groups_are_one_set_and_survive_storing(tmp_path: object) -> None:
    frame = make_shop_sales().frame.query("shop != 'Deal'")
    middle = frame.groupby("shop")["sales"].transform("median")
    kind = np.where(frame["sales"] > middle, "high", "low").astype(object)
    kind[(frame["shop"] == "Cork").to_numpy() & (frame["rain"] > 15).to_numpy()] = "none"
    data = Dataset(frame.drop(columns="sales").assign(sales=kind).reset_index(drop=True))
    learner = make_learner("multiclass_logistic_regression")
    with provide_workers(FixedShare(2)):
        model = train(learner, data).trained_model
    assert model.classes == ("high", "low", "none")
    saved = save_value(model, tmp_path, "model")  # type: ignore[arg-type]
    loaded: TrainedModel = load_value(saved.path, "trained_model")
    scored = score_dataset(loaded, data).columns
    assert set(scored.loc[(data.frame["shop"] == "Ayr").to_numpy(), "Scored Labels"]) == {"high", "low"}
    np.testing.assert_allclose(scored.filter(like="Probabilities").sum(axis=1), 1.0)


def test_the_evaluation_has_the_worst_group_first_and_says_where_own_models_pay() -> None:
    data = make_shop_sales()
    outputs = train(make_shop_learner(), data)
    scored = score_many_models(outputs.trained_model, data).scored_dataset
    measured = evaluate_many_models(scored, outputs.groups, group_by=("shop",), metric="Absolute error as a share")
    table = measured.groups.frame
    assert table["Error"].is_monotonic_decreasing
    by_shop = table.set_index("shop")
    part = scored.frame[scored.frame["shop"] == "Bath"]
    expected = (part["Scored Labels"] - part["sales"]).abs().sum() / part["sales"].abs().sum()
    assert by_shop.loc["Bath", "Error"] == pytest.approx(expected)
    assert by_shop["Result"].to_dict() == dict.fromkeys(["Ayr", "Bath", "Cork"], "Better than global") | {
        "Deal": "No model of its own"
    }
    view = measured.groups.shown_as
    assert isinstance(view, ManyModelsView)
    assert "Only 4 rows" in next(group.reason for group in view.groups if group.key == ["Deal"])
    assert measured.evaluation_results.models == ("Linear Regression per group", "Global model")


def test_each_group_has_a_search_of_its_own_that_chooses_its_columns() -> None:
    """Rain is the same all the time in Ayr, so that its search leaves it out."""
    frame = make_shop_sales().frame
    data = Dataset(frame.assign(rain=frame["rain"].where(frame["shop"] != "Ayr", 1.0)))
    search = {"train_with": "Automated ML", "trials_of_each_search": 1, "minutes_for_each_search": 1.0}
    outputs = train_many_models(None, data, group_by=("shop",), label="sales", **search)  # type: ignore[arg-type]
    assert outputs.groups.frame["State"].tolist() == ["Failed", "Trained", "Trained", "Trained"]
    model = outputs.trained_model
    assert (model.task, model.learner, model.features.names) == (
        "regression",
        "Automated ML per group",
        ["shop", "price", "rain"],
    )
    scored = score_many_models(model, data).scored_dataset.frame
    assert scored["Scored By"].unique().tolist() == ["Own model", "Global model"]
    part = select_shop(data, "Cork")
    alone = catalog()["automated_ml"].run({"dataset": part}, {"label": "sales", "maximum_number_of_trials": 1})
    expected = score_dataset(alone["trained_model"], part).columns["Scored Labels"]
    np.testing.assert_allclose(scored.loc[scored["shop"] == "Cork", "Scored Labels"], expected, rtol=1e-9)


def test_a_group_that_cannot_be_forecast_is_a_row_and_only_changed_groups_are_forecast_again(tmp_path: Path) -> None:
    data = make_visits()
    gap = data.frame[data.frame["museum"] == "south"].assign(museum="east").drop(index=60)
    data = data.with_frame(pd.concat([data.frame, gap], ignore_index=True))
    settings = {"group_by": ["museum"], "label": "visits", "train_with": "Forecast", "horizon": 6}
    module = catalog()["train_many_models"]
    made = module.run({"dataset": data, "untrained_model": make_lag_learner()}, settings)
    groups = made["groups"].frame.set_index("museum")
    assert groups["State"].to_dict() == {"east": "Failed", "north": "Trained", "south": "Trained"}
    assert "gap after 2020-12-01" in groups.loc["east", "Reason"]
    stored = load_value(save_value(made["trained_model"], tmp_path, "model").path, "trained_model")
    ahead = catalog()["score_forecast"].run({"trained_model": stored}, {"horizon": 6})["forecast"].frame
    south = data.frame[data.frame["museum"] == "south"].reset_index(drop=True)
    alone = catalog()["automated_forecast"].run(
        {"dataset": data.with_frame(south), "untrained_model": make_lag_learner()}, {"label": "visits", "horizon": 6}
    )
    expected = catalog()["score_forecast"].run({"trained_model": alone["trained_model"]}, {"horizon": 6})["forecast"]
    np.testing.assert_allclose(
        ahead.loc[ahead["museum"] == "south", "Scored Labels"], expected.frame["Scored Labels"], rtol=1e-9
    )
    changed = data.frame.assign(
        visits=data.frame["visits"].where(data.frame["museum"] != "north", data.frame["visits"] + 1)
    )
    inputs = {"dataset": data.with_frame(changed), "untrained_model": make_lag_learner(), "earlier_models": stored}
    again = module.run(inputs, settings)["groups"].frame.set_index("museum")
    assert again["State"].to_dict() == {"east": "Failed", "north": "Trained", "south": "Unchanged"}
    with pytest.raises(ModuleError, match="Use Score Forecast"):
        score_many_models(stored, data)
