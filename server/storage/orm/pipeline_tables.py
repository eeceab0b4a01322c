"""The tables of pipelines, what starts their runs, and what these runs were given and gave."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from server.storage.orm.core_tables import UtcDateTime, generate_id, now
from server.storage.transactions.workspace_context import get_default_workspace


class PipelineRow(SQLModel, table=True):
    """A published design: a name, numbered versions, and the one that runs where none is named."""

    __tablename__ = "pipeline"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    name: str
    note: str = ""
    #: The design that its versions are published from, and that its runs belong to.
    design_id: str = Field(foreign_key="design.id", index=True)
    default_version: int | None = None
    #: The highest number that a version ever had.
    last_version: int = 0
    #: How runs that fail are tried again: {"attempts": 0, "delay_seconds": 60}.
    retry: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PipelineVersionRow(SQLModel, table=True):
    """A design as it was published, and what a run of it may be given; never changed but for being disabled."""

    __tablename__ = "pipeline_version"

    pipeline_id: str = Field(foreign_key="pipeline.id", primary_key=True)
    version: int = Field(primary_key=True)
    document: dict[str, Any] = Field(sa_type=JSON)
    #: The revision of the design that was published.
    revision: int
    note: str = ""
    #: Whether the design was trusted then.
    trusted: bool = True
    #: Parameters, inputs and outputs as declared: see graph/pipelines.
    declarations: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_reason: str = ""
    created_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class PipelineRunRow(SQLModel, table=True):
    """What a run of a pipeline was given, by whom, and what came out of it."""

    __tablename__ = "pipeline_run"
    __table_args__ = (Index("ix_pipeline_run_listed", "pipeline_id", "created_at", "run_id"),)

    run_id: str = Field(foreign_key="run.id", primary_key=True)
    pipeline_id: str = Field(foreign_key="pipeline.id")
    version: int
    #: person, token, trigger, webhook, pipeline or alert.
    started_by: str
    firing_id: str | None = Field(default=None, index=True)
    #: The time that the run stands for, where a trigger started it.
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: {parameter: value} of those that are not the default.
    parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: {input: {dataset_id, name, version, artifact}}
    inputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: {output: {kind, id, name, version, artifact}} once they are stored.
    outputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: {node: what its Register Model decided}: see runs/scheduling/model_registrar.py.
    gates: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"})
    #: Which try it is, and the run that failed before it.
    attempt: int = 1
    retry_of: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class LineageLinkRow(SQLModel, table=True):
    """A run used or made a version of a dataset or a model: what lineage follows in both directions."""

    __tablename__ = "lineage_link"
    __table_args__ = (Index("ix_lineage_link_thing", "kind", "thing_id", "version", "side", "created_at", "run_id"),)

    run_id: str = Field(primary_key=True, foreign_key="run.id", ondelete="CASCADE")
    #: input or output.
    side: str = Field(primary_key=True)
    #: dataset or model.
    kind: str = Field(primary_key=True)
    thing_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    #: What the thing was called then.
    name: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class TriggerRow(SQLModel, table=True):
    """What starts runs of a pipeline: a schedule, changed data, the end of another pipeline, or a web hook."""

    __tablename__ = "trigger"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    pipeline_id: str = Field(foreign_key="pipeline.id", index=True)
    #: schedule, data_change, pipeline_end or webhook.
    kind: str
    name: str
    #: By kind: see automation/trigger_settings.py.
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: The version that it runs; None for whatever is the default.
    pipeline_version: int | None = None
    parameters: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    inputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: What it remembers between two looks: an etag, a hash, the last version.
    memory: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: The secret of a web hook, as text that only the key file beside the database opens.
    ciphertext: str | None = None
    next_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_reason: str = ""
    created_by: str
    #: Whose rights its runs have.
    person_id: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FiringRow(SQLModel, table=True):
    """One time a trigger was due: with the run that it made, or why it made none."""

    __tablename__ = "firing"
    __table_args__ = (
        UniqueConstraint("trigger_id", "occasion", name="uq_firing_occasion"),
        Index("ix_firing_listed", "trigger_id", "due_at", "id"),
    )

    id: str = Field(default_factory=generate_id, primary_key=True)
    trigger_id: str = Field(foreign_key="trigger.id")
    #: What makes it the same firing wherever it is noticed: the due time in UTC, or what changed.
    occasion: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    #: pending, started, queued, skipped, missed or failed.
    state: str = Field(default="pending", index=True)
    reason: str = ""
    run_id: str | None = Field(default=None, index=True)
    #: Values of the pipeline's parameters that came with a request to a web hook.
    parameters: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AutomationLeaseRow(SQLModel, table=True):
    """Which server does a piece of work that only one may do, and until when it has said so."""

    __tablename__ = "automation_lease"

    name: str = Field(primary_key=True)
    owner: str
    lease_until: datetime = Field(sa_type=UtcDateTime)
