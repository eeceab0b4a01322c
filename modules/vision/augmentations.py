"""Changes of images as records that say themselves what they do: made by Init Image Transformation, in its order.

A record is {"change": name, "title": in words, "random": bool} and the numbers that the change takes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.kit import Dataset, ModuleError, Transformation
from modules.kit.codegen.expressions import Expr, expr

ChangeRecord = Mapping[str, Any]

#: How strongly colors vary: those of torchvision's training recipes, since its default is not at all.
JITTER = 0.4
FLIP, RARELY_GRAY, WARP, ERASE = 0.5, 0.1, 0.5, 0.5


@dataclass(frozen=True)
class ImageTransformation(Transformation):
    """Changes of images, in the order in which they are made."""

    records: tuple[ChangeRecord, ...]
    title: str = "Image transformation"

    def apply(self, dataset: Dataset) -> Dataset:
        message = "This transformation changes images, not the columns of a dataset. Use Apply Image Transformation."
        raise ModuleError(158, message, port="transformation")

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"change": record["title"], "made": "again in each epoch" if record["random"] else "once, to every image"}
            for record in self.records
        ]


def split_records(
    records: Sequence[ChangeRecord], *, training: bool
) -> tuple[tuple[ChangeRecord, ...], tuple[ChangeRecord, ...]]:
    """What is done to every image at once, and what is drawn anew whenever training looks at one.

    A change that follows a random one has to wait for it; outside of training there are no random ones.
    """
    if not training:
        return tuple(record for record in records if not record["random"]), ()
    first = next((place for place, record in enumerate(records) if record["random"]), len(records))
    return tuple(records[:first]), tuple(records[first:])


def compose_transforms(records: Sequence[ChangeRecord]) -> Any:
    """The changes as one function over pictures of Pillow, or over tensors of bytes."""
    from torchvision.transforms import v2

    return v2.Compose([TRANSFORM_BUILDERS[record["change"]](v2, record) for record in records])


class _CodeRecorder:
    """Stands for torchvision's `v2`, and gives what is called as code."""

    def __getattr__(self, name: str) -> Callable[..., Expr]:
        return lambda *arguments, **settings: expr("v2").method(name, *arguments, **settings)


def emit_change(record: ChangeRecord) -> Expr:
    """The change as the call that makes it."""
    made: Expr = TRANSFORM_BUILDERS[record["change"]](_CodeRecorder(), record)
    return made


TransformBuilder = Callable[[Any, ChangeRecord], Any]

#: {change: how torchvision makes it}, in the order of Init Image Transformation.
TRANSFORM_BUILDERS: Mapping[str, TransformBuilder] = {
    "resize": lambda v2, record: v2.Resize(record["size"], antialias=True),
    "center_crop": lambda v2, record: v2.CenterCrop(record["size"]),
    "pad": lambda v2, record: v2.Pad(record["padding"]),
    "color_jitter": lambda v2, _: v2.ColorJitter(JITTER, JITTER, JITTER),
    "grayscale": lambda v2, _: v2.Grayscale(3),
    "random_resized_crop": lambda v2, record: v2.RandomResizedCrop(record["size"], antialias=True),
    "random_crop": lambda v2, record: v2.RandomCrop(record["size"], pad_if_needed=True),
    "random_horizontal_flip": lambda v2, _: v2.RandomHorizontalFlip(FLIP),
    "random_vertical_flip": lambda v2, _: v2.RandomVerticalFlip(FLIP),
    "random_rotation": lambda v2, record: v2.RandomRotation(record["degrees"]),
    "random_affine": lambda v2, record: v2.RandomAffine(record["degrees"]),
    "random_grayscale": lambda v2, _: v2.RandomGrayscale(RARELY_GRAY),
    "random_perspective": lambda v2, _: v2.RandomPerspective(p=WARP),
    "random_erasing": lambda v2, _: v2.RandomErasing(ERASE),
}
