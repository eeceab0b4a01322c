"""What stored rows show before they are used: rows that repeat, dates kept as text, a column that predicts alone.

Only pyarrow and numpy touch the data here. A file never changes, so each answer is found once.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from modules.kit.dates import DAY_FIRST_DATE, MONTH_FIRST_DATE, expand_date
from modules.learning.target_leaks import (
    MAX_LEAKAGE_COLUMNS,
    MIN_ROWS,
    MIN_ROWS_PER_CLASS,
    ROWS_PER_VALUE,
    CodeArray,
    FloatArray,
    encode_values,
    is_numeric,
    to_float_array,
)
from server.storage.table_data.arrow_io import iterate_batches, open_arrow_file
from server.storage.table_data.leakage_statistics import sample_table

#: The first rows of a table are compared with one another, so many at most, and tables of so many columns.
MAX_COMPARED_ROWS, MAX_COMPARED_COLUMNS = 100_000, 300
#: Rows repeat by chance where few values can be combined: more than so many times that often is no chance.
CHANCE_FACTOR = 10
#: Fewer twins in the test part hardly change a metric.
MIN_REPEATED_SHARE = 0.02
#: A column that ranks the classes, or follows a number, as well as this is asked about, if no other comes so near.
MIN_LONE_AUC, MIN_LONE_CORRELATION, MIN_LEAD = 0.8, 0.95, 0.06
#: With fewer columns a lead says little.
MIN_RIVALS = 3
NUMERIC_DATE = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
YEAR_FIRST_DATE = re.compile(r"\s*(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")


class TextDates(NamedTuple):
    """A column with dates as text: one of them, which part comes first if the values tell, whether they ever fall."""

    example: str
    order: str | None
    is_ascending: bool


class LoneColumn(NamedTuple):
    """A column that predicts the label by itself: how well, by AUC or correlation, and how well the next best does."""

    name: str
    measure: str
    strength: float
    next_best: float


@lru_cache(maxsize=256)
def measure_columns(path: Path) -> tuple[int, Mapping[str, int]]:
    """How many rows there are, and {column: bytes that it takes in memory}. No value is read for it."""
    reader, starts = open_arrow_file(path)
    table = reader.read_all()
    sizes = {name: int(column.nbytes) for name, column in zip(table.column_names, table.columns, strict=True)}
    return starts[-1], sizes


@lru_cache(maxsize=256)
def count_repeated_rows(path: Path) -> tuple[int, int]:
    """How many rows are the same as an earlier one in every column, and of how many; 0 where chance would make them."""
    table = read_first_rows(path)
    if table is None or table.num_rows < MIN_ROWS:
        return 0, 0
    codes = [encode_values(column, encode_missing=True) for column in table.columns]
    if any(one is None for one in codes):
        return 0, table.num_rows
    filled = [one for one in codes if one is not None]
    whole = filled[0]
    for one in filled[1:]:  # numbered anew each time, so that the numbers stay small
        whole = np.unique(whole * (int(one.max()) + 1) + one, return_inverse=True)[1].reshape(-1)
    repeated = table.num_rows - int(whole.max()) - 1
    by_chance = table.num_rows / 2 * float(np.prod([_compute_collision(one) for one in filled])) * table.num_rows
    is_telling = repeated > CHANCE_FACTOR * by_chance and repeated >= MIN_REPEATED_SHARE * table.num_rows
    return (repeated if is_telling else 0), table.num_rows


def read_first_rows(path: Path) -> pa.Table | None:
    """The first rows of a table; None where it has too few columns to compare them, or too many."""
    schema = open_arrow_file(path)[0].schema
    if not 2 <= len(schema) <= MAX_COMPARED_COLUMNS:
        return None
    taken, rows = [], 0
    for batch in iterate_batches(path):
        taken.append(batch.slice(0, MAX_COMPARED_ROWS - rows))
        rows += taken[-1].num_rows
        if rows >= MAX_COMPARED_ROWS:
            break
    return pa.Table.from_batches(taken, schema=schema).unify_dictionaries()


def _compute_collision(codes: CodeArray) -> float:
    """How likely two rows have the same value."""
    shares = np.bincount(codes) / len(codes)
    return float((shares**2).sum())


@lru_cache(maxsize=256)
def find_text_dates(path: Path) -> Mapping[str, TextDates]:
    """{column: its dates} of the columns that hold dates as text, in a sample of the rows."""
    sample = sample_table(path)
    found: dict[str, TextDates] = {}
    for name in sample.column_names[:MAX_LEAKAGE_COLUMNS]:
        dates = _recognize_dates(sample[name])
        if dates is not None:
            found[name] = dates
    return found


def _recognize_dates(values: pa.ChunkedArray) -> TextDates | None:
    kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return None
    texts = [text for text in values.drop_null().unique().to_pylist() if text.strip()]
    if len(texts) < 2:
        return None
    numeric = [match for match in map(NUMERIC_DATE.match, texts) if match]
    if len(numeric) == len(texts):
        first, second = (max(int(match[part]) for match in numeric) for part in (1, 3))
        if first > 31 or second > 31 or (first > 12 and second > 12):
            return None
        order = "Day first" if first > 12 or numeric[0][2] == "." else "Month first" if second > 12 else None
        return TextDates(texts[0], order, order is not None and _is_ascending(values, order))
    written = all(YEAR_FIRST_DATE.match(text) or _has_month_name(text) for text in texts)
    return TextDates(texts[0], "Detect", _is_ascending(values, "")) if written else None


def _has_month_name(text: str) -> bool:
    return bool(DAY_FIRST_DATE.match(text.strip()) or MONTH_FIRST_DATE.match(text.strip()))


def _is_ascending(values: pa.ChunkedArray, order: str) -> bool:
    """Whether the dates never fall from row to row."""
    days = []
    for text in values.drop_null().to_pylist():
        whole = (expand_date(text.strip(), day_first=True) or "") if _has_month_name(text) else text
        found = NUMERIC_DATE.match(whole) or YEAR_FIRST_DATE.match(whole)
        if found is None:
            return False
        if found.re is NUMERIC_DATE:
            first, second = int(found[1]), int(found[3])
            days.append((int(found[4]), *((second, first) if order == "Day first" else (first, second))))
        else:
            days.append((int(found[1]), int(found[2]), int(found[3])))
    return len(days) >= MIN_ROWS and all(one <= other for one, other in pairwise(days))


@lru_cache(maxsize=256)
def find_lone_predictor(path: Path, label: str) -> LoneColumn | None:
    """The column that alone predicts the label far better than any other does, in a sample of the rows."""
    sample = sample_table(path)
    if label not in sample.column_names or sample.num_rows < MIN_ROWS:
        return None
    target = sample[label]
    classes = encode_values(target.drop_null())
    if classes is None or classes.size < MIN_ROWS:
        return None
    counts = np.bincount(classes)
    if counts.size == 2 and counts.min() >= MIN_ROWS_PER_CLASS:
        return _choose_lone("AUC", MIN_LONE_AUC, sample, label, _compute_auc)
    if is_numeric(target) and counts.size > ROWS_PER_VALUE:
        return _choose_lone("correlation", MIN_LONE_CORRELATION, sample, label, _compute_correlation)
    return None


def _choose_lone(measure: str, least: float, sample: pa.Table, label: str, compute: Any) -> LoneColumn | None:
    names = [name for name in sample.column_names[:MAX_LEAKAGE_COLUMNS] if name != label]
    strengths = {name: compute(sample[name], sample[label]) for name in names}
    ranked = sorted(((strength, name) for name, strength in strengths.items() if strength is not None), reverse=True)
    if len(ranked) < MIN_RIVALS + 1:
        return None
    (best, name), (second, _) = ranked[:2]
    return LoneColumn(name, measure, best, second) if best >= least and best - second >= MIN_LEAD else None


def _compute_auc(values: pa.ChunkedArray, target: pa.ChunkedArray) -> float | None:
    """How well the values rank the two classes, in whichever direction; of kinds, by the share of a class in each."""
    there = pc.and_(pc.is_valid(values), pc.is_valid(target))
    values, classes = values.filter(there), encode_values(target.filter(there))
    if classes is None or classes.size < MIN_ROWS or int(classes.max(initial=0)) != 1:
        return None
    if is_numeric(values):
        scores = to_float_array(values)
    else:
        codes = encode_values(values)
        if codes is None or (int(codes.max()) + 1) * ROWS_PER_VALUE > codes.size:
            return None
        scores = (np.bincount(codes, weights=classes) / np.bincount(codes))[codes]
    positive = int(classes.sum())
    ranks = _rank(scores)[classes == 1].sum() - positive * (positive + 1) / 2
    area = float(ranks / (positive * (classes.size - positive)))
    return max(area, 1 - area)


def _compute_correlation(values: pa.ChunkedArray, target: pa.ChunkedArray) -> float | None:
    if not is_numeric(values):
        return None
    there = pc.and_(pc.is_valid(values), pc.is_valid(target))
    one, other = to_float_array(values.filter(there)), to_float_array(target.filter(there))
    if one.size < MIN_ROWS or not (np.isfinite(one).all() and np.isfinite(other).all()):
        return None
    return float(abs(np.corrcoef(one, other)[0, 1])) if one.std() > 0 and other.std() > 0 else None


def _rank(values: FloatArray) -> npt.NDArray[np.float64]:
    """Ranks from 1 on; equal values share the middle of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middles: npt.NDArray[np.float64] = ends - (counts - 1) / 2
    return middles[inverse.reshape(-1)]
