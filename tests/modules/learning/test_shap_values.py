"""Explain Predictions: its values are those of the definition, and of the libraries that compute them too."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestRegressor

from modules.kit import Dataset, TrainedModel, catalog
from modules.kit.views.explanation_view import ExplanationView
from modules.learning.fitting import fit_model
from modules.learning.predicting import score_dataset
from modules.learning.supervised_examples import make_cars, make_flowers, make_loans
from modules.learning.tree_ensembles import TreeEnsemble, read_tree_ensemble
from modules.learning.tree_shap import add_tree_contributions, add_tree_interactions

LEARNERS = {
    "two_class_logistic_regression": make_loans,
    "two_class_support_vector_machine": make_loans,
    "two_class_boosted_decision_tree": make_loans,
    "two_class_decision_forest": make_loans,
    "lightgbm_classifier": make_loans,
    "xgboost_classifier": make_loans,
    "naive_bayes": make_loans,
    "multiclass_logistic_regression": make_flowers,
    "one_vs_all_multiclass": make_flowers,
    "multiclass_boosted_decision_tree": make_flowers,
    "lightgbm_regression": make_cars,
    "linear_regression": make_cars,
    "generalized_linear_regression": make_cars,
    "poisson_regression": make_cars,
    "fast_forest_quantile_regression": make_cars,
}
#: What shap says of two rows; no tree asks about the first column.
SHAP_VALUES = [[0.0, -0.379663251, -1.24940459, -0.042109363], [0.0, -0.141091215, 1.402190407, -0.013853333]]
SHAP_BASE = 0.34413731
SMALL: dict[str, dict[str, Any]] = {
    "lightgbm_classifier": {"number_of_trees": 5},
    "xgboost_classifier": {"number_of_trees": 5},
}


def train(name: str, data: Dataset) -> TrainedModel:
    inputs = {"two_class_learner": catalog()["two_class_logistic_regression"].run({}, {})["untrained_model"]}
    module = catalog()[name]
    given = {port.name: inputs["two_class_learner"] for port in module.inputs}
    learner = module.run(given, SMALL.get(name, {}))["untrained_model"]
    return fit_model(learner, data, str(data.frame.columns[-1]))


def make_rows() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    rows = random.normal(size=(120, 4))
    rows[:, 0] = random.integers(0, 5, 120)
    target = (rows[:, 0] % 2) * rows[:, 1] + rows[:, 2] ** 2
    rows[random.random(120) < 0.2, 3] = np.nan
    return rows, target


def sum_trees(ensemble: TreeEnsemble, rows: np.ndarray) -> np.ndarray:
    values = np.zeros((*rows.shape, len(ensemble.start)))
    for place, tree in enumerate(ensemble.trees):
        add_tree_contributions(tree, ensemble.make_splitter(place, rows), values)
    return values


def test_contributions_and_interactions_of_trees_are_those_of_the_definition() -> None:
    rows, target = make_rows()
    ensemble = read_tree_ensemble(RandomForestRegressor(3, max_depth=5, random_state=0).fit(rows, target))
    assert ensemble is not None
    few, width = rows[:3], rows.shape[1]
    values, pairs = sum_trees(ensemble, few)[:, :, 0], np.zeros((3, width, width))
    for place, tree in enumerate(ensemble.trees):
        add_tree_interactions(tree, ensemble.make_splitter(place, few), pairs)

    def predict(row: int, known: frozenset[int], place: int, node: int = 0) -> float:
        tree, splits = ensemble.trees[place], ensemble.make_splitter(place, few)
        if tree.left[node] < 0:
            return float(tree.values[node, 0])
        left, right = int(tree.left[node]), int(tree.right[node])
        if int(tree.feature[node]) in known:
            return predict(row, known, place, left if splits(node)[row] else right)
        shares = tree.get_share(node, left), tree.get_share(node, right)
        return shares[0] * predict(row, known, place, left) + shares[1] * predict(row, known, place, right)

    def worth(row: int, known: set[int]) -> float:
        return sum(predict(row, frozenset(known), place) for place in range(3))

    def list_sets(without: set[int]) -> list[set[int]]:
        rest = [one for one in range(width) if one not in without]
        return [set(some) for size in range(len(rest) + 1) for some in itertools.combinations(rest, size)]

    for row, one in itertools.product(range(3), range(width)):
        wanted = sum(
            math.factorial(len(known))
            * math.factorial(width - len(known) - 1)
            / math.factorial(width)
            * (worth(row, known | {one}) - worth(row, known))
            for known in list_sets({one})
        )
        assert values[row, one] == pytest.approx(wanted, abs=1e-9)
    both = sum(
        math.factorial(len(known))
        * math.factorial(width - len(known) - 2)
        / (2 * math.factorial(width - 1))
        * (worth(0, known | {0, 1}) - worth(0, known | {0}) - worth(0, known | {1}) + worth(0, known))
        for known in list_sets({0, 1})
    )
    assert pairs[0, 0, 1] == pairs[0, 1, 0] == pytest.approx(both, abs=1e-9)


def test_trees_of_lightgbm_give_what_lightgbm_says_of_them() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    rows, _ = make_rows()
    fitted = lightgbm.LGBMClassifier(n_estimators=12, min_child_samples=5, verbosity=-1)
    fitted.fit(rows, rows[:, 0] % 3, categorical_feature=[0])
    ensemble = read_tree_ensemble(fitted)
    assert ensemble is not None
    wanted = fitted.predict(rows, pred_contrib=True).reshape(len(rows), 3, -1).transpose(0, 2, 1)
    np.testing.assert_allclose(sum_trees(ensemble, rows), wanted[:, :-1], atol=1e-9)
    np.testing.assert_allclose(ensemble.compute_base(), wanted[0, -1], atol=1e-9)


def test_boosted_trees_of_scikit_learn_give_what_shap_says_of_them() -> None:
    """The numbers are those of `shap.TreeExplainer` of shap 0.51.0."""
    rows, target = make_rows()
    fitted = HistGradientBoostingClassifier(max_iter=10, random_state=0).fit(rows, target > 0.5)
    ensemble = read_tree_ensemble(fitted)
    assert ensemble is not None
    np.testing.assert_allclose(sum_trees(ensemble, rows[:2])[:, :, 0], SHAP_VALUES, atol=1e-6)
    np.testing.assert_allclose(ensemble.compute_base(), [SHAP_BASE], atol=1e-6)


@pytest.mark.parametrize("name", LEARNERS)
def test_contributions_add_up_to_the_prediction(name: str) -> None:
    if catalog()[name].missing_packages:
        pytest.skip("the package is not installed")
    data = LEARNERS[name]()
    model = train(name, data)
    few = data.with_frame(data.frame.head(6))
    made = catalog()["explain_predictions"].run({"trained_model": model, "dataset": few}, {"usual_rows": 5})
    table = made["explained_dataset"]
    view = table.shown_as
    assert isinstance(view, ExplanationView)
    parts = [column for column in table.frame if column.startswith(("Contribution of ", "Average Prediction"))]
    total = table.frame[parts].sum(axis=1).to_numpy()
    predicted = score_dataset(model, few)
    if view.scale in ("log-odds", "probability") and len(model.classes) == 2:
        wanted = predicted.columns["Scored Probabilities"].to_numpy()
        total = 1 / (1 + np.exp(-total)) if view.scale == "log-odds" else total
    elif model.classes:
        named = [f"Scored Probabilities_{one}" for one in predicted.columns["Scored Labels"]]
        wanted = np.array([predicted.columns[column][row] for row, column in enumerate(named)])
        total = total if view.scale == "probability" else np.exp(total)
        if view.scale == "class score":
            return  # the scores of the other classes are needed too
    else:
        wanted = predicted.columns[predicted.scores.predicted].to_numpy()
        total = np.exp(total) if view.scale == "log of label" else total
    np.testing.assert_allclose(total, wanted, rtol=1e-5, atol=1e-6)


def test_sampled_contributions_of_a_linear_model_are_the_exact_ones() -> None:
    from modules.learning.shap_values import _sample_values, compute_shap_values

    data = make_cars()
    model = train("linear_regression", data)
    assert model.sample is not None
    usual = model.sample.head(8)
    exact = compute_shap_values(model, data, background=usual, usual_rows=8, seed=0, port="dataset")
    sampled = _sample_values(model, data, usual, 0)
    by_name = [sampled.columns.index(name) for name in exact.columns]
    assert (exact.method, sampled.method) == ("linear", "sampled")
    np.testing.assert_allclose(sampled.values[:, by_name], exact.values, atol=1e-6)
    np.testing.assert_allclose(sampled.base, exact.base, atol=1e-6)
