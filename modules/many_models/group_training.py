"""One model for each group, spread over the processors; what cannot be learned from is a row with its reason."""

import hashlib
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.fan_out import Failure, fan_out
from modules.learning.encoding import PLAIN_TYPES, build_encoder, select_names
from modules.learning.estimators import log as estimator_log
from modules.learning.features import select_features
from modules.learning.fitting import share_encoder
from modules.learning.group_keys import Key, Positions, RowGroups, group_rows
from modules.learning.labels import extract_target
from modules.learning.row_roles import log as roles_log
from modules.learning.row_roles import read_weights
from modules.many_models.group_learners import ConnectedLearner, GroupLearner
from modules.many_models.grouped_models import GroupLevel, GroupModel, pack_model
from modules.many_models.linear_groups import find_ridge_weight, fits_intercept, solve_ridge

log = logging.getLogger(__name__)

#: So many batches keep all processes busy to the end; of linear models a batch is worth its way from so many on.
BATCHES, MAX_BATCH = 32, 500
GroupState = Literal["trained", "unchanged", "failed"]


@dataclass(frozen=True)
class TrainedGroup:
    """What became of one group."""

    key: Key
    rows: int
    state: GroupState
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class LearningTask:
    """Labeled rows, and what is to be learned from those of each group."""

    learner: GroupLearner
    data: Dataset
    label: str
    fewest_rows: int


@dataclass
class GroupTrainer:
    """Trains the models of one level of groups."""

    task: LearningTask
    names: list[str]
    earlier: GroupLevel | None = None
    groups: RowGroups = field(init=False)
    positions: list[Positions] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = group_rows(self.task.data.frame, self.names)
        self.positions = self.groups.list_positions()
        self._linear = LinearRows.prepare(self.task)
        learner = self.task.learner
        if self._linear is None and isinstance(learner, ConnectedLearner):
            encoder = share_encoder(learner.untrained, self.task.data, self.task.label)
            self.task = replace(self.task, learner=replace(learner, shared_encoder=encoder))

    def train(self) -> tuple[GroupLevel, list[TrainedGroup]]:
        """The models, and a line on each group in the order in which they first occur."""
        level = GroupLevel(self.names, {}, self._linear.encoder if self._linear else None)
        fingerprints = self._compute_fingerprints()
        found: dict[int, TrainedGroup] = {}
        waiting = []
        for place, key in enumerate(self.groups.keys):
            kept = self._find_earlier(key, fingerprints[place])
            if kept is None:
                waiting.append(place)
            else:
                level.models[key] = kept
                found[place] = TrainedGroup(key, len(self.positions[place]), "unchanged")
        for place, group, model in self._train_groups(waiting):
            found[place] = group
            if model is not None:
                level.models[group.key] = model
        # In the order of the groups, whichever process was first: the same rows give the same artifact.
        level.models = {key: level.models[key] for key in self.groups.keys if key in level.models}
        level.fingerprints = {
            key: fingerprints[place] for place, key in enumerate(self.groups.keys) if key in level.models
        }
        return level, [found[place] for place in range(len(self.groups.keys))]

    def _train_groups(self, places: Sequence[int]) -> Iterator[tuple[int, TrainedGroup, GroupModel | None]]:
        size = MAX_BATCH if self._linear else max(1, min(MAX_BATCH, len(places) // BATCHES))
        # The others wait for the first batch, which says how long they will take: one model is enough for that.
        starts = [0, *range(0 if self._linear else 1, len(places), size)]
        ends = [*starts[1:], len(places)]
        batches = [list(places[start:end]) for start, end in zip(starts, ends, strict=True) if end > start]
        lost: list[int] = []
        for batch, results in fan_out(self._train_batch, batches, unit="batches of models"):
            if not isinstance(results, Failure):
                yield from zip(batch, *zip(*results, strict=True), strict=True)
            elif len(batch) > 1:
                lost += batch
            else:
                yield batch[0], self._describe_failure(batch[0], results.message, 0.0), None
        # A process that was killed takes a batch with it: one by one, only the group that killed it is lost.
        for place, result in fan_out(self._train_one, lost, unit="models"):
            if isinstance(result, Failure):
                yield place, self._describe_failure(place, result.message, 0.0), None
            else:
                yield place, *result

    def _train_batch(self, places: list[int]) -> list[tuple[TrainedGroup, GroupModel | None]]:
        with _keep_learners_quiet():
            return [self._train_one(place) for place in places]

    def _train_one(self, place: int) -> tuple[TrainedGroup, GroupModel | None]:
        began = time.perf_counter()
        try:
            model = self._fit(self.positions[place])
        except ModuleError as error:
            return self._describe_failure(place, error.message, time.perf_counter() - began), None
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            return self._describe_failure(place, reason, time.perf_counter() - began), None
        seconds = time.perf_counter() - began
        return TrainedGroup(self.groups.keys[place], len(self.positions[place]), "trained", "", seconds), model

    def _describe_failure(self, place: int, reason: str, seconds: float) -> TrainedGroup:
        return TrainedGroup(self.groups.keys[place], len(self.positions[place]), "failed", reason, seconds)

    def _fit(self, rows: Positions) -> GroupModel:
        task = self.task
        if len(rows) < task.fewest_rows:
            count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
            raise ModuleError(
                21, f"Only {count} with a label, and at least {task.fewest_rows} are needed.", port="dataset"
            )
        if self._linear is not None:
            model = self._linear.fit(rows)
            if model is not None:
                return model
        part = task.data.with_frame(task.data.frame.iloc[rows].reset_index(drop=True))
        trained = task.learner.train(part, task.label)
        return pack_model(trained, own_features=not isinstance(task.learner, ConnectedLearner))

    def _find_earlier(self, key: Key, fingerprint: str) -> GroupModel | None:
        if self.earlier is None or not fingerprint or self.earlier.fingerprints.get(key) != fingerprint:
            return None
        return self.earlier.models.get(key)

    def _compute_fingerprints(self) -> list[str]:
        """What each group's model is made from, as a hash: its rows in their order, the learner and the roles."""
        data = self.task.data
        if any(column.type in ("vector", "other") for column in data.schema):
            return [""] * len(self.positions)
        said = (
            *self.task.learner.settings,
            self.task.label,
            self.task.fewest_rows,
            [(column.name, column.type, column.role) for column in data.schema],
        )
        start = hashlib.sha256(repr(said).encode())
        hashes = pd.util.hash_pandas_object(data.frame, index=False).to_numpy()
        return [_digest(start, hashes[rows]) for rows in self.positions]


def _digest(start: Any, values: npt.NDArray[np.uint64]) -> str:
    found = start.copy()
    found.update(values.tobytes())
    return str(found.hexdigest())


@dataclass(frozen=True)
class LinearRows:
    """All rows as numbers, for linear regressions that take nothing from a group but its own rows."""

    encoder: Any
    encoded: npt.NDArray[np.float64]
    target: npt.NDArray[np.float64]
    clean: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float64] | None
    ridge: float
    intercept: bool

    @classmethod
    def prepare(cls, task: LearningTask) -> "LinearRows | None":
        """None where the learner is another one, or where a column has to be encoded by the rows of its group."""
        if not isinstance(task.learner, ConnectedLearner):
            return None
        untrained = task.learner.untrained
        ridge = find_ridge_weight(untrained)
        if ridge is None:
            return None
        features = select_features(task.data, task.label, port="dataset")
        if len(select_names(features, PLAIN_TYPES)) < len(features):
            return None
        frame = task.data.frame
        encoder = build_encoder(frame, features, "one-hot", [])
        encoded = np.asarray(encoder.fit_transform(frame[features.names]), dtype="float64")
        target = frame[task.label].to_numpy(dtype="float64")
        clean = np.isfinite(encoded).all(axis=1) & np.isfinite(target)
        weights = read_weights(task.data, task.label, port="dataset")
        return cls(encoder, encoded, target, clean, weights, ridge, fits_intercept(untrained))

    def fit(self, rows: Positions) -> GroupModel | None:
        """None where the rows are such that the usual way has to say why they cannot be learned from."""
        target = self.target[rows]
        if not self.clean[rows].all() or len(rows) < 2 or target.min() == target.max():
            return None
        weights = None if self.weights is None else self.weights[rows]
        if weights is not None and not weights.sum():
            return None
        try:
            return solve_ridge(self.encoded[rows], target, self.ridge, intercept=self.intercept, weights=weights)
        except np.linalg.LinAlgError:
            return None


def train_level(
    task: LearningTask, names: Sequence[str], earlier: GroupLevel | None = None
) -> tuple[GroupLevel, list[TrainedGroup]]:
    """The models of all groups by these columns; those of the earlier level are kept where nothing changed."""
    return GroupTrainer(task, list(names), earlier).train()


def refuse_unsuited_label(task: LearningTask) -> Any:
    """The label of all rows as the learner takes it; refuses what it could learn in no group."""
    return extract_target(task.data.frame[task.label], task.learner.task, task.learner.title, port="dataset")


def count_states(groups: Sequence[TrainedGroup]) -> Mapping[GroupState, int]:
    """How many groups came to which end."""
    counts: dict[GroupState, int] = {"trained": 0, "unchanged": 0, "failed": 0}
    for group in groups:
        counts[group.state] += 1
    return counts


@contextmanager
def _keep_learners_quiet() -> Iterator[None]:
    """The same words for each of thousands of groups help nobody; the steps that follow in this process are heard."""
    names = ("modules.learning.labels", "modules.automated_ml", "modules.time_series")
    loggers = (log, estimator_log, roles_log, *map(logging.getLogger, names))
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
