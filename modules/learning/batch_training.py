"""Training on a table that does not fit into memory, for learners that go through their rows a part at a time.

The encoded features are written to a file that is mapped: of them the learner has those in memory that it is at. What
a column looks like is found column by column, so that the encoding is that of all rows.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, Schema, TrainedModel, UntrainedModel, report
from modules.kit.errors import column_not_found
from modules.kit.free_space import MIB
from modules.kit.large_tables.allowance import get_allowance
from modules.kit.large_tables.large_table import LargeTable, Positions
from modules.kit.large_tables.large_work import LargeCall, Outputs, is_too_large
from modules.learning.class_weighted_classifier import ClassWeightedClassifier
from modules.learning.class_weights import name_class_weights
from modules.learning.encoding import (
    MAX_NATIVE_CATEGORIES,
    TEXT_TYPES,
    VECTOR_TYPES,
    build_encoder,
    choose_encoding,
    list_encoded_names,
    select_names,
    set_categorical_features,
)
from modules.learning.estimators import fit_estimator
from modules.learning.features import refuse_infinite, refuse_missing, select_features
from modules.learning.fitting import SAMPLE_ROWS, accepts_missing, refuse_sweeps
from modules.learning.labels import drop_missing_labels, extract_target
from modules.learning.learners import resolve_task, split_pipeline, unwrap_estimator
from modules.learning.monotone_constraints import place_constraints
from modules.learning.row_weights import prepare_weights

log = logging.getLogger(__name__)

#: {class of an estimator that goes through mapped rows: bytes that it holds of each cell of them}. Boosted trees keep
#: the number of a bin in the place of a value; XGBoost takes two bytes for it where values are missing.
BYTES_PER_CELL = {
    "BernoulliNB": 0,
    "CalibratedClassifierCV": 0,
    "ElasticNet": 0,
    "GaussianNB": 0,
    "HistGradientBoostingClassifier": 1,
    "HistGradientBoostingRegressor": 1,
    "LabelEncodedClassifier": 2,
    "LGBMClassifier": 1,
    "LGBMRegressor": 1,
    "LinearRegression": 0,
    "LogisticRegression": 0,
    "MultinomialNB": 0,
    "PoissonRegressor": 0,
    "Ridge": 0,
    "SGDRegressor": 0,
    "SparsePoissonRegressor": 0,
    "TweedieRegressor": 0,
    "XGBRegressor": 2,
}
#: What is held of each row, besides: labels, weights, predictions, slopes.
BYTES_PER_ROW = 120
BYTES_PER_CLASS = 16
CELL_BYTES = 8


def train_in_batches(call: LargeCall) -> Outputs | None:
    """Train Model on a large table; None where the learner needs all rows in memory, or where they fit."""
    untrained, table = call.inputs["untrained_model"], call.table
    assert isinstance(untrained, UntrainedModel)
    estimator, _ = split_pipeline(untrained)
    if not is_too_large(int(table.table.nbytes), call.memory) or name_estimator(estimator) not in BYTES_PER_CELL:
        return None
    if untrained.preprocessing or untrained.task not in ("classification", "two-class", "multiclass", "regression"):
        return None
    refuse_sweeps(untrained)
    model = _train(untrained, _LabeledTable.read(table, call.settings["label"]), call.folder, call.memory)
    return None if model is None else {"trained_model": model}


def name_estimator(estimator: object) -> str:
    """The class of an estimator, or of the one whose classes it weighs."""
    return type(estimator.estimator if isinstance(estimator, ClassWeightedClassifier) else estimator).__name__


@dataclass(frozen=True)
class _LabeledTable:
    """The rows with a label of a large table: their places, and the columns that are no features."""

    table: LargeTable
    label: str
    places: Positions
    about: Dataset

    @classmethod
    def read(cls, table: LargeTable, label: str) -> "_LabeledTable":
        if label not in table.names:
            raise column_not_found(label, table.head.schema, port="dataset", parameter="label")
        weights = [name for name in table.head.schema.names_with_role("weight") if name != label]
        about = table.read_columns([label, *weights])
        places = np.flatnonzero(about.frame[label].notna().to_numpy())
        return cls(table, label, places, drop_missing_labels(about, label, port="dataset"))

    def read_feature(self, name: str) -> Dataset:
        """One column of the rows with a label."""
        column = self.table.read_columns([name])
        if len(self.places) == self.table.rows:
            return column
        return column.with_frame(column.frame.iloc[self.places].reset_index(drop=True))

    def iterate(self, names: list[str]) -> Iterator[pd.DataFrame]:
        """The rows with a label, a part at a time."""
        for start in range(0, len(self.places), self.table.chunk_rows):
            yield self.table.take(self.places[start : start + self.table.chunk_rows], names).frame


def _train(untrained: UntrainedModel, rows: _LabeledTable, folder: Path, memory: int) -> TrainedModel | None:
    from sklearn.pipeline import Pipeline

    estimator, number_steps = split_pipeline(untrained)
    target = extract_target(rows.about.frame[rows.label], untrained.task, untrained.learner, port="dataset")
    settings = prepare_weights(estimator, rows.about, untrained.learner, rows.label, port="dataset")
    name_class_weights(estimator, target, untrained.learner, rows.label)
    features, looks = _look_at_features(rows, untrained, accepts_missing(estimator))
    if select_names(features, VECTOR_TYPES):
        return None
    encoding = "one-hot" if untrained.one_hot else choose_encoding(unwrap_estimator(estimator))
    distinct = looks[select_names(features, TEXT_TYPES)].nunique()
    if encoding == "native" and max(distinct, default=0) > MAX_NATIVE_CATEGORIES:
        return None  # which of them are rare is not known
    encoder = build_encoder(looks, features, encoding, number_steps).fit(looks)
    names = list_encoded_names(encoder)
    if not _has_room(name_estimator(estimator), target, len(names), memory):
        return None
    _fit_scalers(encoder, rows, features)
    log.info("The table does not fit into memory: %s is trained on its rows a part at a time.", untrained.learner)
    encoded = _write_encoded(encoder, rows, features, len(names), folder / "encoded.features")
    if encoding == "native":
        set_categorical_features(unwrap_estimator(estimator), len(select_names(features, TEXT_TYPES)), len(names))
    place_constraints(estimator, encoder, features, target, untrained.learner)
    fit_estimator(estimator, encoded, target, untrained, port="dataset", settings=settings)
    encoded._mmap.close()
    (folder / "encoded.features").unlink()
    classes = tuple(map(str, getattr(estimator, "classes_", ())))
    shown = np.unique(np.linspace(0, len(target) - 1, SAMPLE_ROWS).astype(int))
    return TrainedModel(
        task=resolve_task(untrained.task, len(classes)),
        learner=untrained.learner,
        pipeline=Pipeline([("encoder", encoder), ("estimator", estimator)]),
        label=replace(rows.about.schema[rows.label], role="label"),
        features=features,
        classes=classes,
        feature_names=names,
        parameters=untrained.parameters,
        rows=len(target),
        sample=rows.table.take(rows.places[shown], features.names).frame.reset_index(drop=True),
    )


def _look_at_features(
    rows: _LabeledTable, untrained: UntrainedModel, takes_missing: bool
) -> tuple[Schema, pd.DataFrame]:
    """The features, and a small table with each of their categories; refuses what cannot be learned from."""
    schema = rows.table.head.schema
    wanted = [column.name for column in schema if column.role == "feature" and column.name != rows.label]
    if not wanted:
        raise ModuleError(
            47, f"The data at 'dataset' has no feature column besides the label '{rows.label}'.", port="dataset"
        )
    columns, looks = [], {}
    for name in wanted:
        data = rows.read_feature(name)
        found = select_features(data, None, port="dataset")
        refuse_infinite(data.frame, found, port="dataset")
        if not takes_missing:
            refuse_missing(data.frame, found, untrained.learner, number=83, port="dataset")
        columns.append(found[name])
        values = data.frame[name]
        looks[name] = values.drop_duplicates() if found[name].type in TEXT_TYPES else values.head(1)
    length = max(map(len, looks.values()))
    frame = pd.DataFrame({name: _repeat(values, length) for name, values in looks.items()})
    return Schema(tuple(columns)), frame


def _repeat(values: "pd.Series[Any]", length: int) -> "pd.Series[Any]":
    return values.iloc[np.resize(np.arange(len(values)), length)].reset_index(drop=True)


def _has_room(kind: str, target: Any, width: int, memory: int) -> bool:
    """Whether what the learner holds fits into memory, and the encoded features on the disk."""
    rows, classes = len(target), len(np.unique(target)) if target.dtype.kind != "f" else 1
    per_row = width * BYTES_PER_CELL[kind] + BYTES_PER_ROW + classes * BYTES_PER_CLASS
    held = rows * per_row + width * width * CELL_BYTES
    allowance = get_allowance()
    return held < memory / 2 and (allowance is None or rows * width * CELL_BYTES + MIB < allowance.disk)


def _fit_scalers(encoder: Any, rows: _LabeledTable, features: Schema) -> None:
    """Fit what scales numbers to all rows; the categories are known already."""
    scaled = [
        (pipeline.steps[0][1], step, columns)
        for group, pipeline, columns in encoder.transformers_
        if group != "categories"
        for _, step in pipeline.steps[1:]
    ]
    for place, (_, step, _) in enumerate(scaled):
        assert hasattr(step, "partial_fit"), f"Scaler {place} cannot be fitted in parts."
        step._reset()
    for frame in rows.iterate(features.names) if scaled else ():
        for values, step, columns in scaled:
            step.partial_fit(values.transform(frame[columns]))


def _write_encoded(encoder: Any, rows: _LabeledTable, features: Schema, width: int, path: Path) -> Any:
    """The encoded features of all rows in a file that is mapped."""
    total, done = len(rows.places), 0
    encoded = np.memmap(path, dtype="float64", mode="w+", shape=(total, width))
    for frame in rows.iterate(features.names):
        encoded[done : done + len(frame)] = encoder.transform(frame)
        done += len(frame)
        report(done, total, "rows")
    encoded.flush()
    return encoded
