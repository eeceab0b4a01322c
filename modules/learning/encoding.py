"""Columns become numbers: one-hot for linear models, whole numbers for trees.

The functions that scikit-learn calls stand at the top level of this module, since a trained model is saved with them.
"""

from typing import Any, Literal

import numpy as np
import pandas as pd

from modules.kit import Schema
from modules.learning.estimator_parameters import read_parameters

Encoding = Literal["one-hot", "ordinal", "native", "as it is"]

NUMBER_TYPES = frozenset({"integer", "real", "boolean"})
TEXT_TYPES = frozenset({"text", "category"})
#: Encoded by themselves: the other rows of a table do not matter.
PLAIN_TYPES = NUMBER_TYPES | {"datetime"}
VECTOR_TYPES = frozenset({"vector"})
TIME_PARTS = ("days since 1970", "month", "day of week", "hour")

#: Scikit-learn's boosted trees take a column as categories up to this many of them; rarer ones share the last.
MAX_NATIVE_CATEGORIES = 255

#: Up to so many columns and rows are encoded one by one.
FEW_COLUMNS, FEW_ROWS = 50, 16

#: One-hot tables with more cells than this are kept sparse: 400 MB of numbers.
MAX_DENSE_CELLS = 50_000_000


def choose_encoding(estimator: Any) -> Encoding:
    """How categories reach this estimator: as such, as whole numbers for other trees, as one column each otherwise.

    What says of itself that it `takes_frames` gets the table as it is.
    """
    if getattr(estimator, "takes_frames", False):
        return "as it is"
    parameters = read_parameters(estimator, deep=False)
    if "categorical_features" in parameters or type(estimator).__name__.startswith(("LGBM", "XGB")):
        return "native"
    return "ordinal" if "max_depth" in parameters else "one-hot"


def set_categorical_features(estimator: Any, count: int, width: int) -> None:
    """Say which of the `width` encoded columns are categories: the first `count`, which then are split as sets."""
    places = list(range(count))
    if type(estimator).__name__.startswith("XGB"):
        estimator.set_params(enable_categorical=True, feature_types=["c"] * count + ["q"] * (width - count))
    elif type(estimator).__name__.startswith("LGBM"):
        estimator.category_places = places  # LightGBM takes them when it is fitted
    else:
        estimator.set_params(categorical_features=places or None)


def build_encoder(
    frame: pd.DataFrame, features: Schema, encoding: Encoding, number_steps: list[tuple[str, Any]]
) -> Any:
    """An unfitted ColumnTransformer for these features. Categories come first: boosted trees reorder them so."""
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import FunctionTransformer

    if encoding == "as it is":
        return FunctionTransformer()
    distinct = [int(frame[name].nunique()) for name in select_names(features, TEXT_TYPES)]
    vectors = select_names(features, VECTOR_TYPES)
    large = bool(vectors) or len(frame) * (len(features) + sum(distinct)) > MAX_DENSE_CELLS
    sparse = encoding == "one-hot" and large
    category_encoder = _build_category_encoder(encoding, sparse, max_categories=max(distinct, default=0))
    groups = [
        ("categories", to_text, [("encoder", category_encoder)], select_names(features, TEXT_TYPES)),
        ("numbers", to_numbers, number_steps, select_names(features, NUMBER_TYPES)),
        ("times", to_time_parts, number_steps, select_names(features, {"datetime"})),
    ]
    transformers = [
        (name, Pipeline([("values", FunctionTransformer(function)), *_clone_steps(steps)]), columns)
        for name, function, steps, columns in groups
        if columns
    ]
    if vectors:
        from modules.learning.vector_encoder import VectorEncoder

        transformers.append(("vectors", Pipeline([("values", VectorEncoder())]), vectors))
    return ColumnTransformer(transformers, sparse_threshold=1.0 if sparse or vectors else 0.0)


def encode_rows(encoder: Any, frame: pd.DataFrame) -> Any:
    """What a fitted encoder makes of these columns: what its `transform` does, without looking at everything again.

    For one row, that takes most of the time of a prediction. Sparse tables and other encoders take the long way.
    """
    blocks = []
    for _, pipeline, columns in getattr(encoder, "transformers_", ()):
        steps = [step for _, step in getattr(pipeline, "steps", ())]
        values = _take_values(frame, columns, getattr(steps[0], "func", None)) if steps else None
        if values is None:
            values = frame[columns]
        else:
            steps = steps[1:]
        for step in steps:
            values = _encode_few(step, values) if hasattr(step, "categories_") else _apply_step(step, values)
        if not isinstance(values, np.ndarray):
            return encoder.transform(frame)
        blocks.append(values)
    return np.hstack(blocks) if blocks else encoder.transform(frame)


def _apply_step(step: Any, values: Any) -> Any:
    return step.func(values) if hasattr(step, "func") else step.transform(values)


def _take_values(frame: pd.DataFrame, columns: list[str], function: Any) -> Any:
    """What this function makes of some columns, without a table of them in between; None where it makes something else.

    Making that table takes longer than all the rest for one row.
    """
    if not 0 < len(columns) <= FEW_COLUMNS:
        return None
    if function is to_numbers:
        return np.column_stack([frame[name].to_numpy(dtype="float64", na_value=np.nan) for name in columns])
    return np.column_stack([to_text_values(frame[name]) for name in columns]) if function is to_text else None


def _encode_few(encoder: Any, values: Any) -> Any:
    """What a fitted encoder of categories makes of these rows; for a few of them, one look at each cell is quicker."""
    plain = (
        getattr(encoder, "drop_idx_", 0) is None and encoder.handle_unknown == "ignore" and not encoder.sparse_output
    )
    if len(values) > FEW_ROWS or not plain or encoder.min_frequency is not None or encoder.max_categories is not None:
        return encoder.transform(values)
    blocks = []
    for column, levels in enumerate(encoder.categories_):
        block = np.zeros((len(values), len(levels)), dtype=encoder.dtype)
        for row, value in enumerate(values[:, column]):
            # What is missing is a number that equals nothing, itself included.
            block[row] = (levels == value) if isinstance(value, str) else [level != level for level in levels]
        blocks.append(block)
    return np.hstack(blocks)


def list_encoded_names(encoder: Any) -> tuple[str, ...]:
    """What the features are called after encoding: `make = audi`, `width`, `sold at: month`."""
    if not hasattr(encoder, "transformers_"):
        return tuple(map(str, encoder.feature_names_in_))
    names: list[str] = []
    for group, transformer, columns in encoder.transformers_:
        if group == "numbers":
            names += columns
        elif group == "times":
            names += [f"{column}: {part}" for column in columns for part in TIME_PARTS]
        elif group == "categories":
            categories = transformer.steps[-1][1]
            names += _list_category_names(categories, columns)
        elif group == "vectors":
            names += transformer.steps[-1][1].names
    return tuple(names)


def list_source_columns(encoder: Any) -> tuple[str, ...]:
    """The column that each encoded feature was made of: `make` for `make = audi`."""
    if not hasattr(encoder, "transformers_"):
        return tuple(map(str, encoder.feature_names_in_))
    sources: list[str] = []
    for group, transformer, columns in encoder.transformers_:
        last = getattr(transformer, "steps", [(None, None)])[-1][1]
        if group == "numbers":
            sources += columns
        elif group == "times":
            sources += [column for column in columns for _ in TIME_PARTS]
        elif group == "categories":
            levels = last.categories_ if hasattr(last, "drop_idx_") else [[None]] * len(columns)
            sources += [column for column, known in zip(columns, levels, strict=True) for _ in known]
        elif group == "vectors":
            widths = last.list_widths()
            sources += [column for column, width in zip(columns, widths, strict=True) for _ in range(width)]
    return tuple(sources)


MICROSECONDS_PER_DAY = 86_400 * 10**6


def to_numbers(frame: pd.DataFrame) -> Any:
    """Numbers and booleans as 64-bit floats, missing values as NaN."""
    return frame.to_numpy(dtype="float64", na_value=np.nan)


def to_text(frame: pd.DataFrame) -> Any:
    """Text and categories as an array of strings, missing values as NaN."""
    columns = [to_text_values(frame[name]) for name in frame.columns]
    return np.column_stack(columns) if columns else np.empty((len(frame), 0), dtype=object)


def to_text_values(values: "pd.Series[Any]") -> Any:
    """One column as an array of strings with NaN where a value is missing."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        levels = np.array([*map(str, values.cat.categories), np.nan], dtype=object)
        return levels[values.cat.codes.to_numpy()]
    result = values.to_numpy(dtype=object, na_value=np.nan)
    if values.dtype != object:
        return result
    missing = values.isna().to_numpy()
    return np.array([np.nan if gone else str(value) for value, gone in zip(result, missing, strict=True)], dtype=object)


def to_time_parts(frame: pd.DataFrame) -> Any:
    """Four numbers for each time: those of TIME_PARTS, in the order of the columns."""
    parts = [part for name in frame.columns for part in _split_time(frame[name])]
    return np.column_stack(parts) if parts else np.empty((len(frame), 0))


def _split_time(times: "pd.Series[Any]") -> list[Any]:
    local = times.dt.tz_localize(None) if times.dt.tz is not None else times
    # In microseconds, since in nanoseconds the years end in 2262; 9999-12-31 often stands for "no end".
    moments = local.to_numpy().astype("datetime64[us]")
    days = np.where(np.isnat(moments), np.nan, moments.astype("int64") / MICROSECONDS_PER_DAY)
    return [days, *(part.to_numpy(dtype="float64") for part in (local.dt.month, local.dt.day_of_week, local.dt.hour))]


def _build_category_encoder(encoding: Encoding, sparse: bool, max_categories: int) -> Any:
    """The encoder for columns of which the richest has `max_categories` categories."""
    from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

    if encoding == "one-hot":
        return OneHotEncoder(handle_unknown="ignore", sparse_output=sparse)
    return OrdinalEncoder(
        handle_unknown="use_encoded_value",
        unknown_value=np.nan,
        # Asked for a maximum, scikit-learn counts every category, which takes longer than all else here.
        max_categories=MAX_NATIVE_CATEGORIES
        if encoding == "native" and max_categories > MAX_NATIVE_CATEGORIES
        else None,
    )


def _list_category_names(encoder: Any, columns: list[str]) -> list[str]:
    if not hasattr(encoder, "drop_idx_"):
        return columns
    return [
        f"{column} = {level}" for column, levels in zip(columns, encoder.categories_, strict=True) for level in levels
    ]


def _clone_steps(steps: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    from sklearn.base import clone

    return [(name, clone(step)) for name, step in steps]


def select_names(features: Schema, types: "frozenset[str] | set[str]") -> list[str]:
    """The names of the columns of these types."""
    return [column.name for column in features if column.type in types]
