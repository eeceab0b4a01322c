"""Nodes of KNIME with one table in and one out, whose settings say all: each as a module with its values."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from modules.kit.formulas.formula_syntax import bracket_column
from server.importers.imported_design import TableStep
from server.importers.knime_expressions import NotTranslated, translate_expression, translate_rules
from server.importers.knime_files import find_setting, read_names

Settings = Mapping[str, Any]
#: What predictors of KNIME call their columns.
SCORE_COLUMN = re.compile(r"(P|Prediction) \(.*\)|.* \(.*\) - .*")
ROW_OPERATORS = {
    **{"EQ": "is", "NEQ": "is not", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="},
    **{"IS_MISSING": "is missing", "IS_NOT_MISSING": "is not missing"},
}
#: {KNIME's word: the function of Aggregate}
AGGREGATIONS = {"COUNT": "Count of rows", "SUM": "Sum", "AVERAGE": "Mean", "MINIMUM": "Minimum", "MAXIMUM": "Maximum"}


def _name_target(settings: Settings, names: tuple[str, str], default: str) -> str:
    """The column that an expression writes: a new one, or one that it replaces."""
    appends = find_setting(settings, "append-column" if "append-column" in settings else "append_column")
    chosen = find_setting(settings, names[0] if appends else names[1])
    return str(chosen or find_setting(settings, names[1]) or default)


def _build_formula(column: str, formula: str) -> TableStep:
    return TableStep("formula", "results_dataset", {"formulas": [{"name": column, "formula": formula}]})


def convert_rule_engine(settings: Settings) -> TableStep:
    """The first rule that holds gives the value."""
    formula = translate_rules(read_names(settings.get("rules")))
    return _build_formula(_name_target(settings, ("new-column-name", "replace-column-name"), "prediction"), formula)


def convert_expression(settings: Settings) -> TableStep:
    """Math Formula and String Manipulation."""
    expression = str(settings.get("expression", ""))
    if any(SCORE_COLUMN.fullmatch(name) for name in re.findall(r"\$([^$]+)\$", expression)):
        raise NotTranslated("It computes with columns of scores, which have other names here.")
    formula = translate_expression(expression)
    if settings.get("convert_to_int") is True:
        formula = f"to_integer({formula})"
    return _build_formula(_name_target(settings, ("replaced_column", "replaced_column"), "new column"), formula)


def convert_row_filter(settings: Settings) -> TableStep:
    """Conditions on columns; those on numbers and names of rows have no counterpart."""
    predicates = settings.get("predicates")
    output = "other_rows" if settings.get("outputMode") == "NON_MATCHING" else "selected_rows"
    conditions = [_read_predicate(one) for one in predicates.values()] if isinstance(predicates, Mapping) else []
    known = [one for one in conditions if one is not None]
    if not known or len(known) < len(conditions):
        return TableStep("select_rows", output, None, "Add the conditions that are in its note.")
    match = "Any condition" if settings.get("matchCriteria") == "OR" else "All conditions"
    return TableStep("select_rows", output, {"conditions": known, "match": match})


def _read_predicate(predicate: object) -> dict[str, Any] | None:
    column = find_setting(predicate, "column", "selected")
    operator = ROW_OPERATORS.get(str(find_setting(predicate, "operator")))
    if not isinstance(column, str) or operator is None:
        return None
    values = find_setting(predicate, "predicateValues", "values")
    items = [find_setting(one, "value") for one in values.values()] if isinstance(values, Mapping) else []
    if any(not isinstance(item, (str, int, float)) for item in items):
        return None
    return {"column": column, "operator": operator, "values": items}


def convert_renamer(settings: Settings) -> TableStep:
    """New names; the columns stay where they are."""
    held = settings.get("renamings")
    pairs = [(find_setting(one, "oldName"), find_setting(one, "newName")) for one in (held or {}).values()]
    if all(isinstance(old, str) and SCORE_COLUMN.fullmatch(old) for old, _ in pairs):
        text = "Columns of scores have their own names here, which Evaluate Model knows. They stay."
        return TableStep("select_columns_in_dataset", "results_dataset", None, text)
    changes = [{"column": old, "new_name": new} for old, new in pairs if isinstance(old, str) and isinstance(new, str)]
    if not changes:
        raise NotTranslated("It names no columns.")
    values = {"columns_in_order": changes, "other_columns": "Keep in place"}
    return TableStep("select_and_rename", "results_dataset", values)


def convert_string_to_number(settings: Settings) -> TableStep:
    """Texts as numbers; what is none is missing."""
    names = read_names(find_setting(settings, "include", "included_names"))
    if not names:
        raise NotTranslated("Its columns are chosen by a pattern or a type.")
    whole = "IntCell" in str(find_setting(settings, "parse_type", "cell_class"))
    function = "to_integer" if whole else "to_number"
    formulas = [{"name": name, "formula": f"{function}({bracket_column(name)})"} for name in names]
    return TableStep("formula", "results_dataset", {"formulas": formulas})


def convert_row_aggregator(settings: Settings) -> TableStep:
    """One figure of each group."""
    function = AGGREGATIONS.get(str(settings.get("aggregationMethod")))
    group = settings.get("categoryColumn")
    if function is None or not isinstance(group, str):
        raise NotTranslated("Its way to aggregate has no counterpart.")
    columns = read_names(find_setting(settings, "frequencyColumns", "selected_Internals"))
    if function == "Count of rows":
        aggregation: dict[str, Any] = {"function": function, "name": "OCCURRENCE_COUNT"}
    elif columns:
        aggregation = {"function": function, "columns": columns}
    else:
        raise NotTranslated("The columns that it aggregates are not named.")
    values = {"group_by": [group], "aggregations": [aggregation]}
    return TableStep("aggregate", "results_dataset", values)


#: {the end of the handler's name in KNIME: the mode of Clean Missing Data}
FILLING_MODES = {
    "FixedIntegerValue": "Custom substitution value", "FixedDoubleValue": "Custom substitution value",
    "FixedStringValue": "Custom substitution value", "FixedBooleanValue": "Custom substitution value",
    "DoubleMean": "Replace with mean", "MedianNumber": "Replace with median", "MostFrequentValue": "Replace with mode",
    "MostFrequent": "Replace with mode", "RemoveRow": "Remove entire row",
}  # fmt: skip
CELL_TYPES = {
    "IntCell": ["integer"],
    "LongCell": ["integer"],
    "DoubleCell": ["real"],
    "StringCell": ["text", "category"],
}


def list_cleanings(settings: Settings) -> list[dict[str, Any]]:
    """The values of Clean Missing Data for named columns, then for types; raises NotTranslated."""
    found: list[dict[str, Any]] = []
    named: list[str] = []
    columns, types = settings.get("columnSettings"), settings.get("dataTypeSettings")
    for entry in columns.values() if isinstance(columns, Mapping) else ():
        names = read_names(find_setting(entry, "colNames"))
        named += names
        values = _read_cleaning(find_setting(entry, "settings"))
        if values is not None and names:
            found.append({"columns_to_be_cleaned": {"start": "none", "names": names}, **values})
    for cell, entry in types.items() if isinstance(types, Mapping) else ():
        kinds, values = CELL_TYPES.get(cell.rpartition(".")[2]), _read_cleaning(entry)
        if values is not None and kinds is not None:
            rule = {"start": "rule", "types": kinds, "roles": [], "containing": "", "names": named}
            found.append({"columns_to_be_cleaned": rule, **values})
    return found


def _read_cleaning(entry: object) -> dict[str, Any] | None:
    """How gaps are filled; None where they stay."""
    factory = str(find_setting(entry, "factoryID") or "").rpartition(".")[2]
    kind = factory.removesuffix("Factory").removesuffix("MissingCellHandler")
    if kind in ("", "DoNothing"):
        return None
    if kind not in FILLING_MODES:
        raise NotTranslated(f"KNIME fills gaps by {kind}, which has no counterpart. Choose how to fill them.")
    values: dict[str, Any] = {"cleaning_mode": FILLING_MODES[kind]}
    if kind.startswith("Fixed"):
        held = find_setting(entry, "settings")
        fixed = [
            value for key, value in (held or {}).items() if key.startswith("fix") and not isinstance(value, Mapping)
        ]
        values["replacement_value"] = str(fixed[0]) if fixed else "0"
    return values


def convert_one_to_many(settings: Settings) -> TableStep:
    """Indicators of the named columns."""
    names = read_names(find_setting(settings, "columns2Btransformed", "included_names"))
    if not names:
        return TableStep("convert_to_indicator_values", "results_dataset", None, "Choose the columns.")
    values = {
        "categorical_columns_to_convert": {"start": "none", "names": names},
        "overwrite_categorical_columns": settings.get("removeSources") is True,
    }
    text = "The indicators have other names here: the column before the value."
    return TableStep("convert_to_indicator_values", "results_dataset", values, text)


#: The nodes by their names. Each raises NotTranslated where a placeholder is all that can be said.
def convert_group_loop(settings: Settings) -> TableStep:
    """The beginning of a loop over groups; the columns that name them are chosen wherever its settings keep them."""
    names = _find_chosen_columns(settings)
    values = {"group_by": names} if names else None
    return TableStep("for_each_group", "results_dataset", values, "" if names else "Choose the columns of the groups.")


def _find_chosen_columns(settings: object) -> list[str]:
    """The first list of chosen columns in settings within settings."""
    if not isinstance(settings, Mapping):
        return []
    for key in ("included_names", "manuallySelected"):
        if names := read_names(settings.get(key)):
            return names
    return next((names for inner in settings.values() if (names := _find_chosen_columns(inner))), [])


def find_reference_columns(settings: Settings) -> tuple[str, str] | None:
    """The columns that are compared: of the rows, and of the second table. None where it is numbers of rows."""
    held = [settings.get(key) for key in ("dataTableColumn", "referenceTableColumn")]
    names = [find_setting(one, "columnName") for one in held]
    if any(find_setting(one, "useRowID") is True for one in held) or not all(names):
        return None
    return str(names[0]), str(names[1])


def list_reference_joins(kind: str, settings: Settings) -> tuple[str, ...]:
    """The kind of join of each output: rows that the second table has, and rows that it has not."""
    if kind == "Reference Row Splitter":
        return ("Left Semi-Join", "Left Anti-Join")
    leaves_out = str(find_setting(settings, "inexclude")).startswith("Exclude")
    return ("Left Anti-Join" if leaves_out else "Left Semi-Join",)


TABLE_NODES: Mapping[str, Callable[[Settings], TableStep]] = {
    "Rule Engine": convert_rule_engine,
    "Math Formula": convert_expression,
    "String Manipulation": convert_expression,
    "Row Filter": convert_row_filter,
    "Group Loop Start": convert_group_loop,
    "Column Renamer": convert_renamer,
    "String to Number": convert_string_to_number,
    "Row Aggregator": convert_row_aggregator,
    "One to Many": convert_one_to_many,
    "Statistics": lambda _: TableStep("summarize_data", "results_dataset", None),
    "Linear Correlation": lambda _: TableStep("correlation", "correlation_matrix", None, "All numbers are correlated."),
}
