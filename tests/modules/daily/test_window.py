"""Window: every function beside a slow and plain way of saying it, and beside its own script."""

from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.sort import SortColumn
from modules.data_transformation.window import WindowColumn, window
from modules.data_transformation.window_functions import WINDOW_FUNCTIONS
from modules.kit import Dataset, ModuleError, catalog
from tests.server.module_programs import assert_script_gives_the_same

MODULE = catalog()["window"]
FUNCTIONS = list(WINDOW_FUNCTIONS)


def _make_table(rows: int = 40) -> Dataset:
    random = np.random.default_rng(5)
    whole = pd.Series(random.integers(-5, 5, rows)).astype("Int64").mask(random.random(rows) < 0.2)
    frame = pd.DataFrame(
        {
            "group": pd.Series(["a", "🦔", None]).sample(rows, replace=True, random_state=1).to_numpy(),
            "order": random.permutation(rows),
            "real": np.where(random.random(rows) < 0.2, np.nan, random.normal(size=rows).round(3)),
            "whole": whole,
            "time": pd.date_range("2024-03-30", periods=rows, freq="h", tz="Europe/Berlin"),
            "text": pd.Series(["x", "y", None]).sample(rows, replace=True, random_state=2).to_numpy(),
            "category": pd.Categorical(random.choice(["x", "y"], rows), ["y", "x", "unused"]),
            "flag": random.random(rows) < 0.5,
        }
    )
    return Dataset(frame, {"real": "label"})


TABLE = _make_table()


def _choose_columns(function: str) -> tuple[str, ...]:
    types = WINDOW_FUNCTIONS[function].types
    names = ("real", "whole", "time", "text", "category", "flag")
    return tuple(name for name in names if not types or TABLE.schema[name].type in types)


def test_the_form_offers_every_function() -> None:
    assert list(get_args(WindowColumn.model_fields["function"].annotation)) == FUNCTIONS


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("groups", [(), ("group",), ("group", "flag")])
def test_every_function_gives_what_its_schema_and_its_script_say(function: str, groups: tuple[str, ...]) -> None:
    row = WindowColumn(function=function, columns=_choose_columns(function), distance=2, size=3)  # type: ignore[arg-type]
    parameters: dict[str, Any] = {"windows": (row,), "group_by": groups, "order_by": (SortColumn(column="order"),)}
    made = MODULE.run({"dataset": TABLE}, parameters)["results_dataset"]
    predicted = MODULE.infer_schemas({"dataset": TABLE.schema}, MODULE.parameters(**parameters))["results_dataset"]
    assert predicted == made.schema
    pd.testing.assert_frame_equal(made.frame[list(TABLE.frame)], TABLE.frame)
    assert_script_gives_the_same("window", {"dataset": TABLE}, parameters)


def _compute_plainly(function: str, before: list[float], after: list[float], everything: list[float]) -> float:
    """The value for a row, given the values of its group up to it, behind it, and all of them."""
    window_values = [value for value in before[-3:] if not np.isnan(value)]
    so_far = [value for value in before if not np.isnan(value)]
    there = [value for value in everything if not np.isnan(value)]
    own = before[-1]
    earlier = before[-3] if len(before) > 2 else np.nan
    plain: dict[str, Any] = {
        "Lag": lambda: earlier,
        "Lead": lambda: after[1] if len(after) > 1 else np.nan,
        "Difference": lambda: own - earlier,
        "Relative change": lambda: own / earlier - 1 if earlier else np.nan,
        "Rolling mean": lambda: np.mean(window_values) if window_values else np.nan,
        "Rolling sum": lambda: sum(window_values) if window_values else np.nan,
        "Rolling minimum": lambda: min(window_values, default=np.nan),
        "Rolling maximum": lambda: max(window_values, default=np.nan),
        "Rolling median": lambda: np.median(window_values) if window_values else np.nan,
        "Rolling standard deviation": lambda: np.std(window_values, ddof=1) if len(window_values) > 1 else np.nan,
        "Rolling count": lambda: len(window_values),
        "Cumulative sum": lambda: np.nan if np.isnan(own) else sum(so_far),
        "Cumulative mean": lambda: np.mean(so_far) if so_far else np.nan,
        "Cumulative minimum": lambda: np.nan if np.isnan(own) else min(so_far),
        "Cumulative maximum": lambda: np.nan if np.isnan(own) else max(so_far),
        "Rank": lambda: np.nan if np.isnan(own) else 1 + sum(value > own for value in there),
        "Dense rank": lambda: np.nan if np.isnan(own) else 1 + len({value for value in there if value > own}),
        "Share of group": lambda: own / sum(there) if sum(there) else np.nan,
        "Group mean": lambda: np.mean(there),
        "Group sum": lambda: sum(there),
        "Group minimum": lambda: min(there),
        "Group maximum": lambda: max(there),
        "Group count": lambda: len(there),
    }
    return float(plain[function]())


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("column", ["real", "whole"])
def test_every_function_gives_what_a_loop_over_the_rows_gives(function: str, column: str) -> None:
    row = WindowColumn(function=function, columns=(column,), distance=2, size=3, name="made")  # type: ignore[arg-type]
    made = window(TABLE, windows=(row,), group_by=("group",), order_by=(SortColumn(column="order"),)).frame
    numbers = TABLE.frame[column].to_numpy(dtype="float64", na_value=np.nan)
    expected = np.full(len(numbers), np.nan)
    for _, places in TABLE.frame.sort_values("order").groupby("group", dropna=False).groups.items():
        values = numbers[places]
        for at, place in enumerate(places):
            expected[place] = _compute_plainly(function, list(values[: at + 1]), list(values[at + 1 :]), list(values))
    found = made["made"].to_numpy(dtype="float64", na_value=np.nan)
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_large_whole_numbers_with_gaps_stay_exact() -> None:
    table = Dataset(pd.DataFrame({"n": pd.array([2**53 + 1, None, 2**62], dtype="Int64")}))
    rows = (WindowColumn(function="Lag", columns=("n",)), WindowColumn(function="Cumulative maximum", columns=("n",)))
    made = window(table, windows=rows).frame
    assert made["n lag 1"].tolist() == [pd.NA, 2**53 + 1, pd.NA]
    assert made["n cumulative maximum"].dropna().tolist() == [2**53 + 1, 2**62]


def test_a_sum_too_large_for_a_whole_number_is_refused() -> None:
    table = Dataset(pd.DataFrame({"n": [2**62, 2**62]}))
    with pytest.raises(ModuleError, match="larger than a whole number"):
        window(table, windows=(WindowColumn(function="Cumulative sum", columns=("n",)),))


def test_a_window_of_time_sees_the_last_days_only() -> None:
    days = pd.to_datetime(["2024-01-09", "2024-01-01", "2024-01-02", "2024-01-01"])
    table = Dataset(pd.DataFrame({"day": days, "shop": list("aaab"), "n": [5, 1, 2, 9]}))
    row = WindowColumn(function="Rolling sum", columns=("n",), size=7, unit="Days")
    parameters: dict[str, Any] = {"windows": (row,), "group_by": ("shop",), "order_by": (SortColumn(column="day"),)}
    made = MODULE.run({"dataset": table}, parameters)["results_dataset"].frame
    assert made["n rolling sum 7 days"].tolist() == [5, 1, 3, 9]
    assert_script_gives_the_same("window", {"dataset": table}, parameters)
    gaps = table.with_frame(table.frame.assign(day=table.frame["day"].mask(table.frame["n"] == 2)))
    with pytest.raises(ModuleError, match="missing in 1 rows"):
        MODULE.run({"dataset": gaps}, parameters)
    with pytest.raises(ModuleError, match="ascending column of times"):
        MODULE.run({"dataset": table}, {**parameters, "order_by": ()})


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("groups", [(), ("group",)])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_table_of_no_row_or_one_is_no_trouble(rows: int, groups: tuple[str, ...], function: str) -> None:
    table = TABLE.with_frame(TABLE.frame.head(rows))
    row = WindowColumn(function=function, columns=_choose_columns(function))  # type: ignore[arg-type]
    made = window(table, windows=(row,), group_by=groups)
    predicted = MODULE.infer_schemas({"dataset": table.schema}, MODULE.parameters(windows=(row,), group_by=groups))[
        "results_dataset"
    ]
    assert (made.rows, made.schema) == (rows, predicted)


def test_names_are_free_and_a_name_of_several_columns_stands_behind_theirs() -> None:
    rows = (WindowColumn(columns=("real",), name="real"), WindowColumn(columns=("real", "whole"), name="before"))
    names = window(TABLE, windows=rows).schema.names[-3:]
    assert names == ["real (2)", "real before", "whole before"]


def test_a_script_reads_as_one_would_write_it() -> None:
    parameters = {"windows": [{"function": "Lag", "columns": ["real"]}], "group_by": ["group"], "order_by": []}
    text = assert_script_gives_the_same("window", {"dataset": TABLE}, parameters)
    assert 'dataset.assign(**{"real lag 1": groups["real"].shift(1)})' in text
