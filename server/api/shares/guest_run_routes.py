"""Runs of visitors: a table of their own takes the place of one of the design's, and the design stays as it is."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from sqlmodel import Session

from server.api.artifacts.artifact_routes import RowWindow
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.guests import build_visibility_filter
from server.api.core.problem_schemas import ProblemRead, to_problem_read
from server.api.core.rate_limiter import RateLimiter
from server.api.core.router import Router
from server.api.datasets.dataset_routes import receive_body, reserve_table, reserve_upload
from server.api.designs.redacted_problems import redact_problem
from server.api.shares.guest_session_routes import ShareDep
from server.api.shares.shared_design_routes import (
    SharedArtifactRead,
    SharedStepRead,
    list_replaceable_nodes,
    parse_shared_design,
    read_shown_rows,
    to_shared_artifact,
    to_shared_steps,
)
from server.graph.analyzed_design import Problem
from server.graph.document import Design, parse_design
from server.graph.edits import Document
from server.graph.sharing.guest_edits import VisibilityFilter
from server.runs.analyses.replay_inputs import strip_side_effects
from server.runs.run_schemas import RunState
from server.runs.scheduling.internal_runs import start_internal_run
from server.runs.scheduling.run_creation import RerunOptions
from server.runs.table_ingest import IngestedTable, UnreadableFile, ingest_table
from server.runs.workspace_quotas import OverQuota, Reservation, TooManyRuns
from server.storage.orm.access_tables import ShareRow
from server.storage.orm.core_tables import RunRow, StepRow
from server.storage.stores import design_store, run_store
from server.storage.stores.design_store import NotFound
from server.storage.stores.run_store import SUCCESSFUL_STATES, TERMINAL_STATES

router = Router(prefix="/api/shared/{share_id}/runs", tags=["shared"])

#: So many runs an hour may be started over one link by all of its visitors; more would take the owner's machine.
_start_rate = RateLimiter(30, 3_600)
PENDING_REVIEW_MESSAGE = (
    "Someone changed this design through a link. It can be run here once the owner has reviewed the change."
)
WORKSPACE_FULL_MESSAGE = (
    "The workspace of this design can't take more runs right now. Tell the person who sent you the link."
)
RUN_NOT_FOUND_MESSAGE = "This run does not exist."
NO_SECRETS_MESSAGE = "It uses secrets, and runs through a link don't get any."
ReplacedNode = Annotated[str, Query(max_length=64, description="The dataset node that the table replaces.")]


class GuestStepRead(BaseModel):
    """The progress of a step of a guest's run, without the reason for a failure."""

    node: str
    title: str
    state: str


class GuestProblemRead(BaseModel):
    """Why a node cannot run on the visitor's table."""

    node: str
    message: str


class GuestRunRead(BaseModel):
    """A guest's run, with as much of its results as the link shows."""

    id: str
    state: RunState
    done: int
    total: int
    progress: list[GuestStepRead]
    steps: list[SharedStepRead]


class StartedGuestRun(GuestRunRead):
    """A new run, and why some nodes take no part in it."""

    problems: list[GuestProblemRead]


@dataclass(frozen=True)
class _GuestRunRequest:
    """A table of a visitor and the node whose data it is to be."""

    share: ShareRow
    node: str
    table: IngestedTable


@router.post("", needs="guest", status_code=201)
async def start_guest_run(
    request: Request,
    share: ShareDep,
    context: ContextDep,
    node: ReplacedNode,
    file_name: Annotated[str, Query(min_length=1, max_length=255, description="The name of the file.")],
) -> StartedGuestRun:
    """Run the shared design with the uploaded table (the raw body) as the data of one of its dataset nodes.

    The design, its runs and its datasets do not change. Anyone with the run's id sees it, as far as the link shows.
    """
    try:
        workspace = await run_in_threadpool(_require_run_allowed, share, node, context)
        with await run_in_threadpool(reserve_upload, request, context, workspace) as room:
            table = await _read_upload(request, context, file_name, room)
            await run_in_threadpool(reserve_table, context, table, room)
            return await run_in_threadpool(_start_run, _GuestRunRequest(share, node, table), context)
    except (OverQuota, TooManyRuns):  # how much it holds is the owner's business
        raise HTTPException(409, WORKSPACE_FULL_MESSAGE) from None


async def _read_upload(request: Request, context: AppContext, file_name: str, room: Reservation) -> IngestedTable:
    file = await receive_body(request, context, room)
    try:
        return await ingest_table(context.runner.services, file, file_name)
    except UnreadableFile as refusal:
        raise HTTPException(422, str(refusal)) from None
    finally:
        file.unlink(missing_ok=True)


def _require_run_allowed(share: ShareRow, node: str, context: AppContext) -> str:
    """The workspace that the run would take room of; refuses what the link does not allow."""
    if share.scope != "run":
        raise HTTPException(403, "This link is view-only. Ask the owner for one that lets you run.")
    with context.database.read_session() as session:
        row = design_store.get_design(session, share.design_id)
        if share.document is None and row.pending_review:
            raise HTTPException(409, PENDING_REVIEW_MESSAGE)
        context.runner.services.quotas.check_new_run(session, row.workspace_id)
        design = parse_shared_design(share, row)
        under_way = any(run.idempotency_key == _link_run_key(share) for run in run_store.list_unfinished_runs(session))
    if node not in list_replaceable_nodes(design, context.catalog):
        raise HTTPException(422, "A table can only replace a dataset. This node is not a dataset.")
    context.runner.services.disk.require_room_for_run()
    if under_way:
        raise HTTPException(429, "Another run through this link is in progress. Try again when it has finished.")
    if not _start_rate.is_allowed(share.id):
        raise HTTPException(429, "This link has started too many runs in the last hour. Try again later.")
    return row.workspace_id


def _link_run_key(share: ShareRow) -> str:
    """What marks a run as one of this link's visitors."""
    return f"{run_store.GUEST_RUN_KEY_PREFIX}{share.id}"


def _start_run(request: _GuestRunRequest, context: AppContext) -> StartedGuestRun:
    _start_rate.hit(request.share.id)
    with context.database.read_session() as session:
        row = design_store.get_design(session, request.share.design_id)
    document = strip_side_effects(request.share.document or row.document, context.catalog)
    run, problems = start_internal_run(
        context.database,
        context.analyzer,
        design_store.build_design_row(document, trusted=row.trusted, imported=row.imported, internal=True),
        idempotency_key=_link_run_key(request.share),
        isolation=context.isolation.model_dump(),
        options=RerunOptions(
            document,
            {request.node: request.table.artifact},
            secrets_withheld_reason=NO_SECRETS_MESSAGE,
            design_id=row.id,
        ),
        before=request.table.save_artifact,
    )
    with context.database.read_session() as session:
        response = _to_guest_run(run_store.get_run(session, run.id), request.share, session)
        redacted = _redact_problems(problems, request.share, document, session, context)
    context.call_in_loop(context.preview_scheduler.stop)
    context.call_in_loop(context.runner.submit, response.id)
    return StartedGuestRun(**response.model_dump(), problems=redacted)


def _redact_problems(
    problems: list[Problem], share: ShareRow, document: Document, session: Session, context: AppContext
) -> list[GuestProblemRead]:
    """Why nodes take no part, as far as the link shows what the sentences speak of."""
    # A sentence may name columns of other tables.
    if share.visibility == "graph":
        return []
    design = parse_design(document)
    visibility = build_visibility_filter(share, design, session, context)
    redacted = [
        problem if problem.message == NO_SECRETS_MESSAGE else _redact_run_problem(problem, share, visibility, design)
        for problem in problems
    ]
    return [GuestProblemRead(node=problem.node, message=problem.message) for problem in redacted if problem.node]


def _redact_run_problem(problem: Problem, share: ShareRow, visibility: VisibilityFilter, design: Design) -> ProblemRead:
    return redact_problem(to_problem_read(problem), share.visibility, visibility, design)


def _to_guest_run(run: RunRow, share: ShareRow, session: Session) -> GuestRunRead:
    steps = run_store.list_steps(session, run.id)
    shown = _filter_successful(steps) if share.visibility != "graph" else []
    return GuestRunRead.model_validate(
        {
            "id": run.id,
            "state": run.state,
            "done": sum(step.state in TERMINAL_STATES for step in steps),
            "total": len(steps),
            "progress": [step.model_dump(include={"node", "title", "state"}) for step in steps],
            "steps": to_shared_steps(shown, session, share),
        }
    )


def _filter_successful(steps: list[StepRow]) -> list[StepRow]:
    return [step for step in steps if step.state in SUCCESSFUL_STATES]


def _get_guest_run(run_id: str, share: ShareRow, session: Session) -> RunRow:
    """A run that was started over this very link."""
    run = run_store.get_run(session, run_id)
    if run.idempotency_key != _link_run_key(share):
        raise NotFound(RUN_NOT_FOUND_MESSAGE)
    return run


def _require_run_artifact(run_id: str, artifact_id: str, share: ShareRow, session: Session) -> None:
    steps = _filter_successful(run_store.list_steps(session, _get_guest_run(run_id, share, session).id))
    if share.visibility == "graph" or not any(artifact_id in step.outputs.values() for step in steps):
        raise NotFound("This result does not exist.")


@router.get("/{run_id}", needs="guest")
def read_guest_run(run_id: str, share: ShareDep, session: ReadSessionDep) -> GuestRunRead:
    """The progress and results of a guest's run."""
    return _to_guest_run(_get_guest_run(run_id, share, session), share, session)


@router.post("/{run_id}/cancel", needs="guest", status_code=202)
async def cancel_guest_run(run_id: str, share: ShareDep, context: ContextDep) -> dict[Literal["cancelled"], str]:
    """Cancel a guest's run."""
    with context.database.read_session() as session:
        run = _get_guest_run(run_id, share, session)
    await context.runner.cancel(run.id)
    return {"cancelled": run.id}


@router.get("/{run_id}/artifacts/{artifact_id}", needs="guest")
def read_guest_run_artifact(
    run_id: str, artifact_id: str, share: ShareDep, session: ReadSessionDep, context: ContextDep
) -> SharedArtifactRead:
    """The results of a guest's run, as far as the link shows them."""
    _require_run_artifact(run_id, artifact_id, share, session)
    return to_shared_artifact(artifact_id, share, session, context)


@router.get("/{run_id}/artifacts/{artifact_id}/rows", needs="guest")
def read_guest_run_rows(
    run_id: str,
    artifact_id: str,
    share: ShareDep,
    session: ReadSessionDep,
    context: ContextDep,
    offset: Annotated[int, Query(ge=0, description="How many rows to skip.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000, description="The most rows to return.")] = 100,
) -> RowWindow:
    """The first rows of a table from a guest's run, if the link shows rows."""
    _require_run_artifact(run_id, artifact_id, share, session)
    return read_shown_rows(artifact_id, share, context, offset, limit)
