"""Boosted trees that split categories as sets give the same scores as ONNX."""

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, catalog
from modules.learning.onnx_models import build_feed, convert_to_onnx
from modules.learning.plain_pipelines import predict_expected
from modules.model_training.train_model import train_model

onnxruntime = pytest.importorskip("onnxruntime")
LEARNERS = {
    "boosted_decision_tree_regression": "price",
    "two_class_boosted_decision_tree": "dear",
    "multiclass_boosted_decision_tree": "band",
}


def make_flats(rows: int, towns: int, seed: int) -> pd.DataFrame:
    """Flats whose price depends on the town and on the state, with gaps in both and in the size."""
    draw = np.random.default_rng(seed)
    town, size = draw.integers(towns, size=rows), draw.normal(80, 20, rows).round(2)
    state = draw.choice(["new", "old", "ruin"], rows)
    price = draw.normal(size=towns)[town] * 50 + size + (state == "new") * 30 + draw.normal(size=rows)
    frame = pd.DataFrame(
        {"town": [f"town {one}" for one in town], "state": state, "size": size, "price": price.round(3)}
    )
    for name in ("town", "state", "size"):
        frame.loc[draw.random(rows) < 0.05, name] = None
    return frame.assign(
        dear=np.where(price > np.median(price), "yes", "no"), band=pd.qcut(price, 3, labels=["a", "b", "c"]).astype(str)
    )


@pytest.mark.parametrize("towns", [6, 300])
@pytest.mark.parametrize("learner", LEARNERS)
def test_trees_with_categories_give_the_same_scores_as_onnx(learner: str, towns: int) -> None:
    frame, label = make_flats(700, towns, seed=towns), LEARNERS[learner]
    untrained = catalog()[learner].run({}, {"number_of_trees_constructed": 20})["untrained_model"]
    table = Dataset(frame.drop(columns=[one for one in LEARNERS.values() if one != label]))
    model = train_model(untrained, table, label=label)
    unseen = frame.assign(town=np.where(np.arange(len(frame)) % 7 == 0, "Atlantis", frame["town"]))
    unseen["town"] = unseen["town"].where(frame["town"].notna(), None)

    converted = convert_to_onnx(model)

    session = onnxruntime.InferenceSession(converted.content)
    labels, probabilities = predict_expected(model, unseen)
    found = session.run(None, build_feed(model, unseen))
    assert converted.verified_rows > 100
    if probabilities is None:
        np.testing.assert_allclose(found[0].ravel(), labels, rtol=1e-5)
    else:
        np.testing.assert_allclose(found[1], probabilities, atol=1e-5)


@pytest.mark.parametrize(
    "learner", ["two_class_logistic_regression", "decision_forest_regression", "two_class_boosted_decision_tree"]
)
def test_columns_keep_their_names_in_onnx(learner: str) -> None:
    """Also those that the converter would change, or uses itself for what is in between and comes out."""
    named = {"town": "home-town", "state": "label", "size": "variable"}
    label = "price" if learner == "decision_forest_regression" else "dear"
    frame = make_flats(300, 6, seed=1).rename(columns=named)[[*named.values(), label]].dropna()
    frame = frame.assign(**{"home town": frame["variable"] * 2, "1st/floor": frame["variable"] > 80})
    model = train_model(catalog()[learner].run({}, {})["untrained_model"], Dataset(frame), label=label)

    converted = convert_to_onnx(model)

    inputs = onnxruntime.InferenceSession(converted.content).get_inputs()
    assert [one.name for one in inputs] == model.features.names
    assert converted.verified_rows > 100
