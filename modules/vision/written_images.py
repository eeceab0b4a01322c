"""Functions on images that stand in exported scripts, as they are here: plain torch and torchvision."""

import copy
import io
import math
import zipfile
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from modules.learning.networks import batches, repeatable
from modules.vision.archives import CLUTTER, base_of, category_of
from modules.vision.pictures import ENDINGS, in_colour
from modules.vision.training import MOMENTUM, WEIGHT_DECAY, normal


@dataclass
class Pictures:
    """Images with their paths and categories; `augment` changes one anew whenever training looks at it."""

    paths: list[str]
    labels: list[str | None]
    #: Tensors of bytes [colour, line, pixel].
    images: list[Any]
    augment: Any = None

    def taken(self, places: list[int]) -> "Pictures":
        return Pictures(
            [self.paths[place] for place in places],
            [self.labels[place] for place in places],
            [self.images[place] for place in places],
        )

    def batch(self, places: list[int], *, augmented: bool = False) -> Any:
        """These images as one tensor [image, colour, line, pixel]."""
        import torch

        change = self.augment if augmented and self.augment else lambda image: image
        return torch.stack([change(self.images[place]) for place in places])


@dataclass
class TrainedNetwork:
    """A network with the names of its classes."""

    network: Any
    classes: list[str]


def pictures_from_pixels(
    data: pd.DataFrame,
    columns: list[str],
    *,
    label: str | None = None,
    width: int | None = None,
    channels: int = 1,
    white: float | None = None,
) -> Pictures:
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
    return Pictures(paths, labels, images)


def pictures_from_zip(path: str) -> Pictures:
    """The images of a zip, in which each folder is a category."""
    from PIL import Image, ImageOps
    from torchvision.transforms.v2 import functional

    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.lower().endswith(ENDINGS))
        names = [name for name in names if not CLUTTER.search(name)]
        opened = [ImageOps.exif_transpose(Image.open(io.BytesIO(archive.read(name)))) for name in names]
    images = [functional.pil_to_tensor(in_colour(image)) for image in opened]
    base = base_of(names)
    return Pictures(names, [category_of(name, base) for name in names], images)


def changed(pictures: Pictures, changes: list[Any], *, augment: list[Any] | None = None) -> Pictures:
    """Every image changed; `augment` are changes that training makes anew in each epoch."""
    from torchvision.transforms import v2
    from torchvision.transforms.v2 import functional

    change = v2.Compose(changes) if changes else lambda image: image
    images = [functional.pil_to_tensor(change(functional.to_pil_image(image))) for image in pictures.images]
    return replace(pictures, images=images, augment=v2.Compose(augment) if augment else None)


def train_network(
    make: Any,
    training: Pictures,
    validation: Pictures,
    *,
    epochs: int,
    batch_size: int,
    warmup: int,
    learning_rate: float,
    seed: int,
    patience: int,
) -> TrainedNetwork:
    """Stochastic gradient descent on labelled images; the weights with the least loss in validation are kept."""
    import torch

    training, validation = labelled_pictures(training), labelled_pictures(validation)
    classes = sorted({label for label in training.labels if label is not None})
    targets, expected = (
        torch.tensor([classes.index(str(label)) for label in one.labels]) for one in (training, validation)
    )
    with repeatable(seed):
        _, _, height, width = training.batch([0], augmented=True).shape
        torch.manual_seed(seed)
        network = make(len(classes), height, width)
        optimizer = torch.optim.SGD(
            network.parameters(), learning_rate, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY, fused=True
        )
        steps = epochs * len(batches(list(range(len(targets))), batch_size))
        rates = iter(learning_rates(learning_rate, steps, min(warmup, steps)))
        best, least, waited = copy.deepcopy(network.state_dict()), math.inf, 0
        for _ in range(epochs):
            network.train()
            for rows in batches(torch.randperm(len(targets)).tolist(), batch_size):
                for group in optimizer.param_groups:
                    group["lr"] = next(rates)
                outputs = network(normal(training.batch(rows, augmented=True)))
                loss: Any = torch.nn.functional.cross_entropy(outputs, targets[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            measured = loss_of(network, validation, expected)
            waited += 1
            if measured < least:
                best, least, waited = copy.deepcopy(network.state_dict()), measured, 0
            if waited >= patience:
                break
        network.load_state_dict(best)
    return TrainedNetwork(network, classes)


def labelled_pictures(pictures: Pictures) -> Pictures:
    """Those that have a category."""
    known = [place for place, label in enumerate(pictures.labels) if label is not None]
    return replace(pictures.taken(known), augment=pictures.augment)


def learning_rates(highest: float, steps: int, warmup: int) -> list[float]:
    """Up to the highest rate along a line during the warm-up, then down to 0."""
    up = [highest * step / (warmup + 1) for step in range(1, warmup + 1)]
    return up + [highest * (steps - step + 1) / (steps - warmup) for step in range(warmup + 1, steps + 1)]


def loss_of(network: Any, pictures: Pictures, expected: Any) -> float:
    """The mean cross entropy."""
    import torch

    network.eval()
    with torch.inference_mode():
        total = sum(
            float(torch.nn.functional.cross_entropy(network(normal(pictures.batch(rows))), expected[rows])) * len(rows)
            for rows in batches(list(range(len(expected))), 64)
        )
    return total / len(expected)


def score_pictures(model: TrainedNetwork, pictures: Pictures) -> pd.DataFrame:
    """The likeliest category of each image, and the probability of each."""
    import torch

    model.network.eval()
    with repeatable(0), torch.inference_mode():
        parts = [
            torch.softmax(model.network(normal(pictures.batch(rows))).double(), dim=1)
            for rows in batches(list(range(len(pictures.paths))), 64)
        ]
    probabilities = torch.cat(parts).numpy()
    columns: dict[str, Any] = {"Image": pictures.paths}
    if any(label is not None for label in pictures.labels):
        columns["Label"] = pictures.labels
    columns["Scored Labels"] = [model.classes[place] for place in probabilities.argmax(axis=1)]
    columns |= {f"Scored Probabilities_{name}": probabilities[:, place] for place, name in enumerate(model.classes)}
    return pd.DataFrame(columns)
