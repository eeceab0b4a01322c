"""Assign Data to Clusters: a trained clustering tells the cluster of each row of other data."""

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, module
from modules.kit.codegen.script_builder import StepCode
from modules.learning.cluster_codegen import write_cluster_assignment
from modules.learning.cluster_parameters import AppendOrResultOnly
from modules.learning.clustering import ClusterModel, add_assignments, assign_clusters, infer_assigned_schema
from modules.learning.unsupervised_examples import make_cluster_model, make_shoppers


def predict_cluster_columns(
    trained_model: ModelSchema, dataset: Schema, check_for_append_or_uncheck_for_result_only: bool
) -> Schema | None:
    """The data's columns and the assignments; the run adds the distances."""
    return infer_assigned_schema(trained_model, dataset, append=check_for_append_or_uncheck_for_result_only)


def _emit_code(step: StepCode) -> None:
    model, data = step.get_input("trained_model"), step.get_input("dataset")
    append = step.check_for_append_or_uncheck_for_result_only
    write_cluster_assignment(step, "results_dataset", model, data, append=append)


@module(
    "Assign Data to Clusters",
    category="Model Scoring and Evaluation",
    icon="focus-2",
    role="scorer",
    task="clustering",
    schema=predict_cluster_columns,
    emit_code=_emit_code,
    example=lambda: Call.of(make_cluster_model(), make_shoppers(20)),
    keywords=("cluster assigner", "predict clusters", "score clustering"),
)
def assign_data_to_clusters(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    check_for_append_or_uncheck_for_result_only: AppendOrResultOnly = True,
) -> Dataset:
    """Assign each row of a dataset to a cluster of a trained clustering.

    Adds "Assignments" and the distance to the center of each cluster. K-means takes the nearest center, a Gaussian
    mixture the most probable cluster, whose probability is added. DBSCAN and hierarchical clustering have no rule of
    their own for new rows: DBSCAN takes the cluster of the nearest core within its maximum distance, else -1 for noise;
    hierarchical clustering takes that of the most similar row of the training data. The data need the columns that the
    clusters were made of. Rows with a missing value in one of them get no assignment.
    """
    data, assigned = assign_clusters(trained_model, dataset)
    assert isinstance(trained_model, ClusterModel)
    return add_assignments(data, trained_model, assigned, append=check_for_append_or_uncheck_for_result_only)
