"""Many small models as one: packed in one artifact, each loaded when a row of its group is scored.

The classes here are saved with models: their fields keep their names.
"""

import io
import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from modules.kit import ModuleError, TrainedModel
from modules.kit.model_unpickler import ModelUnpickler
from modules.learning.encoding import encode_rows
from modules.learning.fitting import accepts_missing
from modules.learning.group_keys import Key, find_rows, format_group
from modules.learning.predicting import predict_probabilities
from modules.learning.preprocessing import PreparedEncoder

Floats = npt.NDArray[np.float64]
#: A sixth of the time of zlib, and fewer bytes.
COMPRESSION = "zstd"


@dataclass(frozen=True)
class LinearModel:
    """Weights of the encoded features and the intercept: what there is to a linear regression."""

    weights: Floats
    intercept: float


@dataclass(frozen=True)
class PackedModel:
    """A pipeline as compressed bytes, and the classes that it knows.

    `features` are the columns that it takes, where it chose them itself, and then `takes_missing` is its own, too.
    `size` is that of the bytes before; 0 where an older version compressed them with zlib.
    """

    content: bytes
    classes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    takes_missing: bool = True
    size: int = 0

    def load(self) -> Any:
        """The pipeline. Called in a sandbox only, where the artifact itself was loaded."""
        if self.size:
            content = pa.decompress(self.content, self.size, COMPRESSION, asbytes=True)
        else:
            content = zlib.decompress(self.content)
        return ModelUnpickler(io.BytesIO(content)).load()


def pack_model(model: TrainedModel, *, own_features: bool = False) -> PackedModel:
    """The model's pipeline in as few bytes as is quick; with `own_features` it takes the columns that it chose."""
    whole = pickle.dumps(model.pipeline, protocol=5)
    content = pa.compress(whole, COMPRESSION, asbytes=True)
    if not own_features:
        return PackedModel(content, model.classes, size=len(whole))
    return PackedModel(content, model.classes, tuple(model.features.names), takes_gaps(model), len(whole))


def takes_gaps(model: TrainedModel) -> bool:
    """Whether the model predicts rows with missing values: as they are, or by filling them in itself."""
    pipeline = model.pipeline
    if not hasattr(pipeline, "steps"):
        return True
    return isinstance(pipeline[0], PreparedEncoder) or accepts_missing(pipeline[-1])


GroupModel = LinearModel | PackedModel


@dataclass
class GroupLevel:
    """The models of all groups by some key columns; `encoder` is the one that all linear ones share.

    `fingerprints` say from which rows and settings each was trained, so that it need not be trained again.
    """

    names: list[str]
    models: dict[Key, GroupModel]
    encoder: Any = None
    fingerprints: dict[Key, str] = field(default_factory=dict)


class GroupedModels:
    """Predicts each row with the model of its group; what has none falls back to larger groups, then to all rows.

    `levels` go from small groups to large ones. `general` is the pipeline of one model of all rows, None without one;
    `general_features` are its columns, where it chose them itself.
    """

    general_features: tuple[str, ...] = ()

    def __init__(
        self,
        levels: Sequence[GroupLevel],
        features: Sequence[str],
        general: Any,
        class_values: Any = None,
        *,
        takes_missing: bool = False,
    ) -> None:
        self.levels = list(levels)
        self.features = list(features)
        self.general = general
        self.class_names = [] if class_values is None else [str(value) for value in class_values]
        self.takes_missing = takes_missing
        if class_values is not None:
            self.classes_ = class_values

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags

        kind = "classifier" if self.class_names else "regressor"
        return Tags(
            estimator_type=kind,
            target_tags=TargetTags(required=True),
            input_tags=InputTags(allow_nan=self.takes_missing),
        )

    def fit(self, _frame: pd.DataFrame, _target: object = None) -> "GroupedModels":
        return self

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {"levels": self.levels, "features": self.features, "general": self.general}

    @property
    def depth(self) -> int:
        """What `find_sources` gives of rows that the general model scores."""
        return len(self.levels)

    def find_sources(self, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
        """For each row the first level that has a model for it; `depth` where none has."""
        sources = np.full(len(frame), self.depth)
        for number in reversed(range(self.depth)):
            level = self.levels[number]
            places = {key: place for place, key in enumerate(level.models)}
            sources[find_rows(frame, level.names, places) >= 0] = number
        return sources

    def predict_values(self, frame: pd.DataFrame, sources: npt.NDArray[np.int64]) -> Floats:
        """What each row's model predicts, a number or a probability of each class; NaN where it has none."""
        width = max(1, len(self.class_names))
        predicted = np.full((len(frame), width), np.nan)
        for number, level in enumerate(self.levels):
            rows = np.flatnonzero(sources == number)
            if len(rows):
                predicted[rows] = self._predict_level(level, frame.iloc[rows])
        rows = np.flatnonzero(sources == self.depth)
        if len(rows) and self.general is not None:
            part = frame.iloc[rows][list(self.general_features) or self.features]
            predicted[rows] = self._predict_pipeline(self.general, tuple(self.class_names), part)
        return predicted

    def predict_general(self, frame: pd.DataFrame) -> Floats:
        """What the model of all rows predicts for each row."""
        return self.predict_values(frame, np.full(len(frame), self.depth))

    def predict_proba(self, frame: pd.DataFrame) -> Floats:
        return self._predict_all(frame)

    def predict(self, frame: pd.DataFrame) -> Any:
        values = self._predict_all(frame)
        return self.classes_[values.argmax(axis=1)] if self.class_names else values[:, 0]

    def _predict_all(self, frame: pd.DataFrame) -> Floats:
        sources = self.find_sources(frame)
        if self.general is None and (sources == self.depth).any():
            level = self.levels[0]
            row = frame.iloc[[int(np.argmax(sources == self.depth))]][level.names]
            group = format_group(tuple(map(str, row.iloc[0])))
            message = f"There is no model for the group '{group}', and no model of all rows to use instead."
            raise ModuleError(13, f"{message} Train one, or use Score Many Models.", port="trained_model")
        return self.predict_values(frame, sources)

    def _predict_level(self, level: GroupLevel, frame: pd.DataFrame) -> Floats:
        """Linear models all at once, others group by group."""
        keys = list(level.models)
        places = find_rows(frame, level.names, {key: place for place, key in enumerate(keys)})
        predicted = np.full((len(frame), max(1, len(self.class_names))), np.nan)
        order = np.argsort(places, kind="stable")
        begins = np.flatnonzero(np.diff(places[order], prepend=-1))
        linear = np.array([isinstance(level.models[key], LinearModel) for key in keys])
        if linear[places].any():
            rows = np.flatnonzero(linear[places])
            predicted[rows, 0] = _predict_linear(level, keys, places[rows], frame.iloc[rows][self.features])
        for rows in np.split(order, begins[1:]):
            model = level.models[keys[places[rows[0]]]]
            if isinstance(model, PackedModel):
                part = frame.iloc[rows][list(model.features) or self.features]
                predicted[rows] = self._predict_pipeline(model.load(), model.classes, part)
        return predicted

    def _predict_pipeline(self, pipeline: Any, classes: tuple[str, ...], frame: pd.DataFrame) -> Floats:
        encoder, estimator = pipeline[0], pipeline[-1]
        encoded = encode_rows(encoder, frame)
        if not self.class_names:
            return np.asarray(estimator.predict(encoded), dtype="float64").reshape(-1, 1)
        found = predict_probabilities(estimator, encoded)
        if list(classes) == self.class_names:
            return np.asarray(found, dtype="float64")
        whole = np.zeros((len(frame), len(self.class_names)))
        whole[:, [self.class_names.index(name) for name in classes]] = found
        return whole


def _predict_linear(level: GroupLevel, keys: list[Key], places: Any, frame: pd.DataFrame) -> Floats:
    used = np.unique(places)
    models = [level.models[keys[place]] for place in used]
    weights = np.array([model.weights for model in models if isinstance(model, LinearModel)])
    intercepts = np.array([model.intercept for model in models if isinstance(model, LinearModel)])
    at = np.searchsorted(used, places)
    encoded = encode_rows(level.encoder, frame)
    return np.asarray(np.einsum("ij,ij->i", encoded, weights[at]) + intercepts[at])
