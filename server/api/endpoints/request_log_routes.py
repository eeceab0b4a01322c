"""The log of sampled requests: to be looked at, and to be used as a dataset."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import HTTPException, Query
from pydantic import BaseModel
from sqlmodel import Session

from modules.data_input_and_output.reading.reading_options import ReadingOptions
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.auth import audit_log
from server.runs.table_ingest import IngestedTable, UnreadableFile, UploadedFile, ingest_files
from server.runs.workspace_quotas import Reservation
from server.serving.request_dataset import NoRequests, build_request_table, write_request_file
from server.storage.orm.core_tables import DatasetRow
from server.storage.orm.endpoint_tables import EndpointRow
from server.storage.stores import dataset_store, endpoint_store, prediction_store
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import get_default_workspace

router = Router(prefix="/api/endpoints", tags=["endpoints"])

FILE_NAME = "requests.parquet"
LoggedValue = str | int | float | bool | None


class LoggedRow(BaseModel):
    """A row of a sampled request, what it was answered, and its true label where that is known."""

    id: str
    row: dict[str, LoggedValue]
    answer: dict[str, LoggedValue]
    label: LoggedValue


class LoggedRequest(BaseModel):
    """A sampled request with up to 20 of its rows."""

    id: str
    asked_at: datetime
    deployment: int
    rows: list[LoggedRow]


class RequestLog(BaseModel):
    """The newest sampled requests, and the dataset that they became."""

    sampled_percent: float
    masked_columns: list[str]
    total: int
    dataset_id: str | None
    dataset_name: str | None
    requests: list[LoggedRequest]


class RequestDataset(BaseModel):
    """The dataset that sampled requests became, with its newest version."""

    id: str
    name: str
    version: int
    rows: int


@router.get("/{endpoint_id}/requests", needs="viewer")
def list_endpoint_requests(
    endpoint_id: str,
    context: ContextDep,
    limit: Annotated[int, Query(ge=1, le=500, description="So many of the newest requests.")] = 50,
) -> RequestLog:
    """The newest requests that were kept with their rows and answers."""
    context.endpoints.flush()
    with context.database.read_session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        samples = endpoint_store.list_samples(session, endpoint_id, limit)
        ids = [one for sample in samples for one in sample.row_ids]
        predictions = prediction_store.find_predictions(session, endpoint_id, ids)
        labels = {name: row.label.get("value") for name, row in predictions.items()}
        dataset = _find_dataset(session, endpoint)
        return RequestLog(
            sampled_percent=endpoint.sampled_percent,
            masked_columns=endpoint.masked_columns,
            total=endpoint_store.count_samples(session, endpoint_id),
            dataset_id=dataset.id if dataset is not None else None,
            dataset_name=dataset.name if dataset is not None else None,
            requests=[
                LoggedRequest(
                    id=sample.id,
                    asked_at=sample.created_at,
                    deployment=sample.deployment,
                    rows=[
                        LoggedRow(id=name, row=row, answer=answer, label=labels.get(name))
                        for name, row, answer in zip(
                            sample.row_ids or [f"{sample.id}.{place}" for place in range(len(sample.rows))],
                            sample.rows,
                            sample.answers,
                            strict=False,
                        )
                    ],
                )
                for sample in samples
            ],
        )


def _find_dataset(session: Session, endpoint: EndpointRow) -> DatasetRow | None:
    """The dataset of the requests, unless it was deleted."""
    if endpoint.requests_dataset is None:
        return None
    try:
        return dataset_store.get_dataset(session, endpoint.requests_dataset)
    except NotFound:
        return None


@router.post("/{endpoint_id}/requests/dataset", needs="editor", status_code=201)
async def store_endpoint_requests(endpoint_id: str, context: ContextDep) -> RequestDataset:
    """Store the sampled requests as a dataset, with their true labels; the next time as its next version."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE_NAME
        await run_sync(_write_requests, context, endpoint_id, file)
        room = context.runner.services.quotas.reserve(get_default_workspace(), file.stat().st_size)
        with room.hold():
            try:
                table = await ingest_files(context.runner.services, [UploadedFile(file, FILE_NAME)], ReadingOptions())
            except UnreadableFile as refusal:
                raise HTTPException(422, str(refusal)) from None
            return await run_sync(_store_version, context, endpoint_id, table, room)


def _write_requests(context: AppContext, endpoint_id: str, file: Path) -> None:
    context.endpoints.flush()
    with context.database.read_session() as session:
        endpoint_store.get_endpoint(session, endpoint_id)
        try:
            write_request_file(build_request_table(session, endpoint_id), file)
        except NoRequests as refusal:
            raise HTTPException(409, str(refusal)) from None


def _store_version(context: AppContext, endpoint_id: str, table: IngestedTable, room: Reservation) -> RequestDataset:
    room.grow(table.stored.bytes)
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        row = _find_dataset(session, endpoint)
        if row is None:
            name = dataset_store.choose_unused_name(session, f"Requests to {endpoint.name}")
            row = DatasetRow(name=name)
            session.add(row)
            session.flush()
            endpoint.requests_dataset = row.id
            session.add(endpoint)
        table.save_artifact(session)
        made = dataset_store.add_dataset_version(
            session,
            row.id,
            table.artifact,
            file_name=FILE_NAME,
            file_bytes=table.file_bytes,
            notices=table.notices,
            source=table.source,
        )
        audit_log.record_action(
            session, "endpoint.requests_stored", endpoint.name, endpoint=endpoint_id, dataset=row.id
        )
        return RequestDataset(id=row.id, name=row.name, version=made.version, rows=table.stored.rows or 0)
