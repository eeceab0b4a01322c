"""Endpoints, their deployments and keys in the database."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, func, select

from server.storage.orm.endpoint_tables import (
    DeploymentOnnxRow,
    DeploymentRow,
    EndpointBatchRow,
    EndpointKeyRow,
    EndpointMinuteRow,
    EndpointPredictionRow,
    EndpointRow,
    EndpointSampleRow,
)
from server.storage.orm.pipeline_tables import PipelineRow
from server.storage.stores import alert_store
from server.storage.stores.design_store import NotFound
from server.storage.stores.tenancy import add_workspace_artifacts


def get_endpoint(session: Session, endpoint_id: str) -> EndpointRow:
    row = session.get(EndpointRow, endpoint_id)
    if row is None:
        raise NotFound("This endpoint does not exist. It may have been deleted.")
    return row


def find_endpoint(session: Session, name: str) -> EndpointRow | None:
    """The endpoint of this name."""
    return session.exec(select(EndpointRow).where(EndpointRow.name == name)).first()


def list_endpoints(session: Session) -> list[EndpointRow]:
    """All endpoints by name."""
    return sorted(session.exec(select(EndpointRow)), key=lambda row: row.name.casefold())


def list_deployments(session: Session, endpoint_ids: Sequence[str]) -> dict[str, list[DeploymentRow]]:
    """{endpoint: its deployments, newest first}"""
    found: dict[str, list[DeploymentRow]] = {key: [] for key in endpoint_ids}
    query = select(DeploymentRow).where(col(DeploymentRow.endpoint_id).in_(endpoint_ids))
    for row in session.exec(query.order_by(col(DeploymentRow.number).desc())):
        found[row.endpoint_id].append(row)
    return found


def get_deployment(session: Session, endpoint_id: str, number: int) -> DeploymentRow:
    query = select(DeploymentRow).where(DeploymentRow.endpoint_id == endpoint_id, DeploymentRow.number == number)
    row = session.exec(query).first()
    if row is None:
        raise NotFound(f"This endpoint has no deployment {number}.")
    return row


def add_deployment(session: Session, endpoint: EndpointRow, row: DeploymentRow) -> DeploymentRow:
    """Store the next deployment of an endpoint. Numbers of deleted ones are not given again."""
    endpoint.last_deployment += 1
    row.number, row.endpoint_id = endpoint.last_deployment, endpoint.id
    session.add_all([endpoint, row])
    add_workspace_artifacts(session, [(endpoint.workspace_id, artifact) for artifact in row.artifacts.values()])
    session.flush()
    return row


def list_keys(session: Session, endpoint_ids: Sequence[str]) -> dict[str, list[EndpointKeyRow]]:
    """{endpoint: its keys, oldest first}"""
    found: dict[str, list[EndpointKeyRow]] = {key: [] for key in endpoint_ids}
    query = select(EndpointKeyRow).where(col(EndpointKeyRow.endpoint_id).in_(endpoint_ids))
    for row in session.exec(query.order_by(col(EndpointKeyRow.created_at))):
        found[row.endpoint_id].append(row)
    return found


def get_key(session: Session, endpoint_id: str, key_id: str) -> EndpointKeyRow:
    row = session.get(EndpointKeyRow, key_id)
    if row is None or row.endpoint_id != endpoint_id:
        raise NotFound("This key does not exist. It may have been deleted.")
    return row


def delete_endpoint(session: Session, endpoint_id: str) -> EndpointRow:
    """Delete an endpoint for good, with all that is known of it."""
    row = get_endpoint(session, endpoint_id)
    alert_store.delete_alerts_of_endpoint(session, endpoint_id)
    for table in (
        EndpointSampleRow,
        EndpointPredictionRow,
        EndpointMinuteRow,
        EndpointKeyRow,
        EndpointBatchRow,
        DeploymentOnnxRow,
        DeploymentRow,
    ):
        session.execute(delete(table).where(col(table.endpoint_id) == endpoint_id))
    session.delete(row)
    session.flush()
    return row


def list_samples(session: Session, endpoint_id: str, limit: int) -> list[EndpointSampleRow]:
    """The newest sampled requests."""
    query = select(EndpointSampleRow).where(EndpointSampleRow.endpoint_id == endpoint_id)
    return list(session.exec(query.order_by(col(EndpointSampleRow.created_at).desc()).limit(limit)))


def list_batches(session: Session, endpoint_id: str) -> list[EndpointBatchRow]:
    """The pipelines that score by an endpoint and are there, the newest first."""
    query = (
        select(EndpointBatchRow)
        .join(PipelineRow, col(PipelineRow.id) == col(EndpointBatchRow.pipeline_id))
        .where(EndpointBatchRow.endpoint_id == endpoint_id, col(PipelineRow.deleted_at).is_(None))
    )
    return list(session.exec(query.order_by(col(EndpointBatchRow.created_at).desc())))


def count_samples(session: Session, endpoint_id: str) -> int:
    """How many requests were kept with their rows."""
    query = select(func.count()).where(col(EndpointSampleRow.endpoint_id) == endpoint_id)
    return session.exec(query).one()
