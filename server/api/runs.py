"""Runs: start, watch, cancel, look back."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.api.designs import ProblemOut, told_problem
from server.api.summaries import summarised_run
from server.runs import plots
from server.runs.journal import read_log
from server.runs.starting import start
from server.runs.told import ListedRun, Run, RunSummary, told_run
from server.storage import designs, events, runs
from server.storage.designs import NotThere
from server.storage.tables import DesignRow

router = APIRouter(tags=["runs"], route_class=StrictRoute)


class NewRun(BaseModel):
    """Run a design, or only what the target nodes need. The same `key` sent twice is one run."""

    targets: list[str] = Field(default=[], max_length=5_000)
    key: str | None = Field(default=None, max_length=64)
    without: list[str] = Field(
        default=[], max_length=5_000, description="Nodes to pass by in this run only, to see what they change."
    )


class StartedRun(Run):
    """A run, with the problems because of which some nodes take no part in it."""

    problems: list[ProblemOut] = Field(default=[])


class LogLine(BaseModel):
    """A line that a step printed."""

    at: str
    stream: str
    text: str


@router.post("/designs/{design_id}/runs", status_code=201)
def start_run(design_id: str, new: NewRun, context: Running, response: Response) -> StartedRun:
    """Start a run of the design as it is now. Nodes with problems are left out, and said so."""
    with context.database.session() as session:
        row = designs.get(session, design_id, lock=True)
        known = runs.with_key(session, design_id, new.key) if new.key else None
        if known is not None:
            response.status_code = 200
            return StartedRun(**told_run(session, known).model_dump())
        run, problems = start(
            session,
            context.analyst,
            row,
            targets=new.targets,
            key=new.key,
            isolation=context.isolation.model_dump(),
            tried_without=new.without,
        )
        told = told_run(session, run)
        events.append(session, design_id, "run", told.model_dump(mode="json"))
    context.soon(context.broadcast.wake, design_id)
    context.soon(context.sampler.stop)
    context.soon(context.runner.submit, run.id)
    return StartedRun(**told.model_dump(), problems=[told_problem(problem) for problem in problems])


@router.get("/designs/{design_id}/runs")
def list_runs(design_id: str, session: Reading) -> list[RunSummary]:
    """The runs of a design, newest first."""
    designs.get(session, design_id)
    return [summarised_run(session, run) for run in runs.of_design(session, design_id)]


@router.get("/runs")
def list_all_runs(session: Reading) -> list[ListedRun]:
    """The newest runs of all designs."""
    listed = []
    for run in runs.newest(session):
        design = session.get(DesignRow, run.design_id)
        if design is not None and design.deleted_at is None and not design.hidden:
            summary = summarised_run(session, run).model_dump()
            listed.append(ListedRun(**summary, design_id=design.id, design_name=design.name))
    return listed


@router.get("/runs/{run_id}")
def read_run(run_id: str, session: Reading) -> Run:
    """A run with its steps and their outputs."""
    return told_run(session, runs.get(session, run_id))


@router.post("/runs/{run_id}/cancel")
async def cancel_run(run_id: str, context: Running) -> Run:
    """End a run: its processes are gone when the answer comes."""
    await run_in_threadpool(_ask_to_cancel, context, run_id)
    await context.runner.cancel(run_id)
    await context.runner.wait(run_id)
    return await run_in_threadpool(_told, context, run_id)


def _ask_to_cancel(context: Context, run_id: str) -> None:
    with context.database.session() as session:
        run = runs.get(session, run_id)
        run.cancel_requested = True
        session.add(run)


def _told(context: Context, run_id: str) -> Run:
    with context.database.reading() as session:
        return told_run(session, runs.get(session, run_id))


@router.get("/runs/{run_id}/steps/{node}/log")
def step_log(run_id: str, node: str, session: Reading, context: Running) -> list[LogLine]:
    """What a step printed; for a reused step, when it was computed."""
    run_id = runs.computed_in(session, runs.get(session, run_id), node)
    lines: list[dict[str, Any]] = read_log(context.store, run_id, node) if _plain(node) else []
    return [LogLine(**line) for line in lines]


@router.get("/runs/{run_id}/steps/{node}/plots")
def step_plots(run_id: str, node: str, session: Reading, context: Running) -> list[str]:
    """The addresses of the figures that a script drew; for a reused step, when it was computed."""
    run_id = runs.computed_in(session, runs.get(session, run_id), node)
    count = len(list(plots.kept(context.store, run_id, node))) if _plain(node) else 0
    return [f"/api/runs/{run_id}/steps/{node}/plots/{number}" for number in range(1, count + 1)]


@router.get("/runs/{run_id}/steps/{node}/plots/{number}", response_class=Response)
def step_plot(run_id: str, node: str, number: int, session: Reading, context: Running) -> Response:
    """A figure that a script drew, as PNG."""
    runs.get(session, run_id)
    figures = list(plots.kept(context.store, run_id, node)) if _plain(node) else []
    if not 1 <= number <= len(figures):
        raise NotThere("This figure is not there.")
    return Response(figures[number - 1].read_bytes(), media_type="image/png")


def _plain(node: str) -> bool:
    return node.replace("-", "").replace("_", "").isalnum() and len(node) <= 64
