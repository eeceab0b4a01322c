"""The tables of the database."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pydantic import JsonValue
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Index, Integer, TypeDecorator, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from server.storage.transactions.workspace_context import get_default_workspace

#: SQLite numbers rows by columns of exactly this type, and its integers are large enough.
BigIntegerType = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: SQLite keeps no time zone, PostgreSQL answers in that of its session."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    return datetime.now(UTC)


def generate_id() -> str:
    return uuid4().hex


class DesignRow(SQLModel, table=True):
    """A design at its newest revision. Designs run from the command line are internal."""

    __tablename__ = "design"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    document: dict[str, Any] = Field(sa_type=JSON)
    name: str
    #: Who made it; None where nobody knows.
    person_id: str | None = None
    revision: int = 0
    trusted: bool = True
    #: Whether it, or code in it, came from elsewhere once. Trust does not change that.
    imported: bool = False
    #: {node: who} of what guests changed through links, and nobody has looked at since.
    pending_review: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    #: The version that was kept before the first of these changes.
    pending_review_version_id: str | None = None
    internal: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EventRow(SQLModel, table=True):
    """What happened to a design, in order: edits, and states of runs and steps. Browsers resume from an id."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("design_id", "idempotency_key"),
        Index("ix_event_listed", "design_id", "kind", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigIntegerType)
    design_id: str = Field(foreign_key="design.id", index=True)
    kind: str
    #: The client's own id of an edit: sent twice, it is applied once.
    idempotency_key: str | None = None
    body: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class VersionRow(SQLModel, table=True):
    """A design as it was at one revision: named by a person, or kept by itself for the reason given."""

    __tablename__ = "version"
    __table_args__ = (Index("ix_version_listed", "design_id", "created_at", "revision", "id"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    design_id: str = Field(foreign_key="design.id", index=True)
    revision: int
    #: named, run, pause, restore, import or visitor.
    reason: str
    name: str | None = None
    note: str = ""
    #: The run that it was kept for.
    run_number: int | None = None
    #: Who named it, or did what it was kept for.
    author_name: str | None = None
    #: Whether the design was trusted then.
    trusted: bool = True
    document: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ThreadRow(SQLModel, table=True):
    """Comments on one thing: a node, one of its ports, a version, or the design where none of these is named."""

    __tablename__ = "thread"

    id: str = Field(default_factory=generate_id, primary_key=True)
    design_id: str = Field(foreign_key="design.id", index=True)
    node: str | None = None
    port: str | None = None
    version_id: str | None = None
    #: What the thing was called when the thread began: it may be deleted since.
    title: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_by: str | None = None


class CommentRow(SQLModel, table=True):
    """What somebody wrote in a thread, in Markdown."""

    __tablename__ = "comment"

    id: str = Field(default_factory=generate_id, primary_key=True)
    thread_id: str = Field(foreign_key="thread.id", index=True)
    person_id: str
    person_name: str
    text: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RunRow(SQLModel, table=True):
    """One execution of one version of a design; `document` is that version."""

    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("design_id", "number"), UniqueConstraint("design_id", "idempotency_key"))

    id: str = Field(default_factory=generate_id, primary_key=True)
    design_id: str = Field(foreign_key="design.id", index=True)
    number: int
    #: Made by the client: the same key is the same run.
    idempotency_key: str | None = None
    revision: int
    document: dict[str, Any] = Field(sa_type=JSON)
    targets: list[str] = Field(default_factory=list, sa_type=JSON)
    state: str = Field(default="queued", index=True)
    isolation: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: The process that works on it, and until when it has said that it still does.
    owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_requested: bool = False
    #: Who started it, and who ended it before its time: id and name.
    person_id: str | None = None
    cancelled_by: dict[str, str] | None = Field(default=None, sa_type=JSON)
    #: How many servers died while it was active, since its last step was done.
    server_deaths: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    #: Whether every step is computed anew, whatever is known already.
    ignore_cache: bool = False
    #: The compute target that it was started on, whatever its design says; "local" is the machine of the server.
    compute_target: str | None = None
    #: Whether the design was trusted when it began.
    trusted: bool = True
    #: Whether it is a run of a pipeline: nobody waits for it on the canvas.
    by_pipeline: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    #: The runs of a sweep have the same: people are told of them together.
    sweep_id: str | None = Field(default=None, index=True)
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    note: str = ""
    #: The note and the tags without upper case, which it is found by.
    search: str = ""
    #: What lists show of it once it is over: see design_listings.py.
    summary: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    #: {evaluation: the titles that its models were given, empty where none was}; evaluations without any are left out.
    model_titles: dict[str, list[str]] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"}
    )
    #: The versions of Python and libraries, and hashes of the code of its modules.
    environment: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class StepRow(SQLModel, table=True):
    """One node within one run."""

    __tablename__ = "step"

    run_id: str = Field(foreign_key="run.id", primary_key=True)
    node: str = Field(primary_key=True)
    position: int
    module: str
    title: str
    lineage_hash: str
    state: str = "queued"
    reason: str | None = None
    attempt: int = 0
    cache_key: str | None = None
    seconds: float | None = None
    reused_from: int | None = None
    error: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    #: {port: artifact id}
    outputs: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RunAnalysisRow(SQLModel, table=True):
    """A question about runs that is answered by other runs, how far it is, and its answer when it is there."""

    __tablename__ = "run_analysis"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    #: causes or reproduction.
    kind: str
    #: The run that it is about.
    analyzed_run_id: str = Field(index=True)
    #: The rest of the question.
    request: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    #: Who asked, and from where; null on a personal server.
    requested_by: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    state: str = "running"
    done: int = 0
    total: int = 0
    #: While it is in progress what is known so far, afterwards the answer.
    result: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    error: str | None = None
    #: The run that it waits for.
    current_run_id: str | None = None
    #: The process that works on it, and until when it has said that it still does.
    owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ArtifactRow(SQLModel, table=True):
    """The stored value of an output port, by the hash of its content."""

    __tablename__ = "artifact"

    id: str = Field(primary_key=True)
    type: str
    bytes: int = Field(sa_type=BigInteger)
    rows: int | None = Field(default=None, sa_type=BigIntegerType)
    columns: int | None = None
    thumbnail: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    #: Of an evaluation: a row of metrics per model.
    metrics: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class CacheEntryRow(SQLModel, table=True):
    """What a step with this cache key gives: the cache across runs and designs."""

    __tablename__ = "cache_entry"

    key: str = Field(primary_key=True)
    outputs: dict[str, str] = Field(sa_type=JSON)
    run_id: str
    seconds: float
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class DatasetRow(SQLModel, table=True):
    """A named table with versions."""

    __tablename__ = "dataset"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    name: str
    #: The name without upper case, which it is found by.
    search: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source: str = "upload"
    attribution: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DatasetVersionRow(SQLModel, table=True):
    """One version of a dataset: an artifact, the file it was read from, and what was assumed while reading."""

    __tablename__ = "dataset_version"

    dataset_id: str = Field(foreign_key="dataset.id", primary_key=True)
    version: int = Field(primary_key=True)
    artifact: str = Field(foreign_key="artifact.id")
    file_name: str
    file_bytes: int = Field(sa_type=BigInteger)
    notices: list[str] = Field(default_factory=list, sa_type=JSON)
    #: The files as they were uploaded, each with its name, artifact and bytes; empty where they were not kept.
    source_files: list[dict[str, str | int]] = Field(default_factory=list, sa_type=JSON)
    #: The options by which they were read; None where the version is older than these.
    reading: dict[str, JsonValue] | None = Field(default=None, sa_type=JSON)
    #: The run that made it; None for what came from a file.
    run_id: str | None = Field(default=None, index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ConnectionRow(SQLModel, table=True):
    """A connection to a database or to object storage under a name; its fields are encrypted."""

    __tablename__ = "connection"
    __table_args__ = (UniqueConstraint("workspace_id", "name", name="uq_connection_name"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    name: str
    kind: str
    #: All that is known of it, as text that only the key file beside the database opens.
    ciphertext: str
    #: Counts replacements: what was fetched by an earlier one is fetched again.
    revision: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class SecretRow(SQLModel, table=True):
    """A value under a name that scripts ask for; it is encrypted."""

    __tablename__ = "secret"
    __table_args__ = (UniqueConstraint("workspace_id", "name", name="uq_secret_name"),)

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    name: str
    #: The value with the id of this row, as text that only the key file beside the database opens.
    ciphertext: str
    #: Counts replacements: what an earlier one was used for is computed again.
    revision: int = 1
    #: The name of whoever entered the value.
    updated_by: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SavedModuleRow(SQLModel, table=True):
    """A module that a user saved for other designs: a group of nodes, or a function."""

    __tablename__ = "saved_module"

    id: str = Field(default_factory=generate_id, primary_key=True)
    workspace_id: str = Field(default_factory=get_default_workspace, index=True)
    title: str
    kind: str
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SavedModuleVersionRow(SQLModel, table=True):
    """What a saved module was at one time; never changed."""

    __tablename__ = "saved_module_version"

    module_id: str = Field(foreign_key="saved_module.id", primary_key=True)
    version: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
