"""The views and glances of datasets: exact numbers, and JSON whatever the columns hold."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset
from tests.view_json import build_thumbnail, build_view

NAN = float("nan")


def _profile_values(values: Any, **roles: Any) -> dict[str, Any]:
    return dict(build_view(Dataset(pd.DataFrame({"x": values}), roles))["columns"][0])


def test_numbers_have_exact_statistics() -> None:
    values = np.random.default_rng(0).normal(size=10_001)
    values[::10] = NAN
    present = pd.Series(values).dropna()
    low, high = present.quantile(0.25), present.quantile(0.75)
    profile = _profile_values(values)
    histogram = profile.pop("histogram")
    assert profile == {
        "name": "x",
        "type": "real",
        "role": "feature",
        "missing": 1_001,
        "distinct": 9_000,
        "min": present.min(),
        "max": present.max(),
        "mean": pytest.approx(present.mean()),
        "median": present.median(),
        "std": pytest.approx(present.std()),
        "top": None,
        "box": [
            present[present >= low - 1.5 * (high - low)].min(),
            pytest.approx(low),
            pytest.approx(present.median()),
            pytest.approx(high),
            present[present <= high + 1.5 * (high - low)].max(),
        ],
    }
    assert histogram["counts"] == np.histogram(present, bins=histogram["edges"])[0].tolist()
    assert 10 <= len(histogram["counts"]) <= 25


def test_each_of_few_whole_numbers_has_a_bin() -> None:
    profile = _profile_values([3, 1, 3, 2])
    assert profile["histogram"] == {"edges": [1, 2, 3, 4], "counts": [1, 1, 2]}


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([2**60, 1], 1, str(2**60)),
        ([np.inf, 1.0, NAN], 1.0, "Infinity"),
        ([1e308, -1e308], -1e308, 1e308),
        ([5e-324, 0.0], 0.0, 5e-324),
        ([0.1, 0.1], 0.1, 0.1),
        ([1e17, 1e17], 1e17, 1e17),
        ([NAN, NAN], None, None),
        (pd.array([1, None, 3], dtype="Int64"), 1, 3),
        (pd.array([1.5, None], dtype="Float64"), 1.5, 1.5),
        (np.array([1, 255], dtype="uint8"), 1, 255),
        (np.array([0, 2**64 - 1], dtype="uint64"), 0, str(2**64 - 1)),
    ],
)
def test_extreme_numbers_stay_json(values: Any, low: Any, high: Any) -> None:
    profile = _profile_values(values)
    assert (profile["min"], profile["max"]) == (low, high)
    json.dumps(profile, allow_nan=False)


def test_text_lists_its_commonest_values() -> None:
    profile = _profile_values(["b", "a", "b", None, "c" * 300])
    assert (profile["missing"], profile["distinct"]) == (1, 3)
    assert profile["top"] == [
        {"value": "b", "count": 2},
        {"value": "a", "count": 1},
        {"value": "c" * 199 + "…", "count": 1},
    ]


def test_text_of_very_many_values_is_not_counted_rather_than_guessed() -> None:
    profile = _profile_values([f"id-{row}" for row in range(100_001)])
    assert (profile["missing"], profile["distinct"], profile["top"]) == (0, None, None)


def test_categories_count_the_levels_that_occur() -> None:
    profile = _profile_values(pd.Categorical(["a", None, "a"], categories=["z", "a"]))
    assert (profile["missing"], profile["distinct"], profile["top"]) == (1, 1, [{"value": "a", "count": 2}])


@pytest.mark.parametrize("dtype", ["bool", "boolean"])
def test_booleans_are_counted(dtype: str) -> None:
    profile = _profile_values(pd.DataFrame({"x": [True, False, True, True]}, dtype=dtype)["x"])
    assert (profile["min"], profile["max"], profile["mean"]) == (False, True, 0.75)
    assert profile["top"] == [{"value": "true", "count": 3}, {"value": "false", "count": 1}]


@pytest.mark.parametrize("zone", [None, "Europe/Oslo"])
def test_times_have_extremes_in_words_and_edges_in_milliseconds(zone: str | None) -> None:
    times = pd.to_datetime(pd.Series(["2024-05-01", None, "2024-05-03"]), format="ISO8601").dt.tz_localize(zone)
    profile = _profile_values(times)
    assert (profile["missing"], profile["distinct"]) == (1, 2)
    assert (profile["min"], profile["max"]) == (times.min().isoformat(), times.max().isoformat())
    assert profile["histogram"]["edges"][0] == times.min().timestamp() * 1_000
    assert sum(profile["histogram"]["counts"]) == 2


@pytest.mark.parametrize(
    "values", [[], [None, None], [[1], [2, 3]], [1, "a", None], [True, None], pd.to_timedelta([1, 2], unit="s")]
)
def test_odd_columns_have_a_profile(values: Any) -> None:
    frame = pd.DataFrame({"x": pd.Series(values, dtype=None if len(values) else "float64")})
    json.dumps([build_view(Dataset(frame)), build_thumbnail(Dataset(frame))], allow_nan=False)


def test_the_glance_shows_labels_first_and_scales_the_bars() -> None:
    frame = pd.DataFrame(
        {
            "id": [f"id-{row}" for row in range(100)],
            "flat": range(100),
            "curved": np.arange(100) ** 2,
            "kind": ["a"] * 75 + ["b"] * 25,
            "price": [1.0] * 50 + [2.0] * 50,
        }
    )
    drawn = build_thumbnail(Dataset(frame, {"price": "label"}))
    assert drawn is not None
    assert [column["name"] for column in drawn["columns"]] == ["price", "curved", "kind", "flat"]
    assert drawn["columns"][0]["bars"] == [1.0, *[0.0] * 8, 1.0]
    assert drawn["columns"][2]["bars"] == [1.0, 0.333]


def test_the_glance_of_an_empty_table_is_nothing() -> None:
    assert build_thumbnail(Dataset(pd.DataFrame())) is None
    assert build_view(Dataset(pd.DataFrame())) == {"kind": "dataset", "rows": 0, "columns": [], "profiled": 0}


def test_of_very_many_columns_the_first_thousand_are_profiled() -> None:
    frame = pd.DataFrame(np.zeros((100, 10_000)), columns=[f"c{i}" for i in range(10_000)])
    assert build_view(Dataset(frame))["profiled"] == 1_000
