"""The view and the glance of an image directory; the pictures themselves are read one by one from its file."""

import base64
import io
from collections import Counter
from typing import Any

from modules.kit.ports import ImageDirectory
from modules.kit.views import glance, view

#: Of so many categories at most, so many images each are shown.
MOST_CATEGORIES = 1_000
MOST_SHOWN = 60
MOST_SIZES = 12
#: The mosaic of the glance: four tiles with a gap, twice as fine as it is drawn.
TILE, GAP = 41, 4


@view.register
def view_of_images(directory: ImageDirectory) -> dict[str, Any]:
    """Categories with the rows of their first images, how large the images are, and what training changes by chance."""
    rows: dict[str | None, list[int]] = {}
    for row, label in enumerate(directory.labels):
        rows.setdefault(label, []).append(row)
    order = sorted(rows, key=lambda label: (label is None, label or ""))
    sizes = Counter(zip(directory.table["width"].to_pylist(), directory.table["height"].to_pylist(), strict=True))
    return {
        "kind": "image_directory",
        "images": directory.count,
        "bytes": sum(map(len, directory.table["image"].to_pylist())),
        "categories": [
            {"name": label, "images": len(rows[label]), "rows": rows[label][:MOST_SHOWN]}
            for label in order[:MOST_CATEGORIES]
        ],
        "all_categories": len(order),
        "sizes": [
            {"width": width, "height": height, "images": count}
            for (width, height), count in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:MOST_SIZES]
        ],
        "all_sizes": len(sizes),
        "augmentation": [record["title"] for record in directory.augmentation],
    }


@glance.register
def glance_at_images(directory: ImageDirectory) -> dict[str, Any] | None:
    """A picture of four images, of different categories where there are any."""
    from PIL import Image

    rows = _different(directory)
    if not rows:
        return None
    mosaic = Image.new("RGBA", (2 * TILE + GAP, 2 * TILE + GAP))
    thumbnails = directory.table["thumbnail"]
    for place, row in enumerate(rows):
        with Image.open(io.BytesIO(thumbnails[row].as_py()), formats=["PNG"]) as picture:
            method = Image.Resampling.NEAREST if max(picture.size) < TILE else Image.Resampling.LANCZOS
            tile = _square(picture).resize((TILE, TILE), method)
        mosaic.paste(tile, ((place % 2) * (TILE + GAP), (place // 2) * (TILE + GAP)))
    written = io.BytesIO()
    mosaic.quantize(64, Image.Quantize.FASTOCTREE).save(written, "PNG", optimize=True)
    return {"kind": "images", "png": base64.b64encode(written.getvalue()).decode()}


def _different(directory: ImageDirectory) -> list[int]:
    """Up to four rows: the first image of each category, then whatever comes first."""
    first: dict[str | None, int] = {}
    for row, label in enumerate(directory.labels):
        first.setdefault(label, row)
    others = [row for row in range(min(directory.count, 4)) if row not in first.values()]
    return [*sorted(first.values())[:4], *others][:4]


def _square(picture: Any) -> Any:
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.convert("RGB").crop((left, top, left + side, top + side))
