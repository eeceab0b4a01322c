"""Columns become points in a space of numbers, for learners that compare rows with one another instead of a label.

Numbers are scaled as the learner asks, text and categories become one axis of 0 and 1 for each value, times become
their parts.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, Schema
from modules.learning.encoding import build_encoder, list_encoded_names, select_names
from modules.learning.features import format_row_count, refuse_infinite, refuse_other_columns, select_features

log = logging.getLogger(__name__)

#: The squares of larger numbers, added up over many columns, may be infinite.
MAX_MAGNITUDE = 1e150

NumberSteps = list[tuple[str, Any]]


@dataclass(frozen=True)
class FeatureSpace:
    """A fitted encoding: the columns that go in, and the transformer that makes points of them."""

    features: Schema
    encoder: Any

    @property
    def axes(self) -> tuple[str, ...]:
        """What the encoded features are called."""
        return list_encoded_names(self.encoder)

    def compute_axis_lengths(self) -> dict[str, float]:
        """How long one step of each encoded feature is in this space."""
        lengths: list[float] = []
        for group, transformer, columns in self.encoder.transformers_:
            width = len(list_encoded_names(_SingleTransformer([(group, transformer, columns)])))
            scaler = transformer.steps[-1][1]
            lengths += [1.0] * width if group == "categories" else _list_step_lengths(scaler, width)
        return dict(zip(self.axes, lengths, strict=True))


@dataclass(frozen=True)
class _SingleTransformer:
    """As much of a ColumnTransformer as `list_encoded_names` reads."""

    transformers_: Sequence[tuple[str, Any, Any]]


@dataclass(frozen=True)
class EncodedPoints:
    """The encoded rows that have a value in every feature, and a mask that tells which rows these are."""

    rows: Any
    present: Any


def fit_space(
    dataset: Dataset, names: Sequence[str], steps: NumberSteps, *, port: str
) -> tuple[FeatureSpace, EncodedPoints]:
    """Encode the named columns. Rows with a missing value are left out; raises ModuleError where no row is left."""
    if dataset.rows == 0:
        raise ModuleError(21, f"The data at '{port}' has no rows.", port=port)
    data = Dataset(dataset.frame[list(names)])
    features = select_features(data, None, port=port)
    refuse_infinite(data.frame, features, port=port)
    _refuse_huge(data.frame, features, port=port)
    present = _find_complete_rows(data.frame, port=port)
    if not present.all():
        missing = format_row_count(int((~present).sum()))
        log.warning("%s with a missing value left out. Clean Missing Data can fill them in.", missing)
    frame = data.frame.loc[present].reset_index(drop=True)
    encoder = build_encoder(frame, features, "one-hot", steps)
    return FeatureSpace(features, encoder), EncodedPoints(encoder.fit_transform(frame), present)


def encode_points(space: FeatureSpace, dataset: Dataset, *, port: str) -> EncodedPoints:
    """Other data in a fitted space. Raises ModuleError where a column is missing or of another kind."""
    if dataset.rows == 0:
        raise ModuleError(21, f"The data at '{port}' has no rows.", port=port)
    refuse_other_columns(dataset, space.features, port=port)
    frame = dataset.frame[space.features.names]
    refuse_infinite(frame, space.features, port=port)
    _refuse_huge(frame, space.features, port=port)
    present = frame.notna().all(axis=1).to_numpy()
    if not present.any():
        return EncodedPoints(np.empty((0, len(space.axes))), present)
    return EncodedPoints(space.encoder.transform(frame.loc[present]), present)


def to_dense(rows: Any, learner: str, *, port: str) -> Any:
    """The rows as a plain array; refuses tables that categories made too large for one (14)."""
    if not isinstance(rows, np.ndarray):
        message = f"The categories at '{port}' make too large a table for {learner}."
        raise ModuleError(14, f"{message} Exclude columns with many values, or use a sample of the rows.", port=port)
    return rows


def refuse_constant(rows: Any, learner: str, *, port: str) -> None:
    """Refuse points that are all the same (83): they have no direction and no distance."""
    if not np.any(np.ptp(rows, axis=0) > 0):
        message = f"{learner} has nothing to learn: all rows at '{port}' are the same in the selected columns."
        raise ModuleError(83, message, port=port)


def _find_complete_rows(frame: pd.DataFrame, *, port: str) -> Any:
    """Which rows have a value in every column; refuses data without such a row, and names the emptiest column (21)."""
    present = frame.notna().all(axis=1).to_numpy()
    if present.any():
        return present
    worst = str(frame.isna().sum().idxmax())
    raise ModuleError(
        21,
        f"No row at '{port}' has a value in every chosen column. '{worst}' has the fewest: "
        f"{format_row_count(int(frame[worst].notna().sum()))}. "
        "Exclude it, or add Clean Missing Data before this module.",
        port=port,
        column=worst,
    )


def _refuse_huge(frame: pd.DataFrame, features: Schema, *, port: str) -> None:
    """Refuse numbers whose squares are infinite (33)."""
    for name in select_names(features, {"real"}):
        largest = np.nanmax(np.abs(frame[name].to_numpy(dtype="float64", na_value=np.nan)), initial=0.0)
        if largest > MAX_MAGNITUDE:
            message = f"Column '{name}' has numbers as large as {largest:.1e}, which is too large to measure distances."
            raise ModuleError(33, f"{message} Divide them first.", port=port, column=name)


def _list_step_lengths(scaler: Any, width: int) -> list[float]:
    """The length of one step after scaling: MinMaxScaler multiplies by its scale, StandardScaler divides."""
    if not hasattr(scaler, "scale_"):
        return [1.0] * width
    return [float(scale) for scale in (scaler.scale_ if hasattr(scaler, "data_range_") else 1 / scaler.scale_)]
