"""Apply Image Transformation: the images of a directory, changed."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Call, ImageDirectory, ModuleError, Transformation, module, track
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.vision.augmentations import ImageTransformation, compose_transforms, split_records
from modules.vision.exported_vision import transform_images
from modules.vision.image_examples import make_shapes, make_transformation
from modules.vision.image_io import LabeledImage, build_directory, open_image, to_png

IMAGES_PORT = "input_image_directory"


def _emit_code(step: StepCode) -> None:
    """What is done to every image now, and what training does again in each epoch."""
    change, source = step.get_input("input_image_transformation"), step.get_input("input_image_directory")
    if "records" not in change.facts:
        raise CannotGenerateCode("The transformation changes no images.")
    training = step.mode == "For training"
    every = [(change.code.item(place), record) for place, record in enumerate(change.facts["records"])]
    every = [*(source.facts.get("waiting", ()) if training else ()), *every]
    now, later = split_records([record for _, record in every], training=training)
    codes = {id(record): code for code, record in every}
    out = step.reserve_name(f"{source.name}_changed")
    augmentation = {"augment": [codes[id(record)] for record in later]} if later else {}
    changes = [codes[id(record)] for record in now]
    step.assign(out, step.use(transform_images).call(source, changes, **augmentation))
    waiting = tuple((codes[id(record)], record) for record in later)
    step.outputs[step.module.outputs[0].name] = ScriptVariable(out, facts={"waiting": waiting})


@module(
    "Apply Image Transformation",
    category="Computer Vision",
    icon="photo-edit",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(make_transformation(), make_shapes(), mode="For training"),
    emit_code=_emit_code,
    keywords=("augment images", "resize images"),
)
def apply_image_transformation(
    input_image_transformation: Transformation,
    input_image_directory: ImageDirectory,
    *,
    mode: Annotated[
        Literal["For training", "For inference"],
        Field(description="For inference leaves the random changes out: use it for validating and scoring."),
    ] = "For training",
) -> ImageDirectory:
    """Apply the changes of Init Image Transformation to every image.

    Changes without randomness are made now, and the images are stored as PNG. From the first random change on, training
    makes the changes again each time it reads an image. The thumbnails show the images before these changes.
    """
    if not isinstance(input_image_transformation, ImageTransformation):
        message = f"'{input_image_transformation.title}' does not change images. Connect Init Image Transformation."
        raise ModuleError(158, message, port="input_image_transformation")
    training = mode == "For training"
    waiting = input_image_directory.augmentation if training else ()
    now, later = split_records((*waiting, *input_image_transformation.records), training=training)
    if not now:
        return ImageDirectory(input_image_directory.table, later)
    change = compose_transforms(now)
    rows = input_image_directory.table.select(["path", "label", "image"])
    pictures = []
    for row in track(range(rows.num_rows), total=rows.num_rows, unit="images"):
        path, label, written = (column[row].as_py() for column in rows.columns)
        image = change(open_image(written, path, port=IMAGES_PORT))
        pictures.append(LabeledImage(path, label, image, to_png(image)))
    return ImageDirectory(build_directory(pictures).table, later)
