"""Distances: how far rows are from one another, or from those of another table."""

import logging
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    column_of,
    columns_of,
    module,
    shown_when,
    titled,
    track,
)
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.kit.errors import require_columns
from modules.statistical_functions.row_distances import (
    DistanceMetric,
    build_distance_matrix,
    list_all_distances,
    list_nearest_rows,
)

log = logging.getLogger(__name__)

DistanceTable = Literal["Nearest rows", "All pairs", "Matrix"]
NUMBERS = ("integer", "real", "boolean")
MIXED = (*NUMBERS, "text", "category")
FEATURES = Columns(start="rule", types=("integer", "real", "boolean"), roles=("feature",))
#: More pairs than these take hours, or more memory than a step has.
MAX_COMPARED_PAIRS = 10_000_000_000
MAX_LISTED_PAIRS = 10_000_000
MAX_MATRIX_COLUMNS = 10_000


class DistancesOutputs(NamedTuple):
    distances: Dataset


def _build_example() -> Call:
    frame = pd.DataFrame(
        {"city": ["Bonn", "Cologne", "Berlin"], "lat": [50.73, 50.94, 52.52], "lon": [7.1, 6.96, 13.4]}
    )
    return Call.of(
        Dataset(frame, {"city": "none"}), None, metric="Great circle in km", name_column="city", number_of_neighbors=1
    )


def _predict_schema(
    dataset: Schema, other_dataset: Schema | None, table: DistanceTable, name_column: str | None
) -> Schema | None:
    if table == "Matrix":
        return None
    names = []
    for title, schema in (("Row", dataset), ("Neighbor", other_dataset or dataset)):
        if name_column is not None and name_column not in schema:
            return None
        names.append(Column(title, "integer" if name_column is None else schema[name_column].type, "none"))
    rank = (Column("Rank", "integer"),) if table == "Nearest rows" else ()
    return Schema((*(Column(one.name, one.type, "none") for one in names), *rank, Column("Distance", "real")))


def _emit_code(step: StepCode) -> None:
    source, other = step.get_input("dataset"), step.find_input("other_dataset")
    columns = find_column_names(step.columns_to_compare, source)
    if columns is None:
        raise CannotGenerateCode("Which columns it compares is known only during a run. Run the design, or name them.")
    columns = [name for name in columns if name != step.name_column]
    function = {"Nearest rows": list_nearest_rows, "All pairs": list_all_distances}.get(
        step.table, build_distance_matrix
    )
    settings: dict[str, object] = {}
    if step.name_column is not None:
        settings["name_column"] = step.name_column
    if not step.normalize_columns:
        settings["scaled"] = False
    if step.table == "Nearest rows":
        settings["count"] = step.number_of_neighbors
    if other is not None:
        settings["others"] = other.code
    out = step.add_table("distances", "distances")
    step.assign(out, step.use(function).call(source, columns, step.metric, **settings))


@module(
    "Distances",
    category="Statistical Functions",
    icon="ruler-measure",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "distance matrix",
        "similarity search",
        "nearest rows",
        "pairwise_distances",
        "kneighbors",
        "Gower",
        "haversine",
        "cosine similarity",
        "find nearest",
        "similar rows",
        "geo distance",
        "great circle",
    ),
)
def distances(
    dataset: Dataset,
    other_dataset: Dataset | None = None,
    *,
    columns_to_compare: Annotated[
        Columns,
        Field(description="The columns by which rows are compared. Leave out names and identifiers."),
        columns_of("dataset", types=MIXED),
    ] = FEATURES,
    metric: Annotated[
        DistanceMetric,
        Field(
            description="Gower compares numbers and categories alike. Great circle takes two columns, latitude and "
            "longitude in degrees, in this order in the table."
        ),
    ] = "Euclidean",
    normalize_columns: Annotated[
        bool,
        Field(description="Divide each column by its standard deviation first, so that units do not matter."),
        shown_when(metric=("Euclidean", "Manhattan", "Chebyshev")),
    ] = True,
    name_column: Annotated[
        str | None,
        column_of("dataset"),
        titled("Column that names the rows"),
        Field(description="Both tables must have it. Without one, rows are counted from 1."),
    ] = None,
    table: Annotated[
        DistanceTable,
        titled("Result"),
        Field(description="The nearest rows of each row, every pair, or one column for each row."),
    ] = "Nearest rows",
    number_of_neighbors: Annotated[
        int,
        Field(ge=1, le=1_000, description="So many of the nearest rows are listed for each row."),
        shown_when(table="Nearest rows"),
    ] = 5,
) -> DistancesOutputs:
    """Measure how far rows are from one another, or from the rows of another table.

    Euclidean: the straight line. Manhattan: the sum of the differences. Chebyshev: the greatest of them. Cosine and
    Correlation: 1 minus the likeness of the directions, whatever the sizes. Gower: the mean over the columns of the
    difference of numbers by their range, and of 0 or 1 for equal or different categories (Biometrics 27, 1971). Great
    circle: kilometers on the earth.

    A row is no neighbor of itself. Rows with a missing value are left out, which the log says; Gower compares what both
    rows have. Other rows come from the second input, where one is connected.
    """
    chosen = columns_to_compare.resolve_required(dataset.schema, port="dataset", parameter="columns_to_compare")
    names = [name for name in chosen if name != name_column]
    _check_columns(dataset.schema, names, metric, "dataset")
    others = None
    if other_dataset is not None:
        require_columns(names, other_dataset.schema, port="other_dataset", parameter="columns_to_compare")
        _check_columns(other_dataset.schema, names, metric, "other_dataset")
        others = other_dataset.frame
    if name_column is not None:
        for port, given in (("dataset", dataset), ("other_dataset", other_dataset or dataset)):
            require_columns([name_column], given.schema, port=port, parameter="name_column")
    _refuse_infinite(dataset, names, "dataset")
    if other_dataset is not None:
        _refuse_infinite(other_dataset, names, "other_dataset")
    _refuse_too_many(dataset.rows, len(others) if others is not None else dataset.rows, table)
    _report_gaps(dataset, names, metric)
    settings: dict[str, Any] = {"name_column": name_column, "scaled": normalize_columns, "others": others}
    if table == "Nearest rows":
        found = list_nearest_rows(
            dataset.frame, names, metric, count=number_of_neighbors, watch=_watch_blocks, **settings
        )
    else:
        function = list_all_distances if table == "All pairs" else build_distance_matrix
        found = function(dataset.frame, names, metric, **settings)
    named = "none" if table != "Matrix" else "feature"
    roles: dict[str, Any] = {name: named for name in ("Row", "Neighbor") if name in found}
    return DistancesOutputs(Dataset(found, roles))


def _watch_blocks(starts: range) -> Any:
    return track(starts, total=len(starts), unit="blocks of rows")


def _check_columns(schema: Schema, names: list[str], metric: DistanceMetric, port: str) -> None:
    allowed = MIXED if metric == "Gower" else NUMBERS
    if not names:
        message = "Only the column that names the rows is chosen. Choose those to compare."
        raise ModuleError(47, message, port=port, parameter="columns_to_compare")
    for column in schema.select(names):
        if column.type not in allowed:
            message = f"Column '{column.name}' is {column.type}, but {metric} needs numbers."
            hint = "Exclude it, or choose Gower." if column.type in MIXED else "Exclude it."
            raise ModuleError(17, f"{message} {hint}", port=port, parameter="columns_to_compare", column=column.name)
    if metric == "Great circle in km" and len(names) != 2:
        message = f"Great circle takes two columns, latitude and longitude. Got {len(names)}. Choose these two."
        raise ModuleError(11, message, port=port, parameter="columns_to_compare")


def _refuse_infinite(dataset: Dataset, names: list[str], port: str) -> None:
    for column in dataset.schema.select(names):
        if column.is_numeric and np.isinf(dataset.frame[column.name].to_numpy("float64", na_value=np.nan)).any():
            message = f"Column '{column.name}' has infinite values, from which nothing is a distance. Remove them."
            raise ModuleError(33, message, port=port, parameter="columns_to_compare", column=column.name)


def _refuse_too_many(rows: int, others: int, table: DistanceTable) -> None:
    pairs = rows * others
    most = MAX_COMPARED_PAIRS if table == "Nearest rows" else MAX_LISTED_PAIRS
    if pairs > most:
        message = f"{rows:,} times {others:,} rows are {pairs:,} pairs, and at most {most:,} are compared."
        raise ModuleError(7, f"{message} Sample the rows first.", port="dataset", parameter="table")
    if table == "Matrix" and others > MAX_MATRIX_COLUMNS:
        message = f"A matrix of {others:,} columns is too wide; at most {MAX_MATRIX_COLUMNS:,}. Choose Nearest rows."
        raise ModuleError(7, message, port="dataset", parameter="table")


def _report_gaps(dataset: Dataset, names: list[str], metric: DistanceMetric) -> None:
    gaps = int(dataset.frame[names].isna().any(axis=1).sum())
    if gaps and metric != "Gower":
        log.warning("%s rows with a missing value are left out. Gower would compare what they have.", f"{gaps:,}")
