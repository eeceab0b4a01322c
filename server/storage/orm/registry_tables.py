"""The tables of the model registry."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now
from server.storage.transactions.workspace_context import get_default_workspace


class RegisteredModelRow(SQLModel, table=True):
    """A name under which versions of a trained model or of a transformation are kept."""

    __tablename__ = "model"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    name: str
    #: trained_model or transformation: the type of the artifacts of all versions.
    kind: str
    note: str = ""
    #: The metric that versions are compared by; None where they have none.
    metric: str | None = None
    #: The highest number that a version ever had.
    last_version: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ModelVersionRow(SQLModel, table=True):
    """One version of a registered model: an artifact, and all that is known of how it came about."""

    __tablename__ = "model_version"
    __table_args__ = (UniqueConstraint("model_id", "idempotency_key", name="uq_model_version_key"),)

    model_id: str = Field(foreign_key="model.id", primary_key=True)
    version: int = Field(primary_key=True)
    artifact: str = Field(foreign_key="artifact.id")
    #: The same key is the same version: a run that is adopted registers once.
    idempotency_key: str | None = None
    #: The port that gave it; the run keeps what the design was then.
    run_id: str
    run_number: int
    design_id: str
    design_name: str
    node: str
    port: str
    #: Whether no code of a user had a hand in it.
    trusted: bool
    learner: str | None = None
    task: str | None = None
    #: What goes in and what comes out: see registry/model_signature.py.
    signature: dict[str, Any] = Field(sa_type=JSON)
    #: {metric: value} of the evaluation of these very scores in the same run.
    metrics: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    #: The artifact of that evaluation.
    evaluation: str | None = None
    #: The datasets behind it: see registry/model_registration.py.
    sources: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    note: str = ""
    created_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ModelAliasRow(SQLModel, table=True):
    """A name that points to one version of a model, such as champion, and may be moved to another."""

    __tablename__ = "model_alias"

    model_id: str = Field(foreign_key="model.id", primary_key=True)
    alias: str = Field(primary_key=True)
    version: int
    updated_by: str
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
