"""Script bundles: a zip file of the user's own modules, unpacked beside a script and within bounds."""

import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from modules.kit.errors import ModuleError
from modules.kit.ports import File

#: Where scripts find the files of their bundle, below the folder they run in.
BUNDLE_FOLDER = "Script Bundle"
BUNDLE_PORT = "script_bundle"

MAX_FILES = 10_000
MAX_BYTES = 512 * 2**20
#: What is packed tighter than this is no code.
MAX_COMPRESSION_RATIO = 200
CHUNK_BYTES = 2**20
#: Where names that a file system cannot take would fail half way.
MAX_PART_BYTES = 255


def unpack_bundle(bundle: File, folder: Path, *, target: Path | None = None, port: str = BUNDLE_PORT) -> Path:
    """Unpack the zip into `folder`/Script Bundle, or into `target`. Its word on sizes is not believed: bytes are
    counted as they come.

    Raises error 102 where it is no zip, or has names outside of the folder, links, passwords, or too much in it.
    """
    try:
        return _unpack_zip(bundle, target or folder / BUNDLE_FOLDER)
    except ModuleError as error:
        raise ModuleError(102, str(error), port=port) from error


def _unpack_zip(bundle: File, target: Path) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(bundle.path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MAX_FILES:
                raise _bundle_error(f"It has {len(members):,} files. At most {MAX_FILES:,} are taken.")
            remaining_bytes = min(MAX_BYTES, bundle.path.stat().st_size * MAX_COMPRESSION_RATIO)
            for member in members:
                remaining_bytes -= _extract_member(
                    archive, member, target / _resolve_member_path(member), remaining_bytes
                )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise _bundle_error(f"It can't be read as a zip file ({error}). Create it again.") from error
    return target


@contextmanager
def importable_folder(folder: Path | None) -> Iterator[None]:
    """Within this block, Python finds the modules in the folder before all others, and none of them stays behind."""
    if folder is None:
        yield
        return
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]


def _extract_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, remaining_bytes: int) -> int:
    """Write one file of the bundle, and return its bytes; refused as soon as there are more than `remaining_bytes`."""
    size = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, path.open("xb") as target:
        while chunk := source.read(CHUNK_BYTES):
            size += len(chunk)
            if size > remaining_bytes:
                limit = f"{MAX_BYTES // 2**20:,} MiB, and at most {MAX_COMPRESSION_RATIO} times its packed size"
                raise _bundle_error(f"Unpacked, it is larger than {limit}.")
            target.write(chunk)
    return size


def _resolve_member_path(member: zipfile.ZipInfo) -> PurePosixPath:
    """The member's path below the folder; refused where it leads elsewhere or is no plain file."""
    name = member.filename
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise _bundle_error(f"'{_to_printable(name)}' is a link or not a plain file. Put the file itself into the zip.")
    path = PurePosixPath(name)
    odd = "\\" in name or "\0" in name or ":" in name.partition("/")[0]
    if odd or path.is_absolute() or ".." in path.parts or not path.parts:
        raise _bundle_error(f"'{_to_printable(name)}' leads outside the bundle. Use relative paths in the zip.")
    if any(len(os.fsencode(part)) > MAX_PART_BYTES for part in path.parts):
        raise _bundle_error(f"The name '{_to_printable(name)}' is too long.")
    return path


def _to_printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:80])


def _bundle_error(reason: str) -> ModuleError:
    return ModuleError(102, f"The zip file can't be used. {reason}", port=BUNDLE_PORT)
