"""Init Image Transformation: which changes images get before they are learned from."""

from typing import Annotated

from pydantic import Field

from modules.kit import Call, Transformation, module, shown_when
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import StepCode
from modules.vision.augmentations import ChangeRecord, ImageTransformation, emit_change

Side = Annotated[int, Field(ge=1, le=4096)]
Degrees = Annotated[int, Field(ge=0, le=180, description="Rotated by up to this many degrees either way.")]


def _emit_code(step: StepCode) -> None:
    """The changes as a list, of which Apply Image Transformation takes what it needs."""
    made: ImageTransformation = step.module.run({}, step.explicit_parameters)["transformation"]
    step.add_imports("from torchvision.transforms import v2")
    changes = step.reserve_name(step.title)
    step.assign(changes, [emit_change(record) for record in made.records])
    step.outputs["transformation"] = ScriptVariable(changes, facts={"records": made.records})


@module(
    "Init Image Transformation",
    category="Computer Vision",
    icon="aspect-ratio",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(size=32, crop_size=28, random_rotation=True, random_rotation_degrees=10),
    emit_code=_emit_code,
    keywords=("augmentation", "resize", "crop", "torchvision transforms"),
)
def init_image_transformation(
    *,
    resize: Annotated[bool, Field(description="Scale every image so that its shorter side has this length.")] = True,
    size: Annotated[Side, Field(description="Pixels of the shorter side."), shown_when(resize=True)] = 256,
    center_crop: Annotated[bool, Field(description="Keep a square from the middle of the image.")] = True,
    crop_size: Annotated[Side, Field(description="Pixels of its sides."), shown_when(center_crop=True)] = 224,
    pad: Annotated[bool, Field(description="Add black pixels around the image.")] = False,
    padding: Annotated[
        int, Field(ge=0, le=4096, description="How many pixels on each side."), shown_when(pad=True)
    ] = 0,
    color_jitter: Annotated[
        bool, Field(description="Vary brightness, contrast and saturation by up to 40 percent.")
    ] = False,
    grayscale: Annotated[bool, Field(description="Make the images gray.")] = False,
    random_resized_crop: Annotated[
        bool, Field(description="Cut out a part of 8 to 100 percent of the area and scale it to a square.")
    ] = False,
    random_size: Annotated[
        Side, Field(description="Pixels of the square's sides."), shown_when(random_resized_crop=True)
    ] = 256,
    random_crop: Annotated[bool, Field(description="Cut out a square at a random place.")] = False,
    random_crop_size: Annotated[Side, Field(description="Pixels of its sides."), shown_when(random_crop=True)] = 224,
    random_horizontal_flip: Annotated[bool, Field(description="Mirror every other image from left to right.")] = True,
    random_vertical_flip: Annotated[bool, Field(description="Turn every other image upside down.")] = False,
    random_rotation: Annotated[bool, Field(description="Turn the image.")] = False,
    random_rotation_degrees: Annotated[Degrees, shown_when(random_rotation=True)] = 0,
    random_affine: Annotated[bool, Field(description="Turn the image; its middle stays where it is.")] = False,
    random_affine_degrees: Annotated[Degrees, shown_when(random_affine=True)] = 0,
    random_grayscale: Annotated[bool, Field(description="Make every tenth image gray.")] = False,
    random_perspective: Annotated[bool, Field(description="Tilt every other image in space.")] = False,
    random_erasing: Annotated[bool, Field(description="Black out a rectangle in every other image.")] = False,
) -> Transformation:
    """Choose how images are resized, cropped and varied, in the order of the list.

    All training images must have the same size: use Resize with Center crop. Random changes show the network a
    different picture in each epoch, so that it learns what matters; they are made only where Apply Image Transformation
    is set to "For training". Do not flip images that change their meaning when flipped, such as digits.

    The changes are those of torchvision.transforms.v2.
    """
    asked = (
        (resize, _build_fixed_change("resize", f"Resize the shorter side to {size} pixels", size=size)),
        (
            center_crop,
            _build_fixed_change("center_crop", f"Crop the middle {_format_square(crop_size)}", size=crop_size),
        ),
        (pad, _build_fixed_change("pad", f"Pad by {padding} pixels", padding=padding)),
        (color_jitter, _build_random_change("color_jitter", "Color jitter")),
        (grayscale, _build_fixed_change("grayscale", "Grayscale")),
        (
            random_resized_crop,
            _build_random_change(
                "random_resized_crop", f"Random resized crop to {_format_square(random_size)}", size=random_size
            ),
        ),
        (
            random_crop,
            _build_random_change(
                "random_crop", f"Random crop of {_format_square(random_crop_size)}", size=random_crop_size
            ),
        ),
        (random_horizontal_flip, _build_random_change("random_horizontal_flip", "Random horizontal flip")),
        (random_vertical_flip, _build_random_change("random_vertical_flip", "Random vertical flip")),
        (random_rotation, _build_random_turn("random_rotation", "rotation", random_rotation_degrees)),
        (random_affine, _build_random_turn("random_affine", "affine turn", random_affine_degrees)),
        (random_grayscale, _build_random_change("random_grayscale", "Random grayscale")),
        (random_perspective, _build_random_change("random_perspective", "Random perspective")),
        (random_erasing, _build_random_change("random_erasing", "Random erasing")),
    )
    return ImageTransformation(tuple(record for wanted, record in asked if wanted))


def _build_fixed_change(change: str, title: str, **numbers: int) -> ChangeRecord:
    """A change that every image gets."""
    return {"change": change, "title": title, "random": False, **numbers}


def _build_random_change(change: str, title: str, **numbers: int) -> ChangeRecord:
    """A change that is drawn again in each epoch."""
    return {"change": change, "title": title, "random": True, **numbers}


def _build_random_turn(change: str, what: str, degrees: int) -> ChangeRecord:
    return _build_random_change(change, f"Random {what} by up to {degrees}°", degrees=degrees)


def _format_square(side: int) -> str:
    return f"{side} × {side} pixels"
