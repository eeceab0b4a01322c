"""The table of compute targets: clusters that steps may run on."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now


class ComputeTargetRow(SQLModel, table=True):
    """A cluster by its name, for all workspaces; who may reach it, and where values are exchanged with it."""

    __tablename__ = "compute_target"

    id: str = Field(default_factory=generate_id, primary_key=True)
    name: str = Field(unique=True)
    #: Of the scheduler, as tls://host:8786.
    address: str
    #: Where the server and the workers leave values for one another, as file:///shared or s3://bucket/prefix.
    exchange: str
    #: The certificates in PEM; the key is encrypted.
    ca: str
    certificate: str
    sealed_key: str
    #: How often any of this was replaced.
    revision: int = 1
    #: What the last test found: see compute_targets.py.
    last_test: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    created_by: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class DefaultTargetRow(SQLModel, table=True):
    """The cluster that the designs of a workspace run on, where they name none; without a row, the server's machine."""

    __tablename__ = "default_target"

    workspace_id: str = Field(primary_key=True)
    compute_target: str
