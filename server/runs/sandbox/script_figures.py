"""The figures that a script left: looked at from outside, and kept beside the log of its step."""

import os
import stat
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from server.storage.files.artifact_store import ArtifactStore

MAX_FIGURES = 40
MAX_FIGURE_BYTES = 8 * 2**20
#: Of those that are sent along with an answer.
MAX_ATTACHED_FIGURES, MAX_ATTACHED_BYTES = 4, 2**20
#: Beyond this many pixels a side, or in all, a small file can fill a browser's memory.
MAX_SIDE_PIXELS = 10_000
MAX_PIXELS = 50_000_000
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: What of a PNG file is drawn, and how.
PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD"}
)


def get_figure_folder(store: ArtifactStore, run_id: str, node: str) -> Path:
    """Where the figures of a step are kept."""
    return store.folder / "logs" / run_id / f"{node}.plots"


def copy_figures(
    script_folder: Path, figure_folder: Path, is_refused: Callable[[bytes], object] = lambda _: None
) -> int:
    """Copy the figures of a finished script; whatever is no reasonable PNG file stays behind. Returns how many.

    So do those of which `is_refused` says so, and of the others all that is no picture.
    """
    if script_folder.is_symlink() or not script_folder.is_dir():
        return 0
    count = 0
    for figure in sorted(script_folder.glob("figure-*.png"), key=_parse_number)[:MAX_FIGURES]:
        with suppress(OSError), _open_figure(figure) as source:
            picture = _strip_png(source.read(MAX_FIGURE_BYTES)) if _is_valid_png(source) else b""
            if picture and not is_refused(picture):
                figure_folder.mkdir(parents=True, exist_ok=True)
                (figure_folder / f"{count + 1}.png").write_bytes(picture)
                count += 1
    return count


def read_figures(script_folder: Path, is_refused: Callable[[bytes], object] = lambda _: None) -> list[bytes]:
    """The first figures that a script left, where they are small enough to be sent along; none that `is_refused`."""
    if script_folder.is_symlink() or not script_folder.is_dir():
        return []
    found: list[bytes] = []
    for figure in sorted(script_folder.glob("figure-*.png"), key=_parse_number)[:MAX_ATTACHED_FIGURES]:
        with suppress(OSError), _open_figure(figure) as source:
            if _is_valid_png(source) and os.fstat(source.fileno()).st_size <= MAX_ATTACHED_BYTES:
                found.append(_strip_png(source.read(MAX_ATTACHED_BYTES)))
    return [picture for picture in found if picture and not is_refused(picture)]


def _open_figure(figure: Path) -> BinaryIO:
    """The file itself, never what a link points to, and without waiting for whoever holds the end of a pipe."""
    return os.fdopen(os.open(figure, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _parse_number(figure: Path) -> tuple[int, str]:
    digits = "".join(letter for letter in figure.stem if letter.isdigit())
    return int(digits[:9] or 0), figure.name


def _is_valid_png(source: BinaryIO) -> bool:
    """Whether this is a regular file with a PNG picture of a size that a browser can show."""
    state = os.fstat(source.fileno())
    if not stat.S_ISREG(state.st_mode) or state.st_size > MAX_FIGURE_BYTES:
        return False
    head = source.read(24)
    source.seek(0)
    if len(head) < 24 or not head.startswith(PNG_SIGNATURE):
        return False
    sides: tuple[int, int] = struct.unpack(">II", head[16:24])
    width, height = sides
    return 0 < width <= MAX_SIDE_PIXELS and 0 < height <= MAX_SIDE_PIXELS and width * height <= MAX_PIXELS


def _strip_png(content: bytes) -> bytes:
    """The chunks that make a picture, without texts beside it or behind it; nothing where they cannot be found."""
    parts, at = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while at + 12 <= len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        if kind in PNG_CHUNKS:
            parts.append(content[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            return b"".join(parts)
    return b""


def list_figures(store: ArtifactStore, run_id: str, node: str) -> Iterator[Path]:
    """The figures of a step, in the order in which they were drawn."""
    folder = get_figure_folder(store, run_id, node)
    yield from sorted(folder.glob("*.png"), key=_parse_number)
