"""Summarize Data: the statistics are those of pandas and NumPy."""

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError
from modules.statistical_functions.summarize_data import summarize_data


def test_numbers_have_every_statistic() -> None:
    values = pd.Series(np.random.default_rng(1).gamma(2.0, size=500).round(1))
    summary = summarize_data(Dataset(pd.DataFrame({"x": [*values, None]}))).frame.iloc[0].to_dict()
    assert summary == {
        "Feature": "x",
        "Count": 501,
        "Unique Value Count": values.nunique(),
        "Missing Value Count": 1,
        "Min": values.min(),
        "Max": values.max(),
        "Mean": pytest.approx(values.mean()),
        "Mean Deviation": pytest.approx((values - values.mean()).abs().mean()),
        "1st Quartile": values.quantile(0.25),
        "Median": values.median(),
        "3rd Quartile": values.quantile(0.75),
        "Mode": values.mode()[0],
        "Range": values.max() - values.min(),
        "Sample Variance": pytest.approx(values.var()),
        "Sample Standard Deviation": pytest.approx(values.std()),
        "Sample Skewness": pytest.approx(values.skew()),
        "Sample Kurtosis": pytest.approx(values.kurt()),
        **{f"P{percent:g}": pytest.approx(values.quantile(percent / 100)) for percent in (0.5, 1, 5, 95, 99, 99.5)},
    }


def test_text_has_counts_only_and_booleans_count_as_one_and_zero() -> None:
    frame = pd.DataFrame({"make": ["a", "b", None], "new": [True, True, False], "gone": [None, None, None]})
    table = summarize_data(Dataset(frame)).frame.set_index("Feature").to_dict("index")
    summary = {name: list(row.values()) for name, row in table.items()}
    assert summary["make"][:3] == [3, 2, 1]
    assert pd.isna(summary["make"][3:]).all()
    assert summary["new"][3:6] == pytest.approx([0, 1, 2 / 3])
    assert summary["gone"][2] == 3


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(ModuleError) as refused:
        summarize_data(Dataset(pd.DataFrame()))
    assert refused.value.number == 20
