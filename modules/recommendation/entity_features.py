"""What is known of users or items besides their ratings: tables of features, as numbers that a network can take."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.schema import infer_column_type
from modules.recommendation.ratings import IndexPositions, Numbers, find_positions, to_keys

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EntityFeatures:
    """The features of users or items by place; the last row stands for whoever is not known.

    `numbers` are standardized, missing ones being the mean; `codes` count the levels of text from 1, 0 is unknown.
    """

    keys: "pd.Index[Any]"
    scales: Mapping[str, tuple[float, float]]
    levels: Mapping[str, "pd.Index[Any]"]
    numbers: Numbers
    codes: IndexPositions

    @property
    def names(self) -> list[str]:
        return [*self.scales, *self.levels]

    def add_features(self, dataset: Dataset | None, what: str, *, port: str) -> "EntityFeatures":
        """With the features of those who are not known yet; error 53 where the model was trained without features."""
        if dataset is None:
            return self
        if not self.names:
            message = f"The model was trained without features of {what}s and can't use those at '{port}'."
            raise ModuleError(53, f"{message} Remove them, or train with features.", port=port)
        for name in self.names:
            if name not in dataset.schema:
                message = f"Column '{name}' was a feature in training, but is not in the data at '{port}'."
                raise ModuleError(1, message, port=port, column=name)
        keys = _read_unique_keys(dataset.frame, what, port=port)
        new = np.flatnonzero(find_positions(self.keys, keys, port=port) < 0)
        frame = dataset.frame.iloc[new]
        numbers, codes = _encode_features(frame, self.scales, self.levels)
        return replace(
            self,
            keys=self.keys.append(pd.Index(keys.iloc[new])),
            numbers=np.vstack([self.numbers[:-1], numbers, self.numbers[-1:]]),
            codes=np.vstack([self.codes[:-1], codes, self.codes[-1:]]),
        )


def build_entity_features(keys: "pd.Index[Any]", data: pd.DataFrame | None, what: str, *, port: str) -> EntityFeatures:
    """The features of these users or items; its first column names them. Errors 3, 17, 18, 20 and 36."""
    if data is None:
        return EntityFeatures(keys, {}, {}, np.zeros((len(keys) + 1, 0)), np.zeros((len(keys) + 1, 0), dtype="int64"))
    if len(data.columns) < 2:
        message = f"The data at '{port}' need a column of {what}s and at least one feature after it."
        raise ModuleError(20, message, port=port)
    given = _read_unique_keys(data, what, port=port)
    scales, levels = _fit_encoding(data, port)
    numbers, codes = _encode_features(data, scales, levels)
    # One row more, for those without features: numbers at the mean, text unknown.
    numbers = np.vstack([numbers, np.zeros((1, numbers.shape[1]))])
    codes = np.vstack([codes, np.zeros((1, codes.shape[1]), codes.dtype)])
    places: IndexPositions = find_positions(pd.Index(given), pd.Series(keys, name=given.name), port=port)
    without = int((places < 0).sum())
    if without:
        log.warning("%d %ss have ratings but no features. The mean features are used for them.", without, what)
    rows = np.append(places, -1)
    return EntityFeatures(keys, scales, levels, numbers[rows], codes[rows])


def _read_unique_keys(data: pd.DataFrame, what: str, *, port: str) -> "pd.Series[Any]":
    keys = to_keys(data.iloc[:, 0], port=port)
    repeated = keys.duplicated()
    if repeated.any():
        message = f"The features of {what} '{keys[int(repeated.to_numpy().argmax())]}' are in more than one row."
        raise ModuleError(36, f"{message} Keep one with Remove Duplicate Rows.", port=port, column=str(keys.name))
    return keys


def _fit_encoding(data: pd.DataFrame, port: str) -> tuple[dict[str, tuple[float, float]], dict[str, "pd.Index[Any]"]]:
    """Mean and deviation of each numeric feature, and the levels of each other one."""
    scales: dict[str, tuple[float, float]] = {}
    levels: dict[str, pd.Index[Any]] = {}
    for name in list(data.columns)[1:]:
        values = data[name]
        kind = infer_column_type(values)
        if kind in ("integer", "real"):
            numbers = _parse_numbers_or_nan(values)
            known = numbers[np.isfinite(numbers)]
            mean = float(known.mean()) if known.size else 0.0
            scales[name] = (mean, float(known.std()) if known.size and known.std() > 0 else 1.0)
        elif kind in ("text", "category", "boolean"):
            levels[name] = pd.Index(sorted(_to_texts(values).dropna().unique()))
        else:
            message = f"Features are numbers, text or yes and no. Column '{name}' at '{port}' is {kind}."
            raise ModuleError(17, f"{message} Exclude it with Select Columns in Dataset.", port=port, column=name)
    return scales, levels


def _encode_features(
    frame: pd.DataFrame, scales: Mapping[str, tuple[float, float]], levels: Mapping[str, "pd.Index[Any]"]
) -> tuple[Numbers, IndexPositions]:
    numbers = np.zeros((len(frame), len(scales)))
    for place, (name, (mean, deviation)) in enumerate(scales.items()):
        values = (_parse_numbers_or_nan(frame[name]) - mean) / deviation
        numbers[:, place] = np.where(np.isfinite(values), values, 0.0)
    codes = np.zeros((len(frame), len(levels)), dtype="int64")
    for place, (name, known) in enumerate(levels.items()):
        codes[:, place] = known.get_indexer(pd.Index(_to_texts(frame[name]))) + 1
    return numbers, codes


def _parse_numbers_or_nan(values: "pd.Series[Any]") -> Numbers:
    numbers: Numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype="float64", na_value=np.nan)
    return numbers


def _to_texts(values: "pd.Series[Any]") -> "pd.Series[Any]":
    return values.map(str, na_action="ignore").astype("str")
