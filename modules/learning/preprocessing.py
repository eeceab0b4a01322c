"""Preprocessing that belongs to a learner: fitted on the rows that it is trained on, and applied to those it scores."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from modules.kit import Dataset, ModuleError, PreprocessingStep, Schema, TrainedModel, Transformation, catalog
from modules.kit.schema import Role
from modules.learning.estimators import Matrix
from modules.learning.features import FEATURE_KINDS

#: So few rows tell which columns the steps need.
PROBE_ROWS = 2
COLUMN_NOT_FOUND = 1


@dataclass(frozen=True)
class FittedPreprocessing:
    """Steps that were fitted one after the other, and the roles of the columns that go into the first of them."""

    steps: tuple[Transformation, ...]
    roles: Mapping[str, Role] = field(default_factory=dict)

    def apply(self, frame: pd.DataFrame, *, port: str) -> Dataset:
        """Prepare rows that are scored: as many come out as go in."""
        data = Dataset(frame.reset_index(drop=True), self.roles)
        for step in self.steps:
            with _name_step(step.title, port):
                data = step.apply(data)
            if data.rows != len(frame):
                message = f"{step.title} removes or adds rows of the data at '{port}', and each row needs a prediction."
                raise ModuleError(13, f"{message} Leave it out of the model's preprocessing.", port=port)
        return data


class Encoder(Protocol):
    """Makes numbers of the columns that a model learns from."""

    @property
    def transformers_(self) -> object: ...

    def transform(self, frame: pd.DataFrame, /) -> Matrix: ...


@dataclass(frozen=True)
class PreparedEncoder:
    """The first step of a pipeline: prepares rows, and encodes those columns that the model learned from."""

    preprocessing: FittedPreprocessing
    features: Schema
    encoder: Encoder

    def fit(self, _frame: pd.DataFrame, _target: object = None) -> "PreparedEncoder":
        return self

    def transform(self, frame: pd.DataFrame) -> Matrix:
        return self.encoder.transform(self.preprocessing.apply(frame, port="dataset").frame[self.features.names])

    @property
    def transformers_(self) -> object:
        """Those of the encoder, from which views read the categories."""
        return self.encoder.transformers_


@dataclass(frozen=True)
class TrainingRows:
    """The rows that a learner is trained on, and what they came from: steps, and the columns that these need."""

    data: Dataset
    columns: Schema
    preprocessing: FittedPreprocessing | None = None

    def wrap_encoder(self, encoder: Encoder, features: Schema) -> Encoder:
        """The encoder behind the steps that prepared the rows."""
        return PreparedEncoder(self.preprocessing, features, encoder) if self.preprocessing else encoder


def prepare_training_rows(steps: Sequence[PreprocessingStep], data: Dataset, label: str, *, port: str) -> TrainingRows:
    """Fit the steps on labeled rows, one after the other; without steps the rows stay as they are."""
    if not steps:
        return TrainingRows(data, data.schema)
    # The label is none of the features that a step works on unless it is told to.
    raw = data.with_role("label", label)
    known = set(raw.frame[label].unique())
    prepared, fitted = raw, []
    for step in steps:
        with _name_step(step.title, port):
            columns = frozenset(prepared.schema.names) - {label}
            prepared, transformation = _fit_step(step, prepared)
        _refuse_changed_label(prepared, label, known, step.title, port)
        fitted.append(_strip_recipe(transformation.keep_all_rows().restrict_to(columns)))
    preprocessing = FittedPreprocessing(tuple(fitted), dict(raw.roles))
    return TrainingRows(prepared, _find_needed_columns(preprocessing, raw, label, port=port), preprocessing)


def get_preprocessing(model: TrainedModel) -> FittedPreprocessing | None:
    """The steps that a model prepares its rows by."""
    steps = getattr(model.pipeline, "steps", None)
    encoder = steps[0][1] if steps else None
    return encoder.preprocessing if isinstance(encoder, PreparedEncoder) else None


def _fit_step(step: PreprocessingStep, data: Dataset) -> tuple[Dataset, Transformation]:
    """What the module makes of the rows, and what it learned from them."""
    declared = catalog()[step.module]
    results = declared.run({**step.inputs, step.port: data}, step.parameters)
    fitted: Transformation = results[step.output]
    made = next((results[port.name] for port in declared.outputs if port.type == "dataset"), None)
    return fitted.apply(data) if made is None else made, fitted


def _strip_recipe(transformation: Transformation) -> Transformation:
    """Without how it was fitted, which a trained model has no use for."""
    vars(transformation).pop("recipe", None)
    return transformation


def _refuse_changed_label(prepared: Dataset, label: str, known: set[object], title: str, port: str) -> None:
    """Refuse a step that leaves no label or other values in it: the scores could not be compared with the data."""
    if label not in prepared.frame:
        message = f"{title} removes the label '{label}', which the model is to predict. Keep it there."
        raise ModuleError(24, message, port=port, column=label)
    if not set(prepared.frame[label].unique()) <= known:
        message = f"{title} changes the label '{label}', so predictions could not be compared with it."
        raise ModuleError(13, f"{message} Exclude the label from its columns.", port=port, column=label)


def _find_needed_columns(fitted: FittedPreprocessing, raw: Dataset, label: str, *, port: str) -> Schema:
    """The features, and what else the steps ask for."""
    usable = [column.name for column in raw.schema if column.type in FEATURE_KINDS and column.name != label]
    names = {name for name in usable if raw.roles.get(name, "feature") == "feature"}
    rows = raw.frame.iloc[:PROBE_ROWS]
    for _ in range(len(raw.schema)):
        try:
            fitted.apply(rows[[name for name in rows if name in names]], port=port)
        except ModuleError as error:
            if error.number != COLUMN_NOT_FOUND or error.column in names or error.column not in raw.schema:
                raise
            names.add(str(error.column))
        else:
            break
    return raw.schema.select([name for name in raw.schema.names if name in names])


@contextmanager
def _name_step(title: str, port: str) -> Iterator[None]:
    """Errors within the block say which step of the preprocessing they are about."""
    try:
        yield
    except ModuleError as error:
        message = f"{title}, which prepares the rows of this model: {error.message}"
        raise ModuleError(error.number, message, port=port, column=error.column) from error
