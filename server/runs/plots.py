"""The figures that a script left: looked at from outside, and kept beside the log of its step."""

import os
import stat
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from server.storage.artifacts import ArtifactStore

FIGURES = 40
BYTES = 8 * 2**20
#: Of those that are sent along with an answer.
FIGURES_AT_ONCE, BYTES_AT_ONCE = 4, 2**20
#: Beyond this many pixels a side, or in all, a small file can fill a browser's memory.
PIXELS = 10_000
MOST_PIXELS = 50_000_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: What of a PNG file is drawn, and how.
CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD"})


def folder_of(store: ArtifactStore, run_id: str, node: str) -> Path:
    """Where the figures of a step are kept."""
    return store.folder / "logs" / run_id / f"{node}.plots"


def keep(made: Path, kept: Path, refused: Callable[[bytes], object] = lambda _: None) -> int:
    """Copy the figures of a finished script; whatever is no reasonable PNG file stays behind. Returns how many.

    So do those with something in them that is `refused`, and of the others all that is no picture.
    """
    if made.is_symlink() or not made.is_dir():
        return 0
    count = 0
    for figure in sorted(made.glob("figure-*.png"), key=_number)[:FIGURES]:
        with suppress(OSError), _opened(figure) as source:
            picture = _picture(source.read(BYTES)) if _reasonable(source) else b""
            if picture and not refused(picture):
                kept.mkdir(parents=True, exist_ok=True)
                (kept / f"{count + 1}.png").write_bytes(picture)
                count += 1
    return count


def pictures(made: Path, refused: Callable[[bytes], object] = lambda _: None) -> list[bytes]:
    """The first figures that a script left, where they are small enough to be sent along; none that is `refused`."""
    if made.is_symlink() or not made.is_dir():
        return []
    found: list[bytes] = []
    for figure in sorted(made.glob("figure-*.png"), key=_number)[:FIGURES_AT_ONCE]:
        with suppress(OSError), _opened(figure) as source:
            if _reasonable(source) and os.fstat(source.fileno()).st_size <= BYTES_AT_ONCE:
                found.append(_picture(source.read(BYTES_AT_ONCE)))
    return [picture for picture in found if picture and not refused(picture)]


def _opened(figure: Path) -> BinaryIO:
    """The file itself, never what a link points to, and without waiting for whoever holds the end of a pipe."""
    return os.fdopen(os.open(figure, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _number(figure: Path) -> tuple[int, str]:
    digits = "".join(letter for letter in figure.stem if letter.isdigit())
    return int(digits[:9] or 0), figure.name


def _reasonable(source: BinaryIO) -> bool:
    """Whether this is a regular file with a PNG picture of a size that a browser can show."""
    state = os.fstat(source.fileno())
    if not stat.S_ISREG(state.st_mode) or state.st_size > BYTES:
        return False
    head = source.read(24)
    source.seek(0)
    if len(head) < 24 or not head.startswith(SIGNATURE):
        return False
    sides: tuple[int, int] = struct.unpack(">II", head[16:24])
    width, height = sides
    return 0 < width <= PIXELS and 0 < height <= PIXELS and width * height <= MOST_PIXELS


def _picture(content: bytes) -> bytes:
    """The chunks that make a picture, without texts beside it or behind it; nothing where they cannot be told."""
    parts, at = [SIGNATURE], len(SIGNATURE)
    while at + 12 <= len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        if kind in CHUNKS:
            parts.append(content[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            return b"".join(parts)
    return b""


def kept(store: ArtifactStore, run_id: str, node: str) -> Iterator[Path]:
    """The figures of a step, in the order in which they were drawn."""
    folder = folder_of(store, run_id, node)
    yield from sorted(folder.glob("*.png"), key=_number)
