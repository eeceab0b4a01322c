"""UMAP Projection: a map on which rows that are alike lie side by side, and on which new rows find their place."""

import warnings
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Columns, Dataset, ModuleError, Schema, Seed, Transformation, module, titled
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.numeric_columns import NUMERIC_FEATURES
from modules.learning.feature_space import FeatureSpace, encode_points
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

TITLE = "UMAP Projection"


class UmapProjectionOutputs(NamedTuple):
    results_dataset: Dataset
    umap_transformation: Annotated[Transformation, titled("UMAP transformation")]


@dataclass(frozen=True)
class UmapProjection(Transformation):
    """A fitted map: new rows are placed among those that it was made of."""

    space: FeatureSpace
    mapping: Any
    keep_columns: bool

    title = TITLE
    works_by_rows = False

    def apply(self, dataset: Dataset) -> Dataset:
        points = encode_points(self.space, dataset, port="dataset")
        places = self.mapping.transform(points.rows) if points.present.any() else np.empty((0, self._dimensions))
        return self.add_coordinates(dataset, places, points.present)

    def add_coordinates(self, dataset: Dataset, places: Any, present: Any) -> Dataset:
        """The dataset with these coordinates."""
        dropped = [] if self.keep_columns else self.space.features.names
        return add_coordinates(dataset, number_titles("UMAP", self._dimensions), places, present, dropped)

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"column": name, "neighbors": int(self.mapping.n_neighbors), "minimum_distance": self.mapping.min_dist}
            for name in self.space.features.names
        ]

    @property
    def _dimensions(self) -> int:
        return int(self.mapping.n_components)


def _predict_schema(
    dataset: Schema, columns_to_project: Columns, dimensions: int, keep_the_columns: bool
) -> tuple[Schema, None]:
    dropped = [] if keep_the_columns else columns_to_project.resolve(dataset)
    return infer_coordinates_schema(dataset, number_titles("UMAP", dimensions), dropped), None


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns, mapping = step.reserve_name("projected_columns"), step.reserve_name("umap")
    settings = {
        "n_neighbors": step.number_of_neighbors,
        "n_components": step.dimensions,
        "min_dist": step.minimum_distance,
        "random_state": step.seed,
        "n_jobs": 1,
    }
    made = step.import_name("umap", "UMAP").call(**settings)
    if step.normalize_features:
        step.add_imports(
            "from sklearn.preprocessing import StandardScaler", "from sklearn.pipeline import make_pipeline"
        )
        made = expr("make_pipeline(StandardScaler(), {umap})", umap=made)
    step.assign(columns, select_columns_expression(step.columns_to_project, source))
    step.assign(mapping, made)

    def emit_apply(table: Expr, **first: bool) -> Expr:
        kept = {} if step.keep_the_columns else {"keep": False}
        return step.use(add_umap).call(table, columns, mapping, **first, **kept)

    out = step.add_table("results_dataset", like=source)
    step.assign(out, emit_apply(source.code, fit=True))
    step.outputs["umap_transformation"] = ScriptVariable(mapping, apply=emit_apply)


def add_umap(
    data: pd.DataFrame, columns: list[str], mapping: Any, *, fit: bool = False, keep: bool = True
) -> pd.DataFrame:
    """The data with the place of each row on the map; a row with a missing value has none."""
    present = data[columns].notna().all(axis=1).to_numpy()
    rows = data.loc[present, columns].to_numpy(dtype="float64")
    places = (mapping.fit_transform(rows) if fit else mapping.transform(rows)).astype("float64")
    return add_coordinate_columns(
        data, number_titles("UMAP", places.shape[1]), places, present, [] if keep else columns
    )


@module(
    TITLE,
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="map-2",
    schema=_predict_schema,
    emit_code=_emit_code,
    requires=("umap",),
    example=lambda: Call.of(make_shoppers(24), number_of_neighbors=5),
    keywords=("UMAP", "dimensionality reduction", "manifold", "embedding"),
)
def umap_projection(
    dataset: Dataset,
    *,
    columns_to_project: Annotated[
        ColumnsToProject, Field(description="Columns of numbers by which rows are near or far. Scale them first.")
    ] = NUMERIC_FEATURES,
    dimensions: Dimensions = 2,
    number_of_neighbors: Annotated[
        int, Field(ge=2, le=10_000, description="More neighbors show the large structure, fewer show details.")
    ] = 15,
    minimum_distance: Annotated[float, Field(ge=0, le=1, description="How close together rows may be placed.")] = 0.1,
    normalize_features: Normalize = True,
    keep_the_columns: KeepColumns = True,
    seed: Seed = 0,
) -> UmapProjectionOutputs:
    """Draw a map that places similar rows close together and can place new rows.

    It keeps more of the large structure than t-SNE and is quicker on many rows (McInnes, Healy and Melville,
    arXiv:1802.03426, 2018). Sizes of groups still mean little. The transformation places other data on the same map by
    Apply Transformation. Rows with a missing value are not placed. In every run the library is compiled first, which
    takes up to half a minute.
    """
    space, points = encode_chosen_columns(
        dataset, columns_to_project, normalize_features, TITLE, parameter="columns_to_project"
    )
    if number_of_neighbors >= len(points.rows):
        message = f"number_of_neighbors must be less than the number of rows, {len(points.rows):,}."
        raise ModuleError(7, f"{message} Got {number_of_neighbors}.", parameter="number_of_neighbors")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from umap import UMAP

        mapping = UMAP(
            n_neighbors=number_of_neighbors,
            n_components=dimensions,
            min_dist=minimum_distance,
            random_state=seed,
            n_jobs=1,
        )
        places = mapping.fit_transform(points.rows)
    fitted = UmapProjection(space, mapping, keep_the_columns)
    return UmapProjectionOutputs(fitted.add_coordinates(dataset, places.astype("float64"), points.present), fitted)
