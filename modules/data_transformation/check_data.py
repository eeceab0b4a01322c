"""Check Data: rules that rows and tables must keep; the run stops, or bad rows go their own way."""

import logging
from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field

from modules.data_transformation.check_rules import CheckRule, CheckRules, PlannedCheck, plan_checks
from modules.data_transformation.data_checks import (
    FAILED_CHECKS,
    FAILED_ROWS,
    FIRST_ROWS,
    FOUND,
    PASSED,
    REPORT_TYPES,
    RULE,
    SEVERITY,
    check_age,
    check_mean,
    check_row_count,
    check_type,
    lies_between,
    split_checked_rows,
)
from modules.data_transformation.formula_columns import compute_formulas, require_formula
from modules.kit import Call, Column, ColumnType, Dataset, ModuleError, Schema, Traits, module, rows_of, titled
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.formulas.checked_formula import check_formula, fill_missing
from modules.kit.formulas.formula_syntax import FormulaError
from modules.kit.formulas.functions import to_column
from modules.kit.nested_values import refuse_nested
from modules.kit.unused_names import find_unused_names

REPORT_COLUMN_TYPES: dict[str, ColumnType] = {
    "str": "text",
    "bool": "boolean",
    "int64": "integer",
    "float64": "real",
}
#: So many failed rules are named where the run stops.
SHOWN_RULES = 3

log = logging.getLogger(__name__)


class CheckDataOutputs(NamedTuple):
    good_rows: Dataset
    bad_rows: Dataset
    report: Dataset


def _build_example() -> Call:
    orders = pd.DataFrame(
        {"order": [1, 2, 3, 3], "status": ["new", "sent", "lost", None], "amount": [12.5, -4.0, 80.0, 7.0]}
    )
    rules = (
        CheckRule(rule="Unique", columns=("order",)),
        CheckRule(rule="One of", columns=("status",), values=("new", "sent", "paid")),
        CheckRule(rule="Formula is true", formula="amount > 0"),
        CheckRule(rule="Number of rows", minimum="1"),
    )
    return Call.of(Dataset(orders, {"amount": "label"}), rules=rules)


def _predict_schemas(dataset: Schema) -> tuple[Schema, Schema, Schema]:
    bad = dataset.add_columns(Column(find_unused_names([FAILED_CHECKS], dataset.names)[0], "text"))
    report = [Column(name, REPORT_COLUMN_TYPES[kind]) for name, kind in REPORT_TYPES.items()]
    return dataset, bad, Schema(tuple(report))


def _compares_rows(rules: CheckRules) -> bool:
    """Whether a row can fail because of the others."""
    return any(rule.rule in ("Unique", "Unique together") for rule in rules)


def _reads_clock(rules: CheckRules) -> bool:
    """Whether a rule goes by the time of the run."""
    return any(rule.rule == "Not older than" for rule in rules)


def _emit_code(step: StepCode) -> None:
    source, checks = step.get_input("dataset"), step.reserve_name("checks")
    if source.schema is None:
        raise CannotGenerateCode("The types of the columns are known only during a run. Run the design first.")
    planned = plan_checks(step.rules, source.schema)
    step.assign(
        checks,
        {
            check.name: (list(_list_columns(check, source.schema)), _emit_check(step, source, check))
            for check in planned
        },
    )
    good, bad = (
        step.add_table("good_rows", "good_rows", like=source),
        step.add_table("bad_rows", "bad_rows", like=source),
    )
    report = step.add_table("report", "check_report")
    tolerated = {check.name: check.rule.tolerated_share for check in planned if check.rule.tolerated_share}
    warnings = [check.name for check in planned if check.rule.severity == "Warning"]
    settings: dict[str, object] = {"tolerated": tolerated} if tolerated else {}
    settings |= {"warnings": warnings} if warnings else {}
    step.assign([good, bad, report], step.use(split_checked_rows).call(source, checks, **settings))
    if step.if_a_rule_fails == "Stop the run":
        errors = report.code
        if warnings:
            errors = expr('{report}[{report}["Severity"] == "Error"]', report=report)
        step.add("assert {errors}[{passed}].all(), {report}.to_string()", errors=errors, passed=PASSED, report=report)


def _list_columns(check: PlannedCheck, schema: Schema) -> tuple[str, ...]:
    """The columns whose values are shown where the check fails."""
    if check.rule.rule != "Formula is true":
        return check.columns
    return require_formula(check.rule.formula, schema, parameter="rules").columns


def _emit_check(step: StepCode, source: ScriptVariable, check: PlannedCheck) -> Expr:
    """For each row whether it passes, or whether the table does."""
    rule, table = check.rule, source.code
    if rule.rule == "Number of rows":
        return step.use(check_row_count).call(table, check.low, check.high)
    if rule.rule == "Formula is true":
        return _emit_formula(step, source, rule.formula)
    if rule.rule == "Unique together":
        return ~table.method("duplicated", list(check.columns), keep=False)
    column = table.item(check.columns[0])
    match rule.rule:
        case "Not missing":
            return column.method("notna")
        case "Unique":
            return expr("~{column}.duplicated(keep=False) | {column}.isna()", column=column)
        case "Of type":
            return step.use(check_type).call(column, rule.type)
        case "In range":
            return step.use(lies_between).call(column, check.low, check.high)
        case "One of":
            return expr("{column}.isin({values}) | {column}.isna()", column=column, values=list(check.values))
        case "Matches pattern":
            return expr('{column}.astype("str").str.fullmatch({pattern}, na=True)', column=column, pattern=rule.pattern)
        case "Text length":
            length = expr('{column}.astype("str").str.len()', column=column)
            return step.use(lies_between).call(length, check.low, check.high)
        case "Mean in range":
            return step.use(check_mean).call(column, check.low, check.high)
    return step.use(check_age).call(column, rule.days)


def _emit_formula(step: StepCode, source: ScriptVariable, text: str) -> Expr:
    assert source.schema is not None
    try:
        checked = check_formula(text, source.schema)
    except FormulaError as error:
        raise CannotGenerateCode(f"A formula can't be read. {error}") from error
    value = fill_missing(checked.to_pandas(step, source))
    column = value.code if value.is_column else to_column(source.code, value)
    return expr('{column}.fillna(False).astype("bool")', column=column)


@module(
    "Check Data",
    category="Data Transformation",
    palette_group="Clean and check",
    icon="checklist",
    example=_build_example,
    schema=_predict_schemas,
    traits=Traits(
        depends_on_other_rows=_compares_rows, partitions_rows=True, preserves="values", reads_clock=_reads_clock
    ),
    emit_code=_emit_code,
    keywords=(
        "data validation",
        "validate",
        "great expectations",
        "expectations",
        "pandera",
        "data quality",
        "quality rules",
        "assert",
        "constraint",
        "schema check",
        "table validator",
        "test tool",
        "row count check",
        "freshness",
        "metrics and checks",
    ),
)
def check_data(
    dataset: Dataset,
    *,
    rules: Annotated[
        CheckRules,
        rows_of(CheckRule, row_title="rule"),
        Field(min_length=1, max_length=500, description="What must be so."),
    ],
    if_a_rule_fails: Annotated[
        Literal["Split the rows", "Stop the run"],
        titled("If a rule fails"),
        Field(description="Split: bad rows leave by the second output. Stop: the step fails and says why."),
    ] = "Split the rows",
) -> CheckDataOutputs:
    r"""Check rows and tables against rules.

    Rules are about each row (not missing, unique, in a range, one of some values, a pattern, the length of a text, a
    formula across columns) or about the table (types of columns, number of rows, a mean, the age of the newest time).
    Good rows leave by the first output, rows that fail a rule by the second one with the rules that they fail, and the
    third output reports on every rule with the first rows that fail it. Missing values pass every rule but 'Not
    missing'; a formula fails where it is not true, so write 'shipped is missing or shipped >= ordered' to let gaps
    pass. Warnings are reported and neither stop a run nor move a row.
    """
    planned = plan_checks(rules, dataset.schema)
    checks = {check.name: (list(_list_columns(check, dataset.schema)), _run_check(dataset, check)) for check in planned}
    tolerated = {check.name: check.rule.tolerated_share for check in planned}
    warnings = [check.name for check in planned if check.rule.severity == "Warning"]
    good, bad, report = split_checked_rows(dataset.frame, checks, tolerated=tolerated, warnings=warnings)
    _report_failures(report)
    failed = report[~report[PASSED] & (report[SEVERITY] == "Error")]
    if if_a_rule_fails == "Stop the run" and len(failed):
        raise ModuleError(160, _describe_failures(failed, len(planned)), port="dataset", parameter="rules")
    return CheckDataOutputs(dataset.with_frame(good), dataset.with_frame(bad), Dataset(report))


def _report_failures(report: pd.DataFrame) -> None:
    for record in report[~report[PASSED]].to_dict("records"):
        log.warning("%s: %s", record[SEVERITY], _describe_failure(record))
    log.info("%s of %s rules passed.", f"{int(report[PASSED].sum()):,}", f"{len(report):,}")


def _describe_failures(failed: pd.DataFrame, count: int) -> str:
    """The first failed rules, in a sentence each."""
    records = failed.to_dict("records")
    more = len(records) - SHOWN_RULES
    told = " ".join(_describe_failure(record) for record in records[:SHOWN_RULES])
    return f"{len(records):,} of {count:,} rules failed. {told}" + (f" And {more:,} more." if more > 0 else "")


def _describe_failure(record: dict[str, Any]) -> str:
    if not record[FAILED_ROWS]:
        return f"{record[RULE]}: got {record[FOUND]}."
    count, first = record[FAILED_ROWS], str(record[FIRST_ROWS]).split(",")[0]
    rows = f"{count:,} rows fail, the first is row {first}" if count > 1 else f"row {first} fails"
    shown = " ".join(str(record[FOUND]).split("; ")[0].split())[:200]
    return f"{record[RULE]}: {rows} with {shown}."


def _run_check(dataset: Dataset, check: PlannedCheck) -> Any:
    """For each row whether it passes, or whether the table does and what was found."""
    frame, rule = dataset.frame, check.rule
    for name in check.columns:
        if rule.rule in ("Unique", "Unique together", "One of"):
            refuse_nested(frame[name], port="dataset", parameter="rules")
    if rule.rule == "Number of rows":
        return check_row_count(frame, check.low, check.high)
    if rule.rule == "Formula is true":
        return _run_formula(dataset, rule.formula)
    if rule.rule == "Unique together":
        return ~frame.duplicated(list(check.columns), keep=False)
    column = frame[check.columns[0]]
    match rule.rule:
        case "Not missing":
            return column.notna()
        case "Unique":
            return ~column.duplicated(keep=False) | column.isna()
        case "Of type":
            return check_type(column, rule.type)
        case "In range":
            return lies_between(column, check.low, check.high)
        case "One of":
            return column.isin(list(check.values)) | column.isna()
        case "Matches pattern":
            return _match_pattern(column, rule.pattern)
        case "Text length":
            return lies_between(column.astype("str").str.len(), check.low, check.high)
        case "Mean in range":
            return check_mean(column, check.low, check.high)
    return check_age(column, rule.days)


def _match_pattern(column: "pd.Series[Any]", pattern: str) -> "pd.Series[Any]":
    try:
        return column.astype("str").str.fullmatch(pattern, na=True)
    except ValueError as error:
        message = f"'{pattern}' can't be used as a pattern: {str(error).splitlines()[0]}."
        raise ModuleError(2, message, parameter="rules") from error


def _run_formula(dataset: Dataset, text: str) -> "pd.Series[Any]":
    checked = require_formula(text, dataset.schema, parameter="rules")
    if checked.type != "boolean":
        message = f"The formula '{text[:100]}' must be true or false. It gives {checked.type}."
        raise ModuleError(17, message, parameter="rules")
    values = compute_formulas(dataset.frame, {"rule": checked}, parameter="rules")["rule"]
    return values.fillna(False).astype("bool")
