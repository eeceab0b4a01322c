"""How Clean Missing Data is written as plain pandas."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from modules.data_transformation.imputers import NearestNeighbors
from modules.data_transformation.missing_data_modes import BY_NEIGHBORS, BY_TYPE, EVERY_COLUMN, FROM_OTHERS, REPLACING
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, select_columns_expression

#: {table: the names of the chosen columns, asked of that table where they are not known}
ColumnChoice = Callable[[Expr], Expr]
#: {table: what becomes of it}
Change = Callable[[Expr], Expr]


def emit_cleaning(step: StepCode) -> None:
    source, mode = step.get_input("dataset"), step.cleaning_mode
    out = step.add_table("cleaned_dataset", "cleaned", like=source)
    whole = step.columns_to_be_cleaned == EVERY_COLUMN
    columns: ColumnChoice = partial(select_columns_expression, step.columns_to_be_cleaned, source)
    if (step.minimum_missing_value_ratio, step.maximum_missing_value_ratio) != (0.0, 1.0):
        columns, whole = _emit_share_bounds(step, source.code.item(columns(source.code))), False
    if step.generate_missing_value_indicator_column and mode in REPLACING:
        raise CannotGenerateCode("Columns that mark missing values can't be exported as Python. Add them with .isna().")
    if mode == "Replace using Probabilistic PCA":
        raise CannotGenerateCode(
            "Estimates by probabilistic PCA can't be exported as Python. Replace using MICE or nearest neighbors."
        )
    change = _emit_change(step, source, columns, whole)
    step.assign(out, change(source.code))
    # Rows that are scored all stay.
    facts = {"apply_to_scored": _pass_on} if mode == "Remove entire row" else {}
    step.outputs["cleaning_transformation"] = ScriptVariable(out.code, apply=change, facts=facts)


def _pass_on(table: Expr) -> Expr:
    return table


def _emit_share_bounds(step: StepCode, chosen: Expr) -> ColumnChoice:
    """The chosen columns whose share of missing values lies within the bounds."""
    shares = step.reserve_name("missing_shares")
    step.assign(shares, expr("{chosen}.isna().mean()", chosen=chosen))
    low, high = step.minimum_missing_value_ratio, step.maximum_missing_value_ratio
    within = expr("{shares}[{shares}.between({low}, {high})].index", shares=shares, low=low, high=high)
    return lambda _: within


def _emit_change(step: StepCode, source: ScriptVariable, columns: ColumnChoice, whole: bool) -> Change:
    """What becomes of a table."""
    mode = step.cleaning_mode
    if mode == "Remove entire row":
        subset = {} if whole else {"subset": columns(source.code)}
        return lambda table: table.method("dropna", **subset).method("reset_index", drop=True)
    taken = source.code if whole else source.code.item(columns(source.code))
    if mode == "Remove entire column":
        gaps = step.reserve_name("columns_with_gaps")
        step.assign(gaps, expr("{taken}.columns[{taken}.isna().any()]", taken=taken))
        return lambda table: table.method("drop", columns=gaps, errors="ignore")
    if mode == "Custom substitution value":
        helper, value = step.use(fill_with_text), step.replacement_value
        return lambda table: helper.call(table, columns(table), value)
    if mode == BY_TYPE:
        return _emit_change_by_type(step, source, columns)
    if mode in FROM_OTHERS:
        return _emit_estimates(step, source, columns)
    found, kind = step.reserve_name("replacements"), mode.removeprefix("Replace with ")
    single = expr("{taken}.mode().iloc[0]", taken=taken)
    step.assign(found, single if kind == "mode" else taken.method(kind, numeric_only=True))
    return _emit_empty_columns(step, taken, _emit_filling(step, source, found))


def _emit_estimates(step: StepCode, source: ScriptVariable, columns: ColumnChoice) -> Change:
    """Gaps filled by what the other columns of their row say."""
    numbers, imputer = step.reserve_name("imputed_columns"), step.reserve_name("imputer")
    taken = source.code.item(columns(source.code))
    step.assign(numbers, expr('list({taken}.select_dtypes("number").dropna(axis=1, how="all"))', taken=taken))
    if step.cleaning_mode == BY_NEIGHBORS:
        made = step.use(NearestNeighbors).call(step.number_of_neighbors)
    else:
        step.add_imports("from sklearn.experimental import enable_iterative_imputer  # noqa: F401")
        made = step.import_name("sklearn.impute", "IterativeImputer").call(random_state=0, keep_empty_features=True)
    values = expr('{source}[{numbers}].astype("float64").to_numpy()', source=source, numbers=numbers)
    step.assign(imputer, made.method("fit", values))
    return _emit_empty_columns(step, taken, lambda table: step.use(fill_estimates).call(table, numbers, imputer))


def _emit_empty_columns(step: StepCode, taken: Expr, fill: Change) -> Change:
    """The change, and columns without any value dropped where the parameter says so."""
    if step.cols_with_all_missing_values == "Propagate":
        return fill
    empty = step.reserve_name("empty_columns")
    step.assign(empty, expr("{taken}.columns[{taken}.isna().all()]", taken=taken))
    return lambda table: fill(table).method("drop", columns=empty, errors="ignore")


def _emit_filling(step: StepCode, source: ScriptVariable, found: Expr) -> Change:
    """Gaps filled by the replacements; a mean or median makes real numbers of whole ones."""
    schema = source.schema
    if schema is not None and schema.complete and all(column.type != "integer" for column in schema):
        return lambda table: table.method("fillna", found)
    return lambda table: step.use(fill_gaps).call(table, found)


def _emit_change_by_type(step: StepCode, source: ScriptVariable, columns: ColumnChoice) -> Change:
    """Filled features, and no rows without a label; the roles are those that the design gives before it runs."""
    others = [name for name, role in source.roles.items() if role != "feature"]
    labels = [name for name, role in source.roles.items() if role == "label"]
    complete = source.code.method("dropna", subset=labels) if labels else source.code
    features = complete.item(columns(source.code))
    if others:
        known = step.reserve_name("features")
        step.assign(known, features.method("drop", columns=others, errors="ignore"))
        features = known
    found = step.reserve_name("replacements")
    step.assign(found, step.use(compute_medians_and_modes).call(features))
    dropped: dict[str, object] = {}
    if step.cols_with_all_missing_values == "Remove":
        empty = step.reserve_name("empty_columns")
        unfilled = expr("lambda features: features.columns[features.isna().all()]")
        step.assign(empty, features.method("pipe", unfilled))
        dropped = {"columns": empty, "errors": "ignore"}

    fill = _emit_filling(step, source, found)

    def emit_apply(table: Expr) -> Expr:
        present = expr("[name for name in {labels} if name in {table}]", labels=labels, table=table)
        rows = table.method("dropna", subset=present).method("reset_index", drop=True) if labels else table
        filled = fill(rows)
        return filled.method("drop", **dropped) if dropped else filled

    return emit_apply


def compute_medians_and_modes(features: pd.DataFrame) -> dict[str, Any]:
    """The median of each column of numbers, and the most frequent value of each other one."""
    found: dict[str, Any] = {}
    for name, values in features.items():
        numbers = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)
        if values.notna().any():
            found[str(name)] = float(values.astype("float64").median()) if numbers else values.mode().iloc[0]
    return found


def fill_gaps(data: pd.DataFrame, replacements: "Mapping[str, object] | pd.Series[float]") -> pd.DataFrame:
    """The data with gaps filled; whole numbers become real ones where their replacement is one."""
    filled: dict[str, pd.Series[float]] = {}
    for name, value in dict(replacements).items():
        if name in data and data[name].isna().any():
            whole = pd.api.types.is_integer_dtype(data[name].dtype) and isinstance(value, float)
            filled[name] = (data[name].astype("float64") if whole else data[name]).fillna(value)
    return data.assign(**filled)


def fill_estimates(data: pd.DataFrame, columns: list[str], imputer: Any) -> pd.DataFrame:
    """The data with gaps of these columns filled by the estimates of an imputer."""
    filled = imputer.transform(data[columns].astype("float64").to_numpy())
    estimates = {name: filled[:, at] for at, name in enumerate(columns) if data[name].isna().any()}
    return data.assign(**estimates)


def fill_with_text(data: pd.DataFrame, columns: Any, text: str) -> pd.DataFrame:
    """The data with gaps of the named columns filled by the text, read as each column's type."""
    replacements = {name: pd.Series([text]).astype(data[name].dtype)[0] for name in columns if data[name].isna().any()}
    return data.fillna(replacements)
