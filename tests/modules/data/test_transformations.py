"""Normalize Data, Convert to Indicator Values, Apply Transformation: fitted on one dataset, applied to another."""

import pickle

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.convert_to_indicator_values import convert_to_indicator_values
from modules.data_transformation.normalize_data import normalize_data
from modules.kit import Columns, Dataset, ModuleError
from modules.model_scoring_and_evaluation.apply_transformation import apply_transformation
from tests.view_json import build_thumbnail, build_view

NAN = float("nan")
PRICES = [1.0, 2.0, 4.0, 8.0, NAN]


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("ZScore", [(x - 3.75) / np.std([1, 2, 4, 8]) for x in PRICES]),
        ("MinMax", [(x - 1) / 7 for x in PRICES]),
        ("Logistic", [1 / (1 + np.exp(-x)) for x in PRICES]),
        ("Tanh", [np.tanh(x) for x in PRICES]),
        ("LogNormal", [0.08985, 0.32736, 0.67264, 0.91015, NAN]),
    ],
)
def test_numbers_are_scaled_by_the_method(method: str, wanted: list[float]) -> None:
    dataset = Dataset(pd.DataFrame({"price": PRICES}))
    scaled = normalize_data(dataset, transformation_method=method).transformed_dataset  # type: ignore[arg-type]
    assert scaled.frame["price"].tolist() == pytest.approx(wanted, nan_ok=True, abs=1e-5)


@pytest.mark.parametrize(("zero", "wanted"), [(True, [0.0, 0.0, NAN]), (False, [NAN] * 3)])
@pytest.mark.parametrize("method", ["ZScore", "MinMax", "LogNormal"])
def test_constant_columns_become_zero_or_missing(method: str, zero: bool, wanted: list[float]) -> None:
    dataset = Dataset(pd.DataFrame({"same": [0.1, 0.1, NAN]}))
    scaled, _ = normalize_data(dataset, transformation_method=method, use_0_for_constant_columns=zero)  # type: ignore[arg-type]
    assert scaled.frame["same"].tolist() == pytest.approx(wanted, nan_ok=True)


def test_labels_and_text_are_left_alone() -> None:
    dataset = Dataset(pd.DataFrame({"make": ["a", "b"], "price": [1, 2], "doors": [2, 4]}), {"price": "label"})
    assert normalize_data(dataset).transformed_dataset.frame.to_numpy().tolist() == [["a", 1, -1.0], ["b", 2, 1.0]]


def test_other_data_get_the_scale_of_the_first() -> None:
    _, transformation = normalize_data(Dataset(pd.DataFrame({"x": [0, 10]})), transformation_method="MinMax")
    applied = apply_transformation(pickle.loads(pickle.dumps(transformation)), Dataset(pd.DataFrame({"x": [5, 20]})))
    assert applied.transformed_dataset.frame["x"].tolist() == [0.5, 2.0]


@pytest.mark.parametrize(
    ("values", "method", "number"),
    [(["a", "b"], "ZScore", 17), ([1.0, np.inf], "ZScore", 33), ([0.0, 1.0], "LogNormal", 8)],
)
def test_columns_without_a_scale_are_refused(values: list[object], method: str, number: int) -> None:
    chosen = Columns(start="none", names=("x",))
    with pytest.raises(ModuleError) as refused:
        normalize_data(
            Dataset(pd.DataFrame({"x": values})),
            transformation_method=method,  # type: ignore[arg-type]
            columns_to_transform=chosen,
        )
    assert (refused.value.number, refused.value.column) == (number, "x")


def test_each_level_becomes_a_column_and_unseen_levels_become_zeros() -> None:
    dataset = Dataset(pd.DataFrame({"fuel": pd.Categorical(["gas", None], categories=["diesel", "gas"]), "x": [1, 2]}))
    result, transformation = convert_to_indicator_values(dataset)
    assert result.frame.drop(columns="fuel").to_dict("list") == {
        "x": [1, 2],
        "fuel-diesel": [0, 0],
        "fuel-gas": [1, 0],
        "fuel-Missing": [0, 1],
    }
    other = Dataset(pd.DataFrame({"fuel": ["gas", "electric", None], "x": [0, 0, 0]}))
    assert transformation.apply(other).frame.iloc[:, 2:].to_numpy().tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 1]]


def test_text_with_too_many_values_is_refused() -> None:
    dataset = Dataset(pd.DataFrame({"id": [f"id-{row}" for row in range(1_001)]}))
    with pytest.raises(ModuleError, match="1,001 distinct values") as refused:
        convert_to_indicator_values(dataset)
    assert refused.value.number == 14


def test_numbers_are_no_categories() -> None:
    chosen = Columns(start="none", names=("x",))
    with pytest.raises(ModuleError, match="Make it a category") as refused:
        convert_to_indicator_values(Dataset(pd.DataFrame({"x": [1]})), categorical_columns_to_convert=chosen)
    assert refused.value.number == 56


def test_a_transformation_is_seen_as_its_rules() -> None:
    _, transformation = normalize_data(Dataset(pd.DataFrame({"x": [0.0, 10.0]})), transformation_method="MinMax")
    assert (build_view(transformation), build_thumbnail(transformation)) == (
        {
            "kind": "transformation",
            "title": "Normalize Data",
            "records": [{"column": "x", "method": "MinMax", "minimum": 0.0, "range": 10.0}],
            "details": None,
        },
        {"kind": "rules", "count": 1},
    )
