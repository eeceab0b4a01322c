"""What a report says of clusterings and detectors, from evaluations as Evaluate Model makes them."""

from typing import Any

from modules.clustering.gaussian_mixture import gaussian_mixture
from modules.clustering.k_means_clustering import k_means_clustering
from modules.kit import Dataset
from modules.kit.artifact_views import build_thumbnail, build_view
from modules.learning.unsupervised_examples import make_anomaly_learner, make_shoppers
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_anomaly_detection_model import train_anomaly_detection_model
from modules.model_training.train_clustering_model import train_clustering_model
from server.report.evaluation_sections import build_evaluation_section
from server.report.report_sections import _build_model_section
from server.report.thumbnails import draw_thumbnail


def train_clusters(number: int = 3, *, alone: bool = False) -> Dataset:
    learner = k_means_clustering(number_of_centroids=number)
    return train_clustering_model(
        learner, make_shoppers(), check_for_append_or_uncheck_for_result_only=not alone
    ).results_dataset


def describe_evaluation(*scored: Dataset) -> Any:
    view: Any = build_view(evaluate_model(*scored))  # type: ignore[arg-type]
    return build_evaluation_section("evaluate", "Evaluate Model", view)


def test_a_clustering_is_told_with_its_silhouette_and_a_picture() -> None:
    finding = describe_evaluation(train_clusters())
    assert finding.headline == "K-Means Clustering keeps its clusters clearly apart"
    assert finding.detail.endswith("3 clusters of 60 rows.")
    assert ["Silhouette" in metric.title for metric in finding.metrics].count(True) == 1
    assert 'aria-label="3 clusters in the plane of their two main directions."' in finding.figures[0].drawing


def test_two_clusterings_are_compared() -> None:
    mixture = train_clustering_model(gaussian_mixture(number_of_clusters=2), make_shoppers()).results_dataset
    finding = describe_evaluation(train_clusters(), mixture)
    assert finding.headline == "K-Means Clustering keeps its clusters further apart than Gaussian Mixture"
    assert len(finding.figures) == 2


def test_a_clustering_without_its_columns_is_told_without_a_picture() -> None:
    finding = describe_evaluation(train_clusters(alone=True))
    assert (finding.headline, finding.figures) == ("K-Means Clustering made 3 clusters", ())


def test_a_detector_is_told_as_a_ranking_at_its_own_threshold() -> None:
    labeled = Dataset(make_shoppers().frame.assign(odd=make_shoppers().frame["age"].rank() > 55), {"odd": "label"})
    model = train_anomaly_detection_model(make_anomaly_learner(), labeled)
    finding = describe_evaluation(score_model(model, labeled).scored_dataset)
    assert finding.headline.startswith("Isolation Forest ranks the rows")
    assert [figure.title for figure in finding.figures] == ["ROC", "Precision and recall", "Confusion matrix"]
    assert "at the threshold 0.5" in finding.figures[-1].caption


def test_models_without_a_label_are_told_by_what_they_found() -> None:
    clusters = train_clustering_model(k_means_clustering(), make_shoppers()).trained_model
    anomalies = train_anomaly_detection_model(make_anomaly_learner(), make_shoppers())
    views: list[Any] = [build_view(model) for model in (clusters, anomalies)]
    bars = [entry for view in views for entry in _build_model_section("Train", view).bars]
    assert [entry.title for entry in bars] == ["Sizes of the clusters", "Anomaly scores"]
    assert bars[1].note == "6 of 60 rows are above the threshold."


def test_their_small_pictures_are_drawn() -> None:
    clusters = train_clustering_model(k_means_clustering(), make_shoppers()).trained_model
    anomalies = train_anomaly_detection_model(make_anomaly_learner(), make_shoppers())
    thumbnails: list[Any] = [build_thumbnail(model) for model in (clusters, anomalies)]
    assert all("<path" in draw_thumbnail(thumbnail) for thumbnail in thumbnails)
