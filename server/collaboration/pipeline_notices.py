"""How runs end that nobody watches: the first failure, further ones, and that a pipeline works again."""

from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from server.collaboration.notification_feed import (
    Notice,
    NotificationKind,
    notify_people,
    notify_run_finished,
    notify_workspace,
)
from server.collaboration.sweep_notices import notify_end_of_swept_run
from server.storage.orm.core_tables import RunRow
from server.storage.orm.pipeline_tables import PipelineRow, PipelineRunRow
from server.storage.stores import pipeline_store

SETTLED_STATES = ("succeeded", "failed")


def notify_end_of_run(session: Session, run: RunRow) -> None:
    """A run has ended. Those of a sweep are told of together.

    Of a run that started by itself people are told what that means for its pipeline.
    """
    if run.sweep_id is not None:
        notify_end_of_swept_run(session, run)
        return
    given = pipeline_store.find_pipeline_run(session, run.id)
    if given is None or given.started_by == "person" or run.state not in SETTLED_STATES:
        notify_run_finished(session, run)
        return
    pipeline = session.get_one(PipelineRow, given.pipeline_id)
    if run.state == "failed" and given.attempt <= int(pipeline.retry.get("attempts", 0)):
        return
    failed_before = _find_state_before(session, given, run) == "failed"
    notice = _build_notice(pipeline, given, run, failed_before=failed_before)
    if run.person_id:
        notify_people(session, [run.person_id], notice)
    notify_workspace(session, notice)


def _find_state_before(session: Session, given: PipelineRunRow, run: RunRow) -> str | None:
    """How the run before ended that started by itself; those that were tried again do not count."""
    retried = select(PipelineRunRow.retry_of).where(col(PipelineRunRow.retry_of).is_not(None))
    query = (
        select(RunRow)
        .join(PipelineRunRow, col(PipelineRunRow.run_id) == col(RunRow.id))
        .where(
            PipelineRunRow.pipeline_id == given.pipeline_id,
            PipelineRunRow.started_by != "person",
            RunRow.id != run.id,
            col(RunRow.state).in_(SETTLED_STATES),
            ~col(RunRow.id).in_(retried),
        )
        .options(defer(RunRow.document))  # type: ignore[arg-type]
        .order_by(col(PipelineRunRow.created_at).desc())
    )
    before = session.exec(query.limit(1)).first()
    return before.state if before is not None else None


def _build_notice(pipeline: PipelineRow, given: PipelineRunRow, run: RunRow, *, failed_before: bool) -> Notice:
    tries = f" after {given.attempt} tries" if given.attempt > 1 else ""
    kind: NotificationKind
    if run.state == "failed":
        kind = "pipeline_still_failing" if failed_before else "pipeline_failed"
        words = f"{pipeline.name} {'still fails' if failed_before else 'failed'}{tries}: run {run.number}."
    else:
        kind = "pipeline_recovered" if failed_before else "pipeline_succeeded"
        words = f"{pipeline.name} {'works again' if failed_before else 'succeeded'}{tries}: run {run.number}."
    data: dict[str, Any] = {
        "pipeline": {"id": pipeline.id, "name": pipeline.name, "version": given.version},
        "run": {"id": run.id, "number": run.number, "state": run.state, "attempt": given.attempt},
    }
    link = f"/designs/{pipeline.design_id}#run-{run.id}"
    return Notice(kind, pipeline.workspace_id, words, link, pipeline.design_id, data)
