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
BUNDLE = "Script Bundle"
PORT = "script_bundle"

MOST_FILES = 10_000
MOST_BYTES = 512 * 2**20
#: What is packed tighter than this is no code.
HIGHEST_RATIO = 200
CHUNK = 2**20
#: Where names that a file system cannot take would fail half way.
LONGEST_PART = 255


def unpacked(bundle: File, folder: Path) -> Path:
    """Unpack the zip into `folder`/Script Bundle. Its word on sizes is not believed: bytes are counted as they come.

    Raises error 102 where it is no zip, or has names outside of the folder, links, passwords, or too much in it.
    """
    target = folder / BUNDLE
    target.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(bundle.path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_FILES:
                raise _unusable(f"It has {len(members):,} files. At most {MOST_FILES:,} are taken.")
            room = min(MOST_BYTES, bundle.path.stat().st_size * HIGHEST_RATIO)
            for member in members:
                room -= _written(archive, member, target / _inside(member), room)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise _unusable(f"It cannot be read as a zip file ({error}). Pack it anew.") from error
    return target


@contextmanager
def importable(folder: Path | None) -> Iterator[None]:
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


def _written(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, room: int) -> int:
    """Write one file of the bundle, and return its bytes; refused as soon as there are more than `room`."""
    size = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, path.open("xb") as target:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > room:
                limit = f"{MOST_BYTES // 2**20:,} MiB, and at most {HIGHEST_RATIO} times its packed size"
                raise _unusable(f"Unpacked it is larger than {limit}.")
            target.write(chunk)
    return size


def _inside(member: zipfile.ZipInfo) -> PurePosixPath:
    """The member's path below the folder; refused where it leads elsewhere or is no plain file."""
    name = member.filename
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise _unusable(f"'{_shown(name)}' is a link or no plain file. Put the file itself into the zip.")
    path = PurePosixPath(name)
    odd = "\\" in name or "\0" in name or ":" in name.partition("/")[0]
    if odd or path.is_absolute() or ".." in path.parts or not path.parts:
        raise _unusable(f"'{_shown(name)}' does not stay inside the bundle. Pack it with relative names.")
    if any(len(os.fsencode(part)) > LONGEST_PART for part in path.parts):
        raise _unusable(f"The name '{_shown(name)}' is too long.")
    return path


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:80])


def _unusable(why: str) -> ModuleError:
    return ModuleError(102, f"The script bundle cannot be used. {why}", port=PORT)
