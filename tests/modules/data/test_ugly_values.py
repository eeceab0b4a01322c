"""Whatever table comes in, a module gives a table that can be saved and seen, or says why not; it never breaks."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.kit import Columns, Dataset, ModuleError, Schema, Transformation, catalog
from modules.kit.serialization import load_value, save_value
from tests.depth import choose_depth, deep
from tests.view_json import build_thumbnail, build_view

NUMBERS = Columns(start="rule", types=("integer", "real"))
MODULE_CALLS: list[tuple[str, Mapping[str, Any]]] = [
    ("select_columns_in_dataset", {}),
    ("edit_metadata", {"columns": Columns(), "data_type": "String"}),
    ("edit_metadata", {"columns": Columns(), "data_type": "Double"}),
    ("edit_metadata", {"columns": Columns(), "data_type": "DateTime"}),
    ("edit_metadata", {"columns": Columns(), "categorical": "Categorical", "fields": "ClearFeatures"}),
    ("clean_missing_data", {}),
    ("clean_missing_data", {"cleaning_mode": "Replace with mode"}),
    ("clean_missing_data", {"cleaning_mode": "Replace with mean", "columns_to_be_cleaned": NUMBERS}),
    ("clean_missing_data", {"cleaning_mode": "Replace using Probabilistic PCA", "columns_to_be_cleaned": NUMBERS}),
    ("clean_missing_data", {"cleaning_mode": "Remove entire row"}),
    ("normalize_data", {}),
    ("normalize_data", {"transformation_method": "Tanh"}),
    ("convert_to_indicator_values", {}),
    ("add_rows", {}),
    ("join_data", {"left_key_columns": ("a",), "join_type": "Full Outer Join"}),
    ("split_data", {"stratify_by": "a"}),
    ("split_data", {"splitting_mode": "Regular Expression", "column": "a", "pattern": "1"}),
    ("apply_sql_transformation", {}),
    ("summarize_data", {}),
]

REALS = st.floats(allow_nan=True, allow_infinity=True)
TEXTS = st.none() | st.text(max_size=5)
TIMES = st.none() | st.datetimes(min_value=pd.Timestamp("1700-01-01"), max_value=pd.Timestamp("2200-01-01"))
COLUMNS: list[tuple[st.SearchStrategy[Any], str]] = [
    (st.integers(-(2**63), 2**63 - 1), "int64"),
    (st.none() | st.integers(-5, 5), "Int64"),
    (REALS, "float64"),
    (st.none() | st.just(1.5), "float64"),
    (TEXTS, "str"),
    (TEXTS, "category"),
    (st.none() | st.integers(0, 2), "category"),
    (st.booleans(), "bool"),
    (st.none() | st.booleans(), "boolean"),
    (TIMES, "datetime64[us]"),
    (st.none(), "object"),
    (TEXTS | st.integers(), "object"),
]


@st.composite
def make_tables(draw: st.DrawFn) -> Dataset:
    rows = draw(st.integers(0, 6))
    kinds = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4))
    columns = {
        name: pd.Series(draw(st.lists(values, min_size=rows, max_size=rows)), dtype=dtype)
        for name, (values, dtype) in zip("abcd", kinds, strict=False)
    }
    return Dataset(pd.DataFrame(columns), {"b": "label"})


def has_removed_rows(name: str, parameters: Mapping[str, Any], table: Dataset) -> bool:
    """Whether a transformation leaves out rows: with gaps, or without a label."""
    mode = parameters.get("cleaning_mode")
    without_labels = name == "clean_missing_data" and mode is None and "label" in table.roles.values()
    return mode == "Remove entire row" or without_labels


@pytest.mark.parametrize(
    ("name", "parameters"), MODULE_CALLS, ids=lambda value: value if isinstance(value, str) else ""
)
@deep
@settings(max_examples=choose_depth(6, 200), derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(table=make_tables())
def test_a_module_gives_a_sound_table_or_says_why_not(name: str, parameters: Mapping[str, Any], table: Dataset) -> None:
    module = catalog()[name]
    with tempfile.TemporaryDirectory() as folder:
        mapped = load_value(save_value(table, Path(folder), "input").path, "dataset")
        ports = [port.name for port in module.inputs if not port.optional]
        inputs = dict.fromkeys(ports, mapped)
        try:
            outputs = module.run(inputs, parameters)
        except ModuleError as error:
            _check_message(error)
            return
        told = module.infer_schemas(dict.fromkeys(ports, mapped.schema), module.parameters(**parameters))
        for port, value in outputs.items():
            again = load_value(save_value(value, Path(folder), port).path, value.port_type)
            json.dumps([build_view(again), build_thumbnail(again)], allow_nan=False)
            _check_columns(told[port], again)
            if isinstance(value, Transformation) and not has_removed_rows(name, parameters, table):
                assert again.apply(mapped).rows == mapped.rows


def _check_message(error: ModuleError) -> None:
    assert error.message[-1] in ".?!"


def _check_columns(told: object, value: object) -> None:
    """Columns are as predicted, where they turn up; whole numbers with gaps may be filled by real ones."""
    if isinstance(value, Dataset) and isinstance(told, Schema):
        foreseen = {column.name: column for column in told}
        assert not told.complete or set(value.schema.names) <= set(foreseen)
        for column in value.schema.select(foreseen):
            expected = foreseen[column.name]
            assert expected.role == column.role
            assert expected.type == column.type or (expected.type, column.type) == ("integer", "real")
