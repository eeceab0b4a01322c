"""A folder as a zip file: the same files give the same bytes, and links lead nowhere."""

import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

#: What every file in the zip is dated, so that equal folders have equal hashes.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
CHUNK_BYTES = 2**20
MAX_FILES = 10_000


def list_tree(folder: Path) -> Iterator[Path]:
    """The plain files below a folder, in the order of their names. Links are not followed."""
    waiting = [folder]
    while waiting:  # and not by calling itself: a script nests folders as deep as it likes
        path = waiting.pop()
        kind = path.lstat().st_mode
        if path == folder or stat.S_ISDIR(kind):
            waiting += [path / name for name in sorted(os.listdir(path), reverse=True)]
        elif stat.S_ISREG(kind):
            yield path


def pack_tree(
    folder: Path, target: Path, *, max_bytes: int | None = None, is_refused: Callable[[Path], object] | None = None
) -> int:
    """Pack the files of a folder, as far as there is room for them, and return how many there are.

    Those of which `is_refused` says so stay out.
    """
    count, room = 0, max_bytes
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in list_tree(folder):
            size = path.lstat().st_size
            if count >= MAX_FILES or (room is not None and size > room):
                continue
            if is_refused is not None and is_refused(path):
                continue
            pack_file(archive, path, path.relative_to(folder).as_posix())
            count, room = count + 1, None if room is None else room - size
    return count


def pack_file(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    """Add a file under a name; of its mode only whether it is a program."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as source:
        state = os.fstat(descriptor)
        member = zipfile.ZipInfo(name, FIXED_TIME)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = (stat.S_IFREG | (0o755 if state.st_mode & 0o100 else 0o644)) << 16
        with archive.open(member, "w", force_zip64=state.st_size > 2**31) as sink:
            while chunk := source.read(CHUNK_BYTES):
                sink.write(chunk)
