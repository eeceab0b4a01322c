"""Formula: new columns, or new values of columns, from formulas."""

from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.data_transformation.formula_columns import compute_formulas, require_formula
from modules.kit import (
    Call,
    Column,
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
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.formulas.checked_formula import check_formula, fill_missing
from modules.kit.formulas.formula_syntax import FormulaError
from modules.kit.formulas.functions import to_column


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


def _predict_schema(dataset: Schema, formulas: FormulaColumns) -> Schema:
    for place, row in enumerate(formulas):
        formula = require_formula(row.formula, dataset, parameter="formulas", place=f"Row {place + 1}: ")
        if row.name in dataset:
            dataset = dataset.with_column(row.name, type=formula.type, levels=None)
        else:
            dataset = dataset.add_columns(Column(row.name, formula.type))
    return dataset


def _find_derived_columns(dataset: Schema, formulas: FormulaColumns) -> dict[str, tuple[str, ...]]:
    derived: dict[str, tuple[str, ...]] = {}
    for row in formulas:
        used = require_formula(row.formula, dataset, parameter="formulas").columns
        # What it is made of in the end: the columns of the input.
        sources = dict.fromkeys(source for name in used for source in derived.get(name, (name,)))
        derived[row.name] = tuple(sources)
        dataset = _predict_schema(dataset, (row,))
    return derived


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", like=source)
    known = source.schema
    if known is None:
        raise CannotGenerateCode("The types of the columns are known only during a run. Run the design first.")
    step.assign(out, source.code.method("copy"))
    for row in step.formulas:
        try:
            formula = check_formula(row.formula, known)
        except FormulaError as error:
            raise CannotGenerateCode(f"A formula can't be read. {error}") from error
        out.roles.update({column.name: column.role for column in known if column.role != "feature"})
        table = type(out)(out.code, known, out.roles)
        value = fill_missing(formula.to_pandas(step, table))
        step.assign(out.code.item(row.name), value.code if value.is_column else to_column(out.code, value))
        known = _predict_schema(known, (row,))


@module(
    "Formula",
    category="Data Transformation",
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
    ),
)
def formula(
    dataset: Dataset,
    *,
    formulas: Annotated[
        FormulaColumns,
        rows_of(FormulaColumn, row_title="column"),
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
    schema, frame = dataset.schema, dataset.frame
    for place, row in enumerate(formulas, start=1):
        if not row.name.strip():
            raise ModuleError(2, f"Row {place}: enter the name of the column.", parameter="formulas")
        checked = require_formula(row.formula, schema, parameter="formulas", place=f"Row {place}: ")
        made = compute_formulas(frame, {row.name: checked}, parameter="formulas")
        frame = set_columns(frame, made)
        schema = _predict_schema(schema, (row,))
    return dataset.with_frame(frame)
