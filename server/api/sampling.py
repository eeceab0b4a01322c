"""The live sample of a design: what each port shows on some 500 rows."""

from typing import Any, Literal

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError

from modules.kit import ColumnType, Role
from server.api.answers import StrictRoute
from server.api.context import Context, Running
from server.graph.bypass import through
from server.graph.document import read
from server.graph.plan import Plan
from server.runs.sampler import ROWS, Superseded
from server.runs.starting import kept_apart
from server.storage import designs

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
async def sample_design(design_id: str, context: Running) -> LiveSampleOut:
    """Run the design as it is now on a small sample of its data. Nothing of it is stored."""
    revision, trusted, plan, bound = await run_in_threadpool(_planned, context, design_id)
    if context.runner.busy:
        return LiveSampleOut(revision=revision, state="paused")
    try:
        sample = await context.sampler.sample(design_id, plan, bound, trusted=trusted)
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


def _planned(context: Context, design_id: str) -> tuple[int, bool, Plan, dict[str, str]]:
    with context.database.reading() as session:
        row = designs.get(session, design_id)
        design = read(row.document)
        analyst = context.analyst.of(design)
        plan, _, bound = analyst.planned(session, row, through(design, analyst.catalog).design, [])
        # It comes without being asked for: what visitors changed takes no part until somebody has looked at it.
        steps = tuple(step for step in plan.steps if step.node not in row.waiting)
        waiting = dict.fromkeys(row.waiting.keys() & design.nodes.keys(), "waits until you have looked at it")
        plan = Plan(steps, {**plan.left_out, **waiting})
        return row.revision, row.trusted and kept_apart(context.isolation.model_dump()), plan, bound
