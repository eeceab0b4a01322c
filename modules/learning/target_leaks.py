"""Which columns of a table give another one away: the same column in other words, a border, or parts of a sum.

Only pyarrow and numpy touch the data here, so that the server may ask too.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MAX_LEAKAGE_COLUMNS = 300
#: Fewer rows, or fewer rows of one class, prove nothing.
MIN_ROWS = 50
MIN_ROWS_PER_CLASS = 10
#: A value must come up so often on average before what goes with it means anything.
ROWS_PER_VALUE = 20
#: A correlation above this is the same column on another scale.
MIN_CORRELATION = 0.999999
#: A sum has two to so many parts, and misses the label by less than this share of its deviation.
MAX_SUM_PARTS = 5
SUM_TOLERANCE = 1e-6

CodeArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


def explain_leaks(sample: pa.Table, label: str) -> dict[str, str]:
    """{column: a sentence that says how it gives the label away}; empty where none does or there is no such label."""
    if label not in sample.column_names or sample.num_rows < MIN_ROWS:
        return {}
    explanations = {}
    for name in sample.column_names[:MAX_LEAKAGE_COLUMNS]:
        if name != label:
            explanation = _explain_leak(name, sample[name], label, sample[label])
            if explanation is not None:
                explanations[name] = explanation
    if is_numeric(sample[label]):
        unexplained = [
            name for name in sample.column_names[:MAX_LEAKAGE_COLUMNS] if name not in explanations and name != label
        ]
        explanations |= _find_weighted_sum(sample.select([*unexplained, label]), label)
    return explanations


def _explain_leak(name: str, values: pa.ChunkedArray, label: str, target: pa.ChunkedArray) -> str | None:
    there = pc.and_(pc.is_valid(values), pc.is_valid(target))
    values, target = values.filter(there), target.filter(there)
    if len(values) < MIN_ROWS:
        return None
    if is_numeric(values) and is_numeric(target) and _is_rescaled(to_float_array(values), to_float_array(target)):
        return f"'{name}' is {label} on another scale, so one follows from the other."
    codes, classes = encode_values(values), encode_values(target)
    if codes is None or classes is None:
        return None
    counts = np.bincount(classes)
    if counts.size < 2 or np.sort(counts)[-2] < MIN_ROWS_PER_CLASS:
        return None
    distinct = int(codes.max()) + 1
    pairs = np.unique(codes * counts.size + classes).size
    if distinct > 1 and pairs == distinct and distinct * ROWS_PER_VALUE <= len(codes):
        return f"Each value of '{name}' goes with one value of {label}."
    if counts.size == 2 and counts.min() >= MIN_ROWS_PER_CLASS and is_numeric(values):
        return _explain_threshold(name, to_float_array(values), label, classes)
    return None


def _find_weighted_sum(sample: pa.Table, label: str) -> dict[str, str]:
    """The few columns that the label is computed from as a weighted sum, found by least squares."""
    sample = sample.filter(pc.is_valid(sample[label]))
    whole = [name for name in sample.column_names if is_numeric(sample[name]) and sample[name].null_count == 0]
    names = [name for name in whole if name != label]
    if not 2 <= len(names) <= sample.num_rows // ROWS_PER_VALUE:
        return {}
    numbers = np.column_stack([to_float_array(sample[name]) for name in names])
    target = to_float_array(sample[label])
    if not (np.isfinite(numbers).all() and np.isfinite(target).all()) or np.unique(target).size < MIN_ROWS_PER_CLASS:
        return {}
    numbers, target = numbers - numbers.mean(axis=0), target - target.mean()
    scales = numbers.std(axis=0)
    scaled = numbers / np.where(scales > 0, scales, 1)
    weights, *_ = np.linalg.lstsq(scaled, target, rcond=None)
    if np.std(target - scaled @ weights) > SUM_TOLERANCE * target.std():
        return {}
    parts = [name for name, weight in zip(names, weights, strict=True) if abs(weight) > SUM_TOLERANCE * target.std()]
    if not 2 <= len(parts) <= MAX_SUM_PARTS:
        return {}
    listed = ", ".join(f"'{name}'" for name in parts[:-1]) + f" and '{parts[-1]}'"
    return dict.fromkeys(parts, f"A weighted sum of {listed} is exactly {label}: it follows from them.")


def _explain_threshold(name: str, numbers: FloatArray, label: str, classes: CodeArray) -> str | None:
    first, second = numbers[classes == 0], numbers[classes == 1]
    if first.max() < second.min() or second.max() < first.min():
        border = second.min() if first.max() < second.min() else first.min()
        return f"'{name}' below {border:g} or not determines {label} without error."
    return None


def is_numeric(values: pa.ChunkedArray) -> bool:
    return bool(pa.types.is_integer(values.type) or pa.types.is_floating(values.type))


def to_float_array(values: pa.ChunkedArray) -> FloatArray:
    return np.asarray(values.cast(pa.float64(), safe=False).to_numpy())


def _is_rescaled(one: FloatArray, other: FloatArray) -> bool:
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return False
    if np.unique(other).size < MIN_ROWS_PER_CLASS or one.std() == 0 or other.std() == 0:
        return False
    return bool(abs(np.corrcoef(one, other)[0, 1]) > MIN_CORRELATION)


def encode_values(values: pa.ChunkedArray, *, encode_missing: bool = False) -> CodeArray | None:
    """Each value as the number of its first place among the different ones; None where that cannot be told.

    Missing values must have been left out, unless they are to be a value of their own.
    """
    combined: Any = values.combine_chunks()
    if pa.types.is_dictionary(values.type):
        combined = combined.dictionary_decode()
    try:
        encoded = pc.dictionary_encode(combined, null_encoding="encode" if encode_missing else "mask")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype="int64")
