"""Triggers and firings in the database: what is due, what waits, and the unique key under which a time fires once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, func, select

from server.storage.orm.core_tables import DatasetRow, DatasetVersionRow, RunRow, generate_id, now
from server.storage.orm.pipeline_tables import AutomationLeaseRow, FiringRow, PipelineRow, PipelineRunRow, TriggerRow
from server.storage.stores.cursor_paging import ListOrderKey, ListPage, PageRequest, query_page
from server.storage.stores.design_store import NotFound
from server.storage.stores.run_store import UNFINISHED_STATES

#: Firings that are not settled yet.
OPEN_STATES = ("pending", "queued")
#: How the occasions of firings begin that a person asked for.
BY_HAND_PREFIX, BACKFILL_PREFIX = "by hand ", "backfill "


def name_scope(trigger_id: str) -> str:
    """What a transaction writes to that decides about a trigger: only one does at a time."""
    return f"trigger {trigger_id}"


def name_due_time(due: datetime) -> str:
    """What a due time is called as an occasion: the same on every server."""
    return due.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def get_trigger(session: Session, trigger_id: str) -> TriggerRow:
    """A trigger that is not deleted; raises NotFound."""
    row = session.exec(select(TriggerRow).where(TriggerRow.id == trigger_id)).first()
    if row is None or row.deleted_at is not None:
        raise NotFound("This trigger does not exist. It may have been deleted.")
    return row


def _is_there() -> ColumnElement[bool]:
    """Neither the trigger nor its pipeline is deleted: a pipeline that is restored has its triggers again."""
    pipeline = exists().where(col(PipelineRow.id) == col(TriggerRow.pipeline_id), col(PipelineRow.deleted_at).is_(None))
    return col(TriggerRow.deleted_at).is_(None) & pipeline


def list_triggers(session: Session, pipeline_id: str | None = None) -> list[TriggerRow]:
    """The triggers of a pipeline, or all, in the order in which they were made."""
    query = select(TriggerRow).where(_is_there())
    if pipeline_id is not None:
        query = query.where(TriggerRow.pipeline_id == pipeline_id)
    return list(session.exec(query.order_by(col(TriggerRow.created_at), col(TriggerRow.id))))


def list_trigger_ids(session: Session, pipeline_id: str) -> list[str]:
    """The triggers of a pipeline, deleted ones too."""
    return list(session.exec(select(TriggerRow.id).where(TriggerRow.pipeline_id == pipeline_id)))


def list_due_triggers(session: Session, kind: str, current: datetime, limit: int) -> list[TriggerRow]:
    """The triggers of a kind that are due, the earliest first."""
    query = select(TriggerRow).where(
        TriggerRow.kind == kind,
        col(TriggerRow.next_due_at) <= current,
        col(TriggerRow.paused_at).is_(None),
        _is_there(),
    )
    return list(session.exec(query.order_by(col(TriggerRow.next_due_at)).limit(limit)))


def find_first_due(session: Session) -> datetime | None:
    """When a trigger is due next."""
    query = select(func.min(TriggerRow.next_due_at)).where(col(TriggerRow.paused_at).is_(None), _is_there())
    return session.exec(query).one()


def list_schedules(session: Session) -> list[TriggerRow]:
    """All schedules that are not paused."""
    query = select(TriggerRow).where(TriggerRow.kind == "schedule", col(TriggerRow.paused_at).is_(None), _is_there())
    return list(session.exec(query))


def list_waiting_triggers(session: Session, kind: str) -> list[TriggerRow]:
    """The triggers of a kind that wait for something else than a time."""
    query = select(TriggerRow).where(
        TriggerRow.kind == kind,
        col(TriggerRow.next_due_at).is_(None),
        col(TriggerRow.paused_at).is_(None),
        _is_there(),
    )
    return list(session.exec(query))


def list_changed_datasets(session: Session) -> list[tuple[TriggerRow, int]]:
    """The triggers whose dataset has a newer version than they know, with its number."""
    triggers = list_waiting_triggers(session, "data_change")
    if not triggers:
        return []
    names = {str(row.settings["dataset"]) for row in triggers}
    query = (
        select(DatasetVersionRow.dataset_id, func.max(DatasetVersionRow.version))
        .join(DatasetRow, col(DatasetRow.id) == col(DatasetVersionRow.dataset_id))
        .where(col(DatasetVersionRow.dataset_id).in_(names), col(DatasetRow.deleted_at).is_(None))
        .group_by(col(DatasetVersionRow.dataset_id))
    )
    newest = dict(session.exec(query).all())
    found = [(row, newest.get(str(row.settings["dataset"]), 0)) for row in triggers]
    return [(row, version) for row, version in found if version > int(row.memory.get("version", 0))]


def list_ended_pipeline_runs(session: Session, since: datetime) -> list[tuple[RunRow, PipelineRunRow, PipelineRow]]:
    """The runs of pipelines that ended since then, in the order of their ends, without their documents."""
    query = (
        select(RunRow, PipelineRunRow, PipelineRow)
        .join(PipelineRunRow, col(PipelineRunRow.run_id) == col(RunRow.id))
        .join(PipelineRow, col(PipelineRow.id) == col(PipelineRunRow.pipeline_id))
        .where(col(RunRow.finished_at) >= since, col(PipelineRow.deleted_at).is_(None))
        .options(defer(RunRow.document))  # type: ignore[arg-type]
    )
    return list(session.exec(query.order_by(col(RunRow.finished_at))))


def add_firing(session: Session, row: FiringRow) -> bool:
    """Write a firing down, unless there is one of this occasion already; returns whether it is new."""
    kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = kind.insert(FiringRow).values(**row.model_dump())
    keys = [FiringRow.trigger_id, FiringRow.occasion]
    added = session.execute(new.on_conflict_do_nothing(index_elements=keys).returning(FiringRow.id))
    return added.first() is not None


def list_pending_firings(session: Session, limit: int) -> list[tuple[FiringRow, TriggerRow]]:
    """The firings that are to get a run, with their triggers: oldest first."""
    return _list_firings(session, limit, FiringRow.state == "pending")


def list_queued_firings(session: Session, limit: int) -> list[tuple[FiringRow, TriggerRow]]:
    """Of each trigger the oldest firing that waits for a run to end, with the trigger."""
    other = aliased(FiringRow)
    oldest = (
        select(func.min(other.due_at))
        .where(other.trigger_id == FiringRow.trigger_id, other.state == "queued")
        .scalar_subquery()
    )
    return _list_firings(session, limit, FiringRow.state == "queued", col(FiringRow.due_at) == oldest)


def _list_firings(session: Session, limit: int, *conditions: Any) -> list[tuple[FiringRow, TriggerRow]]:
    query = select(FiringRow, TriggerRow).join(TriggerRow, col(TriggerRow.id) == col(FiringRow.trigger_id))
    order = (col(FiringRow.due_at), col(FiringRow.created_at), col(FiringRow.id))
    return list(session.exec(query.where(*conditions).order_by(*order).limit(limit)))


def find_active_run(session: Session, trigger_id: str, *, other_than: str) -> RunRow | None:
    """A run of this trigger that has not ended, of another firing."""
    others = select(FiringRow.id).where(FiringRow.trigger_id == trigger_id, FiringRow.id != other_than)
    by_firing = select(PipelineRunRow.run_id).where(col(PipelineRunRow.firing_id).in_(others))
    named = select(FiringRow.run_id).where(col(FiringRow.id).in_(others), col(FiringRow.run_id).is_not(None))
    query = select(RunRow).where(
        col(RunRow.state).in_(UNFINISHED_STATES), or_(col(RunRow.id).in_(by_firing), col(RunRow.id).in_(named))
    )
    return session.exec(query.limit(1)).first()


def has_queued_firing(session: Session, trigger_id: str, *, other_than: str) -> bool:
    """Whether a firing waits for a run of this trigger to end; those of a backfill do not count."""
    query = select(FiringRow.id).where(
        FiringRow.trigger_id == trigger_id,
        FiringRow.id != other_than,
        FiringRow.state == "queued",
        ~col(FiringRow.occasion).startswith(BACKFILL_PREFIX),
    )
    return session.exec(query.limit(1)).first() is not None


def settle_firing(session: Session, firing_id: str, state: str, *, reason: str = "", run_id: str | None = None) -> None:
    """Say what became of a firing. One that has a run stays one that has."""
    values: dict[str, object] = {"state": state}
    if reason:
        values["reason"] = reason
    if run_id is not None:
        values["run_id"] = run_id
    query = update(FiringRow).where(col(FiringRow.id) == firing_id).values(**values)
    if run_id is None:
        query = query.where(col(FiringRow.state).in_(OPEN_STATES))
    session.execute(query)


def close_open_firings(session: Session, trigger_id: str, reason: str, *, prefix: str = "") -> int:
    """Skip what waits of a trigger; returns how many that were."""
    query = update(FiringRow).where(
        col(FiringRow.trigger_id) == trigger_id,
        col(FiringRow.state).in_(OPEN_STATES),
        col(FiringRow.occasion).startswith(prefix),
    )
    return int(session.execute(query.values(state="skipped", reason=reason)).rowcount)  # type: ignore[attr-defined]


def count_waiting_backfills(session: Session, trigger_ids: Sequence[str]) -> dict[str, int]:
    """How many times of a backfill still wait, by trigger; triggers without any are left out."""
    query = (
        select(FiringRow.trigger_id, func.count())
        .where(
            col(FiringRow.trigger_id).in_(trigger_ids),
            col(FiringRow.state).in_(OPEN_STATES),
            col(FiringRow.occasion).startswith(BACKFILL_PREFIX),
        )
        .group_by(col(FiringRow.trigger_id))
    )
    return dict(session.exec(query).all())


def reopen_firing(session: Session, trigger_id: str, occasion: str, reason: str) -> None:
    """Let a firing that came to nothing wait for a run again."""
    query = update(FiringRow).where(
        col(FiringRow.trigger_id) == trigger_id,
        col(FiringRow.occasion) == occasion,
        col(FiringRow.state).in_(("skipped", "missed", "failed")),
    )
    session.execute(query.values(state="queued", reason=reason))


def query_firing_page(session: Session, trigger_ids: Sequence[str], request: PageRequest) -> ListPage[FiringRow]:
    """The firings of these triggers, newest first. Raises InvalidCursor."""
    query = select(FiringRow).where(col(FiringRow.trigger_id).in_(trigger_ids))
    order = [ListOrderKey(col(FiringRow.due_at), datetime, True), ListOrderKey(col(FiringRow.id), str, True)]
    return query_page(session, query, order, request)


def list_latest_firings(session: Session, trigger_id: str, count: int) -> list[FiringRow]:
    """The newest firings of a trigger, newest first."""
    query = select(FiringRow).where(FiringRow.trigger_id == trigger_id)
    return list(session.exec(query.order_by(col(FiringRow.due_at).desc(), col(FiringRow.id).desc()).limit(count)))


def find_last_use(session: Session, trigger_id: str) -> datetime | None:
    """When a web hook was asked last, by something else than a person here."""
    query = select(FiringRow.due_at).where(
        FiringRow.trigger_id == trigger_id, ~col(FiringRow.occasion).startswith(BY_HAND_PREFIX)
    )
    return session.exec(query.order_by(col(FiringRow.due_at).desc()).limit(1)).first()


def find_firings(session: Session, trigger_id: str, occasions: Iterable[str]) -> dict[str, FiringRow]:
    """{occasion: its firing}, of those that there are."""
    query = select(FiringRow).where(FiringRow.trigger_id == trigger_id, col(FiringRow.occasion).in_(list(occasions)))
    return {row.occasion: row for row in session.exec(query)}


def remove_triggers(session: Session, pipeline_ids: Sequence[str]) -> None:
    """Remove the triggers of pipelines for good, with their firings."""
    of_pipelines = select(TriggerRow.id).where(col(TriggerRow.pipeline_id).in_(pipeline_ids))
    session.execute(delete(FiringRow).where(col(FiringRow.trigger_id).in_(of_pipelines)))
    session.execute(delete(TriggerRow).where(col(TriggerRow.pipeline_id).in_(pipeline_ids)))


def acquire_automation_lease(session: Session, name: str, owner: str, current: datetime, duration: timedelta) -> bool:
    """Take the lease, or keep it; returns whether the owner has it.

    One that ends later than any lease that is taken now was taken before the clock was set back, and holds no more.
    """
    until = current + duration
    kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = kind.insert(AutomationLeaseRow).values(name=name, owner=owner, lease_until=until)
    session.execute(new.on_conflict_do_nothing())
    free = or_(
        col(AutomationLeaseRow.owner) == owner,
        col(AutomationLeaseRow.lease_until) <= current,
        col(AutomationLeaseRow.lease_until) > until + duration,
    )
    taken = update(AutomationLeaseRow).where(col(AutomationLeaseRow.name) == name, free)
    return bool(session.execute(taken.values(owner=owner, lease_until=until)).rowcount)  # type: ignore[attr-defined]


def holds_automation_lease(session: Session, name: str, owner: str, since: datetime, until: datetime) -> bool:
    """Whether the owner has a lease that ends between these times."""
    row = session.get(AutomationLeaseRow, name)
    return row is not None and row.owner == owner and since <= row.lease_until <= until


def release_automation_lease(session: Session, name: str, owner: str, current: datetime) -> None:
    """Let another server go on at once."""
    mine = (col(AutomationLeaseRow.name) == name, col(AutomationLeaseRow.owner) == owner)
    session.execute(update(AutomationLeaseRow).where(*mine).values(lease_until=current))


def build_firing(
    trigger_id: str, occasion: str, due_at: datetime, *, state: str = "pending", reason: str = ""
) -> FiringRow:
    """A firing that is not stored yet."""
    return FiringRow(
        id=generate_id(),
        trigger_id=trigger_id,
        occasion=occasion,
        due_at=due_at,
        state=state,
        reason=reason,
        created_at=now(),
    )


def merge_memory(trigger: TriggerRow, changes: Mapping[str, object]) -> None:
    """What a trigger remembers from now on, beside what it remembers already."""
    trigger.memory = {**trigger.memory, **changes}
