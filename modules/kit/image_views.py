"""The view and the glance of an image directory; the pictures themselves are read one by one from its file."""

import base64
import io
from collections import Counter
from typing import Any

from modules.kit.artifact_views import build_thumbnail, build_view
from modules.kit.ports import ImageDirectory
from modules.kit.views.image_directory_view import ImageCategory, ImageDirectoryView, ImageSize
from modules.kit.views.thumbnail_kinds import ImagesThumbnail

#: Of so many categories at most, so many images each are shown.
MAX_CATEGORIES = 1_000
MAX_IMAGES_PER_CATEGORY = 60
MAX_SIZES = 12
#: The mosaic of the glance: four tiles with a gap, twice as fine as it is drawn.
TILE, GAP = 41, 4


@build_view.register
def build_images_view(directory: ImageDirectory) -> ImageDirectoryView:
    """Categories with the rows of their first images, how large the images are, and what training changes by chance."""
    rows: dict[str | None, list[int]] = {}
    for row, label in enumerate(directory.labels):
        rows.setdefault(label, []).append(row)
    order = sorted(rows, key=lambda label: (label is None, label or ""))
    sizes = Counter(zip(directory.table["width"].to_pylist(), directory.table["height"].to_pylist(), strict=True))
    return ImageDirectoryView(
        images=directory.count,
        bytes=sum(map(len, directory.table["image"].to_pylist())),
        categories=[
            ImageCategory(name=label, images=len(rows[label]), rows=rows[label][:MAX_IMAGES_PER_CATEGORY])
            for label in order[:MAX_CATEGORIES]
        ],
        all_categories=len(order),
        sizes=[
            ImageSize(width=width, height=height, images=count)
            for (width, height), count in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:MAX_SIZES]
        ],
        all_sizes=len(sizes),
        augmentation=[record["title"] for record in directory.augmentation],
    )


@build_thumbnail.register
def build_images_thumbnail(directory: ImageDirectory) -> ImagesThumbnail | None:
    """A picture of four images, of different categories where there are any."""
    from PIL import Image

    rows = _select_varied_rows(directory)
    if not rows:
        return None
    mosaic = Image.new("RGBA", (2 * TILE + GAP, 2 * TILE + GAP))
    thumbnails = directory.table["thumbnail"]
    for place, row in enumerate(rows):
        with Image.open(io.BytesIO(thumbnails[row].as_py()), formats=["PNG"]) as picture:
            method = Image.Resampling.NEAREST if max(picture.size) < TILE else Image.Resampling.LANCZOS
            tile = _crop_square(picture).resize((TILE, TILE), method)
        mosaic.paste(tile, ((place % 2) * (TILE + GAP), (place // 2) * (TILE + GAP)))
    written = io.BytesIO()
    mosaic.quantize(64, Image.Quantize.FASTOCTREE).save(written, "PNG", optimize=True)
    return ImagesThumbnail(png=base64.b64encode(written.getvalue()).decode())


def _select_varied_rows(directory: ImageDirectory) -> list[int]:
    """Up to four rows: the first image of each category, then whatever comes first."""
    first: dict[str | None, int] = {}
    for row, label in enumerate(directory.labels):
        first.setdefault(label, row)
    others = [row for row in range(min(directory.count, 4)) if row not in first.values()]
    return [*sorted(first.values())[:4], *others][:4]


def _crop_square(picture: Any) -> Any:
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.convert("RGB").crop((left, top, left + side, top + side))
