"""Select Rows: keep the rows that satisfy conditions on their columns."""

from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Condition, Dataset, Schema, conditions_of, module
from modules.kit.conditions import Place, columns_named, rows_that_fit
from modules.kit.errors import require_columns
from modules.kit.files import as_table


class Selected(NamedTuple):
    selected_rows: Dataset
    other_rows: Dataset


def _example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", None, "vw"], "price": [13_950, 16_430, 9_980, 8_495]})
    conditions = (
        Condition(column="price", operator="between", values=(8_000, 14_000)),
        Condition(column="make", operator="is not missing"),
    )
    return Call.of(Dataset(frame, {"price": "label"}), conditions=conditions)


def _twice(dataset: Schema) -> tuple[Schema, Schema]:
    return dataset, dataset


@module(
    "Select Rows",
    category="Data Transformation",
    icon="list-check",
    example=_example,
    schema=_twice,
    keywords=("row filter", "where", "query", "filter rows", "conditions", "subset"),
)
def select_rows(
    dataset: Dataset,
    *,
    conditions: Annotated[
        tuple[Condition, ...],
        conditions_of("dataset"),
        Field(description="What a row has to satisfy to leave by the first output.", max_length=200),
    ] = (),
    match: Annotated[
        Literal["All conditions", "Any condition"],
        Field(description="Whether a row has to satisfy every condition, or one of them."),
    ] = "All conditions",
) -> Selected:
    """Keep the rows that satisfy conditions on their columns.

    Text is compared by is, contains, starts with and ends with (the last three ignore case), numbers and times by
    <, <=, >, >= and between, which holds its ends; is takes several values. A day without a time means the whole day.
    A missing value satisfies "is missing" and no other condition. The second output has all other rows. Without
    conditions every row is kept. "Keep these rows" in a chart or a filtered table adds this module with the conditions
    filled in.
    """
    names = columns_named(conditions)
    require_columns(names, dataset.schema, port="dataset", parameter="conditions")
    kept = np.ones(dataset.rows, dtype=bool)
    if names:
        place = Place(port="dataset", parameter="conditions")
        table = as_table(Dataset(dataset.frame[names]))
        kept = rows_that_fit(table, conditions, every=match == "All conditions", place=place).to_numpy(
            zero_copy_only=False
        )
    parts = [dataset.with_frame(dataset.frame[rows].reset_index(drop=True)) for rows in (kept, ~kept)]
    return Selected(*parts)
