"""Train PyTorch Model: a network for images learns from an image directory."""

from typing import Annotated, NamedTuple

from pydantic import Field

from modules.kit import Call, ImageDirectory, ModelSchema, Seed, TrainedModel, UntrainedModel, module
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.vision.exported_vision import train_network
from modules.vision.image_examples import make_shapes, make_small_network
from modules.vision.image_training import TrainingSettings, train_image_model


class TrainPytorchModelOutputs(NamedTuple):
    trained_model: TrainedModel


def predict_network_schema(untrained_model: ModelSchema) -> ModelSchema:
    """The classes are known after the run."""
    return untrained_model


def _emit_code(step: StepCode) -> None:
    network, training, validation = (step.get_input(port.name) for port in step.module.inputs)
    model = step.reserve_name(f"{network.name}_model")
    settings = {
        "epochs": step.epochs,
        "batch_size": step.batch_size,
        "warmup": step.warmup_step_number,
        "learning_rate": step.learning_rate,
        "seed": step.seed,
        "patience": step.patience,
    }
    step.assign(model, step.use(train_network).call(network, training, validation, **settings))
    step.outputs["trained_model"] = ScriptVariable(model, facts=network.facts)


@module(
    "Train PyTorch Model",
    category="Model Training",
    icon="flame",
    role="trainer",
    task="images",
    requires=("torch", "torchvision"),
    schema=predict_network_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_small_network(), make_shapes(), make_shapes(), epochs=2, batch_size=6),
    keywords=("fit", "deep learning", "torch", "neural network", "GPU", "fine-tune"),
)
def train_pytorch_model(
    untrained_model: UntrainedModel,
    training_dataset: ImageDirectory,
    validation_dataset: ImageDirectory,
    *,
    epochs: Annotated[int, Field(ge=1, le=10_000, description="Number of passes of training over all images.")] = 5,
    batch_size: Annotated[int, Field(ge=2, le=4_096, description="Number of images used for each step.")] = 16,
    warmup_step_number: Annotated[
        int, Field(ge=0, description="Number of steps over which the learning rate rises to its value.")
    ] = 0,
    learning_rate: Annotated[
        float,
        Field(
            gt=0,
            le=2,
            description="The size of the first steps. It falls to 0 by the last step. Lower it if training diverges.",
        ),
    ] = 0.001,
    seed: Seed = 1,
    patience: Annotated[
        int, Field(ge=1, description="Stop after this many epochs without a lower loss on the validation images.")
    ] = 3,
    print_frequency: Annotated[int, Field(ge=1, description="Log the loss after every this many batches.")] = 10,
) -> TrainPytorchModelOutputs:
    """Train ResNet or DenseNet on labeled images, and keep the weights that did best on the validation images.

    Stochastic gradient descent with momentum 0.9 and weight decay 0.0001 lowers the cross entropy; the learning rate
    falls along a line. All images must have one size, as Apply Image Transformation gives them: with random changes for
    the training images, without for the validation images. Loss and accuracy of each epoch are drawn in the result.

    The same seed gives the same model on machines with as many processor cores and the same version of PyTorch. A
    network trained from scratch learns faster with a learning rate of 0.01 to 0.1 than with 0.001, which suits
    pretrained weights.
    """
    course = TrainingSettings(
        epochs=epochs,
        batch_size=batch_size,
        warmup_step_number=warmup_step_number,
        learning_rate=learning_rate,
        seed=seed,
        patience=patience,
        print_frequency=print_frequency,
    )
    return TrainPytorchModelOutputs(train_image_model(untrained_model, training_dataset, validation_dataset, course))
