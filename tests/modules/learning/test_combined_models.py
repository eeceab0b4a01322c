"""Models made of others equal what scikit-learn makes of the same rows."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import StackingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from modules.kit import Dataset, ModuleError, TrainedModel, catalog
from modules.learning.fitting import fit_model
from modules.learning.predicting import score_dataset
from modules.learning.supervised_examples import make_cars, make_flowers, make_loans


def train(name: str, data: Dataset, label: str) -> TrainedModel:
    return fit_model(catalog()[name].run({}, {})["untrained_model"], data, label)


def take(data: Dataset, rows: slice) -> Dataset:
    return data.with_frame(data.frame.iloc[rows].reset_index(drop=True))


@pytest.mark.parametrize(("method", "name"), [("Platt Scaling", "sigmoid"), ("Isotonic Regression", "isotonic")])
def test_calibrated_probabilities_are_those_of_scikit_learn(method: str, name: str) -> None:
    for data, learner, label in (
        (make_loans(240), "two_class_boosted_decision_tree", "paid"),
        (make_flowers(240), "naive_bayes", "species"),
    ):
        first, second = take(data, slice(120)), take(data, slice(120, None))
        model = train(learner, first, label)
        made = catalog()["calibrate_model"].run(
            {"trained_model": model, "dataset": second}, {"calibration_method": method}
        )["trained_model"]
        rows = second.frame[model.features.names]
        wanted = CalibratedClassifierCV(FrozenEstimator(model.pipeline), method=name).fit(rows, second.frame[label])
        found = score_dataset(made, first).columns.filter(like="Scored Probabilities").to_numpy()
        expected = wanted.predict_proba(first.frame[model.features.names])
        np.testing.assert_allclose(found, expected[:, -found.shape[1] :], atol=1e-6)


def test_rows_without_a_class_of_the_model_cannot_calibrate_it() -> None:
    data = make_loans()
    model = train("two_class_logistic_regression", data, "paid")
    one_class = data.with_frame(data.frame[data.frame["paid"] == "yes"].reset_index(drop=True))
    with pytest.raises(ModuleError, match="'paid'"):
        catalog()["calibrate_model"].run({"trained_model": model, "dataset": one_class}, {})


def test_intervals_reach_as_far_as_the_errors_on_other_rows_and_hold_as_promised() -> None:
    cars = make_cars(900)
    model = train("linear_regression", take(cars, slice(300)), "price")
    other, new = take(cars, slice(300, 499)), take(cars, slice(499, None))
    made = catalog()["add_conformal_intervals"].run({"trained_model": model, "dataset": other}, {"coverage": 0.9})
    errors = np.sort(np.abs(other.frame["price"] - score_dataset(model, other).columns["Scored Labels"]))
    scored = score_dataset(made["trained_model"], new).columns
    low, middle, high = (scored[f"Scored Quantiles_{quantile}"] for quantile in ("0.05", "0.5", "0.95"))
    # Of 199 errors the 180th: (199 + 1) times 0.9.
    np.testing.assert_allclose([(high - middle).max(), (middle - low).min()], errors[179], rtol=1e-9)
    inside = (new.frame["price"] >= low) & (new.frame["price"] <= high)
    assert inside.mean() == pytest.approx(0.9, abs=0.05)
    with pytest.raises(ModuleError, match="at least 9 labeled rows"):
        catalog()["add_conformal_intervals"].run({"trained_model": model, "dataset": take(cars, slice(8))}, {})


def test_a_stack_predicts_what_scikit_learn_predicts_with_the_same_folds() -> None:
    data = make_flowers(150)
    learners = [catalog()[name].run({}, {})["untrained_model"] for name in ("naive_bayes", "decision_tree_classifier")]
    last = catalog()["multiclass_logistic_regression"].run({}, {})["untrained_model"]
    made = catalog()["stack_models"].run(
        {"untrained_models": learners, "dataset": data, "final_untrained_model": last}, {"label": "species"}
    )["trained_model"]
    named = [(str(at), fit_model(learner, data, "species").pipeline) for at, learner in enumerate(learners)]
    final = fit_model(last, data, "species").pipeline[-1]
    scaled = Pipeline([("scale", StandardScaler()), ("last", clone(final))])
    folds = list(StratifiedKFold(5, shuffle=True, random_state=0).split(data.frame, data.frame["species"]))
    wanted = StackingClassifier(named, scaled, cv=folds).fit(data.frame[["length", "width"]], data.frame["species"])
    found = score_dataset(made, data).columns.filter(like="Scored Probabilities").to_numpy()
    np.testing.assert_allclose(found, wanted.predict_proba(data.frame[["length", "width"]]), atol=1e-6)
