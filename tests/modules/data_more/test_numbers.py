"""Apply Math Operation, Clip Values, Group Data into Bins: what becomes of numbers."""

import logging
import math
import pickle
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.apply_math_operation import OPERATIONS, apply_math_operation
from modules.data_transformation.clip_values import clip_values
from modules.data_transformation.group_data_into_bins import group_data_into_bins
from modules.data_transformation.math_functions import ONE_ARGUMENT, TWO_ARGUMENTS, Operation
from modules.kit import Columns, Dataset, ModuleError, Schema, catalog
from modules.model_scoring_and_evaluation.apply_transformation import apply_transformation

NAN = float("nan")


def _make_dataset(**columns: Any) -> Dataset:
    return Dataset(pd.DataFrame(columns))


def _select_columns(*names: str) -> Columns:
    return Columns(start="none", names=names)


def _compute_column(operation: Any, values: list[Any], constant: float = 1.0) -> list[Any]:
    result = apply_math_operation(
        _make_dataset(x=values), operation=operation, constant_second_argument=constant, output_mode="Inplace"
    )
    return list(result.frame["x"])


def test_every_operation_that_is_offered_has_one_function() -> None:
    assert set(OPERATIONS) == set(get_args(Operation)) == set(ONE_ARGUMENT) | set(TWO_ARGUMENTS)
    assert not set(ONE_ARGUMENT) & set(TWO_ARGUMENTS)


@pytest.mark.parametrize(
    ("operation", "values", "wanted"),
    [
        ("Abs", [-2, 3], [2, 3]),
        ("Factorial", [0, 5, 2.5, -1], [1, 120, NAN, NAN]),
        ("DoubleFactorial", [0, 1, 7, 8], [1, 1, 105, 384]),
        ("Cuberoot", [-27.0], [-3.0]),
        ("Ln", [math.e, -1.0, 0.0], [1.0, NAN, -np.inf]),
        ("SqrtPi", [4.0], [np.sqrt(4 * np.pi)]),
        ("Eps", [1.0], [2.0**-52]),
        ("CeilingPower2", [5, 8, 0.3], [8, 8, 0.5]),
        ("ToEven", [2.9, 3.0, -3.0, 5.1], [2, 4, -4, 6]),
        ("ToOdd", [2.9, 0.1, 4.0, -1.5], [3, 1, 5, -1]),
        ("Erf", [0.5], [0.5204998778]),
        ("EllipticIntegralK", [0.0], [np.pi / 2]),
        ("Gamma", [5], [24]),
        ("SinDegrees", [30, 90], [0.5, 1]),
        ("AtanDegrees", [1.0], [45]),
        ("Sec", [0.0], [1.0]),
        ("Acsc", [2.0], [np.pi / 6]),
        ("Acoth", [2.0], [0.5493061443]),
        ("Sinc", [0.0, np.pi / 2], [1.0, 2 / np.pi]),
        ("Arg", [-1.0, 1.0], [np.pi, 0.0]),
    ],
)
def test_functions_of_one_argument(operation: str, values: list[float], wanted: list[float]) -> None:
    assert _compute_column(operation, values) == pytest.approx(wanted, nan_ok=True)


@pytest.mark.parametrize(
    ("operation", "values", "constant", "wanted"),
    [
        ("Subtract", [5, 1], 2, [3, -1]),
        ("Divide", [1.0, 0.0], 0, [np.inf, NAN]),
        ("Atan2", [1.0], 1, [np.pi / 4]),
        ("Exp2", [3], 5, [40]),
        ("Log", [8.0], 2, [3.0]),
        ("NthRoot", [-27.0, 16.0], 3, [-3.0, 16 ** (1 / 3)]),
        ("NthRoot", [-16.0], 2, [NAN]),
        ("Pow", [3, 2], 2, [9, 4]),
        ("PairMax", [1.0, 5.0], 3, [3, 5]),
        ("Mod", [-7, 7], 3, [2, 1]),
        ("Remainder", [-7, 7], 3, [-1, 1]),
        ("Quotient", [-7, 7], 3, [-2, 2]),
        ("RoundDigits", [2.5, -2.5, 1.45], 0, [3, -3, 1]),
        ("RoundDigits", [1_250.0], -2, [1_300]),
        ("RoundUp", [1.21, -1.29], 1, [1.3, -1.2]),
        ("RoundDown", [1.29, -1.21], 1, [1.2, -1.3]),
        ("Truncate", [1.29, -1.29], 1, [1.2, -1.2]),
        ("ToMultiple", [7, 8], 5, [5, 10]),
        ("Beta", [2.0], 3, [1 / 12]),
        ("GammaRegularizedP", [1.0], 2, [1 - np.exp(-2)]),
        ("Polygamma", [1.0], 0, [-0.5772156649]),
        ("Polygamma", [1.0], 1, [np.pi**2 / 6]),
        ("EqualTo", [1, 2], 2, [False, True]),
        ("LessThanOrEqualTo", [1, 2, 3], 2, [True, True, False]),
    ],
)
def test_functions_of_two_arguments(operation: str, values: list[float], constant: float, wanted: list[Any]) -> None:
    assert _compute_column(operation, values, constant) == pytest.approx(wanted, nan_ok=True)


def test_missing_values_stay_missing_also_in_comparisons() -> None:
    result = apply_math_operation(_make_dataset(x=[1.0, None]), operation="LessThan", constant_second_argument=2)
    assert result.frame["LessThan(x_$2)"].tolist() == [True, pd.NA]
    assert _compute_column("Pow", [NAN], 0) == pytest.approx([NAN], nan_ok=True)


def test_the_log_says_how_often_a_result_is_undefined(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        _compute_column("Sqrt", [-1.0, -2.0, NAN, 4.0])
    assert caplog.messages == ["x is undefined in 2 rows."]


def test_columns_are_paired_with_as_many_others_or_with_one() -> None:
    dataset = _make_dataset(a=[1, 2], b=[3, 4], c=[10, 20])
    one, pairs = (
        apply_math_operation(
            dataset,
            operation="Add",
            column_set=_select_columns("a", "b"),
            second_argument_type="ColumnSet",
            second_argument_columns=others,
            output_mode="ResultOnly",
        ).frame.to_dict("list")
        for others in (_select_columns("c"), _select_columns("b", "c"))
    )
    assert one == {"Add(a_c)": [11, 22], "Add(b_c)": [13, 24]}
    assert pairs == {"Add(a_b)": [4, 6], "Add(b_c)": [13, 24]}


def test_a_second_column_set_of_another_length_is_refused() -> None:
    with pytest.raises(ModuleError, match=r"as many as there are first ones, 3\. Got 2") as refused:
        apply_math_operation(
            _make_dataset(a=[1], b=[2], c=[3]),
            operation="Add",
            second_argument_type="ColumnSet",
            second_argument_columns=_select_columns("a", "b"),
        )
    assert (refused.value.number, refused.value.parameter) == (27, "second_argument_columns")


def test_results_are_added_under_names_of_their_own_and_labels_left_alone() -> None:
    dataset = Dataset(pd.DataFrame({"x": [4], "Sqrt(x)": ["mine"], "y": [9]}), {"y": "label"})
    result = apply_math_operation(dataset, operation="Sqrt")
    assert result.frame.to_dict("list") == {"x": [4], "Sqrt(x)": ["mine"], "y": [9], "Sqrt(x) (2)": [2.0]}


@pytest.mark.parametrize("name", ["apply_math_operation", "clip_values", "group_data_into_bins"])
def test_text_is_refused(name: str) -> None:
    picker = {
        "apply_math_operation": "column_set",
        "clip_values": "columns_to_clip",
        "group_data_into_bins": "columns_to_bin",
    }[name]
    with pytest.raises(ModuleError) as refused:
        catalog()[name].run({"dataset": _make_dataset(x=["a"])}, {picker: _select_columns("x")})
    assert (refused.value.number, refused.value.column) == (17, "x")


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({"upper_constant": 8.0}, [0, 5, 8, 8, NAN]),
        ({"set_of_thresholds": "ClipSubpeaks", "lower_constant": 5.0}, [5, 5, 8, 17, NAN]),
        ({"set_of_thresholds": "ClipPeaksAndSubpeaks", "upper_constant": 8.0}, [1, 5, 8, 8, NAN]),
        ({"upper_constant": 8.0, "upper_substitute": "Mean"}, [0, 5, 8, 7.5, NAN]),
        ({"upper_constant": 8.0, "upper_substitute": "Median"}, [0, 5, 8, 6.5, NAN]),
        ({"upper_constant": 8.0, "upper_substitute": "Missing"}, [0, 5, 8, NAN, NAN]),
        ({"threshold": "Percentile", "upper_percentile": 50.0}, [0, 5, 6.5, 6.5, NAN]),
    ],
)
def test_numbers_beyond_a_threshold_are_replaced(parameters: dict[str, Any], wanted: list[float]) -> None:
    clipped = clip_values(_make_dataset(x=[0.0, 5.0, 8.0, 17.0, NAN]), **parameters)
    assert clipped.frame["x"].tolist() == pytest.approx(wanted, nan_ok=True)


def test_new_columns_tell_what_was_clipped() -> None:
    clipped = clip_values(_make_dataset(x=[1, 120]), overwrite=False, add_indicator_columns=True)
    assert clipped.frame.to_dict("list") == {"x": [1, 120], "x_clipped": [1, 99], "x_is_clipped": [False, True]}


@pytest.mark.parametrize("constant", [8.0, 8.5])
@pytest.mark.parametrize("substitute", ["Threshold", "Mean", "Missing"])
@pytest.mark.parametrize("overwrite", [True, False])
def test_columns_are_clipped_to_the_type_that_was_predicted(constant: float, substitute: str, overwrite: bool) -> None:
    module = catalog()["clip_values"]
    parameters = {"upper_constant": constant, "upper_substitute": substitute, "overwrite": overwrite}
    dataset = _make_dataset(x=[2**62 + 1, 3], y=[1.5, 99.0], z=["a", "b"])
    real = module.run({"dataset": dataset}, parameters)["results_dataset"].schema
    assert module.infer_schemas({"dataset": dataset.schema}, module.parameters(**parameters)) == {
        "results_dataset": real
    }


def test_a_lower_threshold_above_the_upper_one_is_refused() -> None:
    with pytest.raises(ModuleError, match=r"at most the upper one, 0\. Got 1") as refused:
        clip_values(_make_dataset(x=[1]), set_of_thresholds="ClipPeaksAndSubpeaks", upper_constant=0.0)
    assert (refused.value.number, refused.value.parameter) == (6, "lower_constant")


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({"number_of_bins": 4}, [25, 25, 50, 75, 100, NAN]),
        ({"number_of_bins": 4, "quantile_normalization": "PQuantile"}, [0.25, 0.25, 0.5, 0.75, 1, NAN]),
        ({"number_of_bins": 4, "quantile_normalization": "Quantile Index"}, [1, 1, 2, 3, 4, NAN]),
        ({"number_of_bins": 4, "binning_mode": "Equal Width"}, [1, 1, 1, 1, 4, NAN]),
        ({"bin_edges": "2, 4", "binning_mode": "Custom Edges"}, [1, 1, 2, 2, 3, NAN]),
    ],
)
@pytest.mark.parametrize("categorical", [True, False])
def test_numbers_become_bins(parameters: dict[str, Any], wanted: list[float], categorical: bool) -> None:
    dataset = _make_dataset(x=[1.0, 2.0, 3.0, 4.0, 20.0, NAN])
    binned, _ = group_data_into_bins(
        dataset, output_mode="Inplace", tag_columns_as_categorical=categorical, **parameters
    )
    values = binned.frame["x"].astype("float64").tolist()
    assert values == pytest.approx(wanted, nan_ok=True)


def test_many_equal_numbers_leave_bins_empty() -> None:
    binned, _ = group_data_into_bins(
        _make_dataset(x=[0] * 8 + [1, 2]), quantile_normalization="Quantile Index", output_mode="Result Only"
    )
    assert binned.frame["x_quantized"].tolist() == [1] * 8 + [9, 10]


def test_other_data_fall_into_the_same_bins() -> None:
    _, transformation = group_data_into_bins(
        _make_dataset(x=[0.0, 10.0]), binning_mode="Equal Width", number_of_bins=2, output_mode="Result Only"
    )
    loaded = pickle.loads(pickle.dumps(transformation))
    applied = apply_transformation(loaded, _make_dataset(y=["a"] * 4, x=[-np.inf, 5, 5.1, 99])).transformed_dataset
    assert applied.frame.to_dict("list") == {"x_quantized": [1, 1, 2, 2]}
    assert transformation.describe() == [{"column": "x", "bins": 2, "edges": "5"}]


@pytest.mark.parametrize("mode", ["Append", "Inplace", "Result Only"])
@pytest.mark.parametrize("categorical", [True, False])
@pytest.mark.parametrize("normalization", ["Percent", "Quantile Index"])
def test_the_columns_of_the_bins_are_known_before(mode: str, categorical: bool, normalization: str) -> None:
    module = catalog()["group_data_into_bins"]
    dataset = Dataset(pd.DataFrame({"z": ["a"] * 3, "x": [1.0, 2.0, None], "y": [1, 2, 3]}), {"y": "weight"})
    parameters = {
        "columns_to_bin": _select_columns("x", "y"),
        "output_mode": mode,
        "tag_columns_as_categorical": categorical,
        "quantile_normalization": normalization,
        "number_of_bins": 3,
    }
    real = module.run({"dataset": dataset}, parameters)["quantized_dataset"].schema
    told = module.infer_schemas({"dataset": dataset.schema}, module.parameters(**parameters))["quantized_dataset"]
    assert isinstance(told, Schema)
    assert told == real


@pytest.mark.parametrize(("edges", "message"), [("", "Got ''"), ("1, x", "Got 'x'"), ("2, 1", "must ascend")])
def test_edges_that_cannot_be_used_are_refused(edges: str, message: str) -> None:
    with pytest.raises(ModuleError, match=message) as refused:
        group_data_into_bins(_make_dataset(x=[1]), binning_mode="Custom Edges", bin_edges=edges)
    assert (refused.value.number, refused.value.parameter) == (19 if "ascend" in message else 2, "bin_edges")


@pytest.mark.parametrize(("values", "number"), [([NAN], 80), ([np.inf, 1.0], 33)])
def test_columns_without_bins_are_refused(values: list[float], number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        group_data_into_bins(_make_dataset(x=values))
    assert (refused.value.number, refused.value.column) == (number, "x")
