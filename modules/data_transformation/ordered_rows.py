"""The order of rows by some columns: what modules share that number rows or choose the first ones."""

from collections.abc import Sequence
from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.data_transformation.sort import SortColumn, SortColumns
from modules.kit import Dataset, ModuleError, rows_of
from modules.kit.codegen.expressions import Expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested

OrderKeys = Annotated[
    SortColumns,
    rows_of(SortColumn, row_title="column"),
    Field(max_length=100, description="What comes first. Empty: the order in which the rows come."),
]


def require_order(dataset: Dataset, order_by: Sequence[SortColumn]) -> None:
    """Refuse columns to order by that are not there (1) or have no order (17)."""
    require_columns([key.column for key in order_by], dataset.schema, port="dataset", parameter="order_by")
    for key in order_by:
        refuse_nested(dataset.frame[key.column], port="dataset", parameter="order_by")


def order_rows(frame: pd.DataFrame, order_by: Sequence[SortColumn]) -> pd.DataFrame:
    """The rows in this order, by their own index; equal ones as they come, missing values last."""
    if not order_by:
        return frame
    directions = [key.direction == "Ascending" for key in order_by]
    try:
        return frame.sort_values([key.column for key in order_by], ascending=directions, kind="stable")
    except TypeError as error:
        message = "A column to order by has values of several kinds, which have no order. Give it one type first."
        raise ModuleError(17, message, port="dataset", parameter="order_by") from error


def emit_ordered(step: StepCode, table: Expr) -> Expr:
    """The rows in the order of `order_by`, by their own index."""
    if not step.order_by:
        return table
    keys = [key.column for key in step.order_by]
    up = [key.direction == "Ascending" for key in step.order_by]
    settings: dict[str, object] = {} if all(up) else {"ascending": up if len(up) > 1 else up[0]}
    return table.method("sort_values", keys if len(keys) > 1 else keys[0], **settings, kind="stable")
