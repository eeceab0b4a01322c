"""Apply Image Transformation: the images of a directory, changed."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Call, ImageDirectory, ModuleError, Transformation, module, track
from modules.kit.writing import CannotWrite, Step, Text, Value, call
from modules.vision.changes import ImageTransformation, composed, parted
from modules.vision.examples import shapes, turned
from modules.vision.pictures import Picture, as_png, directory_of, opened
from modules.vision.written_images import changed

PORT = "input_image_directory"


def _written(step: Step) -> None:
    """What is done to every image now, and what training does anew in each epoch."""
    change, source = step.inputs["input_image_transformation"], step.inputs["input_image_directory"]
    if "records" not in change.facts:
        raise CannotWrite("The transformation changes no images.")
    training = step.mode == "For training"
    every = [(f"{change}[{place}]", record) for place, record in enumerate(change.facts["records"])]
    every = [*(source.facts.get("waiting", ()) if training else ()), *every]
    now, later = parted([record for _, record in every], training=training)
    named = {id(record): name for name, record in every}
    out = step.name(f"{source}_changed")
    lists = [Text(f"[{', '.join(named[id(record)] for record in records)}]") for records in (now, later)]
    step.add(f"{out} = {call(step.use(changed), source, lists[0], **({'augment': lists[1]} if later else {}))}")
    waiting = tuple((named[id(record)], record) for record in later)
    step.outputs[step.module.outputs[0].name] = Value(out, facts={"waiting": waiting})


@module(
    "Apply Image Transformation",
    category="Computer Vision",
    icon="photo-edit",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(turned(), shapes(), mode="For training"),
    writes=_written,
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
    """Change every image as Init Image Transformation says.

    What is the same each time is done now, and the images are stored as PNG. From the first random change on, training
    makes the changes anew whenever it looks at an image; the thumbnails show the images before them.
    """
    if not isinstance(input_image_transformation, ImageTransformation):
        message = f"'{input_image_transformation.title}' does not change images. Connect Init Image Transformation."
        raise ModuleError(158, message, port="input_image_transformation")
    training = mode == "For training"
    waiting = input_image_directory.augmentation if training else ()
    now, later = parted((*waiting, *input_image_transformation.records), training=training)
    if not now:
        return ImageDirectory(input_image_directory.table, later)
    change = composed(now)
    rows = input_image_directory.table.select(["path", "label", "image"])
    pictures = []
    for row in track(range(rows.num_rows), total=rows.num_rows, unit="images"):
        path, label, written = (column[row].as_py() for column in rows.columns)
        image = change(opened(written, path, port=PORT))
        pictures.append(Picture(path, label, image, as_png(image)))
    return ImageDirectory(directory_of(pictures).table, later)
