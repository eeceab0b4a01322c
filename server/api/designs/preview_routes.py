"""The live sample of a design: what each port shows on some 500 rows."""

from dataclasses import dataclass
from typing import Any, Literal

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, JsonValue, ValidationError

from modules.kit import ColumnType, Role
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.auth.principals import Caller, get_caller
from server.graph.bypass import apply_bypass
from server.graph.document import parse_design
from server.graph.planning.run_plan import RunPlan, hash_json
from server.runs.preview.preview_scheduler import PREVIEW_ROWS, PreviewSuperseded
from server.runs.scheduling.code_isolation import describe_run_code, is_code_isolated
from server.storage.orm.core_tables import DesignRow
from server.storage.stores import design_store

router = Router(prefix="/api/designs", tags=["designs"])


class PreviewColumn(BaseModel):
    """A column of a sampled table."""

    name: str
    type: ColumnType
    role: Role


class PreviewModel(BaseModel):
    """A model of an evaluation with its metrics on the sample; what is undefined is null."""

    model: str
    metrics: dict[str, JsonValue]


class PreviewPort(BaseModel):
    """What a port shows: the first rows of a table, or the metrics of an evaluation."""

    kind: Literal["dataset", "evaluation", "model", "transformation", "other"]
    rows: int | None = None
    width: int | None = None
    columns: list[PreviewColumn] = []
    head: list[list[JsonValue]] = []
    models: list[PreviewModel] = []


class PreviewNode(BaseModel):
    """What a node gave on the sample, or why it gave nothing."""

    ports: dict[str, PreviewPort] = {}
    error: str | None = None
    slow: str | None = None
    skipped: bool = False


class DesignPreviewRead(BaseModel):
    """The sample of one revision: `state` is "superseded" for a newer edit and "paused" while a run is under way."""

    revision: int
    state: Literal["done", "superseded", "paused"]
    rows: int = PREVIEW_ROWS
    nodes: dict[str, PreviewNode] = {}
    seconds: float = 0.0
    computed: int = 0


@router.post("/{design_id}/preview", needs="runner")
async def preview_design(design_id: str, request: Request, context: ContextDep) -> DesignPreviewRead:
    """Run the current design on a small sample of its data. Nothing is stored."""
    planned = await run_in_threadpool(_plan_preview, context, design_id)
    revision = planned.row.revision
    if context.runner.has_run_on_canvas:
        return DesignPreviewRead(revision=revision, state="paused")
    if planned.trusted and planned.code["code"]:
        await run_in_threadpool(_audit_preview, context, planned, get_caller(request.scope))
    try:
        preview = await context.preview_scheduler.preview(
            design_id, planned.plan, planned.bound_artifacts, trusted=planned.trusted
        )
    except PreviewSuperseded:
        is_paused = context.runner.has_run_on_canvas
        return DesignPreviewRead(revision=revision, state="paused" if is_paused else "superseded")
    nodes = {name: node for name, raw in preview.nodes.items() if (node := _parse_preview_node(raw)) is not None}
    return DesignPreviewRead(
        revision=revision, state="done", nodes=nodes, seconds=preview.seconds, computed=preview.computed_count
    )


def _parse_preview_node(raw: dict[str, object]) -> PreviewNode | None:
    """The result, unless a script wrote something else in its place."""
    try:
        return PreviewNode.model_validate(raw)
    except ValidationError:
        return None


@dataclass(frozen=True)
class _PreviewPlan:
    """What is to be sampled, whether code in it may run, and which code that is."""

    row: DesignRow
    trusted: bool
    plan: RunPlan
    bound_artifacts: dict[str, str]
    code: dict[str, Any]


def _plan_preview(context: AppContext, design_id: str) -> _PreviewPlan:
    with context.database.read_session() as session:
        row = design_store.get_design(session, design_id)
        design = parse_design(row.document)
        analyzer = context.analyzer.for_design(design)
        plan, _, bound = analyzer.plan_run(session, row, apply_bypass(design, analyzer.catalog).design, [])
        # It comes without being asked for: what visitors changed takes no part until somebody has looked at it.
        steps = tuple(step for step in plan.steps if step.node not in row.pending_review)
        left_for_review = dict.fromkeys(row.pending_review.keys() & design.nodes.keys(), "waits for your review")
        plan = RunPlan(steps, {**plan.omissions, **left_for_review})
        trusted = row.trusted and is_code_isolated(context.isolation.model_dump())
        return _PreviewPlan(row, trusted, plan, bound, describe_run_code(design, plan, analyzer.catalog))


#: A sample comes after each edit: it is noted once for the same code of a design in a session.
_audited_previews = audit_log.FirstTimeFilter()


def _audit_preview(context: AppContext, planned: _PreviewPlan, caller: Caller | None) -> None:
    """Note whose live sample runs which code, and how well it is kept apart."""
    row, level = planned.row, context.isolation.level
    keys = caller.stream_keys if caller is not None else ()
    if not _audited_previews.is_first(row.id, keys, level, hash_json(planned.code)):
        return
    with context.database.session(row.id) as session:
        about = AuditTarget(row.id, isolation=level)
        audit_log.record_action(session, "run.sampled", row.name, about, revision=row.revision, **planned.code)
