"""Nodes of Flowfile with one table in and one out: each as a module with its values."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from modules.kit.formulas.formula_syntax import FormulaError, parse_formula
from modules.kit.formulas.functions import FUNCTIONS
from server.importers.imported_design import TableStep

Settings = Mapping[str, Any]
CONDITIONS = {
    **{"equals": "is", "=": "is", "==": "is", "not_equals": "is not", "!=": "is not", "<>": "is not"},
    **{"greater_than": ">", ">": ">", "greater_than_or_equals": ">=", ">=": ">="},
    **{"less_than": "<", "<": "<", "less_than_or_equals": "<=", "<=": "<=", "in": "is", "not_in": "is not"},
    **{"contains": "contains", "not_contains": "does not contain", "starts_with": "starts with"},
    **{"ends_with": "ends with", "is_null": "is missing", "is_not_null": "is not missing", "between": "between"},
}
FIGURES = {
    **{"sum": "Sum", "mean": "Mean", "count": "Count", "n_unique": "Distinct count", "min": "Minimum"},
    **{"max": "Maximum", "median": "Median", "std": "Standard deviation", "var": "Variance", "first": "First"},
    **{"last": "Last", "concat": "Joined text"},
}
#: {a function of Flowfile: ours, where it is called otherwise}
RENAMED_FUNCTIONS = {
    **{"to_string": "to_text", "to_float": "to_number", "uppercase": "upper", "lowercase": "lower", "log": "ln"},
    **{"is_empty": "is_missing", "ifnull": "coalesce", "power": "^", "mid": "substring", "str_length": "length"},
}
SELECTOR_TYPES = {"numeric": ["integer", "real"], "float": ["real"], "string": ["text"], "date": ["datetime"]}
_CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")


class NoFormula(Exception):
    """An expression of Flowfile that is no formula here; the message says why."""


def get_map(settings: object, key: str) -> Settings:
    """The map under a key; empty where there is none."""
    found = settings.get(key) if isinstance(settings, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def get_rows(settings: object, key: str) -> list[Settings]:
    """The maps in the list under a key."""
    found = settings.get(key) if isinstance(settings, Mapping) else None
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, Sequence) else []


def get_texts(settings: object, key: str) -> list[str]:
    """The texts in the list under a key."""
    found = settings.get(key) if isinstance(settings, Mapping) else None
    return [name for name in found if isinstance(name, str) and name] if isinstance(found, Sequence) else []


def translate_formula(text: object) -> str:
    """An expression as a formula: columns stand in brackets in both. Raises NoFormula."""
    source = str(text or "").strip()
    outside = _QUOTED.sub("", source)
    for word in _CALL.findall(outside):
        ours = RENAMED_FUNCTIONS.get(word.lower(), word.lower())
        if ours not in FUNCTIONS or not ours.isidentifier():
            raise NoFormula(f"The function {word} has no counterpart in formulas.")
        source = re.sub(rf"\b{word}(?=\s*\()", ours, source)
    try:
        parse_formula(source)
    except FormulaError as error:
        raise NoFormula(f"'{source[:80]}' is no formula. {error}") from None
    return source


def _convert_filter(settings: Settings) -> TableStep:
    held = get_map(settings, "filter_input")
    advanced = str(held.get("advanced_filter") or "").strip()
    if held.get("mode") == "advanced" and advanced:
        match = re.fullmatch(r"\s*\[([^\]]+)\]\s*(<=|>=|!=|==|=|<|>)\s*(-?\d+(?:\.\d+)?|\"[^\"]*\")\s*", advanced)
        if match is None:
            return TableStep("select_rows", "selected_rows", None, "Add the condition that is in its note.")
        return _build_filter(match[1], match[2], [match[3].strip('"') if match[3][0] == '"' else float(match[3])])
    basic = get_map(held, "basic_filter")
    field, word = basic.get("field"), str(basic.get("operator") or "equals")
    value, second = basic.get("value"), basic.get("value2")
    if not isinstance(field, str) or not field or word not in CONDITIONS:
        return TableStep("select_rows", "selected_rows", None, "Add the condition that is in its note.")
    if word in ("is_null", "is_not_null"):
        return _build_filter(field, word, [])
    values = str(value).split(",") if word in ("in", "not_in") else [value, second] if word == "between" else [value]
    plain = word in ("contains", "not_contains", "starts_with", "ends_with")
    return _build_filter(field, word, [one if plain else _read_cell(one) for one in values])


def _build_filter(column: str, word: str, values: Sequence[Any]) -> TableStep:
    condition = {"column": column, "operator": CONDITIONS[word], "values": list(values)}
    return TableStep("select_rows", "selected_rows", {"conditions": [condition]})


def _read_cell(value: object) -> object:
    """A value as Flowfile writes it, as a text: a number where it looks like one."""
    text = str(value).strip() if isinstance(value, str) else value
    if isinstance(text, str) and re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    if isinstance(text, str) and re.fullmatch(r"-?\d{1,15}\.\d{1,15}", text):
        return float(text)
    return text if isinstance(text, (str, int, float, bool)) else None


def list_changes(rows: Sequence[Settings]) -> list[dict[str, str]]:
    """The columns that are kept, with their new names."""
    changes = []
    for row in rows:
        old, new = row.get("old_name"), row.get("new_name")
        if isinstance(old, str) and row.get("keep", True) is not False:
            changes.append({"column": old} | ({"new_name": new} if isinstance(new, str) and new != old else {}))
    return changes


def _convert_select(settings: Settings) -> TableStep:
    changes = list_changes(get_rows(settings, "select_input"))
    others = "Keep behind" if settings.get("keep_missing") else "Drop"
    if not changes:
        return TableStep("select_columns_in_dataset", "results_dataset", None, "Choose the columns.")
    return TableStep("select_and_rename", "results_dataset", {"columns_in_order": changes, "other_columns": others})


def _convert_group_by(settings: Settings) -> TableStep:
    rows = get_rows(get_map(settings, "groupby_input"), "agg_cols")
    groups = [row for row in rows if row.get("agg") == "groupby"]
    known, lost = [], []
    for row in rows:
        if row in groups:
            continue
        function, column = FIGURES.get(str(row.get("agg"))), str(row.get("old_name"))
        name = str(row.get("new_name") or f"{column}_{row.get('agg')}")
        known.append({"function": function, "name": name, "columns": [column]}) if function else lost.append(name)
    renamed = [str(row["new_name"]) for row in groups if row.get("new_name") not in (None, row.get("old_name"))]
    notes = [f"Add the figures {', '.join(lost)}."] if lost else []
    notes += [f"The groups have other names in Flowfile: {', '.join(renamed)}."] if renamed else []
    values = {"group_by": [str(row.get("old_name")) for row in groups], "aggregations": known}
    return TableStep("aggregate", "results_dataset", values if known else None, " ".join(notes))


def _convert_sort(settings: Settings) -> TableStep:
    keys = [
        {"column": row["column"], "direction": "Descending" if _is_falling(row) else "Ascending"}
        for row in get_rows(settings, "sort_input")
        if isinstance(row.get("column"), str)
    ]
    text = "" if keys else "Choose the columns to sort by."
    return TableStep("sort", "results_dataset", {"sort_by": keys} if keys else None, text)


def _is_falling(row: Settings) -> bool:
    return str(row.get("how") or "").lower().startswith("desc")


def _convert_formula(settings: Settings) -> TableStep:
    held = get_map(settings, "function")
    name = str(get_map(held, "field").get("name") or "result")
    try:
        formula = translate_formula(held.get("function"))
    except NoFormula as reason:
        return TableStep("formula", "results_dataset", None, f"{reason} Write it again: it is in the note.")
    return TableStep("formula", "results_dataset", {"formulas": [{"name": name, "formula": formula}]})


def _convert_unique(settings: Settings) -> TableStep:
    held = get_map(settings, "unique_input")
    names, strategy = get_texts(held, "columns"), held.get("strategy", "any")
    values: dict[str, object] = {"key_columns": {"start": "none", "names": names}} if names else {}
    values |= {"retain_first_duplicate_row": strategy != "last", "missing_values_are_equal": True}
    text = (
        "Rows that are there twice are all dropped in Flowfile. Here the first one stays." if strategy == "none" else ""
    )
    return TableStep("remove_duplicate_rows", "results_dataset", values, text)


def _convert_pivot(settings: Settings) -> TableStep:
    held = get_map(settings, "pivot_input")
    figures = get_texts(held, "aggregations")
    summary = FIGURES.get(figures[0] if figures else "sum")
    values = {"rows": get_texts(held, "index_columns"), "columns_from": held.get("pivot_column")}
    values |= {"values_from": held.get("value_col"), "summary": summary}
    same = len(figures) == 1 and summary is not None
    return TableStep(
        "pivot", "results_dataset", values, "" if same else "One figure is taken here. Add others beside it."
    )


def _convert_unpivot(settings: Settings) -> TableStep:
    held = get_map(settings, "unpivot_input")
    names, kept = get_texts(held, "value_columns"), get_texts(held, "index_columns")
    columns: dict[str, object] = {"start": "none", "names": names}
    if held.get("data_type_selector_mode") == "data_type":
        columns = {"start": "rule", "types": SELECTOR_TYPES.get(str(held.get("data_type_selector")), []), "names": kept}
    elif not names:
        columns = {"start": "all", "names": kept}
    values = {"columns_to_unpivot": columns, "name_column": "variable", "value_column": "value"}
    return TableStep("unpivot", "results_dataset", values)


def _convert_sample(settings: Settings) -> TableStep:
    size, method = settings.get("sample_size"), settings.get("sample_method", "first")
    if method == "random_fraction" and isinstance(share := settings.get("fraction"), (int, float)) and 0 < share <= 100:
        values = {"partition_or_sample_mode": "Sampling", "rate_of_sampling": share / 100}
        return TableStep("partition_and_sample", "partitioned_dataset", values)
    head = {"partition_or_sample_mode": "Head", "number_of_rows_to_select": size if isinstance(size, int) else 1000}
    text = "" if method == "first" else "Flowfile takes rows at random. The first ones are taken here."
    return TableStep("partition_and_sample", "partitioned_dataset", head, text)


def _convert_record_id(settings: Settings) -> TableStep:
    held = get_map(settings, "record_id_input")
    start = held.get("offset", 1)
    values = {"name": str(held.get("output_column_name") or "record_id"), "start": start if type(start) is int else 1}
    groups = get_texts(held, "group_by_columns") if held.get("group_by") else []
    return TableStep("add_row_number", "results_dataset", values | ({"group_by": groups} if groups else {}))


def _convert_text_to_rows(settings: Settings) -> TableStep:
    held = get_map(settings, "text_to_rows_input")
    separator = str(held.get("split_fixed_value") or ",")
    values = {"column": held.get("column_to_split"), "separator": separator, "split_into": "Rows"}
    text = "" if held.get("split_by_fixed_value", True) else "Flowfile takes the separator from a column."
    return TableStep("split_text", "results_dataset", values, text)


def _count_rows(_: Settings) -> TableStep:
    figure = {"function": "Count of rows", "name": "number_of_records"}
    return TableStep("aggregate", "results_dataset", {"group_by": [], "aggregations": [figure]})


#: The nodes by their types.
TABLE_NODES: Mapping[str, Callable[[Settings], TableStep]] = {
    "filter": _convert_filter,
    "select": _convert_select,
    "group_by": _convert_group_by,
    "sort": _convert_sort,
    "formula": _convert_formula,
    "unique": _convert_unique,
    "pivot": _convert_pivot,
    "unpivot": _convert_unpivot,
    "sample": _convert_sample,
    "record_id": _convert_record_id,
    "record_count": _count_rows,
    "text_to_rows": _convert_text_to_rows,
}
