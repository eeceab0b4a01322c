"""The rules of Check Data: what a row of the form says, and the checks that it stands for."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Column, ModuleError, ParameterRow, Schema, columns_of, formula_of, shown_when, titled
from modules.kit.errors import require_columns
from modules.kit.schema import ColumnType

RuleKind = Literal[
    "Not missing",
    "Unique",
    "Unique together",
    "Of type",
    "In range",
    "One of",
    "Matches pattern",
    "Text length",
    "Formula is true",
    "Number of rows",
    "Mean in range",
    "Not older than",
]
#: Rules about the table as a whole, which no row passes or fails.
TABLE_RULES = ("Of type", "Number of rows", "Mean in range", "Not older than")
BOUNDED = ("In range", "Text length", "Number of rows", "Mean in range")
WITHOUT_COLUMNS = ("Formula is true", "Number of rows")
WITH_COLUMNS = (
    "Not missing",
    "Unique",
    "Unique together",
    "Of type",
    "In range",
    "One of",
    "Matches pattern",
    "Text length",
    "Mean in range",
    "Not older than",
)


class CheckRule(ParameterRow):
    """One rule about some columns, about each row, or about the table."""

    rule: Annotated[
        RuleKind,
        Field(description="Missing values pass every rule but 'Not missing' and formulas."),
    ] = "Not missing"
    columns: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(description="Each of them is checked by itself; together in 'Unique together'.", max_length=1_000),
        shown_when(rule=WITH_COLUMNS),
    ] = ()
    type: Annotated[
        Literal["integer", "real", "boolean", "text", "category", "datetime"], shown_when(rule="Of type")
    ] = "real"
    minimum: Annotated[
        str,
        titled("At least"),
        Field(description="A number or a date such as 2024-01-31. Empty: no lower bound.", max_length=100),
        shown_when(rule=BOUNDED),
    ] = ""
    maximum: Annotated[
        str,
        titled("At most"),
        Field(description="A number or a date. Empty: no upper bound.", max_length=100),
        shown_when(rule=BOUNDED),
    ] = ""
    values: Annotated[
        tuple[str, ...],
        titled("Allowed values"),
        Field(max_length=1_000),
        shown_when(rule="One of"),
    ] = ()
    pattern: Annotated[
        str,
        Field(description=r"A regular expression for the whole value: \d{5} is five digits.", max_length=1_000),
        shown_when(rule="Matches pattern"),
    ] = ""
    formula: Annotated[
        str,
        formula_of("dataset", gives="boolean"),
        Field(description="A row fails where it is not true, also because of a missing value.", max_length=10_000),
        shown_when(rule="Formula is true"),
    ] = ""
    days: Annotated[
        float,
        titled("Days"),
        Field(ge=0, le=1_000_000, description="The newest time of the column, seen from the time of the run."),
        shown_when(rule="Not older than"),
    ] = 1.0
    tolerated_share: Annotated[
        float,
        Field(ge=0, le=1, description="The rule passes if at most this share of the rows fails: 0.01 is 1 %."),
        shown_when(rule=tuple(name for name in (*WITH_COLUMNS, "Formula is true") if name not in TABLE_RULES)),
    ] = 0.0
    severity: Annotated[Literal["Error", "Warning"], Field(description="A warning is only reported.")] = "Error"
    name: Annotated[
        str, titled("Name of the rule"), Field(description="Empty: what the rule says.", max_length=300)
    ] = ""


CheckRules = tuple[CheckRule, ...]


class PlannedCheck(NamedTuple):
    """A rule about some columns with its name, and its bounds or values as the column compares them."""

    name: str
    rule: CheckRule
    columns: tuple[str, ...]
    low: Any = None
    high: Any = None
    values: tuple[Any, ...] = ()


def plan_checks(rules: CheckRules, schema: Schema) -> list[PlannedCheck]:
    """The checks that the rules stand for; raises ModuleError where one cannot be made."""
    planned = [check for place, rule in enumerate(rules, start=1) for check in _plan_rule(place, rule, schema)]
    names: dict[str, int] = {}
    unique = []
    for check in planned:
        names[check.name] = names.get(check.name, 0) + 1
        count = names[check.name]
        unique.append(check if count == 1 else check._replace(name=f"{check.name} ({count})"))
    return unique


def _plan_rule(place: int, rule: CheckRule, schema: Schema) -> Iterator[PlannedCheck]:
    where = f"Row {place}: "
    if rule.rule in WITHOUT_COLUMNS:
        if rule.rule == "Formula is true":
            yield PlannedCheck(rule.name or rule.formula.strip(), rule, ())
            return
        low, high = _read_bounds(rule, Column("", "integer"), where)
        yield PlannedCheck(rule.name or f"{_describe_bounds(rule)} rows", rule, (), low, high)
        return
    if not rule.columns:
        message = f"{where}choose the columns to check."
        raise ModuleError(11, message, port="dataset", parameter="rules")
    require_columns(rule.columns, schema, port="dataset", parameter="rules")
    if rule.rule == "Unique together":
        listed = " and ".join(f"'{name}'" for name in rule.columns)
        yield PlannedCheck(rule.name or f"{listed} are unique together", rule, rule.columns)
        return
    for name in rule.columns:
        yield _plan_column(rule, schema[name], where)


def _plan_column(rule: CheckRule, column: Column, where: str) -> PlannedCheck:
    title = f"{rule.name}: {column.name}" if rule.name and len(rule.columns) > 1 else rule.name
    title = title or f"'{column.name}' {_describe_rule(rule)}"
    low = high = None
    values: tuple[Any, ...] = ()
    if rule.rule in BOUNDED:
        _require_type(rule, column, ("integer", "real", "datetime") if rule.rule == "In range" else None, where)
        measured = column if rule.rule == "In range" else Column(column.name, "real")
        low, high = _read_bounds(rule, measured, where)
    if rule.rule == "One of":
        values = tuple(_read_value(text, column, where) for text in rule.values)
    if rule.rule == "Matches pattern":
        try:
            re.compile(rule.pattern)
        except re.error as error:
            message = f"{where}'{rule.pattern}' is not a regular expression: {error}."
            raise ModuleError(2, message, parameter="rules") from error
    if rule.rule == "Not older than":
        _require_type(rule, column, ("datetime",), where)
    return PlannedCheck(title, rule, (column.name,), low, high, values)


def _require_type(rule: CheckRule, column: Column, types: tuple[ColumnType, ...] | None, where: str) -> None:
    if rule.rule == "Mean in range":
        types = ("integer", "real")
    if types and column.type not in types:
        message = f"{where}'{rule.rule}' needs a column of type {' or '.join(types)}. '{column.name}' is {column.type}."
        raise ModuleError(17, message, port="dataset", parameter="rules", column=column.name)


def _describe_rule(rule: CheckRule) -> str:
    match rule.rule:
        case "Of type":
            return f"is {rule.type}"
        case "In range":
            return f"is {_describe_bounds(rule)}"
        case "One of":
            shown = ", ".join(rule.values[:3]) + (", ..." if len(rule.values) > 3 else "")
            return f"is one of {shown}"
        case "Matches pattern":
            return f"matches {rule.pattern}"
        case "Text length":
            return f"has {_describe_bounds(rule)} characters"
        case "Mean in range":
            return f"has a mean of {_describe_bounds(rule)}"
        case "Not older than":
            return f"is at most {rule.days:g} days old"
    return f"is {rule.rule.lower()}"


def _describe_bounds(rule: CheckRule) -> str:
    low, high = rule.minimum.strip(), rule.maximum.strip()
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"


def _read_bounds(rule: CheckRule, column: Column, where: str) -> tuple[Any, Any]:
    low, high = (_read_value(text, column, where) if text.strip() else None for text in (rule.minimum, rule.maximum))
    if low is None and high is None:
        raise ModuleError(2, f"{where}enter the least or the most that is allowed.", parameter="rules")
    if low is not None and high is not None:
        ascending = pd.Timestamp(low) <= pd.Timestamp(high) if isinstance(low, str) else low <= high
        if not ascending:
            raise ModuleError(6, f"{where}the least must be at most {high}. Got {low}.", parameter="rules")
    return low, high


def _read_value(text: str, column: Column, where: str) -> Any:
    """The text as values of the column are compared with it; a date stays a text."""
    written = text.strip()
    if column.type in ("integer", "real"):
        try:
            number = Decimal(written)
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            message = f"{where}'{column.name}' is {column.type}; enter a number. Got '{text[:40]}'."
            raise ModuleError(2, message, parameter="rules", column=column.name)
        return int(number) if number == number.to_integral_value() else float(number)
    if column.type == "boolean":
        if written.lower() not in ("true", "false"):
            message = f"{where}'{column.name}' is boolean; enter true or false. Got '{text[:40]}'."
            raise ModuleError(2, message, parameter="rules", column=column.name)
        return written.lower() == "true"
    if column.type == "datetime":
        try:
            return pd.Timestamp(written).isoformat()
        except ValueError as error:
            message = f"{where}'{column.name}' is datetime; enter a date such as 2024-01-31. Got '{text[:40]}'."
            raise ModuleError(2, message, parameter="rules", column=column.name) from error
    return text
