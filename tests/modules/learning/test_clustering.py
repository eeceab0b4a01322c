"""Clusterings: the numbers of scikit-learn, the columns that leave, other rows, labels, and what is refused."""

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.compose import make_column_transformer
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_samples,
    silhouette_score,
)
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from modules.clustering.dbscan import dbscan
from modules.clustering.gaussian_mixture import gaussian_mixture
from modules.clustering.hierarchical_clustering import hierarchical_clustering
from modules.clustering.k_means_clustering import k_means_clustering
from modules.kit import Columns, Dataset, ModuleError, UntrainedModel
from modules.learning.clustering import MAX_PAIRWISE_ROWS
from modules.learning.supervised_examples import make_loans
from modules.learning.unsupervised_examples import make_anomaly_learner, make_shoppers
from modules.model_scoring_and_evaluation.assign_data_to_clusters import assign_data_to_clusters
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_clustering_model import train_clustering_model
from modules.model_training.train_model import train_model
from modules.regression.linear_regression import linear_regression
from tests.modules.learning.sample_frames import read_penguins
from tests.view_json import build_thumbnail, build_view

MEASURES = ["Culmen Length (mm)", "Culmen Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"]
DISTANCES = [f"DistancesToClusterCenter no.{number}" for number in range(3)]


def make_birds() -> Dataset:
    """The measures of penguins without missing values, their island and, as a label, the species."""
    frame = read_penguins()[[*MEASURES, "Island", "Species"]].dropna().reset_index(drop=True)
    return Dataset(frame, {"Species": "label"})


def encode_points(scaler: Any) -> Any:
    encoder = make_column_transformer((OneHotEncoder(sparse_output=False), ["Island"]), (scaler, MEASURES))
    return encoder.fit_transform(make_birds().frame)


CLUSTERERS: dict[str, tuple[Callable[[], UntrainedModel], Callable[[], tuple[Any, Any]]]] = {
    "k-means": (
        lambda: k_means_clustering(number_of_centroids=3, seed=5),
        lambda: (
            rows := encode_points(MinMaxScaler()),
            KMeans(3, n_init=10, max_iter=100, random_state=5).fit_predict(rows),
        ),
    ),
    "k-means from the first rows": (
        lambda: k_means_clustering(number_of_centroids=3, initialization="First N"),
        lambda: (
            rows := encode_points(MinMaxScaler()),
            KMeans(3, init=rows[:3], n_init=1, max_iter=100).fit_predict(rows),
        ),
    ),
    "hierarchical": (
        lambda: hierarchical_clustering(),
        lambda: (rows := encode_points(StandardScaler()), AgglomerativeClustering(3).fit_predict(rows)),
    ),
    "hierarchical by average distance": (
        lambda: hierarchical_clustering(linkage="Average", distance_metric="Manhattan"),
        lambda: (
            rows := encode_points(StandardScaler()),
            AgglomerativeClustering(3, linkage="average", metric="manhattan").fit_predict(rows),
        ),
    ),
    "Gaussian mixture": (
        lambda: gaussian_mixture(covariance="Diagonal", seed=1),
        lambda: (
            rows := encode_points(StandardScaler()),
            GaussianMixture(3, covariance_type="diag", random_state=1).fit(rows).predict(rows),
        ),
    ),
    "DBSCAN": (
        lambda: dbscan(maximum_distance=0.9, minimum_number_of_neighbors=8),
        lambda: (rows := encode_points(StandardScaler()), DBSCAN(eps=0.9, min_samples=8).fit_predict(rows)),
    ),
}


def train_clusters(learner: UntrainedModel, dataset: Dataset, **parameters: Any) -> Dataset:
    return train_clustering_model(learner, dataset, **parameters).results_dataset


@pytest.mark.parametrize("name", CLUSTERERS)
def test_assignments_and_distances_are_those_of_scikit_learn(name: str) -> None:
    ours, by_hand = CLUSTERERS[name]
    rows, expected = by_hand()
    frame = train_clusters(ours(), make_birds()).frame
    centers = np.array([rows[expected == number].mean(axis=0) for number in range(expected.max() + 1)])
    assert frame["Assignments"].tolist() == expected.tolist()
    if name != "Gaussian mixture":
        found = frame[[f"DistancesToClusterCenter no.{number}" for number in range(len(centers))]]
        np.testing.assert_allclose(found, euclidean_distances(rows, centers), atol=1e-6)


def test_an_evaluation_measures_what_scikit_learn_measures() -> None:
    rows, clusters = CLUSTERERS["k-means"][1]()
    metrics = evaluate_model(train_clusters(CLUSTERERS["k-means"][0](), make_birds())).metrics[0]
    distances = euclidean_distances(rows, [rows[clusters == number].mean(axis=0) for number in range(3)])
    own = distances[np.arange(len(rows)), clusters]
    assert dict(metrics) == pytest.approx(
        {
            "Average_Distance_to_Cluster_Center": own.mean(),
            "Average_Distance_to_Other_Center": ((distances.sum(axis=1) - own) / 2).mean(),
            "Number_of_Points": len(rows),
            "Maximal_Distance_to_Cluster_Center": own.max(),
            "Number_of_Clusters": 3,
            "Silhouette": silhouette_score(rows, clusters),
            "Davies_Bouldin": davies_bouldin_score(rows, clusters),
            "Calinski_Harabasz": calinski_harabasz_score(rows, clusters),
            "Adjusted_Rand_Index": adjusted_rand_score(make_birds().frame["Species"], clusters),
        },
        abs=1e-6,
    )


def test_an_evaluation_tells_every_cluster() -> None:
    rows, clusters = CLUSTERERS["k-means"][1]()
    details = (
        evaluate_model(train_clusters(CLUSTERERS["k-means"][0](), make_birds()))
        .details["K-Means Clustering"]
        .model_dump()
    )
    silhouettes = silhouette_samples(rows, clusters)
    assert [cluster["rows"] for cluster in details["clusters"]] == np.bincount(clusters).tolist()
    assert [cluster["silhouette"] for cluster in details["clusters"]] == pytest.approx(
        [silhouettes[clusters == number].mean() for number in range(3)]
    )
    assert np.sum(details["label"]["counts"]) == len(rows)


def test_two_clusterings_are_compared_side_by_side() -> None:
    left, right = (train_clusters(CLUSTERERS[name][0](), make_birds()) for name in ("k-means", "hierarchical"))
    evaluation = evaluate_model(left, right)
    assert (evaluation.task, evaluation.models) == ("clustering", ("K-Means Clustering", "Hierarchical Clustering"))


def test_an_evaluation_without_the_columns_of_the_clusters_has_the_distances() -> None:
    alone = train_clusters(CLUSTERERS["k-means"][0](), make_birds(), check_for_append_or_uncheck_for_result_only=False)
    evaluation = evaluate_model(alone)
    assert "Silhouette" not in evaluation.metrics[0]
    assert evaluation.metrics[0]["Number_of_Points"] == 342
    assert build_view(evaluation)["models"][0]["details"]["points"] == []


def test_assignments_made_elsewhere_are_measured_by_their_column_names() -> None:
    ours = train_clusters(CLUSTERERS["k-means"][0](), make_birds())
    elsewhere = Dataset(ours.frame[["Assignments", *DISTANCES]])
    names = ["Average_Distance_to_Cluster_Center", "Average_Distance_to_Other_Center", "Number_of_Points"]
    found, wanted = (evaluate_model(dataset).metrics[0] for dataset in (elsewhere, ours))
    assert [found[name] for name in names] == [wanted[name] for name in names]


@pytest.mark.parametrize("name", [name for name in CLUSTERERS if name != "DBSCAN"])
def test_the_training_data_are_assigned_as_in_training(name: str) -> None:
    model, trained = train_clustering_model(CLUSTERERS[name][0](), make_birds())
    pd.testing.assert_frame_equal(assign_data_to_clusters(model, make_birds()).frame, trained.frame)


def test_new_rows_of_dbscan_are_in_the_cluster_of_the_nearest_core_or_noise() -> None:
    model, _ = train_clustering_model(
        dbscan(), make_shoppers(), column_set=Columns(start="none", names=("age", "basket"))
    )
    known, strange = make_shoppers().frame.iloc[[0]], make_shoppers().frame.iloc[[0]].assign(age=200.0)
    found = assign_data_to_clusters(model, Dataset(pd.concat([known, strange]))).frame["Assignments"]
    assert found.tolist() == [0, -1]


def test_rows_with_a_missing_feature_have_no_assignment(caplog: pytest.LogCaptureFixture) -> None:
    gaps = Dataset(make_shoppers().frame.assign(age=make_shoppers().frame["age"].where(np.arange(60) > 1)))
    with caplog.at_level(logging.WARNING):
        model, trained = train_clustering_model(k_means_clustering(number_of_centroids=3), gaps)
    again = assign_data_to_clusters(model, gaps)
    assert trained.frame["Assignments"].isna().tolist() == [True, True] + [False] * 58
    assert trained.schema["Assignments"].type == "integer"
    assert again.frame["Assignments"].isna().sum() == 2
    assert "2 rows with a missing value" in caplog.text
    assert evaluate_model(trained).metrics[0]["Number_of_Points"] == 58


def test_a_category_that_training_did_not_know_is_no_obstacle() -> None:
    model, _ = train_clustering_model(k_means_clustering(number_of_centroids=3), make_shoppers())
    assigned = assign_data_to_clusters(model, Dataset(make_shoppers().frame.assign(member="perhaps")))
    assert assigned.frame["Assignments"].notna().all()
    assert "Silhouette" in evaluate_model(assigned).metrics[0]


def test_the_same_seed_gives_the_same_clusters() -> None:
    first, second = (train_clusters(k_means_clustering(number_of_centroids=4, seed=9), make_birds()) for _ in range(2))
    pd.testing.assert_frame_equal(first.frame, second.frame)


def test_a_label_is_ignored_unless_it_is_asked_for() -> None:
    model, _ = train_clustering_model(k_means_clustering(), make_birds(), column_set=Columns())
    assert model.features.names == [*MEASURES, "Island"]


def make_partly_labeled() -> Dataset:
    """Shoppers of whom every third, one kind each, is labeled."""
    labels = np.array(["thrifty", "wealthy", "frequent"])[np.arange(60) % 3]
    frame = make_shoppers().frame.assign(kind=pd.Series(labels).where(np.arange(60) < 6))
    return Dataset(frame, {"kind": "label"})


@pytest.mark.parametrize("mode", ["Fill missing values", "Overwrite from closest to center"])
def test_labels_are_filled_in_or_overwritten(mode: Any) -> None:
    learner = k_means_clustering(number_of_centroids=3, assign_label_mode=mode)
    model, trained = train_clustering_model(learner, make_partly_labeled())
    expected = np.array(["thrifty", "wealthy", "frequent"])[np.arange(60) % 3].tolist()
    unlabeled = Dataset(make_shoppers().frame)
    assert ("kind" in model.features.names) == (mode == "Fill missing values")
    assert trained.frame["kind"].tolist() == expected
    assert assign_data_to_clusters(model, unlabeled).frame["kind"].tolist() == expected


def test_a_dendrogram_has_every_row_below_its_branches_and_the_cut_between_the_right_merges() -> None:
    model, _ = train_clustering_model(hierarchical_clustering(number_of_clusters=4), make_birds())
    assert model.details is not None
    tree = model.details.model_dump()["dendrogram"]
    above = [merge for merge in tree["merges"] if merge["height"] > tree["cut"]]
    assert sum(leaf["rows"] for leaf in tree["leaves"]) == 342
    assert len(tree["merges"]) == len(tree["leaves"]) - 1
    assert len(above) == 3
    assert all(merge["cluster"] is None for merge in above)


def test_a_tree_cut_at_a_height_joins_nothing_above_it() -> None:
    learner = hierarchical_clustering(cut_the_tree_at="Height", height=20.0)
    model, _ = train_clustering_model(learner, make_birds())
    assert model.details is not None
    tree = model.details.model_dump()["dendrogram"]
    assert all((merge["height"] > 20) == (merge["cluster"] is None) for merge in tree["merges"])


def test_a_gaussian_mixture_tells_how_probable_its_assignments_are() -> None:
    rows = encode_points(StandardScaler())
    mixture = GaussianMixture(3, covariance_type="diag", random_state=1).fit(rows)
    found = train_clusters(CLUSTERERS["Gaussian mixture"][0](), make_birds()).frame["Assignment Probability"]
    np.testing.assert_allclose(found, mixture.predict_proba(rows).max(axis=1), atol=1e-6)


def test_the_view_of_a_clustering_tells_what_is_typical_of_each_cluster() -> None:
    model, trained = train_clustering_model(k_means_clustering(number_of_centroids=3), make_birds())
    profile = {record["feature"]: record for record in build_view(model)["details"]["profile"]}
    means = trained.frame.groupby("Assignments")["Body Mass (g)"].mean()
    assert profile["Body Mass (g)"]["values"] == pytest.approx(means.tolist())
    assert set(profile["Island"]["values"]) <= set(make_birds().frame["Island"])
    assert build_thumbnail(model)["kind"] == "clusters"  # type: ignore[index]


def test_data_that_is_all_noise_has_a_view_and_no_evaluation() -> None:
    model, trained = train_clustering_model(dbscan(maximum_distance=1e-9), make_birds())
    assert build_view(model)["details"]["found"] == 0
    assert trained.frame["Assignments"].eq(-1).all()
    with pytest.raises(ModuleError, match="is in a cluster") as refused:
        evaluate_model(trained)
    assert refused.value.number == 21


def make_shoppers_with(**columns: Any) -> Dataset:
    return Dataset(make_shoppers().frame.assign(**columns))


TOO_MANY_ROWS = Dataset(pd.DataFrame({"x": np.arange(MAX_PAIRWISE_ROWS + 1.0)}))
CONSTANT_DATASET = Dataset(pd.DataFrame({"x": [1.0] * 9, "y": ["a"] * 9}))
K_MEANS = k_means_clustering(number_of_centroids=3)

REFUSALS: dict[str, tuple[UntrainedModel, Dataset, int, str]] = {
    "no rows": (K_MEANS, Dataset(make_shoppers().frame.head(0)), 21, "has no rows"),
    "one row": (K_MEANS, make_shoppers(1), 21, "at least 3 different rows"),
    "one row for DBSCAN": (dbscan(), make_shoppers(1), 21, "at least 2 different rows"),
    "rows that are all the same": (K_MEANS, CONSTANT_DATASET, 21, "has 1"),
    "rows that are all the same in a tree": (hierarchical_clustering(), CONSTANT_DATASET, 21, "has 1"),
    "a column without values": (K_MEANS, make_shoppers_with(age=np.nan), 21, "'age' has the fewest: 0 rows"),
    "infinities": (K_MEANS, make_shoppers_with(age=np.inf), 33, "'age'"),
    "numbers too large to be scaled": (K_MEANS, make_shoppers_with(age=[-1.7e308, 1.7e308] * 30), 33, "too large"),
    "lists": (K_MEANS, make_shoppers_with(age=[[1]] * 60), 17, "no learner can use"),
    "more rows than pairs fit": (hierarchical_clustering(), TOO_MANY_ROWS, 18, "up to 10,000"),
    "no feature": (K_MEANS, Dataset(CONSTANT_DATASET.frame[["x"]], {"x": "label"}), 11, "matches no column"),
    "a learner of labels": (linear_regression(), make_shoppers(), 13, "is not a clustering learner"),
    "a detector": (make_anomaly_learner(), make_shoppers(), 13, "is not a clustering learner"),
    "labels asked for where there are none": (
        k_means_clustering(assign_label_mode="Fill missing values"),
        make_shoppers(),
        24,
        "needs a label column",
    ),
}


def test_score_model_names_the_module_that_scores_clusters() -> None:
    clusters = train_clustering_model(K_MEANS, make_shoppers()).trained_model
    with pytest.raises(ModuleError, match="Use Assign Data to Clusters instead"):
        score_model(clusters, make_shoppers())
    with pytest.raises(ModuleError, match="Use Train Clustering Model instead"):
        train_model(K_MEANS, make_loans(), label="paid")


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_clustered_is_refused(case: str) -> None:
    learner, dataset, number, message = REFUSALS[case]
    with pytest.raises(ModuleError) as refused:
        train_clustering_model(learner, dataset)
    assert (refused.value.number, message in refused.value.message) == (number, True), refused.value.message


def test_data_without_a_column_of_the_clusters_are_refused() -> None:
    model, _ = train_clustering_model(K_MEANS, make_shoppers())
    with pytest.raises(ModuleError, match="Column 'age' of the training data is not in 'dataset'") as refused:
        assign_data_to_clusters(model, Dataset(make_shoppers().frame.drop(columns="age")))
    assert refused.value.number == 1


def test_ward_refuses_another_distance() -> None:
    with pytest.raises(ModuleError, match="Ward's linkage works with the Euclidean distance only"):
        hierarchical_clustering(distance_metric="Cosine")


def test_k_means_keeps_the_best_of_several_starts() -> None:
    """With one start, this seed ends in a worse division of the same rows."""
    points = np.random.default_rng(3).normal(size=(300, 2))
    frame = pd.DataFrame(points, columns=["across", "up"])

    def inertia(starts: int) -> float:
        learner = k_means_clustering(number_of_centroids=12, number_of_starts=starts, normalize_features=False, seed=0)
        model, _ = train_clustering_model(learner, Dataset(frame))
        return float(model.pipeline.inertia_)

    assert inertia(10) < inertia(1)
    assert inertia(10) == KMeans(12, n_init=10, max_iter=100, random_state=0).fit(points).inertia_
