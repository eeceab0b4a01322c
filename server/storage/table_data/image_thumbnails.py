"""Thumbnails from the file of an image directory; bytes are handed on and never decoded here."""

import struct
from pathlib import Path

from server.storage.table_data.arrow_io import open_arrow_file

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: A step in the sandbox made it: what is no small PNG is not handed to a browser.
MAX_THUMBNAIL_BYTES = 256 * 1024
MAX_THUMBNAIL_SIDE = 1_024


def read_thumbnail(path: Path, row: int) -> bytes | None:
    """The small PNG of one image, None where there is no such row or no such picture; maps the file."""
    reader, starts = open_arrow_file(path)
    if not 0 <= row < starts[-1] or "thumbnail" not in reader.schema.names:
        return None
    batch = next(index for index, start in enumerate(starts[1:]) if row < start)
    value = reader.get_batch(batch).column("thumbnail")[row - starts[batch]].as_py()
    return value if isinstance(value, bytes) and _is_small(value) else None


def _is_small(content: bytes) -> bool:
    """Whether this is a PNG that is as small once a browser has unpacked it."""
    if len(content) > MAX_THUMBNAIL_BYTES or len(content) < 24 or not content.startswith(PNG_SIGNATURE):
        return False
    sides: tuple[int, int] = struct.unpack(">II", content[16:24])
    width, height = sides
    return 0 < width <= MAX_THUMBNAIL_SIDE and 0 < height <= MAX_THUMBNAIL_SIDE
