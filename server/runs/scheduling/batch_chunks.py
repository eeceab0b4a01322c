"""The chunks of steps that work in batches: kept outside of the sandbox, so that no attempt does one again.

They lie below the cache key of the step, which names its code, its parameters, its data and its deployment: whatever
does the same work goes on where the last attempt ended.
"""

import os
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from server.folder_removal import remove_folder
from server.runs.sandbox.inside.sandbox_messages import CHUNKS_FOLDER, ChunkWritten
from server.runs.sandbox.inside.sandbox_requests import InputFile
from server.storage.files.artifact_store import ArtifactStore

#: Chunks that nothing has gone on with for so long are deleted.
KEPT_SECONDS = 7 * 24 * 3600.0


class ChunkFolder:
    """The chunks of one piece of work."""

    def __init__(self, store: ArtifactStore, key: str) -> None:
        self.folder = get_chunks_root(store) / key

    def list_finished(self) -> Mapping[str, InputFile]:
        """The files of the chunks that are done, by their numbers."""
        found = sorted(self.folder.glob("*.arrow")) if self.folder.is_dir() else []
        return {str(int(path.stem)): InputFile(path, "dataset") for path in found if path.stem.isdigit()}

    def count_finished(self, until: datetime | None) -> int | None:
        """How many chunks were done at a time, or are now; None where they were deleted since."""
        if not self.folder.is_dir():
            return 0 if until is None else None
        moments = [file.path.stat().st_mtime for file in self.list_finished().values()]
        return sum(until is None or moment <= until.timestamp() for moment in moments)

    def keep_chunk(self, chunk: ChunkWritten, step_folder: Path) -> None:
        """Keep a chunk of the step that writes in this folder. What is no file of its own is not kept."""
        if chunk.path.parent != step_folder / CHUNKS_FOLDER:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        target = self.folder / f"{chunk.number:06}.arrow"
        with suppress(FileExistsError, FileNotFoundError):
            os.link(chunk.path, target, follow_symlinks=False)
            if stat.S_ISREG(target.lstat().st_mode):
                target.chmod(0o444)  # the next attempt may run as another user
            else:
                target.unlink()

    def remove(self) -> None:
        """The work is done, and its result is stored."""
        remove_folder(self.folder)


def get_chunks_root(store: ArtifactStore) -> Path:
    """The folder of all chunks."""
    return store.folder / "chunks"


def delete_stale_chunks(store: ArtifactStore) -> None:
    """Delete chunks that nothing has gone on with for long."""
    root = get_chunks_root(store)
    root.mkdir(exist_ok=True)
    root.chmod(0o755)
    for folder in root.iterdir():
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
                remove_folder(folder)
