"""Assign Data to Clusters: a trained clustering tells the cluster of each row of other data."""

from modules.kit import Call, Dataset, ModelSchema, Schema, TrainedModel, module
from modules.kit.writing import Step
from modules.learning.cluster_parameters import AppendOrResultOnly
from modules.learning.clustering import ClusterModel, assign, assigned_schema, with_assignments
from modules.learning.unsupervised_examples import groups, shoppers
from modules.learning.writing_clusters import write_clusters


def with_cluster_columns(
    trained_model: ModelSchema, dataset: Schema, check_for_append_or_uncheck_for_result_only: bool
) -> Schema | None:
    """The data's columns and the assignments; the run adds the distances."""
    return assigned_schema(trained_model, dataset, append=check_for_append_or_uncheck_for_result_only)


def _written(step: Step) -> None:
    model, data = step.inputs["trained_model"], step.inputs["dataset"]
    append = step.check_for_append_or_uncheck_for_result_only
    write_clusters(step, "results_dataset", model, data, append=append)


@module(
    "Assign Data to Clusters",
    category="Model Scoring and Evaluation",
    icon="focus-2",
    schema=with_cluster_columns,
    writes=_written,
    example=lambda: Call.of(groups(), shoppers(20)),
    keywords=("cluster assigner", "predict clusters", "score clustering"),
)
def assign_data_to_clusters(
    trained_model: TrainedModel,
    dataset: Dataset,
    *,
    check_for_append_or_uncheck_for_result_only: AppendOrResultOnly = True,
) -> Dataset:
    """Assign each row of a dataset to a cluster of a trained clustering.

    Adds "Assignments" and the distance to the centre of each cluster. K-means takes the nearest centre, a Gaussian
    mixture the most probable cluster, whose probability is added. DBSCAN and hierarchical clustering have no rule of
    their own for new rows: DBSCAN takes the cluster of the nearest core within its maximum distance, else -1 for noise;
    hierarchical clustering takes that of the most similar row of the training data. The data need the columns that the
    clusters were made of. Rows with a missing value in one of them get no assignment.
    """
    data, assigned = assign(trained_model, dataset)
    assert isinstance(trained_model, ClusterModel)
    return with_assignments(data, trained_model, assigned, append=check_for_append_or_uncheck_for_result_only)
