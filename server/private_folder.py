"""The data folder is its owner's alone: other users of the machine can neither read nor list it."""

import os
from pathlib import Path

#: What is taken from the mode of every new file and folder: all that others might do.
PRIVATE_MASK = 0o077


def keep_files_private() -> None:
    """From now on whatever this process makes is its user's alone."""
    os.umask(PRIVATE_MASK)


def make_private(folder: Path) -> None:
    """Make the data folder, or close the one that is there; what is in it cannot be reached by others then."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o700)
