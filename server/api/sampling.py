"""The live sample of a design: what each port shows on some 500 rows."""

from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError

from modules.kit import ColumnType, Role
from server.api.answers import StrictRoute
from server.api.context import Context, Running
from server.graph.bypass import through
from server.graph.document import read
from server.graph.plan import Plan, digest
from server.people import audit
from server.people.audit import About
from server.people.person import Caller, caller_of
from server.runs.run_code import code_in, kept_apart
from server.runs.sampler import ROWS, Superseded
from server.storage import designs
from server.storage.tables import DesignRow

router = APIRouter(prefix="/designs", tags=["designs"], route_class=StrictRoute)


class SampledColumn(BaseModel):
    """A column of a sampled table."""

    name: str
    type: ColumnType
    role: Role


class SampledPort(BaseModel):
    """What a port shows: the first rows of a table, or the metrics of an evaluation."""

    kind: Literal["dataset", "evaluation", "model", "transformation", "other"]
    rows: int | None = None
    width: int | None = None
    columns: list[SampledColumn] = []
    head: list[list[Any]] = []
    metrics: dict[str, Any] = {}


class SampledNode(BaseModel):
    """What a node gave on the sample, or why it gave nothing."""

    ports: dict[str, SampledPort] = {}
    error: str | None = None
    slow: str | None = None
    skipped: bool = False


class LiveSampleOut(BaseModel):
    """The sample of one revision: `state` is "superseded" for a newer edit and "paused" while a run is under way."""

    revision: int
    state: Literal["done", "superseded", "paused"]
    rows: int = ROWS
    nodes: dict[str, SampledNode] = {}
    seconds: float = 0.0
    computed: int = 0


@router.post("/{design_id}/sample")
async def sample_design(design_id: str, request: Request, context: Running) -> LiveSampleOut:
    """Run the design as it is now on a small sample of its data. Nothing of it is stored."""
    planned = await run_in_threadpool(_planned, context, design_id)
    revision = planned.row.revision
    if context.runner.busy:
        return LiveSampleOut(revision=revision, state="paused")
    if planned.trusted and planned.code["code"]:
        await run_in_threadpool(_note, context, planned, caller_of(request.scope))
    try:
        sample = await context.sampler.sample(design_id, planned.plan, planned.bound, trusted=planned.trusted)
    except Superseded:
        return LiveSampleOut(revision=revision, state="paused" if context.runner.busy else "superseded")
    nodes = {name: told for name, held in sample.nodes.items() if (told := _told(held)) is not None}
    return LiveSampleOut(revision=revision, state="done", nodes=nodes, seconds=sample.seconds, computed=sample.computed)


def _told(held: dict[str, Any]) -> SampledNode | None:
    """The result, unless a script wrote something else in its place."""
    try:
        return SampledNode.model_validate(held)
    except ValidationError:
        return None


@dataclass(frozen=True)
class _Planned:
    """What is to be sampled, whether code in it may run, and which code that is."""

    row: DesignRow
    trusted: bool
    plan: Plan
    bound: dict[str, str]
    code: dict[str, Any]


def _planned(context: Context, design_id: str) -> _Planned:
    with context.database.reading() as session:
        row = designs.get(session, design_id)
        design = read(row.document)
        analyst = context.analyst.of(design)
        plan, _, bound = analyst.planned(session, row, through(design, analyst.catalog).design, [])
        # It comes without being asked for: what visitors changed takes no part until somebody has looked at it.
        steps = tuple(step for step in plan.steps if step.node not in row.waiting)
        waiting = dict.fromkeys(row.waiting.keys() & design.nodes.keys(), "waits until you have looked at it")
        plan = Plan(steps, {**plan.left_out, **waiting})
        trusted = row.trusted and kept_apart(context.isolation.model_dump())
        return _Planned(row, trusted, plan, bound, code_in(design, plan, analyst.catalog))


#: A sample comes after each edit: it is noted once for the same code of a design in a session.
_noted = audit.Once()


def _note(context: Context, planned: _Planned, caller: Caller | None) -> None:
    """Note whose live sample runs which code, and how well it is kept apart."""
    row, level = planned.row, context.isolation.level
    keys = caller.keys if caller is not None else ()
    if not _noted.first(row.id, keys, level, digest(planned.code)):
        return
    with context.database.session(row.id) as session:
        about = About(row.id, isolation=level)
        audit.record(session, "run.sampled", row.name, about, revision=row.revision, **planned.code)
