"""Correlation and Test Hypothesis against scipy."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from modules.kit import Columns, Dataset, ModuleError, catalog
from modules.statistical_functions.correlation import correlation

RANDOM = np.random.default_rng(8)
X = RANDOM.normal(10, 2, 60).round(1)
DATA = Dataset(
    pd.DataFrame(
        {
            "x": X,
            "y": (X + RANDOM.normal(0, 1, 60)).round(1),
            "n": RANDOM.integers(0, 9, 60),
            "group": RANDOM.choice(["a", "b"], 60),
            "kind": pd.Categorical(RANDOM.choice(["p", "q", "r"], 60)),
        }
    )
)
A, B = (DATA.frame["x"][DATA.frame["group"] == name] for name in ("a", "b"))
KINDS = [DATA.frame["x"][DATA.frame["kind"] == name] for name in ("p", "q", "r")]


@pytest.mark.parametrize(
    ("method", "wanted"), [("Pearson", stats.pearsonr), ("Spearman", stats.spearmanr), ("Kendall", stats.kendalltau)]
)
def test_correlations_are_those_of_scipy_on_the_rows_that_have_both(method: Any, wanted: Any) -> None:
    frame = DATA.frame.assign(y=DATA.frame["y"].mask(DATA.frame.index < 7))
    matrix, pairs = correlation(Dataset(frame), method=method)
    expected = wanted(frame["x"][7:], frame["y"][7:])
    assert matrix.frame["Column"].tolist() == ["x", "y", "n"]
    assert matrix.frame["x"].tolist()[:2] == pytest.approx([1, expected.statistic])
    first = pairs.frame.iloc[0].to_dict()
    assert first == {
        "First Column": "x",
        "Second Column": "y",
        "Correlation": pytest.approx(expected.statistic),
        "P-Value": pytest.approx(expected.pvalue),
        "Rows": 53,
    }


def test_pairs_are_sorted_by_strength_and_constant_columns_have_none() -> None:
    frame = pd.DataFrame({"same": [1, 1, 1, 1], "up": [1, 2, 3, 4], "down": [4.0, 3.0, 1.0, 2.0]})
    matrix, pairs = correlation(Dataset(frame))
    assert pairs.frame["Correlation"].tolist() == pytest.approx([-0.8, np.nan, np.nan], nan_ok=True)
    assert matrix.frame["same"].isna().all()


def test_very_large_numbers_have_a_correlation() -> None:
    matrix, _ = correlation(Dataset(pd.DataFrame({"a": [1e300, 2e300, 3e300], "b": [1, 2, 3]})))
    assert matrix.frame["a"].tolist() == pytest.approx([1, 1])


@pytest.mark.parametrize(
    ("frame", "number"),
    [
        ({"x": ["a"]}, 17),
        ({"x": [np.inf, 1.0]}, 33),
        ({"Column": [1.0, 2.0]}, 28),
        ({f"x{place}": [1] for place in range(501)}, 129),
    ],
)
def test_columns_without_correlations_are_refused(frame: dict[str, Any], number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        correlation(Dataset(pd.DataFrame(frame)), columns_to_correlate=Columns())
    assert refused.value.number == number


def _run_hypothesis_test(dataset: Dataset = DATA, **parameters: Any) -> dict[str, Any]:
    result: Dataset = catalog()["test_hypothesis"].run({"dataset": dataset}, parameters)["results_dataset"]
    return dict(result.frame.iloc[0].to_dict())


@pytest.mark.parametrize(
    ("test", "more", "expected"),
    [
        ("One-sample t-test", {"hypothesized_mean": 9.5}, stats.ttest_1samp(X, 9.5)),
        ("One-sample t-test", {"alternative": "less"}, stats.ttest_1samp(X, 0, alternative="less")),
        ("Two-sample t-test", {"group_column": "group"}, stats.ttest_ind(A, B, equal_var=False)),
        ("Mann-Whitney U", {"group_column": "group"}, stats.mannwhitneyu(A, B)),
        ("Paired t-test", {"second_column": "y"}, stats.ttest_rel(X, DATA.frame["y"])),
        ("Wilcoxon signed-rank", {"second_column": "y"}, stats.wilcoxon(X, DATA.frame["y"])),
        ("One-way ANOVA", {"group_column": "kind"}, stats.f_oneway(*KINDS)),
        ("Kruskal-Wallis", {"group_column": "kind"}, stats.kruskal(*KINDS)),
        ("Shapiro-Wilk normality", {}, stats.shapiro(X)),
    ],
)
def test_outcomes_are_those_of_scipy(test: str, more: dict[str, Any], expected: Any) -> None:
    outcome = _run_hypothesis_test(test=test, column="x", **more)
    assert (outcome["Statistic"], outcome["P-Value"], outcome["Rows"]) == (
        pytest.approx(expected.statistic),
        pytest.approx(expected.pvalue),
        60,
    )
    assert outcome["Rejected"] == (expected.pvalue < 0.05)


def test_independence_is_tested_on_the_rows_that_have_both() -> None:
    frame = DATA.frame.assign(group=DATA.frame["group"].mask(DATA.frame.index < 5))
    outcome = _run_hypothesis_test(Dataset(frame), test="Chi-squared independence", column="kind", group_column="group")
    expected = stats.chi2_contingency(pd.crosstab(frame["kind"], frame["group"]), correction=False)
    assert outcome == {
        "Test": "Chi-squared independence",
        "Hypothesis": "'kind' and 'group' are independent",
        "Statistic": pytest.approx(expected.statistic),
        "P-Value": pytest.approx(expected.pvalue),
        "Rows": 55,
        "Rejected": False,
    }


def test_missing_values_take_no_part_and_the_level_decides() -> None:
    dataset = Dataset(pd.DataFrame({"x": [1.0, None, 2.0, 1.5, 2.5]}))
    strict, lax = (
        _run_hypothesis_test(dataset, test="One-sample t-test", column="x", significance_level=level)
        for level in (0.01, 0.05)
    )
    assert (strict["Rows"], strict["Rejected"], lax["Rejected"]) == (4, False, True)


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"column": "x"}, 11),
        ({"column": "z", "group_column": "group"}, 1),
        ({"column": "x", "group_column": "grope"}, 1),
        ({"column": "kind", "group_column": "group"}, 17),
        ({"column": "x", "group_column": "kind"}, 18),
        ({"column": "x", "second_column": "kind", "test": "Paired t-test"}, 17),
        ({"column": "x", "second_column": "x", "test": "Paired t-test"}, 26),
        ({"column": "x", "group_column": "x", "test": "One-way ANOVA"}, 26),
    ],
)
def test_columns_that_cannot_be_tested_are_refused(parameters: dict[str, Any], number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        _run_hypothesis_test(**parameters)
    assert refused.value.number == number
