"""What charts of columns need: correlations, scatter, distributions split by another column or beside another table.

All of it is bounded: large tables are sampled or counted into bins, and the answer says so.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from modules.kit import ModuleError, Schema
from modules.kit.arrow_cells import to_python_values
from modules.kit.column_profiles import compute_histogram_edges
from modules.kit.conditions import to_display_text
from modules.kit.errors import require_columns
from server.storage.table_data import arrow_io
from server.storage.table_data.arrow_io import to_json_value
from server.storage.table_data.row_query import CancelToken, SelectedRowNumbers

Floats = npt.NDArray[np.float64]

MAX_SCATTER_POINTS = 4_000
#: Of a scatter of more rows: cells across and up.
SCATTER_GRID = (64, 48)
MAX_CORRELATED_COLUMNS = 60
MAX_CORRELATED_ROWS = 200_000
MAX_CHART_GROUPS = 6
MAX_CHART_LEVELS = 12
#: A column of numbers with more distinct values than this is divided into quarters before it divides another.
MAX_DISCRETE_VALUES = 8
MILLISECONDS_PER_UNIT = {"D": 86_400_000.0, "s": 1_000.0, "ms": 1.0, "us": 1e-3, "ns": 1e-6}
DRAWABLE_TYPES = ("integer", "real", "datetime", "boolean")


@dataclass(frozen=True)
class ChartRows:
    """The rows of a table that a chart is about: all of them, or those of a selection."""

    path: Path
    numbers: SelectedRowNumbers | None

    @property
    def count(self) -> int:
        return arrow_io.count_rows(self.path) if self.numbers is None else len(self.numbers)

    @property
    def schema(self) -> Schema:
        return arrow_io.read_schema(self.path)

    def get_column(self, name: str, positions: npt.NDArray[np.int64] | None = None) -> pa.ChunkedArray:
        """The values of a column in the order of the table, or those at the given positions among these rows."""
        require_columns([name], self.schema, port="table")
        values = arrow_io.load_table(self.path).column(name)
        numbers = self.numbers if positions is None else positions if self.numbers is None else self.numbers[positions]
        if numbers is None:
            return values
        mask = np.zeros(len(values), dtype=bool)
        mask[numbers] = True
        return values.filter(pa.array(mask))

    def pick_evenly(self, max_rows: int) -> npt.NDArray[np.int64] | None:
        """Positions of an evenly spaced sample in the order of the table, or None where all rows are few enough."""
        if self.count <= max_rows:
            return None
        positions = np.linspace(0, self.count - 1, max_rows).astype(np.int64)
        return positions if self.numbers is None else np.argsort(self.numbers, kind="stable")[positions]


def to_floats(column: pa.ChunkedArray) -> Floats:
    """The values as numbers: times as milliseconds since 1970 UTC, missing as not-a-number."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        whole = column.cast(pa.int32() if pa.types.is_date32(kind) else pa.int64())
        unit = "D" if pa.types.is_date32(kind) else "ms" if pa.types.is_date64(kind) else kind.unit
        return (
            np.asarray(whole.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64) * MILLISECONDS_PER_UNIT[unit]
        )
    if pa.types.is_boolean(kind):
        column = column.cast(pa.uint8())
    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)


def compute_correlation(rows: ChartRows, cancel_token: CancelToken) -> dict[str, Any]:
    """Pearson's r of each pair of columns of numbers, over the rows that have both; null where it is not defined."""
    names = [column.name for column in rows.schema if column.type in ("integer", "real", "boolean")]
    shown = names[:MAX_CORRELATED_COLUMNS]
    positions = rows.pick_evenly(MAX_CORRELATED_ROWS)
    columns = []
    for name in shown:
        cancel_token.raise_if_cancelled()
        columns.append(to_floats(rows.get_column(name, positions)))
    count = rows.count if positions is None else len(positions)
    values = np.column_stack(columns) if columns else np.zeros((count, 0))
    return {
        "columns": shown,
        "left_out": len(names) - len(shown),
        "rows": rows.count,
        "used": count,
        "matrix": [[to_json_value(float(r)) for r in line] for line in compute_pearson(values)],
    }


def compute_pearson(values: Floats) -> Floats:
    """r of each pair of columns over the rows where both are finite; of pairs of constants it is not-a-number."""
    there = np.isfinite(values)
    with np.errstate(all="ignore"):
        counted = np.where(there, values, 0.0)
        centered = counted - counted.sum(axis=0) / there.sum(axis=0)
        spread = np.sqrt(np.where(there, centered**2, 0.0).sum(axis=0) / there.sum(axis=0))
        scaled = np.where(there, centered / np.where(spread > 0, spread, np.nan), 0.0)
        scaled = np.nan_to_num(scaled)
        both = there.astype(np.float64)
        pairs = both.T @ both
        sums, squares, products = scaled.T @ both, (scaled**2).T @ both, scaled.T @ scaled
        above = products - sums * sums.T / pairs
        below = (squares - sums**2 / pairs) * (squares - sums**2 / pairs).T
        r = np.where(below > 1e-18, above / np.sqrt(below), np.nan)
    return np.asarray(np.clip(r, -1, 1))


@dataclass(frozen=True)
class ScatterAxes:
    """The columns of a scatter."""

    x: str
    y: str
    color: str | None = None
    size: str | None = None


def compute_scatter(rows: ChartRows, axes: ScatterAxes, cancel_token: CancelToken) -> dict[str, Any]:
    """Points of two columns of numbers or times; of many rows a sample, and the counts of all of them in cells."""
    for name in (axes.x, axes.y, *([axes.size] if axes.size else [])):
        _require_drawable(name, rows)
    x, y = (to_floats(rows.get_column(name)) for name in (axes.x, axes.y))
    cancel_token.raise_if_cancelled()
    drawable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    drawn = drawable
    if len(drawable) > MAX_SCATTER_POINTS:
        drawn = np.sort(np.random.default_rng(0).choice(drawable, MAX_SCATTER_POINTS, replace=False))
    response: dict[str, object] = {
        "rows": rows.count,
        "without": rows.count - len(drawable),
        "x": x[drawn].tolist(),
        "y": y[drawn].tolist(),
        "color": None,
        "size": None,
        "cells": _count_cells(x[drawable], y[drawable]) if len(drawable) > MAX_SCATTER_POINTS else None,
    }
    if axes.color:
        response["color"] = _get_colors(rows, axes.color, drawn)
    if axes.size:
        response["size"] = [to_json_value(value) for value in to_floats(rows.get_column(axes.size))[drawn].tolist()]
    return response


def _get_colors(rows: ChartRows, name: str, drawn: npt.NDArray[np.int64]) -> list[object]:
    column = rows.get_column(name).take(pa.array(drawn))
    if rows.schema[name].type in ("integer", "real", "datetime"):
        return [to_json_value(value) for value in to_floats(column).tolist()]
    return [_to_label(value) for value in to_python_values(column)]


def _to_label(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _count_cells(x: Floats, y: Floats) -> dict[str, object]:
    counts, x_edges, y_edges = np.histogram2d(x, y, bins=SCATTER_GRID)
    filled = np.argwhere(counts > 0)
    grid_cells = [[int(at), int(up), int(counts[at, up])] for at, up in filled]
    return {"x_edges": x_edges.tolist(), "y_edges": y_edges.tolist(), "counts": grid_cells}


def _require_drawable(name: str, rows: ChartRows) -> None:
    require_columns([name], rows.schema, port="table")
    kind = rows.schema[name].type
    if kind not in DRAWABLE_TYPES:
        raise ModuleError(17, f"Column '{name}' is {kind}. An axis takes numbers and times.", column=name)


@dataclass(frozen=True)
class DistributionGroup:
    """Some rows under a name, as positions in a column; None means all of it."""

    name: str
    values: pa.ChunkedArray


def compute_distributions(
    rows: ChartRows, name: str, by: str | None, other: ChartRows | None, cancel_token: CancelToken
) -> dict[str, Any]:
    """One column on common bins: as a whole, split by another column, or beside the same column of another table."""
    require_columns([name], rows.schema, port="table")
    if other is not None and name not in other.schema:
        raise ModuleError(1, f"The other table has no column '{name}'.", column=name)
    groups = _split_groups(rows, name, by) if by else [DistributionGroup("", rows.get_column(name))]
    if other is not None:
        groups = [DistributionGroup("this", rows.get_column(name)), DistributionGroup("other", other.get_column(name))]
    cancel_token.raise_if_cancelled()
    kind = rows.schema[name].type
    numeric = kind in ("integer", "real", "datetime")
    if other is not None and (other.schema[name].type in ("integer", "real", "datetime")) != numeric:
        raise ModuleError(16, f"Column '{name}' is {kind} here and {other.schema[name].type} there.", column=name)
    bins = _bin_numbers(groups, whole=kind == "integer") if numeric else _bin_levels(groups)
    return {"column": name, "type": kind, "by": by, **bins}


def _split_groups(rows: ChartRows, name: str, by: str) -> list[DistributionGroup]:
    values, labels = rows.get_column(name), rows.get_column(by)
    words = _label_rows(labels, rows.schema[by].type)
    counted = pc.value_counts(words)
    order = np.argsort(-counted.field("counts").to_numpy(zero_copy_only=False), kind="stable")
    levels = [counted.field("values")[int(at)].as_py() for at in order]
    named = [level for level in levels if level is not None][:MAX_CHART_GROUPS]
    in_named = pc.is_in(words, value_set=pa.array(named, pa.large_string()))
    ordered = sorted(named, key=_get_sort_key)
    groups = [DistributionGroup(level, values.filter(pc.fill_null(pc.equal(words, level), False))) for level in ordered]
    rest = values.filter(pc.invert(in_named))
    return [*groups, DistributionGroup("", rest)] if len(rest) else groups


def _get_sort_key(label: str) -> tuple[int, str]:
    """Quarters keep their order, which their first character tells."""
    return (0, label) if label[:1] in "①②③④" else (1, label)


def _label_rows(column: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    """Each row's group in words: the value itself, or the quarter of the values that it is in."""
    if kind in ("integer", "real", "datetime") and pc.count_distinct(column).as_py() > MAX_DISCRETE_VALUES:
        return _label_quarters(column)
    if pa.types.is_dictionary(column.type):
        chunks = [pc.take(to_display_text(chunk.dictionary), chunk.indices) for chunk in column.chunks]
    elif pa.types.is_boolean(column.type):
        chunks = [chunk.cast(pa.large_string()) for chunk in column.chunks]
    else:
        chunks = [to_display_text(chunk) for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.large_string())


def _label_quarters(column: pa.ChunkedArray) -> pa.ChunkedArray:
    numbers = to_floats(column)
    there = np.isfinite(numbers)
    cuts = np.quantile(numbers[there], [0.25, 0.5, 0.75])
    times = pa.types.is_timestamp(column.type) or pa.types.is_date(column.type)
    bounds = [str(np.datetime64(int(cut), "ms"))[:10] if times else f"{cut:.4g}" for cut in cuts]
    names = [f"① up to {bounds[0]}", f"② up to {bounds[1]}", f"③ up to {bounds[2]}", f"④ above {bounds[2]}"]
    quarter = np.searchsorted(cuts, numbers, side="left")
    codes = pa.array(np.where(there, quarter, 0), mask=~there)
    return pa.chunked_array([pa.array(names, pa.large_string()).take(codes)])


def _bin_numbers(groups: list[DistributionGroup], *, whole: bool) -> dict[str, object]:
    numbers = [to_floats(group.values) for group in groups]
    finite = [values[np.isfinite(values)] for values in numbers]
    lows, highs = ([float(pick(values)) for values in finite if values.size] for pick in (np.min, np.max))
    edges = compute_histogram_edges(min(lows), max(highs), whole=whole) if lows else None
    summaries = []
    for group, values in zip(groups, finite, strict=True):
        counts = [] if edges is None else np.histogram(values, edges)[0].tolist()
        missing = group.values.null_count
        summaries.append(
            {
                "name": group.name,
                "rows": len(group.values),
                "missing": missing,
                "counts": counts,
                "box": summarize_box(values),
            }
        )
    return {"edges": [] if edges is None else edges.tolist(), "levels": None, "groups": summaries}


def summarize_box(values: Floats) -> dict[str, object] | None:
    """What a box plot shows: quartiles, whiskers at the last values within 1.5 times the box (Tukey 1977), the rest."""
    if not values.size:
        return None
    q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75])
    reach = 1.5 * (q3 - q1)
    inside = values[(values >= q1 - reach) & (values <= q3 + reach)]
    return {
        "low": float(inside.min()),
        "q1": float(q1),
        "median": float(median),
        "q3": float(q3),
        "high": float(inside.max()),
        "mean": float(values.mean()),
        "outside": int(values.size - inside.size),
    }


def _bin_levels(groups: list[DistributionGroup]) -> dict[str, object]:
    words = [_label_rows(group.values, "text") for group in groups]
    counted = [_count_values(values) for values in words]
    totals: dict[str, int] = {}
    for counts in counted:
        for level, count in counts.items():
            totals[level] = totals.get(level, 0) + count
    levels = sorted(totals, key=lambda level: (-totals[level], level))
    summaries = [
        {
            "name": group.name,
            "rows": len(group.values),
            "missing": values.null_count,
            "counts": [counts.get(level, 0) for level in levels[:MAX_CHART_LEVELS]],
            "box": None,
        }
        for group, values, counts in zip(groups, words, counted, strict=True)
    ]
    return {"edges": [], "levels": levels[:MAX_CHART_LEVELS], "distinct": len(levels), "groups": summaries}


def _count_values(values: pa.ChunkedArray) -> dict[str, int]:
    counts = pc.value_counts(values.drop_null())
    return dict(zip(to_python_values(counts.field("values")), counts.field("counts").to_pylist(), strict=True))
