"""Test Hypothesis: whether a difference or a dependence in the data is more than chance."""

# ruff: noqa: PT028 - a module that is called like a test of pytest, and is none

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, column_of, module, shown_when
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.errors import require_columns

HypothesisTest = Literal[
    "One-sample t-test",
    "Two-sample t-test",
    "Paired t-test",
    "Mann-Whitney U",
    "Wilcoxon signed-rank",
    "One-way ANOVA",
    "Kruskal-Wallis",
    "Chi-squared independence",
    "Shapiro-Wilk normality",
]
Alternative = Literal["two-sided", "less", "greater"]
Numbers = npt.NDArray[np.float64]

ONE_SAMPLE_TESTS = ("One-sample t-test", "Shapiro-Wilk normality")
PAIRED_TESTS = ("Paired t-test", "Wilcoxon signed-rank")
TWO_GROUP_TESTS = ("Two-sample t-test", "Mann-Whitney U")
GROUP_TESTS = (*TWO_GROUP_TESTS, "One-way ANOVA", "Kruskal-Wallis")
DIRECTIONAL_TESTS = ("One-sample t-test", *TWO_GROUP_TESTS, *PAIRED_TESTS)
GROUPED_TESTS = (*GROUP_TESTS, "Chi-squared independence")

HYPOTHESES: Mapping[str, str] = {
    "One-sample t-test": "the mean of '{column}' is {mean:g}",
    "Two-sample t-test": "'{column}' has the same mean in both groups of '{other}'",
    "Paired t-test": "'{column}' and '{other}' have the same mean",
    "Mann-Whitney U": "'{column}' is equally large in both groups of '{other}'",
    "Wilcoxon signed-rank": "'{column}' and '{other}' are equally large in a pair",
    "One-way ANOVA": "'{column}' has the same mean in all groups of '{other}'",
    "Kruskal-Wallis": "'{column}' is equally large in all groups of '{other}'",
    "Chi-squared independence": "'{column}' and '{other}' are independent",
    "Shapiro-Wilk normality": "'{column}' is normally distributed",
}


@dataclass(frozen=True)
class HypothesisOutcome:
    """What a test found: its statistic, the p-value, and how many rows took part."""

    statistic: float
    p_value: float
    rows: int


def _build_example() -> Call:
    frame = pd.DataFrame({"fuel": ["gas"] * 5 + ["diesel"] * 5, "price": [9, 11, 10, 12, 8, 14, 16, 15, 13, 17]})
    return Call.of(Dataset(frame), test="Two-sample t-test", column="price", group_column="fuel")


def _predict_schema() -> Schema:
    return Schema(
        (
            Column("Test", "text"),
            Column("Hypothesis", "text"),
            Column("Statistic", "real"),
            Column("P-Value", "real"),
            Column("Rows", "integer"),
            Column("Rejected", "boolean"),
        )
    )


#: The function of scipy.stats behind each test.
FUNCTIONS: Mapping[str, str] = {
    "One-sample t-test": "ttest_1samp",
    "Two-sample t-test": "ttest_ind",
    "Paired t-test": "ttest_rel",
    "Mann-Whitney U": "mannwhitneyu",
    "Wilcoxon signed-rank": "wilcoxon",
    "One-way ANOVA": "f_oneway",
    "Kruskal-Wallis": "kruskal",
    "Chi-squared independence": "chi2_contingency",
    "Shapiro-Wilk normality": "shapiro",
}


def _emit_code(step: StepCode) -> None:
    """What is compared, the test of scipy.stats, and its outcome as a table."""
    step.add_imports("from scipy import stats")
    test, other = step.test, step.second_column if step.test in PAIRED_TESTS else step.group_column
    rows, compared = _emit_samples(step, step.get_input("dataset"), other)
    settings: dict[str, object] = {"equal_var": False} if test == "Two-sample t-test" else {}
    settings |= {"correction": False} if test == "Chi-squared independence" else {}
    settings |= (
        {"alternative": step.alternative} if test in DIRECTIONAL_TESTS and step.alternative != "two-sided" else {}
    )
    found, out = step.reserve_name("outcome"), step.add_table("results_dataset", step.title)
    step.assign(found, expr("stats").method(FUNCTIONS[test], *compared, **settings))
    row = {
        "Test": test,
        "Hypothesis": HYPOTHESES[test].format(column=step.column, other=other, mean=step.hypothesized_mean),
        "Statistic": found.attribute("statistic"),
        "P-Value": found.attribute("pvalue"),
        "Rows": rows,
        "Rejected": found.attribute("pvalue").compare("<", step.significance_level),
    }
    step.assign(out, expr("pd.DataFrame([{row}])", row=row))
    step.add('print({title}, {out}.T.to_string(), sep="\\n")', title=step.title, out=out)


def _emit_samples(step: StepCode, table: ScriptVariable, other: str | None) -> tuple[Expr, list[object]]:
    """The number of rows that take part, and what the test compares."""
    names = [step.column] if step.test in ONE_SAMPLE_TESTS else [step.column, str(other)]
    known = step.reserve_name("known")
    step.assign(known, table.code.item(names).method("dropna"))
    rows = expr("len({known})", known=known)
    if step.test == "Chi-squared independence":
        counts = step.reserve_name("counts")
        step.assign(counts, expr("pd.crosstab").call(*(known.item(name) for name in names)))
        return rows, [counts]
    numbers = [expr('{known}[{name}].astype("float64")', known=known, name=name) for name in names]
    if step.test in GROUP_TESTS:
        groups = step.reserve_name("groups")
        by_group = numbers[0].method("groupby", known.item(names[1]), observed=True)
        step.assign(groups, expr("[group for _, group in {by_group}]", by_group=by_group))
        return rows, [groups.unpacked()]
    mean = [step.hypothesized_mean] if step.test == "One-sample t-test" else []
    return rows, [*numbers, *mean]


@module(
    "Test Hypothesis",
    category="Statistical Functions",
    icon="scale",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "t-test",
        "ANOVA",
        "chi-square",
        "Mann-Whitney",
        "p-value",
        "A/B test",
        "significance",
        "chi-squared",
        "differential expression",
        "F-test",
        "Wilcoxon",
    ),
)
def test_hypothesis(
    dataset: Dataset,
    *,
    test: Annotated[
        HypothesisTest,
        Field(description="t-tests and ANOVA compare means, rank tests compare order, chi-squared compares counts."),
    ] = "Two-sample t-test",
    column: Annotated[str, column_of("dataset"), Field(description="The column that the hypothesis is about.")],
    group_column: Annotated[
        str | None,
        Field(description="The column whose values are the groups to compare."),
        column_of("dataset"),
        shown_when(test=GROUPED_TESTS),
    ] = None,
    second_column: Annotated[
        str | None,
        Field(description="The second number of each row's pair."),
        column_of("dataset", types=("integer", "real")),
        shown_when(test=PAIRED_TESTS),
    ] = None,
    hypothesized_mean: Annotated[
        float,
        Field(description="The mean that you assume, in the unit of the column."),
        shown_when(test="One-sample t-test"),
    ] = 0.0,
    alternative: Annotated[
        Alternative,
        Field(description="less: the first mean, group (in sorted order) or column is smaller than the other."),
        shown_when(test=DIRECTIONAL_TESTS),
    ] = "two-sided",
    significance_level: Annotated[
        float, Field(gt=0, lt=1, description="The hypothesis is rejected where the p-value is below it.")
    ] = 0.05,
) -> Dataset:
    """Test whether a result in the data may be due to chance.

    The p-value is the probability of data at least as far from the hypothesis if it were true. Means: t-tests (of two
    groups by Welch, which does not need equal variances) and one-way ANOVA. Ranks, for numbers that are not normally
    distributed: Mann-Whitney U, Wilcoxon, Kruskal-Wallis. Chi-squared compares two columns of categories, without
    Yates's correction. Shapiro-Wilk tests for a normal distribution. Rows with a missing value are left out. By scipy.
    """
    other = second_column if test in PAIRED_TESTS else group_column if test in GROUPED_TESTS else None
    _check_columns(dataset, test, column, other)
    if test == "Chi-squared independence":
        outcome = _test_independence(dataset, column, str(other))
    elif test in GROUP_TESTS:
        outcome = _test_groups(dataset, test, column, str(other), alternative)
    elif test in PAIRED_TESTS:
        outcome = _test_pairs(dataset, test, column, str(other), alternative)
    else:
        outcome = _test_one_sample(dataset, test, column, hypothesized_mean, alternative)
    row = {
        "Test": test,
        "Hypothesis": HYPOTHESES[test].format(column=column, other=other, mean=hypothesized_mean),
        "Statistic": outcome.statistic,
        "P-Value": outcome.p_value,
        "Rows": outcome.rows,
        "Rejected": bool(outcome.p_value < significance_level),
    }
    return Dataset(pd.DataFrame([row]).astype({"Test": "str", "Hypothesis": "str"}))


def _check_columns(dataset: Dataset, test: HypothesisTest, column: str, other: str | None) -> None:
    parameter = "second_column" if test in PAIRED_TESTS else "group_column"
    if other is None and test not in ONE_SAMPLE_TESTS:
        what = "the other column of each pair" if test in PAIRED_TESTS else "the column that says the groups"
        raise ModuleError(11, f"{test} needs {what}. Choose it as '{parameter}'.", parameter=parameter)
    require_columns([column], dataset.schema, port="dataset", parameter="column")
    if other == column and test not in ONE_SAMPLE_TESTS:
        message = f"{test} compares two columns. '{column}' is chosen twice: choose another one as '{parameter}'."
        raise ModuleError(26, message, port="dataset", parameter=parameter, column=column)
    numeric = [(column, "column")] if test != "Chi-squared independence" else []
    if other is not None:
        require_columns([other], dataset.schema, port="dataset", parameter=parameter)
        numeric += [(other, parameter)] if test in PAIRED_TESTS else []
    for name, where in numeric:
        found = dataset.schema[name]
        if not found.is_numeric:
            message = f"{test} needs numbers. Column '{name}' is {found.type}. Choose another column or test."
            raise ModuleError(17, message, port="dataset", parameter=where, column=name)


def _to_valid_numbers(values: "pd.Series[Any]") -> Numbers:
    numbers = np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))
    if np.isinf(numbers).any():
        message = f"Column '{values.name}' has infinite values. Remove or replace them."
        raise ModuleError(33, message, port="dataset", column=str(values.name))
    return numbers


def _check_count(count: int, minimum: int, what: str) -> None:
    if count < minimum:
        raise ModuleError(21, f"{what} must have at least {minimum} values. Got {count:,}.", port="dataset")


def _to_outcome(found: Any, rows: int) -> HypothesisOutcome:
    return HypothesisOutcome(float(found.statistic), float(found.pvalue), rows)


def _refuse_constant(*samples: Numbers) -> None:
    """Refuse samples in which nothing varies: every statistic would be 0 / 0."""
    if all(sample.min() == sample.max() for sample in samples):
        message = "All values to compare are the same, so a difference can't be tested."
        raise ModuleError(18, message, port="dataset", parameter="column")


def _test_one_sample(
    dataset: Dataset, test: HypothesisTest, column: str, mean: float, alternative: Alternative
) -> HypothesisOutcome:
    from scipy import stats

    numbers = _to_valid_numbers(dataset.frame[column])
    numbers = numbers[~np.isnan(numbers)]
    _check_count(numbers.size, 3, f"Column '{column}'")
    _refuse_constant(numbers)
    if test == "One-sample t-test":
        return _to_outcome(stats.ttest_1samp(numbers, mean, alternative=alternative), numbers.size)
    if numbers.size > 5_000:
        message = (
            f"Shapiro-Wilk is exact for at most 5,000 values. Column '{column}' has {numbers.size:,}. Sample it first."
        )
        raise ModuleError(7, message, port="dataset", parameter="test")
    return _to_outcome(stats.shapiro(numbers), numbers.size)


def _test_pairs(
    dataset: Dataset, test: HypothesisTest, column: str, other: str, alternative: Alternative
) -> HypothesisOutcome:
    from scipy import stats

    first, second = _to_valid_numbers(dataset.frame[column]), _to_valid_numbers(dataset.frame[other])
    there = ~np.isnan(first) & ~np.isnan(second)
    first, second = first[there], second[there]
    _check_count(first.size, 2, f"The pairs of '{column}' and '{other}'")
    _refuse_constant(first - second)
    compare: Callable[..., Any] = stats.ttest_rel if test == "Paired t-test" else stats.wilcoxon
    return _to_outcome(compare(first, second, alternative=alternative), first.size)


def _test_groups(
    dataset: Dataset, test: HypothesisTest, column: str, group: str, alternative: Alternative
) -> HypothesisOutcome:
    from scipy import stats

    samples = _split_samples(dataset, column, group)
    if test in TWO_GROUP_TESTS and len(samples) != 2:
        message = (
            f"{test} compares two groups. Column '{group}' has {len(samples):,}. "
            "Choose One-way ANOVA or Kruskal-Wallis, or another column."
        )
        raise ModuleError(18, message, port="dataset", parameter="group_column", column=group)
    if len(samples) < 2:
        message = f"{test} compares groups. Column '{group}' has {len(samples)} with values. Choose another column."
        raise ModuleError(141, message, port="dataset", parameter="group_column", column=group)
    for name, sample in samples.items():
        _check_count(sample.size, 2, f"Group '{name}' of '{group}'")
    _refuse_constant(*samples.values())
    rows = sum(sample.size for sample in samples.values())
    if test == "Two-sample t-test":
        return _to_outcome(stats.ttest_ind(*samples.values(), equal_var=False, alternative=alternative), rows)
    if test == "Mann-Whitney U":
        return _to_outcome(stats.mannwhitneyu(*samples.values(), alternative=alternative), rows)
    return _to_outcome((stats.f_oneway if test == "One-way ANOVA" else stats.kruskal)(*samples.values()), rows)


def _split_samples(dataset: Dataset, column: str, group: str) -> dict[str, Numbers]:
    """The numbers of each group that has any, the groups in sorted order."""
    numbers = _to_valid_numbers(dataset.frame[column])
    codes, names = _factorize_levels(dataset.frame[group])
    there = ~np.isnan(numbers) & (codes >= 0)
    return {
        str(name): numbers[there & (codes == code)]
        for code, name in enumerate(names)
        if (there & (codes == code)).any()
    }


def _factorize_levels(values: "pd.Series[Any]") -> tuple[npt.NDArray[np.int64], Any]:
    """The number of each row's level, -1 for a missing one, and the levels in sorted order."""
    if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype == object:
        values = values.astype("str")
    codes, levels = pd.factorize(values, sort=True)
    if len(levels) > 1_000:
        message = f"Column '{values.name}' has {len(levels):,} different values, too many for groups. At most 1,000."
        raise ModuleError(14, message, port="dataset", column=str(values.name))
    return codes, levels


def _test_independence(dataset: Dataset, column: str, other: str) -> HypothesisOutcome:
    from scipy import stats

    (first, rows), (second, columns) = (_factorize_levels(dataset.frame[name]) for name in (column, other))
    there = (first >= 0) & (second >= 0)
    cells = np.bincount(first[there] * len(columns) + second[there], minlength=len(rows) * len(columns))
    table = cells.reshape(len(rows), len(columns))
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    if min(table.shape) < 2:
        message = f"'{column}' and '{other}' must each have two values or more in the rows that have both."
        raise ModuleError(141, message, port="dataset", parameter="group_column", column=other)
    return _to_outcome(stats.chi2_contingency(table, correction=False), int(table.sum()))
