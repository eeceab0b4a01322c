"""Pictures from a zip of folders: one folder is one category. Nothing is ever unpacked onto the disk."""

import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from modules.kit import File, ModuleError, track
from modules.vision.image_io import FILE_ENDINGS, LabeledImage, open_image

log = logging.getLogger(__name__)

MAX_ARCHIVE_MEMBERS = 200_000
#: Of one picture, and of all of them together.
MAX_IMAGE_BYTES = 256 * 1024**2
MAX_ARCHIVE_BYTES = 2 * 1024**3
#: Pictures hardly shrink in a zip: what shrinks so much was made to fill a memory.
MAX_IMAGE_RATIO = 200
IMAGE_RATIO_FROM_BYTES = 1024**2
#: What file managers add on their own.
IGNORED_NAMES = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


def read_zip_images(file: File, *, port: str) -> Iterator[LabeledImage]:
    """Every picture of the zip with its category; errors 102, 49 and 127, and 3 where there is none."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            members = _list_members(archive, file.name, port)
            base = find_base_depth([name for name, _ in members])
            for name, member in track(members, total=len(members), unit="images"):
                written = _read_member(archive, member, port)
                yield LabeledImage(name, get_category(name, base), open_image(written, name, port=port), written)
    except ZIP_ERRORS as error:
        message = f"'{file.name}' is not a readable zip file: {error}. Upload a zip of folders."
        raise ModuleError(102, message, port=port) from error


def _list_members(archive: zipfile.ZipFile, title: str, port: str) -> list[tuple[str, zipfile.ZipInfo]]:
    """The pictures in the archive by name, once its list of contents is known to be harmless."""
    listed = archive.infolist()
    if len(listed) > MAX_ARCHIVE_MEMBERS:
        raise ModuleError(
            102, f"'{title}' holds {len(listed):,} files. At most {MAX_ARCHIVE_MEMBERS:,} can be read.", port=port
        )
    files = [(_normalize_name(member, port), member) for member in listed if not member.is_dir()]
    files = [(name, member) for name, member in files if not IGNORED_NAMES.search(name)]
    found = sorted((entry for entry in files if entry[0].lower().endswith(FILE_ENDINGS)), key=lambda entry: entry[0])
    total = sum(member.file_size for _, member in found)
    if total > MAX_ARCHIVE_BYTES:
        limit = MAX_ARCHIVE_BYTES // 1024**3
        message = f"The images of '{title}' have {total / 1024**3:.1f} GB. At most {limit} can be read."
        raise ModuleError(102, message, port=port)
    for name, member in found:
        _refuse_bomb(name, member, port)
    if not found:
        raise ModuleError(
            3, f"'{title}' contains no images. Expected files ending in {', '.join(FILE_ENDINGS)}.", port=port
        )
    if len(found) < len(files):
        log.warning("%d files that are not images left out.", len(files) - len(found))
    return found


def _normalize_name(member: zipfile.ZipInfo, port: str) -> str:
    """The path within the archive; one that leads out of it is refused, though nothing would be written there."""
    name = member.filename.replace("\\", "/").encode("utf-8", "replace").decode()
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in PurePosixPath(name).parts:
        raise ModuleError(102, f"The zip contains '{name}', which leads outside it. Create the zip again.", port=port)
    return name


def _refuse_bomb(name: str, member: zipfile.ZipInfo, port: str) -> None:
    if member.flag_bits & 1:
        raise ModuleError(102, f"'{name}' is encrypted. Create the zip without a password.", port=port)
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > MAX_IMAGE_BYTES or (member.file_size > IMAGE_RATIO_FROM_BYTES and ratio > MAX_IMAGE_RATIO):
        message = (
            f"'{name}' would grow from {member.compress_size:,} to {member.file_size:,} bytes, so it was not read."
        )
        raise ModuleError(102, message, port=port)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, port: str) -> bytes:
    """The bytes of a file, and never more than its entry promised."""
    with archive.open(member) as stream:
        written = stream.read(member.file_size + 1)
    if len(written) > member.file_size:
        raise ModuleError(102, f"'{member.filename}' is larger than the zip says, so it was not read.", port=port)
    return written


def find_base_depth(names: list[str]) -> int:
    """How many folders lie above the categories: 1 where all is packed into one folder that holds folders."""
    parts = [PurePosixPath(name).parts for name in names]
    together = len({part[0] for part in parts}) == 1
    return 1 if together and all(len(part) > 2 for part in parts) else 0


def get_category(name: str, base: int) -> str | None:
    folders = PurePosixPath(name).parts[base:-1]
    return folders[0] if folders else None
