"""Principal Component Analysis: few columns that keep most of what many columns tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Columns, Dataset, ModuleError, Schema, Transformation, module, titled
from modules.kit.writing import Step, Text, Value, call, chosen
from modules.learning.projections import (
    NUMERIC_FEATURES,
    ColumnsToProject,
    KeepColumns,
    Normalize,
    beside_coordinates,
    coordinates_schema,
    numbered,
    projected_points,
    with_coordinates,
)
from modules.learning.space import Space, points_of

TITLE = "Principal Component Analysis"
COMPONENT = "Principal Component"
MOST_POINTS = 1_000


class Reduced(NamedTuple):
    results_dataset: Dataset
    pca_transformation: Annotated[Transformation, titled("PCA transformation")]


@dataclass(frozen=True)
class PrincipalComponents(Transformation):
    """Fitted components: each a direction among the scaled columns, with the share of the variance along it."""

    space: Space
    pca: Any
    keep_columns: bool
    #: [first, second] component of a sample of the rows, for the picture.
    points: tuple[tuple[float, float], ...] = ()

    title = TITLE

    @property
    def names(self) -> list[str]:
        return numbered(COMPONENT, len(self.pca.components_))

    def apply(self, dataset: Dataset) -> Dataset:
        points = points_of(self.space, dataset, port="dataset")
        places = self.pca.transform(points.rows) if points.present.any() else np.empty((0, len(self.names)))
        dropped = [] if self.keep_columns else self.space.features.names
        return with_coordinates(dataset, self.names, places, points.present, dropped)

    def describe(self) -> list[dict[str, Any]]:
        shares = self.pca.explained_variance_ratio_
        return [
            {"component": number, "explained_variance": float(share), "cumulated": float(total)}
            | {column: float(weight) for column, weight in zip(self.space.axes, weights, strict=True)}
            for number, share, total, weights in zip(
                range(1, len(shares) + 1), shares, np.cumsum(shares), self.pca.components_, strict=True
            )
        ]

    def details(self) -> Mapping[str, Any]:
        """ComponentDetails of the browser: shares, weights of the columns, and a sample of the rows."""
        return {
            "kind": "components",
            "explained": [float(share) for share in self.pca.explained_variance_ratio_],
            "columns": list(self.space.axes),
            "weights": [[float(weight) for weight in component] for component in self.pca.components_],
            "points": [list(point) for point in self.points],
        }


def _example() -> Call:
    random = np.random.default_rng(0)
    size = random.normal(0, 1, 40)
    frame = pd.DataFrame({"length": 10 + size, "width": 5 + 0.5 * size, "age": random.integers(1, 9, 40)})
    frame["width"] += random.normal(0, 0.1, 40)
    return Call.of(Dataset(frame.round(3)))


def _with_components(
    dataset: Schema, columns_to_reduce: Columns, number_of_components: int, keep_the_columns: bool
) -> tuple[Schema, None]:
    dropped = [] if keep_the_columns else columns_to_reduce.chosen(dataset)
    return coordinates_schema(dataset, numbered(COMPONENT, number_of_components), dropped), None


def _written(step: Step) -> None:
    source, columns, fitted = step.inputs["dataset"], step.name("reduced_columns"), step.name("pca")
    step.imports("from sklearn.decomposition import PCA")
    pca = call("PCA", step.number_of_components, svd_solver="full")
    if step.normalize_features:
        step.imports("from sklearn.preprocessing import StandardScaler", "from sklearn.pipeline import make_pipeline")
        pca = f"make_pipeline(StandardScaler(), {pca})"
    step.add(f"{columns} = {chosen(step.columns_to_reduce, source)}")
    step.add(f'{fitted} = {pca}.fit({source}[{columns}].dropna().astype("float64"))')

    def applied(table: str) -> str:
        kept = {} if step.keep_the_columns else {"keep": False}
        return call(step.use(with_components), Text(table), Text(columns), Text(fitted), **kept)

    out = step.table("results_dataset", like=source)
    step.add(f"{out} = {applied(str(source))}")
    step.outputs["pca_transformation"] = Value(fitted, apply=applied)


def with_components(data: pd.DataFrame, columns: Any, pca: Any, *, keep: bool = True) -> pd.DataFrame:
    """The data with their principal components; a row with a missing value has none."""
    present = data[columns].notna().all(axis=1).to_numpy()
    places = pca.transform(data.loc[present, columns].astype("float64"))
    return beside_coordinates(data, numbered(COMPONENT, places.shape[1]), places, present, [] if keep else columns)


@module(
    TITLE,
    category="Data Transformation",
    icon="perspective",
    schema=_with_components,
    writes=_written,
    example=_example,
    keywords=("PCA", "dimensionality reduction", "SVD", "projection"),
)
def principal_component_analysis(
    dataset: Dataset,
    *,
    columns_to_reduce: ColumnsToProject = NUMERIC_FEATURES,
    number_of_components: Annotated[int, titled("Number of dimensions to reduce to"), Field(ge=1, le=1_000)] = 2,
    normalize_features: Normalize = True,
    keep_the_columns: KeepColumns = True,
) -> Reduced:
    """Make few columns that keep most of what many columns of numbers tell.

    Each new column is a weighted sum of the scaled columns; the first one is that along which the rows differ most,
    each further one that along which they differ most among those at right angles to it (Hotelling, Journal of
    Educational Psychology 24, 1933). Open the transformation to see the share of the variance of each component and
    the weights. It gives other data the same components by Apply Transformation. A row with a missing value in one of
    the columns takes no part and gets none.
    """
    from sklearn.decomposition import PCA

    space, points = projected_points(
        dataset, columns_to_reduce, normalize_features, TITLE, parameter="columns_to_reduce"
    )
    most = min(points.rows.shape)
    if number_of_components > most:
        message = f"There are at most {most} components: as many as columns, and no more than rows."
        raise ModuleError(7, f"{message} Got {number_of_components}.", parameter="number_of_components")
    pca = PCA(number_of_components, svd_solver="full").fit(points.rows)
    fitted = PrincipalComponents(space, pca, keep_the_columns, _sample(pca, points.rows))
    return Reduced(fitted.apply(dataset), fitted)


def _sample(pca: Any, rows: Any) -> tuple[tuple[float, float], ...]:
    """The first two components of evenly spread rows; none where there is one component only."""
    if len(pca.components_) < 2:
        return ()
    drawn = np.linspace(0, len(rows) - 1, min(len(rows), MOST_POINTS)).astype(int)
    places = pca.transform(rows[drawn])[:, :2]
    return tuple((round(float(across), 5), round(float(up), 5)) for across, up in places)
