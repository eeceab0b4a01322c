"""Detectors of anomalies: the rows and the order of scikit-learn, the scale of the scores, and what is refused."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import OneClassSVM

from modules.anomaly_detection.isolation_forest import isolation_forest
from modules.anomaly_detection.one_class_svm import one_class_svm
from modules.anomaly_detection.pca_based_anomaly_detection import pca_based_anomaly_detection
from modules.kit import Dataset, ModuleError, UntrainedModel
from modules.learning.unsupervised_examples import make_anomaly_learner, make_cluster_learner, make_shoppers
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_anomaly_detection_model import train_anomaly_detection_model
from tests.view_json import build_thumbnail, build_view


def make_engines(rows: int = 300, broken: int = 9) -> Dataset:
    """Measures that go together, but for a few broken engines; the label tells which."""
    random = np.random.default_rng(1)
    speed = random.normal(50, 10, rows)
    frame = pd.DataFrame(
        {"speed": speed, "heat": 2 * speed + random.normal(0, 2, rows), "noise": random.normal(5, 1, rows)}
    )
    frame.loc[: broken - 1, "heat"] -= 60
    state = np.where(np.arange(rows) < broken, "broken", "fine")
    return Dataset(frame.assign(state=state), {"state": "label"})


MEASURES = make_engines().frame[["speed", "heat", "noise"]].to_numpy()
SCALED_MEASURES = StandardScaler().fit_transform(MEASURES)


def measure_reconstruction_errors(fitted: Any, rows: Any) -> Any:
    return np.linalg.norm(rows - fitted.inverse_transform(fitted.transform(rows)), axis=1)


def compute_svm_distances() -> Any:
    return -OneClassSVM(gamma="scale", nu=0.05).fit(SCALED_MEASURES).decision_function(SCALED_MEASURES)


def compute_pca_errors() -> Any:
    return measure_reconstruction_errors(PCA(2, svd_solver="full").fit(SCALED_MEASURES), SCALED_MEASURES)


DETECTORS: dict[str, tuple[Callable[[], UntrainedModel], Callable[[], Any], float | None]] = {
    "isolation forest": (
        lambda: isolation_forest(seed=2),
        lambda: (
            -IsolationForest(max_samples=256, contamination=0.05, random_state=2)
            .fit(MEASURES)
            .decision_function(MEASURES)
        ),
        0.0,
    ),
    "one-class SVM": (one_class_svm, compute_svm_distances, 0.0),
    "PCA": (pca_based_anomaly_detection, compute_pca_errors, None),
    "PCA without normalization": (
        lambda: pca_based_anomaly_detection(mean_normalization=False),
        lambda: measure_reconstruction_errors(TruncatedSVD(2, algorithm="arpack").fit(MEASURES), MEASURES),
        None,
    ),
}


@pytest.mark.parametrize("name", DETECTORS)
def test_labels_and_order_are_those_of_scikit_learn(name: str) -> None:
    ours, by_hand, line = DETECTORS[name]
    own = by_hand()
    threshold = float(np.quantile(own, 0.95)) if line is None else line
    frame = score_model(train_anomaly_detection_model(ours(), make_engines()), make_engines()).scored_dataset.frame
    steps = (own - own.min()) / (threshold - own.min())
    expected = np.where(steps <= 1, steps / 2, 1 - 1 / (2 * np.maximum(steps, 1)))
    assert frame["Scored Labels"].tolist() == (own > threshold).astype(int).tolist()
    np.testing.assert_allclose(frame["Scored Probabilities"], expected, atol=1e-6)


@pytest.mark.parametrize("normalized", [True, False])
@pytest.mark.parametrize(("rows", "features"), [(5_000, 30), (40, 30)])
def test_principal_components_are_exact_where_their_lengths_are_close(
    normalized: bool, rows: int, features: int
) -> None:
    """A randomized algorithm that looks a little further than it must confuses directions of similar length."""
    measures = np.random.default_rng(0).normal(size=(rows, features)) * np.linspace(1.0, 1.3, features)
    frame = pd.DataFrame(measures, columns=[f"m{n}" for n in range(features)])
    learner = pca_based_anomaly_detection(number_of_components=5, mean_normalization=normalized)
    model = train_anomaly_detection_model(learner, Dataset(frame))
    exact = (
        PCA(5, svd_solver="full").fit(scaled := StandardScaler().fit_transform(measures))
        if normalized
        else TruncatedSVD(5, algorithm="arpack").fit(scaled := measures)
    )
    found = measure_reconstruction_errors(model.pipeline, scaled)
    np.testing.assert_allclose(found, measure_reconstruction_errors(exact, scaled), rtol=1e-6)


@pytest.mark.parametrize("name", DETECTORS)
def test_an_evaluation_takes_the_rarer_class_for_the_anomaly(name: str) -> None:
    scored = score_model(
        train_anomaly_detection_model(DETECTORS[name][0](), make_engines()), make_engines()
    ).scored_dataset
    evaluation = evaluate_model(scored)
    truth = (make_engines().frame["state"] == "broken").to_numpy()
    scores = scored.frame["Scored Probabilities"]
    metrics = evaluation.metrics[0]
    assert evaluation.task == "anomaly"
    assert metrics["AUC"] == pytest.approx(roc_auc_score(truth, scores), abs=1e-6)
    assert metrics["Average_Precision"] == pytest.approx(average_precision_score(truth, scores), abs=1e-6)
    assert metrics["Accuracy"] == pytest.approx((truth == (scored.frame["Scored Labels"] == 1)).mean())
    assert evaluation.details[evaluation.models[0]].model_dump()["positive"] == "broken"
    assert build_thumbnail(evaluation)["kind"] == "curve"  # type: ignore[index]


def test_the_anomaly_can_be_the_commoner_class_and_the_log_asks_for_it(caplog: pytest.LogCaptureFixture) -> None:
    many = make_engines(30, 20)
    model = train_anomaly_detection_model(pca_based_anomaly_detection(), make_engines(300, 0))
    scored = score_model(model, many).scored_dataset
    taken = evaluate_model(scored)
    assert taken.details[taken.models[0]].model_dump()["positive"] == "fine"
    assert taken.details[taken.models[0]].model_dump()["anomaly"] == "rarer"
    assert "If the anomaly is 'broken', enter it in Evaluate Model." in caplog.text
    caplog.clear()
    entered = evaluate_model(scored, value_of_anomalies="broken")
    assert entered.details[entered.models[0]].model_dump()["positive"] == "broken"
    assert entered.details[entered.models[0]].model_dump()["anomaly"] == "named"
    assert entered.metrics[0]["AUC"] == pytest.approx(1 - taken.metrics[0]["AUC"], abs=1e-6)
    assert caplog.text == ""


def test_an_anomaly_that_the_label_does_not_have_is_refused() -> None:
    scored = score_model(
        train_anomaly_detection_model(isolation_forest(), make_engines()), make_engines()
    ).scored_dataset
    with pytest.raises(
        ModuleError, match="'rotten' is not a value of the label 'state', which is broken or fine"
    ) as told:
        evaluate_model(scored, value_of_anomalies="rotten")
    assert (told.value.number, told.value.parameter) == (58, "value_of_anomalies")


def test_a_label_that_is_marked_after_scoring_is_found() -> None:
    unmarked = Dataset(make_engines().frame.drop(columns="state"))
    scored = score_model(train_anomaly_detection_model(isolation_forest(), unmarked), unmarked).scored_dataset
    labeled = Dataset(scored.frame.assign(state=make_engines().frame["state"]), scored.roles, scored.scores)
    assert evaluate_model(labeled.with_role("label", "state")).metrics[0]["AUC"] > 0.5
    with pytest.raises(ModuleError, match="Mark it with Edit Metadata") as refused:
        evaluate_model(scored)
    assert refused.value.number == 24


def test_a_label_with_three_values_is_refused() -> None:
    model = train_anomaly_detection_model(isolation_forest(), make_engines())
    three = make_engines().frame.assign(state=np.array(["a", "b", "c"])[np.arange(300) % 3])
    with pytest.raises(ModuleError, match="must have two values") as refused:
        evaluate_model(score_model(model, Dataset(three, {"state": "label"})).scored_dataset)
    assert refused.value.number == 58


def test_two_detectors_are_compared_side_by_side() -> None:
    scored = [
        score_model(train_anomaly_detection_model(DETECTORS[name][0](), make_engines()), make_engines()).scored_dataset
        for name in ("isolation forest", "PCA")
    ]
    assert evaluate_model(*scored).models == ("Isolation Forest", "PCA-Based Anomaly Detection")  # type: ignore[arg-type]


def test_rows_stranger_than_all_of_the_training_data_keep_their_order() -> None:
    model = train_anomaly_detection_model(pca_based_anomaly_detection(), make_engines())
    strange = pd.DataFrame({"speed": [50.0] * 3, "heat": [1e3, 1e4, 1e5], "noise": [5.0] * 3})
    scores = score_model(model, Dataset(strange)).scored_dataset.frame["Scored Probabilities"]
    assert scores.is_monotonic_increasing
    assert scores.nunique() == 3
    assert scores.max() < 1


def test_the_view_of_a_detector_is_the_histogram_of_its_scores() -> None:
    details = build_view(train_anomaly_detection_model(isolation_forest(), make_engines()))["details"]
    assert sum(details["histogram"]["counts"]) == 300
    assert details["anomalies"] == 15
    assert build_thumbnail(train_anomaly_detection_model(make_anomaly_learner(), make_engines()))["kind"] == "threshold"  # type: ignore[index]


def test_few_rows_are_enough_for_a_forest() -> None:
    assert train_anomaly_detection_model(isolation_forest(rows_per_tree=256), make_engines(20, 1)).rows == 20


def test_the_same_seed_gives_the_same_scores() -> None:
    first, second = (
        build_view(train_anomaly_detection_model(isolation_forest(seed=4), make_engines())) for _ in range(2)
    )
    assert first == second


def make_shoppers_with(**columns: Any) -> Dataset:
    return Dataset(make_shoppers().frame.assign(**columns))


CONSTANT_DATASET = Dataset(pd.DataFrame({"x": [1.0] * 9, "y": [2.0] * 9, "z": [0.0] * 9}))

REFUSALS: dict[str, tuple[UntrainedModel, Dataset, int, str]] = {
    "no rows": (isolation_forest(), Dataset(make_shoppers().frame.head(0)), 21, "has no rows"),
    "one row": (isolation_forest(), make_shoppers(1), 21, "at least 2 rows"),
    "missing values": (isolation_forest(), make_shoppers_with(age=np.nan), 83, "Add Clean Missing Data before"),
    "rows that are all the same": (isolation_forest(), CONSTANT_DATASET, 83, "all rows at 'dataset' are the same"),
    "rows that are all the same for PCA": (pca_based_anomaly_detection(), CONSTANT_DATASET, 83, "are the same"),
    "too many components": (pca_based_anomaly_detection(number_of_components=5), make_shoppers(), 7, "Got 5"),
    "infinities": (one_class_svm(), make_shoppers_with(age=np.inf), 33, "'age'"),
    "no feature": (one_class_svm(), Dataset(CONSTANT_DATASET.frame[["x"]], {"x": "label"}), 47, "no feature column"),
    "a clustering": (make_cluster_learner(), make_shoppers(), 62, "does not detect anomalies"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_learned_from_is_refused(case: str) -> None:
    learner, dataset, number, message = REFUSALS[case]
    with pytest.raises(ModuleError) as refused:
        train_anomaly_detection_model(learner, dataset)
    assert (refused.value.number, message in refused.value.message) == (number, True), refused.value.message


def test_data_to_score_that_lack_a_column_or_a_value_are_refused() -> None:
    model = train_anomaly_detection_model(isolation_forest(), make_shoppers())
    with pytest.raises(ModuleError) as lacking:
        score_model(model, Dataset(make_shoppers().frame.drop(columns="age")))
    with pytest.raises(ModuleError) as missing:
        score_model(model, make_shoppers_with(age=np.nan))
    assert (lacking.value.number, missing.value.number) == (1, 18)


def test_a_category_that_training_did_not_know_is_scored() -> None:
    model = train_anomaly_detection_model(isolation_forest(), make_shoppers())
    assert score_model(model, make_shoppers_with(member="perhaps")).scored_dataset.frame["Scored Labels"].notna().all()
