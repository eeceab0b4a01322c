"""Cross Join: every row of one dataset beside every row of another."""

import numpy as np
import pandas as pd

from modules.data_transformation.join_keys import combine_roles, predict_joined_schema
from modules.data_transformation.row_joins import RowPairs, combine_row_pairs
from modules.kit import Call, Dataset, ModuleError, Schema, module
from modules.kit.codegen.script_builder import StepCode

#: More rows than this are hardly meant, and fill the memory of most machines.
MAX_ROWS = 50_000_000


def _build_example() -> Call:
    shops = pd.DataFrame({"shop": ["Oslo", "Bergen"]})
    return Call.of(Dataset(shops), Dataset(pd.DataFrame({"month": [1, 2, 3]})))


def _predict_schema(left_dataset: Schema, right_dataset: Schema) -> Schema:
    return predict_joined_schema(left_dataset, right_dataset, set())


def _emit_code(step: StepCode) -> None:
    left, right = step.get_input("left_dataset"), step.get_input("right_dataset")
    out = step.add_table("results_dataset", "combinations", like=left)
    out.roles.update({name: role for name, role in right.roles.items() if name not in out.roles})
    known = left.schema is not None and right.schema is not None and left.schema.complete and right.schema.complete
    if known and left.schema and right.schema and not set(left.schema.names) & set(right.schema.names):
        step.assign(out, left.code.method("merge", right, how="cross"))
    else:
        step.assign(out, step.use(combine_all_rows).call(left, right))


def combine_all_rows(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Every row of the left table beside every row of the right one."""
    rows = RowPairs(np.repeat(np.arange(len(left)), len(right)), np.tile(np.arange(len(right)), len(left)))
    return combine_row_pairs(left, right, rows, set())


@module(
    "Cross Join",
    category="Data Transformation",
    palette_group="Combine tables",
    icon="matrix",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=("cartesian product", "cross joiner", "append fields", "all combinations", "expand grid", "product"),
)
def cross_join(left_dataset: Dataset, right_dataset: Dataset) -> Dataset:
    """Put every row of one dataset beside every row of another.

    2 shops and 3 months give 6 rows. A column of the right dataset whose name is taken is called name_right. A result
    of more than 50 million rows is refused: join by a key with Join Data, or by a range with Join by Range.
    """
    count = left_dataset.rows * right_dataset.rows
    if count > MAX_ROWS:
        message = f"{left_dataset.rows:,} times {right_dataset.rows:,} rows are {count:,}; at most {MAX_ROWS:,} can be"
        raise ModuleError(7, f"{message} made. Select rows first, or join by a key.", port="right_dataset")
    frame = combine_all_rows(left_dataset.frame, right_dataset.frame)
    return combine_roles(left_dataset, right_dataset, frame, set())
