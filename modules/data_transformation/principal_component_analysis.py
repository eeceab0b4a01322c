"""Principal Component Analysis: few columns that keep most of what many columns tell."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Columns, Dataset, ModuleError, Schema, Transformation, module, shown_when, titled
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.numeric_columns import NUMERIC_FEATURES
from modules.kit.views.transformation_view import ComponentDetails
from modules.learning.feature_space import FeatureSpace, encode_points
from modules.learning.projections import (
    ColumnsToProject,
    KeepColumns,
    Normalize,
    add_coordinate_columns,
    add_coordinates,
    encode_chosen_columns,
    infer_coordinates_schema,
    number_titles,
)

TITLE = "Principal Component Analysis"
COMPONENT = "Principal Component"
MAX_SHOWN_POINTS = 1_000


#: By how many components, or by what share of the variance they have to explain together.
ChosenBy = Literal["Number", "Share of the variance"]


class PrincipalComponentAnalysisOutputs(NamedTuple):
    results_dataset: Dataset
    pca_transformation: Annotated[Transformation, titled("PCA transformation")]
    explained_variance: Dataset


@dataclass(frozen=True)
class PrincipalComponents(Transformation):
    """Fitted components: each a direction among the scaled columns, with the share of the variance along it."""

    space: FeatureSpace
    pca: Any
    keep_columns: bool
    #: [first, second] component of a sample of the rows, for the picture.
    points: tuple[tuple[float, float], ...] = ()

    title = TITLE

    @property
    def names(self) -> list[str]:
        return number_titles(COMPONENT, len(self.pca.components_))

    def apply(self, dataset: Dataset) -> Dataset:
        points = encode_points(self.space, dataset, port="dataset")
        places = self.pca.transform(points.rows) if points.present.any() else np.empty((0, len(self.names)))
        dropped = [] if self.keep_columns else self.space.features.names
        return add_coordinates(dataset, self.names, places, points.present, dropped)

    def describe(self) -> list[dict[str, Any]]:
        shares = self.pca.explained_variance_ratio_
        return [
            {"component": number, "explained_variance": float(share), "cumulated": float(total)}
            | {column: float(weight) for column, weight in zip(self.space.axes, weights, strict=True)}
            for number, share, total, weights in zip(
                range(1, len(shares) + 1), shares, np.cumsum(shares), self.pca.components_, strict=True
            )
        ]

    def details(self) -> ComponentDetails:
        """Shares, weights of the columns, and a sample of the rows."""
        return ComponentDetails(
            explained=self.pca.explained_variance_ratio_.tolist(),
            columns=list(self.space.axes),
            weights=self.pca.components_.tolist(),
            points=list(self.points),
        )


def _build_example() -> Call:
    random = np.random.default_rng(0)
    size = random.normal(0, 1, 40)
    frame = pd.DataFrame({"length": 10 + size, "width": 5 + 0.5 * size, "age": random.integers(1, 9, 40)})
    frame["width"] += random.normal(0, 0.1, 40)
    return Call.of(Dataset(frame.round(3)))


def _predict_schema(
    dataset: Schema,
    columns_to_reduce: Columns,
    components_chosen_by: ChosenBy,
    number_of_components: int,
    keep_the_columns: bool,
) -> tuple[Schema | None, None, Schema]:
    chosen = columns_to_reduce.resolve(dataset)
    table = Schema(
        (
            Column("Component", "integer"),
            Column("Explained variance", "real"),
            Column("Cumulated", "real"),
            *(Column(name, "real") for name in name_weights(chosen)),
        )
    )
    if components_chosen_by != "Number":
        return None, None, table
    names = number_titles(COMPONENT, number_of_components)
    return infer_coordinates_schema(dataset, names, [] if keep_the_columns else chosen), None, table


def _emit_code(step: StepCode) -> None:
    source, columns, fitted = step.get_input("dataset"), step.reserve_name("reduced_columns"), step.reserve_name("pca")
    by_number = step.components_chosen_by == "Number"
    count = step.number_of_components if by_number else step.share_of_the_variance
    pca = step.import_name("sklearn.decomposition", "PCA").call(count, svd_solver="full")
    if step.normalize_features:
        step.add_imports(
            "from sklearn.preprocessing import StandardScaler", "from sklearn.pipeline import make_pipeline"
        )
        pca = expr("make_pipeline(StandardScaler(), {pca})", pca=pca)
    step.assign(columns, select_columns_expression(step.columns_to_reduce, source))
    numbers = expr('{source}[{columns}].dropna().astype("float64")', source=source, columns=columns)
    step.assign(fitted, pca.method("fit", numbers))

    def emit_apply(table: Expr) -> Expr:
        kept = {} if step.keep_the_columns else {"keep": False}
        return step.use(add_components).call(table, columns, fitted, **kept)

    out = step.add_table("results_dataset", like=source)
    step.assign(out, emit_apply(source.code))
    step.outputs["pca_transformation"] = ScriptVariable(fitted, apply=emit_apply)
    table = step.add_table("explained_variance", "explained_variance")
    step.assign(table, step.use(list_components).call(fitted.item(-1) if step.normalize_features else fitted, columns))


def list_components(pca: Any, columns: Any) -> pd.DataFrame:
    """Per component its share of the variance, that of all up to it, and the weight of each column."""
    shares = pca.explained_variance_ratio_
    numbers = range(1, len(shares) + 1)
    found = {"Component": numbers, "Explained variance": shares, "Cumulated": np.cumsum(shares)}
    return pd.DataFrame(found | dict(zip(name_weights(list(columns)), pca.components_.T, strict=True)))


def name_weights(columns: list[str]) -> list[str]:
    """The names of the columns of weights."""
    return [f"Weight of {name}" for name in columns]


def add_components(data: pd.DataFrame, columns: Any, pca: Any, *, keep: bool = True) -> pd.DataFrame:
    """The data with their principal components; a row with a missing value has none."""
    present = data[columns].notna().all(axis=1).to_numpy()
    places = pca.transform(data.loc[present, columns].astype("float64"))
    return add_coordinate_columns(
        data, number_titles(COMPONENT, places.shape[1]), places, present, [] if keep else columns
    )


@module(
    TITLE,
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="perspective",
    schema=_predict_schema,
    emit_code=_emit_code,
    example=_build_example,
    keywords=("PCA", "dimensionality reduction", "SVD", "projection", "explained variance", "scree plot", "loadings"),
)
def principal_component_analysis(
    dataset: Dataset,
    *,
    columns_to_reduce: Annotated[
        ColumnsToProject, Field(description="Columns of numbers that the components replace.")
    ] = NUMERIC_FEATURES,
    components_chosen_by: Annotated[
        ChosenBy, Field(description="Share of the variance keeps as many components as explain that much together.")
    ] = "Number",
    number_of_components: Annotated[
        int,
        titled("Number of dimensions to reduce to"),
        Field(ge=1, le=1_000, description="Fewer are easier to draw; more keep more of the variance."),
        shown_when(components_chosen_by="Number"),
    ] = 2,
    share_of_the_variance: Annotated[
        float,
        Field(gt=0, lt=1, description="As many components are kept as explain this much. 0.9 is 90 %."),
        shown_when(components_chosen_by="Share of the variance"),
    ] = 0.9,
    normalize_features: Normalize = True,
    keep_the_columns: KeepColumns = True,
) -> PrincipalComponentAnalysisOutputs:
    """Reduce many columns of numbers to a few that keep most of the information.

    Each new column is a weighted sum of the scaled columns; the first one is that along which the rows differ most,
    each further one that along which they differ most among those at right angles to it (Hotelling, Journal of
    Educational Psychology 24, 1933). The third output has the share of the variance of each component and the weights
    of the columns; open the transformation to see them as a picture. It gives other data the same components by Apply
    Transformation. A row with a missing value in one of the columns is left out and gets none.
    """
    from sklearn.decomposition import PCA

    space, points = encode_chosen_columns(
        dataset, columns_to_reduce, normalize_features, TITLE, parameter="columns_to_reduce"
    )
    most = min(points.rows.shape)
    by_number = components_chosen_by == "Number"
    if by_number and number_of_components > most:
        message = f"There are at most {most} components: as many as columns, and no more than rows."
        raise ModuleError(7, f"{message} Got {number_of_components}.", parameter="number_of_components")
    count = number_of_components if by_number else share_of_the_variance
    pca = PCA(count, svd_solver="full").fit(points.rows)
    fitted = PrincipalComponents(space, pca, keep_the_columns, _sample_points(pca, points.rows))
    table = Dataset(list_components(pca, space.axes))
    return PrincipalComponentAnalysisOutputs(fitted.apply(dataset), fitted, table)


def _sample_points(pca: Any, rows: Any) -> tuple[tuple[float, float], ...]:
    """The first two components of evenly spread rows; none where there is one component only."""
    if len(pca.components_) < 2:
        return ()
    drawn = np.linspace(0, len(rows) - 1, min(len(rows), MAX_SHOWN_POINTS)).astype(int)
    places = pca.transform(rows[drawn])[:, :2]
    return tuple((round(float(across), 5), round(float(up), 5)) for across, up in places)
