"""Uploaded files become tables: a step of its own in a sandbox, since files of strangers are parsed there."""

import asyncio
import shutil
import zipfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import Session

from modules.kit import catalog
from modules.kit.module_roles import get_module
from server.runs.run_services import RunServices
from server.runs.sandbox.inside.sandbox_protocol import (
    InputFile,
    StepCrashed,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepRequest,
    StepSucceeded,
    StoredThumbnail,
)
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.scheduling.run_state_writer import StoredOutput
from server.runs.scheduling.step_results import store_outputs
from server.storage.files.disk_space import DiskFull
from server.storage.orm.core_tables import ArtifactRow
from server.storage.stores import run_store
from server.storage.table_data import arrow_io

DISK_FULL_NUMBER = 171


class UnreadableFile(Exception):
    """The file cannot be read as a table; the message says where and why."""


@dataclass(frozen=True)
class IngestedTable:
    """A file that was read: its table in the store, and what was assumed while reading."""

    stored: StoredOutput
    notices: list[str]
    file_bytes: int
    glance: StoredThumbnail | None

    @property
    def artifact(self) -> str:
        return self.stored.artifact

    def save_artifact(self, session: Session) -> None:
        """Write the artifact down, unless the same data are known already."""
        if not run_store.is_artifact_stored(session, self.artifact):
            fields = {name: value for name, value in asdict(self.stored).items() if name not in ("port", "artifact")}
            session.add(ArtifactRow(id=self.artifact, thumbnail=self.glance, **fields))
            session.flush()


async def ingest_table(services: RunServices, file: Path, file_name: str, **options: object) -> IngestedTable:
    """Read a file as a table; raises UnreadableFile with a sentence for the user."""
    sandbox = await services.pool.acquire(scripts=False)
    try:
        inside = sandbox.folder / "upload"
        await asyncio.to_thread(_copy_upload, file, inside, as_copy=sandbox.user is not None)
        return await _run_reader(services, sandbox, inside, {"file_name": file_name, **options})
    finally:
        await services.pool.release(sandbox)


def store_zip_file(services: RunServices, file: Path) -> IngestedTable:
    """Keep a zip file as it is; raises UnreadableFile where it is none. Nothing of it is unpacked."""
    if not zipfile.is_zipfile(file):
        raise UnreadableFile("This is not a zip file, or it is damaged. Create it again.")
    size = file.stat().st_size
    inside = file.with_name(f"{file.name}.kept")
    inside.hardlink_to(file)
    artifact = services.store.store_file(inside)
    services.store.make_durable([artifact])
    return IngestedTable(StoredOutput("file", artifact, "file", None, None, size), [], size, None)


def _copy_upload(file: Path, inside: Path, *, as_copy: bool) -> None:
    """Put a file into the run's folder; `as_copy` as a file of its own, which may become another user's."""
    if not as_copy:
        with suppress(OSError):
            inside.hardlink_to(file)
            return
    shutil.copyfile(file, inside)


async def _run_reader(
    services: RunServices, sandbox: RunSandbox, file: Path, parameters: dict[str, object]
) -> IngestedTable:
    reader = get_module(catalog(), "table_reader").name
    request = StepRequest(
        step=reader,
        module=reader,
        parameters=parameters,
        inputs={"file": (InputFile(file, "file"),)},
        folder=sandbox.folder / "table",
        trusted=True,
        limits=services.step_limits,
    )
    outcome = await services.executor.submit(request, sandbox, _ignore_event)
    if isinstance(outcome, StepFailed) and outcome.error.number == DISK_FULL_NUMBER:
        raise DiskFull(outcome.error.message)
    if not isinstance(outcome, StepSucceeded):
        raise UnreadableFile(
            outcome.error.message if isinstance(outcome, StepFailed) else _describe_reader_crash(outcome)
        )
    table, notices = await asyncio.to_thread(store_outputs, services.store, outcome.outputs)
    found = arrow_io.read_window(services.store.get_path(notices.artifact), 0, 100)["rows"]
    viewed = await sandbox.make_view(
        table.port, InputFile(services.store.get_path(table.artifact), "dataset"), sandbox.folder
    )
    if viewed is not None:
        await asyncio.to_thread(services.store.store_view, table.artifact, viewed.view_path)
    await asyncio.to_thread(services.store.make_durable, [table.artifact])
    return IngestedTable(table, [row[0] for row in found], file.stat().st_size, viewed.glance if viewed else None)


def _describe_reader_crash(outcome: StepOutcome) -> str:
    if isinstance(outcome, StepCrashed) and outcome.reason == "out of memory":
        return "Reading the file needs more memory than this server gives to a step. Raise DESIGNERY_STEP_MEMORY."
    if isinstance(outcome, StepCrashed) and outcome.message:
        return outcome.message
    return "The process that reads the file ended early. Try again. If this happens again, the file is damaged."


def _ignore_event(event: StepEvent) -> None:
    """What reading says on its way is of no use to anyone."""
