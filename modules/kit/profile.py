"""The views and glances of datasets and transformations: what each column holds, in numbers that JSON can carry.

It runs after every step that yields a table, so each column is read as few times as possible: a column of numbers is
sorted once, and its missing values, extremes, median, distinct count and histogram are read off the sorted values. All
numbers are exact. What would be slow to count exactly is None, never an estimate.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute

from modules.kit.ports import Dataset, Transformation
from modules.kit.schema import ColumnType, column_type
from modules.kit.unsupervised_views import glance_at_details
from modules.kit.views import glance, view

Numbers = npt.NDArray[Any]

#: Of a table with more columns than this, only the first ones are profiled.
MOST_COLUMNS = 1_000
#: About so many bars has a histogram; exactly so many has one of the glance.
BINS = 20
GLANCE_BINS = 10
#: So many of the commonest values are listed, each cut at so many characters.
MOST_VALUES = 20
LONGEST_VALUE = 200
#: Text of more rows than this is counted only if an evenly spaced sample promises few distinct values.
MANY_ROWS = 100_000
SAMPLE_ROWS = 10_000
FEW_IN_SAMPLE = 1_000
#: The glance draws up to 4 of the first 40 columns.
GLANCE_COLUMNS = 4
GLANCE_CANDIDATES = 40
#: Smaller steps cannot be divided by a power of ten.
SMALLEST_STEP = 1e-300
#: Larger whole numbers lose digits in a browser.
LARGEST_EXACT = 2**53


@view.register
def _view_of_dataset(value: Dataset) -> dict[str, Any]:
    names = list(value.frame.columns)[:MOST_COLUMNS]
    columns = [
        {"name": name, "type": kind, "role": value.roles.get(name, "feature"), **statistics(values, kind)}
        for name, values in ((name, value.frame[name]) for name in names)
        for kind in [column_type(values)]
    ]
    told = {"kind": "dataset", "rows": value.rows, "columns": columns, "profiled": len(columns)}
    width = len(value.frame.columns)
    told |= {"width": width} if width > len(columns) else {}
    return told if value.shown_as is None else {**told, "shown_as": dict(value.shown_as)}


@view.register
def _view_of_transformation(value: Transformation) -> dict[str, Any]:
    records = [{name: as_json(item) for name, item in record.items()} for record in value.describe()]
    return {
        "kind": "transformation",
        "title": value.title,
        "records": records,
        "details": dict(value.details()) or None,
    }


@glance.register
def _glance_of_transformation(value: Transformation) -> dict[str, Any]:
    return glance_at_details(value.details()) or {"kind": "rules", "count": len(value.describe())}


@glance.register
def _glance_of_dataset(value: Dataset) -> dict[str, Any] | None:
    """Bars of an evenly spaced sample: nobody reads a number off a picture of this size."""
    roles = {name: value.roles.get(name, "feature") for name in value.frame.columns}
    names = sorted(roles, key=lambda name: roles[name] not in ("label", "score"))[:GLANCE_CANDIDATES]
    sample = value.frame[names].iloc[:: max(1, math.ceil(value.rows / SAMPLE_ROWS))]
    bars = {name: drawn for name in names if (drawn := _bars(sample[name])) is not None}
    if not bars:
        return None
    order = sorted(bars, key=lambda name: (roles[name] not in ("label", "score"), -len(set(bars[name]))))
    chosen = [{"name": name, "bars": bars[name]} for name in order[:GLANCE_COLUMNS]]
    return {"kind": "histograms", "columns": chosen}


def statistics(values: "pd.Series[Any]", kind: ColumnType) -> dict[str, Any]:
    """What a column holds: the fields of ColumnProfile besides its name, type and role."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("distinct", "min", "max", "mean", "median", "std", "histogram", "top", "box")
    )
    if kind in ("integer", "real"):
        return nothing | _of_numbers(values)
    if kind == "boolean":
        return nothing | _of_booleans(values)
    if kind == "datetime":
        return nothing | _of_times(values)
    if kind == "category":
        return nothing | _of_category(values)
    if kind == "text":
        return nothing | _of_text(values)
    return nothing | {"missing": int(values.isna().sum())}


def as_json(value: Any) -> Any:
    """The value as JSON and a browser can hold it: not-a-number is null, infinities and huge integers are text."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NaT or isinstance(value, bool | str):
        return value if value is not pd.NaT else None
    if isinstance(value, int):
        return value if abs(value) <= LARGEST_EXACT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else (None if math.isnan(value) else _infinity(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _infinity(value: float) -> str:
    return "Infinity" if value > 0 else "-Infinity"


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def _of_numbers(values: "pd.Series[Any]") -> dict[str, Any]:
    present = _sorted_numbers(values)
    found = {"missing": len(values) - present.size, "distinct": _distinct(present)}
    if not present.size:
        return found
    with np.errstate(all="ignore"):
        return found | {
            "min": as_json(present[0]),
            "max": as_json(present[-1]),
            "mean": _finite(present.mean(dtype="float64")),
            "median": _finite(_median(present)),
            "std": _finite(present.std(dtype="float64", ddof=1)) if present.size > 1 else None,
            "box": _box(_without_infinities(present)),
            "histogram": _histogram(_without_infinities(present)),
        }


def _sorted_numbers(values: "pd.Series[Any]") -> Numbers:
    """The values in order, without the missing ones: numpy sorts not-a-number to the end."""
    if not isinstance(values.dtype, np.dtype):
        return np.sort(values.dropna().to_numpy(dtype=getattr(values.dtype, "numpy_dtype", "float64")))
    ordered = np.sort(values.to_numpy())
    if ordered.dtype.kind != "f" or not ordered.size or not np.isnan(ordered[-1]):
        return ordered
    return ordered[: int(np.searchsorted(ordered, np.nan))]


def _distinct(ordered: Numbers) -> int:
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1 if ordered.size else 0


def _median(ordered: Numbers) -> float:
    low, high = ordered[(ordered.size - 1) // 2], ordered[ordered.size // 2]
    return float(low) if low == high else float(low) / 2 + float(high) / 2


def _box(ordered: Numbers) -> list[float] | None:
    """Lower whisker, quartiles and upper whisker: the last values within 1.5 times the box (Tukey 1977, page 47)."""
    if not ordered.size:
        return None
    q1, median, q3 = np.quantile(ordered, [0.25, 0.5, 0.75]).tolist()
    reach = 1.5 * (q3 - q1)
    low = ordered[min(int(np.searchsorted(ordered, q1 - reach)), ordered.size - 1)]
    high = ordered[max(int(np.searchsorted(ordered, q3 + reach, side="right")) - 1, 0)]
    found = [float(low), q1, median, q3, float(high)]
    return found if all(map(math.isfinite, found)) else None


def _without_infinities(ordered: Numbers) -> Numbers:
    if ordered.dtype.kind != "f":
        return ordered
    first = int(np.searchsorted(ordered, -np.inf, side="right"))
    return ordered[first : int(np.searchsorted(ordered, np.inf))]


def _histogram(ordered: Numbers) -> dict[str, Any] | None:
    """Round bin edges, and how many values lie between each two; the last bin holds its upper edge too."""
    if not ordered.size:
        return None
    edges = histogram_edges(float(ordered[0]), float(ordered[-1]), whole=ordered.dtype.kind in "iu")
    if edges is None:
        return None
    places = np.searchsorted(ordered, edges)
    places[0], places[-1] = 0, ordered.size
    return {"edges": edges.tolist(), "counts": np.diff(places).tolist()}


def histogram_edges(low: float, high: float, *, whole: bool) -> Numbers | None:
    """Edges at multiples of a round step around [low, high]; None where the numbers are too far apart to be divided."""
    if low == high:
        half = max(0.5, abs(low) * 1e-6)
        return _increasing(np.array([low - half, low + half]))
    if not math.isfinite(high - low):
        return None
    step = _round_step((high - low) / BINS)
    if whole and step <= 1:
        return np.arange(low, high + 2)
    if step == 0:
        return _increasing(np.linspace(low, high, BINS + 1))
    first, last = math.floor(low / step), math.ceil(high / step)
    last += int(whole and last * step == high)
    return _increasing(np.arange(first, last + 1) * step)


def _increasing(edges: Numbers) -> Numbers | None:
    return edges if bool(np.all(np.isfinite(edges)) and np.all(np.diff(edges) > 0)) else None


def _round_step(wanted: float) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below the wanted step."""
    if wanted < SMALLEST_STEP:
        return 0.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return next((factor * power for factor in (1, 2, 2.5, 5) if factor * power >= wanted), 10 * power)


def _of_times(values: "pd.Series[Any]") -> dict[str, Any]:
    """Histogram edges are milliseconds since 1970 UTC, as JavaScript counts."""
    present = values.dropna()
    found: dict[str, Any] = {"missing": len(values) - len(present), "distinct": 0}
    if present.empty:
        return found
    plain = present.dt.tz_convert("UTC").dt.tz_localize(None) if present.dt.tz is not None else present
    ordered = np.sort(plain.to_numpy())
    milliseconds = ordered.astype("datetime64[us]").view("int64") / 1_000
    low, high = milliseconds[0], milliseconds[-1]
    edges = np.linspace(low, high, BINS + 1) if low < high else np.array([low - 0.5, low + 0.5])
    places = np.searchsorted(milliseconds, edges)
    places[0], places[-1] = 0, ordered.size
    return found | {
        "distinct": _distinct(ordered),
        "min": present.min().isoformat(),
        "max": present.max().isoformat(),
        "histogram": {"edges": edges.tolist(), "counts": np.diff(places).tolist()},
    }


def _of_booleans(values: "pd.Series[Any]") -> dict[str, Any]:
    present = values.to_numpy() if values.dtype == bool else values.dropna().to_numpy(dtype=bool)
    true = int(np.count_nonzero(present))
    counts = {"true": true, "false": present.size - true}
    seen = sorted(((count, value) for value, count in counts.items() if count), reverse=True)
    return {
        "missing": len(values) - present.size,
        "distinct": len(seen),
        "min": true == present.size if present.size else None,
        "max": true > 0 if present.size else None,
        "mean": true / present.size if present.size else None,
        "top": [{"value": value, "count": count} for count, value in seen],
    }


def _of_category(values: "pd.Series[Any]") -> dict[str, Any]:
    codes = values.cat.codes.to_numpy()
    used = codes[codes >= 0]
    counts = np.bincount(used, minlength=len(values.cat.categories))
    levels = [str(level) for level in values.cat.categories]
    return {
        "missing": codes.size - used.size,
        "distinct": int(np.count_nonzero(counts)),
        "top": _commonest(levels, counts),
    }


def _of_text(values: "pd.Series[Any]") -> dict[str, Any]:
    texts = _as_arrow(values)
    missing = int(texts.null_count)
    if len(texts) > MANY_ROWS and not _few_distinct(texts):
        return {"missing": missing}
    counted = pa.compute.value_counts(texts)
    levels, counts = counted.field("values"), counted.field("counts").to_numpy(zero_copy_only=False)
    if missing:
        there = levels.is_valid()
        levels, counts = levels.filter(there), counts[there.to_numpy(zero_copy_only=False)]
    return {"missing": missing, "distinct": len(levels), "top": _commonest(levels, counts)}


def _as_arrow(values: "pd.Series[Any]") -> Any:
    """The texts as Arrow holds them; whatever else an object column holds is put in words."""
    try:
        texts = pa.array(values, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        texts = None
    if texts is None or not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
        texts = pa.array(values.map(str, na_action="ignore").astype("str"), from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _few_distinct(texts: Any) -> bool:
    places = np.linspace(0, len(texts) - 1, SAMPLE_ROWS).astype("int64")
    return int(pa.compute.count_distinct(texts.take(pa.array(places))).as_py()) <= FEW_IN_SAMPLE


def _commonest(levels: Any, counts: Numbers) -> list[dict[str, Any]]:
    """The commonest values that occur at all; of equally common ones, those that come first."""
    places = np.argsort(-counts, kind="stable")[:MOST_VALUES]
    return [{"value": _shortened(str(levels[int(i)])), "count": int(counts[i])} for i in places if counts[i]]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _bars(values: "pd.Series[Any]") -> list[float] | None:
    """Ten heights of 0 to 1 (fewer where there are fewer values), or None where there is nothing to draw."""
    kind = column_type(values)
    if kind in ("integer", "real"):
        counts = _equal_bins(_without_infinities(_sorted_numbers(values)))
    elif kind == "datetime":
        counts = _equal_bins(np.sort(values.dropna().to_numpy(dtype="datetime64[us]")).view("int64"))
    elif kind in ("text", "category", "boolean"):
        top = statistics(values, kind)["top"] or []
        named = [entry["count"] for entry in top[:GLANCE_BINS]]
        counts = np.array(named if named and named[0] > 1 else [])
    else:
        return None
    return [round(float(height), 3) for height in counts / counts.max()] if counts.size else None


def _equal_bins(ordered: Numbers) -> Numbers:
    if not ordered.size or not math.isfinite(float(ordered[-1]) - float(ordered[0])):
        return np.array([])
    edges = np.linspace(float(ordered[0]), float(ordered[-1]), GLANCE_BINS + 1)
    places = np.searchsorted(ordered, edges)
    places[0], places[-1] = 0, ordered.size
    return np.diff(places)
