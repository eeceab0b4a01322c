"""Firings of triggers: what became of each due time, and catching up on a range of dates."""

from fastapi import HTTPException, Request, Response

from server.api.core.app_context import ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.list_pagination import PAGED_RESPONSES, PageDep, take_items
from server.api.core.router import Router
from server.api.triggers.trigger_routes import wake_trigger_loop
from server.api.triggers.trigger_schemas import (
    BackfillCreate,
    BackfillRead,
    CancelledRead,
    FiringRead,
    to_firing_reads,
)
from server.auth import audit_log
from server.auth.principals import get_person
from server.automation import trigger_changes
from server.automation.trigger_changes import CannotChangeTrigger
from server.storage.orm.core_tables import now
from server.storage.stores import pipeline_store, trigger_store

router = Router(prefix="/api", tags=["triggers"])


@router.get("/pipelines/{pipeline_id}/firings", needs="viewer", responses=PAGED_RESPONSES)
def list_pipeline_firings(
    pipeline_id: str, session: ReadSessionDep, page: PageDep, response: Response
) -> list[FiringRead]:
    """The firings of all triggers of a pipeline, newest first, those of deleted triggers too."""
    pipeline_store.get_pipeline(session, pipeline_id)
    triggers = trigger_store.list_trigger_ids(session, pipeline_id)
    return to_firing_reads(session, take_items(response, trigger_store.query_firing_page(session, triggers, page)))


@router.get("/triggers/{trigger_id}/firings", needs="viewer", responses=PAGED_RESPONSES)
def list_trigger_firings(
    trigger_id: str, session: ReadSessionDep, page: PageDep, response: Response
) -> list[FiringRead]:
    """The firings of a trigger, newest first, each with its run or why there is none."""
    row = trigger_store.get_trigger(session, trigger_id)
    return to_firing_reads(session, take_items(response, trigger_store.query_firing_page(session, [row.id], page)))


@router.post("/triggers/{trigger_id}/backfill", needs="editor")
def backfill_trigger(
    trigger_id: str, asked: BackfillCreate, request: Request, session: WriteSessionDep, context: ContextDep
) -> BackfillRead:
    """Run the due times of a range of dates that have no run, one after another; first, see how many there are."""
    row = trigger_store.get_trigger(session, trigger_id)
    try:
        found = trigger_changes.plan_backfill(session, row, asked.since, asked.until, now())
    except CannotChangeTrigger as refusal:
        raise HTTPException(422, str(refusal)) from None
    starts = bool(found.times) and not asked.dry_run
    if starts:
        trigger_changes.start_backfill(session, row, found, get_person(request.scope).name)
        count, since, until = len(found.times), asked.since.isoformat(), asked.until.isoformat()
        audit_log.record_action(
            session, "trigger.backfilled", row.name, trigger=row.id, times=count, since=since, until=until
        )
        wake_trigger_loop(session, context)
    first, last = (found.times[0], found.times[-1]) if found.times else (None, None)
    return BackfillRead(count=len(found.times), first=first, last=last, done=found.done, started=starts)


@router.delete("/triggers/{trigger_id}/backfill", needs="editor")
def cancel_backfill(trigger_id: str, request: Request, session: WriteSessionDep) -> CancelledRead:
    """Have what is left of a backfill not run."""
    row = trigger_store.get_trigger(session, trigger_id)
    count = trigger_changes.cancel_backfill(session, row, get_person(request.scope).name)
    audit_log.record_action(session, "trigger.backfill_cancelled", row.name, trigger=row.id, times=count)
    return CancelledRead(count=count)
