"""Which module trains a learner, and which one scores a model: what to say where another one is connected."""

from modules.kit import TrainedModel, UntrainedModel, catalog
from modules.kit.module_roles import ModuleRole, find_module, get_module
from modules.kit.schema import Task


def get_trainer_title(untrained: UntrainedModel) -> str:
    """The title of the module that trains the learner."""
    return _get_title("trainer", untrained.task)


def get_scorer_title(model: TrainedModel) -> str:
    """The title of the module that scores the model: recommenders and Vowpal Wabbit have one of their own."""
    if model.task == "recommendation":
        return f"Score {model.learner}"
    own = find_module(catalog(), "scorer", model.task) is not None
    # A detector of anomalies is no pipeline, and is scored like one.
    if own or model.task == "anomaly" or hasattr(model.pipeline, "named_steps"):
        return _get_title("scorer", model.task)
    return f"Score {model.learner} Model"


def _get_title(role: ModuleRole, task: Task) -> str:
    """The module for this task only, else the one for all tasks."""
    return (find_module(catalog(), role, task) or get_module(catalog(), role)).title
