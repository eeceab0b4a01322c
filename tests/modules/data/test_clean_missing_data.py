"""Clean Missing Data: every cleaning mode, what it refuses, and what its transformation does to other data."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation import real_columns
from modules.data_transformation.clean_missing_data import CleanMissingDataOutputs, clean_missing_data
from modules.kit import Columns, Dataset, ModuleError, Transformation

NAN = float("nan")
CARS = Dataset(
    pd.DataFrame(
        {
            "make": pd.Categorical(["audi", None, "bmw", "audi"]),
            "bore": [3.0, 4.0, NAN, 2.0],
            "doors": [4, 2, 2, 4],
            "new": pd.array([True, None, True, False], dtype="boolean"),
            "note": ["a", None, None, "b"],
            "empty": [NAN] * 4,
        }
    ),
    {"bore": "label"},
)


def _clean_cars(mode: str, *names: str, **parameters: Any) -> CleanMissingDataOutputs:
    columns = Columns(start="none", names=names) if names else Columns()
    return clean_missing_data(CARS, cleaning_mode=mode, columns_to_be_cleaned=columns, **parameters)  # type: ignore[arg-type]


def _to_lists(dataset: Dataset) -> dict[str, list[Any]]:
    return {
        str(name): [None if pd.isna(value) else value for value in values] for name, values in dataset.frame.items()
    }


def test_a_value_of_ones_own_is_read_as_each_columns_type() -> None:
    cleaned = _clean_cars("Custom substitution value", replacement_value="1").cleaned_dataset
    assert _to_lists(cleaned) == {
        "make": ["audi", "1", "bmw", "audi"],
        "bore": [3.0, 4.0, 1.0, 2.0],
        "doors": [4, 2, 2, 4],
        "new": [True, True, True, False],
        "note": ["a", "1", "1", "b"],
        "empty": [1.0] * 4,
    }
    assert [(column.type, column.role) for column in cleaned.schema] == [
        ("category", "feature"),
        ("real", "label"),
        ("integer", "feature"),
        ("boolean", "feature"),
        ("text", "feature"),
        ("real", "feature"),
    ]


def test_the_mode_fits_every_type_and_empty_columns_go() -> None:
    assert _to_lists(_clean_cars("Replace with mode").cleaned_dataset) == {
        "make": ["audi", "audi", "bmw", "audi"],
        "bore": [3.0, 4.0, 2.0, 2.0],
        "doors": [4, 2, 2, 4],
        "new": [True, True, True, False],
        "note": ["a", "a", "a", "b"],
    }


@pytest.mark.parametrize(
    ("mode", "value"), [("Replace with mean", 3.0), ("Replace with median", 3.0), ("Replace with mode", 2.0)]
)
def test_the_replacement_comes_from_the_column(mode: str, value: float) -> None:
    assert _clean_cars(mode, "bore", "doors").cleaned_dataset.frame["bore"].tolist() == [3.0, 4.0, value, 2.0]


def test_empty_columns_stay_when_they_are_to_be_propagated() -> None:
    cleaned = _clean_cars(
        "Replace with mean", "bore", "empty", cols_with_all_missing_values="Propagate"
    ).cleaned_dataset
    assert cleaned.frame["empty"].isna().all()


def test_rows_with_missing_values_go() -> None:
    assert _to_lists(_clean_cars("Remove entire row", "bore", "note").cleaned_dataset)["bore"] == [3.0, 2.0]


def test_columns_with_missing_values_go() -> None:
    assert list(_clean_cars("Remove entire column").cleaned_dataset.frame.columns) == ["doors"]


def test_only_columns_within_the_ratios_are_cleaned() -> None:
    parameters = {"minimum_missing_value_ratio": 0.3, "maximum_missing_value_ratio": 0.9}
    cleaned = _clean_cars("Remove entire column", **parameters).cleaned_dataset
    assert "note" not in cleaned.frame.columns
    assert {"make", "bore", "new", "empty"} <= set(cleaned.frame.columns)


def test_indicator_columns_mark_what_was_missing() -> None:
    cleaned = _clean_cars(
        "Replace with mean", "bore", "doors", generate_missing_value_indicator_column=True
    ).cleaned_dataset
    assert cleaned.frame["bore_IsMissing"].tolist() == [False, False, True, False]
    assert "doors_IsMissing" not in cleaned.frame.columns


@pytest.mark.parametrize("mode", ["Replace using MICE", "Replace using Probabilistic PCA"])
def test_gaps_are_estimated_from_the_other_columns(mode: str) -> None:
    x = np.linspace(0, 10, 60)
    noise = np.random.default_rng(0).normal(scale=0.05, size=(3, 60))
    frame = pd.DataFrame({"x": x, "y": 2 * x + noise[0], "z": 5 - x + noise[1]})
    truth = frame["y"].to_numpy().copy()
    gaps = np.arange(60) % 7 == 3
    dataset = Dataset(frame.assign(y=np.where(gaps, NAN, truth)))
    cleaned, transformation = clean_missing_data(dataset, cleaning_mode=mode)  # type: ignore[arg-type]
    assert np.abs(cleaned.frame["y"].to_numpy() - truth)[gaps].max() < 0.5
    assert cleaned.frame["x"].tolist() == x.tolist()
    applied = transformation.apply(Dataset(pd.DataFrame({"x": [4.0], "y": [NAN], "z": [1.0]})))
    assert applied.frame["y"].iloc[0] == pytest.approx(8, abs=0.5)


def test_the_transformation_uses_the_replacements_of_the_first_data() -> None:
    transformation = _clean_cars("Replace with mean", "bore", "doors").cleaning_transformation
    other = Dataset(pd.DataFrame({"doors": [NAN, 8.0], "bore": [NAN, 9.0], "more": [1, 2]}))
    assert _to_lists(transformation.apply(other)) == {"doors": [3.0, 8.0], "bore": [3.0, 9.0], "more": [1, 2]}
    assert transformation.describe() == [
        {"column": "bore", "replacement": 3.0},
        {"column": "doors", "replacement": 3.0},
    ]


def test_the_transformation_says_which_column_it_misses() -> None:
    transformation: Transformation = _clean_cars("Replace with mean", "bore").cleaning_transformation
    with pytest.raises(ModuleError, match="Did you mean 'Bore'") as refused:
        transformation.apply(Dataset(pd.DataFrame({"Bore": [1.0]})))
    assert refused.value.number == 1


@pytest.mark.parametrize(
    ("mode", "names", "parameters", "number"),
    [
        ("Custom substitution value", ("bore",), {"replacement_value": "none"}, 2),
        ("Replace with mean", ("note",), {}, 17),
        ("Replace using MICE", ("make", "bore"), {}, 17),
        ("Replace with mode", ("bohr",), {}, 1),
        (
            "Replace with mode",
            ("bore",),
            {"minimum_missing_value_ratio": 0.5, "maximum_missing_value_ratio": 0.4},
            6,
        ),
    ],
)
def test_what_cannot_be_done_is_refused(
    mode: str, names: tuple[str, ...], parameters: dict[str, Any], number: int
) -> None:
    with pytest.raises(ModuleError) as refused:
        _clean_cars(mode, *names, **parameters)
    assert refused.value.number == number


def test_automobiles_without_their_losses_and_missing_values_are_193_rows() -> None:
    frame = pd.read_csv("server/samples/data/automobile_price.csv.gz", na_values="?").drop(columns="normalized-losses")
    assert clean_missing_data(Dataset(frame), cleaning_mode="Remove entire row").cleaned_dataset.rows == 193


def test_by_default_numbers_get_the_median_others_the_mode_and_rows_without_a_label_go() -> None:
    frame = pd.DataFrame(
        {
            "size": [1.0, 2.0, None, 10.0, 100.0],
            "kind": ["a", None, "b", "b", "a"],
            "price": [1.0, 2.0, 3.0, 4.0, None],
            "id": ["x", None, "y", "z", "w"],
        }
    )
    cleaned = clean_missing_data(Dataset(frame, {"price": "label", "id": "none"}))
    # The last row is gone before anything is learned from it: without it the median is 2, and the mode b.
    assert cleaned.cleaned_dataset.frame["size"].tolist() == [1.0, 2.0, 2.0, 10.0]
    assert cleaned.cleaned_dataset.frame["kind"].tolist() == ["a", "b", "b", "b"]
    assert cleaned.cleaned_dataset.frame["price"].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert cleaned.cleaned_dataset.frame["id"].isna().tolist() == [False, True, False, False]
    request = Dataset(frame.drop(columns="price").iloc[[2]])
    assert cleaned.cleaning_transformation.apply(request).frame["size"].tolist() == [2.0]


def test_many_columns_at_once_give_the_values_of_each_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({f"c{number}": random.normal(0, 10.0 ** (number % 40 - 20), 11) for number in range(200)})
    frame = frame.mask(random.random(frame.shape) < 0.3)
    frame["c0"], frame["c1"] = np.nan, [1e308] * 10 + [np.nan]
    frame["c2"] = [-np.inf, np.inf] + [np.nan] * 9
    monkeypatch.setattr("modules.data_transformation.real_columns.VALUES_AT_A_TIME", 500)
    names = list(frame)
    medians = real_columns.compute_medians(frame, names)
    with np.errstate(all="ignore"):
        assert list(medians) == names
        np.testing.assert_array_equal(list(medians.values()), [frame[name].median() for name in names])
    filled = real_columns.fill_real_columns(frame, {name: float(number) for number, name in enumerate(names)})
    expected = frame.fillna({name: float(number) for number, name in enumerate(names)})
    pd.testing.assert_frame_equal(pd.DataFrame(filled), expected, check_exact=True)
    assert real_columns.compute_medians(frame.head(0), names) == {}
