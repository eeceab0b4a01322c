"""Datasets: list, upload, rename, delete."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from sqlmodel import Session

from modules.kit import Schema
from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running, Writing
from server.people import audit
from server.runs.quotas import OverQuota, Reservation
from server.runs.reading import ReadTable, Refused, kept_file, read_file
from server.storage import datasets, runs
from server.storage.disk import DiskFull
from server.storage.place import new_rows_belong, within
from server.storage.tables import ArtifactRow, DatasetRow, DatasetVersionRow

MOST_COLUMNS = 1_000
#: Room for what is sent without its length is taken in lumps of so many bytes.
LUMP = 2**24

router = APIRouter(prefix="/datasets", tags=["datasets"], route_class=StrictRoute)


class DatasetVersion(BaseModel):
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
    versions: list[DatasetVersion]
    artifact: str
    rows: int
    columns: int
    bytes: int
    file_name: str
    created_at: datetime
    notices: list[str]
    glance: dict[str, Any] | None
    source: str
    attribution: str | None


class DatasetColumns(BaseModel):
    """The names of a table's columns, the first thousand of them."""

    dataset: str
    columns: list[str]


class Renamed(BaseModel):
    """A new name."""

    name: str = Field(min_length=1, max_length=200)


def told(session: Session, row: DatasetRow) -> DatasetSummary:
    """A dataset as JSON."""
    return told_all(session, [row])[0]


def told_all(session: Session, rows: Sequence[DatasetRow]) -> list[DatasetSummary]:
    """Datasets as JSON, in as many questions for a thousand as for one."""
    versions = datasets.versions_of(session, [row.id for row in rows])
    artifacts = runs.artifacts(session, (version.artifact for held in versions.values() for version in held))
    return [_told(row, versions[row.id], artifacts) for row in rows]


def _told(
    row: DatasetRow, versions: Sequence[DatasetVersionRow], artifacts: Mapping[str, ArtifactRow]
) -> DatasetSummary:
    newest = versions[0]
    listed = [_told_version(version, artifacts[version.artifact]) for version in versions]
    return DatasetSummary(
        **listed[0].model_dump(exclude={"created_at"}),
        id=row.id,
        name=row.name,
        kind="file" if artifacts[newest.artifact].type == "file" else "table",
        versions=listed,
        created_at=row.created_at,
        notices=newest.notices,
        glance=artifacts[newest.artifact].glance,
        source=row.source,
        attribution=row.attribution,
    )


def _told_version(version: DatasetVersionRow, artifact: ArtifactRow) -> DatasetVersion:
    return DatasetVersion(
        version=version.version,
        artifact=version.artifact,
        rows=artifact.rows or 0,
        columns=artifact.columns or 0,
        bytes=version.file_bytes,
        created_at=version.created_at,
        file_name=version.file_name,
    )


@router.get("")
def list_datasets(session: Reading) -> list[DatasetSummary]:
    """All datasets, the user's newest first, then those of the samples."""
    return told_all(session, datasets.all_of(session))


@router.get("/columns")
def list_columns(session: Reading, context: Running) -> list[DatasetColumns]:
    """The column names of all tables at their newest versions, to search among."""
    versions = datasets.versions_of(session, [row.id for row in datasets.all_of(session)])
    newest = {dataset: held[0].artifact for dataset, held in versions.items()}
    tables = {key for key, row in runs.artifacts(session, newest.values()).items() if row.type == "dataset"}
    at = {dataset: artifact for dataset, artifact in newest.items() if artifact in tables}
    schemas = context.analyst.schemas_at(at)
    return [
        DatasetColumns(dataset=dataset, columns=[column.name for column in schema.columns[:MOST_COLUMNS]])
        for dataset, schema in schemas.items()
        if isinstance(schema, Schema)
    ]


@router.get("/{dataset_id}")
def read_dataset(dataset_id: str, session: Reading) -> DatasetSummary:
    """A dataset and its versions."""
    return told(session, datasets.get(session, dataset_id))


@router.post("", status_code=201)
async def upload_dataset(
    request: Request,
    context: Running,
    file_name: Annotated[str, Query(min_length=1, max_length=255)],
    name: Annotated[str | None, Query(max_length=200)] = None,
    dataset: Annotated[str | None, Query(max_length=64)] = None,
) -> DatasetSummary:
    """Read an uploaded file (the raw body) as a new dataset, or as a new version of one that is there.

    The file is read in the sandbox; what cannot be read is refused with a sentence that says where and why. A zip file
    is kept as it is, for modules that take a file.
    """
    with await run_in_threadpool(reserved, request, context) as room:
        return await _upload(request, context, file_name, name, dataset, room)


def reserved(request: Request, context: Context, workspace: str | None = None) -> AbstractContextManager[Reservation]:
    """Room in the workspace for what is sent, as far as its length is known; raises OverQuota."""
    length = int(request.headers.get("content-length") or 0)
    room = context.runner.engine.quotas.reserve(workspace or new_rows_belong(), length)
    return room.held()


async def _upload(
    request: Request, context: Context, file_name: str, name: str | None, dataset: str | None, room: Reservation
) -> DatasetSummary:
    file = await received(request, context, room)
    try:
        if file_name.lower().endswith(".zip"):
            read = await run_in_threadpool(kept_file, context.runner.engine, file)
        else:
            read = await read_file(context.runner.engine, file, file_name)
    except Refused as refusal:
        raise HTTPException(422, str(refusal)) from None
    finally:
        file.unlink(missing_ok=True)

    def stored() -> DatasetSummary:
        admit_table(context, read, room)
        with context.database.session() as session:
            row = datasets.get(session, dataset) if dataset else _new(session, name or Path(file_name).stem)
            read.register(session)
            _refuse_other_kind(session, row, read.placed.type)
            datasets.add_version(
                session, row.id, read.artifact, file_name=file_name, file_bytes=read.file_bytes, notices=read.notices
            )
            version = datasets.versions(session, row.id)[0].version
            audit.record(session, "dataset.uploaded", row.name, dataset=row.id, version=version, file=file_name)
            return told(session, row)

    return await run_in_threadpool(stored)


def admit_table(context: Context, read: ReadTable, room: Reservation) -> None:
    """See that there is room for what a file was read as, which may be larger than the file; raises OverQuota."""
    try:
        room.grow(read.placed.bytes)
    except OverQuota:
        with within(None), context.database.session() as session:
            if not runs.stored(session, read.artifact):
                context.store.remove(read.artifact)
        raise


def _refuse_other_kind(session: Session, row: DatasetRow, kind: str) -> None:
    """Versions of a table are tables, and versions of a file are files: designs count on it."""
    for version in datasets.versions(session, row.id)[:1]:
        there = session.get_one(ArtifactRow, version.artifact).type
        if there != kind:
            wanted = "a zip file" if there == "file" else "a table"
            raise HTTPException(
                422, f"'{row.name}' is {wanted}, and so must be its next version. Upload it as a new one."
            )


def _new(session: Session, name: str) -> DatasetRow:
    words = " ".join(name.replace("_", " ").split()) or "Dataset"
    row = DatasetRow(name=datasets.unused_name(session, words[:190]))
    session.add(row)
    session.flush()
    return row


async def received(request: Request, context: Context, room: Reservation) -> Path:
    """The body in a file, refused as soon as it is known to be too large, for the server or for the workspace.

    Raises DiskFull, OverQuota, or what the disk raises.
    """
    limit = context.settings.upload_limit
    too_large = f"The file is larger than this server takes: {limit // 2**20:,} MiB at most."
    declared = int(request.headers.get("content-length") or 0)
    if declared > limit:
        raise HTTPException(413, too_large)
    try:
        context.runner.engine.disk.refuse_file(declared)
        return await _written(request, context, room, too_large)
    except (DiskFull, OSError):
        async for _ in _chunks(request):  # whoever still sends does not listen
            pass
        raise


async def _written(request: Request, context: Context, room: Reservation, too_large: str) -> Path:
    with NamedTemporaryFile(dir=context.store.uploads, delete=False) as file:
        try:
            size = 0
            async for chunk in _chunks(request):
                size += len(chunk)
                if size > context.settings.upload_limit:
                    raise HTTPException(413, too_large)
                if size > room.size:  # its length was not told before
                    await run_in_threadpool(room.grow, -(-size // LUMP) * LUMP)
                file.write(chunk)
        except BaseException:
            os.unlink(file.name)
            raise
    return Path(file.name)


def _chunks(request: Request) -> AsyncIterator[bytes]:
    return request.stream()


@router.patch("/{dataset_id}")
def rename_dataset(dataset_id: str, renamed: Renamed, session: Writing) -> DatasetSummary:
    """Give a dataset another name."""
    row = datasets.get(session, dataset_id)
    audit.record(session, "dataset.renamed", renamed.name, dataset=row.id, before=row.name)
    row.name = renamed.name
    session.add(row)
    session.flush()
    return told(session, row)


@router.delete("/{dataset_id}", status_code=204)
def delete_dataset(dataset_id: str, session: Writing) -> None:
    """Delete a dataset; it can be restored. Designs that use it show a problem."""
    audit.record(session, "dataset.deleted", datasets.delete(session, dataset_id).name, dataset=dataset_id)


@router.post("/{dataset_id}/restore")
def restore_dataset(dataset_id: str, session: Writing) -> DatasetSummary:
    """Take back a deletion."""
    row = datasets.restore(session, dataset_id)
    audit.record(session, "dataset.restored", row.name, dataset=row.id)
    return told(session, row)


__all__ = ["Context", "router", "told"]
