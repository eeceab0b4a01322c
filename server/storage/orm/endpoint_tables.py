"""The tables of endpoints: what answers predictions, who may ask, and what was asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now
from server.storage.transactions.workspace_context import get_default_workspace


class EndpointRow(SQLModel, table=True):
    """A name that answers predictions, and how it does so."""

    __tablename__ = "endpoint"
    __table_args__ = (UniqueConstraint("workspace_id", "name", name="uq_endpoint_name"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    name: str
    note: str = ""
    #: {kind of finding: "answer" or "refuse"}, see serving/input_policy.py.
    policy: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    #: How many requests each key may send in a minute; None for any.
    requests_per_minute: int | None = None
    #: How many processes answer for each deployment, and after how long without a request they end.
    replicas: int = 1
    idle_minutes: int = 30
    #: So long one request may take.
    time_limit_seconds: float = 10.0
    #: The share of requests, in percent, that is kept with its rows and answers.
    sampled_percent: float = 0.0
    #: So many days predictions are kept, to be compared with true labels that come later; 0 for not at all.
    prediction_days: int = Field(default=30, sa_column_kwargs={"server_default": "30"})
    #: Columns whose values are never kept with sampled requests.
    masked_columns: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    #: The dataset that sampled requests became.
    requests_dataset: str | None = None
    #: What people who have the link see above the form: {"title": ..., "text": ...}.
    form: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: The hash of the link's token; None where no link shows the form.
    form_token_hash: str | None = Field(default=None, index=True)
    #: The highest number that a deployment ever had.
    last_deployment: int = 0
    created_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeploymentRow(SQLModel, table=True):
    """An inference design as it was deployed, with the artifacts that it answers from; only its traffic changes."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("endpoint_id", "number", name="uq_deployment_number"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    endpoint_id: str = Field(foreign_key="endpoint.id", index=True)
    number: int
    #: What was deployed: a version of a registered model, or a design at a revision.
    source: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    note: str = ""
    document: dict[str, Any] = Field(sa_type=JSON)
    #: {node: artifact} of the sources.
    artifacts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    #: Whether no code of a user has a part in it.
    trusted: bool
    #: What goes in and what comes out: see registry/model_signature.py.
    signature: dict[str, Any] = Field(sa_type=JSON)
    #: {column: its distribution in the training data}, see serving/drift.py.
    reference: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: Rows that it must answer before it gets requests.
    test_rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    #: What its answers are, once it has answered its test rows: see serving/live_metrics.py.
    scores: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"})
    #: Whether single rows are answered by the model as ONNX, or why not: see serving/onnx_choice.py.
    onnx: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"})
    #: testing, ready or failed.
    state: str = "testing"
    reason: str = ""
    #: The percentage of requests that it answers.
    share: int = 0
    #: Whether it gets copies of requests, whose answers are compared and not returned.
    shadow: bool = False
    created_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class DeploymentOnnxRow(SQLModel, table=True):
    """The model of a deployment as ONNX, which its replicas read when they start."""

    __tablename__ = "deployment_onnx"

    deployment_id: str = Field(foreign_key="deployment.id", primary_key=True)
    endpoint_id: str = Field(foreign_key="endpoint.id", index=True)
    content: bytes


class EndpointKeyRow(SQLModel, table=True):
    """What a program sends to be answered. Only its hash is kept."""

    __tablename__ = "endpoint_key"

    id: str = Field(default_factory=generate_id, primary_key=True)
    endpoint_id: str = Field(foreign_key="endpoint.id", index=True)
    name: str
    key_hash: str = Field(unique=True)
    #: What is shown of it: its first and last characters.
    hint: str
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class EndpointMinuteRow(SQLModel, table=True):
    """What a deployment did in one minute."""

    __tablename__ = "endpoint_minute"

    endpoint_id: str = Field(foreign_key="endpoint.id", primary_key=True)
    deployment: int = Field(primary_key=True)
    minute: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    #: Two servers that share a database each write rows of their own.
    server: str = Field(default="", primary_key=True)
    requests: int = 0
    rows: int = 0
    #: Requests that were refused for what they sent, and those that failed.
    refused: int = 0
    failed: int = 0
    #: {bucket: requests} by the time that they took, see serving/request_metrics.py.
    latencies: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    #: {column: {bin: values}} of the requests, and of the answers.
    columns: dict[str, dict[str, int]] = Field(default_factory=dict, sa_type=JSON)
    answers: dict[str, dict[str, int]] = Field(default_factory=dict, sa_type=JSON)
    #: Of a shadow: how many answers were compared, and how many differed.
    compared: int = 0
    different: int = 0


class EndpointPredictionRow(SQLModel, table=True):
    """What one row was answered, and what turned out to be true of it."""

    __tablename__ = "endpoint_prediction"
    __table_args__ = (Index("ix_endpoint_prediction_listed", "endpoint_id", "created_at"),)

    endpoint_id: str = Field(foreign_key="endpoint.id", primary_key=True)
    #: The id that the caller gave the row, or that of the request with the number of the row.
    id: str = Field(primary_key=True)
    deployment: int
    #: What was predicted, and the scores behind it: see serving/live_metrics.py.
    scored: list[Any] = Field(sa_type=JSON)
    #: {"value": ...} once it is known.
    label: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    labeled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EndpointSampleRow(SQLModel, table=True):
    """A request that was kept with its rows and its answers."""

    __tablename__ = "endpoint_sample"
    __table_args__ = (Index("ix_endpoint_sample_listed", "endpoint_id", "created_at"),)

    id: str = Field(primary_key=True)
    endpoint_id: str = Field(foreign_key="endpoint.id")
    deployment: int
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    answers: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    #: The ids of the rows, by which their true labels are found; empty where predictions are not kept.
    row_ids: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class EndpointBatchRow(SQLModel, table=True):
    """A pipeline that scores data by an endpoint, in chunks: from where and to where is its `spec`."""

    __tablename__ = "endpoint_batch"

    pipeline_id: str = Field(foreign_key="pipeline.id", primary_key=True)
    endpoint_id: str = Field(foreign_key="endpoint.id", index=True)
    #: See automation/batches.py.
    spec: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: The same spec is the same pipeline.
    spec_hash: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
