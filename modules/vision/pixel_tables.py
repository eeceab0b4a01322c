"""Pictures from a table of pixels: one row is one image, one column is one pixel."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Columns, Dataset, ModuleError, track
from modules.kit.errors import column_not_found
from modules.vision.image_io import MAX_PIXELS, LabeledImage, to_png


@dataclass(frozen=True)
class PixelLayout:
    """Which columns are pixels, and how an image is made of them."""

    pixel_columns: Columns
    label_column: str | None
    image_width: int | None
    channels: int
    white: float | None


def read_pixel_images(dataset: Dataset, layout: PixelLayout, *, port: str) -> Iterator[LabeledImage]:
    """One picture per row; numbers from 0 to `white` become shades from black to white."""
    from PIL import Image

    if layout.label_column is not None and layout.label_column not in dataset.schema:
        raise column_not_found(layout.label_column, dataset.schema, port=port, parameter="label_column")
    if dataset.rows == 0:
        raise ModuleError(21, f"The data at '{port}' has no rows.", port=port)
    names = layout.pixel_columns.resolve_required(dataset.schema, port=port, parameter="pixel_columns")
    names = [name for name in names if name != layout.label_column]
    height, width = _compute_image_shape(len(names), layout, port)
    shades = _scale_pixels(dataset, names, layout, port)
    labels = _read_labels(dataset, layout.label_column)
    digits = len(str(dataset.rows))
    for row in track(range(dataset.rows), total=dataset.rows, unit="images"):
        values = shades[row].reshape((height, width) if layout.channels == 1 else (height, width, layout.channels))
        image = Image.fromarray(values)
        folder = f"{labels[row]}/" if labels[row] is not None else ""
        yield LabeledImage(f"{folder}{row + 1:0{digits}}.png", labels[row], image, to_png(image))


def _compute_image_shape(columns: int, layout: PixelLayout, port: str) -> tuple[int, int]:
    """Height and width; without a width the images are square."""
    pixels, left = divmod(columns, layout.channels)
    if left or not pixels:
        message = f"Each pixel needs {layout.channels} columns, but {columns:,} columns are selected."
        raise ModuleError(22, f"{message} Select only the pixels.", port=port, parameter="pixel_columns")
    if pixels > MAX_PIXELS:
        raise ModuleError(127, f"An image of {pixels:,} pixels is too large.", port=port, parameter="pixel_columns")
    width = layout.image_width or math.isqrt(pixels)
    if pixels % width or (layout.image_width is None and width * width != pixels):
        wanted = f"in lines of {width}" if layout.image_width else "as a square"
        message = f"{pixels:,} pixels can't be laid out {wanted}. Enter the width of the images, or remove columns"
        raise ModuleError(22, f"{message} that are not pixels.", port=port, parameter="image_width")
    return pixels // width, width


def _scale_pixels(dataset: Dataset, names: list[str], layout: PixelLayout, port: str) -> Any:
    """The pixels as bytes, row by row."""
    for name in names:
        if not dataset.schema[name].is_numeric:
            message = f"Column '{name}' is not numeric, but pixels are numbers. Remove it from the pixel columns."
            raise ModuleError(17, message, port=port, parameter="pixel_columns", column=name)
    values = dataset.frame[names].to_numpy(dtype="float64", na_value=np.nan)
    strange = ~np.isfinite(values)
    if strange.any():
        name = names[int(strange.any(axis=0).argmax())]
        message = f"Column '{name}' has missing or infinite pixels. Fill them with Clean Missing Data first."
        raise ModuleError(18, message, port=port, column=name)
    if values.min() < 0:
        raise ModuleError(8, f"Pixels must be at least 0. The smallest value is {values.min():g}.", port=port)
    white = layout.white if layout.white is not None else (float(values.max()) or 1.0)
    return np.round(np.clip(values / white, 0, 1) * 255).astype("uint8")


def _read_labels(dataset: Dataset, column: str | None) -> list[str | None]:
    if column is None:
        return [None] * dataset.rows
    values: pd.Series[Any] = dataset.frame[column]
    return [None if missing else str(value) for value, missing in zip(values, values.isna(), strict=True)]
