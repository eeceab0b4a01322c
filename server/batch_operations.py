"""Batches without a browser or a server: what `designery endpoint batch` does."""

import asyncio
import tempfile
import zipfile
from pathlib import Path

from pydantic import ValidationError
from sqlmodel import Session

from server.automation.batches import DATA_NAME, BatchInput, BatchOutput, BatchSpec, provide_batch_pipeline
from server.automation.pipeline_runs import DatasetChoice, PipelineRunRequest
from server.automation.publishing import CannotPublish
from server.design_analyzer import DesignAnalyzer
from server.pipeline_operations import (
    PipelineCommandError,
    ServicesInUse,
    open_services,
    print_pipeline_outcome,
    run_pipeline_to_end,
)
from server.runs.run_services import RunServices
from server.runs.table_ingest import store_zip_file
from server.secret_commands import OPERATOR
from server.storage.orm.core_tables import DatasetRow
from server.storage.stores import dataset_store, endpoint_store
from server.storage.stores.dataset_store import COMMAND_LINE_SOURCE

#: Of a zip the same files give the same bytes, so that a batch of them goes on where it was.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
STORAGE_PREFIX, DATABASE_PREFIX = "s3:", "db:"


async def run_endpoint_batch(
    name: str, source: str, target: str, version: int | None, rows: int, workspace: str | None, out: Path | None
) -> bool:
    """Score data by an endpoint to the end; whether it succeeded. Raises PipelineCommandError."""
    async with open_services(workspace) as use:
        try:
            given = await _find_input(use.services, source)
            spec = BatchSpec(input=given, output=read_output(target), endpoint_version=version, rows_per_chunk=rows)
        except ValidationError as error:
            raise PipelineCommandError(error.errors()[0]["msg"].removeprefix("Value error, ") + ".") from None
        request = await asyncio.to_thread(_prepare, use, name, spec)
        run = await run_pipeline_to_end(use, request)
        print_pipeline_outcome(use.services, run, out)
        return run.state == "succeeded"


def _prepare(use: ServicesInUse, name: str, spec: BatchSpec) -> PipelineRunRequest:
    services = use.services
    analyzer = DesignAnalyzer(services.catalog, services.store, code_blocked_reason=services.code_blocked_reason)
    with services.database.session() as session:
        endpoint = endpoint_store.find_endpoint(session, name)
        if endpoint is None:
            names = ", ".join(one.name for one in endpoint_store.list_endpoints(session)) or "none"
            raise PipelineCommandError(f"No endpoint is named '{name}'. There are: {names}.")
        try:
            pipeline = provide_batch_pipeline(session, analyzer, endpoint, spec, OPERATOR)
        except CannotPublish as refusal:
            raise PipelineCommandError(str(refusal)) from None
        given = spec.input
        inputs = {DATA_NAME: DatasetChoice(given.dataset, given.version)} if given.dataset else {}
        return PipelineRunRequest(pipeline.id, "person", inputs=inputs)


async def _find_input(services: RunServices, source: str) -> BatchInput:
    """A dataset by its name or `NAME@3`, a file or a folder of this machine, or `s3:CONNECTION/path`."""
    if source.startswith(STORAGE_PREFIX):
        connection, _, path = source.removeprefix(STORAGE_PREFIX).partition("/")
        return BatchInput(kind="storage", connection=connection, path=path)
    if Path(source).exists():
        return BatchInput(dataset=await asyncio.to_thread(_store_files, services, Path(source)))
    wanted, at, number = source.rpartition("@")
    version = int(number) if at and number.isdecimal() else None
    title = wanted if version is not None else source
    with services.database.read_session() as session:
        names = dataset_store.get_dataset_names(session)
    found = [key for key, one in names.items() if title in (key, one)]
    if not found:
        raise PipelineCommandError(f"'{title}' is neither a file, nor a folder, nor a dataset.")
    return BatchInput(dataset=found[0], version=version)


def _store_files(services: RunServices, source: Path) -> str:
    """The id of the stored file that a file or the files of a folder become, which no list shows."""
    files = [source] if source.is_file() else sorted(one for one in source.rglob("*") if one.is_file())
    if not files:
        raise PipelineCommandError(f"The folder {source} has no files.")
    with tempfile.TemporaryDirectory(prefix="batch-", dir=services.store.folder) as folder:
        packed = Path(folder, "files.zip")
        with zipfile.ZipFile(packed, "w") as archive:
            for file in files:
                name = file.name if source.is_file() else file.relative_to(source).as_posix()
                _add_file(archive, file, zipfile.ZipInfo(name, ZIP_MOMENT))
        stored = store_zip_file(services, packed)
    dataset_id = f"file:{stored.artifact[:24]}"
    with services.database.session() as session:
        stored.save_artifact(session)
        _ensure_file(session, dataset_id, source.name, stored.artifact, stored.file_bytes)
    return dataset_id


def _add_file(archive: zipfile.ZipFile, file: Path, member: zipfile.ZipInfo) -> None:
    with file.open("rb") as source, archive.open(member, "w", force_zip64=True) as sink:
        while block := source.read(2**20):
            sink.write(block)


def _ensure_file(session: Session, dataset_id: str, name: str, artifact: str, size: int) -> None:
    if session.get(DatasetRow, dataset_id) is None:
        session.add(DatasetRow(id=dataset_id, name=name, source=COMMAND_LINE_SOURCE))
        session.flush()
    if dataset_store.find_dataset_artifact(session, dataset_id, None) is None:
        dataset_store.add_dataset_version(session, dataset_id, artifact, file_name=name, file_bytes=size, notices=[])


def read_output(target: str) -> BatchOutput:
    """`NAME`, `NAME.parquet`, `NAME.csv`, `db:CONNECTION/TABLE` or `s3:CONNECTION/path`."""
    if target.startswith(DATABASE_PREFIX):
        connection, _, table = target.removeprefix(DATABASE_PREFIX).partition("/")
        return BatchOutput(kind="database", connection=connection, table=table)
    if target.startswith(STORAGE_PREFIX):
        connection, _, path = target.removeprefix(STORAGE_PREFIX).partition("/")
        return BatchOutput(kind="storage", connection=connection, path=path)
    suffix = Path(target).suffix.lower()
    if suffix in (".parquet", ".csv"):
        return BatchOutput(kind="parquet" if suffix == ".parquet" else "csv", name=target)
    return BatchOutput(name=target)
