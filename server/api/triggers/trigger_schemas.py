"""Triggers and firings as JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator
from sqlmodel import Session, col, select

from server.api.pipelines.pipeline_schemas import DatasetChoiceCreate
from server.automation.pipeline_runs import DatasetChoice
from server.automation.schedules import ScheduleSettings, UpcomingTime, list_upcoming
from server.automation.trigger_changes import TriggerChange
from server.automation.trigger_settings import (
    DataChangeSettings,
    PipelineEndSettings,
    TriggerKind,
    TriggerSettings,
    WebhookTriggerSettings,
    read_trigger_settings,
)
from server.automation.trigger_words import describe_trigger
from server.runs.run_schemas import RunState
from server.storage.orm.core_tables import RunRow
from server.storage.orm.pipeline_tables import FiringRow, PipelineRow, TriggerRow
from server.storage.stores import dataset_store, trigger_store

TriggerName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
FiringState = Literal["pending", "started", "queued", "skipped", "missed", "failed"]
FiringOrigin = Literal["trigger", "person", "backfill"]

UPCOMING_COUNT, RECENT_COUNT = 5, 3
HOOK_PATH = "/api/hooks/{id}"


class TriggerFields(BaseModel):
    """What a trigger is set to: one of the four kinds, and what its runs are given."""

    model_config = ConfigDict(extra="forbid")

    name: TriggerName = Field(default="", description="Empty: what it does, in words.")
    schedule: ScheduleSettings | None = None
    data_change: DataChangeSettings | None = None
    pipeline_end: PipelineEndSettings | None = None
    webhook: WebhookTriggerSettings | None = None
    version: int | None = Field(default=None, ge=1, description="The version that runs. Empty: the default version.")
    parameters: dict[str, JsonValue] = Field(default={}, max_length=500)
    inputs: dict[str, DatasetChoiceCreate] = Field(default={}, max_length=500)

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        if len(self._list_settings()) != 1:
            raise ValueError("Give one of schedule, data_change, pipeline_end and webhook.")
        return self

    def _list_settings(self) -> list[tuple[TriggerKind, TriggerSettings]]:
        given: list[tuple[TriggerKind, TriggerSettings | None]] = [
            ("schedule", self.schedule),
            ("data_change", self.data_change),
            ("pipeline_end", self.pipeline_end),
            ("webhook", self.webhook),
        ]
        return [(kind, settings) for kind, settings in given if settings is not None]

    @property
    def kind(self) -> TriggerKind:
        return self._list_settings()[0][0]

    def to_change(self) -> TriggerChange:
        """What the trigger is to be like."""
        inputs = {name: DatasetChoice(one.dataset, one.version) for name, one in self.inputs.items()}
        return TriggerChange(self.name, self._list_settings()[0][1], self.version, self.parameters, inputs)


class FiringRunRead(BaseModel):
    """The run that a firing made."""

    id: str
    number: int
    design_id: str
    state: RunState
    started_at: datetime | None
    finished_at: datetime | None


class FiringRead(BaseModel):
    """One time a trigger was due: with the run that it made, or why it made none."""

    id: str
    trigger_id: str
    due_at: datetime
    created_at: datetime
    state: FiringState
    reason: str
    origin: FiringOrigin
    run: FiringRunRead | None


class UpcomingRead(BaseModel):
    """A time at which a schedule is due, and what is odd about the clock on that day."""

    due_at: datetime
    remark: str


class TriggerRead(BaseModel):
    """A trigger: what it is set to, when it is due, and what came of its last times."""

    id: str
    pipeline_id: str
    pipeline_name: str
    kind: TriggerKind
    name: str
    #: What it does, such as "Weekdays at 06:00, Madrid time".
    words: str
    schedule: ScheduleSettings | None
    data_change: DataChangeSettings | None
    pipeline_end: PipelineEndSettings | None
    webhook: WebhookTriggerSettings | None
    version: int | None
    parameters: dict[str, JsonValue]
    inputs: dict[str, DatasetChoiceCreate]
    next_due_at: datetime | None
    upcoming: list[UpcomingRead]
    recent: list[FiringRead]
    #: How many times of a backfill still wait for their run.
    backfill_waiting: int
    paused_at: datetime | None
    paused_reason: str
    created_by: str
    created_at: datetime
    #: Of data outside: when it was looked at last, when it had changed, and why it could not be looked at.
    looked_at: datetime | None
    changed_at: datetime | None
    error: str
    #: Where requests to a web hook go, and when the last one came.
    hook_path: str | None
    used_at: datetime | None


class TriggerCreated(TriggerRead):
    """A new trigger. The secret of a web hook is shown this once."""

    secret: str | None


class TriggerSecretRead(BaseModel):
    """A new secret, shown this once. The one before it works for another day."""

    secret: str


class SchedulePreviewCreate(BaseModel):
    """A schedule that is not saved."""

    schedule: ScheduleSettings
    count: int = Field(default=5, ge=1, le=50)


class SchedulePreviewRead(BaseModel):
    """A schedule in words, and its next times."""

    words: str
    times: list[UpcomingRead]


class BackfillCreate(BaseModel):
    """The range of dates whose due times are to run, one after another. With `dry_run` they are only counted."""

    since: Annotated[datetime, Field(description="The start of the range, with a time zone.")]
    until: Annotated[datetime, Field(description="The end of the range, with a time zone.")]
    dry_run: bool = True

    @model_validator(mode="after")
    def _check_zones(self) -> Self:
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("Both times need a time zone, as in 2027-01-31T00:00:00Z.")
        return self


class BackfillRead(BaseModel):
    """How many times a backfill runs, the first and the last of them, and how many have a run already."""

    count: int
    first: datetime | None
    last: datetime | None
    done: int
    started: bool


class TriggerPause(BaseModel):
    """Why a trigger is paused."""

    reason: str = Field(default="", max_length=500)


class CancelledRead(BaseModel):
    """How many times were waiting and do not run."""

    count: int


class HookPayload(BaseModel):
    """What a request to a web hook may send: values of the pipeline's parameters, where the web hook takes them."""

    parameters: dict[str, JsonValue] = Field(default={}, max_length=500)


class HookAccepted(BaseModel):
    """The request was taken. The same `webhook-id` again is the same firing."""

    firing: str
    is_new: bool


def to_trigger_reads(session: Session, rows: Sequence[TriggerRow]) -> list[TriggerRead]:
    """Triggers as JSON."""
    names = dict(session.exec(select(PipelineRow.id, PipelineRow.name)).all())
    datasets = dataset_store.get_dataset_names(session)
    recent = {row.id: trigger_store.list_latest_firings(session, row.id, RECENT_COUNT) for row in rows}
    firings = {
        one.id: one for one in to_firing_reads(session, [firing for found in recent.values() for firing in found])
    }
    waiting = trigger_store.count_waiting_backfills(session, [row.id for row in rows])
    uses = {row.id: trigger_store.find_last_use(session, row.id) for row in rows if row.kind == "webhook"}
    return [
        _to_trigger_read(
            row, names, datasets, [firings[one.id] for one in recent[row.id]][::-1], waiting.get(row.id, 0)
        ).model_copy(update={"used_at": uses.get(row.id)})
        for row in rows
    ]


def _to_trigger_read(
    row: TriggerRow,
    pipelines: Mapping[str, str],
    datasets: Mapping[str, str],
    recent: list[FiringRead],
    backfill_waiting: int,
) -> TriggerRead:
    settings = read_trigger_settings(row)
    words = describe_trigger(settings, pipelines, datasets)
    upcoming: list[UpcomingTime] = []
    if isinstance(settings, ScheduleSettings) and row.next_due_at is not None:
        upcoming = list_upcoming(settings, row.next_due_at, UPCOMING_COUNT)
    return TriggerRead.model_validate(
        {
            **row.model_dump(include=set(TriggerRead.model_fields) - {"inputs"}),
            row.kind: settings,
            **{kind: None for kind in ("schedule", "data_change", "pipeline_end", "webhook") if kind != row.kind},
            "name": row.name or words,
            "words": words,
            "pipeline_name": pipelines.get(row.pipeline_id, ""),
            "version": row.pipeline_version,
            "inputs": {
                name: DatasetChoiceCreate(dataset=one["dataset_id"], version=one["version"])
                for name, one in row.inputs.items()
            },
            "upcoming": [UpcomingRead(due_at=one.due_at, remark=one.remark) for one in upcoming],
            "recent": recent,
            "backfill_waiting": backfill_waiting,
            "looked_at": row.memory.get("looked_at"),
            "changed_at": row.memory.get("changed_at"),
            "error": row.memory.get("error", ""),
            "hook_path": HOOK_PATH.format(id=row.id) if row.kind == "webhook" else None,
            "used_at": None,
        }
    )


def to_firing_reads(session: Session, rows: Sequence[FiringRow]) -> list[FiringRead]:
    """Firings as JSON, in as many questions for a thousand as for one."""
    ids = [row.run_id for row in rows if row.run_id is not None]
    columns = (RunRow.id, RunRow.number, RunRow.design_id, RunRow.state, RunRow.started_at, RunRow.finished_at)
    query = select(*columns).where(col(RunRow.id).in_(ids))  # type: ignore[call-overload]
    runs = {row.id: FiringRunRead(**row._mapping) for row in session.exec(query)} if ids else {}
    return [
        FiringRead.model_validate(
            {
                **row.model_dump(include=set(FiringRead.model_fields)),
                "origin": _get_origin(row),
                "run": runs.get(row.run_id or ""),
            }
        )
        for row in rows
    ]


def _get_origin(row: FiringRow) -> FiringOrigin:
    if row.occasion.startswith(trigger_store.BACKFILL_PREFIX):
        return "backfill"
    return "person" if row.occasion.startswith(trigger_store.BY_HAND_PREFIX) else "trigger"
