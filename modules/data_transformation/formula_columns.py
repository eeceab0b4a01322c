"""Formulas over the rows of a table: DuckDB computes them, on the columns that they name alone."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from modules.data_transformation.column_helpers import set_columns
from modules.data_transformation.sql_sandbox import LOCKED_DOWN
from modules.kit import Column, Dataset, ModuleError, Schema
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.errors import to_sentence
from modules.kit.formulas.checked_formula import CheckedFormula, check_formula, fill_missing
from modules.kit.formulas.formula_syntax import FormulaError
from modules.kit.formulas.functions import to_column
from modules.kit.nullable_columns import to_pandas_frame

#: A column by its name, and the formula that gives its values.
NamedFormula = tuple[str, str]
#: What DuckDB says where a whole number becomes too large.
OVERFLOW_WORDS = ("overflow", "out of range")


def require_formula(text: str, schema: Schema, *, parameter: str, place: str = "") -> CheckedFormula:
    """The formula with its types; raises ModuleError where it means nothing over these columns."""
    try:
        return check_formula(text, schema)
    except FormulaError as error:
        raise ModuleError(70, f"{place}{error}", port="dataset", parameter=parameter) from error


def predict_formula_columns(schema: Schema, columns: Iterable[NamedFormula], *, parameter: str) -> Schema:
    """The columns with those of the formulas, each of which may use the ones before it."""
    for place, (name, text) in enumerate(columns, start=1):
        schema = _add_column(schema, name, require_formula(text, schema, parameter=parameter, place=f"Row {place}: "))
    return schema


def _add_column(schema: Schema, name: str, formula: CheckedFormula) -> Schema:
    """A new column at the end; one that replaces another keeps its place and role."""
    if name in schema:
        return schema.with_column(name, type=formula.type, levels=None)
    return schema.add_columns(Column(name, formula.type))


def trace_formula_columns(
    schema: Schema, columns: Iterable[NamedFormula], *, parameter: str
) -> dict[str, tuple[str, ...]]:
    """{new column: the columns of the input that it is made of in the end}"""
    derived: dict[str, tuple[str, ...]] = {}
    for name, text in columns:
        formula = require_formula(text, schema, parameter=parameter)
        sources = dict.fromkeys(source for used in formula.columns for source in derived.get(used, (used,)))
        derived[name] = tuple(sources)
        schema = _add_column(schema, name, formula)
    return derived


def add_formula_columns(dataset: Dataset, columns: Iterable[NamedFormula], *, parameter: str) -> Dataset:
    """The dataset with the columns of the formulas, each of which may use the ones before it."""
    schema, frame = dataset.schema, dataset.frame
    #: Formulas that use nothing of one another, which one query computes.
    together: dict[str, CheckedFormula] = {}
    for place, (name, text) in enumerate(columns, start=1):
        formula = require_formula(text, schema, parameter=parameter, place=f"Row {place}: ")
        if name in together or together.keys() & set(formula.columns):
            frame = set_columns(frame, compute_formulas(frame, together, parameter=parameter))
            together = {}
        together[name] = formula
        schema = _add_column(schema, name, formula)
    return dataset.with_frame(set_columns(frame, compute_formulas(frame, together, parameter=parameter)))


def emit_formula_columns(
    step: StepCode, out: ScriptVariable, schema: Schema | None, columns: Iterable[NamedFormula]
) -> None:
    """The formulas as pandas, a statement for each column of the table `out`, which has the columns of `schema`."""
    for name, text in columns:
        if schema is None:
            raise CannotGenerateCode("The types of the columns are known only during a run. Run the design first.")
        try:
            formula = check_formula(text, schema)
        except FormulaError as error:
            raise CannotGenerateCode(f"A formula can't be read. {error}") from error
        value = fill_missing(formula.to_pandas(step, ScriptVariable(out.code, schema)))
        step.assign(out.code.item(name), value.code if value.is_column else to_column(out.code, value))
        schema = _add_column(schema, name, formula)


def emit_formula_table(step: StepCode, columns: Iterable[NamedFormula]) -> None:
    """A copy of the dataset with the formulas as columns."""
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", like=source)
    step.assign(out, source.code.method("copy"))
    emit_formula_columns(step, out, source.schema, columns)


def compute_formulas(
    frame: pd.DataFrame, formulas: Mapping[str, CheckedFormula], *, parameter: str
) -> "dict[str, pd.Series[Any]]":
    """{name: the values of its formula} for each row; all formulas read the columns as they are in the frame."""
    if not formulas:
        return {}
    table = _build_arrow_table(frame, formulas)
    aliases = {name: f"result_{place}" for place, name in enumerate(formulas)}
    selected = ", ".join(f"{formulas[name].to_sql()} as {alias}" for name, alias in aliases.items())
    # All of it is written by our own parser, which quotes what comes from outside.
    question = f"select {selected} from given"  # nosec B608
    result = _query_table(table, question, formulas, parameter)
    found = to_pandas_frame(_to_declared_types(result, list(formulas.values())))
    found.index = frame.index
    return {name: found[alias].rename(name) for name, alias in aliases.items()}


def _query_table(table: pa.Table, query: str, formulas: Mapping[str, CheckedFormula], parameter: str) -> pa.Table:
    import duckdb

    with duckdb.connect(":memory:", config=LOCKED_DOWN) as connection:
        connection.register("given", table)
        connection.execute("set lock_configuration = true")
        try:
            return connection.sql(query).to_arrow_table()
        except duckdb.Error as error:
            words = to_sentence(str(error).partition(":")[2] or str(error))
            names = ", ".join(f"'{name}'" for name in formulas)
            number = 7 if any(word in str(error).lower() for word in OVERFLOW_WORDS) else 39
            message = f"The formula of {names} could not be computed. {words}"
            raise ModuleError(number, message, port="dataset", parameter=parameter) from error


def _build_arrow_table(frame: pd.DataFrame, formulas: Mapping[str, CheckedFormula]) -> pa.Table:
    """The columns that formulas read, in 64 bits; at least one, so that rows are counted."""
    names = dict.fromkeys(column for formula in formulas.values() for column in formula.columns)
    arrays = {name: _to_arrow_column(frame[name]) for name in names}
    # A table of no columns has no rows.
    return pa.table({**arrays, _find_free_name(arrays): pa.nulls(len(frame), pa.bool_())})


def _find_free_name(taken: Mapping[str, Any]) -> str:
    name = "rows"
    while name in taken:
        name += "_"
    return name


def _to_arrow_column(values: "pd.Series[Any]") -> pa.Array:
    """A column of a type that formulas know: categories as texts, times as they are on the clock of their zone."""
    kind = values.dtype
    if isinstance(kind, pd.CategoricalDtype):
        values = values.astype(kind.categories.dtype).astype("str") if not values.isna().all() else values.astype("str")
    elif isinstance(kind, pd.DatetimeTZDtype):
        values = values.dt.tz_localize(None)
    if pd.api.types.is_bool_dtype(values.dtype):
        return pa.Array.from_pandas(values, type=pa.bool_())
    if pd.api.types.is_integer_dtype(values.dtype):
        wide = str(values.dtype).lower() == "uint64"
        return pa.Array.from_pandas(values, type=pa.uint64() if wide else pa.int64())
    if pd.api.types.is_float_dtype(values.dtype):
        return pa.Array.from_pandas(values, type=pa.float64())
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return pa.Array.from_pandas(values, type=pa.timestamp("us"), safe=False)
    return pa.Array.from_pandas(values.astype("str"), type=pa.string())


ARROW_TYPES = {
    "integer": pa.int64(),
    "real": pa.float64(),
    "boolean": pa.bool_(),
    "text": pa.string(),
    "datetime": pa.timestamp("us"),
}


def _to_declared_types(table: pa.Table, formulas: list[CheckedFormula]) -> pa.Table:
    """The results in the types that were foreseen."""
    columns = [column.cast(ARROW_TYPES[formula.type]) for column, formula in zip(table.columns, formulas, strict=True)]
    return pa.Table.from_arrays(columns, names=table.column_names)
