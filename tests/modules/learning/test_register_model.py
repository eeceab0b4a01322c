"""Register Model decides who is champion, on the same rows and with an interval."""

import numpy as np
import pandas as pd
import pytest

from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.kit import Dataset, ModuleError, TrainedModel
from modules.kit.external_requests import provide_fetched
from modules.model_scoring_and_evaluation.register_model import register_model
from modules.model_training.train_model import train_model
from modules.regression.linear_regression import linear_regression


def make_rows(seed: int, rows: int = 400) -> Dataset:
    """The label follows `signal`; `noise` says nothing of it."""
    generator = np.random.default_rng(seed)
    signal, noise = generator.normal(size=rows), generator.normal(size=rows)
    label = (signal + generator.normal(scale=0.7, size=rows) > 0).astype(int)
    return Dataset(pd.DataFrame({"signal": signal, "noise": noise, "label": label}), {"label": "label"})


def train(*features: str, seed: int = 0) -> TrainedModel:
    rows = make_rows(seed)
    data = rows.with_frame(rows.frame[[*features, "label"]])
    return train_model(two_class_logistic_regression(), data, label="label")


def decide(model: TrainedModel, champion: TrainedModel | None, **options: object) -> pd.Series:
    with provide_fetched(champion):
        made = register_model(model, make_rows(1), name="prices", **options)  # type: ignore[arg-type]
    return made.decision.frame.iloc[0]


def test_a_clearly_better_model_becomes_champion() -> None:
    row = decide(train("signal"), train("noise"))
    assert row["Promoted"]
    assert row["Metric"] == "AUC"
    assert row["New model"] > row["Champion"]
    assert 0 < row["Lower bound"] < row["Difference"] < row["Upper bound"]
    assert row["Reason"].startswith("The new version is better: ROC area 0.")


def test_a_worse_model_does_not_and_its_numbers_stay_its_own() -> None:
    row = decide(train("noise"), train("signal"))
    assert not row["Promoted"]
    assert row["New model"] < row["Champion"]
    assert row["Lower bound"] < row["Difference"] < row["Upper bound"] < 0


def test_a_level_model_does_not() -> None:
    row = decide(train("signal", "noise"), train("signal", seed=2))
    assert not row["Promoted"]
    assert row["Lower bound"] < 0 < row["Upper bound"]
    assert row["Reason"].startswith("The champion stays, as the new model is not clearly better: ")


def test_the_gain_must_be_as_large_as_wanted() -> None:
    model, champion = train("signal"), train("noise")
    gain = decide(model, champion)["Lower bound"]
    assert decide(model, champion, smallest_gain=gain * 0.99)["Promoted"]
    assert not decide(model, champion, smallest_gain=gain * 1.01)["Promoted"]


def test_of_errors_lower_is_better() -> None:
    rows = make_rows(0)
    good = train_model(linear_regression(), rows, label="label")
    bad = train_model(linear_regression(), rows.with_frame(rows.frame[["noise", "label"]]), label="label")
    assert decide(good, bad)["Promoted"]
    assert not decide(bad, good)["Promoted"]
    assert decide(good, bad)["Difference"] < 0


def test_the_first_version_becomes_champion() -> None:
    row = decide(train("signal"), None)
    assert (row["Promoted"], row["Reason"]) == (True, "There is no champion yet, so the new version becomes it.")


@pytest.mark.parametrize(("choice", "promoted"), [("Always", True), ("Never", False)])
def test_a_choice_decides_without_comparing(choice: str, promoted: bool) -> None:
    row = decide(train("noise"), train("signal"), make_champion=choice)
    assert row["Promoted"] == promoted
    assert pd.isna(row["Difference"])


def test_a_champion_that_needs_other_columns_stays() -> None:
    renamed = make_rows(0)
    other = renamed.with_frame(renamed.frame.rename(columns={"signal": "former"}))
    champion = train_model(two_class_logistic_regression(), Dataset(other.frame, {"label": "label"}), label="label")
    row = decide(train("signal"), champion)
    assert not row["Promoted"]
    assert row["Reason"].startswith("The champion can't score these rows, so it stays: ")
    assert "former" in row["Reason"]


def test_without_test_rows_nothing_can_be_compared() -> None:
    with provide_fetched(train("signal")), pytest.raises(ModuleError, match="Connect rows to 'Test dataset'"):
        register_model(train("signal"), None, name="prices")
