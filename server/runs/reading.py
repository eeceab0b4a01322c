"""Uploaded files become tables: a step of its own in a sandbox, since files of strangers are parsed there."""

import asyncio
import shutil
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from server.runs.engine import Engine
from server.runs.journal import Placed
from server.runs.outcomes import place
from server.runs.sandbox import RunSandbox
from server.runs.steps import Event, Failed, InputFile, Lost, Outcome, StepRequest, Succeeded
from server.storage import runs, tabular
from server.storage.disk import DiskFull
from server.storage.tables import ArtifactRow

MODULE = "read_table"
DISK_FULL = 171


class Refused(Exception):
    """The file cannot be read as a table; the message says where and why."""


@dataclass(frozen=True)
class ReadTable:
    """A file that was read: its table in the store, and what was assumed while reading."""

    placed: Placed
    notices: list[str]
    file_bytes: int
    glance: dict[str, Any] | None

    @property
    def artifact(self) -> str:
        return self.placed.artifact

    def register(self, session: Session) -> None:
        """Write the artifact down, unless the same data are known already."""
        if not runs.stored(session, self.artifact):
            fields = {name: value for name, value in asdict(self.placed).items() if name not in ("port", "artifact")}
            session.add(ArtifactRow(id=self.artifact, glance=self.glance, **fields))
            session.flush()


async def read_file(engine: Engine, file: Path, file_name: str, **options: Any) -> ReadTable:
    """Read a file as a table; raises Refused with a sentence for the user."""
    sandbox = await engine.pool.take(scripts=False)
    try:
        inside = sandbox.folder / "upload"
        await asyncio.to_thread(_bring, file, inside, alone=sandbox.user is not None)
        return await _read(engine, sandbox, inside, {"file_name": file_name, **options})
    finally:
        await engine.pool.put_away(sandbox)


def kept_file(engine: Engine, file: Path) -> ReadTable:
    """Keep a zip file as it is; raises Refused where it is none. Nothing of it is unpacked."""
    if not zipfile.is_zipfile(file):
        raise Refused("This is no zip file, or a damaged one. Pack it anew.")
    size = file.stat().st_size
    inside = file.with_name(f"{file.name}.kept")
    inside.hardlink_to(file)
    artifact = engine.store.place(inside)
    engine.store.settle([artifact])
    return ReadTable(Placed("file", artifact, "file", None, None, size), [], size, None)


def _bring(file: Path, inside: Path, *, alone: bool) -> None:
    """Put a file into the run's folder; `alone` as a file of its own, which may become another user's."""
    if not alone:
        with suppress(OSError):
            inside.hardlink_to(file)
            return
    shutil.copyfile(file, inside)


async def _read(engine: Engine, sandbox: RunSandbox, file: Path, parameters: dict[str, Any]) -> ReadTable:
    request = StepRequest(
        step=MODULE,
        module=MODULE,
        parameters=parameters,
        inputs={"file": (InputFile(file, "file"),)},
        folder=sandbox.folder / "table",
        trusted=True,
        limits=engine.limits,
    )
    outcome = await engine.executor.submit(request, sandbox, _unheard)
    if isinstance(outcome, Failed) and outcome.error.number == DISK_FULL:
        raise DiskFull(outcome.error.message)
    if not isinstance(outcome, Succeeded):
        raise Refused(outcome.error.message if isinstance(outcome, Failed) else _lost(outcome))
    table, notices = await asyncio.to_thread(place, engine.store, outcome.outputs)
    found = tabular.window(engine.store.path(notices.artifact), 0, 100)["rows"]
    viewed = await sandbox.view(table.port, InputFile(engine.store.path(table.artifact), "dataset"), sandbox.folder)
    if viewed is not None:
        await asyncio.to_thread(engine.store.place_view, table.artifact, viewed.view_path)
    await asyncio.to_thread(engine.store.settle, [table.artifact])
    return ReadTable(table, [row[0] for row in found], file.stat().st_size, viewed.glance if viewed else None)


def _lost(outcome: Outcome) -> str:
    if isinstance(outcome, Lost) and outcome.reason == "out of memory":
        return "The file takes more memory to read than this server gives to a step. Raise DESIGNERY_STEP_MEMORY."
    if isinstance(outcome, Lost) and outcome.message:
        return outcome.message
    return (
        "The process that read the file ended before it was done. Try again; if it happens again, the file is damaged."
    )


def _unheard(event: Event) -> None:
    """What reading says on its way is of no use to anyone."""
