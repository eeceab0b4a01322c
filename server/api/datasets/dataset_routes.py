"""Datasets: list, upload, rename, delete."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Literal

from fastapi import HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from sqlmodel import Session

from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.kit import Schema
from modules.kit.views.thumbnail_kinds import Thumbnail, parse_thumbnail
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.list_pagination import PAGED_RESPONSES, PageOrAllDep, take_items
from server.api.core.router import Router
from server.auth import audit_log
from server.runs.table_ingest import (
    IngestedTable,
    UnreadableFile,
    UploadedFile,
    ingest_files,
    ingest_table,
    store_zip_file,
)
from server.runs.workspace_quotas import OverQuota, Reservation
from server.storage.files.disk_space import DiskFull
from server.storage.orm.core_tables import ArtifactRow, DatasetRow, DatasetVersionRow
from server.storage.stores import dataset_store, run_store
from server.storage.transactions.workspace_context import get_default_workspace, use_workspace

MAX_LISTED_COLUMNS = 1_000
#: Room for what is sent without its length is taken in lumps of so many bytes.
RESERVATION_STEP = 2**24

router = Router(prefix="/api/datasets", tags=["datasets"])


class DatasetVersionRead(BaseModel):
    """One version of a dataset."""

    version: int
    artifact: str
    rows: int
    columns: int
    bytes: int
    created_at: datetime
    file_name: str
    #: The files were kept, so they can be read again; and how they were read, null for versions of before.
    can_read_again: bool
    reading: ReadingOptions | None


class DatasetSummary(BaseModel):
    """A dataset at its newest version, and its earlier versions."""

    id: str
    name: str
    kind: Literal["table", "file"]
    version: int
    versions: list[DatasetVersionRead]
    artifact: str
    rows: int
    columns: int
    bytes: int
    file_name: str
    created_at: datetime
    notices: list[str]
    glance: Thumbnail | None
    source: str
    attribution: str | None
    can_read_again: bool
    reading: ReadingOptions | None


class DatasetColumns(BaseModel):
    """The names of a table's columns, the first thousand of them."""

    dataset: str
    columns: list[str]


class DatasetUpdate(BaseModel):
    """A new name."""

    name: str = Field(min_length=1, max_length=200)


def to_dataset_summary(session: Session, row: DatasetRow) -> DatasetSummary:
    """A dataset as JSON."""
    return to_dataset_summaries(session, [row])[0]


def to_dataset_summaries(session: Session, rows: Sequence[DatasetRow]) -> list[DatasetSummary]:
    """Datasets as JSON, in as many questions for a thousand as for one."""
    versions = dataset_store.list_versions_by_dataset(session, [row.id for row in rows])
    artifacts = run_store.get_artifact_rows(
        session, (version.artifact for held in versions.values() for version in held)
    )
    return [_build_dataset_summary(row, versions[row.id], artifacts) for row in rows]


def _build_dataset_summary(
    row: DatasetRow, versions: Sequence[DatasetVersionRow], artifacts: Mapping[str, ArtifactRow]
) -> DatasetSummary:
    newest = versions[0]
    versions_read = [_to_version_read(version, artifacts[version.artifact]) for version in versions]
    return DatasetSummary(
        **versions_read[0].model_dump(exclude={"created_at"}),
        id=row.id,
        name=row.name,
        kind="file" if artifacts[newest.artifact].type == "file" else "table",
        versions=versions_read,
        created_at=row.created_at,
        notices=newest.notices,
        glance=parse_thumbnail(artifacts[newest.artifact].thumbnail),
        source=row.source,
        attribution=row.attribution,
    )


def _to_version_read(version: DatasetVersionRow, artifact: ArtifactRow) -> DatasetVersionRead:
    return DatasetVersionRead(
        version=version.version,
        artifact=version.artifact,
        rows=artifact.rows or 0,
        columns=artifact.columns or 0,
        bytes=version.file_bytes,
        created_at=version.created_at,
        file_name=version.file_name,
        can_read_again=bool(version.source_files),
        reading=None if version.reading is None else ReadingOptions.model_validate(version.reading),
    )


@router.get("", needs="viewer", responses=PAGED_RESPONSES)
def list_datasets(
    session: ReadSessionDep,
    response: Response,
    page: PageOrAllDep,
    text: Annotated[str, Query(max_length=200, description="Words to find in the name.")] = "",
) -> list[DatasetSummary]:
    """The datasets, the user's newest first, then those of the samples."""
    listed = dataset_store.query_dataset_page(session, text, page)
    return to_dataset_summaries(session, take_items(response, listed))


@router.get("/columns", needs="viewer")
def list_dataset_columns(session: ReadSessionDep, context: ContextDep) -> list[DatasetColumns]:
    """The column names of all tables at their newest versions, to search among."""
    versions = dataset_store.list_versions_by_dataset(session, [row.id for row in dataset_store.list_datasets(session)])
    newest = {dataset: held[0].artifact for dataset, held in versions.items()}
    tables = {
        key for key, row in run_store.get_artifact_rows(session, newest.values()).items() if row.type == "dataset"
    }
    artifact_of = {dataset: artifact for dataset, artifact in newest.items() if artifact in tables}
    schemas = context.analyzer.load_schemas(artifact_of)
    return [
        DatasetColumns(dataset=dataset, columns=[column.name for column in schema.columns[:MAX_LISTED_COLUMNS]])
        for dataset, schema in schemas.items()
        if isinstance(schema, Schema)
    ]


@router.get("/{dataset_id}", needs="viewer")
def read_dataset(dataset_id: str, session: ReadSessionDep) -> DatasetSummary:
    """A dataset and its versions."""
    return to_dataset_summary(session, dataset_store.get_dataset(session, dataset_id))


@router.post("", needs="editor", status_code=201)
async def upload_dataset(
    request: Request,
    context: ContextDep,
    file_name: Annotated[str, Query(min_length=1, max_length=255, description="The name of the file.")],
    name: Annotated[str | None, Query(max_length=200, description="What the dataset is called.")] = None,
    dataset: Annotated[str | None, Query(max_length=64, description="The dataset to add a version to.")] = None,
) -> DatasetSummary:
    """Read an uploaded file (the raw body) as a new dataset, or as a new version of one that is there.

    The file is read in the sandbox; what cannot be read is refused with a sentence that says where and why. Numbers and
    dates are read as people write them where nothing else fits; the notices say so. To decide how a file is read, start
    an import. The file is kept, so that it can be read again. A zip file is kept as it is, for modules that take one.
    """
    with await run_in_threadpool(reserve_upload, request, context) as room:
        return await _store_upload(request, context, file_name, name, dataset, room)


def reserve_upload(
    request: Request, context: AppContext, workspace: str | None = None
) -> AbstractContextManager[Reservation]:
    """Room in the workspace for what is sent, for the length of a block; raises OverQuota."""
    return reserve_room(request, context, workspace or get_default_workspace()).hold()


def reserve_room(request: Request, context: AppContext, workspace: str) -> Reservation:
    """Room in a workspace for what is sent, as far as its length is known, until it is released; raises OverQuota."""
    return context.runner.services.quotas.reserve(workspace, int(request.headers.get("content-length") or 0))


async def _store_upload(
    request: Request, context: AppContext, file_name: str, name: str | None, dataset: str | None, room: Reservation
) -> DatasetSummary:
    file = await receive_body(request, context, room)
    try:
        if file_name.lower().endswith(".zip"):
            table = await run_in_threadpool(store_zip_file, context.runner.services, file)
        else:
            options = await run_in_threadpool(_find_options, context, dataset)
            table = await _read_upload(context, UploadedFile(file, file_name), options)
        return await run_in_threadpool(
            store_version, context, table, room, file_name, name or Path(file_name).stem, dataset
        )
    except UnreadableFile as refusal:
        raise HTTPException(422, str(refusal)) from None
    finally:
        file.unlink(missing_ok=True)


async def _read_upload(context: AppContext, file: UploadedFile, options: ReadingOptions | None) -> IngestedTable:
    services = context.runner.services
    if options is None:  # its designs expect what versions have always been read as
        return await ingest_table(services, file.path, file.name)
    return await ingest_files(services, [file], options)


def _find_options(context: AppContext, dataset: str | None) -> ReadingOptions | None:
    """How a file is read that nobody looks at: as the version before, None where that knew no options."""
    if dataset is None:
        return ReadingOptions()
    with context.database.read_session() as session:
        dataset_store.get_dataset(session, dataset)
        newest = dataset_store.list_dataset_versions(session, dataset)[0]
        return None if newest.reading is None else ReadingOptions.model_validate(newest.reading)


def store_version(
    context: AppContext, table: IngestedTable, room: Reservation, file_name: str, name: str, dataset: str | None
) -> DatasetSummary:
    """Write down what a file was read as: a new dataset, or the next version of one. Raises OverQuota."""
    reserve_table(context, table, room)
    with context.database.session() as session:
        row = dataset_store.get_dataset(session, dataset) if dataset else _create_dataset(session, name)
        table.save_artifact(session)
        _refuse_other_kind(session, row, table.stored.type)
        made = dataset_store.add_dataset_version(
            session,
            row.id,
            table.artifact,
            file_name=file_name,
            file_bytes=table.file_bytes,
            notices=table.notices,
            source=table.source,
        )
        audit_log.record_action(
            session, "dataset.uploaded", row.name, dataset=row.id, version=made.version, file=file_name
        )
        return to_dataset_summary(session, row)


def reserve_table(context: AppContext, table: IngestedTable, room: Reservation) -> None:
    """See that there is room for what a file was read as, which may be larger than the file; raises OverQuota."""
    sources = table.source.files if table.source else ()
    try:
        room.grow(table.stored.bytes + sum(file.bytes for file in sources))
    except OverQuota:
        with use_workspace(None), context.database.session() as session:
            for artifact in (table.artifact, *(file.artifact for file in sources)):
                if not run_store.is_artifact_stored(session, artifact):
                    context.store.delete_artifact(artifact)
        raise


def _refuse_other_kind(session: Session, row: DatasetRow, kind: str) -> None:
    """Versions of a table are tables, and versions of a file are files: designs count on it."""
    for version in dataset_store.list_dataset_versions(session, row.id)[:1]:
        stored_kind = session.get_one(ArtifactRow, version.artifact).type
        if stored_kind != kind:
            expected = "a zip file" if stored_kind == "file" else "a table"
            raise HTTPException(
                422,
                f"'{row.name}' is {expected}, so its next version must be one too. Upload this file as a new dataset.",
            )


def _create_dataset(session: Session, name: str) -> DatasetRow:
    words = " ".join(name.replace("_", " ").split()) or "Dataset"
    row = DatasetRow(name=dataset_store.choose_unused_name(session, words[:190]))
    session.add(row)
    session.flush()
    return row


async def receive_body(request: Request, context: AppContext, room: Reservation) -> Path:
    """The body in a file, refused as soon as it is known to be too large, for the server or for the workspace.

    Raises DiskFull, OverQuota, or what the disk raises.
    """
    limit = context.settings.upload_limit
    too_large = f"The file is larger than this server accepts: {limit // 2**20:,} MiB at most."
    declared = int(request.headers.get("content-length") or 0)
    if declared > limit:
        raise HTTPException(413, too_large)
    try:
        context.runner.services.disk.require_room_for_file(declared)
        return await _write_body(request, context, room, too_large)
    except (DiskFull, OSError):
        async for _ in _stream_body(request):  # whoever still sends does not listen
            pass
        raise


async def _write_body(request: Request, context: AppContext, room: Reservation, too_large: str) -> Path:
    with NamedTemporaryFile(dir=context.store.uploads, delete=False) as file:
        try:
            size = 0
            async for chunk in _stream_body(request):
                size += len(chunk)
                if size > context.settings.upload_limit:
                    raise HTTPException(413, too_large)
                if size > room.size:  # its length was not told before
                    await run_in_threadpool(room.grow, -(-size // RESERVATION_STEP) * RESERVATION_STEP)
                file.write(chunk)
        except BaseException:
            os.unlink(file.name)
            raise
    return Path(file.name)


def _stream_body(request: Request) -> AsyncIterator[bytes]:
    return request.stream()


@router.patch("/{dataset_id}", needs="editor")
def rename_dataset(dataset_id: str, renamed: DatasetUpdate, session: WriteSessionDep) -> DatasetSummary:
    """Rename a dataset."""
    row = dataset_store.get_dataset(session, dataset_id)
    audit_log.record_action(session, "dataset.renamed", renamed.name, dataset=row.id, before=row.name)
    row.name = renamed.name
    session.add(row)
    session.flush()
    return to_dataset_summary(session, row)


@router.delete("/{dataset_id}", needs="editor", status_code=204)
def delete_dataset(dataset_id: str, session: WriteSessionDep) -> None:
    """Delete a dataset; it can be restored. Designs that use it show a problem."""
    audit_log.record_action(
        session, "dataset.deleted", dataset_store.delete_dataset(session, dataset_id).name, dataset=dataset_id
    )


@router.post("/{dataset_id}/restore", needs="editor")
def restore_dataset(dataset_id: str, session: WriteSessionDep) -> DatasetSummary:
    """Undo a deletion."""
    row = dataset_store.restore_dataset(session, dataset_id)
    audit_log.record_action(session, "dataset.restored", row.name, dataset=row.id)
    return to_dataset_summary(session, row)


__all__ = ["AppContext", "router", "to_dataset_summary"]
