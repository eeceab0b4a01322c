"""Operators of RapidMiner with one table in and one out: each as a module with its values."""

from collections.abc import Callable, Mapping
from typing import Any

from modules.kit.formulas.formula_syntax import FormulaError, parse_formula
from server.importers.imported_design import TableStep
from server.importers.rapidminer_files import RapidOperator

CHOOSE_COLUMNS = "The columns are chosen by a pattern or a type in RapidMiner. Choose them here."
FILTERS = {
    **{"eq": "is", "ne": "is not", "gt": ">", "ge": ">=", "lt": "<", "le": "<=", "equals": "is"},
    **{"does_not_equal": "is not", "contains": "contains", "does_not_contain": "does not contain"},
    **{"starts_with": "starts with", "ends_with": "ends with"},
    **{"is_missing": "is missing", "is_not_missing": "is not missing"},
}
AGGREGATIONS = {
    **{"average": "Mean", "sum": "Sum", "count": "Count", "minimum": "Minimum", "maximum": "Maximum"},
    **{"median": "Median", "standard_deviation": "Standard deviation", "variance": "Variance"},
}
ROLES = {"label": "Labels", "id": "ClearFeatures", "regular": "Features"}


def split_names(text: str) -> list[str]:
    """The names of a list as RapidMiner has them in one text."""
    return [name for name in text.split("|") if name]


def read_number(text: str | None, kind: type[int] | type[float], least: float, most: float) -> Any:
    """A number between two others; None where it is none, so that the default of the module holds."""
    try:
        value = kind(text or "")
    except ValueError:
        return None
    return value if least <= value <= most else None


def choose_columns(operator: RapidOperator) -> dict[str, Any] | None:
    """The columns that an operator works on; None where they are chosen by a pattern or a type."""
    kind = operator.parameters.get("attribute_filter_type", "all")
    inverted = operator.parameters.get("invert_selection") == "true"
    if kind == "all" and not inverted:
        return {"start": "all", "names": []}
    one, several = operator.parameters.get("attribute", ""), operator.parameters.get("attributes", "")
    names = [one] if kind == "single" and one else split_names(several) if kind == "subset" else []
    return {"start": "all" if inverted else "none", "names": names} if names else None


def convert_select_attributes(operator: RapidOperator) -> TableStep:
    """Columns by their names."""
    columns = choose_columns(operator)
    values = None if columns is None else {"select_columns": columns}
    return TableStep("select_columns_in_dataset", "results_dataset", values, "" if values else CHOOSE_COLUMNS)


def convert_filter(operator: RapidOperator) -> TableStep:
    """Rows by conditions, as `Age.gt.18`."""
    output = "other_rows" if operator.parameters.get("invert_filter") == "true" else "selected_rows"
    conditions = []
    for _, text in operator.lists.get("filters_list", ()):
        column, _, rest = text.partition(".")
        word, _, value = rest.partition(".")
        if word not in FILTERS:
            return TableStep("select_rows", output, None, "Add the conditions that are in its note.")
        number = read_number(value, float, float("-inf"), float("inf"))
        values = [] if "missing" in word else [value if number is None else number]
        conditions.append({"column": column, "operator": FILTERS[word], "values": values})
    if not conditions:
        return TableStep("select_rows", output, None, "Add the conditions that are in its note.")
    match = "All conditions" if operator.parameters.get("filters_logic_and", "true") == "true" else "Any condition"
    return TableStep("select_rows", output, {"conditions": conditions, "match": match})


def convert_set_role(operator: RapidOperator) -> TableStep:
    """The label, or a column that is no feature."""
    name = operator.parameters.get("attribute_name") or operator.parameters.get("name") or ""
    role = ROLES.get(operator.parameters.get("target_role", ""))
    if not name or role is None or operator.lists.get("set_additional_roles"):
        return TableStep("edit_metadata", "results_dataset", None, "Set the roles that are in its note.")
    return TableStep(
        "edit_metadata", "results_dataset", {"columns": {"start": "none", "names": [name]}, "fields": role}
    )


def convert_normalize(operator: RapidOperator) -> TableStep:
    """Numbers on one scale."""
    methods = {"Z-transformation": "ZScore", "range transformation": "MinMax"}
    method = methods.get(operator.parameters.get("method", "Z-transformation"))
    limits = (operator.parameters.get("min", "0.0"), operator.parameters.get("max", "1.0"))
    same = method == "ZScore" or (method == "MinMax" and limits == ("0.0", "1.0"))
    text = "" if same else "RapidMiner has another way, or other limits. Choose the nearest."
    return TableStep("normalize_data", "transformed_dataset", {"transformation_method": method or "ZScore"}, text)


def convert_generate_attributes(operator: RapidOperator) -> TableStep:
    """New columns by formulas; those that are none here are left out, and said."""
    formulas, lost = [], []
    for name, text in operator.lists.get("function_descriptions", ()):
        try:
            parse_formula(text)
            formulas.append({"name": name, "formula": text})
        except FormulaError:
            lost.append(name)
    text = f"Write the formulas of {', '.join(lost)} again: they are in its note." if lost else ""
    return TableStep("formula", "results_dataset", {"formulas": formulas} if formulas else None, text)


def convert_aggregate(operator: RapidOperator) -> TableStep:
    """Figures of groups."""
    figures = operator.lists.get("aggregation_attributes", [])
    known = [(name, AGGREGATIONS[word]) for name, word in figures if word in AGGREGATIONS]
    values = {
        "group_by": split_names(operator.parameters.get("group_by_attributes", "")),
        "aggregations": [{"function": function, "columns": [name]} for name, function in known],
    }
    text = "" if len(known) == len(figures) else "Add the figures that are in its note."
    return TableStep("aggregate", "results_dataset", values if known else None, text)


def convert_sort(operator: RapidOperator) -> TableStep:
    """Rows in an order."""
    name = operator.parameters.get("attribute_name", "")
    falling = operator.parameters.get("sorting_direction", "increasing") == "decreasing"
    if not name:
        return TableStep("sort", "results_dataset", None, "Choose the columns to sort by.")
    keys = [{"column": name, "direction": "Descending" if falling else "Ascending"}]
    return TableStep("sort", "results_dataset", {"sort_by": keys})


def convert_rename(operator: RapidOperator) -> TableStep:
    """New names."""
    first = (operator.parameters.get("old_name", ""), operator.parameters.get("new_name", ""))
    pairs = [pair for pair in (first, *operator.lists.get("rename_additional_attributes", ())) if all(pair)]
    changes = [{"column": old, "new_name": new} for old, new in pairs]
    values = {"columns_in_order": changes, "other_columns": "Keep in place"} if changes else None
    return TableStep("select_and_rename", "results_dataset", values, "" if values else "Write the names.")


def convert_replace_missing(operator: RapidOperator) -> TableStep:
    """Gaps filled by one figure of the column."""
    modes = {"average": "Replace with mean", "value": "Custom substitution value"}
    mode = modes.get(operator.parameters.get("default", "average"))
    columns = choose_columns(operator)
    values: dict[str, Any] = {} if columns is None else {"columns_to_be_cleaned": columns}
    if mode == "Custom substitution value":
        values |= {"cleaning_mode": mode, "replacement_value": operator.parameters.get("replenishment_value", "0")}
    same = mode == "Custom substitution value" and columns is not None
    text = "" if same else "Numbers are filled by their median and categories by their mode. RapidMiner takes averages."
    return TableStep("clean_missing_data", "cleaned_dataset", values, text)


def _build_simple(module: str, output: str, text: str = "", **values: Any) -> Callable[[RapidOperator], TableStep]:
    return lambda _: TableStep(module, output, values or None, text)


_BINS = _build_simple("group_data_into_bins", "quantized_dataset", "Check the number of bins.")
_INDICATORS = _build_simple("convert_to_indicator_values", "results_dataset", "Choose the columns.")
#: The operators by their classes.
TABLE_OPERATORS: Mapping[str, Callable[[RapidOperator], TableStep]] = {
    "select_attributes": convert_select_attributes,
    "filter_examples": convert_filter,
    "set_role": convert_set_role,
    "normalize": convert_normalize,
    "generate_attributes": convert_generate_attributes,
    "aggregate": convert_aggregate,
    "sort": convert_sort,
    "rename": convert_rename,
    "replace_missing_values": convert_replace_missing,
    "generate_id": _build_simple("add_row_number", "results_dataset", name="id"),
    "remove_duplicates": _build_simple("remove_duplicate_rows", "results_dataset", "Choose the key columns."),
    "transpose": _build_simple("transpose", "results_dataset"),
    "shuffle": _build_simple("shuffle_rows", "results_dataset"),
    "nominal_to_numerical": _INDICATORS,
    "nominal_to_binominal": _INDICATORS,
    "principal_component_analysis": _build_simple("principal_component_analysis", "results_dataset", "Check how many."),
    **dict.fromkeys(("discretize_by_bins", "discretize_by_frequency", "discretize_by_size"), _BINS),
}
