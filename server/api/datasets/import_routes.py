"""Importing: files are uploaded, looked at as often as wanted with other options, and then become a dataset."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from fastapi import HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.reading_report import ReadingReport
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.api.datasets.dataset_routes import DatasetSummary, receive_body, reserve_room, store_version
from server.runs.pending_imports import MAX_FILES, PendingImport, ReadingSuperseded, delete_upload
from server.runs.table_ingest import UnreadableFile, UploadedFile, ingest_files, preview_files
from server.storage.files.artifact_store import CorruptArtifact
from server.storage.orm.core_tables import DatasetVersionRow
from server.storage.stores import dataset_store
from server.storage.transactions.workspace_context import get_default_workspace

PREVIEW_ROWS = 500
SUPERSEDED = "The files are being read with other options now, or the import was canceled."

router = Router(prefix="/api", tags=["datasets"])

FileName = Annotated[str, Query(min_length=1, max_length=255, description="The name of the file.")]


class ImportFileRead(BaseModel):
    """A file of an import."""

    name: str
    bytes: int
    #: The name of a dataset that begins with this file.
    dataset_name: str


class SameName(BaseModel):
    """A dataset that has the name already."""

    dataset: str
    name: str
    #: The number of its next version.
    next_version: int
    #: The name that a new dataset gets instead.
    unused_name: str


class ImportRead(BaseModel):
    """Files that are looked at before they become a dataset, or its next version."""

    id: str
    name: str
    files: list[ImportFileRead]
    #: The dataset whose next version it becomes, with the number of that version; null for a new one.
    dataset: str | None
    next_version: int | None
    #: The options to begin with: those of the version before.
    options: ReadingOptions
    #: What files with such columns have in common; null where the file can't be read.
    shape: str | None
    #: The dataset whose options these are, because its file has the same shape.
    like: str | None
    #: The table whose name a new dataset would have; null where the name is not used.
    same_name: SameName | None
    report: ReadingReport


class ImportPreview(BaseModel):
    """Options to look at the files with."""

    options: ReadingOptions


class ImportedDatasetCreate(BaseModel):
    """Options to read the files with, and the name of the dataset, or the dataset whose next version it becomes."""

    options: ReadingOptions
    name: str | None = Field(None, min_length=1, max_length=200)
    dataset: str | None = Field(None, max_length=64)


@router.post("/imports", needs="editor", status_code=201)
async def start_import(
    request: Request,
    context: ContextDep,
    file_name: FileName,
    dataset: Annotated[str | None, Query(max_length=64, description="The dataset to add a version to.")] = None,
) -> ImportRead:
    """Upload a file (the raw body) to look at before it becomes a dataset. It is kept for two hours.

    A file that can't be read as a table is kept too: the report says why, and other options may read it.
    """
    options, version = await run_in_threadpool(_find_former_options, context, dataset)
    pending = PendingImport(get_default_workspace(), _to_dataset_name(file_name), dataset)
    await _receive_file(request, context, pending, file_name)
    context.pending_imports.add(pending)
    if dataset is not None:
        return await _describe_import(context, pending, options, version)
    return await _describe_new_import(context, pending)


@router.post("/datasets/{dataset_id}/import", needs="editor", status_code=201)
async def start_reading_again(
    dataset_id: str,
    context: ContextDep,
    version: Annotated[int | None, Query(ge=1, description="Empty: the newest version.")] = None,
) -> ImportRead:
    """Look at the stored files of a dataset again. Importing them makes the next version."""
    name, found, newest = await run_in_threadpool(_load_version, context, dataset_id, version)
    pending = PendingImport(get_default_workspace(), name, dataset_id)
    for file in dataset_store.get_source_files(found):
        pending.files.append(UploadedFile(await _find_stored(context, file.artifact), file.name, file.artifact))
    if not pending.files:
        raise HTTPException(
            409,
            "The file of this version was not kept, because it is older than Read again. Upload it as a new version.",
        )
    context.pending_imports.add(pending)
    options = ReadingOptions.model_validate(found.reading or {})
    return await _describe_import(context, pending, options, newest + 1)


@router.post("/imports/{import_id}/files", needs="editor", status_code=201)
async def add_import_file(
    import_id: str, request: Request, context: ContextDep, file_name: FileName
) -> list[ImportFileRead]:
    """Upload another file (the raw body) with the same columns, whose rows come below the others."""
    pending = _get_import(context, import_id)
    if len(pending.files) >= MAX_FILES:
        raise HTTPException(422, f"At most {MAX_FILES:,} files become one table. Combine them first.")
    await _receive_file(request, context, pending, file_name)
    return _list_files(pending)


@router.delete("/imports/{import_id}/files/{position}", needs="editor")
async def delete_import_file(import_id: str, position: int, context: ContextDep) -> list[ImportFileRead]:
    """Leave a file out, by its place in the list. The last one stays."""
    pending = _get_import(context, import_id)
    if not 0 <= position < len(pending.files):
        raise HTTPException(404, "This file is not part of the import.")
    if len(pending.files) == 1:
        raise HTTPException(422, "An import needs a file. Cancel it instead.")
    delete_upload(pending.files.pop(position))
    _name_after_first_file(pending)
    return _list_files(pending)


@router.post("/imports/{import_id}/preview", needs="editor")
async def preview_import(import_id: str, asked: ImportPreview, context: ContextDep) -> ReadingReport:
    """The first 500 rows as they would be read by these options, with the reason for each column's type."""
    return await _preview(context, _get_import(context, import_id), asked.options)


@router.post("/imports/{import_id}/dataset", needs="editor", status_code=201)
async def finish_import(import_id: str, made: ImportedDatasetCreate, context: ContextDep) -> DatasetSummary:
    """Read the files in full by these options, as a new dataset or as the next version of one."""
    pending = _get_import(context, import_id)
    try:
        table = await pending.read(ingest_files(context.runner.services, tuple(pending.files), made.options))
        room = pending.rooms[0] if pending.rooms else context.runner.services.quotas.reserve(pending.workspace, 0)
        file_name = _join_names(pending)
        summary = await run_in_threadpool(
            store_version, context, table, room, file_name, made.name or pending.name, pending.dataset or made.dataset
        )
    except UnreadableFile as refusal:
        raise HTTPException(422, str(refusal)) from None
    except ReadingSuperseded:
        raise HTTPException(409, SUPERSEDED) from None
    if pending.like is not None and pending.shape is not None and made.options.file_shape is None:
        await run_in_threadpool(_forget_shape, context, pending.shape)
    context.pending_imports.remove(pending)
    return summary


@router.post("/imports/{import_id}/files/{position}/apart", needs="editor", status_code=201)
async def keep_import_file_apart(import_id: str, position: int, context: ContextDep) -> ImportRead:
    """Make an import of its own of a file whose columns are others, by its place in the list. The last one stays."""
    pending = _get_import(context, import_id)
    if not 0 <= position < len(pending.files) or len(pending.files) == 1:
        raise HTTPException(404, "This file is not part of the import, or it is the only one.")
    file = pending.files.pop(position)
    _name_after_first_file(pending)
    apart = PendingImport(pending.workspace, _to_dataset_name(file.name), files=[file])
    if position < len(pending.rooms):
        apart.rooms.append(pending.rooms.pop(position))
    context.pending_imports.add(apart)
    return await _describe_new_import(context, apart)


@router.delete("/imports/{import_id}", needs="editor", status_code=204)
async def cancel_import(import_id: str, context: ContextDep) -> None:
    """Forget an import and delete what was uploaded for it."""
    context.pending_imports.remove(_get_import(context, import_id))


def _name_after_first_file(pending: PendingImport) -> None:
    """A new dataset has the name of its first file, whichever that is now."""
    if pending.dataset is None:
        pending.name = _to_dataset_name(pending.files[0].name)


def _get_import(context: AppContext, import_id: str) -> PendingImport:
    return context.pending_imports.get(import_id, get_default_workspace())


async def _receive_file(request: Request, context: AppContext, pending: PendingImport, file_name: str) -> None:
    if file_name.lower().endswith(".zip"):
        raise HTTPException(422, "A zip file is kept as it is and needs no options. Upload it as a dataset.")
    room = await run_in_threadpool(reserve_room, request, context, pending.workspace)
    try:
        path = await receive_body(request, context, room)
    except BaseException:
        room.release()
        raise
    pending.rooms.append(room)
    pending.files.append(UploadedFile(path, file_name))


async def _find_stored(context: AppContext, artifact: str) -> Path:
    try:
        return await run_in_threadpool(context.store.verify_artifact, artifact)
    except CorruptArtifact:
        raise HTTPException(
            409, "The stored file is gone or damaged, so it can't be read again. Upload it as a new version."
        ) from None


def _load_version(context: AppContext, dataset_id: str, version: int | None) -> tuple[str, DatasetVersionRow, int]:
    """The name of a dataset, the wanted version, and the number of the newest."""
    with context.database.read_session() as session:
        row = dataset_store.get_dataset(session, dataset_id)
        versions = dataset_store.list_dataset_versions(session, dataset_id)
        found = next((one for one in versions if version in (None, one.version)), None)
        if found is None:
            raise HTTPException(404, f"'{row.name}' has no version {version}. The newest is {versions[0].version}.")
        session.expunge(found)
        return row.name, found, versions[0].version


def _find_former_options(context: AppContext, dataset: str | None) -> tuple[ReadingOptions, int | None]:
    """The options of the version before, for a file that becomes the next one, and its number."""
    if dataset is None:
        return ReadingOptions(), None
    _, newest, number = _load_version(context, dataset, None)
    return ReadingOptions.model_validate(newest.reading or {}), number + 1


def _forget_shape(context: AppContext, shape: str) -> None:
    with context.database.session() as session:
        dataset_store.forget_reading_of_shape(session, shape)


def _find_options_of_shape(context: AppContext, shape: str) -> tuple[str, ReadingOptions] | None:
    with context.database.read_session() as session:
        found = dataset_store.find_reading_of_shape(session, shape)
    return None if found is None else (found[0], ReadingOptions.model_validate(found[1]))


async def _describe_new_import(context: AppContext, pending: PendingImport) -> ImportRead:
    """By what is found out, or as a file of the same shape was read where somebody wanted that."""
    found = await _describe_import(context, pending, ReadingOptions(), None)
    if not found.report.columns:
        return found
    pending.shape = _identify_shape(found.report)
    former = await run_in_threadpool(_find_options_of_shape, context, pending.shape)
    if former is None:
        return found.model_copy(update={"shape": pending.shape})
    pending.like, options = former
    return await _describe_import(context, pending, options, None)


def _identify_shape(report: ReadingReport) -> str:
    """The same for files with the same names of columns in the same order, as they are found out."""
    names = [column.source for column in report.columns]
    return sha256(json.dumps([report.columns_total, names]).encode()).hexdigest()[:32]


def _find_same_name(context: AppContext, name: str) -> SameName | None:
    with context.database.read_session() as session:
        tables = dataset_store.find_datasets_by_type(session).get("dataset", {})
        dataset = next((key for key, taken in tables.items() if taken == name), None)
        if dataset is None:
            return None
        newest = dataset_store.list_dataset_versions(session, dataset)[0].version
        unused = dataset_store.choose_unused_name(session, name)
    return SameName(dataset=dataset, name=name, next_version=newest + 1, unused_name=unused)


async def _describe_import(
    context: AppContext, pending: PendingImport, options: ReadingOptions, version: int | None
) -> ImportRead:
    same_name = await run_in_threadpool(_find_same_name, context, pending.name) if pending.dataset is None else None
    return ImportRead(
        id=pending.id,
        name=pending.name,
        files=_list_files(pending),
        dataset=pending.dataset,
        next_version=version,
        options=options,
        shape=pending.shape,
        like=pending.like,
        same_name=same_name,
        report=await _preview(context, pending, options),
    )


async def _preview(context: AppContext, pending: PendingImport, options: ReadingOptions) -> ReadingReport:
    try:
        return await pending.read(preview_files(context.runner.services, tuple(pending.files), options, PREVIEW_ROWS))
    except UnreadableFile as refusal:
        raise HTTPException(422, str(refusal)) from None
    except ReadingSuperseded:
        raise HTTPException(409, SUPERSEDED) from None


def _list_files(pending: PendingImport) -> list[ImportFileRead]:
    return [
        ImportFileRead(name=file.name, bytes=file.path.stat().st_size, dataset_name=_to_dataset_name(file.name))
        for file in pending.files
    ]


def _join_names(pending: PendingImport) -> str:
    first = pending.files[0].name
    more = len(pending.files) - 1
    return first if not more else f"{first} and {more} more"


def _to_dataset_name(file_name: str) -> str:
    return Path(file_name).stem
