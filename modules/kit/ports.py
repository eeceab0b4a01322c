"""What flows along an edge: datasets, models, transformations, evaluations."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from modules.kit.errors import ModuleError
from modules.kit.schema import Column, Role, Schema, Task, column_type


@dataclass(frozen=True)
class Scores:
    """Which columns of a scored dataset hold what, so that Evaluate Model needs no guess.

    `probabilities` maps a class to the column with its probability; for two classes it holds the positive class only.
    Of a clustering `distances` maps a cluster to the column with the distance to its centre, `features` are the columns
    it was made of, and `space` tells how long one step of each encoded feature is where the distances were measured.
    """

    task: Task
    label: str | None
    predicted: str
    classes: tuple[str, ...] = ()
    positive: str | None = None
    probabilities: Mapping[str, str] = field(default_factory=dict)
    learner: str = ""
    distances: Mapping[str, str] = field(default_factory=dict)
    features: tuple[str, ...] = ()
    space: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Dataset:
    """A table with the role of each column. `frame` may be read-only: work on a copy, never in place."""

    port_type: ClassVar[str] = "dataset"

    frame: pd.DataFrame
    roles: Mapping[str, Role] = field(default_factory=dict)
    scores: Scores | None = None

    def __post_init__(self) -> None:
        names = list(self.frame.columns)
        strange = next((name for name in names if not isinstance(name, str)), None)
        if strange is not None:
            raise ModuleError(155, f"Column names must be text. Got {strange!r}.")
        if len(set(names)) < len(names):
            repeated = next(name for name in names if names.count(name) > 1)
            raise ModuleError(28, f"Two columns are called '{repeated}'. Rename one of them.", column=repeated)
        there = set(names)
        object.__setattr__(self, "roles", {name: role for name, role in self.roles.items() if name in there})

    @property
    def rows(self) -> int:
        return len(self.frame)

    @property
    def schema(self) -> Schema:
        """Names, types, roles, and the levels of categories."""
        return Schema(tuple(self._column(name) for name in self.frame.columns))

    def _column(self, name: str) -> Column:
        values = self.frame[name]
        levels = tuple(map(str, values.cat.categories)) if isinstance(values.dtype, pd.CategoricalDtype) else None
        return Column(name, column_type(values), self.roles.get(name, "feature"), levels)

    def with_frame(self, frame: pd.DataFrame) -> "Dataset":
        """The same roles on other rows or columns; what is said of scores stays while their columns do."""
        kept = self.scores if self.scores and self.scores.predicted in frame.columns else None
        return replace(self, frame=frame, scores=kept)

    def with_role(self, role: Role, *names: str) -> "Dataset":
        return replace(self, roles={**self.roles, **dict.fromkeys(names, role)})


@dataclass(frozen=True)
class UntrainedModel:
    """A configured learner: an estimator with scikit-learn's `fit` and `predict` that has seen no data yet."""

    port_type: ClassVar[str] = "untrained_model"

    task: Task
    learner: str
    estimator: Any
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TrainedModel:
    """A fitted pipeline with the columns it was trained on and the label it predicts.

    `classes` are the label's values as text, in the order of the pipeline's probabilities; empty for regression.
    `features` are the columns that go in; `feature_names` what they became after encoding. `details` is JSON that the
    browser draws and that only the training data can tell, such as the clusters found in them.
    """

    port_type: ClassVar[str] = "trained_model"

    task: Task
    learner: str
    pipeline: Any
    label: Column | None
    features: Schema
    classes: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    rows: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)


class Transformation(ABC):
    """A fitted change of a dataset that can be applied to other datasets."""

    port_type: ClassVar[str] = "transformation"

    title: str = "Transformation"

    @abstractmethod
    def apply(self, dataset: Dataset) -> Dataset:
        """The changed dataset; raises ModuleError where a column is missing or of another type."""

    def within(self, names: frozenset[str]) -> "Transformation":
        """The same change for data that have these columns only: rules for others are left out where they can be."""
        return self

    @abstractmethod
    def describe(self) -> list[dict[str, Any]]:
        """One record per column or rule, for people: `[{"column": "price", "replacement": 13_207.1}]`."""

    def details(self) -> Mapping[str, Any]:
        """JSON that the browser draws a picture from, where there is more to see than the records."""
        return {}


@dataclass(frozen=True)
class Evaluation:
    """The measured quality of one or more models: a row of metrics each, and the curves behind them.

    `metrics` are {metric name: value} per model, `details` the JSON that the browser draws.
    """

    port_type: ClassVar[str] = "evaluation"

    task: Task
    models: tuple[str, ...]
    metrics: tuple[Mapping[str, float], ...]
    details: Mapping[str, Any] = field(default_factory=dict)

    def table(self) -> Dataset:
        """One row of metrics per model, in the order of the input ports: what a Dataset port receives."""
        return Dataset(pd.DataFrame([dict(row) for row in self.metrics]))


@dataclass(frozen=True)
class File:
    """A file as it was uploaded, under the name that its owner gave it."""

    port_type: ClassVar[str] = "file"

    path: Path
    name: str


PORT_TYPES: dict[str, type] = {
    kind.port_type: kind for kind in (Dataset, UntrainedModel, TrainedModel, Transformation, Evaluation, File)
}

#: Besides its own type, a port takes values that can stand in for it.
ALSO_ACCEPTED = {"dataset": frozenset({"evaluation"})}


def accepts(wanted: str, offered: str) -> bool:
    """Whether an input of port type `wanted` takes a value of port type `offered`."""
    return wanted == offered or offered in ALSO_ACCEPTED.get(wanted, frozenset())


def as_port_type(value: object, wanted: str) -> object:
    """The value as its input port wants it: an Evaluation becomes its table of metrics."""
    return value.table() if wanted == "dataset" and isinstance(value, Evaluation) else value
