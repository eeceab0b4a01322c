"""Join As Of: to each row the nearest earlier or later row of another dataset."""

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
    NO_ROW,
    RowPairs,
    combine_row_pairs,
    prepare_keys,
    to_comparable_values,
)
from modules.kit import Call, Dataset, column_of, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.kit.schema import infer_column_type

Nearest = Literal["Latest earlier row", "Earliest later row", "Nearest row"]
TimeUnit = Literal["Seconds", "Minutes", "Hours", "Days"]

DIRECTIONS = {"Latest earlier row": "backward", "Earliest later row": "forward", "Nearest row": "nearest"}
TIME_COLUMNS = ("left_time_column", "right_time_column")

log = logging.getLogger(__name__)


def _build_example() -> Call:
    trades = pd.DataFrame(
        {"time": pd.to_datetime(["2024-05-01 09:31", "2024-05-01 09:45"]), "share": ["ABC", "ABC"], "pieces": [100, 50]}
    )
    prices = pd.DataFrame(
        {"time": pd.to_datetime(["2024-05-01 09:30", "2024-05-01 09:40"]), "share": ["ABC", "ABC"], "price": [9.8, 9.9]}
    )
    groups = {"left_group_columns": ("share",), "tolerance": 1.0, "tolerance_unit": "Hours"}
    return Call.of(Dataset(trades), Dataset(prices), left_time_column="time", **groups)


def _emit_code(step: StepCode) -> None:
    left, right = step.get_input("left_dataset"), step.get_input("right_dataset")
    out = step.add_table("results_dataset", "joined_data", like=left)
    settings: dict[str, object] = {"on": step.left_time_column}
    settings |= {"right_on": step.right_time_column} if step.right_time_column else {}
    settings |= list_group_settings(step)
    settings |= {"direction": DIRECTIONS[step.direction]}
    if step.tolerance is not None:
        settings |= {"tolerance": step.tolerance, "unit": step.tolerance_unit}
    settings |= {} if step.allow_equal else {"allow_equal": False}
    settings |= {} if step.join_type == "Left Outer Join" else {"inner": True}
    step.assign(out, step.use(join_nearest).call(left, right, **settings))


def join_nearest(
    left: pd.DataFrame,
    right: pd.DataFrame,
    *,
    on: str,
    right_on: str = "",
    by: Sequence[str] = (),
    right_by: Sequence[str] = (),
    direction: str = "backward",
    tolerance: float | None = None,
    unit: TimeUnit = "Days",
    allow_equal: bool = True,
    inner: bool = False,
) -> pd.DataFrame:
    """To each left row the right row that is nearest in time, in the order of the left rows."""
    found = find_nearest_rows(
        _prepare_times(left, right, (on, right_on or on), (list(by), list(right_by or by))),
        direction=direction,
        tolerance=tolerance,
        unit=unit,
        allow_equal=allow_equal,
        rows=len(left),
    )
    rows = np.flatnonzero(found != NO_ROW) if inner else np.arange(len(left))
    return combine_row_pairs(left, right, RowPairs(rows, found[rows]), set(right_by or by), outer=not inner)


@module(
    "Join As Of",
    category="Data Transformation",
    palette_group="Combine tables",
    icon="clock",
    example=_build_example,
    schema=predict_grouped_schema,
    emit_code=_emit_code,
    keywords=("merge_asof", "asof join", "as-of", "nearest join", "rolling join", "last known value", "time join"),
)
def join_as_of(
    left_dataset: Dataset,
    right_dataset: Dataset,
    *,
    left_time_column: Annotated[
        str,
        Field(min_length=1, description="Times or numbers by which the nearest row is found."),
        column_of("left_dataset", types=("datetime", "integer", "real")),
    ],
    right_time_column: Annotated[
        str | None,
        Field(description="Times or numbers of the right dataset. Empty: the same name."),
        column_of("right_dataset", types=("datetime", "integer", "real")),
    ] = None,
    left_group_columns: LeftGroups = (),
    right_group_columns: RightGroups = (),
    direction: Annotated[
        Nearest, titled("Which row"), Field(description="The row of the right dataset that a left row gets.")
    ] = "Latest earlier row",
    allow_equal: Annotated[
        bool, titled("The same time counts"), Field(description="Off: only rows strictly before or after match.")
    ] = True,
    tolerance: Annotated[
        float | None,
        Field(gt=0, description="Rows further away than this do not match. Empty: any distance."),
    ] = None,
    tolerance_unit: Annotated[TimeUnit, Field(description="Of times. Numbers have no unit.")] = "Days",
    join_type: KeptRows = "Left Outer Join",
) -> Dataset:
    """Join each row with the nearest earlier or later row.

    Each row of the left dataset gets at most one row of the right one: the latest that is not later, the earliest that
    is not earlier, or the nearest, within the tolerance and within its group. Neither side needs to be sorted, and the
    rows keep the order of the left dataset. A row without a time or group has no match. Of right rows with the same
    time the last one counts, of later rows the first one. The time of the right row stays as a column, called
    name_right where the name is taken.
    """
    right_time = right_time_column or left_time_column
    require_comparable(left_dataset, left_time_column, right_dataset, right_time, parameters=TIME_COLUMNS)
    by = pair_groups(left_dataset, right_dataset, left_group_columns, right_group_columns)
    left, right = left_dataset.frame, right_dataset.frame
    found = find_nearest_rows(
        _prepare_times(left, right, (left_time_column, right_time), by),
        direction=DIRECTIONS[direction],
        tolerance=tolerance,
        unit=tolerance_unit,
        allow_equal=allow_equal,
        rows=len(left),
    )
    there = np.flatnonzero(found != NO_ROW)
    remark = describe_matches(RowPairs(there, found[there]), len(left), len(right))
    log.info(remark)
    rows = there if join_type == "Inner Join" else np.arange(len(left))
    outer = join_type != "Inner Join"
    frame = combine_row_pairs(left, right, RowPairs(rows, found[rows]), set(by[1]), outer=outer)
    return replace(combine_roles(left_dataset, right_dataset, frame, set(by[1])), remark=remark)


def _prepare_times(
    left: pd.DataFrame, right: pd.DataFrame, on: tuple[str, str], by: tuple[list[str], list[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both sides with the number, the time and the group of each row that has both, in order of time."""
    alike = [infer_column_type(left[one]) == infer_column_type(right[other]) for one, other in zip(*by, strict=True)]
    times = to_comparable_values(left[on[0]], right[on[1]])
    sides = []
    for data, names, time in zip((left, right), by, times, strict=True):
        keys = prepare_keys(data, names, alike, match_case=True).set_index("row", drop=False)
        present = keys.index.intersection(time.index)
        keys = keys.loc[present].assign(time=time.loc[present])
        if not keys["time"].is_monotonic_increasing:
            keys = keys.sort_values("time", kind="stable")
        sides.append(keys.reset_index(drop=True))
    return sides[0], sides[1]


def find_nearest_rows(
    sides: tuple[pd.DataFrame, pd.DataFrame],
    *,
    direction: str,
    tolerance: float | None,
    unit: TimeUnit,
    allow_equal: bool,
    rows: int,
) -> Any:
    """For each left row the number of its right row, -1 where none is near enough."""
    left, right = sides
    matched = pd.merge_asof(
        left,
        right.rename(columns={"row": "found"}),
        on="time",
        by=[name for name in left if name not in ("row", "time")] or None,
        direction=direction,
        allow_exact_matches=allow_equal,
        tolerance=_to_distance(tolerance, unit, left["time"].dtype),
    )
    found = np.full(rows, NO_ROW)
    found[matched["row"]] = matched["found"].fillna(NO_ROW).astype("int64")
    return found


def _to_distance(tolerance: float | None, unit: TimeUnit, kind: Any) -> Any:
    """The tolerance as pandas compares it with values of this type."""
    if tolerance is None:
        return None
    if pd.api.types.is_datetime64_any_dtype(kind):
        return pd.Timedelta(tolerance, unit=unit[:1] if unit == "Days" else unit.lower())
    return int(tolerance) if pd.api.types.is_integer_dtype(kind) else tolerance
