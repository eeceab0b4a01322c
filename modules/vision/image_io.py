"""One picture: opened with care, made a thumbnail of, and written as PNG."""

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from modules.kit import ImageDirectory, ModuleError
from modules.kit.ports import IMAGE_COLUMNS

#: What Pillow may take a picture for; the formats of torchvision's ImageFolder.
IMAGE_FORMATS = ("JPEG", "PNG", "PPM", "BMP", "TIFF", "WEBP")
FILE_ENDINGS = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")
#: A photograph of 64 megapixels takes 200 MB once it is opened; what claims to be larger is refused unopened.
MAX_PIXELS = 64_000_000
#: The longer side of a thumbnail.
THUMBNAIL = 96
#: Smaller pictures are magnified to about this, pixel by pixel, so that one can see them.
SMALL = 48


@dataclass(frozen=True)
class LabeledImage:
    """An image to be put into a directory; `written` are the bytes of its file."""

    path: str
    label: str | None
    image: Any
    content: bytes


def open_image(content: bytes, path: str, *, port: str) -> Any:
    """The picture in these bytes as RGB, turned the way its camera was held; errors 49 and 127."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of unusual metadata, and of what is large: that is looked at here
            with Image.open(io.BytesIO(content), formats=IMAGE_FORMATS) as picture:
                _refuse_large(picture.size, path, port=port)
                return to_rgb(ImageOps.exif_transpose(picture))
    except ModuleError:
        raise
    except Image.DecompressionBombError as error:
        raise ModuleError(
            127, f"'{path}' has too many pixels: at most {MAX_PIXELS:,} can be read.", port=port
        ) from error
    except Exception as error:  # Pillow's decoders raise whatever broken bytes lead them to
        message = f"'{path}' is not a readable image. Fix it, or remove it from the zip."
        raise ModuleError(49, message, port=port) from error


def _refuse_large(size: tuple[int, int], path: str, *, port: str) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        message = f"'{path}' has {size[0]:,} × {size[1]:,} pixels. At most {MAX_PIXELS:,} can be read. Make it smaller."
        raise ModuleError(127, message, port=port)


def to_rgb(picture: Any) -> Any:
    """The picture as RGB: what is transparent lies on white, gray of 16 bits keeps its upper 8."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):
        return _reduce_gray_depth(picture).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture.convert("RGB")


def _reduce_gray_depth(picture: Any) -> Any:
    """Gray of more than 8 bits, whose `convert` would cut off at 255."""
    import numpy as np
    from PIL import Image

    values = np.asarray(picture, dtype="float64")
    top = 65_535 if picture.mode.startswith("I") else max(float(values.max(initial=0)), 1e-9)
    return Image.fromarray((np.clip(values / top, 0, 1) * 255).astype("uint8"))


def to_png(image: Any) -> bytes:
    """The bytes of a PNG file, without the metadata of the picture."""
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=3)
    return written.getvalue()


def make_thumbnail(image: Any) -> bytes:
    """A small PNG of the picture; tiny ones are magnified pixel by pixel."""
    from PIL import Image

    longer = max(image.size)
    factor = max(1, round(SMALL / longer)) if longer < SMALL else min(1.0, THUMBNAIL / longer)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    small = image.resize(size, Image.Resampling.NEAREST if factor > 1 else Image.Resampling.LANCZOS)
    return to_png(small.quantize(128) if factor < 1 else small)


def build_directory(pictures: Iterable[LabeledImage]) -> ImageDirectory:
    """The pictures as an image directory, in their order."""
    rows: dict[str, list[Any]] = {name: [] for name in IMAGE_COLUMNS.names}
    for picture in pictures:
        width, height = picture.image.size
        told = (picture.path, picture.label, width, height, picture.content, make_thumbnail(picture.image))
        for name, value in zip(rows, told, strict=True):
            rows[name].append(value)
    return ImageDirectory(pa.Table.from_pydict(rows, schema=IMAGE_COLUMNS))
