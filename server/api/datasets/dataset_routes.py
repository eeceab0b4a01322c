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

from modules.kit import Schema
from modules.kit.views.thumbnail_kinds import Thumbnail, parse_thumbnail
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.list_pagination import PAGED_RESPONSES, PageOrAllDep, take_items
from server.api.core.router import Router
from server.auth import audit_log
from server.runs.table_ingest import IngestedTable, UnreadableFile, ingest_table, store_zip_file
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

    The file is read in the sandbox; what cannot be read is refused with a sentence that says where and why. A zip file
    is kept as it is, for modules that take a file.
    """
    with await run_in_threadpool(reserve_upload, request, context) as room:
        return await _store_upload(request, context, file_name, name, dataset, room)


def reserve_upload(
    request: Request, context: AppContext, workspace: str | None = None
) -> AbstractContextManager[Reservation]:
    """Room in the workspace for what is sent, as far as its length is known; raises OverQuota."""
    length = int(request.headers.get("content-length") or 0)
    room = context.runner.services.quotas.reserve(workspace or get_default_workspace(), length)
    return room.hold()


async def _store_upload(
    request: Request, context: AppContext, file_name: str, name: str | None, dataset: str | None, room: Reservation
) -> DatasetSummary:
    file = await receive_body(request, context, room)
    try:
        if file_name.lower().endswith(".zip"):
            table = await run_in_threadpool(store_zip_file, context.runner.services, file)
        else:
            table = await ingest_table(context.runner.services, file, file_name)
    except UnreadableFile as refusal:
        raise HTTPException(422, str(refusal)) from None
    finally:
        file.unlink(missing_ok=True)

    def store_table() -> DatasetSummary:
        reserve_table(context, table, room)
        with context.database.session() as session:
            row = (
                dataset_store.get_dataset(session, dataset)
                if dataset
                else _create_dataset(session, name or Path(file_name).stem)
            )
            table.save_artifact(session)
            _refuse_other_kind(session, row, table.stored.type)
            dataset_store.add_dataset_version(
                session, row.id, table.artifact, file_name=file_name, file_bytes=table.file_bytes, notices=table.notices
            )
            version = dataset_store.list_dataset_versions(session, row.id)[0].version
            audit_log.record_action(
                session, "dataset.uploaded", row.name, dataset=row.id, version=version, file=file_name
            )
            return to_dataset_summary(session, row)

    return await run_in_threadpool(store_table)


def reserve_table(context: AppContext, table: IngestedTable, room: Reservation) -> None:
    """See that there is room for what a file was read as, which may be larger than the file; raises OverQuota."""
    try:
        room.grow(table.stored.bytes)
    except OverQuota:
        with use_workspace(None), context.database.session() as session:
            if not run_store.is_artifact_stored(session, table.artifact):
                context.store.delete_artifact(table.artifact)
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
