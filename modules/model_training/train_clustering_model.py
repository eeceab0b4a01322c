"""Train Clustering Model: a clustering and data become clusters, and every row gets its own."""

from typing import Annotated, NamedTuple

from modules.kit import (
    Call,
    Columns,
    Dataset,
    ModelSchema,
    Schema,
    TrainedModel,
    UntrainedModel,
    columns_of,
    module,
)
from modules.kit.writing import Step
from modules.learning.cluster_parameters import FEATURES, AppendOrResultOnly
from modules.learning.clustering import (
    assigned_schema,
    clustered_columns,
    fit_clusters,
    trained_clusters,
    with_assignments,
)
from modules.learning.unsupervised_examples import grouping, shoppers
from modules.learning.writing_clusters import write_clusters, write_fitted_clusters


class TrainedClusters(NamedTuple):
    trained_model: TrainedModel
    results_dataset: Dataset


def clustered(
    untrained_model: ModelSchema,
    dataset: Schema,
    column_set: Columns,
    check_for_append_or_uncheck_for_result_only: bool,
) -> tuple[ModelSchema | None, Schema | None]:
    """The columns that the model compares, and those of the results but the distances."""
    names = clustered_columns(dataset, column_set, "Ignore label column")
    model = trained_clusters(untrained_model, dataset, names)
    return model, assigned_schema(model, dataset, append=check_for_append_or_uncheck_for_result_only)


def _written(step: Step) -> None:
    learner, data = step.inputs["untrained_model"], step.inputs["dataset"]
    model = write_fitted_clusters(step, learner, data, step.column_set)
    step.outputs["trained_model"] = model
    append = step.check_for_append_or_uncheck_for_result_only
    write_clusters(step, "results_dataset", model, data, append=append, own=True)


@module(
    "Train Clustering Model",
    category="Model Training",
    icon="chart-dots-3",
    schema=clustered,
    writes=_written,
    example=lambda: Call.of(grouping(), shoppers()),
    keywords=("fit", "cluster", "fit_predict", "segmentation"),
)
def train_clustering_model(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    column_set: Annotated[Columns, columns_of("dataset")] = FEATURES,
    check_for_append_or_uncheck_for_result_only: AppendOrResultOnly = True,
) -> TrainedClusters:
    """Find clusters in the rows of a dataset, and tell which row is in which.

    The results have "Assignments", the number of the cluster from 0 (-1 is noise), and "DistancesToClusterCenter no."
    with the Euclidean distance to each centre, measured as the model sees the rows: after scaling, with one axis of 0
    and 1 for each category. A cluster without a centre of its own has the mean of its rows as one. Rows with a missing
    value in a chosen column take no part and get no assignment. Open the trained model to see the clusters.
    """
    model, data, assigned = fit_clusters(untrained_model, dataset, column_set)
    append = check_for_append_or_uncheck_for_result_only
    return TrainedClusters(model, with_assignments(data, model, assigned, append=append))
