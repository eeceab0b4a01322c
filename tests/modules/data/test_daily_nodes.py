"""The nodes of daily work on ugly tables: a result as foreseen, the same in the script, or a numbered sentence."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, Schema, catalog
from tests.modules.module_scripts import assert_script_gives_the_same

LARGE = 2**53 + 1
BASE = pd.DataFrame(
    {
        "g": ["b", "a", "b", None, "a", "😀"],
        "x": [1.5, -2.0, np.nan, 0.0, 3.25, 1e30],
        "n": [3, -1, 2, 0, 7, LARGE],
        "k": pd.array([LARGE, None, 3, 0, -4, 5], dtype="Int64"),
        "ok": [True, False, True, True, False, False],
        "maybe": pd.array([True, None, False, True, None, True], dtype="boolean"),
        "c": pd.Categorical(["p", "q", None, "p", "q", "p"], categories=["q", "p", "unused"]),
        "t": pd.to_datetime(["2024-01-31", "2024-02-29 13:45", None, "1969-07-20", "9999-12-31", "2021-01-01"],
                            format="ISO8601").astype("datetime64[us]"),
        "text, \"odd\" 😀": ["1,5 kg", "  a b ", "", None, "x,y,z", "ß"],
        "day": ["31.01.2024", "29.02.2024", None, "01.01.1970", "31.12.1999", "01.01.2021"],
    }
)  # fmt: skip
ODD = 'text, "odd" 😀'

#: {what is tried: (module, parameters)}
CASES: Mapping[str, tuple[str, dict[str, Any]]] = {
    **{
        f"aggregate {function}": (
            "aggregate",
            {"group_by": ["g"], "aggregations": [{"function": function, "columns": columns}]},
        )
        for function, columns in {
            "Count": ["x", "c"], "Distinct count": ["x", ODD], "Missing count": ["k", "t"],
            "Sum": ["x", "n", "k", "ok"],
            "Mean": ["x", "k", "ok"], "Median": ["x", "k"], "Standard deviation": ["x", "k"], "Variance": ["n"],
            "Minimum": ["x", "k", "t", ODD, "maybe"], "Maximum": ["n", "k", "t", ODD, "ok"], "Percentile": ["x", "k"],
            "Share of total": ["x", "n"], "First": list(BASE.columns[1:]), "Last": ["k", "c", "t"],
            "Most frequent": ["k", "c", "t", "ok", ODD], "Joined text": ["n", ODD, "c"],
            "Joined distinct text": ["ok", "t"],
        }.items()
    },
    "aggregate rows": ("aggregate", {"group_by": ["c", "maybe"]}),
    "aggregate all rows": (
        "aggregate",
        {"aggregations": [{}, *({"function": name, "columns": ["k", "x"]} for name in ("Sum", "Maximum", "Count"))]},
    ),
    "aggregate in order": (
        "aggregate",
        {"group_by": ["ok"], "order_by": "n", "aggregations": [{"function": "First", "columns": ["x"], "name": "one"}]},
    ),
    "aggregate without missing groups": ("aggregate", {"group_by": ["g", "c"], "missing_groups": False}),
    "sort": ("sort", {"sort_by": [{"column": "g", "direction": "Descending"}, {"column": "k"}]}),
    "sort missing first": ("sort", {"sort_by": [{"column": "maybe"}], "missing_values": "First"}),
    "sort text": ("sort", {"sort_by": [{"column": ODD}], "ignore_case": True}),
    "sort times and categories": ("sort", {"sort_by": [{"column": "c"}, {"column": "t", "direction": "Descending"}]}),
    "rename": (
        "select_and_rename",
        {
            "columns_in_order": [
                {"column": "k", "new_name": "key"}, {"column": ODD, "new_name": "text"}, {"column": "g"},
            ]
        },
    ),
    "rename in place": (
        "select_and_rename",
        {"columns_in_order": [{"column": "n", "type": "String"}], "other_columns": "Keep in place"},
    ),
    "retype": (
        "select_and_rename",
        {
            "columns_in_order": [
                {"column": "n", "type": "Double"}, {"column": "k", "type": "String"},
                {"column": "g", "type": "Categorical"},
                {"column": "day", "type": "DateTime", "date_format": "%d.%m.%Y"}, {"column": "ok", "type": "Integer"},
            ],
            "other_columns": "Drop",
        },
    ),
    "rules": (
        "conditional_rules",
        {
            "rules": [
                {"conditions": [{"column": "x", "operator": ">", "values": [1]}], "value": "many"},
                {
                    "conditions": [
                        {"column": "g", "operator": "is missing"},
                        {"column": ODD, "operator": "contains", "values": ["A"]},
                    ],
                    "match": "Any",
                    "value": "odd",
                },
            ],
            "otherwise": "rest",
        },
    ),
    "rules with numbers": (
        "conditional_rules",
        {
            "rules": [{"conditions": [{"column": "g", "values": ["a"]}], "value": "9007199254740993"}],
            "values_are": "Numbers",
            "new_column": "g",
        },
    ),
    "map": ("map_values", {"column": "g", "entries": [{"value": "a", "becomes": "A"}, {"value": "z", "becomes": "Z"}]}),
    "map to numbers": (
        "map_values",
        {
            "column": "c",
            "entries": [{"value": "p", "becomes": "1"}, {"value": "q", "becomes": "2.5"}],
            "values_are": "Numbers",
            "unmatched": "Make missing",
            "new_column": "code",
        },
    ),
    "pivot": ("pivot", {"rows": ["g"], "columns_from": "c", "values_from": "x", "summary": "Mean"}),
    "pivot whole": ("pivot", {"rows": ["ok"], "columns_from": "g", "values_from": "k", "summary": "Maximum"}),
    "pivot counts": (
        "pivot",
        {"columns_from": "ok", "values_from": "g", "summary": "Count", "empty_cells": "0",
         "expected_values": ["True", "False", "new"]},
    ),
    "pivot texts": ("pivot", {"rows": ["c"], "columns_from": "n", "values_from": ODD, "summary": "First"}),
    "unpivot numbers": (
        "unpivot",
        {"columns_to_unpivot": {"start": "none", "names": ["n", "k"]}, "drop_missing_values": True},
    ),
    "unpivot mixed": ("unpivot", {"columns_to_unpivot": {"start": "none", "names": ["c", ODD, "g"]}}),
    "transpose": ("transpose", {"names_from": "n"}),
    "transpose all": ("transpose", {}),
    "parts": (
        "date_and_time",
        {"steps": [{"column": "t", "part": part} for part in ("Year", "Year and month", "Weekday name", "Date only")]},
    ),
    "dates": (
        "date_and_time",
        {
            "steps": [
                {"do": "Text to date", "column": "day", "format": "%d.%m.%Y"},
                {"do": "Difference to another column", "column": "day", "until": "t", "unit": "day"},
                {"do": "Round down", "column": "t", "unit": "month", "new_name": "month"},
                {"do": "Add or subtract", "column": "day", "number": -1, "unit": "month", "new_name": "before"},
                {"do": "Date to text", "column": "day", "format": "%Y/%m", "new_name": "written"},
            ]
        },
    ),
    "zones": (
        "date_and_time",
        {"steps": [{"do": "Convert the time zone", "column": "t", "from_zone": "UTC", "to_zone": "Asia/Tokyo"}]},
    ),
    "text": (
        "edit_text",
        {
            "steps": [
                {"column": ODD, "do": "Join repeated spaces"},
                {"column": ODD, "do": "Number in the text", "decimal_sign": "Comma: 1.234,5", "new_name": "number"},
                {"column": ODD, "do": "Unit of the number", "decimal_sign": "Comma: 1.234,5", "new_name": "unit"},
                {"column": "c", "do": "Upper case"},
                {"column": "g", "do": "Pad at the left", "new_name": "padded"},
                {"column": ODD, "do": "Extract by pattern", "pattern": "([a-z])", "group": 1, "new_name": "letter"},
                {"column": ODD, "do": "Similarity to another column", "other": "g", "new_name": "similar"},
            ]
        },
    ),
    "split to columns": ("split_text", {"column": ODD, "parts": 3}),
    "split by pattern": ("split_text", {"column": ODD, "separator": "[, ]+", "is_pattern": True, "keep_column": False}),
    "split to rows": ("split_text", {"column": ODD, "split_into": "Rows"}),
}  # fmt: skip


def _make_missing(frame: pd.DataFrame) -> pd.DataFrame:
    kinds = {name: {"int64": "Int64", "bool": "boolean"}.get(str(kind), kind) for name, kind in frame.dtypes.items()}
    return frame.astype(kinds).mask(np.ones(frame.shape, dtype=bool))


TABLES: Mapping[str, pd.DataFrame] = {
    "plain": BASE,
    "no rows": BASE.iloc[:0],
    "one row": BASE.iloc[:1],
    "all missing": _make_missing(BASE),
    "infinite": BASE.assign(x=[np.inf, -np.inf, np.nan, 1, 2, 3]),
    "zoned": BASE.assign(t=BASE["t"].where(BASE["t"].dt.year < 3000).dt.tz_localize("Asia/Tokyo")),
    "lists": BASE.assign(**{ODD: [["a"], ["b", "c"], None, ["a"], [], ["z"]]}),
    "mixed": BASE.assign(**{ODD: ["a", 1, None, 2.5, True, "z"]}),
    "small numbers": BASE.assign(x=np.arange(6, dtype="float32"), n=np.array([1, 2, 3, 4, 5, 6], dtype="int8")),
    "many rows": pd.concat([BASE] * 50, ignore_index=True),
}


def _run(case: str, table: str) -> Dataset:
    name, parameters = CASES[case]
    data = Dataset(TABLES[table], {"x": "label", "g": "group"})
    result = catalog()[name].run({"dataset": data}, parameters)["results_dataset"]
    assert isinstance(result, Dataset)
    return result


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("case", CASES)
def test_a_node_gives_what_was_foreseen_or_a_numbered_sentence(case: str, table: str) -> None:
    name, parameters = CASES[case]
    module = catalog()[name]
    told = module.infer_schemas(
        {"dataset": Dataset(TABLES[table], {"x": "label", "g": "group"}).schema},
        module.parameters.model_validate(parameters),
    )["results_dataset"]
    try:
        found = _run(case, table).schema
    except ModuleError:
        if table not in ("lists", "mixed", "infinite", "many rows"):
            raise
        return
    assert isinstance(told, Schema)
    real = [(column.name, column.type, column.role) for column in found]
    foreseen = [(column.name, column.type, column.role) for column in told]
    assert foreseen == (real if told.complete else [column for column in real if column[0] in told])


@pytest.mark.parametrize("case", CASES)
def test_the_script_of_a_node_gives_the_same(case: str) -> None:
    name, parameters = CASES[case]
    assert_script_gives_the_same(name, {"dataset": Dataset(BASE, {"x": "label"})}, parameters)


def test_the_input_stays_as_it_was() -> None:
    before = BASE.copy(deep=True)
    for case in CASES:
        _run(case, "plain")
    pd.testing.assert_frame_equal(BASE, before)


def test_whole_numbers_keep_their_last_digit() -> None:
    assert _run("aggregate Maximum", "plain").frame["Maximum of k"].max() == LARGE
    assert _run("aggregate Sum", "plain").frame["Sum of n"].max() == LARGE
    assert _run("aggregate First", "plain").frame["First of k"].max() == LARGE
    assert _run("pivot whole", "plain").frame["b"].max() == LARGE
    assert _run("unpivot numbers", "plain").frame["Value"].max() == LARGE
    assert _run("rules with numbers", "plain").frame["g"].max() == LARGE


def test_sums_that_are_too_large_are_refused() -> None:
    data = Dataset(pd.DataFrame({"n": [2**62, 2**62]}))
    parameters = {"aggregations": [{"function": "Sum", "columns": ["n"]}]}
    with pytest.raises(ModuleError) as refused:
        catalog()["aggregate"].run({"dataset": data}, parameters)
    assert refused.value.number == 7


def test_all_rows_of_an_empty_table_are_one_group() -> None:
    frame = _run("aggregate all rows", "no rows").frame
    assert frame.iloc[0].fillna(-1).tolist() == [0, 0, 0, -1, -1, 0, 0]


def test_a_dictionary_at_the_second_port_maps_numbers_and_texts() -> None:
    data = Dataset(pd.DataFrame({"id": pd.array([1, None, LARGE, 4], dtype="Int64")}))
    names = Dataset(pd.DataFrame({"key": [LARGE, 1, 1], "name": ["large", "one", "again"]}))
    parameters = {"column": "id", "key_column": "key", "value_column": "name", "new_column": "name"}
    run = catalog()["map_values"].run
    result = run({"dataset": data, "dictionary": names}, {**parameters, "unmatched": "Make missing"})["results_dataset"]
    assert result.frame["name"].fillna("-").tolist() == ["one", "-", "large", "-"]
    with pytest.raises(ModuleError) as refused:
        run({"dataset": data, "dictionary": names}, {**parameters, "unmatched": "Stop with an error"})
    assert "1 value of column 'id' are not listed. The first is '4' in row 4." in refused.value.message


@pytest.mark.parametrize(
    ("name", "parameters", "number", "message"),
    [
        ("aggregate", {"aggregations": [{"function": "Mean", "columns": ["g"]}]}, 17, "Mean needs numbers or true"),
        ("aggregate", {"aggregations": [{"function": "Mean"}]}, 11, "Row 1: choose the columns"),
        ("aggregate", {"group_by": ["g"], "aggregations": [{"name": "g"}]}, 28, "would be called 'g'"),
        ("aggregate", {"group_by": ["gg"]}, 1, "Column 'gg' is not in the data"),
        ("sort", {"sort_by": [{"column": "x"}, {"column": "x"}]}, 26, "Column 'x' is named twice."),
        ("select_and_rename", {"columns_in_order": [{"column": "x", "new_name": "n"}]}, 28, "would be called 'n'"),
        ("select_and_rename", {"columns_in_order": [{"column": "g", "type": "Integer"}]}, 42, "Row 1: 5 values of"),
        ("pivot", {"columns_from": "g", "values_from": "c", "summary": "Sum"}, 17, "Sum needs numbers"),
        ("pivot", {"rows": ["g"], "columns_from": "g", "values_from": "x"}, 26, "can't stay and become columns"),
        ("unpivot", {"columns_to_unpivot": {"start": "none", "names": ["n", "x"]}}, 42, "Column 'n' has whole numbers"),
        ("unpivot", {"columns_to_unpivot": {"start": "none", "names": ["k"]}, "name_column": "x"}, 28, "called 'x'"),
        ("date_and_time", {"steps": [{"column": "day"}]}, 17, "Row 1: column 'day' has no dates"),
        ("date_and_time", {"steps": [{"do": "Text to date", "column": "g", "format": "%Y"}]}, 42, "Row 1: 5 values"),
        (
            "date_and_time",
            {"steps": [{"do": "Convert the time zone", "column": "t", "to_zone": "Berlin"}]},
            2,
            "there is no time zone 'Berlin'",
        ),
        ("edit_text", {"steps": [{"column": "x"}]}, 70, "'trim' needs text. Got a number."),
        ("edit_text", {"steps": [{"column": "g", "do": "Find by pattern", "pattern": "("}]}, 39, "missing )"),
        ("split_text", {"column": "g", "separator": "(", "is_pattern": True}, 2, "no regular expression"),
        ("split_text", {"column": "x"}, 17, "has no texts"),
        ("map_values", {"column": "g"}, 11, "There is nothing to map."),
        (
            "map_values",
            {"column": "g", "entries": [{"value": "a", "becomes": "b"}], "values_are": "Numbers"},
            2,
            "'b' is not a number.",
        ),
    ],
)
def test_a_setting_that_means_nothing_is_refused(
    name: str, parameters: dict[str, Any], number: int, message: str
) -> None:
    with pytest.raises(ModuleError) as refused:
        catalog()[name].run({"dataset": Dataset(BASE)}, parameters)
    assert (refused.value.number, message in refused.value.message) == (number, True), refused.value.message
