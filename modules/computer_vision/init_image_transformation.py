"""Init Image Transformation: which changes images get before they are learned from."""

from typing import Annotated, Any

from pydantic import Field

from modules.kit import Call, Transformation, module, shown_when
from modules.kit.writing import Step, Text, Value, literal
from modules.vision.changes import ImageTransformation, written_change

Side = Annotated[int, Field(ge=1, le=4096)]
Degrees = Annotated[int, Field(ge=0, le=180, description="Turned by up to so many degrees either way.")]


def _written(step: Step) -> None:
    """The changes as a list, of which Apply Image Transformation takes what it needs."""
    made: ImageTransformation = step.module.run({}, step.given)["transformation"]
    step.imports("from torchvision.transforms import v2")
    name = step.name(step.title)
    step.add(f"{name} = {literal([Text(written_change(record)) for record in made.records])}")
    step.outputs["transformation"] = Value(name, facts={"records": made.records})


@module(
    "Init Image Transformation",
    category="Computer Vision",
    icon="aspect-ratio",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(size=32, crop_size=28, random_rotation=True, random_rotation_degrees=10),
    writes=_written,
    keywords=("augmentation", "resize", "crop", "torchvision transforms"),
)
def init_image_transformation(
    *,
    resize: Annotated[bool, Field(description="Scale every image so that its shorter side is of one length.")] = True,
    size: Annotated[Side, Field(description="Pixels of the shorter side."), shown_when(resize=True)] = 256,
    center_crop: Annotated[bool, Field(description="Keep a square from the middle of the image.")] = True,
    crop_size: Annotated[Side, Field(description="Pixels of its sides."), shown_when(center_crop=True)] = 224,
    pad: Annotated[bool, Field(description="Put black pixels around the image.")] = False,
    padding: Annotated[
        int, Field(ge=0, le=4096, description="How many pixels on each side."), shown_when(pad=True)
    ] = 0,
    color_jitter: Annotated[
        bool, Field(description="Vary brightness, contrast and saturation by up to 40 percent.")
    ] = False,
    grayscale: Annotated[bool, Field(description="Take the colours out.")] = False,
    random_resized_crop: Annotated[
        bool, Field(description="Cut out a part of 8 to 100 percent of the area and scale it to a square.")
    ] = False,
    random_size: Annotated[
        Side, Field(description="Pixels of the square's sides."), shown_when(random_resized_crop=True)
    ] = 256,
    random_crop: Annotated[bool, Field(description="Cut out a square at a place drawn by chance.")] = False,
    random_crop_size: Annotated[Side, Field(description="Pixels of its sides."), shown_when(random_crop=True)] = 224,
    random_horizontal_flip: Annotated[bool, Field(description="Mirror every other image from left to right.")] = True,
    random_vertical_flip: Annotated[bool, Field(description="Turn every other image upside down.")] = False,
    random_rotation: Annotated[bool, Field(description="Turn the image.")] = False,
    random_rotation_degrees: Annotated[Degrees, shown_when(random_rotation=True)] = 0,
    random_affine: Annotated[bool, Field(description="Turn the image; its middle stays where it is.")] = False,
    random_affine_degrees: Annotated[Degrees, shown_when(random_affine=True)] = 0,
    random_grayscale: Annotated[bool, Field(description="Take the colours out of every tenth image.")] = False,
    random_perspective: Annotated[bool, Field(description="Tilt every other image in space.")] = False,
    random_erasing: Annotated[bool, Field(description="Black out a rectangle in every other image.")] = False,
) -> Transformation:
    """Choose how images are resized, cropped and varied, in the order of the list.

    Images that are learned from must all have one size: that is what Resize with Center crop sees to. Random changes
    show the network a different picture in each epoch, so that it learns what matters; they are made only where Apply
    Image Transformation is set to "For training". Do not flip what means another thing when flipped, as digits do.

    The changes are those of torchvision.transforms.v2.
    """
    asked: list[tuple[bool, str, bool, dict[str, Any], str]] = [
        (resize, "resize", False, {"size": size}, f"Resize the shorter side to {size} pixels"),
        (center_crop, "center_crop", False, {"size": crop_size}, f"Crop the middle {crop_size} × {crop_size} pixels"),
        (pad, "pad", False, {"padding": padding}, f"Pad by {padding} pixels"),
        (color_jitter, "color_jitter", True, {}, "Color jitter"),
        (grayscale, "grayscale", False, {}, "Grayscale"),
        (
            random_resized_crop,
            "random_resized_crop",
            True,
            {"size": random_size},
            f"Random resized crop to {random_size} × {random_size} pixels",
        ),
        (
            random_crop,
            "random_crop",
            True,
            {"size": random_crop_size},
            f"Random crop of {random_crop_size} × {random_crop_size} pixels",
        ),
        (random_horizontal_flip, "random_horizontal_flip", True, {}, "Random horizontal flip"),
        (random_vertical_flip, "random_vertical_flip", True, {}, "Random vertical flip"),
        (
            random_rotation,
            "random_rotation",
            True,
            {"degrees": random_rotation_degrees},
            _by("rotation", random_rotation_degrees),
        ),
        (
            random_affine,
            "random_affine",
            True,
            {"degrees": random_affine_degrees},
            _by("affine turn", random_affine_degrees),
        ),
        (random_grayscale, "random_grayscale", True, {}, "Random grayscale"),
        (random_perspective, "random_perspective", True, {}, "Random perspective"),
        (random_erasing, "random_erasing", True, {}, "Random erasing"),
    ]
    return ImageTransformation(
        tuple(
            {"change": change, "title": title, "random": random, **numbers}
            for wanted, change, random, numbers, title in asked
            if wanted
        )
    )


def _by(what: str, degrees: int) -> str:
    return f"Random {what} by up to {degrees}°"
