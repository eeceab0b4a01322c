"""Score Image Model: a trained network tells what is on images."""

from typing import NamedTuple

import pandas as pd

from modules.kit import Call, Dataset, ImageDirectory, ModuleError, Scores, TrainedModel, module
from modules.kit.codegen.expressions import Expr, ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.learning import exported_functions
from modules.learning.predicting import LABELS, PROBABILITIES
from modules.vision.exported_vision import score_images
from modules.vision.image_examples import make_shapes, train_bar_model
from modules.vision.image_training import LABEL_COLUMN, TrainedNetwork

IMAGE = "Image"


class ScoreImageModelOutputs(NamedTuple):
    scored_dataset: Dataset


def _emit_code(step: StepCode) -> None:
    model, images = step.get_input("trained_model"), step.get_input("dataset")

    def emit_metrics(using: StepCode, table: ScriptVariable) -> Expr:
        classes = model.code.attribute("classes")
        return using.use(exported_functions.measure_classes).call(table, LABEL_COLUMN, classes)

    out = step.add_table("scored_dataset", f"scored_by_{model.name}", **model.facts, measure=emit_metrics)
    out.roles.update({IMAGE: "none", LABEL_COLUMN: "label"})
    step.assign(out, step.use(score_images).call(model, images))


@module(
    "Score Image Model",
    category="Model Scoring and Evaluation",
    icon="photo-search",
    role="scorer",
    task="images",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(train_bar_model(), make_shapes()),
    emit_code=_emit_code,
    keywords=("predict images", "image classification"),
)
def score_image_model(trained_model: TrainedModel, dataset: ImageDirectory) -> ScoreImageModelOutputs:
    """Predict the category of every image with a network from Train PyTorch Model.

    Gives one row per image: its path, its own category as "Label" where it is known, "Scored Labels", and for each
    category "Scored Probabilities_<category>". Evaluate Model measures it. The images need the size of those that the
    network was trained on; no random changes are applied.
    """
    network = trained_model.pipeline
    if not isinstance(network, TrainedNetwork):
        message = f"{trained_model.learner} was not trained on images. Use Score Model for it."
        raise ModuleError(13, message, port="trained_model")
    if dataset.count == 0:
        raise ModuleError(21, "There are no images at 'dataset'.", port="dataset")
    probabilities = network.predict_probabilities(dataset, port="dataset")
    classes = network.classes
    named = {name: f"{PROBABILITIES}_{name}" for name in classes}
    columns: dict[str, object] = {IMAGE: dataset.table["path"].to_pylist()}
    labeled = any(label is not None for label in dataset.labels)
    if labeled:
        columns[LABEL_COLUMN] = dataset.labels
    columns[LABELS] = [classes[place] for place in probabilities.argmax(axis=1)]
    columns |= {column: probabilities[:, classes.index(name)] for name, column in named.items()}
    two = len(classes) == 2
    scores = Scores(
        task="two-class" if two else "multiclass",
        label=LABEL_COLUMN,
        predicted=LABELS,
        classes=classes,
        positive=classes[1] if two else None,
        probabilities={classes[1]: named[classes[1]]} if two else named,
        learner=trained_model.learner,
    )
    scored = Dataset(pd.DataFrame(columns), {IMAGE: "none"}, scores).with_role("score", LABELS, *named.values())
    return ScoreImageModelOutputs(scored.with_role("label", LABEL_COLUMN) if labeled else scored)
