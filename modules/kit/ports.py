"""What flows along an edge: datasets, models, transformations, evaluations."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

import pandas as pd
import pyarrow as pa

from modules.kit.errors import ModuleError
from modules.kit.row_values import RowFunction
from modules.kit.schema import Column, Role, Schema, Task, to_column_type_name
from modules.kit.sweeps import Sweep
from modules.kit.views.comparison_view import ModelComparison
from modules.kit.views.dataset_view import TableView
from modules.kit.views.evaluation_view import EvaluationDetails
from modules.kit.views.explanation_view import ExplanationView
from modules.kit.views.model_view import ModelDetails, parse_model_details
from modules.kit.views.transformation_view import TransformationDetails

#: Of a table so many columns are replaced one by one; more are put together anew with all others.
REBUILD_FROM_COLUMNS = 50


@dataclass(frozen=True)
class Scores:
    """Which columns of a scored dataset hold what, so that Evaluate Model needs no guess.

    `probabilities` maps a class to the column with its probability; for two classes it holds the positive class only.
    `quantiles` maps a quantile, as in '0.25', to its column.
    `threshold` is the probability from which the positive class was called, None where the likelier one was.
    Of a clustering `distances` maps a cluster to the column with the distance to its center, `features` are the columns
    it was made of, and `space` tells how long one step of each encoded feature is where the distances were measured.
    `training_metrics` are those of the model on rows that it learned from.
    """

    task: Task
    label: str | None
    predicted: str
    classes: tuple[str, ...] = ()
    positive: str | None = None
    probabilities: Mapping[str, str] = field(default_factory=dict)
    learner: str = ""
    quantiles: Mapping[str, str] = field(default_factory=dict)
    threshold: float | None = None
    distances: Mapping[str, str] = field(default_factory=dict)
    features: tuple[str, ...] = ()
    space: Mapping[str, float] = field(default_factory=dict)
    training_metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Dataset:
    """A table with the role of each column. `frame` may be read-only: work on a copy, never in place.

    `shown_as` asks the browser for a view of its own beside the table. `remark` says how the rows came to be these.
    """

    port_type: ClassVar[str] = "dataset"

    frame: pd.DataFrame
    roles: Mapping[str, Role] = field(default_factory=dict)
    scores: Scores | None = None
    shown_as: TableView | None = None
    remark: str | None = None

    def __post_init__(self) -> None:
        names = list(self.frame.columns)
        strange = next((name for name in names if not isinstance(name, str)), None)
        if strange is not None:
            raise ModuleError(155, f"Column names must be text. Got {strange!r}.", column=str(strange))
        if len(set(names)) < len(names):
            repeated = next(name for name in names if names.count(name) > 1)
            raise ModuleError(28, f"Two columns are called '{repeated}'. Rename one of them.", column=repeated)
        there = set(names)
        object.__setattr__(self, "roles", {name: role for name, role in self.roles.items() if name in there})

    @property
    def rows(self) -> int:
        return len(self.frame)

    @cached_property
    def schema(self) -> Schema:
        """Names, types, roles, and the levels of categories."""
        kinds = zip(self.frame.columns, self.frame.dtypes, strict=True)
        return Schema(tuple(self._describe_column(name, kind) for name, kind in kinds)).describing(self.frame)

    def _describe_column(self, name: str, kind: object) -> Column:
        levels = tuple(map(str, kind.categories)) if isinstance(kind, pd.CategoricalDtype) else None
        return Column(name, to_column_type_name(kind), self.roles.get(name, "feature"), levels)

    def with_columns(self, changed: "Mapping[str, pd.Series[Any]]") -> pd.DataFrame:
        """The frame with these columns in the place of those of their names, new ones at its end."""
        if len(changed) <= REBUILD_FROM_COLUMNS:
            return self.frame.assign(**changed)
        # One by one each of them would move all others.
        return pd.DataFrame({**dict(self.frame.items()), **changed}, index=self.frame.index)

    def with_frame(self, frame: pd.DataFrame) -> "Dataset":
        """The same roles on other rows or columns; what is said of scores stays while their columns do."""
        kept = self.scores if self.scores and self.scores.predicted in frame.columns else None
        return replace(self, frame=frame, scores=kept, shown_as=None, remark=None)

    def with_role(self, role: Role, *names: str) -> "Dataset":
        return replace(self, roles={**self.roles, **dict.fromkeys(names, role)})


@dataclass(frozen=True)
class Recipe:
    """How a learner was made, so that it can be made again with other values.

    `space` holds those parameters that stand for several values; in `parameters` they have their default.
    """

    module: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, "UntrainedModel"] = field(default_factory=dict)
    space: Mapping[str, Sweep] = field(default_factory=dict)


@dataclass(frozen=True)
class PreprocessingStep:
    """How a transformation was fitted, so that it can be fitted again on other rows: the module and its parameters.

    `title` is the module's. The rows go into its input `port`, `inputs` holds what else goes in, and `output` gives the
    transformation.
    """

    module: str
    title: str
    parameters: Mapping[str, object]
    port: str
    output: str
    inputs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class UntrainedModel:
    """A configured learner: an estimator with scikit-learn's `fit` and `predict` that has seen no data yet.

    `one_hot` has categories become columns of 0 and 1, also where the estimator could take them otherwise.
    Its `recipe` comes from the module that made it; what a plain call of the function makes has none. The steps of its
    `preprocessing` are fitted on the rows that it is trained on, and on those alone.
    """

    port_type: ClassVar[str] = "untrained_model"

    task: Task
    learner: str
    estimator: Any
    parameters: Mapping[str, Any] = field(default_factory=dict)
    recipe: Recipe | None = None
    preprocessing: tuple[PreprocessingStep, ...] = ()
    one_hot: bool = False

    @property
    def swept(self) -> dict[str, Sweep]:
        """The parameters that stand for several values, those of a learner within this one among them."""
        if self.recipe is None:
            return {}
        inner = [model.swept for model in self.recipe.inputs.values()]
        return {name: sweep for space in (*inner, self.recipe.space) for name, sweep in space.items()}


@dataclass(frozen=True)
class TrainedModel:
    """A fitted pipeline with the columns it was trained on and the label it predicts.

    `classes` are the label's values as text, in the order of the pipeline's probabilities; empty for regression.
    `features` are the columns that go in; `feature_names` what they became after encoding. `sample` are a few hundred
    training rows of the features, from which the view draws partial dependence, and `intervals` the confidence
    intervals of a linear model's weights, where there are any. `details` is what the browser
    draws and only the training data can tell, such as the clusters found in them; stored models keep it as plain data.
    `training_metrics` are {metric name: value} on rows of the training data, None where they were not measured.
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
    sample: pd.DataFrame | None = None
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    details: ModelDetails | None = None
    training_metrics: Mapping[str, float] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "details": {} if self.details is None else self.details.model_dump(mode="json")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, details=parse_model_details(state.get("details")))


class Transformation(ABC):
    """A fitted change of a dataset that can be applied to other datasets.

    Its `recipe` comes from the module that fitted it; what a plain call of the function makes has none.
    """

    port_type: ClassVar[str] = "transformation"

    title: str = "Transformation"
    recipe: PreprocessingStep | None = None
    #: Whether what becomes of a row depends on that row alone.
    works_by_rows: ClassVar[bool] = True

    @abstractmethod
    def apply(self, dataset: Dataset) -> Dataset:
        """The changed dataset; raises ModuleError where a column is missing or of another type."""

    def restrict_to(self, names: frozenset[str]) -> "Transformation":
        """The same change for data that have these columns only: rules for others are left out where they can be."""
        return self

    def keep_all_rows(self) -> "Transformation":
        """The same change without what removes rows: each row that is scored gets a prediction."""
        return self

    def list_read_columns(self) -> frozenset[str] | None:
        """The columns whose values go into other columns or decide about rows; None where any may."""
        return None

    def compile_rows(self) -> RowFunction | None:
        """The same for a few rows without a table; None where there is no such form, see `row_functions.py`."""
        return None

    @abstractmethod
    def describe(self) -> list[dict[str, Any]]:
        """One record per column or rule, for people: `[{"column": "price", "replacement": 13_207.1}]`."""

    def details(self) -> TransformationDetails | None:
        """What the browser draws a picture from, where there is more to see than the records."""
        return None


@dataclass(frozen=True)
class Evaluation:
    """The measured quality of one or more models: a row of metrics each, and the curves behind them.

    `metrics` are {metric name: value} per model, `details` what the browser draws of each.
    """

    port_type: ClassVar[str] = "evaluation"

    task: Task
    models: tuple[str, ...]
    metrics: tuple[Mapping[str, float], ...]
    details: Mapping[str, EvaluationDetails] = field(default_factory=dict)
    #: Why the best model does better than the next; None where rows have no metric, and in older results.
    comparison: ModelComparison | None = None
    #: What the first model relies on, where that is known.
    explanation: ExplanationView | None = None
    #: {model: its metrics on rows that it learned from} of the models where these were measured.
    training_metrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def to_dataset(self) -> Dataset:
        """One row of metrics per model, in the order of the input ports: what a Dataset port receives."""
        return Dataset(pd.DataFrame([dict(row) for row in self.metrics]))


@dataclass(frozen=True)
class File:
    """A file as it was uploaded, under the name that its owner gave it."""

    port_type: ClassVar[str] = "file"

    path: Path
    name: str


@dataclass(frozen=True)
class ImageDirectory:
    """Images with their categories: an Arrow table with one row per image, of the columns of `IMAGE_COLUMNS`.

    `image` holds the bytes of a picture file, `thumbnail` those of a small one. A `label` is null where the category is
    unknown. `augmentation` are the random changes that training draws anew each time it looks at an image: records of
    `modules/vision/changes.py`.
    """

    port_type: ClassVar[str] = "image_directory"

    table: pa.Table
    augmentation: tuple[Mapping[str, Any], ...] = ()

    @property
    def count(self) -> int:
        return int(self.table.num_rows)

    @property
    def labels(self) -> list[str | None]:
        """The category of each image."""
        return list(self.table["label"].to_pylist())

    @property
    def categories(self) -> list[str]:
        """The categories that occur, in alphabetical order."""
        return sorted({label for label in self.labels if label is not None})

    def take_rows(self, rows: Sequence[int]) -> "ImageDirectory":
        """Only the images of these rows, in this order."""
        return replace(self, table=self.table.take(pa.array(rows, pa.int64())))


#: The columns of an image directory.
IMAGE_COLUMNS = pa.schema(
    [
        pa.field("path", pa.string()),
        pa.field("label", pa.string()),
        pa.field("width", pa.int32()),
        pa.field("height", pa.int32()),
        pa.field("image", pa.large_binary()),
        pa.field("thumbnail", pa.large_binary()),
    ]
)


PortType = Literal[
    "dataset", "untrained_model", "trained_model", "transformation", "evaluation", "file", "image_directory"
]
PORT_TYPES: dict[str, type] = {
    kind.port_type: kind
    for kind in (Dataset, UntrainedModel, TrainedModel, Transformation, Evaluation, File, ImageDirectory)
}

#: Besides its own type, a port takes values that can stand in for it.
COMPATIBLE_PORT_TYPES = {"dataset": frozenset({"evaluation"})}


def is_compatible(input_type: str, output_type: str) -> bool:
    """Whether an input of `input_type` takes a value of `output_type`."""
    return input_type == output_type or output_type in COMPATIBLE_PORT_TYPES.get(input_type, frozenset())


def to_port_type(value: object, port_type: str) -> object:
    """The value as its input port wants it: an Evaluation becomes its table of metrics."""
    return value.to_dataset() if port_type == "dataset" and isinstance(value, Evaluation) else value
