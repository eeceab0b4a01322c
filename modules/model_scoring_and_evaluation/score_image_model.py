"""Score Image Model: a trained network tells what is on images."""

from typing import NamedTuple

import pandas as pd

from modules.kit import Call, Dataset, ImageDirectory, ModuleError, Scores, TrainedModel, module
from modules.kit.writing import Step, Text, Value, call
from modules.learning import written
from modules.learning.predicting import LABELS, PROBABILITIES
from modules.vision.examples import bar_model, shapes
from modules.vision.training import LABEL, TrainedNetwork
from modules.vision.written_images import score_pictures

IMAGE = "Image"


class Scored(NamedTuple):
    scored_dataset: Dataset


def _written(step: Step) -> None:
    model, images = step.inputs["trained_model"], step.inputs["dataset"]

    def measured(using: Step, table: Value) -> str:
        return call(using.use(written.class_metrics), table, LABEL, Text(f"{model}.classes"))

    out = step.table("scored_dataset", f"scored_by_{model}", **model.facts, measure=measured)
    out.roles.update({IMAGE: "none", LABEL: "label"})
    step.add(f"{out} = {call(step.use(score_pictures), model, images)}")


@module(
    "Score Image Model",
    category="Model Scoring and Evaluation",
    icon="photo-search",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(bar_model(), shapes()),
    writes=_written,
    keywords=("predict images", "image classification"),
)
def score_image_model(trained_model: TrainedModel, dataset: ImageDirectory) -> Scored:
    """Tell the category of every image with a network from Train PyTorch Model.

    Gives one row per image: its path, its own category as "Label" where it is known, "Scored Labels", and for each
    category "Scored Probabilities_<category>". Evaluate Model measures it. The images need the size of those that the
    network was trained on; random changes are not made.
    """
    network = trained_model.pipeline
    if not isinstance(network, TrainedNetwork):
        message = f"{trained_model.learner} was not trained on images. Use Score Model for it."
        raise ModuleError(13, message, port="trained_model")
    if dataset.count == 0:
        raise ModuleError(21, "There are no images at 'dataset'.", port="dataset")
    probabilities = network.probabilities(dataset, port="dataset")
    classes = network.classes
    named = {name: f"{PROBABILITIES}_{name}" for name in classes}
    columns: dict[str, object] = {IMAGE: dataset.table["path"].to_pylist()}
    labelled = any(label is not None for label in dataset.labels)
    if labelled:
        columns[LABEL] = dataset.labels
    columns[LABELS] = [classes[place] for place in probabilities.argmax(axis=1)]
    columns |= {column: probabilities[:, classes.index(name)] for name, column in named.items()}
    two = len(classes) == 2
    scores = Scores(
        task="two-class" if two else "multiclass",
        label=LABEL,
        predicted=LABELS,
        classes=classes,
        positive=classes[1] if two else None,
        probabilities={classes[1]: named[classes[1]]} if two else named,
        learner=trained_model.learner,
    )
    scored = Dataset(pd.DataFrame(columns), {IMAGE: "none"}, scores).with_role("score", LABELS, *named.values())
    return Scored(scored.with_role("label", LABEL) if labelled else scored)
