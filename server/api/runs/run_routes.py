"""Runs: start, watch, cancel, look back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep, WriteSessionDep
from server.api.core.list_pagination import PAGED_RESPONSES, PageDep, take_items
from server.api.core.problem_schemas import ProblemRead, to_problem_read
from server.api.core.router import Router
from server.api.designs.summaries import summarize_run, summarize_runs
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import Person, get_person
from server.runs.run_schemas import DesignRunSummary, LogLineRead, RunKey, RunRead, RunState, RunSummary, to_run_read
from server.runs.sandbox import script_figures
from server.runs.scheduling.run_creation import PreparedRun, RerunOptions, is_still_valid, prepare_run, write_run
from server.runs.scheduling.run_state_writer import read_step_log
from server.storage.maintenance import storage_cleanup
from server.storage.maintenance.retention import CleanupPlan
from server.storage.orm.core_tables import DesignRow, RunRow
from server.storage.stores import design_store, event_log, model_store, run_list_query, run_store
from server.storage.stores.design_store import NotFound
from server.storage.transactions.workspace_context import use_workspace

router = Router(prefix="/api", tags=["runs"])


class RunCreate(BaseModel):
    """Run a design, or only what the target nodes need. The same `key` sent twice is one run."""

    targets: list[str] = Field(default=[], max_length=5_000)
    key: RunKey | None = None
    without: list[str] = Field(
        default=[], max_length=5_000, description="Nodes to skip in this run only, to see what they change."
    )
    compute_target: str | None = Field(
        default=None,
        max_length=64,
        description="The target to compute on, instead of the one that the design names. 'local' is this machine.",
    )


class StartedRun(RunRead):
    """A run, with the problems because of which some nodes take no part in it."""

    problems: list[ProblemRead] = Field(default=[])


class RunUpdate(BaseModel):
    """Tags and a note of a run. Fields that are left out do not change."""

    tags: list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]] | None = Field(
        default=None, max_length=20
    )
    note: str | None = Field(default=None, max_length=10_000)


@router.post("/designs/{design_id}/runs", needs="runner", status_code=201)
def start_run(design_id: str, new: RunCreate, context: ContextDep, response: Response) -> StartedRun:
    """Run the current design. Nodes with problems are left out and reported."""
    isolation = context.isolation.model_dump()

    def prepare(session: Session, row: DesignRow) -> PreparedRun:
        return prepare_run(
            session,
            context.analyzer,
            row,
            targets=new.targets,
            idempotency_key=new.key,
            isolation=isolation,
            bypass=new.without,
            options=RerunOptions(row.document, compute_target=new.compute_target),
        )

    with context.database.read_session() as session:
        known = run_store.find_run_by_key(session, design_id, new.key) if new.key else None
        row = design_store.get_design(session, design_id)
        if known is None:
            context.runner.services.disk.require_room_for_run()
        prepared = prepare(session, row) if known is None else None
    with context.database.session(design_id, _quota_scope(row)) as session:
        row = design_store.get_design(session, design_id, lock=True, defer_document=True)
        known = run_store.find_run_by_key(session, design_id, new.key) if new.key else None
        if known is not None:
            response.status_code = 200
            return StartedRun(**to_run_read(session, known).model_dump())
        if prepared is None or not is_still_valid(session, row, prepared):
            prepared = prepare(session, row)
        context.runner.services.quotas.check_new_run(session, row.workspace_id)
        run = write_run(session, row, prepared)
        # Whoever presses Run has asked for what visitors changed; code and what reaches outside still waits for trust.
        row.pending_review = {} if row.trusted else row.pending_review
        session.add(row)
        started = publish_run(session, run)
    submit_run(context, started)
    return StartedRun(**started.model_dump(), problems=[to_problem_read(problem) for problem in prepared.problems])


@router.post("/runs/{run_id}/rerun", needs="runner", status_code=201)
def start_rerun(run_id: str, context: ContextDep) -> StartedRun:
    """Repeat an earlier run as a new run of its design. The design does not change."""
    context.runner.services.disk.require_room_for_run()
    isolation = context.isolation.model_dump()

    def prepare_rerun(session: Session, row: DesignRow, earlier: RunRow) -> PreparedRun:
        again = RerunOptions(earlier.document, trusted=earlier.trusted, compute_target=earlier.compute_target)
        return prepare_run(
            session,
            context.analyzer,
            row,
            targets=earlier.targets,
            idempotency_key=None,
            isolation=isolation,
            options=again,
        )

    with context.database.read_session() as session:
        earlier = run_store.get_run(session, run_id)
        row = design_store.get_design(session, earlier.design_id)
        prepared = prepare_rerun(session, row, earlier)
    with context.database.session(row.id, _quota_scope(row)) as session:
        row = design_store.get_design(session, earlier.design_id, lock=True, defer_document=True)
        if not is_still_valid(session, row, prepared):
            prepared = prepare_rerun(session, row, run_store.get_run(session, run_id))
        context.runner.services.quotas.check_new_run(session, row.workspace_id)
        started = publish_run(session, write_run(session, row, prepared))
    submit_run(context, started)
    return StartedRun(**started.model_dump(), problems=[to_problem_read(problem) for problem in prepared.problems])


def _quota_scope(row: DesignRow) -> str:
    """The scope of whoever starts a run: runs of a workspace are counted against its quota one after another."""
    return f"runs of {row.workspace_id}"


def publish_run(session: Session, run: RunRow) -> RunRead:
    """Tell everybody who has the design open of a new run; gives what they are told."""
    response = to_run_read(session, run)
    event_log.append_event(session, run.design_id, "run", response.model_dump(mode="json"))
    return response


def submit_run(context: AppContext, run: RunRead) -> None:
    """Have a run that is written down begin."""
    context.call_in_loop(context.event_bus.wake, run.design_id)
    context.call_in_loop(context.preview_scheduler.stop)
    context.call_in_loop(context.runner.submit, run.id)


@router.get("/designs/{design_id}/runs", needs="viewer", responses=PAGED_RESPONSES)
def list_design_runs(design_id: str, session: ReadSessionDep, response: Response, page: PageDep) -> list[RunSummary]:
    """The runs of a design, newest first."""
    design_store.get_design(session, design_id, defer_document=True)
    listed = run_list_query.query_design_run_page(session, design_id, page)
    return summarize_runs(session, take_items(response, listed))


@router.get("/runs", needs="viewer", responses=PAGED_RESPONSES)
def list_all_runs(
    session: ReadSessionDep,
    response: Response,
    page: PageDep,
    design: Annotated[str | None, Query(max_length=64, description="The id of a design.")] = None,
    state: Annotated[list[RunState] | None, Query(description="States, any of which a run may be in.")] = None,
    text: Annotated[
        str, Query(max_length=200, description="Words to find in the design's name, the note or the tags.")
    ] = "",
    tag: Annotated[str | None, Query(max_length=60, description="A tag that the runs have.")] = None,
    since: Annotated[datetime | None, Query(description="When the oldest run was started.")] = None,
    until: Annotated[datetime | None, Query(description="When the newest run was started.")] = None,
    offset: Annotated[int, Query(ge=0, description="How many runs to skip.")] = 0,
) -> list[DesignRunSummary]:
    """The runs of all designs, or those that are asked for, newest first."""
    filters = run_list_query.RunFilter(design, tuple(state or ()), text, tag, since, until)
    listed = run_list_query.query_run_page(session, filters, replace(page, offset=offset))
    return to_listed_runs(session, take_items(response, listed))


def to_listed_runs(session: Session, runs_with_names: Sequence[tuple[RunRow, str]]) -> list[DesignRunSummary]:
    """Runs for a list, each with the name of its design."""
    summaries = summarize_runs(session, [run for run, _ in runs_with_names])
    return [
        DesignRunSummary(**summary.model_dump(), design_id=run.design_id, design_name=name)
        for summary, (run, name) in zip(summaries, runs_with_names, strict=True)
    ]


@router.get("/runs/tags", needs="viewer")
def list_run_tags(session: ReadSessionDep) -> list[str]:
    """All tags that runs have."""
    return run_list_query.list_tags(session)


@router.patch("/runs/{run_id}", needs="runner")
def update_run(run_id: str, update: RunUpdate, session: WriteSessionDep) -> RunSummary:
    """Set the tags and the note of a run. Runs with either are never cleaned up."""
    run = run_store.get_run(session, run_id)
    if update.tags is not None:
        run.tags = list(dict.fromkeys(update.tags))
    if update.note is not None:
        run.note = update.note.strip()
    session.add(run)
    session.flush()
    return summarize_run(session, run)


@router.delete("/runs/{run_id}", needs="editor", status_code=204)
def delete_run(run_id: str, context: ContextDep) -> None:
    """Delete a run, its log, and those of its results that nothing else needs."""
    with context.database.session() as session:
        run = run_store.get_run(session, run_id)
        if run.state in run_store.UNFINISHED_STATES:
            raise HTTPException(409, "This run is in progress. Cancel it first.")
        registered = model_store.find_model_of_run(session, run_id)
        if registered is not None:
            model, version = registered
            raise HTTPException(409, f"'{model}', version {version}, comes from this run. Delete that version first.")
        design = session.get_one(DesignRow, run.design_id)
        audit_log.record_action(
            session, "run.deleted", f"{design.name}, run {run.number}", AuditTarget(design.id, run.id)
        )
    clean_up_runs(context, storage_cleanup.RetentionPolicy(run_ids=(run_id,), force=True))


def clean_up_runs(context: AppContext, rule: storage_cleanup.RetentionPolicy) -> CleanupPlan:
    """Clean up; refused with a sentence while runs are under way."""
    try:
        # Whether a result is needed elsewhere is to be seen in all workspaces.
        with use_workspace(None):
            return storage_cleanup.run_cleanup(context.database, context.store, rule)
    except storage_cleanup.RunsUnfinished as busy:
        raise HTTPException(409, str(busy)) from None


@router.get("/runs/{run_id}", needs="viewer")
def read_run(run_id: str, session: ReadSessionDep) -> RunRead:
    """A run with its steps and their outputs."""
    return to_run_read(session, run_store.get_run(session, run_id))


@router.post("/runs/{run_id}/cancel", needs="runner")
async def cancel_run(run_id: str, request: Request, context: ContextDep) -> RunRead:
    """Cancel a run. Its processes have ended when the response arrives."""
    await run_in_threadpool(_request_cancel, context, run_id, get_person(request.scope))
    await context.runner.cancel(run_id)
    await context.runner.wait(run_id)
    return await run_in_threadpool(_load_run, context, run_id)


def _request_cancel(context: AppContext, run_id: str, person: Person) -> None:
    with context.database.read_session() as session:
        design_id = run_store.get_run(session, run_id).design_id
    with context.database.session(design_id) as session:
        run = run_store.get_run(session, run_id)
        run.cancel_requested = True
        run.cancelled_by = {"id": person.id, "name": person.name}
        session.add(run)
        design = session.get_one(DesignRow, run.design_id)
        audit_log.record_action(
            session, "run.cancelled", f"{design.name}, run {run.number}", AuditTarget(design.id, run.id)
        )


def _load_run(context: AppContext, run_id: str) -> RunRead:
    with context.database.read_session() as session:
        return to_run_read(session, run_store.get_run(session, run_id))


@router.get("/runs/{run_id}/steps/{node}/log", needs="viewer")
def list_step_log_lines(run_id: str, node: str, session: ReadSessionDep, context: ContextDep) -> list[LogLineRead]:
    """The log of a step. For a reused step, from when it was computed."""
    run_id = run_store.find_computing_run_id(session, run_store.get_run(session, run_id), node)
    lines: list[dict[str, Any]] = read_step_log(context.store, run_id, node) if _is_plain_name(node) else []
    return [LogLineRead(**line) for line in lines]


@router.get("/runs/{run_id}/steps/{node}/plots", needs="viewer")
def list_step_plots(run_id: str, node: str, session: ReadSessionDep, context: ContextDep) -> list[str]:
    """The addresses of the figures that a script drew; for a reused step, when it was computed."""
    run_id = run_store.find_computing_run_id(session, run_store.get_run(session, run_id), node)
    count = len(list(script_figures.list_figures(context.store, run_id, node))) if _is_plain_name(node) else 0
    return [f"/api/runs/{run_id}/steps/{node}/plots/{number}" for number in range(1, count + 1)]


@router.get("/runs/{run_id}/steps/{node}/plots/{number}", needs="viewer", response_class=Response)
def read_step_plot(run_id: str, node: str, number: int, session: ReadSessionDep, context: ContextDep) -> Response:
    """A figure that a script drew, as PNG."""
    run_store.get_run(session, run_id)
    figures = list(script_figures.list_figures(context.store, run_id, node)) if _is_plain_name(node) else []
    if not 1 <= number <= len(figures):
        raise NotFound("This figure does not exist.")
    return Response(figures[number - 1].read_bytes(), media_type="image/png")


def _is_plain_name(node: str) -> bool:
    return node.replace("-", "").replace("_", "").isalnum() and len(node) <= 64
