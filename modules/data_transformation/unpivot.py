"""Unpivot: several columns become two, one with their names and one with their values."""

from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.data_transformation.common_types import convert_to_common_type, find_common_type
from modules.kit import Call, Column, Columns, Dataset, ModuleError, Schema, Traits, columns_of, module, titled
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.errors import require_columns
from modules.kit.nullable_columns import drop_unused_masks


def _build_example() -> Call:
    sales = pd.DataFrame({"region": ["north", "south"], "Jan": [120, 100], "Feb": [80.5, None]})
    wanted = Columns(start="none", names=("Jan", "Feb"))
    return Call.of(
        Dataset(sales, {"region": "group"}), columns_to_unpivot=wanted, name_column="month", value_column="amount"
    )


def _split_columns(
    schema: Schema, columns: Columns, name_column: str, value_column: str
) -> tuple[list[str], list[str]]:
    """The columns that stay, and those that become rows."""
    require_columns(columns.names, schema, port="dataset", parameter="columns_to_unpivot")
    turned = columns.resolve_required(schema, port="dataset", parameter="columns_to_unpivot")
    kept = [name for name in schema.names if name not in set(turned)]
    made = [*kept, name_column, value_column]
    repeated = next((name for name in made if made.count(name) > 1), None)
    if repeated is not None:
        message = f"Two columns of the result would be called '{repeated}'. Choose another name."
        parameter = "name_column" if repeated == name_column else "value_column"
        raise ModuleError(28, message, parameter=parameter, column=repeated)
    return kept, turned


def _predict_schema(dataset: Schema, columns_to_unpivot: Columns, name_column: str, value_column: str) -> Schema | None:
    if not dataset.complete:
        return None
    kept, turned = _split_columns(dataset, columns_to_unpivot, name_column, value_column)
    kind = find_common_type(dataset[name].type for name in turned)
    made = (Column(name_column, "text"), Column(value_column, kind))
    return Schema((*(dataset[name] for name in kept), *made))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    if source.schema is None or not source.schema.complete:
        raise CannotGenerateCode("Which columns there are is known only during a run. Run the design first.")
    kept, turned = _split_columns(source.schema, step.columns_to_unpivot, step.name_column, step.value_column)
    out = step.add_table("results_dataset", "long", like=source)
    types = {source.schema[name].type for name in turned}
    table = source.code
    if len(types) > 1 and find_common_type(types) == "text":
        table = table.method("astype", dict.fromkeys(turned, "str"))
    melted = table.method(
        "melt", id_vars=kept, value_vars=turned, var_name=step.name_column, value_name=step.value_column
    )
    if step.drop_missing_values:
        melted = expr("{long}.dropna(subset=[{name}], ignore_index=True)", long=melted, name=step.value_column)
    step.assign(out, melted)


@module(
    "Unpivot",
    category="Data Transformation",
    palette_group="Group and reshape",
    icon="table-column",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=False),
    emit_code=_emit_code,
    keywords=(
        "melt",
        "unpivoting",
        "gather",
        "stack",
        "wide to long",
        "columns to rows",
        "long",
        "reshape",
        "fold",
        "stack columns",
        "pivot_longer",
    ),
)
def unpivot(
    dataset: Dataset,
    *,
    columns_to_unpivot: Annotated[
        Columns,
        columns_of("dataset"),
        Field(description="Each of them becomes rows; the values of all other columns are repeated."),
    ],
    name_column: Annotated[
        str, titled("Column for the names"), Field(min_length=1, max_length=300, description="It holds which column.")
    ] = "Name",
    value_column: Annotated[
        str, titled("Column for the values"), Field(min_length=1, max_length=300, description="It holds the values.")
    ] = "Value",
    drop_missing_values: Annotated[bool, Field(description="Leave out rows without a value.")] = False,
) -> Dataset:
    """Turn columns into rows: one column with their names, and one with their values.

    The values get one type: whole and real numbers become real, other mixtures text. The rows of the first column come
    first. Pivot goes the other way.
    """
    kept, turned = _split_columns(dataset.schema, columns_to_unpivot, name_column, value_column)
    values = convert_to_common_type(dataset.frame[turned])
    frame = pd.concat([dataset.frame[kept], values], axis=1)
    long = frame.melt(id_vars=kept, value_vars=turned, var_name=name_column, value_name=value_column)
    long = long.astype({name_column: "str", value_column: values.dtypes.iloc[0], **dataset.frame[kept].dtypes})
    if drop_missing_values:
        long = long.dropna(subset=[value_column], ignore_index=True)
    return Dataset(drop_unused_masks(long), {name: dataset.schema[name].role for name in kept})
