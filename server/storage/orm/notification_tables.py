"""The tables of notifications: what people are told of in the app, and what is sent to web hooks."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, false
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import BigIntegerType, UtcDateTime, generate_id, now


class NotificationRow(SQLModel, table=True):
    """Something that a person is told of."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_person_id", "person_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigIntegerType)
    person_id: str
    workspace_id: str
    kind: str
    #: A sentence, and the path of the page that it is about.
    text: str
    link: str
    design_id: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotificationPreferenceRow(SQLModel, table=True):
    """Where a person wants to be told of one kind; where there is no row, in the app and by web hooks."""

    __tablename__ = "notification_choice"

    person_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    app: bool = True
    hook: bool = True
    email: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class WebhookRow(SQLModel, table=True):
    """A web hook of a workspace or of a person; its address and its secret are encrypted."""

    __tablename__ = "hook"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str | None = Field(default=None, index=True)
    person_id: str | None = Field(default=None, index=True)
    name: str
    ciphertext: str
    #: As much of the address as tells it from others: some hold a password in their path.
    masked_url: str
    #: Of a workspace: what it is told of. A person chooses by kind.
    kinds: list[str] = Field(default_factory=list, sa_type=JSON)
    #: Failures since something was taken last.
    failures: int = 0
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Why it was disabled.
    note: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class WebhookDeliveryRow(SQLModel, table=True):
    """One thing that is sent to a web hook: waiting, sent, or failed for good."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_due", "state", "next_at"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigIntegerType)
    hook_id: str = Field(foreign_key="hook.id", index=True)
    event_id: str = Field(default_factory=generate_id)
    kind: str
    body: dict[str, Any] = Field(sa_type=JSON)
    state: str = "waiting"
    attempts: int = 0
    next_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    status: int | None = None
    milliseconds: int | None = None
    error: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class EmailRow(SQLModel, table=True):
    """An e-mail that is to be sent; it is removed once it was, or could not be."""

    __tablename__ = "email"

    id: str = Field(default_factory=generate_id, primary_key=True)
    person_id: str
    kind: str
    address: str
    text: str
    link: str
    attempts: int = 0
    next_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
