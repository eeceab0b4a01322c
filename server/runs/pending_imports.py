"""Files that were uploaded and are being looked at, before they become a dataset."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from server.runs.table_ingest import UploadedFile
from server.runs.workspace_quotas import Reservation
from server.storage.stores.design_store import NotFound

#: So long an import that nobody touches is kept, and so many of a workspace at most: the oldest goes.
SECONDS_KEPT = 2 * 3600.0
MAX_PER_WORKSPACE = 20
MAX_FILES = 1_000


@dataclass
class PendingImport:
    """Files that wait for somebody to say how they are read. `dataset` is what they are to be a version of."""

    workspace: str
    name: str
    dataset: str | None = None
    id: str = field(default_factory=lambda: uuid4().hex)
    files: list[UploadedFile] = field(default_factory=list)
    #: Room for the files until they belong to a dataset or are gone.
    rooms: list[Reservation] = field(default_factory=list)
    touched: float = field(default_factory=time.monotonic)
    busy: int = 0


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
        for file in gone.files:
            delete_upload(file)
        for room in gone.rooms:
            room.release()

    def _find_stale(self, workspace: str) -> Iterator[PendingImport]:
        idle = [one for one in self._imports.values() if not one.busy]
        yield from (one for one in idle if one.touched < time.monotonic() - SECONDS_KEPT)
        mine = sorted((one for one in idle if one.workspace == workspace), key=lambda one: one.touched)
        yield from mine[: max(0, len(mine) - MAX_PER_WORKSPACE + 1)]


def delete_upload(file: UploadedFile) -> None:
    """Delete a file that came just now; one of the store stays."""
    if file.artifact is None:
        Path(file.path).unlink(missing_ok=True)
