"""Tiny images, from which the modules' own examples are made."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from modules.kit import Dataset, ImageDirectory, TrainedModel, UntrainedModel
from modules.vision.augmentations import ImageTransformation
from modules.vision.image_io import LabeledImage, build_directory, to_png

SIDE = 8


def make_pixel_table() -> Dataset:
    """Six images of 4 x 4 pixels: a bar that stands or lies."""
    lines = [np.eye(4)[place][:, None] * np.ones(4) for place in (0, 1, 2)]
    images = [image * 16 for line in lines for image in (line, line.T)]
    frame = pd.DataFrame([image.ravel() for image in images], columns=[f"pixel{place:02}" for place in range(16)])
    return Dataset(frame.assign(digit=["lies", "stands"] * 3))


@cache
def make_shapes() -> ImageDirectory:
    """Twelve images of 8 x 8 pixels in color: bright bars that stand or lie, on a dark ground."""
    return build_directory(_make_bars())


def _make_bars() -> Iterator[LabeledImage]:
    from PIL import Image

    chance = np.random.default_rng(0)
    for number in range(12):
        values = chance.integers(0, 90, (SIDE, SIDE, 3), dtype="uint8")
        values[2 + number % 4, :] = chance.integers(160, 255, 3, dtype="uint8")
        label = ("lies", "stands")[number % 2]
        image = Image.fromarray(values if label == "lies" else values.transpose(1, 0, 2).copy())
        yield LabeledImage(f"{label}/{number:02}.png", label, image, to_png(image))


def make_transformation() -> ImageTransformation:
    """One change that is always made, and a random one."""
    return ImageTransformation(
        (
            {"change": "pad", "title": "Pad by 1 pixels", "random": False, "padding": 1},
            {"change": "random_rotation", "title": "Random rotation by up to 10°", "random": True, "degrees": 10},
        )
    )


def make_small_network() -> UntrainedModel:
    """The smallest of the residual networks, with first layers for small images."""
    from modules.vision.image_networks import ImageNetwork, to_learner

    return to_learner(ImageNetwork("ResNet", "resnet18"))


@cache
def train_bar_model() -> TrainedModel:
    """A network that has seen the shapes once."""
    from modules.vision.image_training import TrainingSettings, train_image_model

    return train_image_model(
        make_small_network(), make_shapes(), make_shapes(), TrainingSettings(epochs=1, batch_size=6, learning_rate=0.01)
    )
