"""Transpose: rows become columns, and columns rows."""

from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from modules.data_transformation.common_types import convert_to_common_type, find_common_type
from modules.kit import Call, Column, Dataset, ModuleError, Schema, Traits, column_of, module, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.errors import require_columns
from modules.kit.nullable_columns import drop_unused_masks
from modules.kit.unused_names import find_unused_names

MAX_ROWS = 10_000


def _build_example() -> Call:
    sales = pd.DataFrame({"figure": ["revenue", "cost"], "Jan": [120.0, 90.0], "Feb": [80.0, 70.0]})
    return Call.of(Dataset(sales), names_from="figure", name_column="month")


def _predict_schema(dataset: Schema, names_from: str | None, name_column: str) -> Schema:
    if names_from is not None:
        require_columns([names_from], dataset, port="dataset", parameter="names_from")
    return Schema((Column(name_column, "text"),), complete=False)


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "transposed")
    known = source.schema
    if known is None or not known.complete:
        raise CannotGenerateCode("The types of the columns are known only during a run. Run the design first.")
    if step.names_from is None:
        names = expr('[f"Row {{number}}" for number in range(1, len({table}) + 1)]', table=source)
        table = source.code.method("set_axis", names)
    else:
        table = source.code.method("set_index", step.names_from)
    types = {column.type for column in known if column.name != step.names_from}
    if len(types) > 1 and find_common_type(types) == "text":
        table = table.method("astype", "str")
    turned = table.attribute("T")
    if step.names_from is not None and known[step.names_from].type != "text":
        turned = turned.method("rename", columns=expr("str"))
    settled = turned.method("rename_axis", index=step.name_column, columns=None)
    step.assign(out, settled.method("reset_index"))


@module(
    "Transpose",
    category="Data Transformation",
    palette_group="Group and reshape",
    icon="transfer",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=True),
    emit_code=_emit_code,
    keywords=("flip", "swap rows and columns", "rows to columns", "columns to rows", "table transposer", "t"),
)
def transpose(
    dataset: Dataset,
    *,
    names_from: Annotated[
        str | None,
        column_of("dataset"),
        titled("Names of the new columns"),
        Field(description="The column with the names. Not set: Row 1, Row 2 and so on."),
    ] = None,
    name_column: Annotated[
        str,
        titled("Column for the names"),
        Field(min_length=1, max_length=300, description="It holds the names of the columns that became rows."),
    ] = "Column",
) -> Dataset:
    """Turn rows into columns and columns into rows.

    The first column of the result has the names of the columns. All values get one type: whole and real numbers
    become real, other mixtures text. A name that is there already gets a number: total (2).
    """
    schema, frame = dataset.schema, dataset.frame
    if len(frame) > MAX_ROWS:
        message = f"The data have {len(frame):,} rows. At most {MAX_ROWS:,} can become columns. Take a sample first."
        raise ModuleError(129, message, port="dataset")
    if names_from is not None:
        require_columns([names_from], schema, port="dataset", parameter="names_from")
    turned = frame.drop(columns=[names_from]) if names_from is not None else frame
    wanted = _list_names(frame, names_from)
    names = find_unused_names(wanted, [name_column])
    values = convert_to_common_type(turned) if len(turned.columns) else turned
    cells = _turn_cells(values, names)
    cells.insert(0, name_column, pd.Series(list(turned.columns), dtype="str"))
    return Dataset(drop_unused_masks(cells))


def _turn_cells(values: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """A column for each row, all of the one type that the values have."""
    kind: Any = values.dtypes.iloc[0] if len(values.columns) else "str"
    if len(values.columns) and not isinstance(kind, pd.api.extensions.ExtensionDtype):
        return pd.DataFrame(values.to_numpy().T, columns=names)
    rows = values.astype("object").to_numpy()
    made = {name: pd.Series(rows[place], dtype="object").astype(kind) for place, name in enumerate(names)}
    return pd.DataFrame(made, index=range(len(values.columns)))


def _list_names(frame: pd.DataFrame, names_from: str | None) -> list[str]:
    if names_from is None:
        return [f"Row {number + 1}" for number in range(len(frame))]
    return list(frame[names_from].astype("str").fillna("missing"))
