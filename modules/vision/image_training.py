"""Training a network on images: epochs of stochastic gradient descent, and the curves of how it went.

Imports torch within its functions, as all modules do: the server reads this file when it starts.
"""

import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from modules.kit import Column, ImageDirectory, ModuleError, Schema, TrainedModel, UntrainedModel, report
from modules.learning.torch_training import (
    NetworkWeights,
    extract_weights,
    load_weights,
    seeded_torch,
    split_into_batches,
)
from modules.vision.augmentations import compose_transforms
from modules.vision.image_io import open_image
from modules.vision.image_networks import ImageNetwork

log = logging.getLogger(__name__)

LABEL_COLUMN = "Label"
#: Mean and deviation of each color over ImageNet: what pretrained networks expect.
CHANNEL_MEANS, CHANNEL_DEVIATIONS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
MOMENTUM = 0.9
WEIGHT_DECAY = 1e-4
#: Pixels of opened images that are kept from epoch to epoch; beyond it the rest is opened anew each time.
MAX_CACHED_IMAGES = 1024**3


@dataclass(frozen=True)
class TrainingSettings:
    """How a network is trained: the parameters of Train PyTorch Model."""

    epochs: int = 5
    batch_size: int = 16
    warmup_step_number: int = 0
    learning_rate: float = 0.001
    seed: int = 1
    patience: int = 3
    print_frequency: int = 10


@dataclass(frozen=True)
class TrainedNetwork:
    """A network with its weights, the size of image that it takes, and its history: {figure: {data: values}}."""

    network: ImageNetwork
    classes: tuple[str, ...]
    height: int
    width: int
    weights: NetworkWeights
    history: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict)

    def predict_probabilities(self, directory: ImageDirectory, *, port: str) -> Any:
        """The probability of each class for each image."""
        import torch

        images = ImageLoader(directory, port=port)
        images.refuse_other_sizes(self.height, self.width)
        with seeded_torch(0), torch.inference_mode():
            network = self.network.build(len(self.classes), small=self.network.is_small(self.height, self.width))
            load_weights(network, self.weights)
            network.eval()
            parts = []
            for rows in split_into_batches(list(range(directory.count)), 64):
                parts.append(torch.softmax(network(normalize_images(images.load_batch(rows))).double(), dim=1))
                report(sum(map(len, parts)), directory.count, "images")
            return torch.cat(parts).numpy()


class ImageLoader:
    """The images of a directory as tensors of bytes, opened when they are first wanted."""

    def __init__(self, directory: ImageDirectory, *, port: str) -> None:
        self.port = port
        self.paths = directory.table["path"]
        self.written = directory.table["image"]
        self.sizes = list(zip(directory.table["height"].to_pylist(), directory.table["width"].to_pylist(), strict=True))
        self.augment = compose_transforms(directory.augmentation) if directory.augmentation else None
        self._kept: dict[int, Any] = {}
        self._room = MAX_CACHED_IMAGES

    def load_batch(self, rows: Sequence[int], *, augmented: bool = False) -> Any:
        """The images of these rows as one tensor [image, color, line, pixel] of bytes."""
        import torch

        change = self.augment if augmented else None
        images = [self._load_image(row) if change is None else change(self._load_image(row)) for row in rows]
        if len({tuple(image.shape) for image in images}) > 1:
            raise ModuleError(18, f"The images at '{self.port}' differ in size. {RESIZE}", port=self.port)
        return torch.stack(images)

    def _load_image(self, row: int) -> Any:
        if row in self._kept:
            return self._kept[row]
        from torchvision.transforms.v2 import functional

        image = functional.pil_to_tensor(open_image(self.written[row].as_py(), self.paths[row].as_py(), port=self.port))
        if image.numel() <= self._room:
            self._kept[row] = image
            self._room -= image.numel()
        return image

    def refuse_other_sizes(self, height: int, width: int) -> None:
        """Error 18 for images that are not of this size."""
        other = next((size for size in self.sizes if size != (height, width)), None)
        if other is not None:
            message = f"The network takes images of {width} × {height} pixels. At '{self.port}' some have"
            raise ModuleError(18, f"{message} {other[1]} × {other[0]}. {RESIZE}", port=self.port)


RESIZE = "Give all one size with Apply Image Transformation: Resize and Center crop, the same for all images."


def train_image_model(
    untrained: UntrainedModel, training: ImageDirectory, validation: ImageDirectory, settings: TrainingSettings
) -> TrainedModel:
    """Train on labeled images; the weights of the epoch with the least loss on the validation images are kept.

    Raises ModuleError 13, 18, 21, 83 and 134 where the learner or the images cannot be used.
    """
    network = untrained.estimator
    if untrained.task != "images" or not isinstance(network, ImageNetwork):
        message = f"{untrained.learner} does not learn from images. Connect ResNet or DenseNet."
        raise ModuleError(13, message, port="untrained_model")
    training, validation = (
        _keep_labeled(training, "training_dataset"),
        _keep_labeled(validation, "validation_dataset"),
    )
    classes = _find_classes(training, validation)
    with seeded_torch(settings.seed):
        trained = _NetworkTrainer(network, classes, training, validation, settings).train_network()
    return TrainedModel(
        task="images",
        learner=untrained.learner,
        pipeline=trained,
        label=Column(LABEL_COLUMN, "text", "label", classes),
        features=Schema(),
        classes=classes,
        parameters={**untrained.parameters, **vars(settings)},
        rows=training.count,
    )


def _keep_labeled(directory: ImageDirectory, port: str) -> ImageDirectory:
    rows = [row for row, label in enumerate(directory.labels) if label is not None]
    if not rows:
        message = f"No image at '{port}' has a category. Put the images of each category into a folder with its name."
        raise ModuleError(134, message, port=port)
    if len(rows) < directory.count:
        log.warning("%d images without a category left out at '%s'.", directory.count - len(rows), port)
        return replace(directory.take_rows(rows), augmentation=directory.augmentation)
    return directory


def _find_classes(training: ImageDirectory, validation: ImageDirectory) -> tuple[str, ...]:
    classes = training.categories
    if len(classes) < 2:
        message = f"All training images are of the category '{classes[0]}': nothing to learn. Add another category."
        raise ModuleError(83, message, port="training_dataset")
    if training.count < 2 * len(classes) and training.count < 3:
        raise ModuleError(21, f"Training needs at least 3 images. Got {training.count}.", port="training_dataset")
    strange = sorted(set(validation.categories) - set(classes))
    if strange:
        message = f"The category '{strange[0]}' of the validation images is not among the training images."
        raise ModuleError(
            18, f"{message} Take both from one directory with Split Image Directory.", port="validation_dataset"
        )
    return tuple(classes)


class _NetworkTrainer:
    """The state of one training: network, optimizer, and what has been measured so far."""

    def __init__(
        self,
        network: ImageNetwork,
        classes: tuple[str, ...],
        training: ImageDirectory,
        validation: ImageDirectory,
        course: TrainingSettings,
    ) -> None:
        import torch

        self.course, self.classes, self.source = course, classes, network
        self.training = ImageLoader(training, port="training_dataset")
        self.validation = ImageLoader(validation, port="validation_dataset")
        self.targets = torch.tensor([classes.index(label or "") for label in training.labels])
        self.expected = torch.tensor([classes.index(label or "") for label in validation.labels])
        _, _, self.height, self.width = self.training.load_batch([0], augmented=True).shape
        self.validation.refuse_other_sizes(self.height, self.width)
        torch.manual_seed(course.seed)
        self.network = network.build(len(classes), small=network.is_small(self.height, self.width))
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), course.learning_rate, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY, fused=True
        )
        self.loss = torch.nn.CrossEntropyLoss()
        self.steps = course.epochs * len(split_into_batches(list(range(len(self.targets))), course.batch_size))
        self.step = 0
        self.history: dict[str, dict[str, list[float]]] = {
            figure: {"Training": [], "Validation": []} for figure in ("Loss", "Accuracy")
        }

    def train_network(self) -> TrainedNetwork:
        best, least, waited = extract_weights(self.network), math.inf, 0
        for epoch in range(1, self.course.epochs + 1):
            started = time.monotonic()
            self._record("Training", *self._train_epoch(epoch))
            loss, accuracy = self._validate()
            self._record("Validation", loss, accuracy)
            seconds = max(time.monotonic() - started, 1e-9)
            log.info(
                "Epoch %d: validation loss %.4f, accuracy %.3f, %.0f images/s",
                epoch, loss, accuracy, len(self.targets) / seconds,
            )  # fmt: skip
            report(epoch, self.course.epochs, "epochs")
            best, least, waited = (
                (extract_weights(self.network), loss, 0) if loss < least else (best, least, waited + 1)
            )
            if waited >= self.course.patience and epoch < self.course.epochs:
                log.info("Stopped after epoch %d: %d epochs have not lowered the validation loss.", epoch, waited)
                break
        return TrainedNetwork(
            replace(self.source, pretrained=None), self.classes, self.height, self.width, best, self.history
        )

    def _record(self, data: str, loss: float, accuracy: float) -> None:
        self.history["Loss"][data].append(loss)
        self.history["Accuracy"][data].append(accuracy)

    def _train_epoch(self, epoch: int) -> tuple[float, float]:
        """One pass over the training images in a new order; returns loss and accuracy on the way."""
        import torch

        self.network.train()
        total, right = 0.0, 0
        order = torch.randperm(len(self.targets)).tolist()
        for number, rows in enumerate(split_into_batches(order, self.course.batch_size), start=1):
            self._set_rate()
            outputs = self.network(normalize_images(self.training.load_batch(rows, augmented=True)))
            loss = self.loss(outputs, self.targets[rows])
            if not torch.isfinite(loss):
                message = f"The loss grew without bound in epoch {epoch}. Lower the learning rate"
                raise ModuleError(83, f"{message} of {self.course.learning_rate:g}.", parameter="learning_rate")
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            total += float(loss.detach()) * len(rows)
            right += int((outputs.argmax(dim=1) == self.targets[rows]).sum())
            if number % self.course.print_frequency == 0:
                log.info("Epoch %d, batch %d: loss %.4f", epoch, number, float(loss.detach()))
        return total / len(self.targets), right / len(self.targets)

    def _validate(self) -> tuple[float, float]:
        """Loss and accuracy on the validation images."""
        import torch

        self.network.eval()
        total, right = 0.0, 0
        with torch.inference_mode():
            for rows in split_into_batches(list(range(len(self.expected))), 64):
                outputs = self.network(normalize_images(self.validation.load_batch(rows)))
                total += float(self.loss(outputs, self.expected[rows])) * len(rows)
                right += int((outputs.argmax(dim=1) == self.expected[rows]).sum())
        loss = total / len(self.expected)
        return (loss if math.isfinite(loss) else math.inf), right / len(self.expected)

    def _set_rate(self) -> None:
        """Linear up to the learning rate during the warm-up, then down to 0 along a line."""
        self.step += 1
        warm = min(self.course.warmup_step_number, self.steps)
        share = self.step / (warm + 1) if self.step <= warm else (self.steps - self.step + 1) / (self.steps - warm)
        for group in self.optimizer.param_groups:
            group["lr"] = self.course.learning_rate * share


def normalize_images(images: Any) -> Any:
    """Bytes as numbers around 0, by the mean and deviation of each color."""
    import torch

    mean, deviation = (torch.tensor(values).view(1, 3, 1, 1) for values in (CHANNEL_MEANS, CHANNEL_DEVIATIONS))
    return (images.float() / 255 - mean) / deviation
