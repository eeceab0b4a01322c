"""Conditional Rules: a column whose value the first rule gives that a row satisfies."""

from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.data_transformation.select_rows import emit_condition
from modules.data_transformation.typed_values import ValueKind, find_value_type, read_typed_values, to_value_column
from modules.kit import (
    Call,
    Column,
    Condition,
    Dataset,
    ModuleError,
    ParameterRow,
    Schema,
    Traits,
    conditions_of,
    module,
    rows_of,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr, join_parts
from modules.kit.codegen.script_builder import StepCode
from modules.kit.conditions import ErrorLocation, list_columns, match_rows
from modules.kit.errors import require_columns
from modules.kit.large_tables.large_work import ByRows
from modules.kit.serialization import to_arrow_table


class Rule(ParameterRow):
    """A value, and the conditions on a row to get it."""

    conditions: Annotated[
        tuple[Condition, ...], conditions_of("dataset"), titled("If"), Field(min_length=1, max_length=200)
    ]
    match: Annotated[Literal["All", "Any"], titled("That must hold")] = "All"
    value: Annotated[str, titled("Then the value is"), Field(max_length=10_000)] = ""


Rules = tuple[Rule, ...]


def _build_example() -> Call:
    cars = pd.DataFrame({"make": ["audi", "vw", "bmw", "vw"], "price": [13_950, 8_495, 36_880, None]})
    rules = (
        Rule(conditions=(Condition(column="price", operator=">", values=(20_000,)),), value="premium"),
        Rule(conditions=(Condition(column="price", operator="<", values=(10_000,)),), value="budget"),
        Rule(conditions=(Condition(column="price", operator="is missing"),), value="unknown"),
    )
    return Call.of(Dataset(cars, {"price": "label"}), rules=rules, otherwise="middle", new_column="class")


def _read_values(rules: Rules, values_are: ValueKind, otherwise: str | None) -> list[Any]:
    """The value of each rule, and at the end that of all other rows."""
    return read_typed_values([*(rule.value for rule in rules), otherwise], values_are, parameter="rules")


def _predict_schema(
    dataset: Schema, rules: Rules, values_are: ValueKind, otherwise: str | None, new_column: str
) -> Schema:
    require_columns(_list_rule_columns(rules), dataset, port="dataset", parameter="rules")
    kind = find_value_type(_read_values(rules, values_are, otherwise), values_are)
    if new_column in dataset:
        return dataset.with_column(new_column, type=kind, levels=None)
    return dataset.add_columns(Column(new_column, kind))


def _list_rule_columns(rules: Rules) -> list[str]:
    return list(dict.fromkeys(name for rule in rules for name in list_columns(rule.conditions)))


def _find_derived_columns(rules: Rules, new_column: str) -> dict[str, tuple[str, ...]]:
    return {new_column: tuple(_list_rule_columns(rules))}


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", like=source)
    *values, otherwise = _read_values(step.rules, step.values_are, step.otherwise)
    rules = [_emit_rule(rule, source) for rule in step.rules]
    step.assign(out, source.code.method("copy"))
    column = out.code.item(step.new_column)
    if otherwise is not None and None not in values:
        step.add_imports("import numpy as np")
        step.assign(column, expr("np.select({rules}, {values}, {other})", rules=rules, values=values, other=otherwise))
        return
    kind = {"text": "str", "real": "float64", "integer": "Int64"}[
        find_value_type([*values, otherwise], step.values_are)
    ]
    step.assign(column, expr("pd.Series({other}, index={t}.index, dtype={kind})", other=otherwise, t=source, kind=kind))
    for rule, value in reversed(list(zip(rules, values, strict=True))):
        step.add("{out}.loc[{rule}, {name}] = {value}", out=out, rule=rule, name=step.new_column, value=value)


def _emit_rule(rule: Rule, source: ScriptVariable) -> Expr:
    sign: Literal["&", "|"] = "&" if rule.match == "All" else "|"
    return join_parts(sign, [emit_condition(condition, source) for condition in rule.conditions])


@module(
    "Conditional Rules",
    category="Data Transformation",
    palette_group="Compute values",
    icon="arrows-split",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=False, derives=_find_derived_columns),
    emit_code=_emit_code,
    keywords=(
        "rule engine",
        "if else",
        "if then else",
        "case when",
        "switch",
        "conditional column",
        "create class",
        "categorize",
        "recode",
        "nested if",
        "IFS",
        "np.select",
        "rules",
        "multiple if",
        "flag rows",
    ),
    large_tables=ByRows(),
)
def conditional_rules(
    dataset: Dataset,
    *,
    rules: Annotated[
        Rules,
        rows_of(Rule, row_title="rule"),
        Field(min_length=1, max_length=500, description="The first rule that a row satisfies gives its value."),
    ],
    otherwise: Annotated[
        str | None,
        titled("Otherwise the value is"),
        Field(description="For rows that satisfy no rule. Not set: missing."),
    ] = None,
    values_are: Annotated[ValueKind, Field(description="What the values of the rules are read as.")] = "Text",
    new_column: Annotated[
        str,
        titled("Name of the column"),
        Field(min_length=1, max_length=300, description="The name of a column replaces that column."),
    ] = "Rule result",
) -> Dataset:
    """Give each row the value of the first rule that it satisfies.

    A rule has conditions on columns, as in Select Rows, and a value. Text ignores case in contains, starts with and
    ends with. A missing value satisfies "is missing" and no other condition. For conditions that compare columns with
    one another, or values that are computed, use Formula.
    """
    names = _list_rule_columns(rules)
    require_columns(names, dataset.schema, port="dataset", parameter="rules")
    *values, otherwise_value = _read_values(rules, values_are, otherwise)
    kind = find_value_type([*values, otherwise_value], values_are)
    table = to_arrow_table(Dataset(dataset.frame[names]))
    chosen = np.full(dataset.rows, len(values))
    for place in reversed(range(len(rules))):
        chosen[_match_rule(table, rules[place], place)] = place
    found = np.array([*values, otherwise_value], dtype=object)[chosen]
    column = to_value_column(found, kind, dataset.frame.index)
    return dataset.with_frame(set_columns(dataset.frame, {new_column: column}))


def _match_rule(table: pa.Table, rule: Rule, place: int) -> Any:
    location = ErrorLocation(port="dataset", parameter="rules")
    every = rule.match == "All"
    try:
        matched = match_rows(table, rule.conditions, match_all=every, location=location)
    except ModuleError as error:
        words = f"Row {place + 1}: {error.message}"
        raise ModuleError(error.number, words, **location, column=error.column) from error
    return matched.to_numpy(zero_copy_only=False)
