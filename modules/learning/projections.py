"""What the projections share: which columns they take, and the columns of coordinates that they add."""

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Column, Columns, Dataset, ModuleError, Schema, columns_of
from modules.learning.encoding import NUMBER_TYPES
from modules.learning.feature_space import EncodedPoints, FeatureSpace, fit_space, refuse_constant, to_dense

ColumnsToProject = Annotated[Columns, columns_of("dataset", types=("integer", "real", "boolean"))]
Normalize = Annotated[
    bool, Field(description="Scale numbers to mean 0 and deviation 1 first, so that units do not matter.")
]
Dimensions = Annotated[int, Field(ge=1, le=3, description="Two can be drawn as a chart.")]
KeepColumns = Annotated[bool, Field(description="Off: the projected columns are removed.")]


def encode_chosen_columns(
    dataset: Dataset, columns: Columns, normalize: bool, learner: str, *, parameter: str
) -> tuple[FeatureSpace, EncodedPoints]:
    """The chosen columns as points; refuses text (17), no rows (21), and rows that are all the same (83)."""
    from sklearn.preprocessing import StandardScaler

    names = columns.resolve_required(dataset.schema, port="dataset", parameter=parameter)
    for column in dataset.schema.select(names):
        if column.type not in NUMBER_TYPES:
            message = f"Column '{column.name}' is {column.type}, but {learner} needs numbers."
            hint = "Exclude it, or convert it to numbers with Convert to Indicator Values."
            raise ModuleError(17, f"{message} {hint}", port="dataset", parameter=parameter, column=column.name)
    space, points = fit_space(dataset, names, [("scaler", StandardScaler())] if normalize else [], port="dataset")
    rows = to_dense(points.rows, learner, port="dataset")
    refuse_constant(rows, learner, port="dataset")
    return space, points


def add_coordinates(
    dataset: Dataset, names: Sequence[str], places: Any, present: Any, dropped: Sequence[str]
) -> Dataset:
    """The dataset with a column for each coordinate, missing where a row has none; earlier ones are replaced."""
    return dataset.with_frame(add_coordinate_columns(dataset.frame, names, places, present, dropped))


def add_coordinate_columns(
    data: pd.DataFrame, names: Sequence[str], places: Any, present: Any, dropped: Sequence[str]
) -> pd.DataFrame:
    """The data with a column for each coordinate, missing where a row has none."""
    kept = data.drop(columns=[name for name in [*dropped, *names] if name in data])
    spread = np.full((len(present), len(names)), np.nan)
    spread[present] = places
    return pd.concat([kept.reset_index(drop=True), pd.DataFrame(spread, columns=list(names))], axis=1)


def infer_coordinates_schema(dataset: Schema, names: Sequence[str], dropped: Sequence[str]) -> Schema:
    """The columns that `add_coordinates` makes."""
    return dataset.drop([*dropped, *names]).add_columns(*(Column(name, "real") for name in names))


def number_titles(title: str, count: int) -> list[str]:
    """`Principal component 1`, `Principal component 2`."""
    return [f"{title} {number}" for number in range(1, count + 1)]
