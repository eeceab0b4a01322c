"""Uploaded files become tables: a step of its own in a sandbox, since files of strangers are parsed there."""

import asyncio
import shutil
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlmodel import Session

from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.reading_report import ReadingReport
from modules.kit import catalog
from modules.kit.module_roles import get_module
from server.runs.run_services import RunServices
from server.runs.sandbox.inside.sandbox_messages import (
    ProducedOutput,
    StepCrashed,
    StepEvent,
    StepFailed,
    StepOutcome,
    StepSucceeded,
    StoredThumbnail,
)
from server.runs.sandbox.inside.sandbox_requests import InputFile, StepRequest
from server.runs.sandbox.run_sandbox import RunSandbox
from server.runs.scheduling.run_state_writer import StoredOutput
from server.runs.scheduling.step_results import store_outputs
from server.storage.files.disk_space import DiskFull
from server.storage.orm.core_tables import ArtifactRow
from server.storage.stores import run_store
from server.storage.stores.dataset_store import SourceFileRecord, SourceRecord
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
    source: SourceRecord | None = None

    @property
    def artifact(self) -> str:
        return self.stored.artifact

    def save_artifact(self, session: Session) -> None:
        """Write the artifact down, and the files that it was read from, unless the same data are known already."""
        for file in self.source.files if self.source else ():
            if not run_store.is_artifact_stored(session, file.artifact):
                session.add(ArtifactRow(id=file.artifact, type="file", rows=None, columns=None, bytes=file.bytes))
                session.flush()
        if not run_store.is_artifact_stored(session, self.artifact):
            fields = {name: value for name, value in asdict(self.stored).items() if name not in ("port", "artifact")}
            session.add(ArtifactRow(id=self.artifact, thumbnail=self.glance, **fields))
            session.flush()


@dataclass(frozen=True)
class UploadedFile:
    """A file to be read: one that came just now, or, by its artifact, one that is stored."""

    path: Path
    name: str
    artifact: str | None = None


async def ingest_table(services: RunServices, file: Path, file_name: str, **options: object) -> IngestedTable:
    """Read a file as a table; raises UnreadableFile with a sentence for the user."""
    async with _open_files(services, [UploadedFile(file, file_name)]) as (sandbox, inputs):
        parameters = {"file_name": file_name, **options}
        return await _ingest(services, sandbox, inputs, parameters, file.stat().st_size)


async def ingest_files(services: RunServices, files: Sequence[UploadedFile], options: ReadingOptions) -> IngestedTable:
    """Read files as one table by these options, and keep them; raises UnreadableFile with a sentence for the user."""
    async with _open_files(services, files) as (sandbox, inputs):
        size = sum(file.path.stat().st_size for file in files)
        table = await _ingest(services, sandbox, inputs, _build_parameters(files, options), size)
    source = await asyncio.to_thread(_store_sources, services, files, options)
    return replace(table, source=source)


async def preview_files(
    services: RunServices, files: Sequence[UploadedFile], options: ReadingOptions, rows: int
) -> ReadingReport:
    """The first rows of files as they would be read. Nothing of it is stored; raises UnreadableFile if that fails."""
    async with _open_files(services, files) as (sandbox, inputs):
        parameters = {**_build_parameters(files, options), "preview_rows": rows}
        outputs = await _run_reader(services, sandbox, inputs, parameters)
        path = next(output.path for output in outputs if output.port == "report")
        cells = await asyncio.to_thread(arrow_io.read_window, path, 0, 1)
    return ReadingReport.model_validate_json(str(cells["rows"][0][0]))


def _build_parameters(files: Sequence[UploadedFile], options: ReadingOptions) -> dict[str, object]:
    return {
        "file_name": files[0].name,
        "more_file_names": [file.name for file in files[1:]],
        "reading": options.model_dump(mode="json"),
    }


def _store_sources(services: RunServices, files: Sequence[UploadedFile], options: ReadingOptions) -> SourceRecord:
    """Keep the files as they came; what was an upload is then in the store."""
    records = []
    for file in files:
        size = file.path.stat().st_size
        artifact = file.artifact
        if artifact is None:
            kept = file.path.with_name(f"{file.path.name}.kept")
            kept.hardlink_to(file.path)
            artifact = services.store.store_file(kept)
        records.append(SourceFileRecord(file.name, artifact, size))
    services.store.make_durable([record.artifact for record in records])
    return SourceRecord(tuple(records), options.model_dump(mode="json", exclude_defaults=True))


@asynccontextmanager
async def _open_files(
    services: RunServices, files: Sequence[UploadedFile]
) -> AsyncIterator[tuple[RunSandbox, list[InputFile]]]:
    """A sandbox that may read the files, for the length of a block."""
    sandbox = await services.pool.acquire(scripts=False)
    try:
        inputs = []
        for number, file in enumerate(files):
            path = file.path
            if file.artifact is None:
                path = sandbox.folder / f"upload{number}"
                await asyncio.to_thread(_copy_upload, file.path, path, as_copy=sandbox.user is not None)
            inputs.append(InputFile(path, "file"))
        yield sandbox, inputs
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
    services: RunServices, sandbox: RunSandbox, files: Sequence[InputFile], parameters: Mapping[str, object]
) -> tuple[ProducedOutput, ...]:
    """What the reader wrote."""
    reader = get_module(catalog(), "table_reader").name
    request = StepRequest(
        step=reader,
        module=reader,
        parameters=parameters,
        inputs={"file": tuple(files[:1]), "more_files": tuple(files[1:])},
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
    return tuple(outcome.outputs)


async def _ingest(
    services: RunServices,
    sandbox: RunSandbox,
    files: Sequence[InputFile],
    parameters: Mapping[str, object],
    file_bytes: int,
) -> IngestedTable:
    outputs = await _run_reader(services, sandbox, files, parameters)
    kept = [output for output in outputs if output.port != "report"]
    table, notices = await asyncio.to_thread(store_outputs, services.store, kept)
    found = arrow_io.read_window(services.store.get_path(notices.artifact), 0, 100)["rows"]
    viewed = await sandbox.make_view(
        table.port, InputFile(services.store.get_path(table.artifact), "dataset"), sandbox.folder
    )
    if viewed is not None:
        await asyncio.to_thread(services.store.store_view, table.artifact, viewed.view_path)
    await asyncio.to_thread(services.store.make_durable, [table.artifact])
    return IngestedTable(table, [row[0] for row in found], file_bytes, viewed.glance if viewed else None)


def _describe_reader_crash(outcome: StepOutcome) -> str:
    if isinstance(outcome, StepCrashed) and outcome.reason == "out of memory":
        return "Reading the file needs more memory than this server gives to a step. Raise DESIGNERY_STEP_MEMORY."
    if isinstance(outcome, StepCrashed) and outcome.message:
        return outcome.message
    return "The process that reads the file ended early. Try again. If this happens again, the file is damaged."


def _ignore_event(event: StepEvent) -> None:
    """What reading says on its way is of no use to anyone."""
