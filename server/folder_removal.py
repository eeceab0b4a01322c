"""Removing folders that a stranger's code has written in: however deep they are nested, and whatever their modes."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as the system lets it go; nothing happens where there is none.

    `shutil.rmtree` calls itself for each level, and holds a file open for each: a thousand nested folders, which a
    script makes in a moment, end it with an error, and two thousand take every file that the server may open. Here a
    folder within is moved to the top before it is opened, so that no path is ever long. Links are never followed.
    """
    prefix, made = f".removed-{secrets.token_hex(8)}-", 0
    waiting, emptied = [str(folder)], []
    while waiting:
        path = waiting.pop()
        emptied.append(path)
        for name, is_folder in _list_entries(path):
            with suppress(OSError):
                if is_folder:
                    top = os.path.join(folder, f"{prefix}{made}")
                    made += 1
                    _open_mode(os.path.join(path, name))
                    os.rename(os.path.join(path, name), top)
                    waiting.append(top)
                else:
                    os.unlink(os.path.join(path, name))
    for path in reversed(emptied):
        with suppress(OSError):
            os.rmdir(path)


def _list_entries(path: str) -> list[tuple[str, bool]]:
    """The names in a folder, and which of them are folders themselves; none where it is no folder."""
    try:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            return []
        _open_mode(path)
        with os.scandir(path) as entries:
            return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:
        return []


def _open_mode(path: str) -> None:
    """Let the owner list and change a folder: a script may have taken that from it."""
    mode = stat.S_IMODE(os.lstat(path).st_mode)
    if mode & stat.S_IRWXU != stat.S_IRWXU:
        os.chmod(path, mode | stat.S_IRWXU)
