"""Alerts of an endpoint: what it is watched for, and what happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from fastapi import HTTPException, Request
from pydantic import BaseModel, Field, model_validator
from sqlmodel import Session

from modules.kit.metrics import METRICS
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.auth import audit_log
from server.auth.principals import get_person
from server.serving.alert_checks import AlertKind
from server.storage.orm.alert_tables import EndpointAlertEventRow, EndpointAlertRow
from server.storage.orm.pipeline_tables import PipelineRow
from server.storage.stores import alert_store, endpoint_store, pipeline_store

router = Router(prefix="/api/endpoints", tags=["endpoints"])

MAX_ALERTS = 50
SHOWN_EVENTS = 50
AlertState = Literal["unknown", "fine", "breached"]
AlertEventKind = Literal["breached", "recovered", "started", "not_started"]


class EndpointAlertCreate(BaseModel):
    """A limit that the endpoint is to stay within.

    `subject` is the column of drift, empty for any, or the metric. `threshold` is a PSI, a share of errors, seconds
    that 19 of 20 answers stay below, or the worst value of a metric; null for drift is the limit of each column.
    """

    kind: AlertKind
    subject: str = Field(default="", max_length=1000)
    threshold: float | None = Field(default=None, allow_inf_nan=False)
    minutes: Annotated[int, Field(ge=5, le=129_600)] = Field(default=60, description="Requests of so many minutes.")
    min_count: int = Field(default=20, ge=0, le=1_000_000, description="Under so many requests nothing is said.")
    pipeline_id: str | None = Field(default=None, max_length=64, description="The pipeline that a breach starts.")

    @model_validator(mode="after")
    def _require_threshold(self) -> Self:
        if self.kind in ("errors", "latency", "metric") and self.threshold is None:
            raise ValueError("Give a threshold")
        if self.kind == "metric" and self.subject not in METRICS:
            raise ValueError("Give the name of a metric as subject")
        return self


class EndpointAlertRead(BaseModel):
    """An alert, with what was found last."""

    id: str
    kind: AlertKind
    subject: str
    threshold: float | None
    minutes: int
    min_count: int
    pipeline_id: str | None
    pipeline_name: str | None
    state: AlertState
    value: float | None
    words: str
    changed_at: datetime | None
    checked_at: datetime | None
    created_by: str
    created_at: datetime


class AlertEventRead(BaseModel):
    """A breach, a recovery, or what became of the pipeline that a breach starts."""

    alert_id: str
    kind: AlertEventKind
    words: str
    run_id: str | None
    created_at: datetime


class EndpointAlerts(BaseModel):
    """The alerts of an endpoint, oldest first, and what happened, newest first."""

    alerts: list[EndpointAlertRead]
    events: list[AlertEventRead]


@router.get("/{endpoint_id}/alerts", needs="viewer")
def list_endpoint_alerts(endpoint_id: str, session: ReadSessionDep) -> EndpointAlerts:
    """The alerts of an endpoint with what was found last."""
    return _read_alerts(session, endpoint_id)


def _read_alerts(session: Session, endpoint_id: str) -> EndpointAlerts:
    endpoint_store.get_endpoint(session, endpoint_id)
    alerts = alert_store.list_alerts(session, [endpoint_id])[endpoint_id]
    rows = [session.get(PipelineRow, one.pipeline_id) for one in alerts if one.pipeline_id is not None]
    names = {row.id: row.name for row in rows if row is not None}
    events = alert_store.list_alert_events(session, endpoint_id, SHOWN_EVENTS)
    return EndpointAlerts(
        alerts=[_to_alert_read(one, names) for one in alerts], events=[_to_event_read(one) for one in events]
    )


def _to_alert_read(row: EndpointAlertRow, pipelines: Mapping[str, str]) -> EndpointAlertRead:
    kept = set(EndpointAlertRead.model_fields) - {"pipeline_name"}
    return EndpointAlertRead.model_validate(
        {**row.model_dump(include=kept), "pipeline_name": pipelines.get(row.pipeline_id or "")}
    )


def _to_event_read(row: EndpointAlertEventRow) -> AlertEventRead:
    return AlertEventRead.model_validate(row.model_dump(include=set(AlertEventRead.model_fields)))


@router.post("/{endpoint_id}/alerts", needs="editor", status_code=201)
def create_endpoint_alert(
    endpoint_id: str, new: EndpointAlertCreate, request: Request, context: ContextDep
) -> EndpointAlerts:
    """Watch an endpoint for a limit. You are told of the first breach and of the recovery."""
    person = get_person(request.scope)
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        if len(alert_store.list_alerts(session, [endpoint_id])[endpoint_id]) >= MAX_ALERTS:
            raise HTTPException(409, f"An endpoint has at most {MAX_ALERTS} alerts. Delete one that is not used.")
        if new.pipeline_id is not None:
            pipeline_store.get_pipeline(session, new.pipeline_id)
        row = EndpointAlertRow(endpoint_id=endpoint_id, created_by=person.name, person_id=person.id, **new.model_dump())
        session.add(row)
        audit_log.record_action(session, "endpoint.alert_created", endpoint.name, endpoint=endpoint_id, kind=new.kind)
    return _check(context, endpoint_id)


@router.delete("/{endpoint_id}/alerts/{alert_id}", needs="editor", status_code=204)
def delete_endpoint_alert(endpoint_id: str, alert_id: str, context: ContextDep) -> None:
    """Stop watching for a limit, and forget what happened."""
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        row = alert_store.get_alert(session, endpoint_id, alert_id)
        audit_log.record_action(session, "endpoint.alert_deleted", endpoint.name, endpoint=endpoint_id, kind=row.kind)
        alert_store.delete_alert(session, alert_id)


@router.post("/{endpoint_id}/alerts/check", needs="runner")
def check_endpoint_alerts(endpoint_id: str, context: ContextDep) -> EndpointAlerts:
    """Check all alerts of an endpoint now; the server does it every half minute."""
    with context.database.read_session() as session:
        endpoint_store.get_endpoint(session, endpoint_id)
    return _check(context, endpoint_id)


def _check(context: AppContext, endpoint_id: str) -> EndpointAlerts:
    context.alert_watcher.check_endpoint(endpoint_id)
    with context.database.read_session() as session:
        return _read_alerts(session, endpoint_id)
