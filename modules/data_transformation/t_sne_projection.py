"""t-SNE Projection: a map on which rows that are alike lie side by side."""

from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from modules.kit import Call, Columns, Dataset, ModuleError, Schema, Seed, module
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.numeric_columns import NUMERIC_FEATURES
from modules.learning.projections import (
    ColumnsToProject,
    Dimensions,
    KeepColumns,
    Normalize,
    add_coordinate_columns,
    add_coordinates,
    encode_chosen_columns,
    infer_coordinates_schema,
    number_titles,
)
from modules.learning.unsupervised_examples import make_shoppers

TITLE = "t-SNE Projection"


def _predict_schema(dataset: Schema, columns_to_project: Columns, dimensions: int, keep_the_columns: bool) -> Schema:
    dropped = [] if keep_the_columns else columns_to_project.resolve(dataset)
    return infer_coordinates_schema(dataset, number_titles("t-SNE", dimensions), dropped)


def _emit_code(step: StepCode) -> None:
    source, columns = step.get_input("dataset"), step.reserve_name("projected_columns")
    out = step.add_table("results_dataset", "on_a_map", like=source)
    settings = {
        "dimensions": step.dimensions,
        "perplexity": step.perplexity,
        "iterations": step.iterations,
        "seed": step.seed,
    }
    settings |= {} if step.normalize_features else {"normalize": False}
    settings |= {} if step.keep_the_columns else {"keep": False}
    step.assign(columns, select_columns_expression(step.columns_to_project, source))
    step.assign(out, step.use(add_t_sne).call(source, columns, **settings))


def add_t_sne(
    data: pd.DataFrame,
    columns: list[str],
    *,
    dimensions: int,
    perplexity: float,
    iterations: int,
    seed: int,
    normalize: bool = True,
    keep: bool = True,
) -> pd.DataFrame:
    """The data with the place of each row on a map; a row with a missing value has none."""
    from sklearn.preprocessing import StandardScaler

    present = data[columns].notna().all(axis=1).to_numpy()
    rows = data.loc[present, columns].to_numpy(dtype="float64")
    rows = StandardScaler().fit_transform(rows) if normalize else rows
    places = compute_t_sne(rows, dimensions, perplexity, iterations, seed)
    return add_coordinate_columns(data, number_titles("t-SNE", dimensions), places, present, [] if keep else columns)


def compute_t_sne(rows: Any, dimensions: int, perplexity: float, iterations: int, seed: int) -> Any:
    """The place of each row on the map."""
    from sklearn.manifold import TSNE

    # From principal components the map is the same for every order of the rows; it needs as many of them.
    start = "pca" if min(rows.shape) >= dimensions else "random"
    mapping = TSNE(dimensions, perplexity=perplexity, max_iter=iterations, init=start, random_state=seed)
    return mapping.fit_transform(rows).astype("float64")


@module(
    TITLE,
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="spiral",
    schema=_predict_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_shoppers(24), perplexity=5.0, iterations=250),
    keywords=("TSNE", "t-SNE", "dimensionality reduction", "manifold", "embedding"),
)
def t_sne_projection(
    dataset: Dataset,
    *,
    columns_to_project: Annotated[
        ColumnsToProject, Field(description="Columns of numbers by which rows are near or far. Scale them first.")
    ] = NUMERIC_FEATURES,
    dimensions: Dimensions = 2,
    perplexity: Annotated[
        float, Field(gt=0, description="About how many neighbors each row has. It must be less than the rows.")
    ] = 30.0,
    iterations: Annotated[
        int,
        Field(
            ge=250,
            le=100_000,
            description="Steps of the optimization. Raise it if clusters still touch; it takes longer.",
        ),
    ] = 1_000,
    normalize_features: Normalize = True,
    keep_the_columns: KeepColumns = True,
    seed: Seed = 0,
) -> Dataset:
    """Draw a map that places similar rows close together.

    Only closeness has a meaning. Sizes of groups and distances between them do not (van der Maaten and Hinton, Journal
    of Machine Learning Research 9, 2008). The map is of these rows only; new rows cannot be added: use Principal
    Component Analysis or UMAP Projection for that. It takes a minute for some ten thousand rows. Rows with a missing
    value are not placed.
    """
    _, points = encode_chosen_columns(
        dataset, columns_to_project, normalize_features, TITLE, parameter="columns_to_project"
    )
    if perplexity >= len(points.rows):
        message = f"The perplexity must be less than the number of rows, {len(points.rows):,}. Got {perplexity:g}."
        raise ModuleError(7, message, parameter="perplexity")
    places = compute_t_sne(points.rows, dimensions, perplexity, iterations, seed)
    dropped = [] if keep_the_columns else columns_to_project.resolve(dataset.schema)
    return add_coordinates(dataset, number_titles("t-SNE", dimensions), places, points.present, dropped)
