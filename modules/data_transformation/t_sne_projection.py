"""t-SNE Projection: a map on which rows that are alike lie side by side."""

from typing import Annotated

from pydantic import Field

from modules.kit import Call, Columns, Dataset, ModuleError, Schema, Seed, module
from modules.learning.projections import (
    NUMERIC_FEATURES,
    ColumnsToProject,
    Dimensions,
    KeepColumns,
    Normalize,
    coordinates_schema,
    numbered,
    projected_points,
    with_coordinates,
)
from modules.learning.unsupervised_examples import shoppers

TITLE = "t-SNE Projection"


def _with_coordinates(dataset: Schema, columns_to_project: Columns, dimensions: int, keep_the_columns: bool) -> Schema:
    dropped = [] if keep_the_columns else columns_to_project.chosen(dataset)
    return coordinates_schema(dataset, numbered("t-SNE", dimensions), dropped)


@module(
    TITLE,
    category="Data Transformation",
    icon="spiral",
    schema=_with_coordinates,
    example=lambda: Call.of(shoppers(24), perplexity=5.0, iterations=250),
    keywords=("TSNE", "t-SNE", "dimensionality reduction", "manifold", "embedding"),
)
def t_sne_projection(
    dataset: Dataset,
    *,
    columns_to_project: ColumnsToProject = NUMERIC_FEATURES,
    dimensions: Dimensions = 2,
    perplexity: Annotated[
        float, Field(gt=0, description="About how many neighbors each row has. It must be less than the rows.")
    ] = 30.0,
    iterations: Annotated[int, Field(ge=250, le=100_000)] = 1_000,
    normalize_features: Normalize = True,
    keep_the_columns: KeepColumns = True,
    seed: Seed = 0,
) -> Dataset:
    """Draw a map on which rows that are alike lie side by side.

    Only who is near whom has a meaning: sizes of groups and distances between them have none (van der Maaten and
    Hinton, Journal of Machine Learning Research 9, 2008). The map is of these rows only; new rows cannot be added: use
    Principal Component Analysis or UMAP Projection for that. It takes a minute for some ten thousand rows. Rows with a
    missing value get no place.
    """
    from sklearn.manifold import TSNE

    _, points = projected_points(dataset, columns_to_project, normalize_features, TITLE, parameter="columns_to_project")
    if perplexity >= len(points.rows):
        message = f"The perplexity must be less than the number of rows, {len(points.rows):,}. Got {perplexity:g}."
        raise ModuleError(7, message, parameter="perplexity")
    # From principal components the map is the same for every order of the rows; it needs as many of them.
    start = "pca" if min(points.rows.shape) >= dimensions else "random"
    mapping = TSNE(dimensions, perplexity=perplexity, max_iter=iterations, init=start, random_state=seed)
    places = mapping.fit_transform(points.rows).astype("float64")
    chosen = columns_to_project.chosen(dataset.schema)
    dropped = [] if keep_the_columns else chosen
    return with_coordinates(dataset, numbered("t-SNE", dimensions), places, points.present, dropped)
