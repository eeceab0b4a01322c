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
from modules.kit.arrow_cells import cells
from modules.kit.conditions import in_words
from modules.kit.errors import require_columns
from modules.kit.profile import histogram_edges
from server.storage import tabular
from server.storage.selecting import Numbers, Stop
from server.storage.tabular import json_value

Floats = npt.NDArray[np.float64]

MOST_POINTS = 4_000
#: Of a scatter of more rows: cells across and up.
CELLS = (64, 48)
MOST_CORRELATED = 60
CORRELATED_ROWS = 200_000
MOST_GROUPS = 6
MOST_LEVELS = 12
#: A column of numbers with more distinct values than this is divided into quarters before it divides another.
FEW_VALUES = 8
MILLISECONDS = {"D": 86_400_000.0, "s": 1_000.0, "ms": 1.0, "us": 1e-3, "ns": 1e-6}
DRAWABLE = ("integer", "real", "datetime", "boolean")


@dataclass(frozen=True)
class Rows:
    """The rows of a table that a chart is about: all of them, or those of a selection."""

    path: Path
    numbers: Numbers | None

    @property
    def count(self) -> int:
        return tabular.rows_of(self.path) if self.numbers is None else len(self.numbers)

    @property
    def schema(self) -> Schema:
        return tabular.schema_of(self.path)

    def column(self, name: str, places: npt.NDArray[np.int64] | None = None) -> pa.ChunkedArray:
        """The values of a column in the order of the table, or those at the given places among these rows."""
        require_columns([name], self.schema, port="table")
        values = tabular.table_of(self.path).column(name)
        wanted = self.numbers if places is None else places if self.numbers is None else self.numbers[places]
        if wanted is None:
            return values
        kept = np.zeros(len(values), dtype=bool)
        kept[wanted] = True
        return values.filter(pa.array(kept))

    def spaced(self, most: int) -> npt.NDArray[np.int64] | None:
        """Places of an evenly spaced sample in the order of the table, or None where all rows are few enough."""
        if self.count <= most:
            return None
        places = np.linspace(0, self.count - 1, most).astype(np.int64)
        return places if self.numbers is None else np.argsort(self.numbers, kind="stable")[places]


def numbers_of(column: pa.ChunkedArray) -> Floats:
    """The values as numbers: times as milliseconds since 1970 UTC, missing as not-a-number."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        whole = column.cast(pa.int32() if pa.types.is_date32(kind) else pa.int64())
        unit = "D" if pa.types.is_date32(kind) else "ms" if pa.types.is_date64(kind) else kind.unit
        return np.asarray(whole.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64) * MILLISECONDS[unit]
    if pa.types.is_boolean(kind):
        column = column.cast(pa.uint8())
    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)


def correlation(rows: Rows, stop: Stop) -> dict[str, Any]:
    """Pearson's r of each pair of columns of numbers, over the rows that have both; null where it is not defined."""
    names = [column.name for column in rows.schema if column.type in ("integer", "real", "boolean")]
    shown = names[:MOST_CORRELATED]
    places = rows.spaced(CORRELATED_ROWS)
    columns = []
    for name in shown:
        stop.check()
        columns.append(numbers_of(rows.column(name, places)))
    count = rows.count if places is None else len(places)
    values = np.column_stack(columns) if columns else np.zeros((count, 0))
    return {
        "columns": shown,
        "left_out": len(names) - len(shown),
        "rows": rows.count,
        "used": count,
        "matrix": [[json_value(float(r)) for r in line] for line in pearson(values)],
    }


def pearson(values: Floats) -> Floats:
    """r of each pair of columns over the rows where both are finite; of pairs of constants it is not-a-number."""
    there = np.isfinite(values)
    with np.errstate(all="ignore"):
        counted = np.where(there, values, 0.0)
        centred = counted - counted.sum(axis=0) / there.sum(axis=0)
        spread = np.sqrt(np.where(there, centred**2, 0.0).sum(axis=0) / there.sum(axis=0))
        scaled = np.where(there, centred / np.where(spread > 0, spread, np.nan), 0.0)
        scaled = np.nan_to_num(scaled)
        both = there.astype(np.float64)
        pairs = both.T @ both
        sums, squares, products = scaled.T @ both, (scaled**2).T @ both, scaled.T @ scaled
        above = products - sums * sums.T / pairs
        below = (squares - sums**2 / pairs) * (squares - sums**2 / pairs).T
        r = np.where(below > 1e-18, above / np.sqrt(below), np.nan)
    return np.asarray(np.clip(r, -1, 1))


@dataclass(frozen=True)
class Axes:
    """The columns of a scatter."""

    x: str
    y: str
    color: str | None = None
    size: str | None = None


def scatter(rows: Rows, axes: Axes, stop: Stop) -> dict[str, Any]:
    """Points of two columns of numbers or times; of many rows a sample, and the counts of all of them in cells."""
    for name in (axes.x, axes.y, *([axes.size] if axes.size else [])):
        _refuse_other_types(name, rows)
    x, y = (numbers_of(rows.column(name)) for name in (axes.x, axes.y))
    stop.check()
    drawable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    drawn = drawable
    if len(drawable) > MOST_POINTS:
        drawn = np.sort(np.random.default_rng(0).choice(drawable, MOST_POINTS, replace=False))
    told: dict[str, Any] = {
        "rows": rows.count,
        "without": rows.count - len(drawable),
        "x": x[drawn].tolist(),
        "y": y[drawn].tolist(),
        "color": None,
        "size": None,
        "cells": _cells(x[drawable], y[drawable]) if len(drawable) > MOST_POINTS else None,
    }
    if axes.color:
        told["color"] = _colors(rows, axes.color, drawn)
    if axes.size:
        told["size"] = [json_value(value) for value in numbers_of(rows.column(axes.size))[drawn].tolist()]
    return told


def _colors(rows: Rows, name: str, drawn: npt.NDArray[np.int64]) -> list[Any]:
    column = rows.column(name).take(pa.array(drawn))
    if rows.schema[name].type in ("integer", "real", "datetime"):
        return [json_value(value) for value in numbers_of(column).tolist()]
    return [_word(value) for value in cells(column)]


def _word(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _cells(x: Floats, y: Floats) -> dict[str, Any]:
    counts, x_edges, y_edges = np.histogram2d(x, y, bins=CELLS)
    filled = np.argwhere(counts > 0)
    cells = [[int(at), int(up), int(counts[at, up])] for at, up in filled]
    return {"x_edges": x_edges.tolist(), "y_edges": y_edges.tolist(), "counts": cells}


def _refuse_other_types(name: str, rows: Rows) -> None:
    require_columns([name], rows.schema, port="table")
    kind = rows.schema[name].type
    if kind not in DRAWABLE:
        raise ModuleError(17, f"Column '{name}' is {kind}. An axis takes numbers and times.", column=name)


@dataclass(frozen=True)
class Group:
    """Some rows under a name, as positions in a column; None means all of it."""

    name: str
    values: pa.ChunkedArray


def distributions(rows: Rows, name: str, by: str | None, other: Rows | None, stop: Stop) -> dict[str, Any]:
    """One column on common bins: as a whole, split by another column, or beside the same column of another table."""
    require_columns([name], rows.schema, port="table")
    if other is not None and name not in other.schema:
        raise ModuleError(1, f"The other table has no column '{name}'.", column=name)
    groups = _groups(rows, name, by) if by else [Group("", rows.column(name))]
    if other is not None:
        groups = [Group("this", rows.column(name)), Group("other", other.column(name))]
    stop.check()
    kind = rows.schema[name].type
    numeric = kind in ("integer", "real", "datetime")
    if other is not None and (other.schema[name].type in ("integer", "real", "datetime")) != numeric:
        raise ModuleError(16, f"Column '{name}' is {kind} here and {other.schema[name].type} there.", column=name)
    bins = _numeric_bins(groups, whole=kind == "integer") if numeric else _level_bins(groups)
    return {"column": name, "type": kind, "by": by, **bins}


def _groups(rows: Rows, name: str, by: str) -> list[Group]:
    values, labels = rows.column(name), rows.column(by)
    words = _labels(labels, rows.schema[by].type)
    counted = pc.value_counts(words)
    order = np.argsort(-counted.field("counts").to_numpy(zero_copy_only=False), kind="stable")
    levels = [counted.field("values")[int(at)].as_py() for at in order]
    named = [level for level in levels if level is not None][:MOST_GROUPS]
    in_named = pc.is_in(words, value_set=pa.array(named, pa.large_string()))
    ordered = sorted(named, key=_natural)
    groups = [Group(level, values.filter(pc.fill_null(pc.equal(words, level), False))) for level in ordered]
    rest = values.filter(pc.invert(in_named))
    return [*groups, Group("", rest)] if len(rest) else groups


def _natural(label: str) -> tuple[int, str]:
    """Quarters keep their order, which their first character tells."""
    return (0, label) if label[:1] in "①②③④" else (1, label)


def _labels(column: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    """Each row's group in words: the value itself, or the quarter of the values that it is in."""
    if kind in ("integer", "real", "datetime") and pc.count_distinct(column).as_py() > FEW_VALUES:
        return _quarters(column)
    if pa.types.is_dictionary(column.type):
        chunks = [pc.take(in_words(chunk.dictionary), chunk.indices) for chunk in column.chunks]
    elif pa.types.is_boolean(column.type):
        chunks = [chunk.cast(pa.large_string()) for chunk in column.chunks]
    else:
        chunks = [in_words(chunk) for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.large_string())


def _quarters(column: pa.ChunkedArray) -> pa.ChunkedArray:
    numbers = numbers_of(column)
    there = np.isfinite(numbers)
    cuts = np.quantile(numbers[there], [0.25, 0.5, 0.75])
    times = pa.types.is_timestamp(column.type) or pa.types.is_date(column.type)
    bounds = [str(np.datetime64(int(cut), "ms"))[:10] if times else f"{cut:.4g}" for cut in cuts]
    names = [f"① up to {bounds[0]}", f"② up to {bounds[1]}", f"③ up to {bounds[2]}", f"④ above {bounds[2]}"]
    quarter = np.searchsorted(cuts, numbers, side="left")
    codes = pa.array(np.where(there, quarter, 0), mask=~there)
    return pa.chunked_array([pa.array(names, pa.large_string()).take(codes)])


def _numeric_bins(groups: list[Group], *, whole: bool) -> dict[str, Any]:
    numbers = [numbers_of(group.values) for group in groups]
    finite = [values[np.isfinite(values)] for values in numbers]
    lows, highs = ([float(pick(values)) for values in finite if values.size] for pick in (np.min, np.max))
    edges = histogram_edges(min(lows), max(highs), whole=whole) if lows else None
    told = []
    for group, values in zip(groups, finite, strict=True):
        counts = [] if edges is None else np.histogram(values, edges)[0].tolist()
        missing = group.values.null_count
        told.append(
            {"name": group.name, "rows": len(group.values), "missing": missing, "counts": counts, "box": box(values)}
        )
    return {"edges": [] if edges is None else edges.tolist(), "levels": None, "groups": told}


def box(values: Floats) -> dict[str, Any] | None:
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


def _level_bins(groups: list[Group]) -> dict[str, Any]:
    words = [_labels(group.values, "text") for group in groups]
    counted = [_counted(values) for values in words]
    totals: dict[str, int] = {}
    for counts in counted:
        for level, count in counts.items():
            totals[level] = totals.get(level, 0) + count
    levels = sorted(totals, key=lambda level: (-totals[level], level))
    told = [
        {
            "name": group.name,
            "rows": len(group.values),
            "missing": values.null_count,
            "counts": [counts.get(level, 0) for level in levels[:MOST_LEVELS]],
            "box": None,
        }
        for group, values, counts in zip(groups, words, counted, strict=True)
    ]
    return {"edges": [], "levels": levels[:MOST_LEVELS], "distinct": len(levels), "groups": told}


def _counted(values: pa.ChunkedArray) -> dict[str, int]:
    counts = pc.value_counts(values.drop_null())
    return dict(zip(cells(counts.field("values")), counts.field("counts").to_pylist(), strict=True))
