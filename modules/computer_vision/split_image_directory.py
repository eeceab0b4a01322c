"""Split Image Directory: the images of a directory, parted in two."""

import math
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field

from modules.kit import Call, ImageDirectory, ModuleError, Seed, module, titled
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.vision.exported_vision import ImageSet
from modules.vision.image_examples import make_shapes

DIRECTORY_PORT = "input_image_directory"


class SplitImageDirectoryOutputs(NamedTuple):
    output_image_directory1: Annotated[ImageDirectory, titled("Output image directory 1")]
    output_image_directory2: Annotated[ImageDirectory, titled("Output image directory 2")]


def _emit_code(step: StepCode) -> None:
    source = step.get_input("input_image_directory")
    parts = [step.reserve_name("training_images"), step.reserve_name("validation_images")]
    settings = {"seed": step.seed} | ({} if step.keep_shares_of_categories else {"keep_shares": False})
    fraction = step.fraction_of_images_in_the_first_output
    step.assign(parts, step.use(split_images).call(source, fraction, **settings))
    for port, part in zip(step.module.outputs, parts, strict=True):
        step.outputs[port.name] = ScriptVariable(part, facts=source.facts)


def split_images(
    pictures: ImageSet, fraction: float, *, seed: int, keep_shares: bool = True
) -> tuple[ImageSet, ImageSet]:
    """Images drawn at random, in their order, and all others."""
    labels: list[str | None] = pictures.labels if keep_shares else [None] * len(pictures.labels)
    first = _draw_rows(labels, math.floor(len(labels) * fraction + 1e-9), fraction, seed)
    return pictures.take_rows(first), pictures.take_rows(sorted(set(range(len(labels))) - set(first)))


@module(
    "Split Image Directory",
    category="Computer Vision",
    icon="folders",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(make_shapes(), fraction_of_images_in_the_first_output=0.75),
    emit_code=_emit_code,
    keywords=("train test split", "partition images"),
)
def split_image_directory(
    input_image_directory: ImageDirectory,
    *,
    fraction_of_images_in_the_first_output: Annotated[
        float, Field(gt=0, lt=1, description="The number of images is rounded down.")
    ] = 0.9,
    keep_shares_of_categories: Annotated[
        bool, Field(description="Draw from each category, so that both outputs have the same mix.")
    ] = True,
    seed: Seed = 0,
) -> SplitImageDirectoryOutputs:
    """Split images at random into two directories, for training and for validation.

    Both keep the order of the images. To augment images, apply transformations after the split, with the random changes
    for the training images only.
    """
    labels = input_image_directory.labels
    if not keep_shares_of_categories:
        labels = [None] * len(labels)
    fraction = fraction_of_images_in_the_first_output
    first = _draw_rows(labels, math.floor(len(labels) * fraction + 1e-9), fraction, seed)
    rest = sorted(set(range(len(labels))) - set(first))
    if not first or not rest:
        message = f"{len(labels)} images can't be divided so that both outputs get some. Add images"
        message = f"{message}, or change the fraction of {fraction:g}."
        raise ModuleError(21, message, port=DIRECTORY_PORT, parameter="fraction_of_images_in_the_first_output")
    return SplitImageDirectoryOutputs(input_image_directory.take_rows(first), input_image_directory.take_rows(rest))


def _draw_rows(labels: list[str | None], requested: int, fraction: float, seed: int) -> list[int]:
    """The rows of the first output: of each category its share rounded down, then those with most left over."""
    chance = np.random.default_rng(seed)
    rows: dict[str | None, list[int]] = {}
    for row, label in enumerate(labels):
        rows.setdefault(label, []).append(row)
    counts = {label: math.floor(len(found) * fraction + 1e-9) for label, found in rows.items()}
    by_remainder = sorted(rows, key=lambda label: counts[label] - len(rows[label]) * fraction)
    for label in by_remainder[: requested - sum(counts.values())]:
        counts[label] += 1
    return sorted(int(row) for label, found in rows.items() for row in chance.permutation(found)[: counts[label]])
