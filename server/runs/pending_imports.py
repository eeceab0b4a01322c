"""Files that were uploaded and are being looked at, before they become a dataset."""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from server.runs.table_ingest import UploadedFile
from server.runs.workspace_quotas import Reservation
from server.storage.stores.design_store import NotFound

#: So long an import that nobody touches is kept, and so many of a workspace at most: the oldest goes.
SECONDS_KEPT = 2 * 3600.0
MAX_PER_WORKSPACE = 20
MAX_FILES = 1_000


Result = TypeVar("Result")


class ReadingSuperseded(Exception):
    """Somebody wanted the files read otherwise, or no longer."""


@dataclass
class PendingImport:
    """Files that wait for somebody to say how they are read. `dataset` is what they are to be a version of."""

    workspace: str
    name: str
    dataset: str | None = None
    #: The shape of its first file, and the dataset whose options were taken since its file had the same.
    shape: str | None = None
    like: str | None = None
    id: str = field(default_factory=lambda: uuid4().hex)
    files: list[UploadedFile] = field(default_factory=list)
    #: Room for the files until they belong to a dataset or are gone.
    rooms: list[Reservation] = field(default_factory=list)
    touched: float = field(default_factory=time.monotonic)
    #: What reads the files at the moment.
    task: asyncio.Task[object] | None = None

    async def read(self, reading: Coroutine[object, object, Result]) -> Result:
        """Have the files read; what read them until now is ended. Raises ReadingSuperseded where it is ended itself."""
        self.stop()
        task = asyncio.ensure_future(reading)
        self.task = task
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise ReadingSuperseded from None
            task.cancel()
            raise
        finally:
            if self.task is task:
                self.task = None

    def stop(self) -> None:
        """End whatever reads the files."""
        if self.task is not None:
            self.task.cancel()
            self.task = None


class PendingImports:
    """The imports of all workspaces; they are gone when the server ends. Used in the event loop only."""

    def __init__(self) -> None:
        self._imports: dict[str, PendingImport] = {}

    def add(self, made: PendingImport) -> PendingImport:
        """Keep an import, in the place of those that were left."""
        for old in [*self._find_stale(made.workspace)]:
            self.remove(old)
        self._imports[made.id] = made
        return made

    def get(self, import_id: str, workspace: str) -> PendingImport:
        """The import; raises NotFound where there is none in this workspace."""
        found = self._imports.get(import_id)
        if found is None or found.workspace != workspace:
            raise NotFound("This import is over, or the server was restarted. Upload the file again.")
        found.touched = time.monotonic()
        return found

    def remove(self, gone: PendingImport) -> None:
        """Forget an import and its files; files of the store stay there."""
        self._imports.pop(gone.id, None)
        gone.stop()
        for file in gone.files:
            delete_upload(file)
        for room in gone.rooms:
            room.release()

    def _find_stale(self, workspace: str) -> Iterator[PendingImport]:
        idle = [one for one in self._imports.values() if one.task is None]
        yield from (one for one in idle if one.touched < time.monotonic() - SECONDS_KEPT)
        mine = sorted((one for one in idle if one.workspace == workspace), key=lambda one: one.touched)
        yield from mine[: max(0, len(mine) - MAX_PER_WORKSPACE + 1)]


def delete_upload(file: UploadedFile) -> None:
    """Delete a file that came just now; one of the store stays."""
    if file.artifact is None:
        Path(file.path).unlink(missing_ok=True)
