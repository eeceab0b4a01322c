"""Formula: new columns, or new values of columns, from formulas."""

from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.data_transformation.formula_columns import (
    add_formula_columns,
    emit_formula_table,
    predict_formula_columns,
    trace_formula_columns,
)
from modules.kit import (
    Call,
    Dataset,
    ModuleError,
    ParameterRow,
    Schema,
    Traits,
    formula_of,
    module,
    rows_of,
    titled,
)
from modules.kit.codegen.script_builder import StepCode
from modules.kit.large_tables.large_work import ByRows


class FormulaColumn(ParameterRow):
    """A column and the formula that gives its values."""

    name: Annotated[
        str,
        titled("Column"),
        Field(min_length=1, max_length=300, description="A new name adds a column, the name of a column replaces it."),
    ]
    formula: Annotated[str, formula_of("dataset"), Field(min_length=1, max_length=10_000)]


FormulaColumns = tuple[FormulaColumn, ...]


def _build_example() -> Call:
    sales = pd.DataFrame(
        {"product": ["tea", "rice", "salt"], "unit price": [4.5, 2.0, None], "units": [10, 25, 8], "cost": [30, 60, 5]}
    )
    formulas = (
        FormulaColumn(name="revenue", formula="[unit price] * units"),
        FormulaColumn(name="margin", formula="round((revenue - cost) / revenue, 2)"),
        FormulaColumn(name="size", formula='if(units >= 10, "large", "small")'),
    )
    return Call.of(Dataset(sales, {"units": "weight"}), formulas=formulas)


def _list_formulas(rows: FormulaColumns) -> list[tuple[str, str]]:
    for place, row in enumerate(rows, start=1):
        if not row.name.strip():
            raise ModuleError(2, f"Row {place}: enter the name of the column.", parameter="formulas")
    return [(row.name, row.formula) for row in rows]


def _predict_schema(dataset: Schema, formulas: FormulaColumns) -> Schema:
    return predict_formula_columns(dataset, _list_formulas(formulas), parameter="formulas")


def _find_derived_columns(dataset: Schema, formulas: FormulaColumns) -> dict[str, tuple[str, ...]]:
    return trace_formula_columns(dataset, _list_formulas(formulas), parameter="formulas")


def _emit_code(step: StepCode) -> None:
    emit_formula_table(step, _list_formulas(step.formulas))


@module(
    "Formula",
    category="Data Transformation",
    palette_group="Compute values",
    icon="math-function",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=False, derives=_find_derived_columns),
    emit_code=_emit_code,
    keywords=(
        "expression",
        "calculated column",
        "computed column",
        "calculated field",
        "new column",
        "derive",
        "mutate",
        "math formula",
        "string manipulation",
        "column expressions",
        "feature constructor",
        "if",
        "case when",
        "arithmetic",
        "divide",
        "multiply",
        "eval",
        "assign",
        "multi-row formula",
        "create column",
        "calculated fields",
        "multi-field formula",
        "constant value column",
        "add constant",
        "static column",
        "coalesce",
        "IFERROR",
        "row sum",
        "sum of columns",
        "column aggregator",
        "combine columns",
        "column combiner",
        "concat columns",
        "SUBSTITUTE",
        "MID",
        "square root",
        "log",
        "log2",
        "fold change",
        "ratio",
        "absolute value",
    ),
    large_tables=ByRows(),
)
def formula(
    dataset: Dataset,
    *,
    formulas: Annotated[
        FormulaColumns,
        rows_of(FormulaColumn, row_title="column", adds_column="name"),
        titled("Columns"),
        Field(min_length=1, max_length=200, description="A formula may use the columns of the rows above it."),
    ],
) -> Dataset:
    """Compute new columns, or replace columns, by formulas.

    A column stands in a formula by its name, in brackets where the name is more than one word: [unit price] * units.
    Operators are + - * / % ^, = != < <= > >=, and, or, not, in (...), between ... and ..., is missing, and & to put
    texts behind one another. Text stands in quotation marks. if(condition, value, otherwise) and case when ... then
    ... else ... end choose. Functions of numbers, texts and dates are offered while you type.

    With a missing value the result is missing, and a comparison is false. Dividing by 0 gives a missing value. Dates
    are compared with texts such as "2024-01-31"; times with a time zone count by the clock of that zone. Categories
    are used as text. A new column that replaces another keeps its role.
    """
    return add_formula_columns(dataset, _list_formulas(formulas), parameter="formulas")
