"""Whatever table comes in, these modules give a sound table too, or say why not."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from modules.kit import Columns, Dataset, ModuleError, Schema, Transformation, catalog
from modules.kit.serialization import load_value, save_value
from tests.depth import choose_depth, deep
from tests.modules.data.test_ugly_values import make_tables
from tests.modules.ugly_tables import MANY_COLUMNS
from tests.view_json import build_thumbnail, build_view

NUMBERS = Columns(start="rule", types=("integer", "real"))
TEXT = Columns(start="rule", types=("text", "category"))
MODULE_CALLS: list[tuple[str, Mapping[str, Any]]] = [
    ("add_columns", {}),
    ("apply_math_operation", {"column_set": NUMBERS, "operation": "Ln"}),
    ("apply_math_operation", {"column_set": NUMBERS, "operation": "GreaterThan", "output_mode": "Inplace"}),
    ("apply_math_operation", {"column_set": NUMBERS, "operation": "RoundDigits", "output_mode": "ResultOnly"}),
    ("clip_values", {"columns_to_clip": NUMBERS, "upper_constant": 1.0, "add_indicator_columns": True}),
    ("clip_values", {"columns_to_clip": NUMBERS, "upper_substitute": "Missing", "upper_constant": 1.0}),
    ("clip_values", {"columns_to_clip": NUMBERS, "threshold": "Percentile", "upper_substitute": "Mean"}),
    ("convert_to_csv", {}),
    ("convert_to_dataset", {"action": "SetMissingValues", "custom_missing_value": "1"}),
    ("convert_to_dataset", {"action": "ReplaceValues", "replace_values": "Missing", "new_value": "1"}),
    ("convert_to_dataset", {"action": "ReplaceValues", "replace_values": "Custom", "custom_value": "1"}),
    ("group_data_into_bins", {"columns_to_bin": NUMBERS}),
    ("group_data_into_bins", {"columns_to_bin": NUMBERS, "binning_mode": "Equal Width", "output_mode": "Inplace"}),
    ("partition_and_sample", {"partition_or_sample_mode": "Assign to Folds", "number_of_folds": 2, "stratify_by": "a"}),
    ("partition_and_sample", {"rate_of_sampling": 0.5, "stratify_by": "a"}),
    ("remove_duplicate_rows", {"missing_values_are_equal": True}),
    ("smote", {"label": "a"}),
    ("select_columns_transform", {}),
    ("filter_based_feature_selection", {"target_column": "a", "feature_scoring_method": "ChiSquared"}),
    ("filter_based_feature_selection", {"target_column": "a", "feature_scoring_method": "PearsonCorrelation"}),
    ("filter_based_feature_selection", {"target_column": "a", "feature_scoring_method": "FisherScore"}),
    ("filter_based_feature_selection", {"target_column": "a", "feature_scoring_method": "KendallCorrelation"}),
    ("correlation", {}),
    ("correlation", {"method": "Spearman"}),
    ("test_hypothesis", {"column": "a", "group_column": "b", "test": "Chi-squared independence"}),
    ("test_hypothesis", {"column": "a", "group_column": "b"}),
    ("preprocess_text", {"text_column_to_clean": TEXT}),
    ("preprocess_text", {"text_column_to_clean": TEXT, "language": "German", "remove_stop_words": False}),
    ("extract_n_gram_features_from_text", {"text_column": "a", "minimum_n_gram_document_absolute_frequency": 1}),
    ("extract_n_gram_features_from_text", {"text_column": "b", "vocabulary_mode": "Merge"}),
    ("feature_hashing", {"target_columns": TEXT, "hashing_bitsize": 3}),
    (
        "latent_dirichlet_allocation",
        {"target_columns": TEXT, "number_of_topics_to_model": 2, "number_of_training_iterations": 1},
    ),
    ("convert_word_to_vector", {"target_column": "a", "minimum_word_count": 1, "length_of_word_embedding": 10}),
    ("convert_word_to_vector", {"target_column": "a", "word2vec_strategy": "Pretrained Vectors"}),
    ("train_svd_recommender", {"number_of_factors": 2}),
    ("evaluate_recommender", {}),
]


@pytest.mark.parametrize(
    ("name", "parameters"), MODULE_CALLS, ids=lambda value: value if isinstance(value, str) else ""
)
@deep
@settings(max_examples=choose_depth(6, 200), derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(table=make_tables())
def test_a_module_gives_a_sound_value_or_says_why_not(name: str, parameters: Mapping[str, Any], table: Dataset) -> None:
    module = catalog()[name]
    with tempfile.TemporaryDirectory() as folder:
        mapped = load_value(save_value(table, Path(folder), "input").path, "dataset")
        inputs = {port.name: mapped for port in module.inputs}
        try:
            outputs = module.run(inputs, parameters)
        except ModuleError as error:
            _check_message(error)
            return
        told = module.infer_schemas(dict.fromkeys(inputs, mapped.schema), module.parameters(**parameters))
        for port, value in outputs.items():
            again = load_value(save_value(value, Path(folder), port).path, value.port_type)
            json.dumps([build_view(again), build_thumbnail(again)], allow_nan=False)
            if isinstance(again, Dataset):
                _check_columns(told[port], again.schema)
            if isinstance(again, Transformation):
                assert again.apply(mapped).rows == mapped.rows


def _check_message(error: ModuleError) -> None:
    assert error.message[-1] in ".?!"


def _check_columns(told: object, real: Schema) -> None:
    """The columns are the predicted ones; a mixture of values is stored as text."""
    if isinstance(told, Schema):
        foreseen, found = ([(column.name, column.type, column.role) for column in schema] for schema in (told, real))
        assert foreseen == (found if told.complete else [column for column in found if column[0] in told])


@deep
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("add_columns", {}),
        ("apply_math_operation", {}),
        ("clip_values", {"overwrite": False, "add_indicator_columns": True}),
        ("convert_to_dataset", {"action": "SetMissingValues"}),
        ("group_data_into_bins", {"number_of_bins": 2}),
        ("remove_duplicate_rows", {}),
        ("filter_based_feature_selection", {"target_column": "c0"}),
    ],
)
def test_thousands_of_columns_are_no_hardship(name: str, parameters: Mapping[str, Any]) -> None:
    numbers = np.random.default_rng(0).random((3, MANY_COLUMNS))
    wide = Dataset(pd.DataFrame(numbers, columns=[f"c{place}" for place in range(MANY_COLUMNS)]))
    module = catalog()[name]
    outputs = module.run({port.name: wide for port in module.inputs}, parameters)
    told = module.infer_schemas({port.name: wide.schema for port in module.inputs}, module.parameters(**parameters))
    port, value = next(iter(outputs.items()))
    _check_columns(told[port], value.schema)
