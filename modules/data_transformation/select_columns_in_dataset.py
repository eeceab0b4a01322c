"""Select Columns in Dataset: keep some columns and leave out the others."""

from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from modules.kit import Call, Columns, Dataset, Schema, Traits, columns_of, module
from modules.kit.codegen.script_builder import StepCode, select_table_expression
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByRows
from modules.kit.row_functions import RowContext
from modules.kit.row_values import RowFunction

EVERY_COLUMN = Columns()


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw"], "price": [13_950, 16_430], "doors": [4, 2]})
    wanted = Columns(start="none", names=("price", "make"))
    return Call.of(Dataset(frame, {"price": "label"}), select_columns=wanted, order_as_selected=True)


def _predict_schema(dataset: Schema, select_columns: Columns, order_as_selected: bool) -> Schema:
    names = _order_names(dataset, select_columns, order_as_selected)
    by_name = {column.name: column for column in dataset}
    return Schema(tuple(by_name[name] for name in names), complete=dataset.complete or select_columns.start == "none")


def _emit_code(step: StepCode) -> None:
    source, columns = step.get_input("dataset"), step.select_columns
    ordered = step.order_as_selected and columns.start == "none"
    out = step.add_table("results_dataset", "selected", like=source)
    in_order = source.code.item(list(dict.fromkeys(columns.names)))
    step.assign(out, in_order if ordered else select_table_expression(columns, source))


def _compile_rows(context: RowContext, _: object, parameters: Any) -> RowFunction:
    wanted = _order_names(context.example.schema, parameters.select_columns, parameters.order_as_selected)
    return lambda cells: {name: cells[name] for name in wanted}


@module(
    "Select Columns in Dataset",
    category="Data Transformation",
    palette_group="Columns",
    icon="columns-3",
    role="column_selector",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(preserves="rows", reads=lambda: frozenset()),
    keywords=(
        "column filter",
        "drop columns",
        "keep columns",
        "project",
        "column selection",
        "remove columns",
        "delete columns",
        "drop fields",
        "select columns",
    ),
    emit_code=_emit_code,
    large_tables=ByRows(),
    compile_rows=_compile_rows,
)
def select_columns_in_dataset(
    dataset: Dataset,
    *,
    select_columns: Annotated[Columns, columns_of("dataset"), Field(description="The columns to keep.")] = EVERY_COLUMN,
    order_as_selected: Annotated[
        bool,
        Field(description="Columns picked by name are returned in the order in which they were picked."),
    ] = False,
) -> Dataset:
    """Keep the columns you choose and leave out the others.

    Begin with all columns and name those to leave out, begin with none and name those to keep, or give a rule on
    types, roles and names, which still holds when the data change. Rows, roles and categories stay as they are.
    """
    places = {name: place for place, name in enumerate(dataset.frame.columns)}
    wanted = _order_names(dataset.schema, select_columns, order_as_selected)
    return dataset.with_frame(
        dataset.frame.iloc[:, [places[name] for name in wanted]]
    )  # by names it takes twice as long


def _order_names(schema: Schema, columns: Columns, order_as_selected: bool) -> list[str]:
    require_columns(columns.names, schema, port="dataset", parameter="select_columns")
    chosen = columns.resolve_required(schema, port="dataset", parameter="select_columns")
    return list(dict.fromkeys(columns.names)) if order_as_selected and columns.start == "none" else chosen
