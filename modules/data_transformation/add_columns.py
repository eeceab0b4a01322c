"""Add Columns: the columns of one dataset beside those of another."""

from typing import NamedTuple

import pandas as pd

from modules.kit import Call, Column, Dataset, ModuleError, Schema, Traits, module
from modules.kit.codegen.script_builder import StepCode
from modules.kit.nullable_columns import to_nullable_type
from modules.kit.unused_names import find_unused_names


class AddColumnsOutputs(NamedTuple):
    combined_dataset: Dataset


def _build_example() -> Call:
    cars = pd.DataFrame({"make": pd.Categorical(["audi", "bmw", "vw"]), "price": [13_950, 16_430, 7_775]})
    more = pd.DataFrame({"doors": [4, 2], "price": [14_200.0, 16_900.0]})
    return Call.of(Dataset(cars, {"price": "label"}), Dataset(more))


def _predict_schema(left_dataset: Schema, right_dataset: Schema) -> Schema:
    left, right = _rename_duplicates(left_dataset.names, right_dataset.names)
    columns = tuple(
        Column(names[column.name], column.type, column.role, column.levels)
        for names, schema in ((left, left_dataset), (right, right_dataset))
        for column in schema
    )
    return Schema(columns, complete=left_dataset.complete and right_dataset.complete)


def _emit_code(step: StepCode) -> None:
    left, right = step.get_input("left_dataset"), step.get_input("right_dataset")
    out = step.add_table("combined_dataset", like=left)
    shared = set(left.roles) & set(right.roles)
    out.roles.update({name: role for name, role in right.roles.items() if name not in shared})
    step.assign(out, step.use(combine_columns).call(left, right))


def combine_columns(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The columns of both, row by row; the shorter one gets missing rows, and names that both have a number."""
    rows = max(len(left), len(right))
    renamed = zip((left, right), _rename_duplicates(list(left), list(right)), strict=True)
    return pd.concat([_pad_rows(frame, rows).rename(columns=names) for frame, names in renamed], axis=1)


@module(
    "Add Columns",
    category="Data Transformation",
    palette_group="Columns",
    icon="column-insert-right",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(combines="columns"),
    keywords=("concat", "hstack", "column appender", "cbind", "merge columns"),
)
def add_columns(left_dataset: Dataset, right_dataset: Dataset) -> AddColumnsOutputs:
    """Put the columns of the right dataset beside the columns of the left one, row by row.

    Rows are matched by position. Use Join Data to match them by a key. If one side has fewer rows, its last rows are
    missing. A name that both sides have becomes name_1 on the left and name_2 on the right.
    """
    for port, dataset in (("left_dataset", left_dataset), ("right_dataset", right_dataset)):
        if not len(dataset.frame.columns):
            raise ModuleError(3, f"The data at '{port}' have no columns.", port=port)
    left, right = _rename_duplicates(left_dataset.schema.names, right_dataset.schema.names)
    roles = {left[name]: role for name, role in left_dataset.roles.items()}
    roles |= {right[name]: role for name, role in right_dataset.roles.items()}
    combined = Dataset(combine_columns(left_dataset.frame, right_dataset.frame), roles)
    return AddColumnsOutputs(_keep_scores(combined, left_dataset, right_dataset))


def _rename_duplicates(left: list[str], right: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What each column of either side is called in the result."""
    shared = set(left) & set(right)
    # A name that nothing clashes with stays, also where a new name would want it.
    kept = {name for name in (*left, *right) if name not in shared}
    again = [(place, name) for place, names in ((1, left), (2, right)) for name in names if name in shared]
    made = dict(zip(again, find_unused_names([f"{name}_{place}" for place, name in again], kept), strict=True))
    first, second = (
        {name: made.get((place, name), name) for name in names} for place, names in ((1, left), (2, right))
    )
    return first, second


def _pad_rows(frame: pd.DataFrame, rows: int) -> pd.DataFrame:
    """The frame with missing rows at its end, every column in a type that has missing values."""
    whole = frame.reset_index(drop=True)
    if len(whole) == rows:
        return whole
    return whole.astype({name: to_nullable_type(values.dtype) for name, values in whole.items()}).reindex(range(rows))


def _keep_scores(combined: Dataset, left: Dataset, right: Dataset) -> Dataset:
    """What is said of scores holds on while their columns keep their names."""
    names = set(combined.frame.columns)
    for dataset in (left, right):
        scores = dataset.scores
        if scores is not None and {scores.predicted, *scores.probabilities.values()} <= names:
            return Dataset(combined.frame, combined.roles, scores)
    return combined
