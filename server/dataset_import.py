"""Files become a dataset without a browser or a server: what `designery dataset add` does."""

from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session

from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.reading_report import ColumnReport, ReadingReport
from server.run_services_factory import build_run_services
from server.runs.run_services import RunServices
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.runs.table_ingest import IngestedTable, UnreadableFile, UploadedFile, ingest_files, preview_files
from server.runs.workspace_quotas import OverQuota
from server.setting_values import InvalidSettings
from server.settings import load_settings
from server.storage.database import Database, DatabaseUnusable
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.data_folder_lock import AlreadyInUse, shared_folder_lock
from server.storage.files.disk_space import DiskFull
from server.storage.orm.core_tables import DatasetRow
from server.storage.stores import dataset_store
from server.storage.transactions.workspace_context import get_default_workspace

PREVIEW_ROWS = 500


class DatasetImportError(Exception):
    """What the user asked for cannot be done; the message says why."""


async def import_dataset(
    files: Sequence[Path], name: str | None, options: ReadingOptions, *, preview: bool
) -> list[str]:
    """Read files as one dataset and say what became of it; with `preview` what would. Raises DatasetImportError."""
    try:
        settings = load_settings()
        with shared_folder_lock(settings.folder):
            database = Database(settings.database)
            database.migrate()
            services, _ = await build_run_services(
                settings, database, ArtifactStore(settings.folder / "store"), warm=False
            )
            try:
                uploads = [UploadedFile(file, file.name) for file in files]
                if preview:
                    return describe_report(await preview_files(services, uploads, options, PREVIEW_ROWS))
                table = await ingest_files(services, uploads, options)
                return _store_dataset(services, table, name or files[0].stem, [file.name for file in files])
            finally:
                await services.pool.close()
                database.close()
    except (DatabaseUnusable, AlreadyInUse, InvalidSettings, DiskFull, OverQuota, UnreadableFile) as error:
        raise DatasetImportError(str(error)) from None
    except SandboxFailed as error:
        raise DatasetImportError(error.sentence) from None


def describe_report(report: ReadingReport) -> list[str]:
    """A line for each column, and what else there is to say."""
    if report.refusal is not None:
        raise UnreadableFile(report.refusal.message)
    return [*map(_describe_column, report.columns), *report.notices]


def _describe_column(column: ColumnReport) -> str:
    origin = f", from {column.written_example}" if column.written_example != column.read_example else ""
    return f"{column.name}: {column.kind} ({column.reason}{origin})"


def _store_dataset(services: RunServices, table: IngestedTable, name: str, files: Sequence[str]) -> list[str]:
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    size = table.stored.bytes + table.file_bytes
    with services.quotas.reserve(get_default_workspace(), size).hold(), services.database.session() as session:
        row = _create_row(session, name)
        table.save_artifact(session)
        dataset_store.add_dataset_version(
            session,
            row.id,
            table.artifact,
            file_name=f"{files[0]}{more}",
            file_bytes=table.file_bytes,
            notices=table.notices,
            source=table.source,
        )
        added = f"{row.name} was added: {table.stored.rows or 0:,} rows, {table.stored.columns or 0:,} columns."
    return [added, *table.notices]


def _create_row(session: Session, name: str) -> DatasetRow:
    row = DatasetRow(name=dataset_store.choose_unused_name(session, " ".join(name.replace("_", " ").split())[:190]))
    session.add(row)
    session.flush()
    return row
