"""What learns from the rows of a group: the connected learner, a search of its own, or a forecast of its own past."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel, catalog
from modules.kit.module_roles import ModuleRole, get_module
from modules.kit.schema import LABELED_TASKS, Task
from modules.learning.compatible_modules import get_trainer_title
from modules.learning.fitting import fit_model, refuse_sweeps


class GroupLearner(Protocol):
    """Makes a model of some rows; `settings` say what its models depend on besides the rows."""

    @property
    def title(self) -> str: ...

    @property
    def task(self) -> Task: ...

    @property
    def settings(self) -> tuple[object, ...]: ...

    @property
    def parameters(self) -> Mapping[str, object]: ...

    def train(self, data: Dataset, label: str) -> TrainedModel: ...


@dataclass(frozen=True)
class ConnectedLearner:
    """The learner at the input."""

    untrained: UntrainedModel
    shared_encoder: Any = None

    @property
    def title(self) -> str:
        return self.untrained.learner

    @property
    def task(self) -> Task:
        return self.untrained.task

    @property
    def settings(self) -> tuple[object, ...]:
        return describe_learner(self.untrained)

    @property
    def parameters(self) -> Mapping[str, object]:
        return self.untrained.parameters

    def train(self, data: Dataset, label: str) -> TrainedModel:
        return fit_model(self.untrained, data, label, shared_encoder=self.shared_encoder)


@dataclass(frozen=True)
class ModuleLearner:
    """A module that finds a model itself: Automated ML, or Automated Forecast."""

    role: ModuleRole
    title: str
    task: Task
    parameters: Mapping[str, object]
    untrained: UntrainedModel | None = None

    @property
    def settings(self) -> tuple[object, ...]:
        learner = describe_learner(self.untrained) if self.untrained else ()
        return self.role, sorted(self.parameters.items()), learner

    def train(self, data: Dataset, label: str) -> TrainedModel:
        searcher = get_module(catalog(), self.role)
        rows = next(port.name for port in searcher.inputs if port.type == "dataset")
        given: dict[str, object] = {rows: data}
        given |= {port.name: self.untrained for port in searcher.inputs if port.type == "untrained_model"}
        made = searcher.run(given, {**self.parameters, "label": label})
        return next(value for value in made.values() if isinstance(value, TrainedModel))


def connect_learner(untrained: UntrainedModel | None) -> ConnectedLearner:
    """The learner at the input; refuses none (3), and one that predicts neither numbers nor classes (13)."""
    if untrained is None:
        message = "Connect a learner to 'untrained_model', or choose Automated ML or Forecast at 'Train with'."
        raise ModuleError(3, message, port="untrained_model")
    if untrained.task not in LABELED_TASKS or untrained.task == "quantile":
        title = get_trainer_title(untrained)
        message = f"{untrained.learner} predicts neither a number nor classes. Use {title} instead."
        raise ModuleError(13, message, port="untrained_model")
    refuse_sweeps(untrained)
    return ConnectedLearner(untrained)


def describe_learner(untrained: UntrainedModel) -> tuple[object, ...]:
    """The learner as far as its models depend on it."""
    return (
        type(untrained.estimator).__name__,
        repr(untrained.estimator),
        [(step.module, dict(step.parameters)) for step in untrained.preprocessing],
    )
