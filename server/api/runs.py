"""Runs: start, watch, cancel, look back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field, StringConstraints
from sqlmodel import Session

from server.api.analysis import ProblemOut, told_problem
from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running, Writing
from server.api.pages_of_lists import PAGED, After, Limit, announce_page
from server.api.summaries import summarised_run, summarised_runs
from server.people import audit
from server.people.audit import About
from server.people.person import Person, person_of
from server.runs import plots
from server.runs.journal import read_log
from server.runs.starting import Again, PreparedRun, prepare, still_holds, write_run
from server.runs.told import ListedRun, Run, RunState, RunSummary, told_run
from server.storage import cleaning, designs, events, run_list, runs
from server.storage.designs import NotThere
from server.storage.keeping import Cleaning
from server.storage.place import within
from server.storage.tables import DesignRow, RunRow

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


class RunNotes(BaseModel):
    """Tags and a note of a run; what is left out stays as it is."""

    tags: list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]] | None = Field(
        default=None, max_length=20
    )
    note: str | None = Field(default=None, max_length=10_000)


class LogLine(BaseModel):
    """A line that a step printed."""

    at: str
    stream: str
    text: str


@router.post("/designs/{design_id}/runs", status_code=201)
def start_run(design_id: str, new: NewRun, context: Running, response: Response) -> StartedRun:
    """Start a run of the design as it is now. Nodes with problems are left out, and said so."""
    isolation = context.isolation.model_dump()

    def plan(session: Session, row: DesignRow) -> PreparedRun:
        return prepare(
            session,
            context.analyst,
            row,
            targets=new.targets,
            key=new.key,
            isolation=isolation,
            tried_without=new.without,
        )

    with context.database.reading() as session:
        known = runs.with_key(session, design_id, new.key) if new.key else None
        row = designs.get(session, design_id)
        if known is None:
            context.runner.engine.disk.refuse_runs()
        prepared = plan(session, row) if known is None else None
    with context.database.session(design_id, _runs_of(row)) as session:
        row = designs.get(session, design_id, lock=True, lean=True)
        known = runs.with_key(session, design_id, new.key) if new.key else None
        if known is not None:
            response.status_code = 200
            return StartedRun(**told_run(session, known).model_dump())
        if prepared is None or not still_holds(session, row, prepared):
            prepared = plan(session, row)
        context.runner.engine.quotas.check_run(session, row.workspace_id)
        run = write_run(session, row, prepared)
        # Whoever presses Run has asked for what visitors changed; code and what reaches outside still waits for trust.
        row.waiting = {} if row.trusted else row.waiting
        session.add(row)
        told = _announced(session, run)
    _submit(context, told)
    return StartedRun(**told.model_dump(), problems=[told_problem(problem) for problem in prepared.problems])


@router.post("/runs/{run_id}/rerun", status_code=201)
def run_again(run_id: str, context: Running) -> StartedRun:
    """Run what an earlier run ran, as a new run of its design. The design stays as it is."""
    context.runner.engine.disk.refuse_runs()
    isolation = context.isolation.model_dump()

    def plan(session: Session, row: DesignRow, earlier: RunRow) -> PreparedRun:
        again = Again(earlier.document, trusted=earlier.trusted)
        return prepare(
            session, context.analyst, row, targets=earlier.targets, key=None, isolation=isolation, again=again
        )

    with context.database.reading() as session:
        earlier = runs.get(session, run_id)
        row = designs.get(session, earlier.design_id)
        prepared = plan(session, row, earlier)
    with context.database.session(row.id, _runs_of(row)) as session:
        row = designs.get(session, earlier.design_id, lock=True, lean=True)
        if not still_holds(session, row, prepared):
            prepared = plan(session, row, runs.get(session, run_id))
        context.runner.engine.quotas.check_run(session, row.workspace_id)
        told = _announced(session, write_run(session, row, prepared))
    _submit(context, told)
    return StartedRun(**told.model_dump(), problems=[told_problem(problem) for problem in prepared.problems])


def _runs_of(row: DesignRow) -> str:
    """The scope of whoever starts a run: runs of a workspace are counted against its quota one after another."""
    return f"runs of {row.workspace_id}"


def _announced(session: Session, run: RunRow) -> Run:
    told = told_run(session, run)
    events.append(session, run.design_id, "run", told.model_dump(mode="json"))
    return told


def _submit(context: Context, run: Run) -> None:
    context.soon(context.broadcast.wake, run.design_id)
    context.soon(context.sampler.stop)
    context.soon(context.runner.submit, run.id)


@router.get("/designs/{design_id}/runs")
def list_runs(design_id: str, session: Reading) -> list[RunSummary]:
    """The runs of a design, newest first."""
    designs.get(session, design_id)
    return summarised_runs(session, runs.of_design(session, design_id))


@router.get("/runs", responses=PAGED)
def list_all_runs(
    session: Reading,
    response: Response,
    design: Annotated[str | None, Query(max_length=64)] = None,
    state: Annotated[list[RunState] | None, Query()] = None,
    text: Annotated[str, Query(max_length=200, description="Words in the design's name, the note or the tags.")] = "",
    tag: Annotated[str | None, Query(max_length=60)] = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: Limit = 200,
    offset: Annotated[int, Query(ge=0)] = 0,
    after: After = None,
) -> list[ListedRun]:
    """The runs of all designs, or those that are asked for, newest first."""
    page = run_list.page(
        session, run_list.Wanted(design, tuple(state or ()), text, tag, since, until, limit, offset, after)
    )
    announce_page(response, page)
    return listed_runs(session, page.items)


def listed_runs(session: Session, found: Sequence[tuple[RunRow, str]]) -> list[ListedRun]:
    """Runs for a list, each with the name of its design."""
    summaries = summarised_runs(session, [run for run, _ in found])
    return [
        ListedRun(**summary.model_dump(), design_id=run.design_id, design_name=name)
        for summary, (run, name) in zip(summaries, found, strict=True)
    ]


@router.get("/runs/tags")
def list_tags(session: Reading) -> list[str]:
    """All tags that runs have."""
    return run_list.tags(session)


@router.patch("/runs/{run_id}")
def describe_run(run_id: str, described: RunNotes, session: Writing) -> RunSummary:
    """Give a run tags and a note. Both keep it from being cleaned up."""
    run = runs.get(session, run_id)
    if described.tags is not None:
        run.tags = list(dict.fromkeys(described.tags))
    if described.note is not None:
        run.note = described.note.strip()
    session.add(run)
    session.flush()
    return summarised_run(session, run)


@router.delete("/runs/{run_id}", status_code=204)
def delete_run(run_id: str, context: Running) -> None:
    """Delete a run, its log, and those of its results that nothing else needs."""
    with context.database.session() as session:
        run = runs.get(session, run_id)
        if run.state in runs.UNFINISHED:
            raise HTTPException(409, "This run is under way. Cancel it first.")
        design = session.get_one(DesignRow, run.design_id)
        audit.record(session, "run.deleted", f"{design.name}, run {run.number}", About(design.id, run.id))
    clean_up(context, cleaning.Rule(runs=(run_id,), forced=True))


def clean_up(context: Context, rule: cleaning.Rule) -> Cleaning:
    """Clean up; refused with a sentence while runs are under way."""
    try:
        # Whether a result is needed elsewhere is to be seen in all workspaces.
        with within(None):
            return cleaning.clean(context.database, context.store, rule)
    except cleaning.Busy as busy:
        raise HTTPException(409, str(busy)) from None


@router.get("/runs/{run_id}")
def read_run(run_id: str, session: Reading) -> Run:
    """A run with its steps and their outputs."""
    return told_run(session, runs.get(session, run_id))


@router.post("/runs/{run_id}/cancel")
async def cancel_run(run_id: str, request: Request, context: Running) -> Run:
    """End a run: its processes are gone when the answer comes."""
    await run_in_threadpool(_ask_to_cancel, context, run_id, person_of(request.scope))
    await context.runner.cancel(run_id)
    await context.runner.wait(run_id)
    return await run_in_threadpool(_told, context, run_id)


def _ask_to_cancel(context: Context, run_id: str, person: Person) -> None:
    with context.database.reading() as session:
        design_id = runs.get(session, run_id).design_id
    with context.database.session(design_id) as session:
        run = runs.get(session, run_id)
        run.cancel_requested = True
        run.cancelled_by = {"id": person.id, "name": person.name}
        session.add(run)
        design = session.get_one(DesignRow, run.design_id)
        audit.record(session, "run.cancelled", f"{design.name}, run {run.number}", About(design.id, run.id))


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
