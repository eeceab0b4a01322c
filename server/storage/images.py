"""Thumbnails from the file of an image directory; bytes are handed on and never decoded here."""

import struct
from pathlib import Path

from server.storage.tabular import opened

PNG = b"\x89PNG\r\n\x1a\n"
#: A step in the sandbox made it: what is no small PNG is not handed to a browser.
MOST_BYTES = 256 * 1024
MOST_SIDE = 1_024


def thumbnail(path: Path, row: int) -> bytes | None:
    """The small PNG of one image, None where there is no such row or no such picture; maps the file."""
    reader, starts = opened(path)
    if not 0 <= row < starts[-1] or "thumbnail" not in reader.schema.names:
        return None
    batch = next(index for index, start in enumerate(starts[1:]) if row < start)
    value = reader.get_batch(batch).column("thumbnail")[row - starts[batch]].as_py()
    return value if isinstance(value, bytes) and _is_small(value) else None


def _is_small(content: bytes) -> bool:
    """Whether this is a PNG that is as small once a browser has unpacked it."""
    if len(content) > MOST_BYTES or len(content) < 24 or not content.startswith(PNG):
        return False
    sides: tuple[int, int] = struct.unpack(">II", content[16:24])
    width, height = sides
    return 0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE
