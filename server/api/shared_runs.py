"""Runs of visitors: a table of their own takes the place of one of the design's, and the design stays as it is."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from sqlmodel import Session

from server.api.analysis import ProblemOut, told_problem
from server.api.answers import StrictRoute
from server.api.artifacts import Rows
from server.api.context import Context, Reading, Running
from server.api.datasets import admit_table, received, reserved
from server.api.shared import (
    SharedArtifact,
    SharedStep,
    design_of,
    first_rows,
    pane_of,
    sources,
    told_artifact,
    told_steps,
)
from server.api.shared_problems import seen_problem
from server.api.throttle import Throttle
from server.api.visits import Shared
from server.graph.document import Design, read
from server.graph.drawing import Problem
from server.graph.edits import Document
from server.graph.visitors import Pane
from server.runs.hidden_runs import start_hidden_run
from server.runs.quotas import OverQuota, Reservation, TooManyRuns
from server.runs.reading import ReadTable, Refused, read_file
from server.runs.replaying import quiet
from server.runs.starting import Again
from server.runs.told import DONE, GOOD, RunState
from server.storage import designs, runs
from server.storage.access_tables import ShareRow
from server.storage.designs import NotThere
from server.storage.tables import RunRow, StepRow

router = APIRouter(prefix="/shared/{share_id}/runs", tags=["shared"], route_class=StrictRoute)

#: So many runs an hour may be started over one link by all of its visitors; more would take the owner's machine.
_starts = Throttle(30, 3_600)
CHANGED = "Somebody changed this design through a link. It can be run here once the owner has looked at that."
NO_ROOM = "The workspace of this design takes no more runs at the moment. Tell whoever sent you the link."
NOT_HERE = "This run is not there."
NO_SECRETS = "It uses secrets, which are not given to runs over a link."
Source = Annotated[str, Query(max_length=64, description="The dataset node that the table takes the place of.")]


class VisitorStep(BaseModel):
    """How far a step of a visitor's run has come; why it failed is not told."""

    node: str
    title: str
    state: str


class Hindrance(BaseModel):
    """Why a node cannot run on the visitor's table."""

    node: str
    message: str


class SharedRun(BaseModel):
    """A run of a visitor, with as much of its results as the link shows."""

    id: str
    state: RunState
    done: int
    total: int
    progress: list[VisitorStep]
    steps: list[SharedStep]


class StartedSharedRun(SharedRun):
    """A new run, and why some nodes take no part in it."""

    problems: list[Hindrance]


@dataclass(frozen=True)
class _Wish:
    """A table of a visitor and the node whose data it is to be."""

    share: ShareRow
    node: str
    table: ReadTable


@router.post("", status_code=201)
async def start_shared_run(
    request: Request,
    share: Shared,
    context: Running,
    node: Source,
    file_name: Annotated[str, Query(min_length=1, max_length=255)],
) -> StartedSharedRun:
    """Run the shared design with the uploaded table (the raw body) as the data of one of its dataset nodes.

    The design, its runs and its datasets stay as they are; whoever has the run's id sees it, as far as the link shows.
    """
    try:
        workspace = await run_in_threadpool(_allow, share, node, context)
        with await run_in_threadpool(reserved, request, context, workspace) as room:
            table = await _read(request, context, file_name, room)
            await run_in_threadpool(admit_table, context, table, room)
            return await run_in_threadpool(_start, _Wish(share, node, table), context)
    except (OverQuota, TooManyRuns):  # how much it holds is the owner's business
        raise HTTPException(409, NO_ROOM) from None


async def _read(request: Request, context: Context, file_name: str, room: Reservation) -> ReadTable:
    file = await received(request, context, room)
    try:
        return await read_file(context.runner.engine, file, file_name)
    except Refused as refusal:
        raise HTTPException(422, str(refusal)) from None
    finally:
        file.unlink(missing_ok=True)


def _allow(share: ShareRow, node: str, context: Context) -> str:
    """The workspace that the run would take room of; refuses what the link does not allow."""
    if share.scope != "run":
        raise HTTPException(403, "This link is for looking. Ask the owner for one that lets you run.")
    with context.database.reading() as session:
        row = designs.get(session, share.design_id)
        if share.document is None and row.waiting:
            raise HTTPException(409, CHANGED)
        context.runner.engine.quotas.check_run(session, row.workspace_id)
        design = design_of(share, row)
        under_way = any(run.key == _key(share) for run in runs.unfinished(session))
    if node not in sources(design, context.catalog):
        raise HTTPException(422, "A table takes the place of a dataset. This node is none.")
    context.runner.engine.disk.refuse_runs()
    if under_way:
        raise HTTPException(429, "Another run over this link is under way. Try again when it is done.")
    if not _starts.allows(share.id):
        raise HTTPException(429, "This link has started many runs in the last hour. Try again later.")
    return row.workspace_id


def _key(share: ShareRow) -> str:
    """What marks a run as one of this link's visitors."""
    return f"{runs.BY_LINK}{share.id}"


def _start(wish: _Wish, context: Context) -> StartedSharedRun:
    _starts.failed(wish.share.id)
    with context.database.reading() as session:
        row = designs.get(session, wish.share.design_id)
    document = quiet(wish.share.document or row.document, context.catalog)
    run, problems = start_hidden_run(
        context.database,
        context.analyst,
        designs.new_row(document, trusted=row.trusted, from_elsewhere=row.from_elsewhere, hidden=True),
        key=_key(wish.share),
        isolation=context.isolation.model_dump(),
        again=Again(document, {wish.node: wish.table.artifact}, withheld=NO_SECRETS, of=row.id),
        before=wish.table.register,
    )
    with context.database.reading() as session:
        told = _told(runs.get(session, run.id), wish.share, session)
        hindrances = _hindrances(problems, wish.share, document, session, context)
    context.soon(context.sampler.stop)
    context.soon(context.runner.submit, told.id)
    return StartedSharedRun(**told.model_dump(), problems=hindrances)


def _hindrances(
    found: list[Problem], share: ShareRow, document: Document, session: Session, context: Context
) -> list[Hindrance]:
    """Why nodes take no part, as far as the link shows what the sentences speak of."""
    # A sentence may name columns of other tables.
    if share.shows == "graph":
        return []
    design = read(document)
    pane = pane_of(share, design, session, context)
    told = [problem if problem.message == NO_SECRETS else _seen(problem, share, pane, design) for problem in found]
    return [Hindrance(node=problem.node, message=problem.message) for problem in told if problem.node]


def _seen(problem: Problem, share: ShareRow, pane: Pane, design: Design) -> ProblemOut:
    return seen_problem(told_problem(problem), share.shows, pane, design)


def _told(run: RunRow, share: ShareRow, session: Session) -> SharedRun:
    steps = runs.steps(session, run.id)
    shown = _good(steps) if share.shows != "graph" else []
    return SharedRun.model_validate(
        {
            "id": run.id,
            "state": run.state,
            "done": sum(step.state in DONE for step in steps),
            "total": len(steps),
            "progress": [step.model_dump(include={"node", "title", "state"}) for step in steps],
            "steps": told_steps(shown, session, share),
        }
    )


def _good(steps: list[StepRow]) -> list[StepRow]:
    return [step for step in steps if step.state in GOOD]


def _run(run_id: str, share: ShareRow, session: Session) -> RunRow:
    """A run that was started over this very link."""
    run = runs.get(session, run_id)
    if run.key != _key(share):
        raise NotThere(NOT_HERE)
    return run


def _allowed(run_id: str, artifact_id: str, share: ShareRow, session: Session) -> None:
    steps = _good(runs.steps(session, _run(run_id, share, session).id))
    if share.shows == "graph" or not any(artifact_id in step.outputs.values() for step in steps):
        raise NotThere("This result is not there.")


@router.get("/{run_id}")
def read_shared_run(run_id: str, share: Shared, session: Reading) -> SharedRun:
    """How far a visitor's run has come, and what it gave."""
    return _told(_run(run_id, share, session), share, session)


@router.post("/{run_id}/cancel", status_code=202)
async def cancel_shared_run(run_id: str, share: Shared, context: Running) -> dict[Literal["cancelled"], str]:
    """End a visitor's run."""
    with context.database.reading() as session:
        run = _run(run_id, share, session)
    await context.runner.cancel(run.id)
    return {"cancelled": run.id}


@router.get("/{run_id}/artifacts/{artifact_id}")
def read_run_artifact(
    run_id: str, artifact_id: str, share: Shared, session: Reading, context: Running
) -> SharedArtifact:
    """What a visitor's run gave, as far as the link shows it."""
    _allowed(run_id, artifact_id, share, session)
    return told_artifact(artifact_id, share, session, context)


@router.get("/{run_id}/artifacts/{artifact_id}/rows")
def read_run_rows(
    run_id: str,
    artifact_id: str,
    share: Shared,
    session: Reading,
    context: Running,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Rows:
    """The first rows of a table that a visitor's run gave, where the link shows rows."""
    _allowed(run_id, artifact_id, share, session)
    return first_rows(artifact_id, share, context, offset, limit)
