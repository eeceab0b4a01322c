"""Select Columns Transform: the columns of one dataset, to be chosen from others."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from modules.kit import Call, Dataset, ModuleError, Schema, Traits, Transformation, module
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.row_values import RowFunction

#: New data have no label and no scores yet.
NOT_REQUIRED = ("label", "score")


class SelectColumnsTransformOutputs(NamedTuple):
    columns_selection_transformation: Transformation


@dataclass(frozen=True)
class ColumnsSelection(Transformation):
    """The columns that are kept, in this order."""

    columns: Schema

    title = "Select Columns Transform"

    def apply(self, dataset: Dataset) -> Dataset:
        required = [column.name for column in self.columns if column.role not in NOT_REQUIRED]
        require_columns(required, dataset.schema, port="dataset")
        there = set(dataset.frame.columns)
        return dataset.with_frame(dataset.frame[[name for name in self.columns.names if name in there]])

    def restrict_to(self, names: frozenset[str]) -> "ColumnsSelection":
        return ColumnsSelection(self.columns.select(names))

    def list_read_columns(self) -> frozenset[str]:
        return frozenset()

    def compile_rows(self) -> RowFunction:
        names = self.columns.names
        return lambda cells: {name: cells[name] for name in names if name in cells}

    def describe(self) -> list[dict[str, Any]]:
        return [{"column": column.name, "type": column.type, "role": column.role} for column in self.columns]


def _build_example() -> Call:
    frame = pd.DataFrame({"make": pd.Categorical(["audi", "bmw"]), "price": [13_950, 16_430]})
    return Call.of(Dataset(frame, {"price": "label"}))


def _emit_code(step: StepCode) -> None:
    """The names of the columns; of other data those are kept that are there, since new data have no label."""
    names = step.reserve_name("wanted_columns")
    step.assign(names, expr("list({table})", table=step.get_input("dataset_with_desired_columns")))

    def emit_apply(table: Expr) -> Expr:
        return expr("{table}[[name for name in {names} if name in {table}]]", table=table, names=names)

    step.outputs["columns_selection_transformation"] = ScriptVariable(names, apply=emit_apply)


@module(
    "Select Columns Transform",
    category="Data Transformation",
    palette_group="Columns",
    icon="columns-1",
    example=_build_example,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=False),
    keywords=("column filter", "fixed columns", "ColumnTransformer"),
)
def select_columns_transform(dataset_with_desired_columns: Dataset) -> SelectColumnsTransformOutputs:
    """Remember the columns of a dataset, so that the same can be chosen from others.

    Connect the result of a feature selection. Apply Transformation then keeps the same columns of the data to score.
    Columns marked as labels or scores are kept if they exist. The other columns must exist.
    """
    schema = dataset_with_desired_columns.schema
    if not len(schema):
        port = "dataset_with_desired_columns"
        raise ModuleError(3, f"The data at '{port}' have no columns.", port=port)
    return SelectColumnsTransformOutputs(ColumnsSelection(schema))
