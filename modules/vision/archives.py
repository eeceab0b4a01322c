"""Pictures from a zip of folders: one folder is one category. Nothing is ever unpacked onto the disk."""

import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from modules.kit import File, ModuleError, track
from modules.vision.pictures import ENDINGS, Picture, opened

log = logging.getLogger(__name__)

MOST_MEMBERS = 200_000
#: Of one picture, and of all of them together.
MOST_BYTES_OF_ONE = 256 * 1024**2
MOST_BYTES = 2 * 1024**3
#: Pictures hardly shrink in a zip: what shrinks so much was made to fill a memory.
MOST_RATIO = 200
RATIO_COUNTS_FROM = 1024**2
#: What file managers add on their own.
CLUTTER = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
REFUSALS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


def pictures_in(file: File, *, port: str) -> Iterator[Picture]:
    """Every picture of the zip with its category; errors 102, 49 and 127, and 3 where there is none."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            members = _members(archive, file.name, port)
            base = base_of([name for name, _ in members])
            for name, member in track(members, total=len(members), unit="images"):
                written = _read(archive, member, port)
                yield Picture(name, category_of(name, base), opened(written, name, port=port), written)
    except REFUSALS as error:
        message = f"'{file.name}' is no zip that can be read, or it is damaged: {error}. Upload a zip of folders."
        raise ModuleError(102, message, port=port) from error


def _members(archive: zipfile.ZipFile, title: str, port: str) -> list[tuple[str, zipfile.ZipInfo]]:
    """The pictures in the archive by name, once its list of contents is known to be harmless."""
    listed = archive.infolist()
    if len(listed) > MOST_MEMBERS:
        raise ModuleError(
            102, f"'{title}' holds {len(listed):,} files. At most {MOST_MEMBERS:,} can be read.", port=port
        )
    files = [(_name(member, port), member) for member in listed if not member.is_dir()]
    files = [(name, member) for name, member in files if not CLUTTER.search(name)]
    found = sorted((entry for entry in files if entry[0].lower().endswith(ENDINGS)), key=lambda entry: entry[0])
    total = sum(member.file_size for _, member in found)
    if total > MOST_BYTES:
        message = f"The images of '{title}' have {total / 1024**3:.1f} GB. At most {MOST_BYTES // 1024**3} can be read."
        raise ModuleError(102, message, port=port)
    for name, member in found:
        _refuse_bomb(name, member, port)
    if not found:
        raise ModuleError(3, f"'{title}' holds no image. Wanted are files ending in {', '.join(ENDINGS)}.", port=port)
    if len(found) < len(files):
        log.warning("%d files that are no images left out.", len(files) - len(found))
    return found


def _name(member: zipfile.ZipInfo, port: str) -> str:
    """The path within the archive; one that leads out of it is refused, though nothing would be written there."""
    name = member.filename.replace("\\", "/").encode("utf-8", "replace").decode()
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in PurePosixPath(name).parts:
        raise ModuleError(102, f"The zip holds '{name}', which leads out of it. Pack the folders anew.", port=port)
    return name


def _refuse_bomb(name: str, member: zipfile.ZipInfo, port: str) -> None:
    if member.flag_bits & 1:
        raise ModuleError(102, f"'{name}' is encrypted. Pack the zip without a password.", port=port)
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > MOST_BYTES_OF_ONE or (member.file_size > RATIO_COUNTS_FROM and ratio > MOST_RATIO):
        message = f"'{name}' would grow from {member.compress_size:,} to {member.file_size:,} bytes, and is not read."
        raise ModuleError(102, message, port=port)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, port: str) -> bytes:
    """The bytes of a file, and never more than its entry promised."""
    with archive.open(member) as stream:
        written = stream.read(member.file_size + 1)
    if len(written) > member.file_size:
        raise ModuleError(102, f"'{member.filename}' is larger than the zip says, and is not read.", port=port)
    return written


def base_of(names: list[str]) -> int:
    """How many folders lie above the categories: 1 where all is packed into one folder that holds folders."""
    parts = [PurePosixPath(name).parts for name in names]
    together = len({part[0] for part in parts}) == 1
    return 1 if together and all(len(part) > 2 for part in parts) else 0


def category_of(name: str, base: int) -> str | None:
    folders = PurePosixPath(name).parts[base:-1]
    return folders[0] if folders else None
