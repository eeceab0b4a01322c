"""What pandas, DuckDB and scikit-learn need for joins, windows, samples, outliers, comparisons and checks."""

from functools import cache

import numpy as np
import pandas as pd

from modules.data_transformation.check_rules import CheckRule
from modules.data_transformation.sort import SortColumn
from modules.data_transformation.window import WindowColumn
from modules.kit import Columns, Dataset
from tests.benchmarks.baselines.baseline import Baseline, BaselineCase, make_inputs


@cache
def make_shop_sales(rows: int) -> pd.DataFrame:
    """Sales of 1,000 shops at times in no order."""
    random = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "id": np.arange(rows),
            "shop": pd.Series(random.choice([f"shop {number}" for number in range(1_000)], rows), dtype="str"),
            "time": pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 10_000_000, rows), unit="s"),
            "sales": random.normal(100, 20, rows).round(2),
        }
    )


def _join_inputs(left: pd.DataFrame, right: pd.DataFrame) -> dict[str, Dataset]:
    return {"left_dataset": Dataset(left), "right_dataset": Dataset(right)}


def build_as_of(rows: int) -> Baseline:
    left, right = make_shop_sales(rows), make_shop_sales(rows)[["shop", "time", "id"]]

    def library() -> object:
        return pd.merge_asof(left.sort_values("time"), right.sort_values("time"), on="time", by="shop")

    parameters = {"left_time_column": "time", "left_group_columns": ["shop"]}
    return Baseline("pandas.merge_asof", library, _join_inputs(left, right), parameters)


def build_range(rows: int) -> Baseline:
    left = make_shop_sales(rows)
    bounds = np.arange(0.0, 220.0, 2.0)
    right = pd.DataFrame({"low": bounds, "high": bounds + 1.99, "band": np.arange(len(bounds))})

    def library() -> object:
        places = pd.IntervalIndex.from_arrays(right["low"], right["high"], "both").get_indexer(left["sales"])
        found = right.take(places).reset_index(drop=True)
        return pd.concat([left, found.where(pd.Series(places) >= 0)], axis=1)

    parameters = {"value_column": "sales", "lower_bound_column": "low", "upper_bound_column": "high"}
    return Baseline("IntervalIndex.get_indexer", library, _join_inputs(left, right), parameters)


def build_fuzzy(rows: int) -> Baseline:
    from sklearn.feature_extraction.text import TfidfVectorizer

    random = np.random.default_rng(7)
    words = zip(random.choice(list("abcdef"), rows // 50), random.choice(["works", "mill"], rows // 50), strict=True)
    names = pd.Series([f"{letter} {word} {number}" for number, (letter, word) in enumerate(words)])
    left = pd.DataFrame({"name": random.choice(names.str.replace("work", "wokr"), rows)})
    right = pd.DataFrame({"name": names, "id": np.arange(len(names))})

    def library() -> object:
        weights = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 3))
        distinct = left["name"].drop_duplicates()
        theirs = weights.fit(pd.concat([distinct, right["name"]])).transform(right["name"]).T
        alike = weights.transform(distinct) @ theirs
        best = pd.DataFrame({"name": distinct.to_numpy(), "id": np.asarray(alike.argmax(axis=1)).ravel()})
        return left.merge(best, on="name", how="left")

    return Baseline("TfidfVectorizer, merge", library, _join_inputs(left, right), {"left_text_column": "name"})


def build_cross(rows: int) -> Baseline:
    left, right = make_shop_sales(rows // 10), make_shop_sales(10).add_prefix("right ")
    return Baseline("DataFrame.merge(how='cross')", lambda: left.merge(right, how="cross"), _join_inputs(left, right))


def build_window(rows: int) -> Baseline:
    frame = make_shop_sales(rows)

    def library() -> object:
        ordered = frame.sort_values("time")
        sales = ordered.groupby("shop")["sales"]
        rolled = sales.rolling(7, min_periods=1).mean().droplevel(0)
        return frame.assign(lag=sales.shift(1), rolled=rolled, total=sales.cumsum(), rank=sales.rank(method="min"))

    windows = tuple(
        WindowColumn(function=function, columns=("sales",))
        for function in ("Lag", "Rolling mean", "Cumulative sum", "Rank")
    )
    parameters = {"windows": windows, "group_by": ("shop",), "order_by": (SortColumn(column="time"),)}
    return Baseline("groupby.shift, rolling, cumsum, rank", library, make_inputs(frame), parameters)


def build_numbering(rows: int) -> Baseline:
    frame = make_shop_sales(rows)

    def library() -> object:
        numbers = frame.sort_values("time", kind="stable").groupby("shop").cumcount() + 1
        return frame.assign(row=numbers)

    parameters = {"group_by": ("shop",), "order_by": (SortColumn(column="time"),)}
    return Baseline("groupby.cumcount", library, make_inputs(frame), parameters)


def build_group_selection(rows: int) -> Baseline:
    frame = make_shop_sales(rows)

    def library() -> object:
        chosen = frame.sort_values("sales", ascending=False, kind="stable").groupby("shop").head(3)
        return frame.loc[chosen.index.sort_values()], frame.drop(chosen.index)

    order = (SortColumn(column="sales", direction="Descending"),)
    parameters = {"group_by": ("shop",), "order_by": order, "number_of_rows": 3}
    return Baseline("sort_values, groupby.head", library, make_inputs(frame), parameters)


def build_shuffle(rows: int) -> Baseline:
    frame = make_shop_sales(rows)
    return Baseline("DataFrame.sample(frac=1)", lambda: frame.sample(frac=1, ignore_index=True), make_inputs(frame))


def build_bootstrap(rows: int) -> Baseline:
    frame = make_shop_sales(rows)

    def library() -> object:
        drawn = frame.sample(frac=1, replace=True, random_state=0)
        return drawn.reset_index(drop=True), frame.drop(drawn.index.unique())

    return Baseline("DataFrame.sample(replace=True)", library, make_inputs(frame))


def build_outliers(rows: int) -> Baseline:
    frame = make_shop_sales(rows)

    def library() -> object:
        low, high = frame["sales"].quantile([0.25, 0.75])
        inside = frame["sales"].between(low - 1.5 * (high - low), high + 1.5 * (high - low))
        return frame[inside]

    chosen = Columns(start="none", names=("sales",))
    return Baseline(
        "quantile, between", library, make_inputs(frame), {"columns_to_check": chosen, "action": "Remove rows"}
    )


def build_comparison(rows: int) -> Baseline:
    before = make_shop_sales(rows)
    after = before.assign(sales=before["sales"].mask(before["id"] % 10 == 0, 0.0)).iloc[rows // 100 :]

    def library() -> object:
        both = before.merge(after, on="id", how="outer", suffixes=(" before", " after"), indicator=True)
        changed = {name: both[f"{name} before"] != both[f"{name} after"] for name in ("shop", "time", "sales")}
        return both, pd.DataFrame(changed).melt(), both["_merge"].value_counts()

    inputs = {"before_dataset": Dataset(before), "after_dataset": Dataset(after.reset_index(drop=True))}
    return Baseline("merge(how='outer')", library, inputs, {"key_columns": ("id",)})


def build_checks(rows: int) -> Baseline:
    frame = make_shop_sales(rows)

    def library() -> object:
        passed = frame["sales"].between(20, 180) & ~frame["id"].duplicated(keep=False) & frame["shop"].notna()
        passed &= frame["shop"].str.fullmatch(r"shop \d+")
        return frame[passed], frame[~passed]

    rules = (
        CheckRule(rule="In range", columns=("sales",), minimum="20", maximum="180"),
        CheckRule(rule="Unique", columns=("id",)),
        CheckRule(rule="Not missing", columns=("shop",)),
        CheckRule(rule="Matches pattern", columns=("shop",), pattern=r"shop \d+"),
    )
    return Baseline("between, duplicated, fullmatch", library, make_inputs(frame), {"rules": rules})


JOINING_CASES: dict[str, BaselineCase] = {
    "cross_join": BaselineCase(build_cross),
    "join_as_of": BaselineCase(build_as_of),
    "join_by_range": BaselineCase(build_range),
    "fuzzy_join": BaselineCase(build_fuzzy),
    "window": BaselineCase(build_window),
    "add_row_number": BaselineCase(build_numbering),
    "select_rows_per_group": BaselineCase(build_group_selection),
    "shuffle_rows": BaselineCase(build_shuffle),
    "bootstrap_sample": BaselineCase(build_bootstrap),
    "outliers": BaselineCase(build_outliers),
    "compare_tables": BaselineCase(build_comparison),
    "check_data": BaselineCase(build_checks),
}
