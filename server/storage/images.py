"""Thumbnails from the file of an image directory; bytes are handed on and never decoded here."""

from pathlib import Path

from server.storage.tabular import opened

PNG = b"\x89PNG\r\n\x1a\n"
#: A step in the sandbox made it: what is no small PNG is not handed to a browser.
MOST_BYTES = 256 * 1024


def thumbnail(path: Path, row: int) -> bytes | None:
    """The small PNG of one image, None where there is no such row or no such picture; maps the file."""
    reader, starts = opened(path)
    if not 0 <= row < starts[-1] or "thumbnail" not in reader.schema.names:
        return None
    batch = next(index for index, start in enumerate(starts[1:]) if row < start)
    value = reader.get_batch(batch).column("thumbnail")[row - starts[batch]].as_py()
    if not isinstance(value, bytes) or len(value) > MOST_BYTES or not value.startswith(PNG):
        return None
    return value
