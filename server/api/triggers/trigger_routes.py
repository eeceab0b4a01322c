"""Triggers of pipelines: make and change them, pause and resume, skip a time, run now."""

from fastapi import HTTPException, Request
from sqlalchemy import event
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.caller_dependency import CallerDep
from server.api.core.router import Router
from server.api.triggers.trigger_schemas import (
    FiringRead,
    SchedulePreviewCreate,
    SchedulePreviewRead,
    TriggerCreated,
    TriggerFields,
    TriggerPause,
    TriggerRead,
    TriggerSecretRead,
    UpcomingRead,
    to_firing_reads,
    to_trigger_reads,
)
from server.auth import audit_log
from server.auth.principals import get_person
from server.automation import trigger_changes
from server.automation.schedule_words import describe_schedule
from server.automation.schedules import find_next_due, list_upcoming
from server.automation.trigger_changes import CannotChangeTrigger
from server.automation.webhook_signatures import create_hook_secret
from server.storage.encryption import Cipher
from server.storage.orm.core_tables import now
from server.storage.orm.pipeline_tables import TriggerRow
from server.storage.stores import pipeline_store, trigger_store

router = Router(prefix="/api", tags=["triggers"])


@router.get("/triggers", needs="viewer")
def list_triggers(session: ReadSessionDep) -> list[TriggerRead]:
    """All triggers, each with its next times and what came of the last ones."""
    return to_trigger_reads(session, trigger_store.list_triggers(session))


@router.post("/triggers/preview", needs="viewer")
def preview_schedule(asked: SchedulePreviewCreate) -> SchedulePreviewRead:
    """A schedule that is not saved, in words, with the next times at which it would be due."""
    schedule = asked.schedule
    first = find_next_due(schedule, now())
    times = list_upcoming(schedule, first, asked.count) if first is not None else []
    return SchedulePreviewRead(
        words=describe_schedule(schedule), times=[UpcomingRead(due_at=one.due_at, remark=one.remark) for one in times]
    )


@router.get("/pipelines/{pipeline_id}/triggers", needs="viewer")
def list_pipeline_triggers(pipeline_id: str, session: ReadSessionDep) -> list[TriggerRead]:
    """The triggers of a pipeline in the order in which they were made."""
    pipeline_store.get_pipeline(session, pipeline_id)
    return to_trigger_reads(session, trigger_store.list_triggers(session, pipeline_id))


@router.post("/pipelines/{pipeline_id}/triggers", needs="editor", status_code=201)
def create_trigger(
    pipeline_id: str,
    new: TriggerFields,
    request: Request,
    caller: CallerDep,
    session: WriteSessionDep,
    context: ContextDep,
) -> TriggerCreated:
    """Add a trigger. Its runs have the rights of the person who adds it. A web hook shows its secret this once."""
    pipeline_store.get_pipeline(session, pipeline_id)
    row = TriggerRow(pipeline_id=pipeline_id, kind=new.kind, name="", created_by=get_person(request.scope).name)
    row.person_id = caller.person.id
    _apply(session, context, row, new)
    secret = create_hook_secret(Cipher(context.settings.folder), row, now()) if new.kind == "webhook" else None
    made = _finish(session, context, row, "trigger.created")
    return TriggerCreated(**made.model_dump(), secret=secret)


@router.get("/triggers/{trigger_id}", needs="viewer")
def read_trigger(trigger_id: str, session: ReadSessionDep) -> TriggerRead:
    """A trigger with its next times and what came of the last ones."""
    return to_trigger_reads(session, [trigger_store.get_trigger(session, trigger_id)])[0]


@router.put("/triggers/{trigger_id}", needs="editor")
def update_trigger(
    trigger_id: str,
    update: TriggerFields,
    request: Request,
    caller: CallerDep,
    session: WriteSessionDep,
    context: ContextDep,
) -> TriggerRead:
    """Change a trigger. Its kind stays; its runs have the rights of the person who changed it last."""
    row = trigger_store.get_trigger(session, trigger_id)
    if update.kind != row.kind:
        raise HTTPException(409, "A trigger keeps its kind. Delete it, and add another one.")
    row.person_id, row.created_by = caller.person.id, get_person(request.scope).name
    _apply(session, context, row, update)
    return _finish(session, context, row, "trigger.changed")


@router.delete("/triggers/{trigger_id}", needs="editor", status_code=204)
def delete_trigger(trigger_id: str, session: WriteSessionDep) -> None:
    """Delete a trigger. Its runs stay."""
    row = trigger_store.get_trigger(session, trigger_id)
    row.deleted_at = now()
    trigger_store.close_open_firings(session, row.id, "The trigger was deleted.")
    session.add(row)
    _record(session, row, "trigger.deleted")


@router.post("/triggers/{trigger_id}/pause", needs="editor")
def pause_trigger(trigger_id: str, pause: TriggerPause, session: WriteSessionDep, context: ContextDep) -> TriggerRead:
    """Pause a trigger: nothing fires until it is resumed. A run under way goes on."""
    row = trigger_store.get_trigger(session, trigger_id)
    trigger_changes.pause_trigger(session, row, pause.reason.strip())
    return _finish(session, context, row, "trigger.paused")


@router.post("/triggers/{trigger_id}/resume", needs="editor")
def resume_trigger(trigger_id: str, session: WriteSessionDep, context: ContextDep) -> TriggerRead:
    """Resume a trigger. Times that were due during the pause do not run."""
    row = trigger_store.get_trigger(session, trigger_id)
    trigger_changes.resume_trigger(session, row, now())
    return _finish(session, context, row, "trigger.resumed")


@router.post("/triggers/{trigger_id}/skip", needs="editor")
def skip_next_time(trigger_id: str, request: Request, session: WriteSessionDep, context: ContextDep) -> TriggerRead:
    """Let the next time of a schedule pass without a run."""
    row = trigger_store.get_trigger(session, trigger_id)
    try:
        trigger_changes.skip_next_time(session, row, get_person(request.scope).name)
    except CannotChangeTrigger as refusal:
        raise HTTPException(409, str(refusal)) from None
    return _finish(session, context, row, "trigger.time_skipped")


@router.post("/triggers/{trigger_id}/run", needs="runner", status_code=202)
def run_trigger(trigger_id: str, request: Request, session: WriteSessionDep, context: ContextDep) -> FiringRead:
    """Run the pipeline now, with the values and the data of this trigger."""
    row = trigger_store.get_trigger(session, trigger_id)
    firing = trigger_changes.fire_now(session, row, now(), get_person(request.scope).name)
    _finish(session, context, row, "trigger.run")
    return to_firing_reads(session, [firing])[0]


@router.post("/triggers/{trigger_id}/secret", needs="editor")
def rotate_trigger_secret(trigger_id: str, session: WriteSessionDep, context: ContextDep) -> TriggerSecretRead:
    """Give a web hook a new secret. The one before it works for another day."""
    row = trigger_store.get_trigger(session, trigger_id)
    if row.kind != "webhook":
        raise HTTPException(409, "Only web hooks have a secret.")
    secret = create_hook_secret(Cipher(context.settings.folder), row, now())
    session.add(row)
    _record(session, row, "trigger.secret_rotated")
    return TriggerSecretRead(secret=secret)


def _apply(session: Session, context: AppContext, row: TriggerRow, fields: TriggerFields) -> None:
    try:
        trigger_changes.apply_trigger_change(session, context.catalog, row, fields.to_change(), current=now())
    except CannotChangeTrigger as refusal:
        raise HTTPException(422, str(refusal)) from None


def _finish(session: Session, context: AppContext, row: TriggerRow, action: str) -> TriggerRead:
    """Write what was done down, and have the loop look once it is committed."""
    session.flush()
    _record(session, row, action)
    wake_trigger_loop(session, context)
    return to_trigger_reads(session, [row])[0]


def _record(session: Session, row: TriggerRow, action: str) -> None:
    pipeline = pipeline_store.get_pipeline(session, row.pipeline_id)
    audit_log.record_action(
        session,
        action,
        row.name or pipeline.name,
        pipeline=row.pipeline_id,
        trigger=row.id,
        kind=row.kind,
        settings=row.settings,
    )


def wake_trigger_loop(session: Session, context: AppContext) -> None:
    """Have the loop look at triggers once this transaction is committed."""

    @event.listens_for(session, "after_commit", once=True)
    def wake(_: Session) -> None:
        context.call_in_loop(context.trigger_loop.wake)
