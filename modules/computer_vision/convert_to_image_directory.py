"""Convert to Image Directory: a zip of folders, or a table of pixels, become images with categories."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import (
    Call,
    Columns,
    Dataset,
    File,
    ImageDirectory,
    ModuleError,
    column_of,
    columns_of,
    module,
    titled,
)
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.vision.exported_vision import load_images_from_pixels, load_images_from_zip
from modules.vision.image_archives import read_zip_images
from modules.vision.image_examples import make_pixel_table
from modules.vision.image_io import build_directory
from modules.vision.pixel_tables import PixelLayout, read_pixel_images

NUMERIC_TYPES = Columns(start="rule", types=("integer", "real"))


def _emit_code(step: StepCode) -> None:
    archive, out = step.find_input("zip_file"), step.reserve_name("images")
    if archive is not None:
        step.assign(out, step.use(load_images_from_zip).call(archive))
    else:
        pixels = step.get_input("pixels")
        names = find_column_names(step.pixel_columns, pixels)
        if names is None:
            raise CannotGenerateCode("Which columns contain pixels is known only during a run. Run the design first.")
        settings = {"label": step.label_column, "width": step.image_width, "white": step.value_of_white}
        settings |= {"channels": 3} if step.channels == "RGB" else {}
        given = {name: value for name, value in settings.items() if value is not None}
        columns = [name for name in names if name != step.label_column]
        step.assign(out, step.use(load_images_from_pixels).call(pixels, columns, **given))
    step.outputs[step.module.outputs[0].name] = ScriptVariable(out)


@module(
    "Convert to Image Directory",
    category="Computer Vision",
    icon="photo-plus",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(None, make_pixel_table(), label_column="digit"),
    emit_code=_emit_code,
    keywords=("image reader", "unzip images", "import images"),
)
def convert_to_image_directory(
    zip_file: Annotated[File | None, titled("Zip of folders")] = None,
    pixels: Annotated[Dataset | None, titled("Table of pixels")] = None,
    *,
    pixel_columns: Annotated[
        Columns,
        columns_of("pixels", types=("integer", "real")),
        Field(description="The pixels from left to right and from top to bottom, without the label."),
    ] = NUMERIC_TYPES,
    label_column: Annotated[str | None, column_of("pixels"), Field(description="The category of each image.")] = None,
    image_width: Annotated[
        int | None, Field(ge=1, le=100_000, description="Width of the images in pixels. Empty: the images are square.")
    ] = None,
    channels: Annotated[
        Literal["Grayscale", "RGB"],
        Field(description="RGB needs three columns for each pixel: red, green, blue, one pixel after the other."),
    ] = "Grayscale",
    value_of_white: Annotated[
        float | None,
        Field(
            gt=0, description="The value of full brightness, such as 255 or 1. Empty: the largest number in the data."
        ),
    ] = None,
) -> ImageDirectory:
    """Read images with categories from a zip of folders, or from a table with one row of pixels per image.

    In a zip each folder is a category and holds its images: cat/1.jpg, cat/2.jpg, dog/1.jpg. Images outside of any
    folder have no category and can only be scored. Supported files are .jpg, .jpeg, .png, .ppm, .bmp, .pgm, .tif, .tiff
    and .webp; other files are left out. A table needs one column for each pixel, as in a table of scanned digits.

    Images keep the bytes of their files. They are converted to RGB for display and training.
    """
    if (zip_file is None) == (pixels is None):
        message = (
            "Connect a zip of folders or a table of pixels." if zip_file is None else "Connect only one of the two:"
        )
        message = message if zip_file is None else f"{message} a zip of folders, or a table of pixels."
        raise ModuleError(3, message, port="zip_file")
    if zip_file is not None:
        return build_directory(read_zip_images(zip_file, port="zip_file"))
    assert pixels is not None
    layout = PixelLayout(pixel_columns, label_column, image_width, 3 if channels == "RGB" else 1, value_of_white)
    return build_directory(read_pixel_images(pixels, layout, port="pixels"))
