"""How Clean Missing Data is written as plain pandas."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from modules.data_transformation.missing_data_modes import BY_TYPE, EVERY_COLUMN, FROM_OTHERS, REPLACING
from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    ScriptVariable,
    StepCode,
    select_columns_expression,
    to_literal,
)


def emit_cleaning(step: StepCode) -> None:
    source, mode = step.inputs["dataset"], step.cleaning_mode
    out = step.add_table("cleaned_dataset", "cleaned", like=source)
    whole = step.columns_to_be_cleaned == EVERY_COLUMN
    columns = select_columns_expression(step.columns_to_be_cleaned, source)
    if (step.minimum_missing_value_ratio, step.maximum_missing_value_ratio) != (0.0, 1.0):
        shares = step.reserve_name("missing_shares")
        step.add(f"{shares} = {source}[{columns}].isna().mean()")
        bounds = f"{to_literal(step.minimum_missing_value_ratio)}, {to_literal(step.maximum_missing_value_ratio)}"
        columns, whole = f"{shares}[{shares}.between({bounds})].index", False
    if step.generate_missing_value_indicator_column and mode in REPLACING:
        raise CannotGenerateCode("Columns that mark missing values can't be exported as Python. Add them with .isna().")
    if mode in FROM_OTHERS:
        raise CannotGenerateCode(
            "Estimates from other columns can't be exported as Python. Use scikit-learn's IterativeImputer."
        )
    change = _emit_change(step, source, columns, whole)
    step.add(f"{out} = {change(str(source))}")
    step.outputs["cleaning_transformation"] = ScriptVariable("", apply=change)


def _emit_change(step: StepCode, source: ScriptVariable, columns: str, whole: bool) -> Callable[[str], str]:
    """What becomes of a table with the given name."""
    mode = step.cleaning_mode
    if mode == "Remove entire row":
        subset = "" if whole else f"subset={columns}"
        return lambda table: f"{table}.dropna({subset}).reset_index(drop=True)"
    taken = str(source) if whole else f"{source}[{columns}]"
    if mode == "Remove entire column":
        gaps = step.reserve_name("columns_with_gaps")
        step.add(f"{gaps} = {taken}.columns[{taken}.isna().any()]")
        return lambda table: f'{table}.drop(columns={gaps}, errors="ignore")'
    if mode == "Custom substitution value":
        helper, value = step.use(fill_with_text), to_literal(step.replacement_value)
        return lambda table: f"{helper}({table}, {columns.replace(str(source), table)}, {value})"
    if mode == BY_TYPE:
        return _emit_change_by_type(step, source, columns)
    found = step.reserve_name("replacements")
    how = {"mean": "mean(numeric_only=True)", "median": "median(numeric_only=True)", "mode": "mode().iloc[0]"}
    step.add(f"{found} = {taken}.{how[mode.removeprefix('Replace with ')]}")
    if step.cols_with_all_missing_values == "Propagate":
        return lambda table: f"{table}.fillna({found})"
    empty = step.reserve_name("empty_columns")
    step.add(f"{empty} = {taken}.columns[{taken}.isna().all()]")
    return lambda table: f'{table}.fillna({found}).drop(columns={empty}, errors="ignore")'


def _emit_change_by_type(step: StepCode, source: ScriptVariable, columns: str) -> Callable[[str], str]:
    """Filled features, and no rows without a label; the roles are those that the design gives before it runs."""
    others = [name for name, role in source.roles.items() if role != "feature"]
    labels = [name for name, role in source.roles.items() if role == "label"]
    complete = f"{source}.dropna(subset={to_literal(labels)})" if labels else str(source)
    features = f"{complete}[{columns}]"
    features += f'.drop(columns={to_literal(others)}, errors="ignore")' if others else ""
    found, rest = step.reserve_name("replacements"), ""
    step.add(f"{found} = {step.use(compute_medians_and_modes)}({features})")
    if step.cols_with_all_missing_values == "Remove":
        empty = step.reserve_name("empty_columns")
        step.add(f"{empty} = {features}.pipe(lambda features: features.columns[features.isna().all()])")
        rest = f'.drop(columns={empty}, errors="ignore")'
    if not labels:
        return lambda table: f"{table}.fillna({found}){rest}"
    present = f"[name for name in {to_literal(labels)} if name in {{table}}]"
    return lambda table: (
        f"{table}.dropna(subset={present.format(table=table)}).reset_index(drop=True).fillna({found}){rest}"
    )


def compute_medians_and_modes(features: pd.DataFrame) -> dict[str, Any]:
    """The median of each column of numbers, and the most frequent value of each other one."""
    found: dict[str, Any] = {}
    for name, values in features.items():
        numbers = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)
        if values.notna().any():
            found[str(name)] = float(values.astype("float64").median()) if numbers else values.mode().iloc[0]
    return found


def fill_with_text(data: pd.DataFrame, columns: Any, text: str) -> pd.DataFrame:
    """The data with gaps of the named columns filled by the text, read as each column's type."""
    replacements = {name: pd.Series([text]).astype(data[name].dtype)[0] for name in columns if data[name].isna().any()}
    return data.fillna(replacements)
