"""Alerts of endpoints in the database."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from server.storage.orm.alert_tables import EndpointAlertEventRow, EndpointAlertRow
from server.storage.stores.design_store import NotFound


def list_alerts(session: Session, endpoint_ids: Sequence[str]) -> dict[str, list[EndpointAlertRow]]:
    """{endpoint: its alerts, oldest first}"""
    found: dict[str, list[EndpointAlertRow]] = {key: [] for key in endpoint_ids}
    query = select(EndpointAlertRow).where(col(EndpointAlertRow.endpoint_id).in_(endpoint_ids))
    for row in session.exec(query.order_by(col(EndpointAlertRow.created_at))):
        found[row.endpoint_id].append(row)
    return found


def list_watched_endpoints(session: Session) -> list[str]:
    """The ids of the endpoints that have alerts."""
    return list(session.exec(select(EndpointAlertRow.endpoint_id).distinct()))


def get_alert(session: Session, endpoint_id: str, alert_id: str) -> EndpointAlertRow:
    row = session.get(EndpointAlertRow, alert_id)
    if row is None or row.endpoint_id != endpoint_id:
        raise NotFound("This alert does not exist. It may have been deleted.")
    return row


def delete_alert(session: Session, alert_id: str) -> None:
    """Delete an alert with its history."""
    session.execute(delete(EndpointAlertEventRow).where(col(EndpointAlertEventRow.alert_id) == alert_id))
    session.execute(delete(EndpointAlertRow).where(col(EndpointAlertRow.id) == alert_id))
    session.flush()


def delete_alerts_of_endpoint(session: Session, endpoint_id: str) -> None:
    """Delete all alerts of an endpoint."""
    for table in (EndpointAlertEventRow, EndpointAlertRow):
        session.execute(delete(table).where(col(table.endpoint_id) == endpoint_id))


def list_alert_events(session: Session, endpoint_id: str, limit: int) -> list[EndpointAlertEventRow]:
    """What happened to the alerts of an endpoint, newest first."""
    query = select(EndpointAlertEventRow).where(EndpointAlertEventRow.endpoint_id == endpoint_id)
    return list(session.exec(query.order_by(col(EndpointAlertEventRow.created_at).desc()).limit(limit)))
