"""Models made of others equal what scikit-learn makes of the same rows."""

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

from modules.kit import Dataset, ModuleError, TrainedModel, catalog
from modules.learning.fitting import fit_model
from modules.learning.predicting import score_dataset
from modules.learning.supervised_examples import make_flowers, make_loans


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
