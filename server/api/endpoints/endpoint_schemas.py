"""Endpoints as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator
from sqlmodel import Session

from server.registry.model_signature import ModelSignature
from server.runs.sandbox.inside.replica_protocol import FindingKind
from server.serving.deployment_sources import DeploymentSource
from server.serving.drift import ColumnDrift
from server.serving.endpoint_service import EndpointService
from server.serving.explanations import RowValue
from server.serving.input_policy import PolicyAction, complete_policy
from server.serving.onnx_choice import OnnxChoice, read_choice
from server.serving.request_metrics import find_percentile, list_minutes, sum_latencies
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointKeyRow, EndpointMinuteRow, EndpointRow
from server.storage.stores import alert_store, endpoint_store

#: Names stand in addresses and commands, so they are plain.
EndpointName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?$")]
KeyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
ColumnName = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Percentage = Annotated[int, Field(ge=0, le=100)]
DeploymentState = Literal["testing", "ready", "failed"]
#: Requests of so many hours are added up where nothing else is asked for.
USUAL_HOURS = 24.0


class InputPolicy(BaseModel):
    """What becomes of a request by what is unusual in it: it is answered with a warning, or refused."""

    missing_column: PolicyAction = "refuse"
    extra_column: PolicyAction = "answer"
    wrong_type: PolicyAction = "refuse"
    missing_value: PolicyAction = "answer"
    unseen_level: PolicyAction = "answer"
    out_of_range: PolicyAction = "answer"


class DeploymentCreate(BaseModel):
    """What is to be deployed: an inference design, or a version of a registered model by its number or an alias."""

    design: str | None = Field(default=None, max_length=64)
    model: str | None = Field(default=None, max_length=64, description="The name of a registered model.")
    version: str = Field(default="newest", max_length=64, description="A number, an alias, or `newest`.")
    share: Percentage = Field(default=100, description="The percentage of requests once its own test rows passed.")
    shadow: bool = Field(default=False, description="Compare its answers with those that are returned.")
    note: str = Field(default="", max_length=10_000)
    onnx: bool = Field(
        default=True, description="Answer single rows by the model as ONNX where that gives the same on sample rows."
    )

    @model_validator(mode="after")
    def _require_one_source(self) -> Self:
        if (self.design is None) == (self.model is None):
            raise ValueError("Give a design or a model to deploy, and not both")
        return self


class EndpointCreate(BaseModel):
    """A new endpoint with its first deployment."""

    name: EndpointName
    note: str = Field(default="", max_length=10_000)
    deploy: DeploymentCreate


class EndpointUpdate(BaseModel):
    """Settings of an endpoint. Fields that are left out do not change; 0 requests a minute lets keys send any."""

    name: EndpointName | None = None
    note: str | None = Field(default=None, max_length=10_000)
    paused: bool | None = None
    policy: InputPolicy | None = None
    requests_per_minute: int | None = Field(default=None, ge=0, le=1_000_000)
    replicas: int | None = Field(default=None, ge=1, le=16)
    idle_minutes: int | None = Field(default=None, ge=1, le=10_080)
    time_limit_seconds: float | None = Field(default=None, ge=0.1, le=300)
    sampled_percent: float | None = Field(default=None, ge=0, le=100)
    prediction_days: int | None = Field(
        default=None, ge=0, le=90, description="So many days predictions wait for their true labels; 0 keeps none."
    )
    masked_columns: list[ColumnName] | None = Field(
        default=None, max_length=1000, description="Columns whose values are never kept with sampled requests."
    )


class TrafficShare(BaseModel):
    """How much of the traffic a deployment answers, and whether it answers copies besides."""

    deployment: int = Field(ge=1)
    share: Percentage = 0
    shadow: bool = False


class TrafficUpdate(BaseModel):
    """The shares of deployments, which add up to 100. Those that are left out get no requests."""

    shares: list[TrafficShare] = Field(max_length=100)


class EndpointKeyCreate(BaseModel):
    """A key for a program, and until when it opens the endpoint."""

    name: KeyName
    expires_at: datetime | None = None


class EndpointKeyRead(BaseModel):
    """A key of an endpoint, as much as is known of it; `hint` shows its ends."""

    id: str
    name: str
    hint: str
    expires_at: datetime | None
    used_at: datetime | None
    created_by: str
    created_at: datetime


class EndpointKeyCreated(EndpointKeyRead):
    """A new key in clear, which is shown this once."""

    key: str


class DeploymentRead(BaseModel):
    """A deployment. `requests`, latencies in seconds and failures are those of the last 24 hours.

    `running` replicas hold it in memory; of a shadow, so many answers were `compared` and so many were `different`.
    """

    number: int
    source: DeploymentSource
    note: str
    state: DeploymentState
    reason: str
    share: int
    shadow: bool
    trusted: bool
    created_by: str
    created_at: datetime
    requests: int
    p50: float | None
    p95: float | None
    failed: int
    refused: int
    running: int
    starting: bool
    onnx: OnnxChoice
    compared: int
    different: int


class EndpointForm(BaseModel):
    """What stands above the form of an endpoint, and which sites may show it in a frame: none, if none is named."""

    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=2_000)
    origins: list[str] = Field(default=[], max_length=20, description="Sites such as https://example.org.")


class EndpointRead(BaseModel):
    """An endpoint with its deployments, newest first, and what it did in the last 24 hours."""

    id: str
    name: str
    note: str
    policy: InputPolicy
    requests_per_minute: int | None
    replicas: int
    idle_minutes: int
    time_limit_seconds: float
    sampled_percent: float
    prediction_days: int
    masked_columns: list[str]
    paused_at: datetime | None
    #: The form that is shared by a link; null where none is.
    form: EndpointForm | None
    created_by: str
    created_at: datetime
    deployments: list[DeploymentRead]
    keys: list[EndpointKeyRead]
    breached_alerts: int
    requests: int
    refused: int
    failed: int
    p50: float | None
    p95: float | None


class EndpointSignature(BaseModel):
    """What a request to a deployment has: its columns, and a row that it answers."""

    deployment: int
    signature: ModelSignature
    example: dict[str, RowValue]


class RequestFinding(BaseModel):
    """What is to be said of a value in a request; `row` is null where it holds for the column."""

    kind: FindingKind
    row: int | None
    column: str
    message: str
    value: RowValue


class PredictionRead(BaseModel):
    """The answer to rows that were sent as JSON: the rows with what was predicted, and by which deployment.

    `ids` are there where predictions wait for their true labels.
    """

    rows: list[dict[str, RowValue]]
    deployment: int
    request: str
    warnings: list[RequestFinding]
    ids: list[str] = []


class MinuteRead(BaseModel):
    """What an endpoint did in one minute; latencies in seconds."""

    minute: datetime
    requests: int
    refused: int
    failed: int
    p50: float | None
    p95: float | None


class EndpointMetrics(BaseModel):
    """What an endpoint did in the last hours: minute by minute where there was something."""

    hours: float
    minutes: list[MinuteRead]
    predictions: dict[str, int] = Field(description="How often each class, or each range of numbers, was predicted.")


class EndpointDrift(BaseModel):
    """Each column of the requests beside the training data, those that drifted first."""

    hours: float
    deployment: int
    training_rows: int | None
    columns: list[ColumnDrift]


def to_endpoint_reads(session: Session, rows: Sequence[EndpointRow], service: EndpointService) -> list[EndpointRead]:
    """Endpoints as JSON."""
    ids = [row.id for row in rows]
    deployments, keys = endpoint_store.list_deployments(session, ids), endpoint_store.list_keys(session, ids)
    alerts = alert_store.list_alerts(session, ids)
    breached = {key: sum(one.state == "breached" for one in found) for key, found in alerts.items()}
    return [
        _to_endpoint_read(
            row,
            deployments[row.id],
            keys[row.id],
            list_minutes(session, row.id, USUAL_HOURS),
            service,
            breached[row.id],
        )
        for row in rows
    ]


def to_endpoint_read(session: Session, row: EndpointRow, service: EndpointService) -> EndpointRead:
    """An endpoint as JSON."""
    return to_endpoint_reads(session, [row], service)[0]


def _to_endpoint_read(
    row: EndpointRow,
    deployments: Sequence[DeploymentRow],
    keys: Sequence[EndpointKeyRow],
    minutes: Sequence[EndpointMinuteRow],
    service: EndpointService,
    breached_alerts: int,
) -> EndpointRead:
    shadows = {one.number for one in deployments if one.shadow and not one.share}
    answered = [minute for minute in minutes if minute.deployment not in shadows]
    latencies = sum_latencies(answered)
    kept = set(EndpointRead.model_fields) & set(EndpointRow.model_fields) - {"policy", "form"}
    return EndpointRead(
        **row.model_dump(include=kept),
        policy=InputPolicy.model_validate(complete_policy(row.policy)),
        form=EndpointForm.model_validate(row.form) if row.form_token_hash is not None else None,
        deployments=[_to_deployment_read(one, minutes, service) for one in deployments],
        keys=[to_key_read(key) for key in keys],
        breached_alerts=breached_alerts,
        requests=sum(minute.requests for minute in answered),
        refused=sum(minute.refused for minute in answered),
        failed=sum(minute.failed for minute in answered),
        p50=find_percentile(latencies, 0.5),
        p95=find_percentile(latencies, 0.95),
    )


def _to_deployment_read(
    row: DeploymentRow, minutes: Sequence[EndpointMinuteRow], service: EndpointService
) -> DeploymentRead:
    own = [minute for minute in minutes if minute.deployment == row.number]
    latencies = sum_latencies(own)
    running, starting = service.describe_replicas(row.id)
    kept = {"number", "note", "state", "reason", "share", "shadow", "trusted", "created_by", "created_at"}
    return DeploymentRead(
        **row.model_dump(include=kept),
        source=DeploymentSource.model_validate(row.source),
        requests=sum(minute.requests for minute in own),
        p50=find_percentile(latencies, 0.5),
        p95=find_percentile(latencies, 0.95),
        failed=sum(minute.failed for minute in own),
        refused=sum(minute.refused for minute in own),
        running=running,
        starting=starting,
        onnx=read_choice(row),
        compared=sum(minute.compared for minute in own),
        different=sum(minute.different for minute in own),
    )


def to_key_read(row: EndpointKeyRow) -> EndpointKeyRead:
    """A key as JSON."""
    return EndpointKeyRead.model_validate(row.model_dump(include=set(EndpointKeyRead.model_fields)))
