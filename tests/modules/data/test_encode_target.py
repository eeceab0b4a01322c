"""Encode Target equals scikit-learn's encoder, and no row sees its own label."""

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import TargetEncoder

from modules.kit import Dataset, catalog
from modules.learning.preprocessing import PreparedEncoder
from modules.learning.supervised_examples import make_cars


def make_shops(*, classes: bool) -> Dataset:
    random = np.random.default_rng(4)
    town = random.choice(["bern", "genf", "zug"], 200)
    kind = pd.Series(random.choice(np.array(["a", "b", None], dtype=object), 200), dtype="str")
    sales = pd.Series(town).map({"bern": 0, "genf": 1, "zug": 2}) + random.normal(0, 1, 200)
    named = pd.cut(sales, [-np.inf, 0, 1, np.inf], labels=["low", "middle", "high"]).astype("str")
    return Dataset(pd.DataFrame({"town": town, "kind": kind, "sales": named if classes else sales}))


@pytest.mark.parametrize("classes", [False, True])
def test_training_rows_and_other_rows_are_encoded_as_by_scikit_learn(classes: bool) -> None:
    data = make_shops(classes=classes)
    made = catalog()["encode_target"].run({"dataset": data}, {"label": "sales"})
    kind = StratifiedKFold if classes else KFold
    words, target = data.frame[["town", "kind"]].to_numpy(dtype=object, na_value=np.nan), data.frame["sales"].to_numpy()
    encoder = TargetEncoder(
        target_type="multiclass" if classes else "continuous",
        cv=list(kind(5, shuffle=True, random_state=0).split(words, target)),
    )
    crossed = encoder.fit_transform(words, target)
    found = made["encoded_dataset"].frame.drop(columns="sales")
    np.testing.assert_allclose(found.to_numpy(), crossed, atol=1e-6)
    new = Dataset(pd.DataFrame({"town": ["zug", "olten"], "kind": pd.Series(["a", None], dtype="str")}))
    wanted = encoder.transform(new.frame.to_numpy(dtype=object, na_value=np.nan))
    np.testing.assert_allclose(made["transformation"].apply(new).frame.to_numpy(), wanted, atol=1e-6)


def test_as_preprocessing_each_model_encodes_by_its_own_training_rows() -> None:
    cars = make_cars(120)
    step = catalog()["encode_target"].run({"dataset": cars}, {"label": "price"})["transformation"]
    learner = catalog()["linear_regression"].run({}, {})["untrained_model"]
    given = {"untrained_model": learner, "steps": [step]}
    prepared = catalog()["add_preprocessing_to_model"].run(given, {})["untrained_model"]
    half = cars.with_frame(cars.frame.iloc[:60].reset_index(drop=True))
    training = {"untrained_model": prepared, "dataset": half}
    model = catalog()["train_model"].run(training, {"label": "price"})["trained_model"]
    encoder = model.pipeline[0]
    assert isinstance(encoder, PreparedEncoder)
    alone = catalog()["encode_target"].run({"dataset": half}, {"label": "price"})["transformation"]
    assert encoder.preprocessing.steps[0].describe() == alone.describe() != step.describe()
