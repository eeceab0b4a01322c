"""The views and glances of datasets and transformations: what each column holds, in numbers that JSON can carry.

It runs after every step that yields a table, so each column is read as few times as possible: a column of numbers is
sorted once, and its missing values, extremes, median, distinct count and histogram are read off the sorted values. All
numbers are exact. What would be slow to count exactly is None, never an estimate.
"""

import math
from collections.abc import Sequence
from typing import Any, Required, TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute

from modules.kit.artifact_views import build_thumbnail, build_view
from modules.kit.chart_thumbnails import build_chart_thumbnail
from modules.kit.ports import Dataset, Transformation
from modules.kit.schema import ColumnType, infer_column_type
from modules.kit.unsupervised_views import build_details_thumbnail
from modules.kit.views.chart_view import ChartView
from modules.kit.views.dataset_view import ColumnProfile, DatasetView, ValueCount
from modules.kit.views.thumbnail_kinds import HistogramsThumbnail, RulesThumbnail, Thumbnail, ThumbnailColumn
from modules.kit.views.transformation_view import TransformationView
from modules.kit.views.view_model import CellValue, Histogram

Numbers = npt.NDArray[Any]

#: Of a table with more columns than this, only the first ones are profiled.
MAX_COLUMNS = 1_000
#: About so many bars has a histogram; exactly so many has one of the glance.
HISTOGRAM_BINS = 20
THUMBNAIL_BINS = 10
#: So many of the commonest values are listed, each cut at so many characters.
MAX_VALUES = 20
MAX_VALUE_LENGTH = 200
#: Text of more rows than this is counted only if an evenly spaced sample promises few distinct values.
SAMPLE_FROM_ROWS = 100_000
SAMPLE_ROWS = 10_000
MAX_DISTINCT_IN_SAMPLE = 1_000
#: The glance draws up to 4 of the first 40 columns.
THUMBNAIL_COLUMNS = 4
THUMBNAIL_CANDIDATES = 40
#: Smaller steps cannot be divided by a power of ten.
SMALLEST_STEP = 1e-300
#: Larger whole numbers lose digits in a browser.
MAX_SAFE_INTEGER = 2**53


class ColumnFigures(TypedDict, total=False):
    """The fields of a ColumnProfile besides its name, type and role."""

    missing: Required[int]
    distinct: int | None
    min: CellValue
    max: CellValue
    mean: float | None
    median: float | None
    std: float | None
    histogram: Histogram | None
    top: list[ValueCount] | None
    box: tuple[float, float, float, float, float] | None


@build_view.register
def _build_dataset_view(value: Dataset) -> DatasetView:
    names = list(value.frame.columns)[:MAX_COLUMNS]
    columns = [build_profile(value, name) for name in names]
    width = len(value.frame.columns)
    return DatasetView(
        rows=value.rows,
        columns=columns,
        profiled=len(columns),
        width=width if width > len(columns) else None,
        shown_as=value.shown_as,
        remark=value.remark,
    )


def build_profile(value: Dataset, name: str) -> ColumnProfile:
    """What one column holds."""
    values = value.frame[name]
    kind = infer_column_type(values)
    return ColumnProfile(name=name, type=kind, role=value.roles.get(name, "feature"), **compute_figures(values, kind))


@build_view.register
def _build_transformation_view(value: Transformation) -> TransformationView:
    records = [{name: to_browser_value(item) for name, item in record.items()} for record in value.describe()]
    return TransformationView(title=value.title, records=records, details=value.details())


@build_thumbnail.register
def _build_transformation_thumbnail(value: Transformation) -> Thumbnail:
    details = value.details()
    drawn = None if details is None else build_details_thumbnail(details)
    return drawn or RulesThumbnail(count=len(value.describe()))


def choose_thumbnail_columns(value: Dataset) -> list[str]:
    """The columns that may be drawn: labels and scores first."""
    roles = {str(name): value.roles.get(name, "feature") for name in value.frame.columns}
    return sorted(roles, key=lambda name: roles[name] not in ("label", "score"))[:THUMBNAIL_CANDIDATES]


@build_thumbnail.register
def _build_dataset_thumbnail(value: Dataset) -> Thumbnail | None:
    """Bars of an evenly spaced sample: nobody reads a number off a picture of this size."""
    if isinstance(value.shown_as, ChartView):
        return build_chart_thumbnail(value.shown_as)
    roles = {name: value.roles.get(name, "feature") for name in value.frame.columns}
    names = choose_thumbnail_columns(value)
    sample = value.frame[names].iloc[:: max(1, math.ceil(value.rows / SAMPLE_ROWS))]
    bars = {name: drawn for name in names if (drawn := _compute_bars(sample[name])) is not None}
    if not bars:
        return None
    order = sorted(bars, key=lambda name: (roles[name] not in ("label", "score"), -len(set(bars[name]))))
    return HistogramsThumbnail(
        columns=[ThumbnailColumn(name=name, bars=bars[name]) for name in order[:THUMBNAIL_COLUMNS]]
    )


def compute_figures(values: "pd.Series[Any]", kind: ColumnType) -> ColumnFigures:
    """What a column holds, in numbers."""
    if kind in ("integer", "real"):
        return _profile_numbers(values)
    if kind == "boolean":
        return _profile_booleans(values)
    if kind == "datetime":
        return _profile_times(values)
    if kind == "category":
        return _profile_category(values)
    if kind == "text":
        return _profile_text(values)
    return {"missing": int(values.isna().sum())}


def to_browser_value(value: object) -> CellValue:
    """The value as JSON and a browser can hold it: not-a-number is null, infinities and huge integers are text."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NaT or isinstance(value, bool | str):
        return value if value is not pd.NaT else None
    if isinstance(value, int):
        return value if abs(value) <= MAX_SAFE_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else (None if math.isnan(value) else _format_infinity(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _format_infinity(value: float) -> str:
    return "Infinity" if value > 0 else "-Infinity"


def _finite_or_none(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _profile_numbers(values: "pd.Series[Any]") -> ColumnFigures:
    present = _sort_numbers(values)
    missing, distinct = len(values) - present.size, _count_distinct(present)
    if not present.size:
        return {"missing": missing, "distinct": distinct}
    with np.errstate(all="ignore"):
        return {
            "missing": missing,
            "distinct": distinct,
            "min": to_browser_value(present[0]),
            "max": to_browser_value(present[-1]),
            "mean": _finite_or_none(float(present.mean(dtype="float64"))),
            "median": _finite_or_none(_compute_median(present)),
            "std": _finite_or_none(float(present.std(dtype="float64", ddof=1))) if present.size > 1 else None,
            "box": _compute_box(_drop_infinities(present)),
            "histogram": _build_histogram(_drop_infinities(present)),
        }


def _sort_numbers(values: "pd.Series[Any]") -> Numbers:
    """The values in order, without the missing ones: numpy sorts not-a-number to the end."""
    if not isinstance(values.dtype, np.dtype):
        return np.sort(values.dropna().to_numpy(dtype=getattr(values.dtype, "numpy_dtype", "float64")))
    ordered = np.sort(values.to_numpy())
    if ordered.dtype.kind != "f" or not ordered.size or not np.isnan(ordered[-1]):
        return ordered
    return ordered[: int(np.searchsorted(ordered, np.nan))]


def _count_distinct(ordered: Numbers) -> int:
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1 if ordered.size else 0


def _compute_median(ordered: Numbers) -> float:
    low, high = ordered[(ordered.size - 1) // 2], ordered[ordered.size // 2]
    return float(low) if low == high else float(low) / 2 + float(high) / 2


def _compute_box(ordered: Numbers) -> tuple[float, float, float, float, float] | None:
    """Lower whisker, quartiles and upper whisker: the last values within 1.5 times the box (Tukey 1977, page 47)."""
    if not ordered.size:
        return None
    q1, median, q3 = np.quantile(ordered, [0.25, 0.5, 0.75]).tolist()
    reach = 1.5 * (q3 - q1)
    low = ordered[min(int(np.searchsorted(ordered, q1 - reach)), ordered.size - 1)]
    high = ordered[max(int(np.searchsorted(ordered, q3 + reach, side="right")) - 1, 0)]
    found = (float(low), float(q1), float(median), float(q3), float(high))
    return found if all(map(math.isfinite, found)) else None


def _drop_infinities(ordered: Numbers) -> Numbers:
    if ordered.dtype.kind != "f":
        return ordered
    first = int(np.searchsorted(ordered, -np.inf, side="right"))
    return ordered[first : int(np.searchsorted(ordered, np.inf))]


def _build_histogram(ordered: Numbers) -> Histogram | None:
    """Round bin edges, and how many values lie between each two; the last bin holds its upper edge too."""
    if not ordered.size:
        return None
    edges = compute_histogram_edges(float(ordered[0]), float(ordered[-1]), whole=ordered.dtype.kind in "iu")
    if edges is None:
        return None
    places = np.searchsorted(ordered, edges)
    places[0], places[-1] = 0, ordered.size
    return Histogram(edges=edges.tolist(), counts=np.diff(places).tolist())


def compute_histogram_edges(low: float, high: float, *, whole: bool) -> Numbers | None:
    """Edges at multiples of a round step around [low, high]; None where the numbers are too far apart to be divided."""
    if low == high:
        half = max(0.5, abs(low) * 1e-6)
        return _check_increasing(np.array([low - half, low + half]))
    if not math.isfinite(high - low):
        return None
    step = _round_up_step((high - low) / HISTOGRAM_BINS)
    if whole and step <= 1:
        return np.arange(low, high + 2)
    if step == 0:
        return _check_increasing(np.linspace(low, high, HISTOGRAM_BINS + 1))
    first, last = math.floor(low / step), math.ceil(high / step)
    last += int(whole and last * step == high)
    return _check_increasing(np.arange(first, last + 1) * step)


def _check_increasing(edges: Numbers) -> Numbers | None:
    return edges if bool(np.all(np.isfinite(edges)) and np.all(np.diff(edges) > 0)) else None


def _round_up_step(step: float) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below the wanted step."""
    if step < SMALLEST_STEP:
        return 0.0
    power = 10.0 ** math.floor(math.log10(step))
    return next((factor * power for factor in (1, 2, 2.5, 5) if factor * power >= step), 10 * power)


def _profile_times(values: "pd.Series[Any]") -> ColumnFigures:
    """Histogram edges are milliseconds since 1970 UTC, as JavaScript counts."""
    present = values.dropna()
    missing = len(values) - len(present)
    if present.empty:
        return {"missing": missing, "distinct": 0}
    plain = present.dt.tz_convert("UTC").dt.tz_localize(None) if present.dt.tz is not None else present
    ordered = np.sort(plain.to_numpy())
    milliseconds = ordered.astype("datetime64[us]").view("int64") / 1_000
    low, high = milliseconds[0], milliseconds[-1]
    edges = np.linspace(low, high, HISTOGRAM_BINS + 1) if low < high else np.array([low - 0.5, low + 0.5])
    places = np.searchsorted(milliseconds, edges)
    places[0], places[-1] = 0, ordered.size
    return {
        "missing": missing,
        "distinct": _count_distinct(ordered),
        "min": present.min().isoformat(),
        "max": present.max().isoformat(),
        "histogram": Histogram(edges=edges.tolist(), counts=np.diff(places).tolist()),
    }


def _profile_booleans(values: "pd.Series[Any]") -> ColumnFigures:
    present = values.to_numpy() if values.dtype == bool else values.dropna().to_numpy(dtype=bool)
    true = int(np.count_nonzero(present))
    counts = {"true": true, "false": present.size - true}
    counted = sorted(((count, value) for value, count in counts.items() if count), reverse=True)
    return {
        "missing": len(values) - present.size,
        "distinct": len(counted),
        "min": true == present.size if present.size else None,
        "max": true > 0 if present.size else None,
        "mean": true / present.size if present.size else None,
        "top": [ValueCount(value=value, count=count) for count, value in counted],
    }


def _profile_category(values: "pd.Series[Any]") -> ColumnFigures:
    codes = values.cat.codes.to_numpy()
    used = codes[codes >= 0]
    counts = np.bincount(used, minlength=len(values.cat.categories))
    levels = [str(level) for level in values.cat.categories]
    return {
        "missing": codes.size - used.size,
        "distinct": int(np.count_nonzero(counts)),
        "top": _list_commonest(levels, counts),
    }


def _profile_text(values: "pd.Series[Any]") -> ColumnFigures:
    texts = _to_arrow(values)
    missing = int(texts.null_count)
    if len(texts) > SAMPLE_FROM_ROWS and not _has_few_distinct(texts):
        return {"missing": missing}
    counted = pa.compute.value_counts(texts)
    levels, counts = counted.field("values"), counted.field("counts").to_numpy(zero_copy_only=False)
    if missing:
        there = levels.is_valid()
        levels, counts = levels.filter(there), counts[there.to_numpy(zero_copy_only=False)]
    return {"missing": missing, "distinct": len(levels), "top": _list_commonest(levels, counts)}


def _to_arrow(values: "pd.Series[Any]") -> Any:
    """The texts as Arrow holds them; whatever else an object column holds is put in words."""
    try:
        texts = pa.array(values, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        texts = None
    if texts is None or not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
        texts = pa.array(values.map(str, na_action="ignore").astype("str"), from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _has_few_distinct(texts: Any) -> bool:
    places = np.linspace(0, len(texts) - 1, SAMPLE_ROWS).astype("int64")
    return int(pa.compute.count_distinct(texts.take(pa.array(places))).as_py()) <= MAX_DISTINCT_IN_SAMPLE


def _list_commonest(levels: Sequence[object] | pa.Array, counts: Numbers) -> list[ValueCount]:
    """The commonest values that occur at all; of equally common ones, those that come first."""
    places = np.argsort(-counts, kind="stable")[:MAX_VALUES]
    return [ValueCount(value=_shorten(str(levels[int(i)])), count=int(counts[i])) for i in places if counts[i]]


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_VALUE_LENGTH else text[: MAX_VALUE_LENGTH - 1] + "…"


def _compute_bars(values: "pd.Series[Any]") -> list[float] | None:
    """Ten heights of 0 to 1 (fewer where there are fewer values), or None where there is nothing to draw."""
    kind = infer_column_type(values)
    if kind in ("integer", "real"):
        counts = _count_in_bins(_drop_infinities(_sort_numbers(values)))
    elif kind == "datetime":
        counts = _count_in_bins(np.sort(values.dropna().to_numpy(dtype="datetime64[us]")).view("int64"))
    elif kind in ("text", "category", "boolean"):
        top = compute_figures(values, kind).get("top") or []
        named = [entry.count for entry in top[:THUMBNAIL_BINS]]
        counts = np.array(named if named and named[0] > 1 else [])
    else:
        return None
    return [round(float(height), 3) for height in counts / counts.max()] if counts.size else None


def _count_in_bins(ordered: Numbers) -> Numbers:
    if not ordered.size or not math.isfinite(float(ordered[-1]) - float(ordered[0])):
        return np.array([])
    edges = np.linspace(float(ordered[0]), float(ordered[-1]), THUMBNAIL_BINS + 1)
    places = np.searchsorted(ordered, edges)
    places[0], places[-1] = 0, ordered.size
    return np.diff(places)
