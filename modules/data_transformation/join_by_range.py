"""Join by Range: to each row the rows of another dataset between whose bounds its value lies."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.join_groups import (
    KeptRows,
    LeftGroups,
    RightGroups,
    list_group_settings,
    pair_groups,
    predict_grouped_schema,
)
from modules.data_transformation.join_keys import (
    combine_roles,
    describe_matches,
    require_comparable,
)
from modules.data_transformation.row_joins import (
    RowPairs,
    choose_row_pairs,
    combine_row_pairs,
    prepare_keys,
    to_comparable_values,
)
from modules.kit import Call, Dataset, column_of, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.schema import infer_column_type

Bounds = Literal["Both bounds", "Only the lower bound", "Only the upper bound", "Neither bound"]

#: The signs between the lower bound and the value, and between the value and the upper bound.
RANGE_SIGNS: dict[Bounds, tuple[str, str]] = {
    "Both bounds": ("<=", "<="),
    "Only the lower bound": ("<=", "<"),
    "Only the upper bound": ("<", "<="),
    "Neither bound": ("<", "<"),
}

log = logging.getLogger(__name__)


def _build_example() -> Call:
    parcels = pd.DataFrame({"parcel": ["a", "b", "c"], "weight": [0.5, 4.2, 31.0]})
    rates = pd.DataFrame({"from": [0.0, 2.0, 10.0], "to": [2.0, 10.0, None], "price": [4.5, 6.9, 14.0]})
    names = {"value_column": "weight", "lower_bound_column": "from", "upper_bound_column": "to"}
    return Call.of(Dataset(parcels), Dataset(rates), **names, included="Only the lower bound")


def _emit_code(step: StepCode) -> None:
    left, right = step.get_input("left_dataset"), step.get_input("right_dataset")
    out = step.add_table("results_dataset", "joined_data", like=left)
    bounds = (step.lower_bound_column, step.upper_bound_column)
    settings: dict[str, object] = {"value": step.value_column, "bounds": bounds}
    settings |= list_group_settings(step)
    settings |= {} if step.included == "Both bounds" else {"included": step.included}
    settings |= {} if step.missing_bound_is_open else {"open_ended": False}
    settings |= {} if step.join_type == "Left Outer Join" else {"join_type": step.join_type}
    step.assign(out, step.use(join_within_bounds).call(left, right, **settings))


def join_within_bounds(
    left: pd.DataFrame,
    right: pd.DataFrame,
    *,
    value: str,
    bounds: tuple[str, str],
    by: Sequence[str] = (),
    right_by: Sequence[str] = (),
    included: Bounds = "Both bounds",
    open_ended: bool = True,
    join_type: Literal["Inner Join", "Left Outer Join"] = "Left Outer Join",
) -> pd.DataFrame:
    """To each left row the right rows between whose bounds its value lies."""
    names = list(by), list(right_by or by)
    matched = find_rows_in_range(left, right, value, bounds, names, included=included, open_ended=open_ended)
    rows = choose_row_pairs(join_type, matched, len(left), len(right))
    return combine_row_pairs(left, right, rows, set(names[1]), outer=join_type == "Left Outer Join")


@module(
    "Join by Range",
    category="Data Transformation",
    palette_group="Combine tables",
    icon="ruler-measure",
    example=_build_example,
    schema=predict_grouped_schema,
    emit_code=_emit_code,
    keywords=(
        "interval join",
        "range join",
        "between join",
        "non-equi join",
        "inequality join",
        "band lookup",
        "approximate VLOOKUP",
        "overlap",
        "IntervalIndex",
    ),
)
def join_by_range(
    left_dataset: Dataset,
    right_dataset: Dataset,
    *,
    value_column: Annotated[
        str,
        Field(min_length=1, description="The number or time of a left row that must lie within the bounds."),
        column_of("left_dataset", types=("datetime", "integer", "real")),
    ],
    lower_bound_column: Annotated[
        str,
        Field(min_length=1, description="Where the range of a right row begins."),
        column_of("right_dataset", types=("datetime", "integer", "real")),
    ],
    upper_bound_column: Annotated[
        str,
        Field(min_length=1, description="Where the range of a right row ends."),
        column_of("right_dataset", types=("datetime", "integer", "real")),
    ],
    included: Annotated[
        Bounds, titled("Bounds that belong to the range"), Field(description="Whether a value on a bound matches.")
    ] = "Both bounds",
    missing_bound_is_open: Annotated[
        bool, Field(description="A missing bound means that the range has none. Off: the row matches nothing.")
    ] = True,
    left_group_columns: LeftGroups = (),
    right_group_columns: RightGroups = (),
    join_type: KeptRows = "Left Outer Join",
) -> Dataset:
    """Join each row with the rows between whose bounds its value lies.

    It looks up a price list by weight, a tax band by income or the rate that was valid on a day. Where ranges overlap,
    a left row comes once for each of them. Rows keep the order of the left dataset; a row without a value has no match.
    Numbers and times are compared exactly.
    """
    bounds = (lower_bound_column, upper_bound_column)
    for bound, parameter in zip(bounds, ("lower_bound_column", "upper_bound_column"), strict=True):
        require_comparable(left_dataset, value_column, right_dataset, bound, parameters=("value_column", parameter))
    names = pair_groups(left_dataset, right_dataset, left_group_columns, right_group_columns)
    left, right = left_dataset.frame, right_dataset.frame
    matched = find_rows_in_range(
        left, right, value_column, bounds, names, included=included, open_ended=missing_bound_is_open
    )
    remark = describe_matches(matched, len(left), len(right))
    log.info(remark)
    rows = choose_row_pairs(join_type, matched, len(left), len(right))
    frame = combine_row_pairs(left, right, rows, set(names[1]), outer=join_type == "Left Outer Join")
    return replace(combine_roles(left_dataset, right_dataset, frame, set(names[1])), remark=remark)


def find_rows_in_range(
    left: pd.DataFrame,
    right: pd.DataFrame,
    value: str,
    bounds: tuple[str, str],
    by: tuple[list[str], list[str]],
    *,
    included: Bounds,
    open_ended: bool,
) -> RowPairs:
    """Every pair of rows of one group whose value lies within the bounds, in the order of the left rows."""
    import duckdb

    alike = [infer_column_type(left[one]) == infer_column_type(right[other]) for one, other in zip(*by, strict=True)]
    sides = [prepare_keys(data, names, alike, match_case=True) for data, names in zip((left, right), by, strict=True)]
    tests = [f"l.{name} = r.{name}" for name in sides[0] if name != "row"]
    for place, (bound, sign) in enumerate(zip(bounds, RANGE_SIGNS[included], strict=True)):
        mine, yours = to_comparable_values(left[value], right[bound])
        sides[0] = _add_values(sides[0], f"value{place}", mine)
        limits = _add_values(sides[1], f"bound{place}", yours)
        sides[1] = _add_open_bounds(sides[1], limits, f"bound{place}", lowest=place == 0) if open_ended else limits
        pair = (f"r.bound{place}", f"l.value{place}")
        tests.append(f"{pair[0]} {sign} {pair[1]}" if place == 0 else f"{pair[1]} {sign} {pair[0]}")
    separate = None if by[0] else find_separate_ranges(sides[0], sides[1], RANGE_SIGNS[included])
    if separate is not None:
        return separate
    # The columns have names of our own here.
    question = f"select l.row, r.row as found from l join r on {' and '.join(tests)} order by all"  # nosec B608
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("l", sides[0])
        connection.register("r", sides[1])
        rows = connection.sql(question).fetchnumpy()
    return RowPairs(np.asarray(rows["row"]), np.asarray(rows["found"]))


def find_separate_ranges(left: pd.DataFrame, right: pd.DataFrame, signs: tuple[str, str]) -> RowPairs | None:
    """The pairs where no two ranges overlap, so that a value lies in one at most; None where some do."""
    if not len(left) or not len(right):
        return None
    ranges = right.sort_values("bound0", kind="stable")
    low, high = ranges["bound0"].to_numpy(), ranges["bound1"].to_numpy()
    values = left["value0"].to_numpy(), left["value1"].to_numpy()
    touches = signs == ("<=", "<=")
    if (low[1:] < high[:-1]).any() or (touches and (low[1:] == high[:-1]).any()) or (high < low).any():
        return None
    places = np.searchsorted(low, values[0], side="right" if signs[0] == "<=" else "left") - 1
    ends = high[np.maximum(places, 0)]
    inside = (places >= 0) & (values[1] <= ends if signs[1] == "<=" else values[1] < ends)
    return RowPairs(left["row"].to_numpy()[inside], ranges["row"].to_numpy()[places[inside]])


def _add_values(keys: pd.DataFrame, name: str, values: "pd.Series[Any]") -> pd.DataFrame:
    """The rows that have a value, with it; times as whole numbers."""
    there = keys[keys["row"].isin(values.index)]
    found = values.loc[there["row"]]
    return there.assign(**{name: found.to_numpy() if found.dtype.kind in "if" else found.to_numpy().view("int64")})


def _add_open_bounds(keys: pd.DataFrame, limits: pd.DataFrame, name: str, *, lowest: bool) -> pd.DataFrame:
    """The rows with a bound, and those without one, whose bound nothing lies beyond."""
    kind = limits[name].dtype
    lowest_value, highest = (np.iinfo(kind).min, np.iinfo(kind).max) if kind.kind == "i" else (-np.inf, np.inf)
    beyond = lowest_value if lowest else highest
    open_rows = keys[~keys["row"].isin(limits["row"])]
    return pd.concat([limits, open_rows.assign(**{name: np.full(len(open_rows), beyond, dtype=kind)})])
