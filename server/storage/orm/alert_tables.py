"""The tables of alerts: what an endpoint is watched for, and when it went wrong and right again."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now


class EndpointAlertRow(SQLModel, table=True):
    """A limit that an endpoint is to stay within, and whether it does."""

    __tablename__ = "endpoint_alert"

    id: str = Field(default_factory=generate_id, primary_key=True)
    endpoint_id: str = Field(foreign_key="endpoint.id", index=True)
    #: drift, errors, latency, metric or silence: see serving/alert_checks.py.
    kind: str
    #: The column or the metric; empty for any column, and for kinds without one.
    subject: str = ""
    #: None for drift by the limit that is made for each column.
    threshold: float | None = None
    #: The requests of so many minutes are looked at.
    minutes: int
    #: Under so many requests, or labels, nothing is said.
    min_count: int = 0
    #: The pipeline that a breach starts.
    pipeline_id: str | None = None
    #: unknown, fine or breached.
    state: str = "unknown"
    value: float | None = None
    #: What was found, in a sentence.
    words: str = ""
    breaches: int = 0
    #: Whether the pipeline of the last breach is still to be started.
    starts_pipeline: bool = False
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: str
    #: Who is told, and whose rights the runs of the pipeline have.
    person_id: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class EndpointAlertEventRow(SQLModel, table=True):
    """A breach, a recovery, or what became of the pipeline that a breach starts."""

    __tablename__ = "endpoint_alert_event"
    __table_args__ = (Index("ix_endpoint_alert_event_listed", "endpoint_id", "created_at"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    alert_id: str = Field(foreign_key="endpoint_alert.id")
    endpoint_id: str
    #: breached, recovered, started or not_started.
    kind: str
    words: str
    run_id: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
