"""Which module trains a learner, and which one scores a model: what to say where another one is connected."""

from modules.kit import TrainedModel, UntrainedModel

TRAINERS = {
    "anomaly": "Train Anomaly Detection Model",
    "clustering": "Train Clustering Model",
    "images": "Train PyTorch Model",
}
SCORERS = {"anomaly": "Score Model", "clustering": "Assign Data to Clusters", "images": "Score Image Model"}


def get_trainer_title(untrained: UntrainedModel) -> str:
    """The title of the module that trains the learner."""
    return TRAINERS.get(untrained.task, "Train Model")


def get_scorer_title(model: TrainedModel) -> str:
    """The title of the module that scores the model: recommenders and Vowpal Wabbit have one of their own."""
    if model.task == "recommendation":
        return f"Score {model.learner}"
    if model.task in SCORERS:
        return SCORERS[model.task]
    return "Score Model" if hasattr(model.pipeline, "named_steps") else f"Score {model.learner} Model"
