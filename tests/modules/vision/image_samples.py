"""Pictures, zips and directories that the tests of this folder are about."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from modules.kit import File, ImageDirectory
from modules.vision.image_io import LabeledImage, build_directory, to_png


def encode_image(image: Any, kind: str = "PNG") -> bytes:
    """The bytes of the picture as a file of this format."""
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def make_plain_image(color: Any = (200, 30, 30), size: tuple[int, int] = (12, 10), mode: str = "RGB") -> Any:
    return Image.new(mode, size, color)


def write_image_zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> File:
    """A zip with these members, as a user would upload it."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return File(path, path.name)


def make_noise_images(
    count: int, side: int, categories: tuple[str, ...] = ("cat", "dog"), seed: int = 0
) -> ImageDirectory:
    """Images of noise, the later categories brighter than the earlier."""
    chance = np.random.default_rng(seed)
    pictures = []
    for number in range(count):
        place = number % len(categories)
        values = chance.integers(0, 120, (side, side, 3)) + 120 * place // max(1, len(categories) - 1)
        image = Image.fromarray(values.astype("uint8"))
        pictures.append(LabeledImage(f"{categories[place]}/{number}.png", categories[place], image, to_png(image)))
    return build_directory(pictures)
