"""Train Clustering Model: a clustering and data become clusters, and every row gets its own."""

from typing import Annotated, NamedTuple

from pydantic import Field

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
from modules.kit.codegen.script_builder import StepCode
from modules.learning.cluster_codegen import write_cluster_assignment, write_cluster_fit
from modules.learning.cluster_parameters import FEATURES, AppendOrResultOnly
from modules.learning.clustering import (
    add_assignments,
    fit_clusters,
    infer_assigned_schema,
    infer_cluster_model,
    select_clustered_columns,
)
from modules.learning.unsupervised_examples import make_cluster_learner, make_shoppers


class TrainClusteringModelOutputs(NamedTuple):
    trained_model: TrainedModel
    results_dataset: Dataset


def predict_clustering_schemas(
    untrained_model: ModelSchema,
    dataset: Schema,
    column_set: Columns,
    check_for_append_or_uncheck_for_result_only: bool,
) -> tuple[ModelSchema | None, Schema | None]:
    """The columns that the model compares, and those of the results but the distances."""
    names = select_clustered_columns(dataset, column_set, "Ignore label column")
    model = infer_cluster_model(untrained_model, dataset, names)
    return model, infer_assigned_schema(model, dataset, append=check_for_append_or_uncheck_for_result_only)


def _emit_code(step: StepCode) -> None:
    learner, data = step.get_input("untrained_model"), step.get_input("dataset")
    model = write_cluster_fit(step, learner, data, step.column_set)
    step.outputs["trained_model"] = model
    append = step.check_for_append_or_uncheck_for_result_only
    write_cluster_assignment(step, "results_dataset", model, data, append=append, own=True)


@module(
    "Train Clustering Model",
    category="Model Training",
    icon="chart-dots-3",
    role="trainer",
    task="clustering",
    schema=predict_clustering_schemas,
    emit_code=_emit_code,
    example=lambda: Call.of(make_cluster_learner(), make_shoppers()),
    keywords=("fit", "cluster", "fit_predict", "segmentation"),
)
def train_clustering_model(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    column_set: Annotated[
        Columns,
        Field(description="The columns by which rows are compared. Leave out names and identifiers."),
        columns_of("dataset"),
    ] = FEATURES,
    check_for_append_or_uncheck_for_result_only: AppendOrResultOnly = True,
) -> TrainClusteringModelOutputs:
    """Find clusters in the rows of a dataset, and assign each row to one.

    The results have "Assignments", the number of the cluster from 0 (-1 is noise), and "DistancesToClusterCenter no."
    with the Euclidean distance to each center, measured as the model sees the rows: after scaling, with one axis of 0
    and 1 for each category. A cluster without a center of its own has the mean of its rows as one. Rows with a missing
    value in a chosen column are left out and get no assignment. K-Means and DBSCAN count rows by a column with the role
    weight. Open the trained model to see the clusters.
    """
    model, data, assigned = fit_clusters(untrained_model, dataset, column_set)
    append = check_for_append_or_uncheck_for_result_only
    return TrainClusteringModelOutputs(model, add_assignments(data, model, assigned, append=append))
