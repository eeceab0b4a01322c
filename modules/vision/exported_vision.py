"""Functions on images that stand in exported scripts, as they are here: plain torch and torchvision."""

import copy
import io
import math
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from modules.learning.torch_training import seeded_torch, split_into_batches
from modules.vision.image_archives import IGNORED_NAMES, find_base_depth, get_category
from modules.vision.image_io import FILE_ENDINGS, to_rgb
from modules.vision.image_training import MOMENTUM, WEIGHT_DECAY, normalize_images


@dataclass
class ImageSet:
    """Images with their paths and categories; `augment` changes one anew whenever training looks at it."""

    paths: list[str]
    labels: list[str | None]
    #: Tensors of bytes [color, line, pixel].
    images: list[Any]
    augment: Any = None

    def take_rows(self, places: list[int]) -> "ImageSet":
        return ImageSet(
            [self.paths[place] for place in places],
            [self.labels[place] for place in places],
            [self.images[place] for place in places],
        )

    def load_batch(self, places: list[int], *, augmented: bool = False) -> Any:
        """These images as one tensor [image, color, line, pixel]."""
        import torch

        change = self.augment if augmented and self.augment else lambda image: image
        return torch.stack([change(self.images[place]) for place in places])


@dataclass
class ImageClassifier:
    """A network with the names of its classes."""

    network: Any
    classes: list[str]


def load_images_from_pixels(
    data: pd.DataFrame,
    columns: list[str],
    *,
    label: str | None = None,
    width: int | None = None,
    channels: int = 1,
    white: float | None = None,
) -> ImageSet:
    """One image per row of pixels; without a width the images are square."""
    from PIL import Image
    from torchvision.transforms.v2 import functional

    values = data[columns].to_numpy(dtype="float64")
    shades = np.round(np.clip(values / (white or values.max()), 0, 1) * 255).astype("uint8")
    shape = (-1, width or math.isqrt(len(columns) // channels), *([channels] if channels > 1 else []))
    images = [functional.pil_to_tensor(Image.fromarray(row.reshape(shape)).convert("RGB")) for row in shades]
    labels: list[str | None] = [None] * len(data) if label is None else [str(value) for value in data[label]]
    digits = len(str(len(data)))
    folders = ["" if name is None else f"{name}/" for name in labels]
    paths = [f"{folder}{row:0{digits}}.png" for row, folder in enumerate(folders, start=1)]
    return ImageSet(paths, labels, images)


def load_images_from_zip(path: str) -> ImageSet:
    """The images of a zip, in which each folder is a category."""
    from PIL import Image, ImageOps
    from torchvision.transforms.v2 import functional

    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.lower().endswith(FILE_ENDINGS))
        names = [name for name in names if not IGNORED_NAMES.search(name)]
        opened = [ImageOps.exif_transpose(Image.open(io.BytesIO(archive.read(name)))) for name in names]
    images = [functional.pil_to_tensor(to_rgb(image)) for image in opened]
    base = find_base_depth(names)
    return ImageSet(names, [get_category(name, base) for name in names], images)


def transform_images(pictures: ImageSet, changes: list[Any], *, augment: list[Any] | None = None) -> ImageSet:
    """Every image changed; `augment` are changes that training makes again in each epoch."""
    from torchvision.transforms import v2
    from torchvision.transforms.v2 import functional

    change = v2.Compose(changes) if changes else lambda image: image
    images = [functional.pil_to_tensor(change(functional.to_pil_image(image))) for image in pictures.images]
    return replace(pictures, images=images, augment=v2.Compose(augment) if augment else None)


def train_network(
    make: Any,
    training: ImageSet,
    validation: ImageSet,
    *,
    epochs: int,
    batch_size: int,
    warmup: int,
    learning_rate: float,
    seed: int,
    patience: int,
) -> ImageClassifier:
    """Stochastic gradient descent on labeled images; the weights with the least loss in validation are kept."""
    import torch

    training, validation = select_labeled_images(training), select_labeled_images(validation)
    classes = sorted({label for label in training.labels if label is not None})
    targets, expected = (
        torch.tensor([classes.index(str(label)) for label in one.labels]) for one in (training, validation)
    )
    with seeded_torch(seed):
        _, _, height, width = training.load_batch([0], augmented=True).shape
        torch.manual_seed(seed)
        network = make(len(classes), height, width)
        optimizer = torch.optim.SGD(
            network.parameters(), learning_rate, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY, fused=True
        )
        steps = epochs * len(split_into_batches(list(range(len(targets))), batch_size))
        rates = iter(compute_learning_rates(learning_rate, steps, min(warmup, steps)))
        best, least, waited = copy.deepcopy(network.state_dict()), math.inf, 0
        for _ in range(epochs):
            network.train()
            for rows in split_into_batches(torch.randperm(len(targets)).tolist(), batch_size):
                for group in optimizer.param_groups:
                    group["lr"] = next(rates)
                outputs = network(normalize_images(training.load_batch(rows, augmented=True)))
                loss: Any = torch.nn.functional.cross_entropy(outputs, targets[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            measured = compute_loss(network, validation, expected)
            waited += 1
            if measured < least:
                best, least, waited = copy.deepcopy(network.state_dict()), measured, 0
            if waited >= patience:
                break
        network.load_state_dict(best)
    return ImageClassifier(network, classes)


def select_labeled_images(pictures: ImageSet) -> ImageSet:
    """Those that have a category."""
    known = [place for place, label in enumerate(pictures.labels) if label is not None]
    return replace(pictures.take_rows(known), augment=pictures.augment)


def compute_learning_rates(highest: float, steps: int, warmup: int) -> list[float]:
    """Up to the highest rate along a line during the warm-up, then down to 0."""
    up = [highest * step / (warmup + 1) for step in range(1, warmup + 1)]
    return up + [highest * (steps - step + 1) / (steps - warmup) for step in range(warmup + 1, steps + 1)]


def compute_loss(network: Any, pictures: ImageSet, expected: Any) -> float:
    """The mean cross entropy."""
    import torch

    network.eval()
    with torch.inference_mode():
        total = sum(
            float(
                torch.nn.functional.cross_entropy(network(normalize_images(pictures.load_batch(rows))), expected[rows])
            )
            * len(rows)
            for rows in split_into_batches(list(range(len(expected))), 64)
        )
    return total / len(expected)


def score_images(model: ImageClassifier, pictures: ImageSet) -> pd.DataFrame:
    """The likeliest category of each image, and the probability of each."""
    import torch

    model.network.eval()
    with seeded_torch(0), torch.inference_mode():
        parts = [
            torch.softmax(model.network(normalize_images(pictures.load_batch(rows))).double(), dim=1)
            for rows in split_into_batches(list(range(len(pictures.paths))), 64)
        ]
    probabilities = torch.cat(parts).numpy()
    columns: dict[str, Any] = {"Image": pictures.paths}
    if any(label is not None for label in pictures.labels):
        columns["Label"] = pictures.labels
    columns["Scored Labels"] = [model.classes[place] for place in probabilities.argmax(axis=1)]
    columns |= {f"Scored Probabilities_{name}": probabilities[:, place] for place, name in enumerate(model.classes)}
    return pd.DataFrame(columns)
